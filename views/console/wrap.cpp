#include "console/wrap.h"

#include <algorithm>

namespace views {

namespace {

bool isWide(QChar c) {
    const char16_t u = c.unicode();
    return (u >= 0x1100 && u <= 0x115f) || (u >= 0x2e80 && u <= 0xa4cf) || (u >= 0xac00 && u <= 0xd7a3) ||
           (u >= 0xf900 && u <= 0xfaff) || (u >= 0xfe30 && u <= 0xfe6f) || (u >= 0xff00 && u <= 0xff60) ||
           (u >= 0xffe0 && u <= 0xffe6);
}

// A pair of surrogates is one sign of two columns, counted at its first half.
int columnsOf(QChar c) {
    if (c.isLowSurrogate() || c.isMark()) return 0;
    return c.isHighSurrogate() || isWide(c) ? 2 : 1;
}

int columnsOf(const QString& text, qsizetype from, qsizetype to) {
    int columns = 0;
    for (qsizetype i = from; i < to; ++i) columns += columnsOf(text[i]);
    return columns;
}

qsizetype wordEnd(const QString& text, qsizetype from) {
    const auto end = text.indexOf(u' ', from);
    return end < 0 ? text.size() : end;
}

}  // namespace

std::vector<qsizetype> wrap(const QString& text, int columns) {
    columns = std::max(columns, 2);
    std::vector<qsizetype> starts{0};
    int used = 0;
    qsizetype space = -1;  // after the last space of this row
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int width = columnsOf(text[i]);
        // A space that does not fit hangs over the end, where nobody sees it.
        if (used + width > columns && text[i] != u' ') {
            const qsizetype begin = starts.back();
            const bool breaks = space > begin && columnsOf(text, space, wordEnd(text, i)) <= columns;
            const qsizetype next = breaks ? space : i;
            starts.push_back(next);
            used = columnsOf(text, next, i);
            space = -1;
        }
        used += width;
        if (text[i] == u' ') space = i + 1;
    }
    return starts;
}

}  // namespace views
