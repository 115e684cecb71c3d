#include "queues/objects_view.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "narration/words.h"
#include "pane/draw.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::ObjectKind;
using green::trace::ObjectState;
using green::trace::WaitReason;

namespace {

constexpr qreal inset = 12;
constexpr qreal titleHeight = 20;
constexpr qreal boxSide = 44;
constexpr qreal labelHeight = 16;
constexpr qreal factHeight = 22;
constexpr qreal factColumn = 96;
constexpr std::size_t mostNames = 40;

}  // namespace

ObjectsView::ObjectsView(RunView& run, QWidget* parent) : Pane(run, parent) {
    setObjectName("objectsView");
    setAccessibleName(tr("Objects"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void ObjectsView::storeChanged() { changes_.reset(); }

qreal ObjectsView::queueHeight() const {
    return std::round(scaled(2 * inset + titleHeight + 8 + boxSide + 4 + labelHeight + 12 + 3 * factHeight));
}

qreal ObjectsView::plainHeight(int facts) const {
    return std::round(scaled(2 * inset + titleHeight + 4 + facts * factHeight));
}

qreal ObjectsView::heightOf(const ObjectState& object) const {
    return object.kind == ObjectKind::Queue ? queueHeight() : plainHeight(1);
}

qreal ObjectsView::contentWidth() const { return viewport()->width() - 2 * scaled(inset); }

void ObjectsView::refresh() {
    const auto& moment = run_.moment();
    waits_.update(moment, changes_.take(run_.store(), moment));

    qreal total = static_cast<qreal>(waits_.joins().size()) * plainHeight(1);
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
        if (!visit(plainHeight(1), [&, waiter = waiter, target = target] { return planJoin(waiter, target); })) return;
}

ObjectsView::Fact ObjectsView::namesFact(const QString& what, const std::vector<Id>& ids, bool withItems) {
    if (ids.empty()) return {what, tr("nobody"), true, {}};
    QStringList names;
    for (std::size_t i = 0; i < std::min(ids.size(), mostNames); ++i) {
        const auto* greenlet = run_.moment().greenlet(ids[i]);
        const QString item = withItems && greenlet ? putItem(*greenlet) : QString();
        names << (item.isEmpty() ? name(ids[i]) : tr("%1 (%2)").arg(name(ids[i]), oneLine(item.toStdString(), 16)));
    }
    const auto first = [&](qsizetype count) {
        const QString list = names.mid(0, count).join(QStringLiteral(", "));
        const auto rest = ids.size() - static_cast<std::size_t>(count);
        return rest == 0 ? list : tr("%1 and %2 more").arg(list).arg(rest);
    };
    const QFontMetricsF metrics(font(13));
    const qreal room = contentWidth() - scaled(factColumn);
    qsizetype count = names.size();
    while (count > 1 && metrics.horizontalAdvance(first(count)) > room) --count;
    return {what, first(count), false, count < names.size() ? first(names.size()) : QString()};
}

ObjectsView::Block ObjectsView::planObject(const ObjectState& object) {
    const auto& moment = run_.moment();
    Block block;
    block.id = object.id;
    block.title = name(object.id);
    block.hint = objectText(object);
    if (object.kind != ObjectKind::Queue) {
        block.facts.push_back(namesFact(tr("Wait for it"), object.waiters, false));
    } else {
        block.queue = true;
        block.boxes =
            queueBoxes(object, moment, contentWidth(), std::round(scaled(boxSide)), font(15, QFont::DemiBold));
        constexpr auto all = static_cast<std::size_t>(-1);
        block.facts.push_back({tr("Holds"), fillText(object), false, {}});
        block.facts.push_back(
            namesFact(tr("Wait to put"), waitersFor(object, moment, WaitReason::QueuePut, all), true));
        block.facts.push_back(
            namesFact(tr("Wait to get"), waitersFor(object, moment, WaitReason::QueueGet, all), false));
    }
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
    block.facts.push_back(joinFact(*greenlet, target));
    return block;
}

// A joinall says how many are left, and not who.
ObjectsView::Fact ObjectsView::joinFact(const GreenletState& greenlet, Id target) {
    const QString what = tr("Waits for");
    if (target != Id::None) return {what, name(target), false, {}};
    const QString arguments = oneLine(greenlet.call_arguments, 40);
    if (arguments.isEmpty()) return {what, tr("all of them"), false, {}};
    bool isNumber = false;
    const auto left = arguments.section(u' ', 0, 0).toUInt(&isNumber);
    if (!isNumber) return {what, arguments, false, {}};
    const auto who = waits_.joined(run_.moment(), greenlet.id, left);
    if (!who.empty()) return namesFact(what, who, false);
    return {what, left == 1 ? tr("1 more greenlet") : tr("%1 more greenlets").arg(left), false, {}};
}

void ObjectsView::addSpots(const Block& block) {
    const qreal left = scaled(inset);
    spots_.push_back({QRectF(left - 4, block.top + scaled(inset), contentWidth() + 8, scaled(titleHeight)), block.id, 0,
                      block.title + u' ' + block.hint});
    const qreal top = block.top + scaled(inset + titleHeight + 8);
    for (const auto& box : block.boxes)
        if (box.kind == QueueBox::Kind::Waits)
            spots_.push_back({QRectF(left + box.left, top, box.width, std::round(scaled(boxSide))), box.who, 0,
                              tr("%1 waits to put %2").arg(name(box.who), box.text)});
    qreal y = factsTop(block);
    for (const auto& fact : block.facts) {
        if (!fact.all.isEmpty())
            spots_.push_back({QRectF(left - 4, y, contentWidth() + 8, scaled(factHeight)), Id::None, 0,
                              tr("%1: %2").arg(fact.what, fact.all)});
        y += scaled(factHeight);
    }
}

qreal ObjectsView::factsTop(const Block& block) const {
    return block.top + scaled(inset + titleHeight + 4 + (block.queue ? 4 + boxSide + 4 + labelHeight + 12 : 0));
}

QString ObjectsView::emptyText() const {
    const auto& moment = run_.moment();
    if (!blocks_.empty() || !moment.objects().empty()) return {};
    const auto* main = moment.greenlet(Id::Main);
    return main && main->ended ? tr("There was no queue in this run.")
                               : tr("No queue yet, and nobody waits for somebody’s end.");
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
    if (block.queue) drawBoxes(painter, block);
    y = factsTop(block);
    for (const auto& fact : block.facts) {
        painter.setFont(font(13));
        painter.setPen(shades().text2);
        drawLine(painter, {left, y, scaled(factColumn), scaled(factHeight)}, fact.what);
        painter.setPen(fact.faint ? shades().text2 : shades().text);
        drawLine(painter, {left + scaled(factColumn), y, contentWidth() - scaled(factColumn), scaled(factHeight)},
                 fact.value);
        y += scaled(factHeight);
    }
}

void ObjectsView::drawBoxes(QPainter& painter, const Block& block) {
    const qreal left = scaled(inset);
    const qreal side = std::round(scaled(boxSide));
    const qreal top = std::round(block.top + scaled(inset + titleHeight + 8));
    const auto item = colours(Look::QueueItem, theme());
    const auto waits = colours(Look::ItemWaits, theme());
    bool firstWaits = true;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto& box : block.boxes) {
        const QRectF rect(left + box.left + .5, top + .5, box.width - 1, side - 1);
        switch (box.kind) {
            case QueueBox::Kind::Item:
                painter.setPen(item.edge);
                painter.setBrush(item.fill);
                break;
            case QueueBox::Kind::Free:
                painter.setPen(QPen(shades().text3, 1, Qt::DotLine));
                painter.setBrush(Qt::NoBrush);
                break;
            case QueueBox::Kind::Waits:
                painter.setPen(QPen(waits.edge, 1, Qt::DashLine));
                painter.setBrush(waits.fill);
                break;
            case QueueBox::Kind::More:
                painter.setPen(Qt::NoPen);
                painter.setBrush(Qt::NoBrush);
                break;
            case QueueBox::Kind::Arrow: {
                const QPointF tip(rect.left() + 3, rect.center().y());
                QPainterPath path(tip + QPointF(13, 0));
                path.lineTo(tip);
                path.moveTo(tip + QPointF(4, -4));
                path.lineTo(tip);
                path.lineTo(tip + QPointF(4, 4));
                painter.strokePath(path, QPen(shades().text2, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
                continue;
            }
        }
        if (box.kind != QueueBox::Kind::More) painter.drawRoundedRect(rect, 3, 3);
        const bool solid = box.kind == QueueBox::Kind::Item;
        painter.setFont(font(box.text.size() > 4 ? 13 : 15, solid ? QFont::DemiBold : QFont::Medium));
        painter.setPen(box.kind == QueueBox::Kind::More ? shades().text2 : shades().text);
        painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, box.text);
        if (box.kind == QueueBox::Kind::Waits && std::exchange(firstWaits, false)) {
            painter.setFont(font(11));
            painter.setPen(shades().text2);
            const QString text = tr("%1 waits").arg(name(box.who));
            const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 1;
            const qreal x = std::min(rect.left(), left + contentWidth() - width);
            drawLine(painter, {x, top + side + scaled(4), width, scaled(labelHeight)}, text);
        }
    }
    painter.restore();
    if (block.boxes.empty()) {
        painter.setFont(font(12));
        painter.setPen(shades().text2);
        drawLine(painter, {left, top, contentWidth(), side}, tr("empty"));
    } else if (block.boxes.front().kind == QueueBox::Kind::Item) {
        painter.setFont(font(11));
        painter.setPen(shades().text2);
        drawLine(painter, {left, top + side + scaled(4), scaled(80), scaled(labelHeight)}, tr("next out"));
    }
}

QString ObjectsView::plainText() {
    refreshNow();
    QStringList lines;
    if (const QString empty = emptyText(); !empty.isEmpty()) lines << empty;
    for (const auto& block : blocks_) {
        QString head = block.title + QStringLiteral(", ") + block.hint;
        if (block.queue) {
            QStringList boxes;
            for (const auto& box : block.boxes) switch (box.kind) {
                    case QueueBox::Kind::Arrow: boxes << QStringLiteral("<-"); break;
                    case QueueBox::Kind::Free: boxes << QStringLiteral("_"); break;
                    case QueueBox::Kind::Waits: boxes << box.text + QStringLiteral(" (") + name(box.who) + u')'; break;
                    default: boxes << box.text; break;
                }
            if (!boxes.isEmpty()) head += QStringLiteral(": ") + boxes.join(u' ');
        }
        lines << head;
        for (const auto& fact : block.facts) lines << fact.what + QStringLiteral(": ") + fact.value;
    }
    return lines.join(u'\n');
}

}  // namespace views
