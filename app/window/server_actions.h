// What can be done with a program that listens: copy its address, open it in a browser, send it a load. GUI thread
// only.
#pragma once

#include <QObject>
#include <QString>
#include <QUrl>
#include <functional>
#include <vector>

#include "console/console_view.h"
#include "load/load_process.h"
#include "session/listening.h"
#include "session/session.h"
#include "session/transport.h"
#include "window/actions.h"
#include "window/message_bar.h"

namespace app {

class ServerActions : public QObject {
    Q_OBJECT
public:
    struct Surroundings {
        Actions& actions;
        Session& session;
        Transport& transport;
        views::RunView& view;
        MessageBar& messages;
        views::ConsoleView& console;
    };

    // Lets the actions work; they are disabled where they can do nothing. All must live in one window.
    ServerActions(const Surroundings& around, QObject* parent);

    // Where the run can be reached at its live edge; nowhere once it is over.
    const std::vector<Listening>& listening() const { return listening_; }
    // The one that the actions are about: what is selected if it listens, else the first. Null: nothing listens.
    const Listening* chosen() const;
    LoadProcess& load() { return load_; }

    // What opens an address, and whether that went well; the desktop's browser unless told otherwise.
    void setBrowser(std::function<bool(const QUrl&)> browser) { browser_ = std::move(browser); }
    // What is run as "greenscope load"; this program unless told otherwise.
    void setLoadProgram(const QString& path) { load_.setProgram(path); }

signals:
    // What listens, or how far a load is.
    void changed();

private:
    void lookWhatListens();
    void onLoadEnded(const QString& line, bool failed);
    const Listening* chosenHttp() const;
    void copyAddress();
    void openInBrowser();
    void toggleLoad();
    void enable();

    Surroundings around_;
    std::vector<Listening> listening_;
    std::vector<green::trace::Id> ids_;  // as the record had them when listening_ was made
    LoadProcess load_;
    int runs_ = 0;    // that were shown
    int loaded_ = 0;  // which of them a load was sent to
    std::function<bool(const QUrl&)> browser_;
};

}  // namespace app
