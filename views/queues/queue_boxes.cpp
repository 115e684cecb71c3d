#include "queues/queue_boxes.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "narration/words.h"

namespace views {

using green::trace::Id;
using green::trace::Moment;
using green::trace::ObjectState;
using green::trace::WaitReason;

namespace {

constexpr qreal gap = 4;
constexpr qreal arrow = 20;
constexpr qsizetype longestItem = 12;

class Row {
public:
    Row(qreal width, qreal side, const QFont& font) : width_(width), side_(side), metrics_(font) {}

    qreal boxWidth(const QString& text) const {
        return std::ceil(std::max(side_, metrics_.horizontalAdvance(text) + side_ / 3));
    }
    bool fits(qreal width, qreal after = 0) const { return x_ + width + after <= width_; }
    void add(QueueBox::Kind kind, qreal width, QString text = {}, Id who = Id::None) {
        boxes_.push_back({kind, x_, width, std::move(text), who});
        x_ += width + gap;
    }
    qreal side() const { return side_; }
    std::vector<QueueBox> take() { return std::move(boxes_); }

private:
    qreal width_;
    qreal side_;
    QFontMetricsF metrics_;
    qreal x_ = 0;
    std::vector<QueueBox> boxes_;
};

QString more(std::size_t count) { return u'+' + QString::number(count); }

}  // namespace

std::vector<Id> waitersFor(const ObjectState& object, const Moment& moment, WaitReason reason, std::size_t most) {
    std::vector<Id> found;
    for (const Id id : object.waiters) {
        if (found.size() >= most) break;
        const auto* waiter = moment.greenlet(id);
        if (waiter && waiter->reason == reason) found.push_back(id);
    }
    return found;
}

std::vector<QueueBox> queueBoxes(const ObjectState& queue, const Moment& moment, qreal width, qreal side,
                                 const QFont& font) {
    Row row(width, side, font);
    // Enough for any row; a longer list only has to be known to be longer.
    const auto putters = waitersFor(queue, moment, WaitReason::QueuePut, 64);

    // The first who waits must stay in sight: what the queue is full of matters less than who is held up.
    qreal outside = 0;
    QString firstItem;
    if (!putters.empty()) {
        const auto* first = moment.greenlet(putters[0]);
        firstItem = first ? oneLine(putItem(*first).toStdString(), longestItem) : QString();
        outside = arrow + gap + row.boxWidth(firstItem) + (putters.size() > 1 ? gap + side : 0);
    }

    std::size_t shown = 0;
    for (; shown < queue.items.size(); ++shown) {
        const QString text = oneLine(queue.items[shown], longestItem);
        const bool last = shown + 1 == queue.items.size();
        const qreal after = (last ? 0 : gap + side) + (outside > 0 ? gap + outside : 0);
        if (!row.fits(row.boxWidth(text), after)) break;
        row.add(QueueBox::Kind::Item, row.boxWidth(text), text);
    }
    if (shown < queue.items.size()) row.add(QueueBox::Kind::More, side, more(queue.items.size() - shown));

    const auto room = queue.capacity - static_cast<std::int64_t>(queue.items.size());
    for (std::int64_t i = 0; i < room && row.fits(side, outside > 0 ? gap + outside : 0); ++i)
        row.add(QueueBox::Kind::Free, side);

    if (putters.empty() || !row.fits(outside)) return row.take();
    row.add(QueueBox::Kind::Arrow, arrow);
    row.add(QueueBox::Kind::Waits, row.boxWidth(firstItem), firstItem, putters[0]);
    std::size_t waiting = 1;
    for (; waiting < putters.size(); ++waiting) {
        const auto* waiter = moment.greenlet(putters[waiting]);
        const QString text = oneLine(putItem(*waiter).toStdString(), longestItem);
        const bool last = waiting + 1 == putters.size();
        if (!row.fits(row.boxWidth(text), last ? 0 : gap + side)) break;
        row.add(QueueBox::Kind::Waits, row.boxWidth(text), text, putters[waiting]);
    }
    if (waiting < putters.size()) row.add(QueueBox::Kind::More, side, more(putters.size() - waiting));
    return row.take();
}

}  // namespace views
