#include "source/source_view.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "narration/words.h"

namespace views {

using green::trace::Id;

namespace {

constexpr std::uint32_t marginLines = 2;

QString expandTabs(QString line) { return line.replace(u'\t', QStringLiteral("    ")); }

}  // namespace

SourceView::SourceView(RunView& run, QWidget* parent) : Pane(run, parent) {
    setObjectName("sourceView");
    setAccessibleName(tr("Program"));
    load();
}

void SourceView::storeChanged() {
    load();
    emit fileChanged();
}

QString SourceView::fileName() const {
    const auto& sources = run_.store().recipe().sources;
    return sources.empty() ? QString() : QString::fromStdString(sources.front().name);
}

void SourceView::load() {
    lines_.clear();
    const auto& recipe = run_.store().recipe();
    if (!recipe.sources.empty()) {
        QString text = QString::fromStdString(recipe.sources.front().text).remove(u'\r');
        if (text.endsWith(u'\n')) text.chop(1);
        for (const auto& line : text.split(u'\n')) lines_.push_back(expandTabs(line));
    }
    syntax_ = syntaxOf(lines_, QString::fromStdString(recipe.language));
    index_.setFile(recipe.sources.empty() ? std::string_view() : std::string_view(recipe.sources.front().name));
    changes_.reset();
    widest_ = -1;
    followed_ = ~green::trace::EventNumber{0};
}

void SourceView::themeChanged() { widest_ = -1; }

// The hub's own work has no line: nobody's code runs.
std::uint32_t SourceView::here() const {
    const auto* event = run_.event();
    const auto& store = run_.store();
    if (event && event->site) return index_.lineOf(store, event->site);
    const auto* running = run_.moment().greenlet(run_.moment().running());
    return running && running->role != green::trace::Role::Hub ? index_.lineOf(store, *running) : 0;
}

void SourceView::refresh() {
    index_.update(run_.store(), run_.moment(), changes_.take(run_.store(), run_.moment()));
    here_ = here();

    if (widest_ < 0) {
        const QFontMetricsF metrics(textFont());
        widest_ = 0;
        for (const auto& line : lines_) widest_ = std::max(widest_, metrics.horizontalAdvance(line));
    }
    const qreal height = lines_.size() * lineHeight() + scaled(12);
    const qreal width = gutter() + widest_ + scaled(rightInset);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(static_cast<int>(lineHeight()));
    verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(height)) - viewport()->height()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(lineHeight()));
    horizontalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(width)) - viewport()->width()));
    follow();

    pills_.clear();
    const auto first = static_cast<std::uint32_t>(
        std::max(0.0, std::floor((verticalScrollBar()->value() - scaled(6)) / lineHeight())) + 1);
    const auto last = static_cast<std::uint32_t>(first + viewport()->height() / lineHeight() + 1);
    const auto& lines = index_.lines();
    for (auto at = lines.lower_bound(first); at != lines.end() && at->first <= last; ++at)
        if (at->first <= lines_.size()) planPills(at->first);
    for (const auto& pill : pills_)
        spots_.push_back(
            {pill.rect, pill.id, 0, pill.id == Id::None ? foldText(pill.line) : whereText(pill.id, pill.line)});
}

// Only where the playhead has moved: who scrolls away on purpose is left in peace.
void SourceView::follow() {
    if (followed_ == run_.playhead()) return;
    followed_ = run_.playhead();
    if (here_ != 0) showLine(here_);
}

void SourceView::showLine(std::uint32_t line) {
    const int top = static_cast<int>((line - 1) * lineHeight() + scaled(6));
    const int margin = static_cast<int>(marginLines * lineHeight());
    const int page = viewport()->height();
    auto* bar = verticalScrollBar();
    if (page < 3 * lineHeight() + 2 * margin)
        bar->setValue(top - (page - static_cast<int>(lineHeight())) / 2);
    else if (top - margin < bar->value())
        bar->setValue(top - margin);
    else if (top + static_cast<int>(lineHeight()) + margin > bar->value() + page)
        bar->setValue(top + static_cast<int>(lineHeight()) + margin - page);
}

qreal SourceView::lineTop(std::uint32_t line) const {
    return scaled(6) + (line - 1) * lineHeight() - verticalScrollBar()->value();
}

QColor SourceView::colourOf(Syntax syntax) const {
    switch (syntax) {
        case Syntax::Keyword: return shades().keyword;
        case Syntax::String: return shades().string;
        case Syntax::Number: return shades().number;
        case Syntax::Comment: return shades().comment;
        case Syntax::Plain: break;
    }
    return shades().text;
}

void SourceView::drawText(QPainter& painter, std::uint32_t line, qreal top) {
    const QString& text = lines_[line - 1];
    const QFont plain = textFont();
    QFont strong = plain;
    strong.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(plain);
    const qreal baseline = std::round(top + (lineHeight() + metrics.ascent() - metrics.descent()) / 2);
    qreal x = gutter() - horizontalScrollBar()->value();
    const auto piece = [&](int from, int length, Syntax syntax) {
        const QString part = text.mid(from, length);
        painter.setFont(syntax == Syntax::Keyword ? strong : plain);
        painter.setPen(colourOf(syntax));
        painter.drawText(QPointF(x, baseline), part);
        x += metrics.horizontalAdvance(part);
    };
    int at = 0;
    for (const auto& span : syntax_[line - 1]) {
        if (span.from > at) piece(at, span.from - at, Syntax::Plain);
        piece(span.from, span.length, span.syntax);
        at = span.from + span.length;
    }
    if (at < text.size()) piece(at, static_cast<int>(text.size()) - at, Syntax::Plain);
}

void SourceView::draw(QPainter& painter) {
    const qreal width = viewport()->width();
    const auto first = static_cast<std::uint32_t>(
        std::max(0.0, std::floor((verticalScrollBar()->value() - scaled(6)) / lineHeight())) + 1);
    const auto last =
        std::min<std::uint32_t>(first + static_cast<std::uint32_t>(viewport()->height() / lineHeight()) + 1,
                                static_cast<std::uint32_t>(lines_.size()));
    if (lines_.empty()) {
        painter.setFont(font(13));
        painter.setPen(shades().text2);
        painter.drawText(QRectF(viewport()->rect()).adjusted(12, 8, -12, -8), Qt::AlignLeft | Qt::TextWordWrap,
                         tr("This run has no program text."));
    }
    for (auto line = first; line <= last; ++line) {
        const qreal top = lineTop(line);
        if (line == here_) {
            painter.fillRect(QRectF(0, top, width, lineHeight()), shades().accentSoft);
            painter.fillRect(QRectF(0, top, scaled(3), lineHeight()), shades().accent);
        }
        painter.save();
        painter.setClipRect(QRectF(scaled(36), top, width, lineHeight()));
        drawText(painter, line, top);
        painter.restore();
        painter.setFont(codeFont(scaled(12)));
        painter.setPen(line == here_ ? shades().text : shades().text3);
        painter.drawText(QRectF(0, top, scaled(32), lineHeight()), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(line));
    }
    const QFont pillFont = font(11, QFont::Medium);
    for (const auto& pill : pills_) {
        // What lies below a pill would show between it and its neighbour.
        painter.fillRect(pill.rect.adjusted(-scaled(pillGap), 0, scaled(pillGap), 0),
                         pill.line == here_ ? shades().accentSoft : shades().surface);
    }
    for (const auto& pill : pills_) drawPill(painter, pill.rect, pill.pill, pillFont, theme());
}

void SourceView::choose(const Spot& spot) {
    if (spot.id != Id::None) return run_.select(spot.id);
    const auto pill = std::ranges::find(pills_, spot.rect, &PlacedPill::rect);
    if (pill != pills_.end()) popUp(pill->line, spot.rect.bottomLeft());
}

std::uint32_t SourceView::currentLine() {
    refreshNow();
    return here_;
}

QString SourceView::plainText() {
    refreshNow();
    QStringList rows;
    for (const auto& [line, ids] : index_.lines()) {
        QStringList here;
        for (const Id id : ids) {
            const auto* greenlet = run_.moment().greenlet(id);
            if (!greenlet)
                here << name(id);
            else if (hasNotCalled(*greenlet) && run_.moment().running() != id)
                here << tr("%1 (has not run yet)").arg(name(id));
            else
                here << tr("%1 (%2)").arg(name(id), stateText(*greenlet));
        }
        rows << tr("%1: %2").arg(line).arg(here.join(QStringLiteral(", ")));
    }
    return rows.join(u'\n');
}

}  // namespace views
