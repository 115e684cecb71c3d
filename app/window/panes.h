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

namespace app {

class Panes : public QObject {
    Q_OBJECT
public:
    Panes(QMainWindow& window, Actions& actions, views::RunView& view);

    void setTheme(views::Theme theme);
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

    template <class View>
    View* add(View* pane, Dock*& dock, const char* id, const QString& name, Qt::DockWidgetArea area);

    QMainWindow& window_;
    Actions& actions_;
    QVector<Place> places_;
    std::vector<std::function<void(views::Theme)>> themed_;
    Dock* source_ = nullptr;
    Dock* hub_ = nullptr;
    Dock* console_ = nullptr;
    Dock* greenlets_ = nullptr;
    Dock* why_ = nullptr;
    Dock* objects_ = nullptr;
    Dock* legend_ = nullptr;
};

}  // namespace app
