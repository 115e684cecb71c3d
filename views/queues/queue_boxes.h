// Where the boxes of a queue's contents go: items front first, free places, and whose items wait outside.
#pragma once

#include <QFont>
#include <QString>
#include <functional>
#include <vector>

#include "trace/moment.h"

namespace views {

struct QueueBox {
    enum class Kind {
        Item,   // in the queue
        Free,   // room for one more
        Waits,  // an item whose greenlet waits to put it
        More,   // "+4": items or waiting ones that there is no space to show
        Arrow,  // into the queue
    };
    Kind kind = Kind::Item;
    qreal left = 0;
    qreal width = 0;
    QString text;
    green::trace::Id who = green::trace::Id::None;  // of Waits
    bool operator==(const QueueBox&) const = default;
};

// From left to right, none of them beyond `width`. `side` is the height of a box and its least width.
std::vector<QueueBox> queueBoxes(const green::trace::ObjectState& queue, const green::trace::Moment& moment,
                                 qreal width, qreal side, const QFont& font);

// Greenlets that wait on `object` for `reason`, at most `most` of them, first come first.
std::vector<green::trace::Id> waitersFor(const green::trace::ObjectState& object, const green::trace::Moment& moment,
                                         green::trace::WaitReason reason, std::size_t most);

}  // namespace views
