// gevent.server: a listening socket, and a greenlet for each connection. A handle; copies are the same server.
// Engine's thread only.
//
//     green::StreamServer server(green::Address("127.0.0.1", 0), [](green::Socket client, const green::Address& from) {
//         client.sendall("hello, " + from.text() + "\n");
//     });
//     server.start();
//     green::print("listening on {}", server.address().text());
//     server.serve_forever();
//
// Connections are accepted in the hub, at most `max_accept` at each wake-up. The client's socket is closed when the
// handler returns or raises. What a handler raises is reported as that of any greenlet, and the server goes on.
//
// After an error of accept (EMFILE: no descriptors are left) it is reported, and the server pauses for `min_delay`,
// then twice as long with each further one, up to `max_delay`; a connection ends the pauses.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "io/address.h"
#include "io/socket.h"
#include "net/server_core.h"
#include "pool/group.h"
#include "sync/semaphore.h"

namespace green {

class StreamServer {
public:
    // The client's socket and address.
    using Handler = std::function<void(Socket, const Address&)>;

    // Listens when it is started. Needs a run under way (std::logic_error).
    StreamServer(const Address& address, Handler handler, ServerOptions options = {},
                 trace::SourceLocation where = trace::SourceLocation::current());
    // On a socket that listens already.
    StreamServer(const Socket& listener, Handler handler, ServerOptions options = {},
                 trace::SourceLocation where = trace::SourceLocation::current());

    // Listens, and accepts from now on. Throws std::system_error (EADDRINUSE, …). Does nothing to one that is started;
    // one that was stopped listens anew, unless it was given a listening socket (EBADF).
    void start(trace::SourceLocation where = trace::SourceLocation::current()) { core_->start(where); }
    // Accepts no more, and closes the listening socket. Handlers go on. Also in the hub.
    void close(trace::SourceLocation where = trace::SourceLocation::current()) { core_->close(where); }
    // The same; with a pool it then waits until all handlers have returned, and kills those that have not when the
    // time is over (none given: the options' stop_timeout).
    void stop(std::optional<std::chrono::nanoseconds> timeout = {},
              trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->stop(timeout, where);
    }
    // Starts it if need be, waits until somebody stops it, and then stops it as `stop` does.
    void serve_forever(std::optional<std::chrono::nanoseconds> stop_timeout = {},
                       trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->serve_forever(stop_timeout, where);
    }

    bool started() const { return core_->started(); }
    // Whether connections are accepted just now: it is started, its pool has a place, and it does not pause.
    bool accepting() const { return core_->accepting(); }
    bool closed() const { return core_->closed(); }
    // In the record.
    trace::Id id() const { return core_->id(); }
    // Where it listens; after `start` with the real port.
    Address address() const { return core_->address(); }
    const Socket& listener() const { return core_->socket(); }
    // Empty without one.
    std::optional<Pool> pool() const { return core_->pool(); }

    friend bool operator==(const StreamServer& a, const StreamServer& b) { return a.core_ == b.core_; }
    friend std::string repr(const StreamServer& server) { return server.core_->title(); }

private:
    boost::intrusive_ptr<ServerCore> core_;
};

// gevent's DatagramServer: a greenlet for each datagram.
class DatagramServer {
public:
    using Handler = std::function<void(std::string, const Address&)>;

    // Of a datagram no more is read than this.
    static constexpr std::size_t max_datagram = 8192;

    DatagramServer(const Address& address, Handler handler, ServerOptions options = {},
                   trace::SourceLocation where = trace::SourceLocation::current());
    DatagramServer(const Socket& socket, Handler handler, ServerOptions options = {},
                   trace::SourceLocation where = trace::SourceLocation::current());

    // From the server's own socket. Waits while there is no room, one greenlet after the other.
    std::size_t sendto(std::string_view data, const Address& to,
                       trace::SourceLocation where = trace::SourceLocation::current());

    // As StreamServer's.
    void start(trace::SourceLocation where = trace::SourceLocation::current()) { core_->start(where); }
    void close(trace::SourceLocation where = trace::SourceLocation::current()) { core_->close(where); }
    void stop(std::optional<std::chrono::nanoseconds> timeout = {},
              trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->stop(timeout, where);
    }
    void serve_forever(std::optional<std::chrono::nanoseconds> stop_timeout = {},
                       trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->serve_forever(stop_timeout, where);
    }
    bool started() const { return core_->started(); }
    bool accepting() const { return core_->accepting(); }
    bool closed() const { return core_->closed(); }
    Address address() const { return core_->address(); }
    const Socket& socket() const { return core_->socket(); }
    std::optional<Pool> pool() const { return core_->pool(); }

    friend bool operator==(const DatagramServer& a, const DatagramServer& b) { return a.core_ == b.core_; }
    friend std::string repr(const DatagramServer& server) { return server.core_->title(); }

private:
    boost::intrusive_ptr<ServerCore> core_;
    Semaphore sending_;
};

}  // namespace green
