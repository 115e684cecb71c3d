#include "narration/sentence_view.h"

#include <QAbstractTextDocumentLayout>
#include <QAccessible>
#include <QPainter>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextLayout>
#include <QTextOption>
#include <algorithm>

#include "pane/draw.h"

namespace views {

namespace {

constexpr int smallestText = 12;
constexpr int inset = 12;

// A line does not end between a number and its unit.
QString withBoundUnits(QString sentence) {
    static const QRegularExpression unit(QStringLiteral("(?<=\\d) (?=(ns|µs|ms|s|seconds?|minutes?|hours?)\\b)"));
    return sentence.replace(unit, QString(QChar::Nbsp));
}

}  // namespace

SentenceView::SentenceView(RunView& run, QWidget* parent) : QWidget(parent), run_(run) {
    setObjectName("sentenceView");
    setAccessibleName(tr("What just happened"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    document_.setDocumentMargin(0);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document_.setDefaultTextOption(option);
    connect(&run, &RunView::storeChanged, this, [this] {
        narrator_.reset();
        schedule();
    });
    connect(&run, &RunView::grown, this, &SentenceView::schedule);
    connect(&run, &RunView::playheadMoved, this, &SentenceView::schedule);
}

// Painting is where it is told: however many steps came in between, only the last one is put into words.
void SentenceView::schedule() {
    stale_ = true;
    update();
}

void SentenceView::refresh() {
    if (!stale_) return;
    stale_ = false;
    const QString told = narrator_.sentence(run_.store(), run_.playhead());
    if (told == sentence_) return;
    sentence_ = told;
    setAccessibleDescription(plainSentence(told));
    if (QAccessible::isActive()) {
        QAccessibleEvent spoken(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&spoken);
    }
    fit();
}

void SentenceView::fit() {
    if (width() <= 2 * inset) return;
    document_.setDefaultStyleSheet(QStringLiteral("b { font-weight: 600; }"));
    for (int size = textSize_; size >= std::min(smallestText, textSize_); --size) {
        document_.setDefaultFont(uiFont(font(), size));
        document_.setHtml(withBoundUnits(sentence_));
        if (linesAt(width() - 2 * inset) <= 2) break;
    }
    balance();
}

int SentenceView::linesAt(int width) {
    document_.setTextWidth(width);
    document_.size();
    return document_.firstBlock().layout()->lineCount();
}

// As narrow as the lines allow: else the last one may have a single word.
void SentenceView::balance() {
    int most = width() - 2 * inset;
    const int lines = linesAt(most);
    if (lines < 2) return;
    int least = most / 2;
    while (least < most) {
        const int middle = (least + most) / 2;
        if (linesAt(middle) <= lines)
            most = middle;
        else
            least = middle + 1;
    }
    linesAt(most);
}

QStringList SentenceView::shownLines() {
    refresh();
    const auto block = document_.firstBlock();
    QStringList lines;
    for (int i = 0; i < block.layout()->lineCount(); ++i) {
        const auto line = block.layout()->lineAt(i);
        lines += block.text().mid(line.textStart(), line.textLength()).trimmed();
    }
    return lines;
}

QString SentenceView::richText() {
    refresh();
    return sentence_;
}

QString SentenceView::plainText() { return plainSentence(richText()); }

void SentenceView::setTheme(Theme theme) {
    theme_ = theme;
    update();
}

void SentenceView::setTextSize(int pixels) {
    if (pixels == textSize_) return;
    textSize_ = pixels;
    updateGeometry();
    fit();
    update();
}

int SentenceView::lineHeight() const { return qRound(textSize_ * 28 / 22.0); }

QSize SentenceView::sizeHint() const { return {textSize_ * 36, 2 * lineHeight() + textSize_ / 2}; }

QSize SentenceView::minimumSizeHint() const { return {textSize_ * 10, sizeHint().height()}; }

void SentenceView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void SentenceView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) fit();
}

void SentenceView::paintEvent(QPaintEvent*) {
    refresh();
    QPainter painter(this);
    const auto& colours = views::palette(theme_);
    painter.fillRect(rect(), colours.surface);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, colours.text);
    if (hasFocus()) {
        painter.setPen(QPen(colours.accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
    painter.translate(inset, std::max(0.0, (height() - document_.size().height()) / 2));
    document_.documentLayout()->draw(&painter, context);
}

}  // namespace views
