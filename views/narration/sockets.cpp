// Sentences for what goes through sockets.
#include "narration/teller.h"

namespace views {

using green::trace::ObjectKind;
using green::trace::SocketState;

namespace {

// Messages may be empty; of bytes, none are the end.
bool isEmptyMessage(const Scene& scene) {
    const auto* socket = scene.after.object(scene.event.object);
    return scene.event.amount == 0 && socket && socket->kind == ObjectKind::ZmqSocket;
}

}  // namespace

QString Teller::serverStarts() const {
    const QString where = QStringLiteral("<b>") + said(120) + QStringLiteral("</b>");
    return (event_.socket_state() == SocketState::Bound
                ? tr("%1 starts %2: whatever is sent to %3 gets a greenlet from now on.")
                : tr("%1 starts %2: the hub takes connections to %3 from now on."))
        .arg(actor(), who(event_.object), where);
}

QString Teller::open() const {
    const auto* opened = scene_.after.object(event_.object);
    if (opened && is_server(opened->kind)) return serverStarts();
    // What it is called now may be what another event, later, has called it.
    const QString name = QStringLiteral("<b>") + said(120) + QStringLiteral("</b>");
    switch (event_.socket_state()) {
        case SocketState::Bound: return tr("%1 gives a socket its address: %2.").arg(actor(), name);
        case SocketState::Listening: return tr("%1 listens on %2: from now on others can connect.").arg(actor(), name);
        case SocketState::Connected: return tr("%1 is connected: %2.").arg(actor(), name);
        case SocketState::Connecting:
            return tr("%1 says where to connect: %2. That is done by itself, as soon as the other side is there.")
                .arg(actor(), name);
        default: return tr("%1 opens %2.").arg(actor(), name);
    }
}

// Of what is long only the beginning is known.
QString Teller::bytes() const {
    if (isEmptyMessage(scene_)) return tr("an empty message");
    const QString count = event_.amount == 1 ? tr("1 byte") : tr("%1 bytes").arg(event_.amount);
    return scene_.text.empty() ? count : tr("%1, “%2”").arg(count, said(40));
}

QString Teller::receive() const {
    const QString name = who(event_.object);
    return event_.amount == 0 && !isEmptyMessage(scene_)
               ? tr("%1 reads from %2, where nothing more comes.").arg(actor(), name)
               : tr("%1 reads from %2: %3.").arg(actor(), name, bytes());
}

QString Teller::request() const {
    return tr("%1 serves a request to %2: %3.").arg(actor(), who(event_.object), said(70));
}

QString Teller::send() const { return tr("%1 writes to %2: %3.").arg(actor(), who(event_.object), bytes()); }

}  // namespace views
