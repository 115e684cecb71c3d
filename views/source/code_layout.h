// Lays out a program's lines with room between them. QPlainTextEdit's own layout knows only the font's height.
#pragma once

#include <QPlainTextDocumentLayout>

namespace views {

class CodeLayout : public QPlainTextDocumentLayout {
    Q_OBJECT
public:
    explicit CodeLayout(QTextDocument* document) : QPlainTextDocumentLayout(document) {}

    // In pixels; not less than the font's own height is used.
    void setLineHeight(qreal height);
    QRectF blockBoundingRect(const QTextBlock& block) const override;

private:
    qreal lineHeight_ = 0;
};

}  // namespace views
