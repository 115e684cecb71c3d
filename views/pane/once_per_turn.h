// When a view brings itself up to date: once per turn of the event loop, however often it was asked for, and not at
// all while its widget is hidden.
#pragma once

#include <QWidget>
#include <functional>

namespace views {

class OncePerTurn {
public:
    // `refresh` is called at the end of a turn in which there was a schedule(). It calls bringUpToDate(), as does
    // whoever can't wait. GUI thread only.
    OncePerTurn(QWidget& widget, std::function<void()> refresh) : widget_(widget), refresh_(std::move(refresh)) {}

    void schedule();
    // Calls `plan` unless nothing has changed; again where planning has changed something itself (a scroll bar that
    // appears changes the room), but not for ever. Whether there was anything to do.
    bool bringUpToDate(const std::function<void()>& plan);

private:
    QWidget& widget_;
    std::function<void()> refresh_;
    bool stale_ = true;
    bool queued_ = false;
};

}  // namespace views
