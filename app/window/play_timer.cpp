#include "window/play_timer.h"

namespace app {

PlayTimer::PlayTimer(Transport& transport, QObject* parent) : QObject(parent) {
    frame_.setInterval(16);
    frame_.setTimerType(Qt::PreciseTimer);
    connect(&frame_, &QTimer::timeout, this, [this, &transport] {
        transport.advance(std::chrono::nanoseconds(since_.nsecsElapsed()));
        since_.start();
    });
    connect(&transport, &Transport::playingChanged, this, [this, &transport] {
        if (!transport.isPlaying()) {
            frame_.stop();
            return;
        }
        since_.start();
        frame_.start();
        // The first step answers the key at once.
        QMetaObject::invokeMethod(
            &transport, [&transport] { transport.advance({}); }, Qt::QueuedConnection);
    });
}

}  // namespace app
