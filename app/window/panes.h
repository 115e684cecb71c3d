// The panes around the timeline, each in a dock: where they stand at first, and how to get back there.
#pragma once

#include <QMainWindow>
#include <QObject>
#include <QVector>
#include <functional>
#include <vector>

#include "palette/palette.h"
#include "time/run_view.h"
#include "window/actions.h"
#include "window/dock.h"
#include "window/input_line.h"
#include "window/program_pane.h"

namespace app {

class Panes : public QObject {
    Q_OBJECT
public:
    Panes(QMainWindow& window, Actions& actions, views::RunView& view);

    void setTheme(views::Theme theme);
    ProgramPane& program() { return *program_; }
    InputLine& input() { return *input_; }
    // Beside the name of the program's file.
    void setProgramState(const QString& state) { source_->setSubtitle(state); }
    // Unless it is closed, the pane comes before the one that it shares its place with.
    void raiseVariables();
    // As at first.
    void reset();

protected:
    // Names the tab bars that the window makes for panes behind one another.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Place {
        Dock* dock;
        Qt::DockWidgetArea area;
    };

    // `content` is what the dock holds: the pane itself, or what the pane is in.
    template <class View>
    View* add(View* pane, Dock*& dock, const char* id, const QString& name, Qt::DockWidgetArea area,
              QWidget* content = nullptr);

    QMainWindow& window_;
    Actions& actions_;
    QVector<Place> places_;
    std::vector<std::function<void(views::Theme)>> themed_;
    ProgramPane* program_ = nullptr;
    InputLine* input_ = nullptr;
    Dock* source_ = nullptr;
    Dock* hub_ = nullptr;
    Dock* console_ = nullptr;
    Dock* greenlets_ = nullptr;
    Dock* why_ = nullptr;
    Dock* objects_ = nullptr;
    Dock* legend_ = nullptr;
    Dock* variables_ = nullptr;
};

}  // namespace app
