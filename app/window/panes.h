// The panes around the timeline, each in a dock.
#pragma once

#include <QMainWindow>
#include <QObject>
#include <functional>
#include <vector>

#include "chapters/chapter_view.h"
#include "console/console_view.h"
#include "guide/guide_view.h"
#include "palette/palette.h"
#include "settings/settings.h"
#include "time/run_view.h"
#include "window/actions.h"
#include "window/dock.h"
#include "window/input_line.h"
#include "window/pane_layout.h"
#include "window/program_pane.h"

namespace app {

class Panes : public QObject {
    Q_OBJECT
public:
    Panes(QMainWindow& window, Actions& actions, views::RunView& view);

    void setTheme(views::Theme theme);
    ProgramPane& program() { return *program_; }
    InputLine& input() { return *input_; }
    views::ConsoleView& console() { return *console_; }
    views::ChapterView& chapters() { return *chapters_; }
    views::GuideView& guide() { return *guide_; }
    // Beside the name of the program's file.
    void setProgramState(const QString& state) { source_->setSubtitle(state); }
    // Beside the names of their panes.
    void setGuideState(const QString& state) { guideDock_->setSubtitle(state); }
    void setExamplesState(const QString& state) { examples_->setSubtitle(state); }
    // Unless it is closed, the pane comes before those that it shares its place with.
    void raiseVariables() { raise(*variables_); }
    void raiseGuide() { raise(*guideDock_); }
    // The pane is opened, too.
    void bringUpGuide() { bringUp(*guideDock_); }
    void bringUpExamples() { bringUp(*examples_); }
    PaneLayout& layout() { return *layout_; }
    // By so many pixels, in all panes.
    void changeTextSizes(int by);
    void resetTextSizes();
    // As they were kept, and as they are now.
    void takeTextSizes(const Settings& settings);
    void keepTextSizes(Settings& settings) const;

protected:
    // Names the tab bars that the window makes for panes behind one another.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Sized {
        QString id;  // of the pane
        int usual;   // in pixels
        std::function<int()> get;
        std::function<void(int)> set;
    };

    // `content` is what the dock holds: the pane itself, or what the pane is in.
    template <class View>
    View* add(View* pane, Dock*& dock, const char* id, const QString& name, QWidget* content = nullptr);

    static void raise(Dock& dock);
    static void bringUp(Dock& dock);

    QMainWindow& window_;
    Actions& actions_;
    PaneLayout* layout_ = nullptr;
    std::vector<Dock*> docks_;
    std::vector<std::function<void(views::Theme)>> themed_;
    std::vector<Sized> sized_;
    ProgramPane* program_ = nullptr;
    InputLine* input_ = nullptr;
    views::ConsoleView* console_ = nullptr;
    views::ChapterView* chapters_ = nullptr;
    views::GuideView* guide_ = nullptr;
    Dock* guideDock_ = nullptr;
    Dock* examples_ = nullptr;
    Dock* source_ = nullptr;
    Dock* variables_ = nullptr;
};

}  // namespace app
