#include "story.h"

#include <algorithm>
#include <array>

namespace running {

using namespace green::trace;

std::vector<std::string> story(const Run& run) {
    constexpr std::array told{Kind::Put, Kind::Get, Kind::Wait, Kind::TaskDone};
    std::vector<std::string> lines;
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        const auto& event = run.store->event(n);
        const auto moment = run.store->moment(n);
        if (moment.objects().empty() || event.object != moment.objects().front().id) continue;
        if (std::ranges::find(told, event.kind) == told.end()) continue;
        const auto& object = moment.objects().front();
        auto line = std::string(moment.name_of(event.greenlet)) + " " + std::string(name(event.kind));
        if (!run.store->text(n).empty()) line += " " + std::string(run.store->text(n));
        line += " ->";
        for (const auto& item : object.items) line += " " + item;
        if (object.kind == ObjectKind::JoinableQueue) line += " [" + std::to_string(object.count) + "]";
        for (const auto waiter : object.waiters) line += " (" + std::string(moment.name_of(waiter)) + ")";
        lines.push_back(line);
    }
    return lines;
}

}  // namespace running
