#include "source/syntax.h"

#include <QSet>

namespace views {

namespace {

const QSet<QString>& cppKeywords() {
    static const QSet<QString> words{
        "alignas",  "auto",      "bool",     "break",         "case",      "catch",     "char",      "class",
        "co_await", "co_return", "co_yield", "concept",       "const",     "consteval", "constexpr", "constinit",
        "continue", "decltype",  "default",  "delete",        "do",        "double",    "else",      "enum",
        "explicit", "extern",    "false",    "final",         "float",     "for",       "friend",    "if",
        "inline",   "int",       "long",     "mutable",       "namespace", "new",       "noexcept",  "nullptr",
        "operator", "override",  "private",  "protected",     "public",    "requires",  "return",    "short",
        "signed",   "sizeof",    "static",   "static_assert", "struct",    "switch",    "template",  "this",
        "throw",    "true",      "try",      "typedef",       "typename",  "union",     "unsigned",  "using",
        "virtual",  "void",      "volatile", "while"};
    return words;
}

const QSet<QString>& pythonKeywords() {
    static const QSet<QString> words{"False",  "None",   "True",    "and",      "as",       "assert", "async",
                                     "await",  "break",  "class",   "continue", "def",      "del",    "elif",
                                     "else",   "except", "finally", "for",      "from",     "global", "if",
                                     "import", "in",     "is",      "lambda",   "nonlocal", "not",    "or",
                                     "pass",   "raise",  "return",  "try",      "while",    "with",   "yield"};
    return words;
}

// What the end of a line leaves open for the next.
struct Open {
    Syntax syntax = Syntax::Plain;
    QString end;  // closes it
};

class Scanner {
public:
    explicit Scanner(bool python) : python_(python) {}

    std::vector<SyntaxSpan> line(const QString& text) {
        text_ = text;
        at_ = 0;
        spans_.clear();
        if (!open_.end.isEmpty()) closeOpen(0);
        while (at_ < text_.size()) token();
        return std::move(spans_);
    }

private:
    void add(qsizetype from, qsizetype to, Syntax syntax) {
        if (to > from) spans_.push_back({static_cast<int>(from), static_cast<int>(to - from), syntax});
        at_ = to;
    }

    // Colours from `from` up to the end of what is open, which may be on a later line.
    void closeOpen(qsizetype from) {
        const auto end = text_.indexOf(open_.end, at_);
        if (end < 0) {
            add(from, text_.size(), open_.syntax);
            return;
        }
        add(from, end + open_.end.size(), open_.syntax);
        open_ = {};
    }

    void openAt(qsizetype skip, Syntax syntax, const QString& end) {
        const auto from = at_;
        open_ = {syntax, end};
        at_ += skip;
        closeOpen(from);
    }

    bool starts(const char* what) const { return QStringView(text_).mid(at_).startsWith(QLatin1String(what)); }

    void token() {
        const QChar c = text_[at_];
        if (python_ ? c == u'#' : starts("//")) return add(at_, text_.size(), Syntax::Comment);
        if (!python_ && starts("/*")) return openAt(2, Syntax::Comment, QStringLiteral("*/"));
        if (python_ && starts("\"\"\"")) return openAt(3, Syntax::String, QStringLiteral("\"\"\""));
        if (python_ && starts("'''")) return openAt(3, Syntax::String, QStringLiteral("'''"));
        if (!python_ && starts("R\"")) return rawString();
        if (c == u'"' || c == u'\'') return quoted(c);
        if (c.isDigit()) return number();
        if (c.isLetter() || c == u'_') return word();
        if (!python_ && c == u'#' && QStringView(text_).left(at_).trimmed().isEmpty()) return directive();
        ++at_;
    }

    void rawString() {
        const auto bracket = text_.indexOf(u'(', at_);
        if (bracket < 0) return add(at_, text_.size(), Syntax::String);
        const QString tag = text_.mid(at_ + 2, bracket - at_ - 2);
        openAt(bracket + 1 - at_, Syntax::String, u')' + tag + u'"');
    }

    void quoted(QChar quote) {
        auto end = at_ + 1;
        while (end < text_.size() && text_[end] != quote) end += text_[end] == u'\\' ? 2 : 1;
        add(at_, std::min(end + 1, text_.size()), Syntax::String);
    }

    void number() {
        auto end = at_;
        const auto belongs = [&](QChar c) { return c.isLetterOrNumber() || c == u'.' || (c == u'\'' && !python_); };
        while (end < text_.size() && belongs(text_[end])) ++end;
        add(at_, end, Syntax::Number);
    }

    void word() {
        auto end = at_;
        while (end < text_.size() && (text_[end].isLetterOrNumber() || text_[end] == u'_')) ++end;
        const QString found = text_.mid(at_, end - at_);
        if ((python_ ? pythonKeywords() : cppKeywords()).contains(found)) return add(at_, end, Syntax::Keyword);
        at_ = end;
    }

    // #include <x>: the word is a keyword, a name in <> a string.
    void directive() {
        auto end = at_ + 1;
        while (end < text_.size() && (text_[end].isLetter() || text_[end] == u' ')) ++end;
        const bool include = QStringView(text_).mid(at_, end - at_).contains(QLatin1String("include"));
        add(at_, end, Syntax::Keyword);
        if (!include || at_ >= text_.size() || text_[at_] != u'<') return;
        const auto close = text_.indexOf(u'>', at_);
        add(at_, close < 0 ? text_.size() : close + 1, Syntax::String);
    }

    bool python_;
    QString text_;
    qsizetype at_ = 0;
    Open open_;
    std::vector<SyntaxSpan> spans_;
};

}  // namespace

std::vector<std::vector<SyntaxSpan>> syntaxOf(const std::vector<QString>& lines, const QString& language) {
    Scanner scanner(language == QLatin1String("python"));
    std::vector<std::vector<SyntaxSpan>> all;
    all.reserve(lines.size());
    for (const auto& line : lines) all.push_back(scanner.line(line));
    return all;
}

}  // namespace views
