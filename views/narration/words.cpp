#include "narration/words.h"

#include <QCoreApplication>
#include <cmath>
#include <cstdlib>

#include "palette/palette.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Nanoseconds;
using green::trace::ObjectKind;
using green::trace::ObjectState;
using green::trace::WaitReason;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString number(double value) {
    QString text = QString::number(value, 'f', 3);
    while (text.endsWith(u'0')) text.chop(1);
    if (text.endsWith(u'.')) text.chop(1);
    return text == QLatin1String("-0") ? QStringLiteral("0") : text;
}

}  // namespace

QString timeText(Nanoseconds time) {
    const double ms = static_cast<double>(time) / 1e6;
    if (std::abs(ms) < 10'000) return Words::tr("%1 ms").arg(number(ms));
    return Words::tr("%1 s").arg(number(ms / 1000));
}

bool waitsForSeveral(WaitReason reason) { return reason == WaitReason::JoinAll || reason == WaitReason::Wait; }

QString callName(WaitReason reason) {
    if (reason == WaitReason::Io) return Words::tr("I/O");
    const auto call = green::trace::call_name(reason);
    return QString::fromUtf8(call.data(), static_cast<qsizetype>(call.size()));
}

QString callText(WaitReason reason, const QString& arguments) {
    QString name = callName(reason);
    if (name.isEmpty() || reason == WaitReason::Io) return name;
    if (!waitsForSeveral(reason)) return name + u'(' + arguments + u')';
    return arguments.isEmpty() ? name : name + QStringLiteral(" (") + arguments + u')';
}

QString callText(const GreenletState& greenlet) {
    return callText(greenlet.reason, oneLine(greenlet.call_arguments, 40));
}

// A comma inside quotes or brackets belongs to the item.
QString putItem(const GreenletState& greenlet) {
    QString arguments = oneLine(greenlet.call_arguments, 200);
    int depth = 0;
    QChar quote;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QChar c = arguments[i];
        if (!quote.isNull()) {
            if (c == u'\\')
                ++i;
            else if (c == quote)
                quote = {};
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (c == u'(' || c == u'[' || c == u'{') {
            ++depth;
        } else if (c == u')' || c == u']' || c == u'}') {
            --depth;
        } else if (c == u',' && depth <= 0) {
            return arguments.left(i);
        }
    }
    return arguments;
}

bool watchesNothing(std::string_view selectArguments) { return selectArguments.starts_with("[], [], []"); }

QString stateText(const GreenletState& greenlet) {
    const Look look = lookOf(greenlet);
    if (greenlet.state != green::trace::State::Waiting) return label(look);
    if (greenlet.reason == WaitReason::Sleep && greenlet.deadline != green::trace::never)
        return Words::tr("sleeps until %1").arg(timeText(greenlet.deadline));
    if (waitsForSeveral(greenlet.reason)) return Words::tr("waits: %1").arg(callText(greenlet.reason, {}));
    const QString call = callText(greenlet);
    return call.isEmpty() ? label(look) : Words::tr("waits: %1").arg(call);
}

QString oneLine(std::string_view text, qsizetype longest) {
    QString line = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    if (line.endsWith(u'\n')) line.chop(1);
    line.remove(u'\r').replace(u'\n', QStringLiteral("\\n")).replace(u'\t', u' ');
    if (line.size() <= longest) return line;
    const qsizetype half = (longest - 1) / 2;
    return line.left(longest - 1 - half) + u'…' + line.right(half);
}

QString objectText(const ObjectState& object) {
    const bool limited = object.capacity >= 0;
    const auto queue = [&](const QString& type) {
        return limited ? Words::tr("%1(maxsize=%2)").arg(type).arg(object.capacity)
                       : Words::tr("%1, no limit").arg(type);
    };
    const auto sized = [&](const QString& type) {
        return limited ? Words::tr("%1(%2)").arg(type).arg(object.capacity) : type;
    };
    switch (object.kind) {
        case ObjectKind::Queue: return queue(QStringLiteral("Queue"));
        case ObjectKind::SimpleQueue: return queue(QStringLiteral("SimpleQueue"));
        case ObjectKind::LifoQueue: return queue(QStringLiteral("LifoQueue"));
        case ObjectKind::PriorityQueue: return queue(QStringLiteral("PriorityQueue"));
        case ObjectKind::JoinableQueue: return queue(QStringLiteral("JoinableQueue"));
        case ObjectKind::Channel: return QStringLiteral("Channel");
        case ObjectKind::Event: return QStringLiteral("Event");
        case ObjectKind::Lock: return QStringLiteral("Lock");
        case ObjectKind::Group: return QStringLiteral("Group");
        case ObjectKind::AsyncResult: return QStringLiteral("AsyncResult");
        case ObjectKind::Semaphore: return sized(QStringLiteral("Semaphore"));
        case ObjectKind::BoundedSemaphore: return sized(QStringLiteral("BoundedSemaphore"));
        case ObjectKind::RLock: return QStringLiteral("RLock");
        case ObjectKind::Pool: return limited ? sized(QStringLiteral("Pool")) : Words::tr("Pool, no limit");
        case ObjectKind::Local: return QStringLiteral("local");
        case ObjectKind::ThreadPool: return sized(QStringLiteral("ThreadPool"));
        case ObjectKind::Process: return QStringLiteral("Process");
        case ObjectKind::Socket: return QStringLiteral("Socket");
        case ObjectKind::Server: return QStringLiteral("Server");
        case ObjectKind::HttpServer: return QStringLiteral("HttpServer");
        case ObjectKind::ZmqSocket: return QStringLiteral("ZmqSocket");
        case ObjectKind::None: break;
    }
    return Words::tr("Object");
}

QString fillText(const ObjectState& object) {
    const auto size = static_cast<qint64>(object.items.size());
    if (object.capacity < 0) {
        if (size == 0) return Words::tr("empty");
        return size == 1 ? Words::tr("1 item") : Words::tr("%1 items").arg(size);
    }
    if (size == 0) return Words::tr("0 of %1, empty").arg(object.capacity);
    if (size >= object.capacity) return Words::tr("%1 of %2, full").arg(size).arg(object.capacity);
    return Words::tr("%1 of %2").arg(size).arg(object.capacity);
}

}  // namespace views
