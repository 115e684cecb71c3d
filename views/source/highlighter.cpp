#include "source/highlighter.h"

namespace views {

QColor colourOf(Syntax syntax, Theme theme) {
    const auto& shades = palette(theme);
    switch (syntax) {
        case Syntax::Keyword: return shades.keyword;
        case Syntax::String: return shades.string;
        case Syntax::Number: return shades.number;
        case Syntax::Comment: return shades.comment;
        case Syntax::Builtin: return shades.builtin;
        case Syntax::Definition: return shades.definition;
        case Syntax::Decorator: return shades.number;
        case Syntax::Plain: break;
    }
    return shades.text;
}

Highlighter::Highlighter(QObject* parent) : QSyntaxHighlighter(parent) { setTheme(Theme::Light); }

void Highlighter::begin(QTextDocument* document, const QString& language) {
    setDocument(nullptr);
    scanner_ = SyntaxScanner(language);
    setDocument(document);
}

void Highlighter::setTheme(Theme theme) {
    for (int i = 0; i < syntax_count; ++i) {
        auto& format = formats_[static_cast<std::size_t>(i)];
        format.setForeground(colourOf(static_cast<Syntax>(i), theme));
        const bool strong = static_cast<Syntax>(i) == Syntax::Keyword || static_cast<Syntax>(i) == Syntax::Definition;
        format.setFontWeight(strong ? QFont::DemiBold : QFont::Normal);
    }
    rehighlight();
}

void Highlighter::highlightBlock(const QString& text) {
    // A block that was never looked at says -1.
    int open = std::max(0, previousBlockState());
    for (const auto& span : scanner_.line(text, open))
        setFormat(span.from, span.length, formats_[static_cast<std::size_t>(span.syntax)]);
    setCurrentBlockState(open);
}

}  // namespace views
