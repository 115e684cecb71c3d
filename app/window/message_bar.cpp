#include "window/message_bar.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>

#include "window/icons.h"
#include "window/style.h"

namespace app {

namespace {

constexpr int newsMilliseconds = 8000;

}  // namespace

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("messageBar"));
    setAccessibleName(tr("Message"));
    icon_ = new QLabel(this);
    text_ = new QLabel(this);
    text_->setObjectName(QStringLiteral("messageText"));
    text_->setAccessibleName(tr("Message"));
    text_->setWordWrap(true);
    text_->setTextFormat(Qt::PlainText);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    close_ = new QToolButton(this);
    close_->setObjectName(QStringLiteral("messageClose"));
    close_->setAccessibleName(tr("Close the message"));
    close_->setToolTip(tr("Close the message"));
    close_->setProperty("small", true);
    close_->setFocusPolicy(Qt::TabFocus);
    connect(close_, &QToolButton::clicked, this, &QWidget::hide);
    row_ = new QHBoxLayout(this);
    row_->setContentsMargins(inset, 6, 6, 6);
    row_->setSpacing(8);
    row_->addWidget(icon_);
    row_->addWidget(text_, 1);
    row_->addWidget(close_);
    timeout_ = new QTimer(this);
    timeout_->setObjectName(QStringLiteral("messageTimeout"));
    timeout_->setSingleShot(true);
    timeout_->setInterval(newsMilliseconds);
    connect(timeout_, &QTimer::timeout, this, &QWidget::hide);
    QFrame::hide();
}

void MessageBar::show(Kind kind, const QString& text, std::vector<Choice> choices) {
    kind_ = kind;
    for (auto* button : buttons_) button->deleteLater();
    buttons_.clear();
    text_->setText(text);
    setAccessibleDescription(text);
    for (auto& choice : choices) {
        auto* button = new QPushButton(choice.text, this);
        button->setObjectName(QStringLiteral("messageChoice%1").arg(buttons_.size()));
        button->setAccessibleName(choice.text);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, chosen = std::move(choice.chosen)] {
            hide();
            chosen();
        });
        row_->insertWidget(row_->count() - 1, button);
        buttons_.push_back(button);
    }
    setProperty("kind", kind == Kind::Problem ? "problem" : "news");
    style()->unpolish(this);
    style()->polish(this);
    paintIcon();
    timeout_->stop();
    if (kind == Kind::News) timeout_->start();
    QFrame::show();
}

QString MessageBar::text() const { return isHidden() ? QString() : text_->text(); }

void MessageBar::setTheme(views::Theme theme) {
    theme_ = theme;
    close_->setIcon(icon(IconId::Close, theme));
    paintIcon();
}

void MessageBar::paintIcon() {
    icon_->setPixmap(icon(kind_ == Kind::Problem ? IconId::Warning : IconId::Information, theme_)
                         .pixmap(QSize(16, 16), devicePixelRatioF()));
}

}  // namespace app
