#include "source/document_text.h"

#include <QTextDocument>

namespace views {

QString textOf(const QTextDocument& document) {
    QString text = document.toRawText();
    for (auto& c : text)
        if (c == QChar::ParagraphSeparator || c == QChar::LineSeparator) c = u'\n';
    return text;
}

}  // namespace views
