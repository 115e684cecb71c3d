// Colours a text while it is edited.
#pragma once

#include <QSyntaxHighlighter>
#include <array>

#include "palette/palette.h"
#include "source/syntax.h"

namespace views {

// The colour of a part of a program.
QColor colourOf(Syntax syntax, Theme theme);

class Highlighter : public QSyntaxHighlighter {
    Q_OBJECT
public:
    explicit Highlighter(QObject* parent);

    // Takes the place of what was coloured before.
    void begin(QTextDocument* document, const QString& language);
    void setTheme(Theme theme);

protected:
    void highlightBlock(const QString& text) override;

private:
    SyntaxScanner scanner_{QString()};
    std::array<QTextCharFormat, syntax_count> formats_;
};

}  // namespace views
