#include "source/document_text.h"

#include <QTextCursor>
#include <QTextDocument>
#include <array>

namespace views {

namespace {

struct Stand {
    char16_t character;
    char16_t in;  // its place
};

// Halves of surrogate pairs: alone they are in no text that was read from a file, so that nothing is mistaken for one.
constexpr std::array<Stand, 4> stands{Stand{0x2028, 0xDC28}, Stand{0x2029, 0xDC29},
                                      // QTextBeginningOfFrame, QTextEndOfFrame
                                      Stand{0xFDD0, 0xDCD0}, Stand{0xFDD1, 0xDCD1}};

// Of a document's own text.
QString restored(QString text) {
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto c = text[i];
        if (c == QChar::ParagraphSeparator || c == QChar::LineSeparator) text[i] = u'\n';
        if (!c.isLowSurrogate() || (i > 0 && text[i - 1].isHighSurrogate())) continue;
        for (const auto& stand : stands)
            if (c == stand.in) text[i] = stand.character;
    }
    return text;
}

}  // namespace

QString forDocument(QString text) {
    for (const auto& stand : stands) text.replace(QChar(stand.character), QChar(stand.in));
    return text;
}

QString textOf(const QTextDocument& document) { return restored(document.toRawText()); }

QString selectedTextOf(const QTextCursor& cursor) { return restored(cursor.selectedText()); }

}  // namespace views
