#include "queues/mark_row.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace views {

namespace {

Mark more(std::size_t count) {
    Mark mark;
    mark.kind = Mark::Kind::More;
    mark.text = u'+' + QString::number(count);
    return mark;
}

}  // namespace

QFont markFont(const QFont& font, const Mark& mark) {
    constexpr qsizetype shortText = 4;
    const bool named =
        mark.kind == Mark::Kind::Greenlet || mark.kind == Mark::Kind::Waits || mark.kind == Mark::Kind::Error;
    QFont made(font);
    if (named || mark.text.size() > shortText) made.setPixelSize(std::max(1, qRound(font.pixelSize() * 13 / 15.0)));
    return made;
}

namespace {

QFont nameFont(const QFont& font) {
    Mark name;
    name.kind = Mark::Kind::Greenlet;
    return markFont(font, name);
}

}  // namespace

MarkRow::MarkRow(const FigureSpace& space) : space_(space), metrics_(space.font), small_(nameFont(space.font)) {}

qreal MarkRow::widthOf(const Mark& mark) const {
    const qreal side = space_.side;
    switch (mark.kind) {
        case Mark::Kind::Arrow:
        case Mark::Kind::ArrowOn: return arrow;
        case Mark::Kind::Free:
        case Mark::Kind::More:
        case Mark::Kind::Permit:
        case Mark::Kind::Nothing:
        case Mark::Kind::Meeting: return side;
        case Mark::Kind::Gate: return std::ceil(side * 1.5);
        default: break;
    }
    const bool glyph =
        mark.kind == Mark::Kind::Greenlet || mark.kind == Mark::Kind::Waits || mark.kind == Mark::Kind::Error;
    // The frames of one that is held several times stand out at the right.
    const int frames = std::min(mark.depth, 4) - 1;
    const auto& metrics = markFont(space_.font, mark).pixelSize() == space_.font.pixelSize() ? metrics_ : small_;
    const qreal around = side / 3 + (glyph ? side / 3 : 0) + frames * side / 9;
    return std::ceil(std::max(side, metrics.horizontalAdvance(mark.text) + around));
}

qreal MarkRow::reserved() const {
    qreal space = kept_;
    if (counted_) return space + gap + arrow + gap + space_.side;
    if (!waits_.empty()) space += gap + arrow + gap + widthOf(waits_[0]) + (waiting_ > 1 ? gap + space_.side : 0);
    return space;
}

void MarkRow::place(Mark mark, qreal width) {
    mark.left = x_;
    mark.width = width;
    x_ += width + gap;
    marks_.push_back(std::move(mark));
}

void MarkRow::outside(std::vector<Mark> waits, std::size_t total) {
    waits_ = std::move(waits);
    waiting_ = total;
}

std::size_t MarkRow::fitting(const std::vector<Mark>& marks, std::size_t total) const {
    qreal x = x_;
    for (std::size_t shown = 0; shown < marks.size(); ++shown) {
        const qreal after = (shown + 1 == total ? 0 : gap + space_.side) + reserved();
        if (x + widthOf(marks[shown]) + after > space_.width) return shown;
        x += widthOf(marks[shown]) + gap;
    }
    return marks.size();
}

void MarkRow::list(std::vector<Mark> marks, std::size_t total, Keep keep) {
    if (marks.empty()) return;
    if (keep == Keep::Last) std::ranges::reverse(marks);
    auto shown = fitting(marks, total);
    if (shown == 0 && !waits_.empty()) {
        counted_ = true;
        shown = fitting(marks, total);
    }
    marks.resize(shown);
    const auto hidden = total - shown;
    if (keep == Keep::Last) {
        std::ranges::reverse(marks);
        if (hidden > 0) add(more(hidden));
    }
    for (auto& mark : marks) add(std::move(mark));
    if (keep == Keep::First && hidden > 0) add(more(hidden));
}

void MarkRow::listIfRoom(const Mark& mark, std::int64_t count) {
    for (std::int64_t i = 0; i < count && fits(widthOf(mark), reserved()); ++i) add(mark);
}

void MarkRow::add(Mark mark) {
    const qreal width = widthOf(mark);
    place(std::move(mark), width);
}

std::vector<Mark> MarkRow::take() {
    if (waits_.empty()) return std::move(marks_);
    kept_ = 0;
    const bool inSight = !counted_ && (marks_.empty() || x_ - gap + reserved() <= space_.width);
    // In a pane too narrow even for their number, the facts below have to do.
    if (!inSight && !fits(arrow + gap + space_.side)) return std::move(marks_);
    Mark in;
    in.kind = Mark::Kind::Arrow;
    add(in);
    if (!inSight) {
        Mark count = more(waiting_);
        count.under = QCoreApplication::translate(
            "Objects", waiting_ == 1 ? QT_TRANSLATE_NOOP("Objects", "waits") : QT_TRANSLATE_NOOP("Objects", "wait"));
        add(std::move(count));
        return std::move(marks_);
    }
    const auto waits = std::move(waits_);
    waits_.clear();
    std::size_t shown = 0;
    for (; shown < waits.size(); ++shown) {
        const qreal after = shown + 1 == waiting_ ? 0 : gap + space_.side;
        if (shown > 0 && !fits(widthOf(waits[shown]), after)) break;
        add(waits[shown]);
    }
    if (shown < waiting_) add(more(waiting_ - shown));
    return std::move(marks_);
}

}  // namespace views
