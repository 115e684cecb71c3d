#include "hubqueue/hub_queue_view.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "narration/words.h"
#include "palette/fitting_name.h"
#include "pane/draw.h"

namespace views {

using green::trace::Id;

namespace {

constexpr qreal inset = 12;
constexpr qreal top = 10;
// As wide as its text, if all have room for that. A longer queue gets narrower cards, down to what still holds a
// name, and only then scrolls.
constexpr qreal widestCard = 320;
constexpr qreal usualCard = 160;
constexpr qreal narrowestCard = 112;
constexpr std::size_t mostWideCards = 16;
constexpr qreal chipSide = 18;
constexpr qreal beforeChip = 12;
constexpr qreal afterChip = 10;
constexpr qreal afterText = 8;
constexpr qreal cardHeight = 48;
constexpr qreal gap = 8;
constexpr qreal moreWidth = 68;
constexpr qreal timerHeight = 18;
constexpr qreal timerColumn = 196;
constexpr qreal widestTimer = 420;
constexpr qreal timerGlyph = 12;
constexpr std::size_t mostMeasured = 24;
constexpr qreal timersInset = 16;
constexpr qreal leastForCards = 180;
constexpr qreal leastForTimers = 120;
// In a tooltip.
constexpr std::size_t mostNames = 40;

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

// Timers get further columns only from what the cards leave, since the cards are what the hub does next.
HubQueueView::Layout HubQueueView::plan() const {
    const auto& moment = run_.moment();
    const auto count = static_cast<qreal>(moment.callbacks().size());
    const qreal width = viewport()->width();
    Layout layout;

    const qreal height = std::max(scaled(cardHeight), viewport()->height() - scaled(top + 4));
    layout.timerRows = std::max<std::size_t>(1, static_cast<std::size_t>(height / scaled(timerHeight)));
    const auto timers = moment.timer_count();
    layout.wide = wideCards();
    qreal cards = scaled(inset + gap);
    qreal widest = scaled(usualCard);
    for (const qreal card : layout.wide) {
        cards += card + scaled(gap);
        widest = std::max(widest, card);
    }
    if (layout.wide.empty() || cards + scaled(timersInset + inset + timerColumn) > width) {
        layout.wide.clear();
        cards = scaled(inset + gap) + count * scaled(narrowestCard + gap);
    }
    cards = std::max(scaled(leastForCards), cards);
    const qreal spare = width - cards - scaled(timersInset + inset);
    const auto room = static_cast<std::size_t>(std::max(1.0, spare / scaled(timerColumn)));
    layout.timerColumns = std::clamp<std::size_t>((timers + layout.timerRows - 1) / layout.timerRows, 1, room);
    const qreal column = std::clamp(spare / static_cast<qreal>(layout.timerColumns), scaled(timerColumn), timerWidth());
    const qreal wanted =
        timers == 0 ? scaled(152) : scaled(timersInset + inset) + static_cast<qreal>(layout.timerColumns) * column;
    layout.timersLeft = width - std::min(wanted, std::max(scaled(leastForTimers), width - scaled(leastForCards)));

    layout.cardWidth = scaled(usualCard);
    layout.cardsRight = layout.timersLeft;
    layout.cards = layout.wide.size();
    if (!layout.wide.empty()) return layout;
    if (count > 0) {
        const qreal share = (layout.timersLeft - scaled(inset + gap)) / count - scaled(gap);
        layout.cardWidth = std::floor(std::clamp(share, scaled(narrowestCard), widest));
    }
    const qreal step = layout.cardWidth + scaled(gap);
    // The count of those that do not fit stands beside the cards, not on them.
    if (scaled(inset + gap) + count * step > layout.timersLeft + 1) layout.cardsRight -= scaled(moreWidth);
    layout.cards =
        static_cast<std::size_t>(std::max(1.0, std::floor((layout.cardsRight - scaled(inset - gap)) / step)));
    return layout;
}

QString HubQueueView::cardWhat(const JobText& text, bool next) {
    return next ? tr("next, %1").arg(text.what) : text.what;
}

std::vector<qreal> HubQueueView::wideCards() const {
    const auto& queue = run_.moment().callbacks();
    if (queue.size() > mostWideCards) return {};
    const auto nameOf = [this](Id id) { return name(id); };
    const QFontMetricsF title(font(13, QFont::DemiBold));
    const QFontMetricsF what(font(11));
    const qreal around = scaled(beforeChip + afterChip + afterText) + std::round(scaled(chipSide));
    std::vector<qreal> widths;
    for (const auto& job : queue) {
        const auto text = jobText(job, run_.store(), run_.moment(), waits_, nameOf);
        const qreal words =
            std::max(title.horizontalAdvance(text.title), what.horizontalAdvance(cardWhat(text, widths.empty())));
        widths.push_back(std::clamp(std::ceil(words + around) + 1, scaled(usualCard), scaled(widestCard)));
    }
    return widths;
}

// As the widest of the next ones needs it.
qreal HubQueueView::timerWidth() const {
    const auto nameOf = [this](Id id) { return name(id); };
    const QFontMetricsF when(font(12, QFont::DemiBold));
    const QFontMetricsF who(font(12, QFont::Medium));
    const QFontMetricsF what(font(12));
    qreal widest = 0;
    for (const auto& job : run_.moment().timers(mostMeasured)) {
        const auto text = timerText(job, run_.store(), run_.moment(), nameOf);
        widest = std::max(widest, when.horizontalAdvance(timeText(job.deadline)) +
                                      who.horizontalAdvance(QStringLiteral("  ") + text.title) +
                                      what.horizontalAdvance(QStringLiteral(" ") + text.what));
    }
    return std::clamp(std::ceil(widest + scaled(timerGlyph + gap + gap)) + 2, scaled(timerColumn), scaled(widestTimer));
}

// Cards stand where the first one would, whatever the bar says: half a card would look like another job.
std::size_t HubQueueView::firstCard() const {
    const qreal step = layout_.cardWidth + scaled(gap);
    return static_cast<std::size_t>(std::round(horizontalScrollBar()->value() / step));
}

void HubQueueView::refresh() {
    const auto& moment = run_.moment();
    waits_.update(moment, changes_.take(run_.store(), moment));
    layout_ = plan();
    const auto step = static_cast<int>(layout_.cardWidth + scaled(gap));
    const auto hidden = static_cast<int>(moment.callbacks().size()) - static_cast<int>(layout_.cards);
    auto* bar = horizontalScrollBar();
    bar->setPageStep(std::max(1, static_cast<int>(layout_.cards) * step));
    bar->setSingleStep(step);
    bar->setRange(0, std::max(0, hidden) * step);
    planCards();
    planTimers();
}

void HubQueueView::planCards() {
    cards_.clear();
    const auto& queue = run_.moment().callbacks();
    const auto nameOf = [this](Id id) { return name(id); };
    const auto next = std::ranges::find_if(queue, [](const auto& job) { return !job.cancelled; }) - queue.begin();
    const auto first = firstCard();
    const auto end = std::min(queue.size(), first + layout_.cards);
    qreal left = scaled(inset);
    for (auto place = first; place < end; ++place) {
        const qreal width = layout_.wide.empty() ? layout_.cardWidth : layout_.wide[place];
        Card card;
        card.rect = {std::round(left), std::round(scaled(top)), width, std::round(scaled(cardHeight))};
        left += width + scaled(gap);
        card.text = jobText(queue[place], run_.store(), run_.moment(), waits_, nameOf);
        card.place = place;
        card.next = static_cast<std::ptrdiff_t>(place) == next;
        card.cancelled = queue[place].cancelled;
        spots_.push_back({card.rect, card.text.id, 0,
                          tr("%1 in the run queue: %2, %3").arg(place + 1).arg(card.text.title, card.text.what)});
        cards_.push_back(std::move(card));
    }
    moreCards_ = queue.size() - std::max(first, end);
    if (moreCards_ > 0)
        spots_.push_back({QRectF(layout_.cardsRight, scaled(top), scaled(moreWidth) - 4, scaled(cardHeight)), Id::None,
                          0, restOfCards()});
}

QString HubQueueView::restOfCards() {
    const auto& queue = run_.moment().callbacks();
    const auto nameOf = [this](Id id) { return name(id); };
    QStringList titles;
    for (auto place = queue.size() - moreCards_; place < queue.size(); ++place) {
        if (static_cast<std::size_t>(titles.size()) >= mostNames) break;
        titles << jobText(queue[place], run_.store(), run_.moment(), waits_, nameOf).title;
    }
    const auto rest = moreCards_ - static_cast<std::size_t>(titles.size());
    const QString list = titles.join(QStringLiteral(", "));
    return tr("%1 more in the run queue: %2")
        .arg(moreCards_)
        .arg(rest == 0 ? list : tr("%1 and %2 more").arg(list).arg(rest));
}

void HubQueueView::planTimers() {
    timers_.clear();
    const auto& moment = run_.moment();
    const auto count = moment.timer_count();
    moreTimers_ = 0;
    if (count == 0) return;
    const auto places = layout_.timerRows * layout_.timerColumns;
    // The last place is for the number of the others.
    const auto shown = count > places ? std::max<std::size_t>(1, places - 1) : count;
    const qreal first = layout_.timersLeft + scaled(timersInset);
    const qreal column = (viewport()->width() - first - scaled(inset)) / static_cast<qreal>(layout_.timerColumns);
    const auto rectOf = [&](std::size_t place) {
        const auto across = place / layout_.timerRows;
        const auto down = place % layout_.timerRows;
        return QRectF(first + static_cast<qreal>(across) * column,
                      scaled(top) + static_cast<qreal>(down) * scaled(timerHeight), column - scaled(gap),
                      scaled(timerHeight));
    };
    const auto nameOf = [this](Id id) { return name(id); };
    for (const auto& job : moment.timers(shown)) {
        Timer timer;
        timer.rect = rectOf(timers_.size());
        timer.when = timeText(job.deadline);
        timer.text = timerText(job, run_.store(), moment, nameOf);
        spots_.push_back({timer.rect, timer.text.id, 0,
                          tr("Timer at %1: %2 %3").arg(timer.when, timer.text.title, timer.text.what)});
        timers_.push_back(std::move(timer));
    }
    moreTimers_ = count - timers_.size();
    if (moreTimers_ == 0) return;
    moreTimersRect_ = rectOf(timers_.size());
    spots_.push_back({moreTimersRect_, Id::None, 0, allTimers()});
}

QString HubQueueView::allTimers() {
    const auto& moment = run_.moment();
    const auto nameOf = [this](Id id) { return name(id); };
    QStringList lines{tr("All timers:")};
    for (const auto& job : moment.timers(mostNames)) {
        const auto text = timerText(job, run_.store(), moment, nameOf);
        lines << tr("%1: %2: %3").arg(timeText(job.deadline), text.title, text.what);
    }
    if (moment.timer_count() > mostNames) lines << tr("and %1 more").arg(moment.timer_count() - mostNames);
    return lines.join(u'\n');
}

void HubQueueView::draw(QPainter& painter) {
    const qreal right = layout_.cardsRight;
    for (const auto& card : cards_) drawCard(painter, card);
    painter.setFont(font(13));
    painter.setPen(shades().text2);
    if (cards_.empty())
        drawLine(painter, {scaled(inset), scaled(top), right - scaled(2 * inset), scaled(cardHeight)},
                 tr("Empty: nobody is in line."));
    if (moreCards_ > 0) {
        painter.setFont(font(12));
        drawLine(painter, {right, scaled(top), scaled(moreWidth), scaled(cardHeight)}, tr("+ %1 more").arg(moreCards_),
                 Qt::AlignHCenter);
    }
    drawTimers(painter);
}

void HubQueueView::drawCard(QPainter& painter, const Card& card) {
    const qreal chip = std::round(scaled(chipSide));
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

    const QRectF chipBox(card.rect.left() + scaled(beforeChip), card.rect.center().y() - chip / 2, chip, chip);
    if (card.text.queue)
        drawQueueChip(painter, chipBox, theme());
    else
        drawChip(painter, chipBox, card.text.look, theme());
    const qreal left = chipBox.right() + scaled(afterChip);
    const qreal width = card.rect.right() - left - scaled(afterText);
    const qreal line = scaled(16);
    QFont title = font(13, QFont::DemiBold);
    title.setStrikeOut(card.cancelled);
    painter.setFont(title);
    painter.setPen(card.cancelled ? shades().text2 : shades().text);
    const QFontMetricsF metrics(title);
    drawLine(painter, {left, card.rect.center().y() - line, width, line},
             fittingName(card.text.title, width, [&](const QString& text) { return metrics.horizontalAdvance(text); }));
    painter.setFont(font(11));
    painter.setPen(shades().text2);
    // The frame says so, too; what it does matters more.
    const QString next = cardWhat(card.text, true);
    const bool saysNext = card.next && QFontMetricsF(painter.font()).horizontalAdvance(next) <= width;
    drawLine(painter, {left, card.rect.center().y(), width, line}, saysNext ? next : card.text.what);
}

void HubQueueView::drawTimers(QPainter& painter) {
    const qreal edge = layout_.timersLeft;
    painter.fillRect(
        QRectF(edge, scaled(top), 1, std::max(scaled(cardHeight), viewport()->height() - scaled(top + 12))),
        shades().line);
    const qreal glyphSide = std::round(scaled(timerGlyph));
    const qreal left = edge + scaled(timersInset);
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
        const qreal at = timer.rect.left();
        drawGlyph(painter, {at, timer.rect.center().y() - glyphSide / 2, glyphSide, glyphSide}, glyph(Look::Sleeps),
                  shades().text2);
        const QFont strong = font(12, QFont::DemiBold);
        const QFont plain = font(12);
        const QFontMetricsF metrics(strong);
        const qreal baseline = timer.rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
        const qreal x = at + glyphSide + scaled(8);
        drawParts(painter, {x, baseline}, timer.rect.right() - x,
                  {{timer.when, strong, shades().text},
                   {QStringLiteral("  ") + timer.text.title, font(12, QFont::Medium), shades().text},
                   {QStringLiteral(" ") + timer.text.what, plain, shades().text2}});
    }
    if (moreTimers_ == 0) return;
    painter.setFont(font(12));
    painter.setPen(shades().text2);
    drawLine(painter, moreTimersRect_.adjusted(glyphSide + scaled(8), 0, 0, 0), tr("+ %1 more").arg(moreTimers_));
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
