// gevent.socket: sockets whose calls hold up only the greenlet that makes them. A handle; copies are the same
// socket, and the last one closes it. Engine's thread only.
//
//     green::Socket client = green::create_connection(green::Address("127.0.0.1", 8080));
//     client.sendall("hello\n");
//     std::string answer = client.recv(4096);   // others run meanwhile
//
// Each call tries first and waits only where the system would block (rule R64): a greenlet whose data is always there
// never gives way. One greenlet at a time may wait to read, and one to write: a further one gets a
// ConcurrentObjectUseError (rule R65).
//
// What fails throws std::system_error with the system's errno. Besides, all calls that wait throw SocketTimeout when
// the socket's timeout is over, and ClosedInAnotherGreenlet when another greenlet closes the socket meanwhile. A
// closed socket gives EBADF.
//
// Time that passes while a socket is waited for is real: a virtual clock does not jump then.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include "trace/source_location.h"

#include "io/address.h"
#include "io/descriptor.h"
#include "io/socket_core.h"
#include "io/socket_errors.h"

namespace green {

class Socket {
public:
    using Family = Address::Family;
    enum class Type : std::uint8_t { Stream, Datagram };
    enum class Direction : std::uint8_t { Read, Write, Both };

    // None: for a variable that gets one later. Nothing but `operator bool`, `closed` and `close` may be called.
    Socket() = default;
    // Needs a run under way (std::logic_error), as everything that makes one. Without a name it is called after its
    // addresses, as soon as it has any.
    explicit Socket(Family family, Type type = Type::Stream, std::string name = {},
                    trace::SourceLocation where = trace::SourceLocation::current());
    // One that exists already, from another library: it becomes non-blocking, and is owned from now on.
    static Socket adopt(Descriptor descriptor, std::string name = {},
                        trace::SourceLocation where = trace::SourceLocation::current());

    // --- making connections ---
    // The timeout limits the whole call.
    void connect(const Address& address, trace::SourceLocation where = trace::SourceLocation::current());
    void bind(const Address& address, trace::SourceLocation where = trace::SourceLocation::current());
    void listen(int backlog = 128, trace::SourceLocation where = trace::SourceLocation::current());
    // The next connection, and who it is from.
    std::pair<Socket, Address> accept(trace::SourceLocation where = trace::SourceLocation::current());
    // The same without waiting, whatever the timeout: none if there is none. Also in the hub.
    std::optional<std::pair<Socket, Address>> try_accept(
        trace::SourceLocation where = trace::SourceLocation::current());

    // --- reading. `flags` are the system's (MSG_PEEK, …) ---
    // The next bytes, at most so many, as soon as there are any; empty at the end. Of a datagram: its beginning.
    std::string recv(std::size_t most, int flags = 0, trace::SourceLocation where = trace::SourceLocation::current());
    // The same into memory of the caller's; returns how many.
    std::size_t recv_into(std::span<char> buffer, int flags = 0,
                          trace::SourceLocation where = trace::SourceLocation::current());
    // The same, and who sent it (none on a stream).
    std::pair<std::string, Address> recvfrom(std::size_t most, int flags = 0,
                                             trace::SourceLocation where = trace::SourceLocation::current());
    std::pair<std::size_t, Address> recvfrom_into(std::span<char> buffer, int flags = 0,
                                                  trace::SourceLocation where = trace::SourceLocation::current());
    // recv_into without waiting, whatever the timeout: none if there is nothing yet. Also in the hub.
    std::optional<std::size_t> try_recv_into(std::span<char> buffer,
                                             trace::SourceLocation where = trace::SourceLocation::current());
    std::optional<std::pair<std::size_t, Address>> try_recvfrom_into(
        std::span<char> buffer, trace::SourceLocation where = trace::SourceLocation::current());

    // --- writing. That nobody reads any more is an error (EPIPE) and never a signal ---
    // The beginning, as much as there is room for, as soon as there is any; returns how much that was. As gevent's,
    // it may be 0 where room was reported and gone again.
    std::size_t send(std::string_view data, int flags = 0,
                     trace::SourceLocation where = trace::SourceLocation::current());
    // All of it. The timeout limits the whole call; after an error nobody knows how much was sent.
    void sendall(std::string_view data, int flags = 0, trace::SourceLocation where = trace::SourceLocation::current());
    // Several pieces one after the other, in as few system calls as there can be: head and body, say.
    void sendall(std::span<const std::string_view> pieces,
                 trace::SourceLocation where = trace::SourceLocation::current());
    std::size_t sendto(std::string_view data, const Address& to, int flags = 0,
                       trace::SourceLocation where = trace::SourceLocation::current());
    // send without waiting, whatever the timeout: none if there is no room. Also in the hub.
    std::optional<std::size_t> try_send(std::string_view data,
                                        trace::SourceLocation where = trace::SourceLocation::current());

    // --- ending ---
    // Whoever waits in that direction gets ClosedInAnotherGreenlet.
    void shutdown(Direction direction);
    // Whoever waits gets ClosedInAnotherGreenlet, a little later; the descriptor itself is closed after that, or now if
    // nobody waits. Silent for one that is closed.
    void close(trace::SourceLocation where = trace::SourceLocation::current());
    // The descriptor, which is the caller's from now on; this socket is closed. It stays non-blocking.
    Descriptor detach(trace::SourceLocation where = trace::SourceLocation::current());
    // Another socket with a descriptor of its own for the same connection.
    Socket dup(trace::SourceLocation where = trace::SourceLocation::current()) const;

    // --- waiting only, as other libraries need it ---
    // Until it can be read (or is at its end), or written, at most as long as the timeout allows.
    void wait_read(trace::SourceLocation where = trace::SourceLocation::current());
    void wait_write(trace::SourceLocation where = trace::SourceLocation::current());

    // --- settings ---
    // How long a wait may take; for `connect` and `sendall` the whole call. None: for ever. Zero: what would wait
    // throws EAGAIN at once, connect EINPROGRESS. A negative one throws ValueError.
    void set_timeout(std::optional<std::chrono::nanoseconds> timeout);
    std::optional<std::chrono::nanoseconds> timeout() const;
    // setsockopt and getsockopt for whole numbers: set_option(SOL_SOCKET, SO_REUSEADDR, 1).
    void set_option(int level, int option, int value);
    int option(int level, int option) const;
    void set_option(int level, int option, std::span<const char> value);
    std::string option(int level, int option, std::size_t most) const;
    // Small pieces are sent at once (TCP_NODELAY).
    void set_nodelay(bool on = true);

    // --- facts ---
    bool closed() const { return !core_ || core_->closed(); }
    // -1 when it is closed.
    int fileno() const { return core_->descriptor(); }
    Family family() const { return core_->family(); }
    Type type() const { return core_->is_datagram() ? Type::Datagram : Type::Stream; }
    // getsockname and getpeername.
    Address local_address() const;
    Address peer_address() const;
    const std::string& name() const { return core_->name(); }
    explicit operator bool() const { return core_ != nullptr; }
    friend bool operator==(const Socket& a, const Socket& b) { return a.core_ == b.core_; }
    friend std::string repr(const Socket& socket) { return "<socket " + socket.name() + ">"; }

    explicit Socket(boost::intrusive_ptr<SocketCore> core) : core_(std::move(core)) {}
    SocketCore& core() const { return *core_; }

private:
    boost::intrusive_ptr<SocketCore> core_;
};

// Two that are connected to each other.
std::pair<Socket, Socket> socketpair(Socket::Type type = Socket::Type::Stream,
                                     trace::SourceLocation where = trace::SourceLocation::current());

struct ConnectOptions {
    // Of each attempt, and of the socket afterwards.
    std::optional<std::chrono::nanoseconds> timeout = {};
    // Where to connect from; none: the system chooses.
    Address source = {};
};
// A stream socket that is connected to that address.
Socket create_connection(const Address& address, const ConnectOptions& options = {},
                         trace::SourceLocation where = trace::SourceLocation::current());
// A stream socket that listens there. REUSEADDR is set. Port 0: the system chooses, see local_address().
Socket create_listener(const Address& address, int backlog = 128,
                       trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
