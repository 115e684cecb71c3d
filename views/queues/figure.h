// An object as a row of marks: what it holds at the left, front first, and who waits outside at the right,
// first come nearest. What one row has no room for is in further ones below. One layout for all kinds, so that a
// reader has to learn it once.
#pragma once

#include <QFont>
#include <QString>
#include <functional>
#include <vector>

#include "palette/palette.h"
#include "trace/moment.h"

namespace views {

struct Mark {
    enum class Kind {
        Item,       // an item in a queue, or a value that was set
        Free,       // room for one more
        ItemWaits,  // an item whose greenlet waits to put it
        Waits,      // who waits, by name
        More,       // "+4": that are too many to be shown
        Arrow,      // from those who wait, into what is at the left
        ArrowUp,    // the same from a row below
        ArrowOn,    // the same for those at the left of it
        Gate,       // an event: `open` or not
        Nothing,    // a result that nobody has set
        Error,      // a result that is an error
        Permit,     // one that whoever asks next can have
        Greenlet,   // a member, or who holds a permit
        Meeting,    // where a channel hands over: nothing is ever stored there
    };
    Kind kind = Kind::Item;
    qreal left = 0;
    qreal top = 0;
    qreal width = 0;
    QString text;
    green::trace::Id who = green::trace::Id::None;  // of a Greenlet and of who waits
    QString under;                                  // the words below it; they may be wider than it
    Look look = Look::Runnable;                     // of a Greenlet and of Waits
    int depth = 1;                                  // how often who holds it has taken it
    bool open = false;                              // of a Gate
    bool operator==(const Mark&) const = default;
};

// Where a figure goes, and what it is written in.
struct FigureSpace {
    qreal width = 0;
    qreal side = 0;   // the height of a mark, and the least width of most
    qreal label = 0;  // how high the words below a row are, with the gap above them
    QFont font;
    std::function<QString(green::trace::Id)> name;
};

// From left to right and row by row, none of them beyond the width. Empty for kinds that have none (a local, a
// process), and for a queue without limit that is empty.
std::vector<Mark> figureOf(const green::trace::ObjectState& object, const green::trace::Moment& moment,
                           const FigureSpace& space);
// With the words below its last row; as high as one row where there are no marks.
qreal figureHeight(const std::vector<Mark>& marks, const FigureSpace& space);
bool hasFigure(green::trace::ObjectKind kind);

// The marks as text: "7 8 9 <- 10 (boss)".
QString figureText(const std::vector<Mark>& marks, const std::function<QString(green::trace::Id)>& name);

// Greenlets that wait on `object` for `reason`, at most `most` of them, first come first.
std::vector<green::trace::Id> waitersFor(const green::trace::ObjectState& object, const green::trace::Moment& moment,
                                         green::trace::WaitReason reason, std::size_t most);

}  // namespace views
