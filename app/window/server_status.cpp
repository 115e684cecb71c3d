#include "window/server_status.h"

#include <QHBoxLayout>

#include "window/icons.h"

namespace app {

namespace {

constexpr int progressWidth = 120;

}  // namespace

ServerStatus::ServerStatus(Actions& actions, ServerActions& server, QWidget* parent)
    : QWidget(parent), server_(server) {
    setObjectName(QStringLiteral("serverStatus"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* rule = new QFrame(this);
    rule->setProperty("rule", true);
    rule->setFixedSize(1, 14);
    row->addWidget(rule);
    address_ = new QToolButton(this);
    address_->setObjectName(QStringLiteral("statusAddress"));
    address_->setAccessibleName(tr("Address"));
    address_->setPopupMode(QToolButton::InstantPopup);
    address_->setMenu(actions.menu(MenuId::Server));
    address_->setFocusPolicy(Qt::TabFocus);
    address_->setToolTip(tr("Where the program can be reached, and what can be done with it"));
    row->addWidget(address_);
    loading_ = new QWidget(this);
    auto* loadingRow = new QHBoxLayout(loading_);
    loadingRow->setContentsMargins(4, 0, 0, 0);
    loadingRow->setSpacing(2);
    progress_ = new QProgressBar(loading_);
    progress_->setObjectName(QStringLiteral("loadProgress"));
    progress_->setAccessibleName(tr("Load"));
    progress_->setFixedWidth(progressWidth);
    loadingRow->addWidget(progress_);
    stop_ = new QToolButton(loading_);
    stop_->setObjectName(QStringLiteral("loadStop"));
    stop_->setAccessibleName(tr("Stop the load"));
    stop_->setToolTip(tr("Stop the load"));
    stop_->setFocusPolicy(Qt::TabFocus);
    loadingRow->addWidget(stop_);
    row->addWidget(loading_);
    connect(stop_, &QToolButton::clicked, this, [this] { server_.load().cancel(); });
    connect(&server_, &ServerActions::changed, this, &ServerStatus::refresh);
    refresh();
}

void ServerStatus::setTheme(views::Theme theme) { stop_->setIcon(icon(IconId::Close, theme)); }

void ServerStatus::refresh() {
    const auto* one = server_.chosen();
    auto& load = server_.load();
    setVisible(one || load.isRunning());
    address_->setVisible(one);
    loading_->setVisible(load.isRunning());
    if (one) {
        const auto address = QString::fromStdString(one->address);
        const auto others = server_.listening().size() - 1;
        address_->setText(others == 0 ? tr("Listens on %1").arg(address)
                                      : tr("Listens on %1 and %2 more").arg(address, QString::number(others)));
        address_->setAccessibleName(address_->text());
    }
    // 10,000,000 at most.
    progress_->setRange(0, static_cast<int>(load.requests()));
    progress_->setValue(static_cast<int>(load.done()));
    progress_->setFormat(tr("Load: %L1 of %L2").arg(load.done()).arg(load.requests()));
}

}  // namespace app
