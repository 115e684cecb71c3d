#include "hubqueue/hub_queue_view.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "narration/words.h"
#include "pane/draw.h"

namespace views {

using green::trace::Id;

namespace {

constexpr qreal inset = 12;
constexpr qreal top = 10;
// A longer queue gets narrower cards, down to what still holds a name, and only then scrolls.
constexpr qreal widestCard = 160;
constexpr qreal narrowestCard = 112;
constexpr qreal cardHeight = 48;
constexpr qreal gap = 8;
constexpr qreal moreWidth = 68;
constexpr qreal timerHeight = 18;
constexpr qreal leastForCards = 180;

}  // namespace

HubQueueView::HubQueueView(RunView& run, QWidget* parent) : Pane(run, parent) {
    setObjectName("hubQueueView");
    setAccessibleName(tr("Run queue: the hub takes from the front"));
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void HubQueueView::storeChanged() { changes_.reset(); }

QSize HubQueueView::sizeHint() const {
    return {qRound(scaled(600)), qRound(scaled(top + cardHeight + inset)) + horizontalScrollBar()->sizeHint().height()};
}

// Without a timer there is little to say, and the cards get the room.
qreal HubQueueView::timersWidth() const {
    const qreal wanted = scaled(run_.moment().timer_count() == 0 ? 152 : 248);
    return std::min(wanted, std::max(scaled(120), viewport()->width() - scaled(leastForCards)));
}

qreal HubQueueView::cardWidth() const {
    const auto count = run_.moment().callbacks().size();
    if (count == 0) return scaled(widestCard);
    const qreal room = viewport()->width() - timersWidth() - scaled(inset + gap);
    const qreal share = room / static_cast<qreal>(count) - scaled(gap);
    return std::floor(std::clamp(share, scaled(narrowestCard), scaled(widestCard)));
}

// The count of those that do not fit stands beside the cards, not on them.
qreal HubQueueView::cardsRight() const {
    const qreal right = viewport()->width() - timersWidth();
    const qreal all =
        scaled(inset + gap) + static_cast<qreal>(run_.moment().callbacks().size()) * (cardWidth() + scaled(gap));
    return all > right + 1 ? right - scaled(moreWidth) : right;
}

void HubQueueView::refresh() {
    const auto& moment = run_.moment();
    waits_.update(moment, changes_.take(run_.store(), moment));
    const qreal room = cardsRight() - scaled(inset);
    const qreal step = cardWidth() + scaled(gap);
    const qreal total = static_cast<qreal>(moment.callbacks().size()) * step;
    auto* bar = horizontalScrollBar();
    bar->setPageStep(std::max(1, static_cast<int>(room)));
    bar->setSingleStep(static_cast<int>(step));
    bar->setRange(0, std::max(0, static_cast<int>(std::ceil(total - room))));
    planCards();
    planTimers();
}

void HubQueueView::planCards() {
    cards_.clear();
    moreCards_ = 0;
    const auto& queue = run_.moment().callbacks();
    const auto nameOf = [this](Id id) { return name(id); };
    const auto next = std::ranges::find_if(queue, [](const auto& job) { return !job.cancelled; }) - queue.begin();
    const qreal width = cardWidth();
    const qreal step = width + scaled(gap);
    const qreal scroll = horizontalScrollBar()->value();
    const qreal right = cardsRight();
    for (auto place = static_cast<std::size_t>(scroll / step); place < queue.size(); ++place) {
        const qreal left = scaled(inset) + static_cast<qreal>(place) * step - scroll;
        if (left >= right) break;
        Card card;
        card.rect = {std::round(left), std::round(scaled(top)), width, std::round(scaled(cardHeight))};
        card.text = jobText(queue[place], run_.store(), run_.moment(), waits_, nameOf);
        card.place = place;
        card.next = static_cast<std::ptrdiff_t>(place) == next;
        card.cancelled = queue[place].cancelled;
        if (card.rect.left() + card.rect.width() / 2 < right) {
            spots_.push_back({card.rect.intersected({0, 0, right - 1, viewport()->height() + 0.0}), card.text.id, 0,
                              tr("%1 in the run queue: %2, %3").arg(place + 1).arg(card.text.title, card.text.what)});
        }
        cards_.push_back(std::move(card));
    }
    for (const auto& card : cards_)
        if (card.rect.right() > right) ++moreCards_;
    if (!cards_.empty()) moreCards_ += queue.size() - cards_.back().place - 1;
}

void HubQueueView::planTimers() {
    timers_.clear();
    const auto& moment = run_.moment();
    const auto count = moment.timer_count();
    moreTimers_ = 0;
    if (count == 0) return;
    const qreal left = viewport()->width() - timersWidth() + scaled(16);
    const qreal height = std::max(scaled(cardHeight), viewport()->height() - scaled(top + 4));
    auto rows = std::max<std::size_t>(1, static_cast<std::size_t>(height / scaled(timerHeight)));
    // The last row is for the number of the others.
    if (count > rows && rows > 1) --rows;
    const auto nameOf = [this](Id id) { return name(id); };
    qreal y = scaled(top);
    for (const auto& job : moment.timers(rows)) {
        Timer timer;
        timer.rect = {left, y, viewport()->width() - left - scaled(inset), scaled(timerHeight)};
        timer.when = timeText(job.deadline);
        timer.text = timerText(job, moment, nameOf);
        spots_.push_back({timer.rect, timer.text.id, 0,
                          tr("Timer at %1: %2, %3").arg(timer.when, timer.text.title, timer.text.what)});
        timers_.push_back(std::move(timer));
        y += scaled(timerHeight);
    }
    moreTimers_ = count - timers_.size();
}

void HubQueueView::draw(QPainter& painter) {
    const qreal right = cardsRight();
    painter.save();
    painter.setClipRect(QRectF(0, 0, right - 1, viewport()->height()));
    for (const auto& card : cards_) drawCard(painter, card);
    if (cards_.empty()) {
        painter.setFont(font(13));
        painter.setPen(shades().text2);
        drawLine(painter, {scaled(inset), scaled(top), right - scaled(2 * inset), scaled(cardHeight)},
                 tr("Empty: nobody is in line."));
    }
    painter.restore();
    if (moreCards_ > 0) {
        painter.setFont(font(12));
        painter.setPen(shades().text2);
        drawLine(painter, {right, scaled(top), scaled(moreWidth), scaled(cardHeight)}, tr("+ %1 more").arg(moreCards_),
                 Qt::AlignHCenter);
    }
    drawTimers(painter);
}

void HubQueueView::drawCard(QPainter& painter, const Card& card) {
    const qreal chip = std::round(scaled(18));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool selected = card.text.id != Id::None && run_.selection() == card.text.id;
    QPen edge(shades().lineStrong, 1);
    if (card.next) edge = QPen(shades().text, 2);
    if (selected) edge = QPen(shades().accent, 2);
    if (card.cancelled) edge.setStyle(Qt::DashLine);
    const qreal half = edge.widthF() / 2;
    painter.setPen(edge);
    painter.setBrush(selected ? shades().accentSoft : card.next ? shades().surface : shades().raised);
    painter.drawRoundedRect(card.rect.adjusted(half, half, -half, -half), 4, 4);
    painter.restore();

    const QRectF chipBox(card.rect.left() + scaled(12), card.rect.center().y() - chip / 2, chip, chip);
    if (card.text.queue)
        drawQueueChip(painter, chipBox, theme());
    else
        drawChip(painter, chipBox, card.text.look, theme());
    const qreal left = chipBox.right() + scaled(10);
    const qreal width = card.rect.right() - left - scaled(8);
    const qreal line = scaled(16);
    QFont title = font(13, QFont::DemiBold);
    title.setStrikeOut(card.cancelled);
    painter.setFont(title);
    painter.setPen(card.cancelled ? shades().text2 : shades().text);
    drawLine(painter, {left, card.rect.center().y() - line, width, line}, card.text.title);
    painter.setFont(font(11));
    painter.setPen(shades().text2);
    drawLine(painter, {left, card.rect.center().y(), width, line},
             card.next ? tr("next, %1").arg(card.text.what) : card.text.what);
}

void HubQueueView::drawTimers(QPainter& painter) {
    const qreal edge = viewport()->width() - timersWidth();
    painter.fillRect(
        QRectF(edge, scaled(top), 1, std::max(scaled(cardHeight), viewport()->height() - scaled(top + 12))),
        shades().line);
    const qreal glyphSide = std::round(scaled(12));
    const qreal left = edge + scaled(16);
    if (timers_.empty()) {
        drawGlyph(painter, {left, scaled(top + cardHeight / 2) - glyphSide / 2, glyphSide, glyphSide},
                  glyph(Look::Sleeps), shades().text2);
        painter.setFont(font(13));
        painter.setPen(shades().text2);
        const qreal x = left + glyphSide + scaled(8);
        drawLine(painter, {x, scaled(top), viewport()->width() - x - scaled(inset), scaled(cardHeight)},
                 tr("No timer is set"));
        return;
    }
    for (const auto& timer : timers_) {
        if (run_.selection() != Id::None && run_.selection() == timer.text.id)
            painter.fillRect(timer.rect.adjusted(-4, 0, 4, 0), shades().accentSoft);
        drawGlyph(painter, {left, timer.rect.center().y() - glyphSide / 2, glyphSide, glyphSide}, glyph(Look::Sleeps),
                  shades().text2);
        const QFont strong = font(12, QFont::DemiBold);
        const QFont plain = font(12);
        const QFontMetricsF metrics(strong);
        const qreal baseline = timer.rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
        const qreal x = left + glyphSide + scaled(8);
        drawParts(painter, {x, baseline}, timer.rect.right() - x,
                  {{timer.when, strong, shades().text},
                   {QStringLiteral("  ") + timer.text.title, font(12, QFont::Medium), shades().text},
                   {QStringLiteral("  ") + timer.text.what, plain, shades().text2}});
    }
    if (moreTimers_ == 0) return;
    painter.setFont(font(12));
    painter.setPen(shades().text2);
    const qreal x = left + glyphSide + scaled(8);
    drawLine(painter, {x, timers_.back().rect.bottom(), viewport()->width() - x, scaled(timerHeight)},
             tr("+ %1 more").arg(moreTimers_));
}

QString HubQueueView::plainText() {
    refreshNow();
    QStringList lines;
    for (const auto& card : cards_) lines << tr("%1. %2: %3").arg(card.place + 1).arg(card.text.title, card.text.what);
    for (const auto& timer : timers_) lines << tr("%1: %2: %3").arg(timer.when, timer.text.title, timer.text.what);
    if (moreTimers_ > 0) lines << tr("+ %1 more").arg(moreTimers_);
    return lines.join(u'\n');
}

}  // namespace views
