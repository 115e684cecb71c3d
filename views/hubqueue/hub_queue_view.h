// The hub's plan: its callback queue as cards, front first, and at the right the timers with their deadlines, in
// the order in which they fire: from the top down, and in further columns where the cards leave room.
#pragma once

#include "hubqueue/job_text.h"
#include "pane/changes.h"
#include "pane/pane.h"

namespace views {

class HubQueueView : public Pane {
    Q_OBJECT
public:
    explicit HubQueueView(RunView& run, QWidget* parent = nullptr);

    // The visible cards and timers: "1. steve: after sleep(0)", "100 ms: steve’s get: gives up".
    QString plainText() override;

    QSize sizeHint() const override;

protected:
    void refresh() override;
    void draw(QPainter& painter) override;
    void storeChanged() override;

private:
    struct Card {
        QRectF rect;
        JobText text;
        std::size_t place = 0;  // in the queue, from 0
        bool next = false;      // the first that is not taken back
        bool cancelled = false;
    };
    struct Timer {
        QRectF rect;
        QString when;
        JobText text;
    };

    void planCards();
    void planTimers();
    void drawCard(QPainter& painter, const Card& card);
    void drawTimers(QPainter& painter);
    // How the width is shared out.
    struct Layout {
        qreal cardWidth = 0;
        std::vector<qreal> wide;  // of cards that are as wide as their texts; empty: all have cardWidth
        std::size_t cards = 0;    // that fit, whole
        qreal cardsRight = 0;
        qreal timersLeft = 0;
        std::size_t timerRows = 0;
        std::size_t timerColumns = 0;
    };
    Layout plan() const;
    // As their texts need it; empty where there are too many cards for that.
    std::vector<qreal> wideCards() const;
    qreal timerWidth() const;
    // What it does, as it stands in the card.
    static QString cardWhat(const JobText& text, bool next);
    std::size_t firstCard() const;
    QString restOfCards();
    QString allTimers();

    Layout layout_;
    WaitIndex waits_;
    Changes changes_;
    std::vector<Card> cards_;    // the visible ones
    std::vector<Timer> timers_;  // as many as there is room for
    std::size_t moreTimers_ = 0;
    QRectF moreTimersRect_;
    std::size_t moreCards_ = 0;  // beyond the right end
};

}  // namespace views
