#include "queues/objects_view.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "narration/words.h"
#include "pane/draw.h"
#include "queues/draw_figure.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::ObjectState;

namespace {

constexpr qreal inset = 12;
constexpr qreal titleHeight = 20;
constexpr qreal boxSide = 44;
constexpr qreal lowSide = 32;  // of a drawing that needs several rows
constexpr qreal labelHeight = 4 + 16;
constexpr qreal factHeight = 22;
constexpr qreal factColumn = 96;

}  // namespace

ObjectsView::ObjectsView(RunView& run, QWidget* parent) : Pane(run, parent) {
    setObjectName("objectsView");
    setAccessibleName(tr("Objects"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void ObjectsView::storeChanged() { changes_.reset(); }

qreal ObjectsView::heightOf(qreal figure, int facts) const {
    return std::round(scaled(2 * inset + titleHeight + 4 + facts * factHeight) +
                      (figure > 0 ? figure + scaled(4 + 12) : 0));
}

// One that needs several rows is drawn lower, so that what comes below it stays in view.
ObjectsView::Drawing ObjectsView::drawingOf(const ObjectState& object) const {
    Drawing drawing;
    if (!hasFigure(object.kind)) return drawing;
    FigureSpace space{contentWidth(), std::round(scaled(boxSide)), std::round(scaled(labelHeight)),
                      font(15, QFont::DemiBold), [this](Id id) { return name(id); }};
    drawing.marks = figureOf(object, run_.moment(), space);
    if (!drawing.marks.empty() && drawing.marks.back().top > 0) {
        space.side = std::round(scaled(lowSide));
        drawing.marks = figureOf(object, run_.moment(), space);
    }
    drawing.side = space.side;
    drawing.height = figureHeight(drawing.marks, space);
    return drawing;
}

qreal ObjectsView::heightOf(const ObjectState& object) const {
    const int facts = Facts::count(object);
    if (!hasFigure(object.kind)) return heightOf(0, facts);
    // Most have no more than fits into one row for sure, and there may be thousands.
    const auto marks = object.items.size() + object.members.size() + object.holders.size() + object.waiters.size() +
                       static_cast<std::size_t>(std::max<std::int64_t>({object.capacity, object.count, 0}));
    return heightOf(
        marks <= 1 ? std::round(scaled(boxSide)) + std::round(scaled(labelHeight)) : drawingOf(object).height, facts);
}

qreal ObjectsView::contentWidth() const { return viewport()->width() - 2 * scaled(inset); }

void ObjectsView::refresh() {
    const auto& moment = run_.moment();
    waits_.update(moment, changes_.take(run_.store(), moment));

    qreal total = 0;
    for (const auto& [waiter, target] : waits_.joins()) total += heightOfJoin(waiter, target);
    for (const auto& object : moment.objects()) total += heightOf(object);
    auto* bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(static_cast<int>(scaled(40)));
    bar->setRange(0, std::max(0, static_cast<int>(std::ceil(total)) - viewport()->height()));

    blocks_.clear();
    qreal top = -bar->value();
    const qreal bottom = viewport()->height();
    const auto visit = [&](qreal height, auto&& plan) {
        if (top + height > 0 && top < bottom) {
            blocks_.push_back(plan());
            blocks_.back().top = top;
            addSpots(blocks_.back());
        }
        top += height;
        return top < bottom;
    };
    for (const auto& object : moment.objects())
        if (!visit(heightOf(object), [&] { return planObject(object); })) return;
    for (const auto& [waiter, target] : waits_.joins())
        if (!visit(heightOfJoin(waiter, target),
                   [&, waiter = waiter, target = target] { return planJoin(waiter, target); }))
            return;
}

Facts ObjectsView::facts() const {
    return {run_.moment(), run_.store().recipe().clock, [this](Id id) { return name(id); }, QFontMetricsF(font(13)),
            contentWidth() - scaled(factColumn)};
}

ObjectsView::Block ObjectsView::planObject(const ObjectState& object) {
    Block block;
    block.id = object.id;
    block.title = name(object.id);
    block.hint = objectText(object);
    block.drawing = drawingOf(object);
    block.facts = facts().of(object);
    return block;
}

ObjectsView::Block ObjectsView::planJoin(Id waiter, Id target) {
    Block block;
    block.id = waiter;
    const auto* greenlet = run_.moment().greenlet(waiter);
    if (!greenlet) return block;
    const auto call = green::trace::call_name(greenlet->reason);
    block.title = QString::fromUtf8(call.data(), static_cast<qsizetype>(call.size()));
    block.hint = greenlet->site ? tr("in %1, line %2").arg(name(waiter)).arg(greenlet->site.line())
                                : tr("in %1").arg(name(waiter));
    block.facts = joinFacts(*greenlet, target);
    return block;
}

// Only a joinall has several names; there may be thousands of joins.
qreal ObjectsView::heightOfJoin(Id waiter, Id target) const {
    const auto* greenlet = target == Id::None ? run_.moment().greenlet(waiter) : nullptr;
    return heightOf(0, greenlet ? static_cast<int>(joinFacts(*greenlet, target).size()) : 1);
}

// A joinall says how many are left, and not who.
std::vector<Fact> ObjectsView::joinFacts(const GreenletState& greenlet, Id target) const {
    const QString what = tr("Waits for");
    const auto plain = [&](const QString& value) { return std::vector<Fact>{{what, value, false, {}, Id::None}}; };
    if (target != Id::None) return {{what, name(target), false, {}, target}};
    const QString arguments = oneLine(greenlet.call_arguments, 40);
    if (arguments.isEmpty()) return plain(tr("all of them"));
    bool isNumber = false;
    const auto left = arguments.section(u' ', 0, 0).toUInt(&isNumber);
    if (!isNumber) return plain(arguments);
    // Events and results can be among them.
    if (greenlet.reason == green::trace::WaitReason::Wait)
        return plain(left == 1 ? tr("1 more to be ready") : tr("%1 more to be ready").arg(left));
    const auto who = waits_.joined(run_.moment(), greenlet.id, left);
    if (!who.empty()) return facts().nameLines(what, who);
    return plain(left == 1 ? tr("1 more greenlet") : tr("%1 more greenlets").arg(left));
}

void ObjectsView::addSpots(const Block& block) {
    const qreal left = scaled(inset);
    spots_.push_back({QRectF(left - 4, block.top + scaled(inset), contentWidth() + 8, scaled(titleHeight)), block.id, 0,
                      block.title + u' ' + block.hint});
    const qreal top = figureTop(block);
    for (const auto& mark : block.drawing.marks)
        if (mark.who != Id::None)
            spots_.push_back({QRectF(left + mark.left, top + mark.top, mark.width, block.drawing.side), mark.who, 0,
                              markText(mark)});
    qreal y = factsTop(block);
    for (const auto& fact : block.facts) {
        if (!fact.all.isEmpty() || (block.drawing.height == 0 && fact.id != Id::None))
            spots_.push_back({QRectF(left - 4, y, contentWidth() + 8, scaled(factHeight)), fact.id, 0,
                              tr("%1: %2").arg(fact.what, fact.all.isEmpty() ? fact.value : fact.all)});
        y += scaled(factHeight);
    }
}

QString ObjectsView::markText(const Mark& mark) const {
    QString who = name(mark.who);
    if (mark.kind == Mark::Kind::ItemWaits) return tr("%1 waits to put %2").arg(who, mark.text);
    const auto* greenlet = run_.moment().greenlet(mark.who);
    if (!greenlet) return who;
    return tr("%1: %2").arg(who, stateText(*greenlet));
}

qreal ObjectsView::figureTop(const Block& block) const {
    return std::round(block.top + scaled(inset + titleHeight + 8));
}

qreal ObjectsView::factsTop(const Block& block) const {
    return block.top + scaled(inset + titleHeight + 4) +
           (block.drawing.height > 0 ? block.drawing.height + scaled(4 + 12) : 0);
}

QString ObjectsView::emptyText() const {
    const auto& moment = run_.moment();
    if (!blocks_.empty() || !moment.objects().empty()) return {};
    const auto* main = moment.greenlet(Id::Main);
    return main && main->ended ? tr("Nothing was shared in this run.")
                               : tr("Nothing is shared, and nobody waits for somebody’s end.");
}

void ObjectsView::draw(QPainter& painter) {
    for (const auto& block : blocks_) drawBlock(painter, block);
    const QString empty = emptyText();
    if (empty.isEmpty()) return;
    painter.setFont(font(13));
    painter.setPen(shades().text2);
    painter.drawText(QRectF(viewport()->rect()).adjusted(scaled(inset), scaled(inset), -scaled(inset), 0),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, empty);
}

void ObjectsView::drawBlock(QPainter& painter, const Block& block) {
    const qreal left = scaled(inset);
    if (block.top > 0) {
        painter.setPen(shades().line);
        painter.drawLine(QPointF(0, block.top - .5), QPointF(viewport()->width(), block.top - .5));
    }
    qreal y = block.top + scaled(inset);
    if (run_.selection() != Id::None && run_.selection() == block.id) {
        painter.fillRect(QRectF(0, y - 2, viewport()->width(), scaled(titleHeight) + 4), shades().accentSoft);
        painter.fillRect(QRectF(0, y - 2, 3, scaled(titleHeight) + 4), shades().accent);
    }
    const QFont strong = font(12, QFont::DemiBold);
    const QFontMetricsF metrics(strong);
    drawParts(painter, {left, y + (scaled(titleHeight) + metrics.ascent() - metrics.descent()) / 2}, contentWidth(),
              {{block.title, strong, shades().text}, {QStringLiteral("  ") + block.hint, font(12), shades().text2}});
    if (block.drawing.height > 0) {
        const qreal side = block.drawing.side;
        const QPointF at(left, figureTop(block));
        drawFigure(painter, block.drawing.marks, {at, side, contentWidth(), font(13), scaled(1), theme()});
        if (block.drawing.marks.empty()) {
            painter.setFont(font(12));
            painter.setPen(shades().text2);
            drawLine(painter, {at.x(), at.y(), contentWidth(), side}, tr("empty"));
        }
    }
    drawFacts(painter, block);
}

void ObjectsView::drawFacts(QPainter& painter, const Block& block) {
    const qreal left = scaled(inset);
    qreal y = factsTop(block);
    for (const auto& fact : block.facts) {
        painter.setFont(font(13));
        painter.setPen(shades().text2);
        drawLine(painter, {left, y, scaled(factColumn) - scaled(4), scaled(factHeight)}, fact.what);
        painter.setPen(fact.faint ? shades().text2 : shades().text);
        drawLine(painter, {left + scaled(factColumn), y, contentWidth() - scaled(factColumn), scaled(factHeight)},
                 fact.value);
        y += scaled(factHeight);
    }
}

QString ObjectsView::plainText() {
    refreshNow();
    QStringList lines;
    if (const QString empty = emptyText(); !empty.isEmpty()) lines << empty;
    for (const auto& block : blocks_) {
        QString head = block.title + QStringLiteral(", ") + block.hint;
        const QString marks = figureText(block.drawing.marks, [this](Id id) { return name(id); });
        if (!marks.isEmpty()) head += QStringLiteral(": ") + marks;
        lines << head;
        for (const auto& fact : block.facts)
            lines << (fact.what.isEmpty() ? fact.value : fact.what + QStringLiteral(": ") + fact.value);
    }
    return lines.join(u'\n');
}

}  // namespace views
