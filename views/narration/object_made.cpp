// Sentences for a new object: what it is good for.
#include "narration/teller.h"

namespace views {

using green::trace::ObjectKind;

// `kept`: in what order items come out, or what else is special.
QString Teller::queueMade(const QString& kept) const {
    const QString name = who(event_.object);
    const auto room = event_.amount;
    const QString made =
        room < 0 ? tr("%1 makes the queue %2, which takes any number of items.").arg(actor(), name)
        : room == 1
            ? tr("%1 makes the queue %2, which has room for 1 item.").arg(actor(), name)
            : tr("%1 makes the queue %2, which has room for %3 items.").arg(actor(), name, QString::number(room));
    return kept.isEmpty() ? made : made + u' ' + kept;
}

QString Teller::object() const {
    const QString name = who(event_.object);
    const auto permits = [&] { return event_.amount == 1 ? tr("1 permit") : tr("%1 permits").arg(event_.amount); };
    switch (event_.object_kind()) {
        case ObjectKind::Queue:
        case ObjectKind::SimpleQueue: return queueMade({});
        case ObjectKind::LifoQueue: return queueMade(tr("The newest item comes out first."));
        case ObjectKind::PriorityQueue: return queueMade(tr("The lowest item comes out first."));
        case ObjectKind::JoinableQueue: return queueMade(tr("It counts the tasks that are not done."));
        case ObjectKind::Channel:
            return tr("%1 makes the channel %2. It stores nothing: who puts waits for somebody who gets, and the other "
                      "way round.")
                .arg(actor(), name);
        case ObjectKind::Event: return tr("%1 makes the event %2, which is not set yet.").arg(actor(), name);
        case ObjectKind::AsyncResult: return tr("%1 makes the result %2, which has no value yet.").arg(actor(), name);
        case ObjectKind::Lock: return tr("%1 makes the lock %2.").arg(actor(), name);
        case ObjectKind::Semaphore: return tr("%1 makes the semaphore %2, which has %3.").arg(actor(), name, permits());
        case ObjectKind::BoundedSemaphore:
            return tr("%1 makes the semaphore %2, which has %3 and never more.").arg(actor(), name, permits());
        case ObjectKind::RLock: return tr("%1 makes the lock %2. Who owns it may take it again.").arg(actor(), name);
        case ObjectKind::Group: return tr("%1 makes the group %2, which is empty yet.").arg(actor(), name);
        case ObjectKind::Pool:
            if (event_.amount < 0)
                return tr("%1 makes the pool %2, which takes any number of greenlets.").arg(actor(), name);
            if (event_.amount == 1)
                return tr("%1 makes the pool %2, which has a place for 1 greenlet.").arg(actor(), name);
            return tr("%1 makes the pool %2, which has places for %3 greenlets.")
                .arg(actor(), name, QString::number(event_.amount));
        case ObjectKind::Local: return tr("%1 makes %2, which has its own value in each greenlet.").arg(actor(), name);
        case ObjectKind::ThreadPool:
            return event_.amount < 0 ? tr("%1 makes the thread pool %2.").arg(actor(), name)
                                     : tr("%1 makes the thread pool %2, which has at most %3 threads.")
                                           .arg(actor(), name, QString::number(event_.amount));
        case ObjectKind::Process: return tr("%1 starts the process %2.").arg(actor(), name);
        case ObjectKind::Socket:
            return event_.amount < 0 ? tr("%1 makes the socket %2.").arg(actor(), name)
                                     : tr("%1 accepts a connection: %2.").arg(actor(), name);
        case ObjectKind::Server:
            return tr("%1 makes the server %2. Each connection gets a greenlet, once it is started.")
                .arg(actor(), name);
        case ObjectKind::HttpServer:
            return tr("%1 makes the HTTP server %2. Each connection gets a greenlet that serves its requests, once the "
                      "server is started.")
                .arg(actor(), name);
        case ObjectKind::ZmqSocket:
            return tr("%1 makes the ZeroMQ socket %2. What goes through it are messages, not bytes.")
                .arg(actor(), name);
        case ObjectKind::None: break;
    }
    return tr("%1 makes %2.").arg(actor(), name);
}

}  // namespace views
