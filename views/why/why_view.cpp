#include "why/why_view.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QScrollBar>
#include <cmath>

#include "narration/narrator.h"
#include "pane/draw.h"
#include "why/wait_end.h"

namespace views {

using green::trace::Id;

namespace {

constexpr qreal inset = 12;
constexpr qreal chipSide = 20;
constexpr qreal indent = 32;

}  // namespace

WhyView::WhyView(RunView& run, QWidget* parent) : Pane(run, parent) {
    setObjectName("whyView");
    setAccessibleName(tr("Why is it not running?"));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

std::unique_ptr<QTextDocument> WhyView::document(const QString& html, const QFont& font, qreal width) const {
    auto made = std::make_unique<QTextDocument>();
    made->setDocumentMargin(0);
    made->setDefaultFont(font);
    made->setDefaultStyleSheet(QStringLiteral("b { font-weight: 600; }"));
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    made->setDefaultTextOption(option);
    made->setHtml(html);
    made->setTextWidth(std::max(40.0, width));
    return made;
}

Id WhyView::subject() const {
    const auto* event = run_.event();
    if (run_.selection() != Id::None) return run_.selection();
    // At the beginning main is on its way.
    if (!event) return run_.store().size() > 0 ? run_.moment().running() : Id::None;
    return event->greenlet == Id::Hub ? event->object : event->greenlet;
}

void WhyView::plan() {
    blocks_.clear();
    again_ = 0;
    againText_.clear();
    const auto& moment = run_.moment();
    const Id id = subject();
    const auto* greenlet = moment.greenlet(id);
    const QString bold = QStringLiteral("<b>") + name(id).toHtmlEscaped() + QStringLiteral("</b>");
    if (!greenlet)
        question_ = moment.object(id) || id == Id::None ? tr("Select a greenlet to see why it is not running.")
                                                        : tr("%1 does not exist yet.").arg(bold);
    else if (greenlet->ended)
        question_ = tr("What became of %1?").arg(bold);
    else if (moment.running() == id)
        question_ = tr("Why is %1 running?").arg(bold);
    else
        question_ = tr("Why isn’t %1 running?").arg(bold);
    if (!greenlet) return;
    const auto nameOf = [this](Id who) { return name(who); };
    for (auto& link : whyChain(run_.store(), moment, id, nameOf))
        blocks_.push_back({std::move(link), nullptr, nullptr, 0, 0});
    if (moment.running() != id && !greenlet->ended) again_ = runsAgainAt(run_.store(), moment, id);
    if (again_ == 0) return;
    const QString how = howItGoesOn(run_.store(), again_, *greenlet, nameOf);
    againText_ = how.isEmpty() ? tr("%1 goes on in this run").arg(name(id))
                               : tr("%1 goes on in this run: %2").arg(name(id), how);
}

void WhyView::refresh() {
    plan();
    const qreal left = scaled(inset);
    const qreal width = viewport()->width() - 2 * left;
    const bool asks = !blocks_.empty();
    title_ = document(question_, font(asks ? 16 : 13, asks ? QFont::DemiBold : QFont::Normal), width);
    qreal y = scaled(inset) + title_->size().height() + scaled(12);
    for (auto& block : blocks_) {
        block.top = y;
        block.text = document(block.link.text, font(13), width - scaled(indent));
        qreal height = block.text->size().height();
        if (!block.link.detail.isEmpty()) {
            block.detail = document(block.link.detail.toHtmlEscaped(), font(12), width - scaled(indent));
            height += block.detail->size().height();
        }
        block.height = std::max(height, scaled(chipSide));
        y += block.height + scaled(14);
    }
    qreal againHeight = 0;
    if (again_ > 0) {
        againIndent_ =
            std::max(scaled(indent),
                     QFontMetricsF(font(13, QFont::Medium)).horizontalAdvance(QString::number(again_)) + scaled(10));
        againDocument_ = document(againText_.toHtmlEscaped(), font(13), width - againIndent_);
        againHeight = std::max(scaled(22), againDocument_->size().height());
        y += againHeight + scaled(6);
    }
    auto* bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(static_cast<int>(scaled(20)));
    bar->setRange(0, std::max(0, static_cast<int>(std::ceil(y)) - viewport()->height()));

    const qreal scroll = bar->value();
    for (const auto& block : blocks_)
        if (block.link.id != Id::None)
            spots_.push_back({QRectF(left - 4, block.top - scroll - 2, width + 8, block.height + 4), block.link.id, 0,
                              plainSentence(block.link.text)});
    againRect_ = {};
    if (again_ == 0) return;
    againRect_ = QRectF(left, y - scroll - scaled(6) - againHeight, width, againHeight);
    spots_.push_back({againRect_, Id::None, again_, tr("Go to step %1").arg(again_)});
}

void WhyView::drawDocument(QPainter& painter, const QTextDocument& text, qreal x, qreal y, const QColor& colour) const {
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, colour);
    painter.save();
    painter.translate(x, y);
    text.documentLayout()->draw(&painter, context);
    painter.restore();
}

void WhyView::draw(QPainter& painter) {
    const qreal left = scaled(inset);
    const qreal scroll = verticalScrollBar()->value();
    drawDocument(painter, *title_, left, scaled(inset) - scroll, blocks_.empty() ? shades().text2 : shades().text);
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const auto& block = blocks_[i];
        const qreal top = block.top - scroll;
        const qreal side = std::round(scaled(chipSide));
        if (i + 1 < blocks_.size())
            painter.fillRect(QRectF(std::round(left + side / 2), top + side, 1, blocks_[i + 1].top - block.top - side),
                             shades().lineStrong);
        const QRectF chip(left, std::round(top), side, side);
        if (block.link.queue)
            drawQueueChip(painter, chip, theme());
        else
            drawChip(painter, chip, block.link.look, theme());
        const qreal x = left + scaled(indent);
        drawDocument(painter, *block.text, x, top, shades().text);
        if (block.detail) drawDocument(painter, *block.detail, x, top + block.text->size().height(), shades().text2);
    }
    if (again_ == 0) return;
    painter.setFont(font(13, QFont::Medium));
    painter.setPen(shades().accent);
    painter.drawText(againRect_, Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine, QString::number(again_));
    drawDocument(painter, *againDocument_, left + againIndent_, againRect_.top(), shades().text);
}

QString WhyView::plainText() {
    refreshNow();
    QStringList lines{plainSentence(question_)};
    for (const auto& block : blocks_) {
        const QString text = plainSentence(block.link.text);
        lines << (block.link.detail.isEmpty() ? text : text + QStringLiteral(" (") + block.link.detail + u')');
    }
    if (again_ > 0) lines << tr("%1: %2").arg(again_).arg(againText_);
    return lines.join(u'\n');
}

}  // namespace views
