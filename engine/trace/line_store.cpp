#include "trace/line_store.h"

#include <algorithm>
#include <iterator>

namespace green::trace {

void LineStore::add(LineBlock block) {
    const auto begin = texts_.size();
    texts_ += block.texts;
    files_.insert(files_.end(), std::make_move_iterator(block.files.begin()),
                  std::make_move_iterator(block.files.end()));
    for (auto line : block.lines) {
        line.text += begin;
        by_greenlet_[line.greenlet].push_back(lines_.size());
        lines_.push_back(line);
        callers_.push_back(find_caller(lines_.size() - 1));
    }
    is_cut_ = is_cut_ || block.is_last;
}

LineNumber LineStore::find_caller(LineNumber n) {
    auto& stack = stacks_[lines_[n].greenlet];
    while (!stack.empty() && lines_[stack.back()].depth >= lines_[n].depth) stack.pop_back();
    const auto caller = stack.empty() ? nobody : stack.back();
    stack.push_back(n);
    return caller;
}

LineNumber LineStore::count_before(EventNumber n) const {
    return static_cast<LineNumber>(std::ranges::lower_bound(lines_, n, {}, &Line::after) - lines_.begin());
}

const std::vector<LineNumber>& LineStore::of(Id greenlet) const {
    static const std::vector<LineNumber> none;
    const auto found = by_greenlet_.find(greenlet);
    return found == by_greenlet_.end() ? none : found->second;
}

std::optional<LineNumber> LineStore::last_of(Id greenlet, LineNumber count) const {
    const auto& own = of(greenlet);
    const auto behind = std::ranges::lower_bound(own, count);
    if (behind == own.begin()) return std::nullopt;
    return *std::prev(behind);
}

std::vector<LineNumber> LineStore::stack(LineNumber n) const {
    std::vector<LineNumber> stack;
    for (auto at = n; at != nobody; at = callers_.at(at)) stack.push_back(at);
    return stack;
}

std::optional<LineNumber> LineStore::next_of(Id greenlet, LineNumber n, std::uint16_t deepest) const {
    return first_of(greenlet, n + 1, deepest);
}

std::optional<LineNumber> LineStore::first_of(Id greenlet, LineNumber n, std::uint16_t deepest) const {
    const auto& own = of(greenlet);
    for (auto at = std::ranges::lower_bound(own, n); at != own.end(); ++at)
        if (line(*at).depth <= deepest) return *at;
    return std::nullopt;
}

std::optional<LineNumber> LineStore::previous_of(Id greenlet, LineNumber n, std::uint16_t deepest) const {
    const auto& own = of(greenlet);
    for (auto at = std::ranges::lower_bound(own, n); at != own.begin();)
        if (line(*--at).depth <= deepest) return *at;
    return std::nullopt;
}

}  // namespace green::trace
