// What there is to say about a greenlet's stack at a line: its frames, and the variables of one of them.
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "trace/line_store.h"

namespace views {

struct Frame {
    green::trace::LineNumber number = 0;  // its line in the store
    QString function;
    QString file;  // without its folders
    std::uint32_t line = 0;
};
// Innermost first.
std::vector<Frame> framesAt(const green::trace::LineStore& lines, green::trace::LineNumber n);

struct Variable {
    enum class Change { None, New, Other };

    QString name;
    QString value;
    Change change = Change::None;  // since the line before in the same function
    QString before{};              // the value there; of another one
};
struct Variables {
    std::vector<Variable> own;
    std::vector<Variable> globals;  // those that the function names
};
// Of the function that line n is in, as they are before that line runs.
Variables variablesAt(const green::trace::LineStore& lines, green::trace::LineNumber n);

}  // namespace views
