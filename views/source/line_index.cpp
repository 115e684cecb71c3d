#include "source/line_index.h"

#include <algorithm>

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::LineNumber;
using green::trace::LineStore;
using green::trace::Moment;
using green::trace::Site;
using green::trace::TraceStore;

namespace {

std::string_view lastPart(std::string_view path) {
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

void LineIndex::setFile(std::string_view name) {
    file_ = lastPart(name);
    lines_.clear();
    lineOf_.clear();
    ours_.clear();
}

void LineIndex::update(const TraceStore& store, const Moment& moment, const std::optional<std::vector<Id>>& changed,
                       LineNumber linesBegun) {
    begun_ = linesBegun;
    if (changed) {
        for (const Id id : *changed) look(store, moment, id);
        return;
    }
    lines_.clear();
    lineOf_.clear();
    for (const auto& greenlet : moment.greenlets()) look(store, moment, greenlet.id);
}

const std::vector<Id>* LineIndex::at(std::uint32_t line) const {
    const auto found = lines_.find(line);
    return found == lines_.end() ? nullptr : &found->second;
}

std::uint32_t LineIndex::lineOf(const TraceStore& store, Site site) const {
    if (!site || file_.empty()) return 0;
    const auto known = ours_.find(site.file());
    if (known != ours_.end()) return known->second ? site.line() : 0;
    const auto name = store.file_of(site);
    if (name.empty()) return 0;
    const bool ours = lastPart(name) == file_;
    ours_.emplace(site.file(), ours);
    return ours ? site.line() : 0;
}

std::uint32_t LineIndex::lineAt(const LineStore& lines, LineNumber n) const {
    return !file_.empty() && lastPart(lines.file(n)) == file_ ? lines.line(n).line : 0;
}

std::uint32_t LineIndex::lineOf(const LineStore& lines, LineNumber innermost) const {
    if (const auto line = lineAt(lines, innermost)) return line;
    for (const auto frame : lines.stack(innermost))
        if (const auto line = lineAt(lines, frame)) return line;
    return 0;
}

std::uint32_t LineIndex::lineOf(const TraceStore& store, const GreenletState& greenlet) const {
    const auto& lines = store.lines();
    const auto last = lines.last_of(greenlet.id, begun_);
    if (!last) return lineOf(store, greenlet.site ? greenlet.site : greenlet.spawned_at);
    if (lines.line(*last).after < greenlet.called)
        if (const auto call = lineOf(store, greenlet.site)) return call;
    return lineOf(lines, *last);
}

bool LineIndex::isAtSpawn(const TraceStore& store, const GreenletState& greenlet) const {
    return !greenlet.site && greenlet.spawned_at && !store.lines().last_of(greenlet.id, begun_);
}

void LineIndex::look(const TraceStore& store, const Moment& moment, Id id) {
    const auto* greenlet = moment.greenlet(id);
    if (greenlet && greenlet->role != green::trace::Role::Hub && !greenlet->ended)
        move(id, lineOf(store, *greenlet));
    else
        move(id, 0);
}

void LineIndex::move(Id id, std::uint32_t line) {
    const std::size_t index = raw(id);
    if (index >= lineOf_.size()) {
        if (line == 0) return;
        lineOf_.resize(index + 1);
    }
    auto& old = lineOf_[index];
    if (old == line) return;
    if (const auto left = lines_.find(old); old != 0 && left != lines_.end()) {
        auto& ids = left->second;
        ids.erase(std::ranges::lower_bound(ids, id));
        if (ids.empty()) lines_.erase(left);
    }
    if (line != 0) {
        auto& ids = lines_[line];
        ids.insert(std::ranges::lower_bound(ids, id), id);
    }
    old = line;
}

}  // namespace views
