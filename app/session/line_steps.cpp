#include "session/line_steps.h"

namespace app {

using green::trace::EventNumber;
using green::trace::Gate;
using green::trace::Id;
using green::trace::Kind;
using green::trace::Line;
using green::trace::LineNumber;
using green::trace::LineStore;
using green::trace::TraceEvent;

namespace {

bool ends(const TraceEvent& event, Id greenlet) {
    return (event.kind == Kind::End && event.greenlet == greenlet) ||
           (event.kind == Kind::Discard && event.object == greenlet);
}

bool hasBreakpoint(const LineStore& lines, const Breakpoints& breakpoints, LineNumber n) {
    return breakpoints.contain(lines.file(n), lines.line(n).line);
}

}  // namespace

LineStep::LineStep(const views::RunView& view, LineGrain grain) : view_(view), greenlet_(view.lineGreenlet()) {
    const auto shown = view.line();
    if (!shown || grain == LineGrain::Into) return;
    const auto depth = view.store().lines().line(*shown).depth;
    deepest_ = grain == LineGrain::Over || depth == 0 ? depth : static_cast<std::uint16_t>(depth - 1);
}

std::optional<LineNumber> LineStep::forward() const {
    const auto& lines = view_.store().lines();
    const auto begun = view_.linesBegun();
    if (greenlet_ != Id::None) return lines.first_of(greenlet_, begun, deepest_);
    return begun < lines.size() ? std::optional(begun) : std::nullopt;
}

std::optional<LineNumber> LineStep::back() const {
    const auto& lines = view_.store().lines();
    const auto shown = view_.line();
    if (!shown) return std::nullopt;
    // One that has begun is gone back to itself.
    if (!view_.isBeforeLine() && lines.line(*shown).depth <= deepest_) return shown;
    return lines.previous_of(greenlet_, *shown, deepest_);
}

EventNumber LineStep::end() const {
    return view_.store().find_forward(view_.playhead(),
                                      [this](const TraceEvent& event) { return ends(event, greenlet_); });
}

Gate::LineRule LineStep::lineRule() const {
    return [greenlet = greenlet_, deepest = deepest_](const Line& next, std::string_view) {
        return (next.greenlet == greenlet || greenlet == Id::None) && next.depth <= deepest;
    };
}

Gate::Rule LineStep::rule() const {
    return [greenlet = greenlet_, ended = false](const TraceEvent& next, EventNumber) mutable {
        if (ended) return true;
        ended = ends(next, greenlet);
        return false;
    };
}

std::optional<LineNumber> firstBreakpoint(const LineStore& lines, const Breakpoints& breakpoints, LineNumber from,
                                          LineNumber to) {
    for (auto n = from; n < to && !breakpoints.empty(); ++n)
        if (hasBreakpoint(lines, breakpoints, n)) return n;
    return std::nullopt;
}

std::optional<LineNumber> lastBreakpoint(const LineStore& lines, const Breakpoints& breakpoints, LineNumber from,
                                         LineNumber to) {
    for (auto n = to; n > from && !breakpoints.empty(); --n)
        if (hasBreakpoint(lines, breakpoints, n - 1)) return n - 1;
    return std::nullopt;
}

}  // namespace app
