// Lays marks out in a row that is never wider than there is space for.
#pragma once

#include <QFontMetricsF>

#include "queues/figure.h"

namespace views {

class MarkRow {
public:
    // Which end of a list stays in sight where not all of it fits.
    enum class Keep { First, Last };
    static constexpr std::size_t most = 64;  // enough for any row

    explicit MarkRow(const FigureSpace& space);

    // Who waits outside, to be shown at the end: space for the first is kept from here on, since what there is
    // matters less than who is held up. Where nothing at all would be left, only their number is shown. `total` where
    // there are more than are given.
    void outside(std::vector<Mark> waits, std::size_t total);
    // Space for what is to follow a list.
    void keepFree(qreal width) { kept_ += width; }
    void useKept() { kept_ = 0; }

    // As many of the marks as fit, and how many of `total` do not.
    void list(std::vector<Mark> marks, std::size_t total, Keep keep = Keep::First);
    // As many as fit, without a word on the others.
    void listIfRoom(const Mark& mark, std::int64_t count);
    void add(Mark mark);
    // The arrow and who waits; the end of the row.
    std::vector<Mark> take();

    // Of a text of ours, never cut more than needed for the least space: items and names are cut before.
    qreal widthOf(const Mark& mark) const;
    static constexpr qreal gap = 4;
    static constexpr qreal arrow = 20;

private:
    bool fits(qreal width, qreal after = 0) const { return x_ + width + after <= space_.width; }
    std::size_t fitting(const std::vector<Mark>& marks, std::size_t total) const;
    qreal reserved() const;
    void place(Mark mark, qreal width);

    const FigureSpace& space_;
    QFontMetricsF metrics_;
    QFontMetricsF small_;
    qreal x_ = 0;
    qreal kept_ = 0;
    std::vector<Mark> waits_;
    std::size_t waiting_ = 0;
    bool counted_ = false;  // only the number of those who wait
    std::vector<Mark> marks_;
};

// Names, and texts that are not short, are written smaller.
QFont markFont(const QFont& font, const Mark& mark);

// The texts of marks are cut to this.
inline constexpr qsizetype longestMark = 12;

}  // namespace views
