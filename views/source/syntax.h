// Which parts of a program's text are keywords, strings, numbers and comments. Just enough to colour a
// program of a few hundred lines; no parser.
#pragma once

#include <QString>
#include <QStringView>
#include <vector>

namespace views {

enum class Syntax { Plain, Keyword, String, Number, Comment };

struct SyntaxSpan {
    int from = 0;
    int length = 0;
    Syntax syntax = Syntax::Plain;
    bool operator==(const SyntaxSpan&) const = default;
};

// For each of `lines` its coloured spans, in order. `language` is the recipe's: "python", else C++.
std::vector<std::vector<SyntaxSpan>> syntaxOf(const std::vector<QString>& lines, const QString& language);

}  // namespace views
