#include "queues/mark_rows.h"

#include <algorithm>
#include <cmath>

#include "palette/fitting_name.h"

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

MarkRows::MarkRows(const FigureSpace& space) : space_(space), metrics_(space.font), small_(nameFont(space.font)) {}

// Beside the text: the same margin on both sides, and a glyph with its gap.
qreal MarkRows::around(const Mark& mark) const {
    constexpr qreal glyph = 16 / 15.0;  // of the font
    const bool hasGlyph =
        mark.kind == Mark::Kind::Greenlet || mark.kind == Mark::Kind::Waits || mark.kind == Mark::Kind::Error;
    // The frames of one that is held several times stand out at the right.
    const int frames = std::min(mark.depth, 4) - 1;
    return space_.side / 3 + (hasGlyph ? glyph * space_.font.pixelSize() : 0) + frames * space_.side / 9;
}

qreal MarkRows::widthOf(const Mark& mark) const {
    const qreal side = space_.side;
    switch (mark.kind) {
        case Mark::Kind::Arrow:
        case Mark::Kind::ArrowUp:
        case Mark::Kind::ArrowOn: return arrow;
        case Mark::Kind::Free:
        case Mark::Kind::More:
        case Mark::Kind::Permit:
        case Mark::Kind::Nothing:
        case Mark::Kind::Meeting: return side;
        case Mark::Kind::Gate: return std::ceil(side * 1.5);
        default: break;
    }
    const auto& metrics = markFont(space_.font, mark).pixelSize() == space_.font.pixelSize() ? metrics_ : small_;
    return std::ceil(std::max(side, metrics.horizontalAdvance(mark.text) + around(mark)));
}

// What is wider than a row.
void MarkRows::shorten(Mark& mark) const {
    const qreal room = space_.width - begin_;
    if (widthOf(mark) <= room) return;
    mark.text = fittingName(mark.text, std::max(room - around(mark), 0.0),
                            [this](const QString& text) { return small_.horizontalAdvance(text); });
}

void MarkRows::breakRow() {
    breaks_.push_back(marks_.size());
    x_ = begin_;
}

void MarkRows::add(Mark mark) {
    shorten(mark);
    const qreal width = widthOf(mark);
    if (!fits(width)) breakRow();
    mark.left = x_;
    mark.width = width;
    x_ += width + gap;
    marks_.push_back(std::move(mark));
}

void MarkRows::list(std::vector<Mark> marks, std::size_t total, Keep keep, const QString& label) {
    const std::size_t begin = marks_.size();
    const auto shown = total <= most ? marks.size() : std::min(marks.size(), most - 1);
    const auto hidden = total - shown;
    listed_ = shown + (hidden > 0 ? 1 : 0);
    if (keep == Keep::Last) {
        if (hidden > 0) add(more(hidden));
        for (auto mark = marks.end() - static_cast<std::ptrdiff_t>(shown); mark != marks.end(); ++mark)
            add(std::move(*mark));
    } else {
        for (std::size_t i = 0; i < shown; ++i) add(std::move(marks[i]));
        if (hidden > 0) add(more(hidden));
    }
    if (label.isEmpty() || marks_.size() == begin) return;
    marks_[breaks_.empty() ? begin : std::max(begin, breaks_.back())].under = label;
}

void MarkRows::alike(const Mark& mark, std::int64_t count) {
    if (count <= 0) return;
    const auto all = static_cast<std::size_t>(count);
    const std::size_t room = most - std::min(listed_, most);
    const std::size_t shown = all <= room ? all : std::max<std::size_t>(room, 2) - 1;
    for (std::size_t i = 0; i < shown; ++i) {
        Mark one = mark;
        if (i > 0) one.under.clear();
        add(std::move(one));
    }
    if (all > shown) add(more(all - shown));
}

void MarkRows::outside(const std::vector<Mark>& waits, std::size_t total) {
    if (waits.empty()) return;
    const auto shown = total <= most ? waits.size() : std::min(waits.size(), most - 1);
    qreal width = arrow;
    for (std::size_t i = 0; i < shown; ++i) width += gap + widthOf(waits[i]);
    if (shown < total) width += gap + space_.side;
    Mark in;
    in.kind = Mark::Kind::Arrow;
    if (!fits(width)) {
        in.kind = Mark::Kind::ArrowUp;
        breakRow();
    }
    add(in);
    // Further rows of them stand below the first one, right of the arrow.
    if (in.kind == Mark::Kind::ArrowUp) begin_ = arrow + gap;
    for (std::size_t i = 0; i < shown; ++i) add(waits[i]);
    if (shown < total) add(more(total - shown));
}

std::vector<Mark> MarkRows::take() {
    qreal top = 0;
    std::size_t begin = 0;
    for (std::size_t row = 0; row <= breaks_.size(); ++row) {
        const std::size_t end = row < breaks_.size() ? breaks_[row] : marks_.size();
        bool labelled = false;
        for (std::size_t i = begin; i < end; ++i) {
            marks_[i].top = top;
            labelled = labelled || !marks_[i].under.isEmpty();
        }
        top += space_.side + gap + (labelled ? space_.label : 0);
        begin = end;
    }
    return std::move(marks_);
}

}  // namespace views
