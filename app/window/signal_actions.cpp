#include "window/signal_actions.h"

#include <QCoreApplication>
#include <array>
#include <csignal>

#include "signals.h"

namespace app {

namespace {

struct SignalActions {
    Q_DECLARE_TR_FUNCTIONS(SignalActions)
};

struct Signal {
    const char* action;
    int number;
};
constexpr std::array all{Signal{"signal-int", SIGINT}, Signal{"signal-quit", SIGQUIT}, Signal{"signal-term", SIGTERM},
                         Signal{"signal-usr1", SIGUSR1}};

void send(int number, Session& session, MessageBar& messages) {
    session.send(number);
    // Else nothing would be seen to happen.
    if (session.engine() == Session::Engine::Held)
        messages.show(MessageBar::Kind::News,
                      SignalActions::tr("%1 is sent. The run is held: it gets it once it goes on.")
                          .arg(QString::fromStdString(green::signal_name(number))));
}

}  // namespace

void connectSignalActions(Actions& actions, Session& session, MessageBar& messages) {
    for (const auto& [id, number] : all) {
        auto* action = actions[id];
        QObject::connect(action, &QAction::triggered, &session,
                         [&session, &messages, number = number] { send(number, session, messages); });
        const auto enable = [action, &session] { action->setEnabled(!session.isOver()); };
        QObject::connect(&session, &Session::engineChanged, action, enable);
        QObject::connect(&session, &Session::started, action, enable);
        enable();
    }
}

}  // namespace app
