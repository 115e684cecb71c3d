#include "timeline/labels.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <string_view>

#include "narration/words.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Id;
using green::trace::JobKind;
using green::trace::Kind;
using green::trace::Nanoseconds;
using green::trace::WaitReason;

namespace {

// Events of a slice that a label looks at. Of one with more nothing is counted.
constexpr EventNumber most_events = 256;
constexpr int most_items = 6;

QString text(const char* source) { return QCoreApplication::translate("Timeline", source); }
QString text(std::string_view view) {
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())).simplified();
}

// A program has many locks and events, and their calls look alike; the items tell queues apart.
bool needsObject(WaitReason reason) {
    switch (reason) {
        case WaitReason::Event:
        case WaitReason::ResultGet:
        case WaitReason::ResultWait:
        case WaitReason::Lock:
        case WaitReason::LockWait:
        case WaitReason::QueueJoin:
        case WaitReason::GroupJoin:
        case WaitReason::PoolSpawn:
        case WaitReason::PoolWait:
        case WaitReason::Process:
        case WaitReason::Receive:
        case WaitReason::Send:
        case WaitReason::Accept:
        case WaitReason::Connect:
        case WaitReason::Handshake:
        case WaitReason::Serve: return true;
        default: return false;
    }
}

// What a running block did, as far as a label can tell of it.
struct Deeds {
    QStringList got;
    QStringList put;
    QStringList shared;  // to what greenlets share
    QString printed;
    int prints = 0;
    int spawns = 0;
    int starts = 0;  // of what was made before
    Nanoseconds worked = 0;
    bool ends = false;
    bool fails = false;
    bool all = true;  // there are no more than were looked at
};

Deeds deedsOf(const TimelineModel& model, Id id, EventNumber from, EventNumber to) {
    const auto& store = model.store();
    Deeds deeds;
    QStringList borders;  // of connections
    const auto add = [&](QStringList& lines, const char* format, Id object) {
        const QString line = text(format).arg(model.name(object));
        if (lines.isEmpty() || lines.back() != line) lines << line;
    };
    const auto note = [&](const char* format, Id object) { add(deeds.shared, format, object); };
    deeds.all = to <= from + most_events;
    for (EventNumber n = from + 1; n <= std::min(to, from + most_events); ++n) {
        const auto& event = store.event(n);
        if (event.greenlet != id) continue;
        switch (event.kind) {
            case Kind::Get: deeds.got << text(store.text(n)); break;
            case Kind::Put: deeds.put << text(store.text(n)); break;
            case Kind::Spawn: ++deeds.spawns; break;
            case Kind::Start: ++deeds.starts; break;
            case Kind::End: deeds.ends = true; break;
            case Kind::Fail: deeds.fails = true; break;
            case Kind::Work: deeds.worked += event.amount; break;
            case Kind::Set: note(QT_TRANSLATE_NOOP("Timeline", "sets %1"), event.object); break;
            case Kind::Clear: note(QT_TRANSLATE_NOOP("Timeline", "clears %1"), event.object); break;
            case Kind::Acquire: note(QT_TRANSLATE_NOOP("Timeline", "takes %1"), event.object); break;
            case Kind::Release: note(QT_TRANSLATE_NOOP("Timeline", "releases %1"), event.object); break;
            case Kind::Open: add(borders, QT_TRANSLATE_NOOP("Timeline", "opens %1"), event.object); break;
            case Kind::Close: add(borders, QT_TRANSLATE_NOOP("Timeline", "closes %1"), event.object); break;
            case Kind::Receive: note(QT_TRANSLATE_NOOP("Timeline", "reads %1"), event.object); break;
            case Kind::Send: note(QT_TRANSLATE_NOOP("Timeline", "writes %1"), event.object); break;
            case Kind::Request: deeds.shared << text(store.text(n)); break;
            case Kind::Print:
                deeds.printed = text(store.text(n));
                ++deeds.prints;
                break;
            default: break;
        }
    }
    // What went through a connection tells more than that it was opened and closed.
    if (deeds.shared.isEmpty()) deeds.shared = borders;
    return deeds;
}

// Its own work: all of it where there is room, else the part that tells most.
QStringList workLabels(const Deeds& deeds) {
    if (!deeds.all) return {};
    QStringList parts;
    const auto counted = [&parts](int count, const char* format) {
        if (count > 0) parts << text(format).arg(count);
    };
    if (deeds.worked > 0) parts << text(QT_TRANSLATE_NOOP("Timeline", "works %1")).arg(clockText(deeds.worked));
    counted(deeds.spawns, QT_TRANSLATE_NOOP("Timeline", "spawns %1"));
    counted(deeds.starts, QT_TRANSLATE_NOOP("Timeline", "starts %1"));
    if (parts.isEmpty() && deeds.prints == 1 && !deeds.printed.isEmpty())
        return {deeds.printed, text(QT_TRANSLATE_NOOP("Timeline", "prints"))};
    counted(deeds.prints, QT_TRANSLATE_NOOP("Timeline", "prints %1"));
    if (parts.isEmpty()) return {};
    QStringList labels;
    if (parts.size() > 1) labels << parts.join(QStringLiteral(", "));
    labels << parts.front();
    if (deeds.worked > 0) labels << parts.front().section(QLatin1Char(' '), 0, 0);
    return labels;
}

QStringList runningLabels(const TimelineModel& model, Id id, EventNumber from, EventNumber to) {
    const Deeds deeds = deedsOf(model, id, from, to);
    QStringList labels;
    const auto items = [&labels](const QStringList& items, const char* format) {
        if (items.isEmpty() || items.size() > most_items) return;
        const QString all = items.join(QStringLiteral(", "));
        labels << text(format).arg(all) << all;
    };
    items(deeds.got, QT_TRANSLATE_NOOP("Timeline", "got %1"));
    if (labels.isEmpty()) items(deeds.put, QT_TRANSLATE_NOOP("Timeline", "put %1"));
    if (!labels.isEmpty()) return labels;
    if (deeds.fails) return {text(QT_TRANSLATE_NOOP("Timeline", "fails"))};
    if (const auto& did = deeds.shared; !did.isEmpty()) {
        if (did.size() > 1 && did.size() <= most_items) labels << did.join(QStringLiteral(", "));
        // In little room the last word counts: what it holds now.
        return labels << did.back() << did.back().section(QLatin1Char(' '), 0, 0);
    }
    labels = workLabels(deeds);
    // That it is over can be seen from what follows.
    if (labels.isEmpty() && deeds.ends) labels << text(QT_TRANSLATE_NOOP("Timeline", "ends"));
    return labels;
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
    return callText(reason, n == 0 ? QString() : text(model.store().text(n)));
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
    QStringList labels;
    if (slice.detail != 0 && needsObject(slice.reason) && model.event(slice.detail).object != Id::None)
        labels
            << text(QT_TRANSLATE_NOOP("Timeline", "%1 on %2")).arg(call, model.name(model.event(slice.detail).object));
    return labels << call << callName(slice.reason);
}

Standing standing(const TimelineModel& model, Id id, EventNumber n) {
    const auto* greenlet = model.moment(n).greenlet(id);
    if (!greenlet) return {Look::Created, {label(Look::Created)}, 0};
    if (greenlet->role == green::trace::Role::Hub) {
        // An Idle's own cell ends at once; the hub sleeps until the next event.
        if (n > 0 && model.event(n).kind == Kind::Idle)
            return {Look::Sleeps, {text(QT_TRANSLATE_NOOP("Timeline", "sleeps"))}, n};
        QStringList doing;
        if (greenlet->state == green::trace::State::Running) doing << text(QT_TRANSLATE_NOOP("Timeline", "picks next"));
        return {lookOf(*greenlet), doing, greenlet->since};
    }
    const Look look = lookOf(*greenlet);
    if (greenlet->state != green::trace::State::Waiting) return {look, {label(look)}, greenlet->since};
    const QString waits = text(QT_TRANSLATE_NOOP("Timeline", "waits"));
    const QString name = callName(greenlet->reason);
    if (name.isEmpty()) return {look, {waits}, greenlet->since};
    const QString call = callText(greenlet->reason, text(greenlet->call_arguments));
    if (look == Look::Sleeps) return {look, {call, name}, greenlet->since};
    const QString format = text(QT_TRANSLATE_NOOP("Timeline", "waits: %1"));
    QStringList doing;
    if (needsObject(greenlet->reason) && greenlet->waits_on != Id::None)
        doing << format.arg(text(QT_TRANSLATE_NOOP("Timeline", "%1 on %2")).arg(call, model.name(greenlet->waits_on)))
              << format.arg(model.name(greenlet->waits_on));
    return {look, doing << format.arg(call) << format.arg(name) << waits, greenlet->since};
}

QString program(const TimelineModel& model, Id id) {
    const auto* greenlet = model.store().last().greenlet(id);
    if (!greenlet || greenlet->role != green::trace::Role::Greenlet) return {};
    const QString name = model.name(id);
    const QString whole = text(greenlet->run) + QLatin1Char('(') + text(greenlet->arguments) + QLatin1Char(')');
    return whole == name || whole == name + QStringLiteral("()") ? QString() : whole;
}

QString itemText(const TimelineModel& model, EventNumber n) {
    constexpr qsizetype longest = 80;
    const QString item = text(model.store().text(n));
    return item.size() <= longest ? item : item.left(longest - 1) + QChar(0x2026);
}

QString holding(const QueueTrack& queue, EventNumber n) {
    const auto items = queue.itemsAfter(n);
    if (queue.capacity() < 0) {
        if (items == 0) return text(QT_TRANSLATE_NOOP("Timeline", "empty"));
        return text(QT_TRANSLATE_NOOP("Timeline", "holds %1")).arg(number(items));
    }
    QString of = text(QT_TRANSLATE_NOOP("Timeline", "%1 of %2"))
                     .arg(number(items), number(static_cast<std::uint64_t>(queue.capacity())));
    if (items < queue.capacity() || items == 0) return of;
    return text(QT_TRANSLATE_NOOP("Timeline", "%1, full")).arg(of);
}

QString armed(const TimelineModel& model, EventNumber n) {
    const auto count = model.timeouts().armed().itemsAfter(n);
    if (count == 0) return text(QT_TRANSLATE_NOOP("Timeline", "none is armed"));
    return text(QT_TRANSLATE_NOOP("Timeline", "%1 armed")).arg(number(count));
}

QString limit(const QueueTrack& queue) {
    if (queue.capacity() < 0) return text(QT_TRANSLATE_NOOP("Timeline", "no limit"));
    return text(QT_TRANSLATE_NOOP("Timeline", "holds at most %1"))
        .arg(number(static_cast<std::uint64_t>(queue.capacity())));
}

QString clockText(Nanoseconds time, int digits) {
    struct Unit {
        double length;
        const char* format;
    };
    static constexpr Unit units[] = {{1, QT_TRANSLATE_NOOP("Timeline", "%1 ns")},
                                     {1e3, QT_TRANSLATE_NOOP("Timeline", "%1 µs")},
                                     {1e6, QT_TRANSLATE_NOOP("Timeline", "%1 ms")},
                                     {1e9, QT_TRANSLATE_NOOP("Timeline", "%1 s")}};
    const QLocale locale = QLocale::c();
    if (time == 0) return text(units[2].format).arg(0);
    for (const auto& unit : units) {
        const double value = static_cast<double>(time) / unit.length;
        const bool largest = unit.length == 1e9;
        // Seconds have no unit above; no digit before the point is left out.
        if (largest && std::abs(value) >= std::pow(10, digits))
            return text(unit.format).arg(locale.toString(value, 'f', 0));
        // As written: 999.96 is 1000 in four digits, and that is one of the next unit.
        const QString written = locale.toString(value, 'g', digits);
        if (largest || std::abs(locale.toDouble(written)) < 1000) return text(unit.format).arg(written);
    }
    return {};
}

QString number(std::uint64_t n) {
    // Long numbers need their groups in the plain "C" locale, too.
    const QLocale own;
    return (own.language() == QLocale::C ? QLocale(QLocale::English) : own).toString(static_cast<qulonglong>(n));
}

}  // namespace views
