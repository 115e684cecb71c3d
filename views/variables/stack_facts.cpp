#include "variables/stack_facts.h"

#include <algorithm>
#include <optional>

namespace views {

using green::trace::LineNumber;
using green::trace::LineStore;
using green::trace::LineText;

namespace {

constexpr std::string_view global = "global ";

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

// The line before n in the same call. Where the function was called again from the same line, the last one of the
// call before can't be told from it.
std::optional<LineNumber> before(const LineStore& lines, LineNumber n) {
    const auto& line = lines.line(n);
    const auto found = lines.previous_of(line.greenlet, n, line.depth);
    if (!found || lines.line(*found).depth != line.depth || lines.text(*found).function != lines.text(n).function)
        return std::nullopt;
    return found;
}

}  // namespace

std::vector<Frame> framesAt(const LineStore& lines, LineNumber n) {
    std::vector<Frame> frames;
    for (const auto number : lines.stack(n))
        frames.push_back({number, text(lines.text(number).function), text(lines.file(number)).section(u'/', -1),
                          lines.line(number).line});
    return frames;
}

Variables variablesAt(const LineStore& lines, LineNumber n) {
    const auto last = before(lines, n);
    const auto known = last ? lines.text(*last).variables : std::vector<LineText::Variable>{};
    Variables variables;
    for (const auto& variable : lines.text(n).variables) {
        const bool isGlobal = variable.name.starts_with(global);
        Variable shown{text(variable.name.substr(isGlobal ? global.size() : 0)), text(variable.value)};
        const auto old = std::ranges::find(known, variable.name, &LineText::Variable::name);
        if (last && old == known.end()) {
            shown.change = Variable::Change::New;
        } else if (last && old->value != variable.value) {
            shown.change = Variable::Change::Other;
            shown.before = text(old->value);
        }
        (isGlobal ? variables.globals : variables.own).push_back(std::move(shown));
    }
    return variables;
}

}  // namespace views
