// Where a program can be reached: what its record says of servers and sockets that listen.
#pragma once

#include <string>
#include <vector>

#include "trace/moment.h"

namespace app {

struct Listening {
    green::trace::Id id = green::trace::Id::None;  // the server, or a socket that no server has
    std::string address;                           // as the record has it: "127.0.0.1:80", "http://127.0.0.1:80"

    bool isHttp() const;
    // What programs on this machine connect to: who listens on all addresses is reached by the machine's own.
    std::string local() const;
    // As other programs want to have it: an HTTP server's address for a browser, "127.0.0.1 80" for nc, or a path.
    std::string forPrograms() const;
};

// Those of `moment`, HTTP servers first, else in the order in which they began.
std::vector<Listening> listeningAt(const green::trace::Moment& moment);

}  // namespace app
