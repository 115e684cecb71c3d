#include "console/console_view.h"

#include <QAction>
#include <QClipboard>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "pane/draw.h"

namespace views {

using green::trace::EventNumber;

namespace {

constexpr qreal padding = 6;
// Painting more of one line than any screen shows would only cost time.
constexpr qsizetype longestPart = 2000;

}  // namespace

ConsoleView::ConsoleView(RunView& run, QWidget* parent) : Pane(run, parent) {
    setObjectName("consoleView");
    setAccessibleName(tr("Console"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* all = new QAction(tr("Copy all output"), this);
    all->setObjectName("copyAllAction");
    connect(all, &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(wholeText()); });
    addAction(all);
}

void ConsoleView::storeChanged() {
    lines_.clear();
    followed_ = 0;
    followedLines_ = 0;
}

qreal ConsoleView::topOf(std::size_t line) const {
    return scaled(padding) + static_cast<qreal>(line) * lineHeight() + (line >= before_ ? edgeHeight() : 0);
}

void ConsoleView::refresh() {
    lines_.update(run_.store());
    before_ = lines_.begunAt(run_.playhead());

    auto* bar = verticalScrollBar();
    const qreal height = scaled(2 * padding) + static_cast<qreal>(lines_.size()) * lineHeight() + edgeHeight();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(static_cast<int>(lineHeight()));
    bar->setRange(0, std::max(0, static_cast<int>(std::ceil(height)) - viewport()->height()));
    follow();

    rows_.clear();
    const qreal scroll = bar->value();
    const auto first =
        static_cast<std::size_t>(std::max(0.0, std::floor((scroll - scaled(padding) - edgeHeight()) / lineHeight())));
    for (auto line = first; line < lines_.size() && topOf(line) - scroll < viewport()->height(); ++line) {
        if (topOf(line) + lineHeight() <= scroll) continue;
        rows_.push_back(plan(line));
        addSpots(rows_.back());
    }
}

// The playhead's line stays in sight, with a line of what comes next where there is some.
void ConsoleView::follow() {
    if (followed_ == run_.playhead() && followedLines_ == before_) return;
    followed_ = run_.playhead();
    followedLines_ = before_;
    auto* bar = verticalScrollBar();
    const int edge = static_cast<int>(scaled(padding) + static_cast<qreal>(before_) * lineHeight());
    const int above = static_cast<int>(lineHeight());
    const int below = static_cast<int>(edgeHeight() + (before_ < lines_.size() ? lineHeight() : scaled(padding)));
    if (edge - above < bar->value())
        bar->setValue(edge - above);
    else if (edge + below > bar->value() + viewport()->height())
        bar->setValue(edge + below - viewport()->height());
}

QString ConsoleView::reportText(const ConsoleLines::Piece& piece) {
    const QString text = lines_.text(run_.store(), piece);
    const QString who = piece.from == 0 ? name(run_.store().event(piece.event).object) : QString();
    return who.isEmpty() ? text : tr("%1 failed: %2").arg(who, text);
}

ConsoleView::Row ConsoleView::plan(std::size_t line) {
    Row row;
    row.top = topOf(line) - verticalScrollBar()->value();
    row.error = lines_.line(line).error;
    row.later = line >= before_;
    row.step = QString::number(lines_.piece(line, 0).event);
    const QFontMetricsF metrics(codeFont(scaled(12.5)));
    qreal x = textLeft() + (row.error ? scaled(20) : 0);
    for (std::size_t k = 0; k < lines_.pieceCount(line); ++k) {
        const auto& piece = lines_.piece(line, k);
        Part part;
        part.text = (row.error ? reportText(piece) : lines_.text(run_.store(), piece)).left(longestPart);
        part.text.replace(u'\t', QStringLiteral("    "));
        part.event = piece.event;
        part.later = piece.event > run_.playhead();
        part.left = x;
        part.width = metrics.horizontalAdvance(part.text);
        x += part.width;
        row.parts.push_back(std::move(part));
        if (x > viewport()->width()) break;
    }
    return row;
}

void ConsoleView::addSpots(const Row& row) {
    const qreal right = viewport()->width() - 4;
    for (std::size_t k = 0; k < row.parts.size(); ++k) {
        const auto& part = row.parts[k];
        const qreal left = k == 0 ? 4 : part.left;
        const qreal end = k + 1 == row.parts.size() ? right : std::min(part.left + part.width, right);
        spots_.push_back({QRectF(left, row.top, std::max(0.0, end - left), lineHeight()), green::trace::Id::None,
                          part.event,
                          row.error ? tr("Step %1, stderr: %2").arg(part.event).arg(part.text)
                                    : tr("Step %1: %2").arg(part.event).arg(part.text)});
    }
}

void ConsoleView::drawRow(QPainter& painter, const Row& row) {
    painter.setOpacity(row.later ? .45 : 1);
    painter.setFont(font(11));
    painter.setPen(shades().text2);
    painter.drawText(QRectF(0, row.top, scaled(48), lineHeight()), Qt::AlignRight | Qt::AlignVCenter, row.step);
    if (row.error) {
        const qreal side = std::round(scaled(14));
        drawChip(painter, {textLeft(), std::round(row.top + (lineHeight() - side) / 2), side, side}, Look::Failed,
                 theme());
    }
    QFont text = codeFont(scaled(12.5));
    if (row.error) text.setWeight(QFont::DemiBold);
    painter.setFont(text);
    painter.setPen(shades().text);
    for (const auto& part : row.parts) {
        painter.setOpacity(part.later ? .45 : 1);
        drawLine(painter, {part.left, row.top, viewport()->width() - part.left - scaled(8), lineHeight()}, part.text);
    }
    painter.setOpacity(1);
}

void ConsoleView::draw(QPainter& painter) {
    for (const auto& row : rows_) drawRow(painter, row);
    if (lines_.size() == 0) {
        painter.setFont(font(13));
        painter.setPen(shades().text2);
        painter.drawText(QRectF(viewport()->rect()).adjusted(scaled(12), scaled(8), -scaled(12), 0),
                         Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, tr("Nothing printed yet."));
        return;
    }
    const qreal edge = scaled(padding) + static_cast<qreal>(before_) * lineHeight() - verticalScrollBar()->value();
    painter.fillRect(QRectF(0, std::round(edge + edgeHeight() / 2) - 1, viewport()->width(), 2), shades().text);
}

QString ConsoleView::textUpTo(EventNumber playhead) {
    QString all;
    for (std::size_t line = 0; line < lines_.size(); ++line) {
        for (std::size_t k = 0; k < lines_.pieceCount(line); ++k) {
            const auto& piece = lines_.piece(line, k);
            if (piece.event > playhead) return all;
            all += lines_.line(line).error ? reportText(piece) : lines_.text(run_.store(), piece);
        }
        if (!lines_.line(line).open) all += u'\n';
    }
    return all;
}

QString ConsoleView::plainText() {
    refreshNow();
    return textUpTo(run_.playhead());
}

QString ConsoleView::wholeText() {
    refreshNow();
    return textUpTo(run_.store().size());
}

std::size_t ConsoleView::linesBefore() {
    refreshNow();
    return before_;
}

std::size_t ConsoleView::lineCount() {
    refreshNow();
    return lines_.size();
}

}  // namespace views
