// Files of the window: recordings and pictures, in and out.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

#include "file/session_file.h"
#include "session/session.h"
#include "settings/settings.h"
#include "window/export_dialog.h"
#include "window/message_bar.h"

namespace app {

// Asks for a file; an empty answer means that nobody chose. Tests put their own answers in.
struct FileChooser {
    using Ask =
        std::function<QString(QWidget* parent, const QString& title, const QString& suggestion, const QString& filter)>;
    Ask open;
    Ask save;
    // The desktop's dialogs.
    static FileChooser ofDesktop();
};

class Files : public QObject {
    Q_OBJECT
public:
    // `window` owns it; all references outlive it.
    Files(Session& session, views::RunView& view, MessageBar& messages, Settings& settings, QWidget& window);

    void setChooser(FileChooser chooser) { chooser_ = std::move(chooser); }

    // What goes wrong is said in the message bar.
    // Asks for a recording or a program; a program is handed over (programChosen).
    void open();
    // By the ending of its name.
    static bool isRecording(const QString& path);
    // A recording. False: it can't be read, and what was shown before stays.
    bool open(const QString& path);
    // Shows a recording that somebody has loaded from `path`; says what is damaged in it.
    void show(const views::LoadedSession& loaded, const QString& path);
    void save();
    // Asks what the picture should be like; `visible` is what the timeline shows.
    void exportPicture(const ExportDialog::Visible& visible);
    // The whole run on that axis, in the print theme; asks only for the file.
    void exportAs(const QString& ending, views::Axis axis);
    void copyPicture(views::Axis axis);
    // Asks where a program is to be saved; empty: nowhere. `name` is suggested; its ending is the program's.
    QString askWhereToSave(const QString& title, const QString& name);

signals:
    void opened(const QString& path);
    void programChosen(const QString& path);

private:
    void attempt(const std::function<void()>& work);
    void write(const ExportDialog::Request& request);
    QString suggestion(const QString& ending) const;
    void remember(const QString& path);

    Session& session_;
    views::RunView& view_;
    MessageBar& messages_;
    Settings& settings_;
    QWidget& window_;
    FileChooser chooser_ = FileChooser::ofDesktop();
};

}  // namespace app
