#include "timeline/text_ruler.h"

#include <QFontMetricsF>
#include <QStringList>

namespace views {

namespace {
// Labels of a long run are many; those that went out of sight are measured anew.
constexpr qsizetype most_widths = 20'000;
}  // namespace

QFont fontOf(const QFont& base, TextStyle style) {
    QFont font = base;
    font.setPixelSize(style.size);
    font.setWeight(static_cast<QFont::Weight>(style.weight));
    return font;
}

TextRuler::Widths& TextRuler::widths(TextStyle style) {
    for (auto& widths : all_)
        if (widths.style == style) return widths;
    all_.push_back({style, {}});
    return all_.back();
}

qreal TextRuler::width(const QString& text, TextStyle style) {
    auto& known = widths(style).known;
    if (const auto found = known.constFind(text); found != known.constEnd()) return *found;
    if (known.size() > most_widths) known.clear();
    const qreal wide = measure_ ? measure_(text, style) : QFontMetricsF(fontOf(base_, style)).horizontalAdvance(text);
    return *known.insert(text, wide);
}

QString TextRuler::fitting(const QStringList& texts, qreal room, TextStyle style) {
    if (room <= 0) return {};
    for (const auto& text : texts)
        if (width(text, style) <= room) return text;
    return {};
}

}  // namespace views
