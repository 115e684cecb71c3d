// The side stream as its readers have it: the lines in the order in which they ran, and the stack of each greenlet
// at each. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "trace/lines.h"

namespace green::trace {

// Which line, counted from 0.
using LineNumber = std::size_t;

class LineStore {
public:
    void add(LineBlock block);

    LineNumber size() const { return lines_.size(); }
    bool empty() const { return lines_.empty(); }
    // More ran than are kept here.
    bool is_cut() const { return is_cut_; }
    // n < size(). Throws std::out_of_range otherwise.
    const Line& line(LineNumber n) const { return lines_.at(n); }
    std::string_view file(LineNumber n) const { return files_.at(line(n).file); }
    // Valid until the next add.
    LineText text(LineNumber n) const {
        return line_text(std::string_view(texts_).substr(line(n).text, line(n).length));
    }

    // How many lines had begun before event `n` happened: with the playhead at n, what has run.
    LineNumber count_before(EventNumber n) const;
    // The last line of the greenlet among the first `count`.
    std::optional<LineNumber> last_of(Id greenlet, LineNumber count) const;

    // The lines of the stack that line n is the innermost of: that one first, then the line from which its function
    // was called, and so on.
    std::vector<LineNumber> stack(LineNumber n) const;

    // The greenlet's first line from n on that is at most so many calls deep.
    std::optional<LineNumber> first_of(Id greenlet, LineNumber n, std::uint16_t deepest = UINT16_MAX) const;
    // The one after n, and the last one before it.
    std::optional<LineNumber> next_of(Id greenlet, LineNumber n, std::uint16_t deepest = UINT16_MAX) const;
    std::optional<LineNumber> previous_of(Id greenlet, LineNumber n, std::uint16_t deepest = UINT16_MAX) const;

private:
    static constexpr LineNumber nobody = ~LineNumber{0};

    const std::vector<LineNumber>& of(Id greenlet) const;
    // The line that called n's function, n being the newest of its greenlet.
    LineNumber find_caller(LineNumber n);

    std::vector<Line> lines_;
    std::string texts_;
    std::vector<std::string> files_;
    std::vector<LineNumber> callers_;  // of each line; found once, because a loop may be long
    std::unordered_map<Id, std::vector<LineNumber>> by_greenlet_;
    std::unordered_map<Id, std::vector<LineNumber>> stacks_;  // as they are after the last line
    bool is_cut_ = false;
};

}  // namespace green::trace
