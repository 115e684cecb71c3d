// A side stream written as text, for tests: a line of the program for each line, in the order in which they ran.
//
//     after 3 foo 9 outer n=1
//     after 3 foo 4   inner n=1 doubled=2
//
// The number of the last event before it, then who, the line's number, two more blanks for each call below the
// outermost, the function, its variables, and behind a | those outside of it that it names.
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

#include "support/trace_text.h"
#include "trace/line_store.h"

namespace support {

// Of `file`. The greenlets are those of `trace`.
inline green::trace::LineBlock line_block(const TraceText& trace, const std::string& text,
                                          const std::string& file = "program.py") {
    green::trace::LineBlock block;
    block.files.push_back(file);
    std::istringstream rows(text);
    for (std::string row; std::getline(rows, row);) {
        if (row.empty()) continue;
        std::istringstream words(row);
        std::string after;
        std::string who;
        green::trace::Line line;
        if (!(words >> after >> line.after >> who >> line.line) || after != "after") throw std::runtime_error(row);
        line.greenlet = trace.id(who);
        std::string rest;
        std::getline(words, rest);
        const auto begin = rest.find_first_not_of(' ');
        line.depth = static_cast<std::uint16_t>((begin + 1) / 2);
        std::istringstream parts(rest.substr(begin));
        std::string kept;
        bool isGlobal = false;
        for (std::string part; parts >> part;) {
            if (part == "|") {
                isGlobal = true;
                continue;
            }
            if (const auto equals = part.find('='); equals != std::string::npos) part[equals] = '\x1f';
            kept += std::string(kept.empty() ? "" : "\x1f") + (isGlobal ? "global " : "") + part;
        }
        line.text = block.texts.size();
        line.length = static_cast<std::uint32_t>(kept.size());
        block.texts += kept;
        block.lines.push_back(line);
    }
    return block;
}

}  // namespace support
