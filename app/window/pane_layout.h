// Where the panes stand and how large they are. As long as nobody has put them elsewhere they follow the size of the
// window, and the guide gets what the source's text leaves.
#pragma once

#include <QMainWindow>
#include <QObject>
#include <array>

#include "window/dock.h"
#include "window/program_pane.h"

namespace app {

class PaneLayout : public QObject {
    Q_OBJECT
public:
    struct Docks {
        Dock* guide;
        Dock* examples;
        Dock* source;
        Dock* hub;
        Dock* console;
        Dock* greenlets;
        Dock* why;
        Dock* variables;
        Dock* objects;
        Dock* legend;
    };

    // All of it outlives the layout.
    PaneLayout(QMainWindow& window, const Docks& docks, const ProgramPane& program);

    // As at first.
    void reset();
    // What somebody has made of it; empty if nobody has.
    QByteArray state() const;
    // As `state` told it.
    void restore(const QByteArray& state);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // What depends on the window's size besides measures.
    struct Room {
        bool narrow = false;
        bool low = false;
        bool operator==(const Room&) const = default;
    };

    Room room() const;
    std::array<Dock*, 10> all() const;
    bool isOwn() const;
    void follow();
    void arrange();
    void share();
    int guideHeight(int column) const;

    QMainWindow& window_;
    Docks in_;
    const ProgramPane& program_;
    Room room_;
    bool arranging_ = false;
    bool moved_ = false;  // by somebody: a pane to another place, or an edge between two
    QByteArray pressed_;  // the layout when a button was pressed between the panes
};

}  // namespace app
