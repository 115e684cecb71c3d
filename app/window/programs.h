// What is open and runs: an example in one of its languages, or a Python program of somebody's own. Shows its text,
// runs it as it now is, and sees to it that nothing that was written gets lost.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <functional>
#include <map>
#include <memory>

#include "program/drafts.h"
#include "program/program_text.h"
#include "session/input_desk.h"
#include "session/interpreter.h"
#include "session/session.h"
#include "settings/settings.h"
#include "window/files.h"
#include "window/message_bar.h"
#include "window/program_pane.h"

namespace app {

class Programs : public QObject {
    Q_OBJECT
public:
    // What it works with; all of it outlives it, but the pane may go first.
    struct Surroundings {
        Session& session;
        views::RunView& view;
        ProgramPane& pane;
        Files& files;
        MessageBar& messages;
        Settings& settings;
    };

    Programs(Surroundings around, Interpreter python, Drafts drafts, QObject* parent);
    ~Programs() override;

    // An example, which must exist, in the language that was chosen last.
    void openExample(const QString& id, green::trace::ClockKind clock);
    // A Python program. False: it can't be read, which is said, and what was open stays.
    bool openFile(const QString& path, green::trace::ClockKind clock = green::trace::ClockKind::Virtual);

    // What the program at `path` gets in sys.argv whenever it is run.
    void setArguments(const QString& path, std::vector<std::string> arguments);

    // The text as it now is, on the clock that it ran on last.
    void runAgain();
    void runOn(green::trace::ClockKind clock);
    // To the other language of an example.
    void toggleLanguage();

    // Does nothing but say so where the text can't be edited.
    void reset();
    void save();
    void saveAs();
    // The example that is open; null: something else is.
    const tutorial::Example* example() const { return example_; }
    // The text that is edited; null if what is shown is only read.
    ProgramText* edited() { return editable() ? text_ : nullptr; }
    // Tells the text that is shown from all others, also in later sessions. One that belongs to a run alone, as that of
    // a recording, is known by its name.
    QString shownKey() const;
    // What is shown can't be edited, and why.
    void sayItIsReadOnly();
    // Writes what is not yet in the drafts. Anything that is not saved is in them afterwards.
    void keepDrafts();

    // What the program's input() asks; nothing while it does not wait.
    std::optional<QString> question() const;
    void answer(const QString& line);
    void endInput();

signals:
    // Another text is shown, or it has become edited or is no longer.
    void textChanged();
    void questionChanged();
    // The shown text goes by another key: it was saved to a file.
    void renamed(const QString& before, const QString& now);

private:
    bool editable() const { return text_ && python_; }
    void showText(ProgramText& text);
    void showLanguages(Language current);
    // Runs it, unless it can't be run, or was being run when the application was last gone: then it is only shown.
    void open(ProgramText& text, green::trace::ClockKind clock);
    void showUnrun(ProgramText& text, green::trace::ClockKind clock);
    ProgramText& textOf(const tutorial::Example& example);
    void adopt(ProgramText& program);
    void choose(Language language);
    void run(ProgramText& text, green::trace::ClockKind clock);
    void run(const tutorial::Example& example, green::trace::ClockKind clock);
    // `key`: of a text that may take the application down; empty: none.
    void start(Program program, const QString& key);
    void setUnderWay(const QString& key);
    void onStarted();
    void onEngineChanged();
    void updateNotice();
    void sayThatItIsBack(ProgramText& text);
    void watch();
    void onFileChanged();
    void sayThatItHasChanged(ProgramText& text);
    // For the button of a message, which may be pressed when another text is shown, or when `text` is gone.
    std::function<void()> about(ProgramText& text, void (Programs::*work)(ProgramText&));
    void takeOriginal(ProgramText& text);
    void attempt(const std::function<void()>& work);
    void saveWhereItWas(ProgramText& text);
    void saveElsewhere(ProgramText& text);
    void saveTo(ProgramText& text, const QString& path);
    void sayThatItIsSaved(const QString& path);
    // `before`: its key.
    void rename(ProgramText& text, const QString& path, const QString& before);
    green::trace::ClockKind clock() const;
    std::uint64_t seed() const;

    Surroundings in_;
    Interpreter python_;
    Drafts drafts_;
    const tutorial::Example* example_ = nullptr;  // that is open
    ProgramText* text_ = nullptr;                 // that is shown; null: the run's own text
    std::map<QString, std::unique_ptr<ProgramText>> texts_;
    std::map<QString, std::vector<std::string>> arguments_;  // by the key of the text
    QString underWay_;  // the key of the text that runs and was not yet held; empty: none
    QString heldBack_;  // of the one that is shown, but was not run
    std::shared_ptr<InputDesk> desk_;
    QFileSystemWatcher watcher_;
    bool starting_ = false;
};

}  // namespace app
