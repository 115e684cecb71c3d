#include "console/console_view.h"

#include <QAction>
#include <QClipboard>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "console/wrap.h"
#include "pane/draw.h"

namespace views {

using green::trace::EventNumber;

namespace {

constexpr qreal padding = 6;
// A line of megabytes is cut here, and says so: wrapping it would take longer than a frame.
constexpr qsizetype longestLine = 100'000;

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
    firstRow_ = {0};
}

void ConsoleView::note(const QString& text) {
    lines_.update(run_.store());
    lines_.note(text);
    schedule();
}

QFont ConsoleView::textFont(bool error) const {
    QFont text = codeFont(scaled(12.5));
    if (error) text.setWeight(QFont::DemiBold);
    return text;
}

int ConsoleView::columns(bool error) const {
    const qreal room = viewport()->width() - textLeft() - scaled(8) - (error ? errorIndent() : 0);
    return static_cast<int>(room / QFontMetricsF(textFont(error)).horizontalAdvance(u'm'));
}

qreal ConsoleView::topOf(std::size_t line) const {
    return scaled(padding) + static_cast<qreal>(firstRow_[line]) * lineHeight() + (line >= before_ ? edgeHeight() : 0);
}

qreal ConsoleView::edgeTop() const { return scaled(padding) + static_cast<qreal>(firstRow_[before_]) * lineHeight(); }

// Only a line that may be too long is looked at, and each one once while the width stays the same; what came after
// the last one may have changed that.
void ConsoleView::measure() {
    const int across = columns(false);
    std::size_t line = firstRow_.size() - 1;
    if (across != std::exchange(measuredColumns_, across) || lines_.size() < line) {
        line = 0;
        followedLines_ = static_cast<std::size_t>(-1);  // the playhead's line is elsewhere now
    } else if (line > 0) {
        --line;
    }
    firstRow_.resize(line + 1);
    for (; line < lines_.size(); ++line) {
        std::size_t rows = 1;
        const bool error = lines_.line(line).error;
        if (error || lines_.line(line).most > static_cast<std::uint32_t>(std::max(across, 0)))
            rows = wrap(textOf(line).all, columns(error)).size();
        firstRow_.push_back(firstRow_.back() + rows);
    }
}

void ConsoleView::refresh() {
    lines_.update(run_.store());
    before_ = lines_.begunAt(run_.playhead());
    measure();

    auto* bar = verticalScrollBar();
    const qreal height = scaled(2 * padding) + static_cast<qreal>(rowCount()) * lineHeight() + edgeHeight();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(static_cast<int>(lineHeight()));
    bar->setRange(0, std::max(0, static_cast<int>(std::ceil(height)) - viewport()->height()));
    follow();

    rows_.clear();
    const qreal scroll = bar->value();
    const auto row =
        static_cast<std::size_t>(std::max(0.0, std::floor((scroll - scaled(padding) - edgeHeight()) / lineHeight())));
    const auto above = std::ranges::upper_bound(firstRow_, row) - firstRow_.begin();
    for (auto line = static_cast<std::size_t>(std::max<std::ptrdiff_t>(above - 1, 0));
         line < lines_.size() && topOf(line) - scroll < viewport()->height(); ++line)
        plan(line);
    for (const auto& visible : rows_) addSpots(visible);
}

// The playhead's line stays in sight, with a line of what comes next where there is some. Where it has gone far
// back, two thirds of the pane are for what led there.
void ConsoleView::follow() {
    if (followed_ == run_.playhead() && followedLines_ == before_) return;
    followed_ = run_.playhead();
    followedLines_ = before_;
    auto* bar = verticalScrollBar();
    const int edge = static_cast<int>(edgeTop());
    const int page = viewport()->height();
    const int below = static_cast<int>(edgeHeight() + (before_ < lines_.size() ? lineHeight() : scaled(padding)));
    if (edge - page / 3 < bar->value())
        bar->setValue(edge - page * 2 / 3);
    else if (edge + below > bar->value() + page)
        bar->setValue(edge + below - page);
}

QString ConsoleView::reportText(const ConsoleLines::Piece& piece) {
    QString text = lines_.text(run_.store(), piece);
    const QString who = piece.from == 0 ? name(run_.store().event(piece.event).object) : QString();
    if (who.isEmpty()) return text;
    if (tellsOf(piece.event + 1, text)) return tr("%1 failed:").arg(who);
    if (tellsOf(piece.event - 1, text)) return tr("%1 failed.").arg(who);
    return tr("%1 failed: %2").arg(who, text);
}

// Python's account of an error at length, on stderr, has it in a line of its own.
bool ConsoleView::tellsOf(EventNumber n, const QString& error) const {
    const auto& store = run_.store();
    if (n == 0 || n > store.size()) return false;
    const auto& event = store.event(n);
    if (event.kind != green::trace::Kind::Report || event.object != green::trace::Id::None) return false;
    const auto text = store.text(n);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).split(u'\n').contains(error);
}

ConsoleView::Text ConsoleView::textOf(std::size_t line) {
    Text text;
    if (lines_.line(line).note) return {lines_.noteText(line), {lines_.noteText(line).size()}};
    for (std::size_t k = 0; k < lines_.pieceCount(line); ++k) {
        const auto& piece = lines_.piece(line, k);
        QString part = lines_.line(line).error ? reportText(piece) : lines_.text(run_.store(), piece);
        text.all += part.replace(u'\t', QStringLiteral("    "));
        text.ends.push_back(text.all.size());
    }
    if (text.all.size() <= longestLine) return text;
    const auto rest = text.all.size() - longestLine;
    text.all.truncate(longestLine);
    for (auto& end : text.ends) end = std::min(end, longestLine);
    text.all += u' ' + tr("… and %1 more characters").arg(rest);
    text.ends.back() = text.all.size();
    return text;
}

// The rows of a line that are in sight.
void ConsoleView::plan(std::size_t line) {
    const bool error = lines_.line(line).error;
    const auto text = textOf(line);
    const auto starts = wrap(text.all, columns(error));
    const QFontMetricsF metrics(textFont(error));
    const qreal top = topOf(line) - verticalScrollBar()->value();
    for (std::size_t i = 0; i < starts.size(); ++i) {
        Row row;
        row.top = top + static_cast<qreal>(i) * lineHeight();
        if (row.top + lineHeight() <= 0) continue;
        if (row.top >= viewport()->height()) break;
        row.error = error;
        row.note = lines_.line(line).note;
        row.later = line >= before_;
        // One sign for all lines of a traceback.
        const auto& begin = lines_.piece(line, 0);
        if (i == 0 && !row.note && (!error || begin.from == 0)) row.step = QString::number(begin.event);
        const qsizetype end = i + 1 < starts.size() ? starts[i + 1] : text.all.size();
        qreal x = textLeft() + (error ? errorIndent() : 0);
        qsizetype from = starts[i];
        for (std::size_t k = 0; k < text.ends.size(); ++k) {
            // An empty line has one empty part.
            if (text.ends[k] <= from && !(text.all.isEmpty() && k == 0)) continue;
            Part part;
            part.text = text.all.mid(from, std::min(end, text.ends[k]) - from);
            part.event = lines_.piece(line, k).event;
            part.later = part.event > run_.playhead();
            part.left = x;
            part.width = metrics.horizontalAdvance(part.text);
            x += part.width;
            from += part.text.size();
            row.parts.push_back(std::move(part));
            if (from >= end) break;
        }
        rows_.push_back(std::move(row));
    }
}

void ConsoleView::addSpots(const Row& row) {
    const qreal right = viewport()->width() - 4;
    for (std::size_t k = 0; k < row.parts.size(); ++k) {
        const auto& part = row.parts[k];
        const qreal left = k == 0 && !row.step.isEmpty() ? 4 : part.left;
        const qreal end = k + 1 == row.parts.size() ? right : std::min(part.left + part.width, right);
        spots_.push_back({QRectF(left, row.top, std::max(0.0, end - left), lineHeight()), green::trace::Id::None,
                          part.event,
                          row.note    ? part.text
                          : row.error ? tr("Step %1, stderr: %2").arg(part.event).arg(part.text)
                                      : tr("Step %1: %2").arg(part.event).arg(part.text)});
    }
}

void ConsoleView::drawRow(QPainter& painter, const Row& row) {
    painter.setOpacity(row.later ? .45 : 1);
    painter.setFont(font(11));
    painter.setPen(shades().text2);
    painter.drawText(QRectF(0, row.top, scaled(48), lineHeight()), Qt::AlignRight | Qt::AlignVCenter, row.step);
    if (row.error && !row.step.isEmpty()) {
        const qreal side = std::round(scaled(14));
        drawChip(painter, {textLeft(), std::round(row.top + (lineHeight() - side) / 2), side, side}, Look::Failed,
                 theme());
    }
    painter.setFont(textFont(row.error));
    painter.setPen(row.error ? shades().error : row.note ? shades().text2 : shades().text);
    for (const auto& part : row.parts) {
        painter.setOpacity(part.later ? .45 : 1);
        painter.drawText(QRectF(part.left, row.top, part.width + 1, lineHeight()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, part.text);
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
    const qreal edge = edgeTop() - verticalScrollBar()->value();
    painter.fillRect(QRectF(0, std::round(edge + edgeHeight() / 2) - 1, viewport()->width(), 2), shades().text);
}

QString ConsoleView::textUpTo(EventNumber playhead) {
    QString all;
    for (std::size_t line = 0; line < lines_.size(); ++line) {
        for (std::size_t k = 0; k < lines_.pieceCount(line); ++k) {
            const auto& piece = lines_.piece(line, k);
            if (piece.event > playhead) return all;
            all += lines_.line(line).note    ? lines_.noteText(line)
                   : lines_.line(line).error ? reportText(piece)
                                             : lines_.text(run_.store(), piece);
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

QStringList ConsoleView::visibleRows() {
    refreshNow();
    QStringList texts;
    for (const auto& row : rows_) {
        QString text;
        for (const auto& part : row.parts) text += part.text;
        texts << text;
    }
    return texts;
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
