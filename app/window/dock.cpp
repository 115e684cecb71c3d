#include "window/dock.h"

#include <QHBoxLayout>

#include "window/icons.h"
#include "window/style.h"

namespace app {

namespace {

QToolButton* smallButton(QWidget* parent, const QString& name, const QString& tip) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAccessibleName(tip);
    button->setToolTip(tip);
    button->setProperty("small", true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

Dock::Dock(const QString& id, const QString& name, QWidget* content, QWidget* parent) : QDockWidget(name, parent) {
    setObjectName(id);
    setAccessibleName(name);
    auto* title = new QFrame(this);
    title->setObjectName(QStringLiteral("dockTitle"));
    title->setAccessibleName(name);
    title->setFixedHeight(dockTitleHeight);
    name_ = new QLabel(name, title);
    name_->setObjectName(QStringLiteral("dockName"));
    subtitle_ = new QLabel(title);
    subtitle_->setObjectName(QStringLiteral("dockSubtitle"));
    subtitle_->setProperty("quiet", true);
    // A long word must not keep the pane from getting narrow.
    subtitle_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    float_ = smallButton(title, QStringLiteral("dockFloat"), tr("Take %1 out of the window, or put it back").arg(name));
    close_ = smallButton(title, QStringLiteral("dockClose"), tr("Hide %1").arg(name));
    connect(float_, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    connect(close_, &QToolButton::clicked, this, &QWidget::close);
    auto* row = new QHBoxLayout(title);
    row->setContentsMargins(inset, 0, 6, 0);
    row->setSpacing(0);
    row->addWidget(name_);
    row->addSpacing(inset);
    row->addWidget(subtitle_, 1);
    row->addWidget(float_);
    row->addWidget(close_);
    setTitleBarWidget(title);
    setWidget(content);
}

void Dock::setName(const QString& name) {
    name_->setText(name);
    setWindowTitle(name);
}

void Dock::setSubtitle(const QString& subtitle) { subtitle_->setText(subtitle); }

void Dock::setTheme(views::Theme theme) {
    float_->setIcon(icon(IconId::Float, theme));
    close_->setIcon(icon(IconId::Close, theme));
}

}  // namespace app
