#include "palette/palette.h"

#include <QCoreApplication>

namespace views {

using green::trace::GreenletState;
using green::trace::Role;
using green::trace::State;
using green::trace::WaitReason;

qreal level(Look look) {
    switch (look) {
        case Look::Running: return 1;
        case Look::Runnable: return 0.6;
        case Look::Created:
        case Look::Sleeps:
        case Look::WaitsData:
        case Look::WaitsLock:
        case Look::WaitsIo: return 0.26;
        case Look::QueueItem:
        case Look::ItemWaits: return 1;
        case Look::Finished:
        case Look::Killed:
        case Look::Failed:
        case Look::HubIdle: break;
    }
    return 0;
}

QString label(Look look) {
    const auto text = [](const char* source) { return QCoreApplication::translate("Palette", source); };
    switch (look) {
        case Look::Created: return text(QT_TRANSLATE_NOOP("Palette", "not started"));
        case Look::Runnable: return text(QT_TRANSLATE_NOOP("Palette", "runnable"));
        case Look::Running: return text(QT_TRANSLATE_NOOP("Palette", "running"));
        case Look::Sleeps: return text(QT_TRANSLATE_NOOP("Palette", "sleeps"));
        case Look::WaitsData: return text(QT_TRANSLATE_NOOP("Palette", "waits for data"));
        case Look::WaitsLock: return text(QT_TRANSLATE_NOOP("Palette", "waits for a lock or place"));
        case Look::WaitsIo: return text(QT_TRANSLATE_NOOP("Palette", "waits for I/O"));
        case Look::Finished: return text(QT_TRANSLATE_NOOP("Palette", "finished"));
        case Look::Killed: return text(QT_TRANSLATE_NOOP("Palette", "killed"));
        case Look::Failed: return text(QT_TRANSLATE_NOOP("Palette", "failed"));
        case Look::HubIdle: return text(QT_TRANSLATE_NOOP("Palette", "idle"));
        case Look::QueueItem: return text(QT_TRANSLATE_NOOP("Palette", "item in a queue"));
        case Look::ItemWaits: return text(QT_TRANSLATE_NOOP("Palette", "item waits for room"));
    }
    return {};
}

QString shortLabel(Look look) {
    const auto text = [](const char* source) { return QCoreApplication::translate("Palette", source); };
    switch (look) {
        case Look::WaitsData: return text(QT_TRANSLATE_NOOP("Palette", "waits: data"));
        case Look::WaitsLock: return text(QT_TRANSLATE_NOOP("Palette", "waits: lock"));
        case Look::WaitsIo: return text(QT_TRANSLATE_NOOP("Palette", "waits: I/O"));
        case Look::QueueItem: return text(QT_TRANSLATE_NOOP("Palette", "queue item"));
        case Look::ItemWaits: return text(QT_TRANSLATE_NOOP("Palette", "item waits"));
        default: return label(look);
    }
}

Look lookOf(WaitReason reason) {
    switch (reason) {
        case WaitReason::Sleep: return Look::Sleeps;
        case WaitReason::Lock:
        case WaitReason::LockWait:
        case WaitReason::PoolSpawn:
        case WaitReason::PoolWait: return Look::WaitsLock;
        case WaitReason::Serve:
        case WaitReason::Select: return Look::WaitsIo;
        default: return waits_for_outside(reason) ? Look::WaitsIo : Look::WaitsData;
    }
}

Look lookOf(const GreenletState& greenlet) {
    switch (greenlet.state) {
        case State::Running: return Look::Running;
        case State::Finished: return Look::Finished;
        case State::Killed: return Look::Killed;
        case State::Failed: return Look::Failed;
        default: break;
    }
    // Between its passes the hub neither waits for data nor stands in its own queue.
    if (greenlet.role == Role::Hub) return Look::HubIdle;
    switch (greenlet.state) {
        case State::Runnable: return Look::Runnable;
        case State::Waiting: return lookOf(greenlet.reason);
        default: return Look::Created;
    }
}

}  // namespace views
