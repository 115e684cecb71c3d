// Sentences for what goes through sockets.
#include "narration/teller.h"

namespace views {

using green::trace::SocketState;

QString Teller::open() const {
    // What it is called now may be what another event, later, has called it.
    const QString name = QStringLiteral("<b>") + said(120) + QStringLiteral("</b>");
    switch (event_.socket_state()) {
        case SocketState::Bound: return tr("%1 gives a socket its address: %2.").arg(actor(), name);
        case SocketState::Listening: return tr("%1 listens on %2: from now on others can connect.").arg(actor(), name);
        case SocketState::Connected: return tr("%1 is connected: %2.").arg(actor(), name);
        default: return tr("%1 opens %2.").arg(actor(), name);
    }
}

// Of what is long only the beginning is known.
QString Teller::bytes() const {
    const QString count = event_.amount == 1 ? tr("1 byte") : tr("%1 bytes").arg(event_.amount);
    return scene_.text.empty() ? count : tr("%1, “%2”").arg(count, said(40));
}

QString Teller::receive() const {
    const QString name = who(event_.object);
    return event_.amount == 0 ? tr("%1 reads from %2, where nothing more comes.").arg(actor(), name)
                              : tr("%1 reads from %2: %3.").arg(actor(), name, bytes());
}

QString Teller::send() const { return tr("%1 writes to %2: %3.").arg(actor(), who(event_.object), bytes()); }

}  // namespace views
