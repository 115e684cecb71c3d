// Steps by the lines of a program, inside one greenlet: where they end in the record, and what makes the engine end
// them there.
#pragma once

#include <cstdint>
#include <optional>

#include "session/breakpoints.h"
#include "time/run_view.h"
#include "trace/gate.h"

namespace app {

enum class LineGrain {
    Into,  // its next line, wherever
    Over,  // its next line that is not in something that the shown line calls
    Out,   // its next line in what has called the shown line's function
};

// A step from where a view is.
class LineStep {
public:
    LineStep(const views::RunView& view, LineGrain grain);

    // The line that it ends at, if that is in the record.
    std::optional<green::trace::LineNumber> forward() const;
    std::optional<green::trace::LineNumber> back() const;
    // The event with which its greenlet ends, after the playhead; 0 if there is none in the record.
    green::trace::EventNumber end() const;

    // Hold the engine before the first line that it may end at, and after the end of its greenlet.
    green::trace::Gate::LineRule lineRule() const;
    green::trace::Gate::Rule rule() const;

private:
    const views::RunView& view_;
    green::trace::Id greenlet_;  // None: whoever runs a line
    std::uint16_t deepest_ = UINT16_MAX;
};

// The first line with a breakpoint among those from `from` up to and without `to`, and the last one.
std::optional<green::trace::LineNumber> firstBreakpoint(const green::trace::LineStore& lines,
                                                        const Breakpoints& breakpoints, green::trace::LineNumber from,
                                                        green::trace::LineNumber to);
std::optional<green::trace::LineNumber> lastBreakpoint(const green::trace::LineStore& lines,
                                                       const Breakpoints& breakpoints, green::trace::LineNumber from,
                                                       green::trace::LineNumber to);

}  // namespace app
