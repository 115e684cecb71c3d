// The window: the panes around the timeline, the transport, and what connects them to a session.
#pragma once

#include <QMainWindow>

#include "session/session.h"
#include "session/transport.h"
#include "settings/settings.h"
#include "time/run_view.h"
#include "window/actions.h"
#include "window/files.h"
#include "window/programs.h"

namespace app {

class KeyOverlay;
class Lessons;
class Panes;
class ServerActions;
class ServerStatus;
class StatusBar;
class TimelinePanel;
class TransportBar;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(Settings settings, Interpreter python = Interpreter::ofBuild(), Drafts drafts = {},
                        QWidget* parent = nullptr);
    ~MainWindow() override;

    // Starts an example of the tutorial, which must exist; on the virtual clock unless told otherwise.
    void openExample(const QString& id, green::trace::ClockKind clock = green::trace::ClockKind::Virtual);
    // Starts any program.
    void openProgram(Program program);
    // A program, which gets the arguments whenever it is run from now on, or a recording, by its ending. False: it
    // can't be read, which is said, and what was shown stays.
    bool openFile(const QString& path, std::vector<std::string> arguments = {});

    views::RunView& view() { return view_; }
    Session& session() { return session_; }
    Transport& transport() { return transport_; }
    Files& files() { return *files_; }
    Programs& programs() { return *programs_; }
    MessageBar& messages() { return *messages_; }
    ServerActions& server() { return *server_; }
    Settings& settings() { return settings_; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildCentre();
    void connectFiles();
    void connectPrograms();
    void connectEditing();
    void connectView();
    void connectRun();
    void connectLessons();
    void connectServer();
    void connectBreakpoints();
    void connectTransport();
    void connectSession();
    void restoreSettings();
    void setTheme(ThemeChoice choice);
    void setAxis(views::Axis axis);
    void setClock(green::trace::ClockKind clock);
    void onStarted();
    void showProgram();
    void showQuestion();
    void finishInput();
    void onStuck();
    void askForMemory();
    void refresh();
    void about();

    Settings settings_;
    views::RunView view_;
    Session session_{view_};
    Transport transport_{view_, session_};
    Actions* actions_;
    TransportBar* bar_;
    StatusBar* status_;
    MessageBar* messages_ = nullptr;
    TimelinePanel* panel_ = nullptr;
    Panes* panes_ = nullptr;
    KeyOverlay* keys_ = nullptr;
    Files* files_ = nullptr;
    Programs* programs_ = nullptr;
    Lessons* lessons_ = nullptr;
    ServerActions* server_ = nullptr;
    ServerStatus* serverStatus_ = nullptr;
};

}  // namespace app
