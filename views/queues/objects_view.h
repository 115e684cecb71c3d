// What greenlets wait on: every queue with its contents in order and who waits to put and to get, other
// objects with who waits for them, and whose end the joins wait for.
#pragma once

#include "pane/changes.h"
#include "pane/pane.h"
#include "pane/wait_index.h"
#include "queues/queue_boxes.h"

namespace views {

class ObjectsView : public Pane {
    Q_OBJECT
public:
    explicit ObjectsView(RunView& run, QWidget* parent = nullptr);

    // The visible blocks as text, a block after the other:
    //   tasks, Queue(maxsize=3): 7 8 9 <- 10 (boss)
    //   Holds: 3 of 3, full
    //   Wait to put: boss (10)
    //   Wait to get: nobody
    QString plainText() override;

protected:
    void refresh() override;
    void draw(QPainter& painter) override;
    void storeChanged() override;

private:
    struct Fact {
        QString what;
        QString value;
        bool faint = false;
        QString all;  // of a value that is cut short: the whole one
    };
    // One object or join, planned where it is visible.
    struct Block {
        qreal top = 0;
        green::trace::Id id = green::trace::Id::None;
        QString title;
        QString hint;
        bool queue = false;
        std::vector<QueueBox> boxes;
        std::vector<Fact> facts;
    };

    // Blocks of one kind are equally high, so that finding the visible ones costs no planning.
    qreal queueHeight() const;
    qreal plainHeight(int facts) const;
    qreal heightOf(const green::trace::ObjectState& object) const;
    Block planObject(const green::trace::ObjectState& object);
    Block planJoin(green::trace::Id waiter, green::trace::Id target);
    void addSpots(const Block& block);
    // "boss, steve and 3 more": as many as fit beside a fact, at least one.
    Fact namesFact(const QString& what, const std::vector<green::trace::Id>& ids, bool withItems);
    Fact joinFact(const green::trace::GreenletState& greenlet, green::trace::Id target);
    void drawBlock(QPainter& painter, const Block& block);
    void drawBoxes(QPainter& painter, const Block& block);
    qreal contentWidth() const;
    qreal factsTop(const Block& block) const;
    // What stands in the pane where there is nothing to show; else empty.
    QString emptyText() const;

    WaitIndex waits_;
    Changes changes_;
    std::vector<Block> blocks_;  // the visible ones
};

}  // namespace views
