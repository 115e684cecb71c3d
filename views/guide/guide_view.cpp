#include "guide/guide_view.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QUrl>
#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "pane/draw.h"
#include "pane/spot_walk.h"

namespace views {

namespace {

constexpr QStringView answerName = u"Answer";
constexpr const char* answerLink = "answer";
constexpr int titleLevel = 1;
constexpr int inset = 12;
constexpr int listIndent = 18;
constexpr int titleSize = 16;

bool isAnswer(const GuideSection& section) { return section.name == answerName; }

// "#7": event 7.
std::optional<green::trace::EventNumber> momentOf(const QUrl& link) {
    bool isNumber = false;
    const green::trace::EventNumber number = link.fragment().toULongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

}  // namespace

GuideView::GuideView(QWidget* parent) : QTextBrowser(parent) {
    setObjectName(QStringLiteral("guideView"));
    setAccessibleName(tr("Guide"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(this, &QTextBrowser::anchorClicked, this, &GuideView::follow);
    applyTheme();
    rebuild();
}

void GuideView::showGuide(const Guide& guide) {
    guide_ = guide;
    nothing_.clear();
    notice_.clear();
    answerShown_ = false;
    rebuild();
    verticalScrollBar()->setValue(0);
}

void GuideView::showNothing(const QString& why) {
    showGuide({});
    nothing_ = why;
    rebuild();
}

void GuideView::setNotice(const QString& notice) {
    if (notice == notice_) return;
    notice_ = notice;
    rebuild();
}

bool GuideView::hasAnswer() const { return std::ranges::any_of(guide_.sections, isAnswer); }

void GuideView::setAnswerShown(bool shown) {
    if (shown == answerShown_ || !hasAnswer()) return;
    answerShown_ = shown;
    rebuild();
    auto place = document()->find(answerName.toString());
    while (!place.isNull() && place.blockFormat().headingLevel() == 0)
        place = document()->find(answerName.toString(), place);
    // From its end to its heading: where not all of it can be seen, its beginning can.
    auto end = place;
    while (end.movePosition(QTextCursor::NextBlock) && end.blockFormat().headingLevel() == 0) {
    }
    const auto bring = [this](QTextCursor at) {
        at.clearSelection();
        setTextCursor(at);
        ensureCursorVisible();
    };
    bring(end);
    bring(place);
}

void GuideView::setTheme(Theme theme) {
    if (theme == theme_) return;
    theme_ = theme;
    applyTheme();
    dress();
}

void GuideView::setTextSize(int pixels) {
    pixels = readableTextSize(pixels);
    if (pixels == textSize_) return;
    textSize_ = pixels;
    dress();
}

void GuideView::applyTheme() {
    const auto& colours = views::palette(theme_);
    QPalette roles = QWidget::palette();
    roles.setColor(QPalette::Base, colours.surface);
    roles.setColor(QPalette::Window, colours.window);
    roles.setColor(QPalette::Text, colours.text);
    roles.setColor(QPalette::WindowText, colours.text);
    roles.setColor(QPalette::Link, colours.accent);
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        roles.setColor(group, QPalette::Highlight, colours.accent);
        roles.setColor(group, QPalette::HighlightedText, colours.surface);
    }
    setPalette(roles);
}

// The text.

QString GuideView::markdown() const {
    QStringList parts;
    if (!guide_.title.isEmpty()) parts += QStringLiteral("# ") + guide_.title;
    if (!guide_.text.isEmpty()) parts += guide_.text;
    for (const auto& section : guide_.sections) {
        parts += QStringLiteral("## ") + section.name;
        if (!isAnswer(section)) {
            parts += section.text;
            continue;
        }
        if (answerShown_) parts += section.text;
        const auto offer = answerShown_ ? tr("Hide the answer") : tr("Show the answer");
        parts += QStringLiteral("[%1](#%2)").arg(offer, QLatin1String(answerLink));
    }
    return parts.join(QStringLiteral("\n\n"));
}

void GuideView::rebuild() {
    const int place = verticalScrollBar()->value();
    if (nothing_.isEmpty())
        document()->setMarkdown(markdown());
    else
        document()->setPlainText(nothing_);
    if (!notice_.isEmpty()) {
        QTextCursor top(document());
        top.insertBlock();
        top.movePosition(QTextCursor::Start);
        top.setBlockFormat({});
        top.insertText(notice_, QTextCharFormat());
    }
    // Else it would be at the end, which is brought in sight when the pane is first shown.
    setTextCursor(QTextCursor(document()));
    dress();
    verticalScrollBar()->setValue(place);
}

QTextCharFormat GuideView::dressed(QTextCharFormat format, int heading, bool quiet) const {
    const auto& colours = views::palette(theme_);
    const bool isCode = format.fontFixedPitch();
    const bool isStrong = heading > 0 || format.fontWeight() > QFont::Normal;
    const auto plain = uiFont(QWidget::font(), scaled(heading == titleLevel ? titleSize : usualTextSize),
                              isStrong ? QFont::DemiBold : QFont::Normal);
    format.clearProperty(QTextFormat::FontSizeAdjustment);
    format.setFont(isCode ? codeFont(scaled(usualTextSize)) : plain, QTextCharFormat::FontPropertiesSpecifiedOnly);
    format.setFontFixedPitch(isCode);
    format.setForeground(format.isAnchor() ? colours.accent : quiet ? colours.text2 : colours.text);
    format.setFontUnderline(format.isAnchor());
    if (const auto moment = momentOf(QUrl(format.anchorHref()))) format.setToolTip(tr("Go to step %1").arg(*moment));
    return format;
}

void GuideView::dress() {
    const int place = verticalScrollBar()->value();
    document()->setDefaultFont(uiFont(QWidget::font(), scaled(usualTextSize)));
    document()->setDocumentMargin(scaled(inset));
    document()->setIndentWidth(scaled(listIndent));
    for (auto block = document()->begin(); block.isValid(); block = block.next()) {
        const int heading = block.blockFormat().headingLevel();
        const bool isNotice = !notice_.isEmpty() && block == document()->begin();
        QTextBlockFormat shape = block.blockFormat();
        shape.setLineHeight(scaled(heading == titleLevel ? 24 : 20), QTextBlockFormat::FixedHeight);
        shape.setTopMargin(heading > titleLevel ? scaled(6) : 0);
        shape.setBottomMargin(scaled(heading > titleLevel ? 2 : block.textList() ? 3 : 8));
        if (isNotice) shape.setBackground(views::palette(theme_).accentSoft);
        QTextCursor cursor(block);
        cursor.setBlockFormat(shape);
        // A format that is changed may join what is beside it: all are looked at first.
        std::vector<std::tuple<int, int, QTextCharFormat>> changes;
        for (auto at = block.begin(); !at.atEnd(); ++at) {
            const auto part = at.fragment();
            changes.emplace_back(part.position(), part.position() + part.length(),
                                 dressed(part.charFormat(), heading, isNotice || !nothing_.isEmpty()));
        }
        for (const auto& [from, to, format] : changes) {
            cursor.setPosition(from);
            cursor.setPosition(to, QTextCursor::KeepAnchor);
            cursor.setCharFormat(format);
        }
    }
    verticalScrollBar()->setValue(place);
}

// Hands and keys.

void GuideView::follow(const QUrl& link) {
    if (link.fragment() == QLatin1String(answerLink)) return setAnswerShown(!answerShown_);
    if (const auto moment = momentOf(link)) emit momentChosen(*moment);
}

// A text that can be selected would take letters and Space from the window.
bool GuideView::event(QEvent* event) {
    // Tab does not come to keyPressEvent.
    if (event->type() == QEvent::KeyPress) {
        byKeyboard_ = true;
        viewport()->update();  // the ring round the pane goes when a link gets it
    }
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool plain = (key->modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier)) == Qt::NoModifier;
        const bool ours = key->key() == Qt::Key_Up || key->key() == Qt::Key_Down || key->key() == Qt::Key_Return ||
                          key->key() == Qt::Key_Enter;
        event->setAccepted((plain && ours) || key->matches(QKeySequence::Copy));
        return true;
    }
    return QTextBrowser::event(event);
}

std::vector<QRectF> GuideView::focusedLink() const {
    const auto cursor = textCursor();
    auto first = cursor;
    first.setPosition(cursor.selectionStart() + 1);
    std::vector<QRectF> lines;
    if (!cursor.hasSelection() || !first.charFormat().isAnchor()) return lines;
    for (int at = cursor.selectionStart(); at < cursor.selectionEnd();) {
        auto here = cursor;
        here.setPosition(at);
        auto end = here;
        end.movePosition(QTextCursor::EndOfLine);
        const int to = std::min(std::max(end.position(), at + 1), cursor.selectionEnd());
        end.setPosition(to);
        lines.push_back(QRectF(cursorRect(here)).united(cursorRect(end)));
        at = to + (to < cursor.selectionEnd() ? 1 : 0);
    }
    return lines;
}

void GuideView::paintEvent(QPaintEvent* event) {
    QTextBrowser::paintEvent(event);
    if (!hasFocus() || !byKeyboard_) return;
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(views::palette(theme_).accent, 2));
    const auto link = focusedLink();
    for (const auto& line : link) painter.drawRoundedRect(line.adjusted(-2, 0, 2, 0), 4, 4);
    if (link.empty()) painter.drawRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1));
}

void GuideView::focusInEvent(QFocusEvent* event) {
    QTextBrowser::focusInEvent(event);
    byKeyboard_ = isByKeyboard(event->reason());
    viewport()->update();
}

void GuideView::mousePressEvent(QMouseEvent* event) {
    byKeyboard_ = false;
    QTextBrowser::mousePressEvent(event);
}

void GuideView::keyPressEvent(QKeyEvent* event) {
    const auto scroll = [this](int lines) {
        verticalScrollBar()->setValue(verticalScrollBar()->value() + qRound(scaled(20)) * lines);
    };
    switch (event->key()) {
        case Qt::Key_Up: return scroll(-1);
        case Qt::Key_Down: return scroll(1);
        default: QTextBrowser::keyPressEvent(event);
    }
}

void GuideView::wheelEvent(QWheelEvent* event) {
    if (const auto size = textSizeAfter(*event, textSize_)) {
        setTextSize(*size);
        event->accept();
        return;
    }
    QTextBrowser::wheelEvent(event);
}

void GuideView::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = createStandardContextMenu(event->pos());
    menu->setObjectName(QStringLiteral("guideMenu"));
    menu->setAccessibleName(tr("Guide"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(event->globalPos());
}

}  // namespace views
