// What greenlets share: every object as a drawing that suits its kind (a queue as slots, an event as a gate,
// a semaphore as its permits, …) with who waits for it, and whose end the joins wait for.
#pragma once

#include "pane/changes.h"
#include "pane/pane.h"
#include "pane/wait_index.h"
#include "queues/facts.h"
#include "queues/figure.h"

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
    struct Drawing {
        std::vector<Mark> marks;
        qreal side = 0;    // of a mark
        qreal height = 0;  // with the words below it; 0: there is none
    };
    // One object or join, planned where it is visible.
    struct Block {
        qreal top = 0;
        green::trace::Id id = green::trace::Id::None;
        QString title;
        QString hint;
        Drawing drawing;
        std::vector<Fact> facts;
    };

    qreal heightOf(qreal figure, int facts) const;
    // Known without planning the whole block, so that finding the visible ones costs little.
    qreal heightOf(const green::trace::ObjectState& object) const;
    qreal heightOfJoin(green::trace::Id waiter, green::trace::Id target) const;
    Block planObject(const green::trace::ObjectState& object);
    Block planJoin(green::trace::Id waiter, green::trace::Id target);
    void addSpots(const Block& block);
    std::vector<Fact> joinFacts(const green::trace::GreenletState& greenlet, green::trace::Id target) const;
    QString markText(const Mark& mark) const;
    void drawBlock(QPainter& painter, const Block& block);
    void drawFacts(QPainter& painter, const Block& block);
    Facts facts() const;
    Drawing drawingOf(const green::trace::ObjectState& object) const;
    qreal contentWidth() const;
    qreal figureTop(const Block& block) const;
    qreal factsTop(const Block& block) const;
    // What stands in the pane where there is nothing to show; else empty.
    QString emptyText() const;

    WaitIndex waits_;
    Changes changes_;
    std::vector<Block> blocks_;  // the visible ones
};

}  // namespace views
