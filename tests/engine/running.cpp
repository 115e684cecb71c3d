#include "running.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "trace/oracle_format.h"

namespace running {

using namespace green::trace;

Run run(const std::function<void()>& program, Options options) {
    return run_with([&](Gate& gate, green::RunOptions how) { return green::run(program, gate, std::move(how)); },
                    options);
}

Run run_with(const Start& start, Options options) {
    Run run;
    Gate open;
    TraceFeed feed;
    green::RunOptions how;
    how.clock = options.clock;
    how.sink = [&](std::shared_ptr<const Chunk> chunk) { feed.add(std::move(chunk)); };
    how.out = [&](std::string_view text) { run.out += text; };
    how.err = [&](std::string_view text) { run.err += text; };
    run.result = start(options.gate ? *options.gate : open, std::move(how));
    Recipe recipe;
    recipe.id = options.id;
    recipe.clock = options.clock;
    run.store = std::make_shared<TraceStore>(recipe);
    for (auto& chunk : feed.take()) run.store->add(std::move(chunk));
    run.store->refresh();
    return run;
}

std::vector<std::string> Run::lines() const {
    std::vector<std::string> lines;
    for (const auto line : split_lines(out)) lines.emplace_back(line);
    return lines;
}

std::string Run::switches() const {
    const auto& greenlets = store->last().greenlets();  // main, hub, then the others
    const auto name = [&](Id id) {
        if (id == Id::Main) return std::string("main");
        if (id == Id::Hub) return std::string("hub");
        return fmt::format("g{}", std::ranges::find(greenlets, id, &GreenletState::id) - greenlets.begin() - 1);
    };
    std::string text;
    for (EventNumber n = 1; n <= store->size(); ++n) {
        const auto& event = store->event(n);
        if (!event.has(Flag::Switch)) continue;
        if (!text.empty()) text += ' ';
        text += name(event.greenlet) + '>' + name(switches_to(event)) + (event.has(Flag::Throw) ? "!" : "");
    }
    return text;
}

const GreenletState& Run::greenlet(std::string_view name) const {
    for (const auto& greenlet : store->last().greenlets())
        if (greenlet.run == name || greenlet.name == name) return greenlet;
    throw std::out_of_range("no greenlet " + std::string(name));
}

std::vector<std::string> Run::events() const {
    std::vector<std::string> events;
    for (EventNumber n = 1; n <= store->size(); ++n) {
        const auto& e = store->event(n);
        events.push_back(fmt::format("{} {} g{} {} o{} amount {} job {} {} flags {} at {}:{} '{}'", n, e.time,
                                     raw(e.greenlet), name(e.kind), raw(e.object), e.amount, raw(e.job),
                                     name(e.job_kind), e.flags, store->file(n), e.site.line(), store->text(n)) +
                         fmt::format(" reason {}", e.reason));
    }
    return events;
}

}  // namespace running
