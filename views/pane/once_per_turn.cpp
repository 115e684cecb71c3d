#include "pane/once_per_turn.h"

namespace views {

void OncePerTurn::schedule() {
    stale_ = true;
    if (queued_ || !widget_.isVisible()) return;
    queued_ = true;
    QMetaObject::invokeMethod(
        &widget_,
        [this] {
            queued_ = false;
            refresh_();
        },
        Qt::QueuedConnection);
}

bool OncePerTurn::bringUpToDate(const std::function<void()>& plan) {
    if (!stale_) return false;
    for (int looks = 0; stale_ && looks < 3; ++looks) {
        stale_ = false;
        plan();
    }
    stale_ = false;
    return true;
}

}  // namespace views
