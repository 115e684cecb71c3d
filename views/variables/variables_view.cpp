#include "variables/variables_view.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "pane/draw.h"

namespace views {

using green::trace::Id;

namespace {

constexpr qreal inset = 12;
constexpr qreal rowHeight = 22;
constexpr qreal markRoom = 14;

QString changeText(const Variable& variable) {
    switch (variable.change) {
        case Variable::Change::None: return {};
        case Variable::Change::New: return VariablesView::tr("new");
        case Variable::Change::Other: return VariablesView::tr("was %1").arg(variable.before);
    }
    return {};
}

}  // namespace

VariablesView::VariablesView(RunView& run, QWidget* parent) : Pane(run, parent) {
    setObjectName("variablesView");
    setAccessibleName(tr("Stack and variables"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&run, &RunView::lineMoved, this, &VariablesView::schedule);
}

QString VariablesView::emptyText() const {
    switch (run_.lines()) {
        case RunView::Lines::NotPython:
            return tr("This run has no lines: it is C++. A Python program shows its stacks and variables here.");
        case RunView::Lines::RealClock:
            return tr(
                "This run has no lines: it is on the real clock, which recording them would hold up. On the "
                "virtual clock stacks and variables are shown here.");
        case RunView::Lines::None: return tr("No lines were recorded in this run.");
        case RunView::Lines::Kept:
        case RunView::Lines::Cut: break;
    }
    const auto id = run_.lineGreenlet();
    return id == Id::None ? tr("Nothing has run yet.") : tr("%1 has not begun.").arg(name(id));
}

QString VariablesView::titleText() const {
    const auto id = run_.lineGreenlet();
    const auto line = frames_.front().line;
    const auto* greenlet = run_.moment().greenlet(id);
    if (run_.isBeforeLine()) return tr("%1, before line %2").arg(name(id)).arg(line);
    if (greenlet && greenlet->ended) return tr("%1 has ended; its last line was %2").arg(name(id)).arg(line);
    return tr("%1, in line %2").arg(name(id)).arg(line);
}

void VariablesView::addRow(Kind kind, const QString& text, std::size_t index) {
    const qreal left = scaled(inset);
    const qreal width = std::max(40.0, viewport()->width() - 2 * left);
    qreal top = rows_.empty() ? scaled(8) : rows_.back().top + rows_.back().height;
    qreal height = scaled(rowHeight);
    if (kind == Kind::Heading) top += scaled(8);
    if (kind == Kind::Note || kind == Kind::Title) {
        const QFontMetricsF metrics(font(13, kind == Kind::Title ? QFont::DemiBold : QFont::Normal));
        height = metrics.boundingRect(QRectF(0, 0, width, 10'000), Qt::TextWordWrap, text).height() + scaled(6);
    }
    rows_.push_back({kind, index, text, top, height});
}

void VariablesView::plan() {
    frames_.clear();
    variables_ = {};
    rows_.clear();
    const auto shown = run_.line();
    if (!shown) return addRow(Kind::Note, emptyText());
    const auto& lines = run_.store().lines();
    frames_ = framesAt(lines, *shown);
    auto chosen = std::ranges::find_if(frames_, [this](const Frame& frame) { return isChosen(frame); });
    if (chosen == frames_.end()) chosen = frames_.begin();
    variables_ = variablesAt(lines, chosen->number);
    addRow(Kind::Title, titleText());
    if (run_.lines() == RunView::Lines::Cut)
        addRow(Kind::Note, tr("Lines are recorded up to here: %L1 of them. More are not kept.").arg(lines.size()));
    for (std::size_t i = 0; i < frames_.size(); ++i) addRow(Kind::Frame, {}, i);
    addRow(Kind::Heading, variables_.own.empty() ? tr("%1 has no variables yet").arg(chosen->function)
                                                 : tr("Variables of %1").arg(chosen->function));
    for (std::size_t i = 0; i < variables_.own.size(); ++i) addRow(Kind::Variable, {}, i);
    if (variables_.globals.empty()) return;
    addRow(Kind::Heading, tr("Globals that %1 names").arg(chosen->function));
    for (std::size_t i = 0; i < variables_.globals.size(); ++i) addRow(Kind::Global, {}, i);
}

const Variable* VariablesView::variableOf(const Row& row) const {
    if (row.kind == Kind::Variable) return &variables_.own[row.index];
    return row.kind == Kind::Global ? &variables_.globals[row.index] : nullptr;
}

QString VariablesView::textOf(const Row& row) const {
    if (row.kind == Kind::Frame) {
        const auto& frame = frames_[row.index];
        return QStringLiteral("%1 %2:%3").arg(frame.function, frame.file).arg(frame.line);
    }
    if (const auto* variable = variableOf(row)) {
        const auto change = changeText(*variable);
        const auto text = QStringLiteral("%1 = %2").arg(variable->name, variable->value);
        return change.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, change);
    }
    return row.text;
}

void VariablesView::refresh() {
    plan();
    auto* bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(static_cast<int>(scaled(rowHeight)));
    const qreal bottom = rows_.back().top + rows_.back().height + scaled(8);
    bar->setRange(0, std::max(0, static_cast<int>(std::ceil(bottom)) - viewport()->height()));
    for (const auto& row : rows_) {
        const QRectF box(4, row.top - bar->value(), viewport()->width() - 8, row.height);
        if ((row.kind == Kind::Frame || variableOf(row)) && box.bottom() > 0 && box.top() < viewport()->height())
            spots_.push_back({box, Id::None, 0, textOf(row)});
    }
}

void VariablesView::choose(const Spot& spot) {
    for (const auto& row : rows_)
        if (row.kind == Kind::Frame && row.top - verticalScrollBar()->value() == spot.rect.top())
            return run_.chooseFrame(frames_[row.index].number);
}

// The chosen one has a wedge before it and a ground behind it.
void VariablesView::drawFrame(QPainter& painter, const QRectF& box, const Frame& frame) const {
    const bool chosen = isChosen(frame);
    if (chosen) {
        painter.fillRect(box, shades().accentSoft);
        QPainterPath wedge;
        const qreal side = scaled(4);
        const QPointF tip(box.left() + scaled(6) + side * 1.5, box.center().y());
        wedge.moveTo(tip);
        wedge.lineTo(tip + QPointF(-side * 1.5, -side));
        wedge.lineTo(tip + QPointF(-side * 1.5, side));
        wedge.closeSubpath();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillPath(wedge, shades().accent);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    const QFont code = codeFont(scaled(12.5));
    const QString place = QStringLiteral("%1:%2").arg(frame.file).arg(frame.line);
    const qreal placeWidth = QFontMetricsF(font(12)).horizontalAdvance(place);
    QFont bold = code;
    if (chosen) bold.setWeight(QFont::DemiBold);
    const qreal left = box.left() + scaled(inset + markRoom - 6);
    const qreal right = box.right() - scaled(8) - placeWidth;
    painter.setFont(bold);
    painter.setPen(shades().text);
    drawLine(painter, {left, box.top(), std::max(0.0, right - left - scaled(8)), box.height()}, frame.function);
    painter.setFont(font(12));
    painter.setPen(shades().text2);
    drawLine(painter, {right, box.top(), placeWidth + 1, box.height()}, place, Qt::AlignRight);
}

// A changed one has a dot before it and its old value behind it.
void VariablesView::drawVariable(QPainter& painter, const QRectF& box, const Variable& variable) const {
    const QFont code = codeFont(scaled(12.5));
    QFont bold = code;
    bold.setWeight(QFont::DemiBold);
    const bool changed = variable.change != Variable::Change::None;
    if (changed) {
        const qreal radius = scaled(3);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(shades().accent);
        painter.drawEllipse(QPointF(box.left() + scaled(6) + radius, box.center().y()), radius, radius);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    std::vector<TextPart> parts{{variable.name, changed ? bold : code, shades().text},
                                {QStringLiteral(" = "), code, shades().text2},
                                {variable.value, changed ? bold : code, shades().text}};
    if (changed) parts.push_back({QStringLiteral("  ") + changeText(variable), font(12), shades().text2});
    const qreal left = box.left() + scaled(inset + markRoom - 6);
    const QFontMetricsF metrics(code);
    drawParts(painter, {left, box.center().y() + (metrics.ascent() - metrics.descent()) / 2},
              box.right() - scaled(4) - left, parts);
}

void VariablesView::draw(QPainter& painter) {
    const qreal left = scaled(inset);
    for (const auto& row : rows_) {
        const QRectF box(4, row.top - verticalScrollBar()->value(), viewport()->width() - 8, row.height);
        if (box.bottom() < 0 || box.top() > viewport()->height()) continue;
        const QRectF wide(left, box.top(), viewport()->width() - 2 * left, row.height);
        switch (row.kind) {
            case Kind::Title:
                painter.setFont(font(13, QFont::DemiBold));
                painter.setPen(shades().text);
                painter.drawText(wide, Qt::TextWordWrap, row.text);
                break;
            case Kind::Note:
                painter.setFont(font(13));
                painter.setPen(shades().text2);
                painter.drawText(wide, Qt::TextWordWrap, row.text);
                break;
            case Kind::Heading:
                painter.setFont(font(12));
                painter.setPen(shades().text2);
                drawLine(painter, wide, row.text);
                break;
            case Kind::Frame: drawFrame(painter, box, frames_[row.index]); break;
            case Kind::Variable:
            case Kind::Global: drawVariable(painter, box, *variableOf(row)); break;
        }
    }
}

QString VariablesView::plainText() {
    refreshNow();
    QStringList texts;
    for (const auto& row : rows_) {
        const auto text = textOf(row);
        if (row.kind == Kind::Frame)
            texts << (isChosen(frames_[row.index]) ? QStringLiteral("> ") : QStringLiteral("  ")) + text;
        else if (const auto* variable = variableOf(row))
            texts << (variable->change == Variable::Change::None ? QStringLiteral("  ") : QStringLiteral("* ")) + text;
        else
            texts << text;
    }
    return texts.join(u'\n');
}

}  // namespace views
