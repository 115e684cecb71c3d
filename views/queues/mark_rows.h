// Lays marks out from left to right, and in further rows where one is not wide enough.
#pragma once

#include <QFontMetricsF>

#include "queues/figure.h"

namespace views {

class MarkRows {
public:
    // Which end of a list stays in sight where not all of it is shown.
    enum class Keep { First, Last };
    // So many places, items or greenlets are each shown, however many rows they need; of more, only a number.
    static constexpr std::size_t most = 12;

    explicit MarkRows(const FigureSpace& space);

    void add(Mark mark);
    // The first or last ones of `total`, and how many are not shown. `label` is what they are: it stands below the last
    // of their rows.
    void list(std::vector<Mark> marks, std::size_t total, Keep keep = Keep::First, const QString& label = {});
    // `count` that are all alike and come after a list: as many as there are places left, and how many are not shown.
    void alike(const Mark& mark, std::int64_t count);
    // Who waits outside, of `total`: an arrow, and their names. Behind what is there if all of them fit, else in
    // rows of their own. The end of the figure.
    void outside(const std::vector<Mark>& waits, std::size_t total);
    std::vector<Mark> take();

    static constexpr qreal gap = 4;
    static constexpr qreal arrow = 20;

private:
    // Of a text of ours, never cut more than needed for the least space: items are cut before.
    qreal widthOf(const Mark& mark) const;
    bool fits(qreal width) const { return x_ == begin_ || x_ + width <= space_.width; }
    void breakRow();
    void shorten(Mark& mark) const;
    qreal around(const Mark& mark) const;

    const FigureSpace& space_;
    QFontMetricsF metrics_;
    QFontMetricsF small_;
    qreal x_ = 0;
    qreal begin_ = 0;  // of a row
    std::size_t listed_ = 0;
    std::vector<Mark> marks_;
    std::vector<std::size_t> breaks_;  // the marks with which further rows begin
};

// Names, and texts that are not short, are written smaller.
QFont markFont(const QFont& font, const Mark& mark);

// The texts of items are cut to this.
inline constexpr qsizetype longestItem = 12;

}  // namespace views
