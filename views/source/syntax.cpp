#include "source/syntax.h"

#include <QSet>
#include <algorithm>
#include <utility>

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

// What Python has without an import. Those that only experts use would colour people's own names.
const QSet<QString>& pythonBuiltins() {
    static const QSet<QString> words{"ArithmeticError",
                                     "AssertionError",
                                     "AttributeError",
                                     "BaseException",
                                     "ConnectionError",
                                     "EOFError",
                                     "Exception",
                                     "IndexError",
                                     "KeyError",
                                     "KeyboardInterrupt",
                                     "LookupError",
                                     "NameError",
                                     "NotImplementedError",
                                     "OSError",
                                     "RuntimeError",
                                     "StopIteration",
                                     "SystemExit",
                                     "TimeoutError",
                                     "TypeError",
                                     "ValueError",
                                     "ZeroDivisionError",
                                     "__file__",
                                     "__name__",
                                     "abs",
                                     "all",
                                     "any",
                                     "bin",
                                     "bool",
                                     "bytearray",
                                     "bytes",
                                     "callable",
                                     "chr",
                                     "dict",
                                     "dir",
                                     "divmod",
                                     "enumerate",
                                     "filter",
                                     "float",
                                     "format",
                                     "frozenset",
                                     "getattr",
                                     "globals",
                                     "hasattr",
                                     "hash",
                                     "hex",
                                     "id",
                                     "input",
                                     "int",
                                     "isinstance",
                                     "issubclass",
                                     "iter",
                                     "len",
                                     "list",
                                     "locals",
                                     "map",
                                     "max",
                                     "min",
                                     "next",
                                     "object",
                                     "open",
                                     "ord",
                                     "pow",
                                     "print",
                                     "range",
                                     "repr",
                                     "reversed",
                                     "round",
                                     "set",
                                     "setattr",
                                     "slice",
                                     "sorted",
                                     "str",
                                     "sum",
                                     "super",
                                     "tuple",
                                     "type",
                                     "vars",
                                     "zip"};
    return words;
}

// What can be left open; from firstRaw on, the raw strings of a text, each with an end of its own.
enum Open { nothing, comment, doubleString, singleString, formattedDouble, formattedSingle, firstRaw };

bool isFormatted(int open) { return open == formattedDouble || open == formattedSingle; }

bool belongsToWord(QChar c) { return c.isLetterOrNumber() || c == u'_'; }

}  // namespace

std::vector<SyntaxSpan> SyntaxScanner::line(const QString& text, int& open) {
    text_ = text;
    at_ = 0;
    names_ = false;
    spans_.clear();
    if (open != nothing) inside(0, open);
    while (at_ < text_.size()) token(open);
    return std::move(spans_);
}

void SyntaxScanner::add(qsizetype from, qsizetype to, Syntax syntax) {
    if (to > from) spans_.push_back({static_cast<int>(from), static_cast<int>(to - from), syntax});
    at_ = to;
}

QString SyntaxScanner::endOf(int open) const {
    switch (open) {
        case comment: return QStringLiteral("*/");
        case doubleString:
        case formattedDouble: return QStringLiteral("\"\"\"");
        case singleString:
        case formattedSingle: return QStringLiteral("'''");
        default: return rawEnds_.value(open - firstRaw);
    }
}

void SyntaxScanner::inside(qsizetype from, int& open) {
    const auto end = endOf(open);
    const auto found = text_.indexOf(end, at_);
    const auto to = found < 0 ? text_.size() : found + end.size();
    if (open == comment)
        add(from, to, Syntax::Comment);
    else
        characters(from, to, isFormatted(open));
    if (found >= 0) open = nothing;
}

void SyntaxScanner::openAt(qsizetype from, qsizetype skip, int what, int& open) {
    open = what;
    at_ += skip;
    inside(from, open);
}

void SyntaxScanner::characters(qsizetype from, qsizetype to, bool formatted) {
    while (formatted) {
        auto brace = from;
        while ((brace = text_.indexOf(u'{', brace)) >= 0 && brace + 1 < to && text_[brace + 1] == u'{') brace += 2;
        const auto close = brace < 0 ? -1 : text_.indexOf(u'}', brace);
        if (brace < 0 || brace >= to || close < 0 || close >= to) break;
        add(from, brace + 1, Syntax::String);
        // A string inside must have other quotes, and so lies within the braces as well.
        int none = nothing;
        const auto whole = text_;
        text_.truncate(close);
        while (at_ < text_.size()) token(none);
        text_ = whole;
        from = close;
    }
    add(from, to, Syntax::String);
}

void SyntaxScanner::token(int& open) {
    const QChar c = text_[at_];
    if (python_ ? c == u'#' : starts("//")) return add(at_, text_.size(), Syntax::Comment);
    if (!python_ && starts("/*")) return openAt(at_, 2, comment, open);
    if (!python_ && starts("R\"")) return rawString(open);
    if (c == u'"' || c == u'\'') return python_ ? pythonString(at_, false, open) : quoted(at_, false);
    if (c.isDigit()) return number();
    if (c.isLetter() || c == u'_') return word(open);
    const bool first = QStringView(text_).left(at_).trimmed().isEmpty();
    if (python_ && c == u'@' && first) return decorator();
    if (!python_ && c == u'#' && first) return directive();
    ++at_;
}

void SyntaxScanner::rawString(int& open) {
    const auto bracket = text_.indexOf(u'(', at_);
    if (bracket < 0) return add(at_, text_.size(), Syntax::String);
    const QString end = u')' + text_.mid(at_ + 2, bracket - at_ - 2) + u'"';
    if (!rawEnds_.contains(end)) rawEnds_ += end;
    openAt(at_, bracket + 1 - at_, firstRaw + static_cast<int>(rawEnds_.indexOf(end)), open);
}

void SyntaxScanner::quoted(qsizetype from, bool formatted) {
    const QChar quote = text_[at_];
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += text_[end] == u'\\' ? 2 : 1;
    characters(from, std::min(end + 1, text_.size()), formatted);
}

void SyntaxScanner::pythonString(qsizetype from, bool formatted, int& open) {
    if (starts("\"\"\"")) return openAt(from, 3, formatted ? formattedDouble : doubleString, open);
    if (starts("'''")) return openAt(from, 3, formatted ? formattedSingle : singleString, open);
    quoted(from, formatted);
}

void SyntaxScanner::number() {
    auto end = at_;
    const auto belongs = [&](QChar c) { return belongsToWord(c) || c == u'.' || (c == u'\'' && !python_); };
    while (end < text_.size() && belongs(text_[end])) ++end;
    add(at_, end, Syntax::Number);
}

void SyntaxScanner::word(int& open) {
    const auto from = at_;
    auto end = at_;
    while (end < text_.size() && belongsToWord(text_[end])) ++end;
    const QString found = text_.mid(from, end - from);
    at_ = end;
    const bool beforeQuote = end < text_.size() && (text_[end] == u'"' || text_[end] == u'\'');
    const auto isPrefix = [](QChar c) { return QStringLiteral("rRbBfFuU").contains(c); };
    if (python_ && beforeQuote && found.size() <= 2 && std::ranges::all_of(found, isPrefix))
        return pythonString(from, found.contains(u'f', Qt::CaseInsensitive), open);
    if (python_ && std::exchange(names_, false)) return add(from, end, Syntax::Definition);
    if ((python_ ? pythonKeywords() : cppKeywords()).contains(found)) {
        names_ = found == u"def" || found == u"class";
        return add(from, end, Syntax::Keyword);
    }
    const bool ofObject = from > 0 && text_[from - 1] == u'.';
    if (python_ && !ofObject && pythonBuiltins().contains(found)) add(from, end, Syntax::Builtin);
}

void SyntaxScanner::decorator() {
    auto end = at_ + 1;
    while (end < text_.size() && (belongsToWord(text_[end]) || text_[end] == u'.')) ++end;
    add(at_, end, Syntax::Decorator);
}

// #include <x>: the word is a keyword, a name in <> a string.
void SyntaxScanner::directive() {
    auto end = at_ + 1;
    while (end < text_.size() && (text_[end].isLetter() || text_[end] == u' ')) ++end;
    const bool include = QStringView(text_).mid(at_, end - at_).contains(QLatin1String("include"));
    add(at_, end, Syntax::Keyword);
    if (!include || at_ >= text_.size() || text_[at_] != u'<') return;
    const auto close = text_.indexOf(u'>', at_);
    add(at_, close < 0 ? text_.size() : close + 1, Syntax::String);
}

std::vector<std::vector<SyntaxSpan>> syntaxOf(const std::vector<QString>& lines, const QString& language) {
    SyntaxScanner scanner(language);
    int open = nothing;
    std::vector<std::vector<SyntaxSpan>> all;
    all.reserve(lines.size());
    for (const auto& line : lines) all.push_back(scanner.line(line, open));
    return all;
}

}  // namespace views
