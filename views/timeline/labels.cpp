#include "timeline/labels.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <string_view>

namespace views {

using green::trace::EventNumber;
using green::trace::Id;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::Nanoseconds;
using green::trace::WaitReason;

namespace {

// Events of a slice that a label looks at. One with more is too wide to be summed up in a word.
constexpr EventNumber most_events = 64;
constexpr int most_items = 6;

QString text(const char* source) { return QCoreApplication::translate("Timeline", source); }
QString text(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())).simplified();
}

QStringList runningLabels(const TimelineModel& model, Id id, EventNumber from, EventNumber to) {
    const auto& store = model.store();
    QStringList got;
    QStringList put;
    QString printed;
    int spawned = 0;
    bool ends = false;
    bool fails = false;
    Nanoseconds worked = 0;
    for (EventNumber n = from + 1; n <= std::min(to, from + most_events); ++n) {
        const auto& event = store.event(n);
        if (event.greenlet != id) continue;
        switch (event.kind) {
            case Kind::Get: got << text(store.text(n)); break;
            case Kind::Put: put << text(store.text(n)); break;
            case Kind::Spawn: ++spawned; break;
            case Kind::End: ends = true; break;
            case Kind::Fail: fails = true; break;
            case Kind::Work: worked += event.amount; break;
            case Kind::Print: printed = text(store.text(n)); break;
            default: break;
        }
    }
    QStringList labels;
    const auto items = [&labels](const QStringList& items, const char* format) {
        if (items.isEmpty() || items.size() > most_items) return;
        const QString all = items.join(QStringLiteral(", "));
        labels << text(format).arg(all) << all;
    };
    items(got, QT_TRANSLATE_NOOP("Timeline", "got %1"));
    if (labels.isEmpty()) items(put, QT_TRANSLATE_NOOP("Timeline", "put %1"));
    if (!labels.isEmpty()) return labels;
    if (fails) return {text(QT_TRANSLATE_NOOP("Timeline", "fails"))};
    if (spawned > 0) return {text(QT_TRANSLATE_NOOP("Timeline", "spawns %1")).arg(spawned)};
    if (ends) return {text(QT_TRANSLATE_NOOP("Timeline", "ends"))};
    if (worked > 0) return {text(QT_TRANSLATE_NOOP("Timeline", "works %1")).arg(clockText(worked))};
    if (!printed.isEmpty()) return {printed, text(QT_TRANSLATE_NOOP("Timeline", "prints"))};
    return {};
}

// The call that a runnable greenlet goes on from: it gave way, or what it waited for has come.
QStringList runnableLabels(const TimelineModel& model, const GreenletTrack& track, std::size_t i) {
    const Slice slice = track.slices[i];
    if (slice.wake == JobKind::Start) return {text(QT_TRANSLATE_NOOP("Timeline", "start"))};
    if (slice.wake == JobKind::Throw) return {text(QT_TRANSLATE_NOOP("Timeline", "exception"))};
    if (slice.detail != 0 && model.event(slice.detail).kind == Kind::Yield)
        return {QStringLiteral("sleep(0)"), QStringLiteral("sleep")};
    if (i == 0 || slice.reason == WaitReason::None) return {};
    const Slice wait = track.slices[i - 1];
    const QString call = callText(model, wait.reason == slice.reason ? wait.detail : 0, slice.reason);
    if (call.isEmpty()) return {};
    return {text(QT_TRANSLATE_NOOP("Timeline", "after %1")).arg(call), call};
}

}  // namespace

QString callText(const TimelineModel& model, EventNumber n, WaitReason reason) {
    const QString name = text(call_name(reason));
    if (name.isEmpty()) return {};
    const QString arguments = n == 0 ? QString() : text(model.store().text(n));
    // What joinall waits for is said in words, not as arguments.
    const QString gap = reason == WaitReason::JoinAll ? QStringLiteral(" ") : QString();
    return name + gap + QLatin1Char('(') + arguments + QLatin1Char(')');
}

QStringList sliceLabels(const TimelineModel& model, const GreenletTrack& track, std::size_t i) {
    const Slice slice = track.slices[i];
    if (track.role == green::trace::Role::Hub) return {};
    switch (slice.look) {
        case Look::Running: {
            const auto to = track.slices.endOf(i, Axis::Order, model.extent(Axis::Order));
            return runningLabels(model, track.id, slice.from, static_cast<EventNumber>(to));
        }
        case Look::Runnable: return runnableLabels(model, track, i);
        case Look::Finished:
        case Look::Killed: return {label(slice.look)};
        case Look::Failed: {
            const auto* failed = model.store().last().greenlet(track.id);
            const QString error = failed ? text(failed->result) : QString();
            QStringList labels;
            if (!error.isEmpty()) labels << error << error.section(QLatin1Char(':'), 0, 0);
            return labels << label(slice.look);
        }
        case Look::Created: return {label(slice.look)};
        default: break;
    }
    const QString call = callText(model, slice.detail, slice.reason);
    if (call.isEmpty()) return {};
    return {call, text(call_name(slice.reason))};
}

QStringList doing(const TimelineModel& model, const GreenletTrack& track, std::size_t i) {
    const Slice slice = track.slices[i];
    if (track.role == green::trace::Role::Hub) {
        if (slice.look == Look::Running) return {text(QT_TRANSLATE_NOOP("Timeline", "picks next"))};
        if (slice.look == Look::Sleeps) return {text(QT_TRANSLATE_NOOP("Timeline", "sleeps"))};
        return {};
    }
    switch (slice.look) {
        case Look::Sleeps:
        case Look::WaitsData:
        case Look::WaitsLock:
        case Look::WaitsIo: break;
        default: return {label(slice.look)};
    }
    const QString waits = text(QT_TRANSLATE_NOOP("Timeline", "waits"));
    const QString call = callText(model, slice.detail, slice.reason);
    const QString name = text(call_name(slice.reason));
    if (call.isEmpty()) return {waits};
    if (slice.look == Look::Sleeps) return {call, name};
    const QString format = text(QT_TRANSLATE_NOOP("Timeline", "waits: %1"));
    return {format.arg(call), format.arg(name), waits};
}

QString program(const TimelineModel& model, Id id) {
    const auto* greenlet = model.store().last().greenlet(id);
    if (!greenlet || greenlet->role != green::trace::Role::Greenlet) return {};
    return text(greenlet->run) + QLatin1Char('(') + text(greenlet->arguments) + QLatin1Char(')');
}

QString holding(const QueueTrack& queue, EventNumber n) {
    const auto& depths = queue.depths();
    const auto after = std::ranges::upper_bound(depths, n, {}, &QueueTrack::Depth::event);
    const std::uint32_t items = after == depths.begin() ? 0 : std::prev(after)->items;
    if (queue.capacity() < 0) {
        if (items == 0) return text(QT_TRANSLATE_NOOP("Timeline", "empty"));
        return text(QT_TRANSLATE_NOOP("Timeline", "holds %1")).arg(number(items));
    }
    const QString of = text(QT_TRANSLATE_NOOP("Timeline", "%1 of %2"))
                           .arg(number(items), number(static_cast<std::uint64_t>(queue.capacity())));
    if (items < queue.capacity() || items == 0) return of;
    return text(QT_TRANSLATE_NOOP("Timeline", "%1, full")).arg(of);
}

QString limit(const QueueTrack& queue) {
    if (queue.capacity() < 0) return text(QT_TRANSLATE_NOOP("Timeline", "no limit"));
    return text(QT_TRANSLATE_NOOP("Timeline", "holds at most %1"))
        .arg(number(static_cast<std::uint64_t>(queue.capacity())));
}

QString clockText(Nanoseconds time) {
    struct Unit {
        Nanoseconds length;
        const char* format;
    };
    static constexpr Unit units[] = {{1'000'000'000, QT_TRANSLATE_NOOP("Timeline", "%1 s")},
                                     {1'000'000, QT_TRANSLATE_NOOP("Timeline", "%1 ms")},
                                     {1'000, QT_TRANSLATE_NOOP("Timeline", "%1 µs")},
                                     {1, QT_TRANSLATE_NOOP("Timeline", "%1 ns")}};
    const QLocale locale = QLocale::c();
    if (time == 0) return text(units[1].format).arg(0);
    for (const auto& unit : units) {
        if (std::abs(time) < unit.length) continue;
        return text(unit.format)
            .arg(locale.toString(static_cast<double>(time) / static_cast<double>(unit.length), 'g', 7));
    }
    return {};
}

QString number(std::uint64_t n) {
    // Long numbers need their groups in the plain "C" locale, too.
    const QLocale own;
    return (own.language() == QLocale::C ? QLocale(QLocale::English) : own).toString(static_cast<qulonglong>(n));
}

}  // namespace views
