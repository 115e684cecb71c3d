#include "window/server_actions.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QGuiApplication>
#include <algorithm>
#include <utility>

namespace app {

namespace {

constexpr quint64 requests = 10'000;
constexpr unsigned atOnce = 100;

}  // namespace

ServerActions::ServerActions(const Surroundings& around, QObject* parent)
    : QObject(parent),
      around_(around),
      load_(QCoreApplication::applicationFilePath()),
      browser_([](const QUrl& url) { return QDesktopServices::openUrl(url); }) {
    auto& [actions, session, transport, view, messages, console] = around_;
    connect(actions["copy-address"], &QAction::triggered, this, &ServerActions::copyAddress);
    connect(actions["open-address"], &QAction::triggered, this, &ServerActions::openInBrowser);
    connect(actions["send-load"], &QAction::triggered, this, &ServerActions::toggleLoad);
    connect(&session, &Session::started, this, [this] {
        ++runs_;
        load_.cancel();
        lookWhatListens();
    });
    connect(&session, &Session::pumped, this, &ServerActions::lookWhatListens);
    connect(&session, &Session::engineChanged, this, [this] {
        // Nobody would answer any more.
        if (around_.session.isOver()) load_.cancel();
        lookWhatListens();
    });
    connect(&view, &views::RunView::selectionChanged, this, [this] {
        enable();
        emit changed();
    });
    connect(&load_, &LoadProcess::progressed, this, &ServerActions::enable);
    connect(&load_, &LoadProcess::progressed, this, &ServerActions::changed);
    connect(&load_, &LoadProcess::ended, this, &ServerActions::onLoadEnded);
    enable();
}

// Called often: what listens changes seldom.
void ServerActions::lookWhatListens() {
    const auto& moment = around_.view.store().last();
    const auto ids = around_.session.isOver() ? std::vector<green::trace::Id>() : moment.listening();
    if (ids == ids_) return;
    ids_ = ids;
    listening_ = ids.empty() ? std::vector<Listening>() : listeningAt(moment);
    enable();
    emit changed();
}

const Listening* ServerActions::chosen() const {
    const auto selected = std::ranges::find(listening_, around_.view.selection(), &Listening::id);
    if (selected != listening_.end()) return &*selected;
    return listening_.empty() ? nullptr : &listening_.front();
}

const Listening* ServerActions::chosenHttp() const {
    if (const auto* one = chosen(); one && one->isHttp()) return one;
    return !listening_.empty() && listening_.front().isHttp() ? &listening_.front() : nullptr;
}

void ServerActions::enable() {
    auto& actions = around_.actions;
    actions["copy-address"]->setEnabled(chosen());
    actions["open-address"]->setEnabled(chosenHttp());
    auto* load = actions["send-load"];
    load->setEnabled(load_.isRunning() || chosenHttp());
    load->setText(load_.isRunning() ? tr("Stop the &load") : tr("Send &load"));
}

void ServerActions::copyAddress() {
    const auto* one = chosen();
    if (!one) return;
    const auto text = QString::fromStdString(one->forPrograms());
    QGuiApplication::clipboard()->setText(text);
    around_.messages.show(MessageBar::Kind::News, tr("Copied: %1").arg(text));
}

void ServerActions::openInBrowser() {
    const auto* one = chosenHttp();
    if (!one) return;
    const auto address = QString::fromStdString(one->forPrograms());
    if (!browser_(QUrl(address)))
        around_.messages.show(MessageBar::Kind::Problem,
                              tr("No browser could be opened. The address is %1").arg(address));
    else if (!around_.transport.isPlaying())
        around_.messages.show(MessageBar::Kind::News, tr("The run is paused: the page comes once it goes on."));
}

void ServerActions::toggleLoad() {
    if (load_.isRunning()) {
        load_.cancel();
        return;
    }
    const auto* one = chosenHttp();
    if (!one) return;
    loaded_ = runs_;
    load_.start(QString::fromStdString(one->forPrograms()), requests, atOnce);
    // A server that is held, or played step by step, would answer nobody for a long time.
    around_.transport.runOn();
}

void ServerActions::onLoadEnded(const QString& line, bool failed) {
    if (failed)
        around_.messages.show(MessageBar::Kind::Problem, tr("The load could not be sent: %1").arg(line));
    else if (loaded_ == runs_)
        around_.console.note(tr("Load: %1").arg(line));
    enable();
    emit changed();
}

}  // namespace app
