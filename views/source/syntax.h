// Which parts of a program's text are keywords, strings, numbers, comments and so on. Just enough to colour a
// program; no parser.
#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>
#include <vector>

namespace views {

enum class Syntax {
    Plain,
    Keyword,
    String,
    Number,
    Comment,
    Builtin,     // Python's own functions and exceptions
    Definition,  // the name that def or class gives
    Decorator,
};
inline constexpr int syntax_count = static_cast<int>(Syntax::Decorator) + 1;

struct SyntaxSpan {
    int from = 0;
    int length = 0;
    Syntax syntax = Syntax::Plain;
    bool operator==(const SyntaxSpan&) const = default;
};

// Reads a text line by line, in any order: what a line leaves open for the next one is a number.
class SyntaxScanner {
public:
    // `language` is the recipe's: "python", else C++.
    explicit SyntaxScanner(const QString& language) : python_(language == QLatin1String("python")) {}

    // The coloured spans of `text`, in order. `open` is what the line before has left open, 0 for the first one;
    // afterwards it is what this one leaves open.
    std::vector<SyntaxSpan> line(const QString& text, int& open);

private:
    void add(qsizetype from, qsizetype to, Syntax syntax);
    QString endOf(int open) const;
    // Colours from `from` on as what is open, up to its end if that is on this line.
    void inside(qsizetype from, int& open);
    void openAt(qsizetype from, qsizetype skip, int what, int& open);
    // A string's characters; the expressions of an f-string are code.
    void characters(qsizetype from, qsizetype to, bool formatted);
    void token(int& open);
    void rawString(int& open);
    void quoted(qsizetype from, bool formatted);
    void pythonString(qsizetype from, bool formatted, int& open);
    void number();
    void word(int& open);
    void decorator();
    void directive();
    bool starts(const char* what) const { return QStringView(text_).mid(at_).startsWith(QLatin1String(what)); }

    bool python_;
    QStringList rawEnds_;  // of C++'s raw strings that were met
    QString text_;
    qsizetype at_ = 0;
    bool names_ = false;  // the next word is the name of what def or class makes
    std::vector<SyntaxSpan> spans_;
};

// For each of `lines` its coloured spans, in order.
std::vector<std::vector<SyntaxSpan>> syntaxOf(const std::vector<QString>& lines, const QString& language);

}  // namespace views
