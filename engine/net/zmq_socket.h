// zmq.green's Socket: ZeroMQ's sockets, whose calls hold up only the greenlet that makes them. A handle; copies are the
// same socket, and the last one closes it. Engine's thread only.
//
//     green::ZmqContext context;
//     auto client = context.socket(green::ZmqType::Req);
//     client.connect("tcp://127.0.0.1:5000");
//     client.send("hello");
//     std::string answer = client.recv();   // others run meanwhile
//
// Each call tries first and waits only where it must. One greenlet at a time may wait to receive, and another one to
// send: a further one gets a ConcurrentObjectUseError.
//
// What fails throws ZmqError. Besides, all calls that wait throw ZmqAgain when the socket's timeout for that direction
// (ZmqOption::ReceiveTimeout, SendTimeout) is over, and ENOTSOCK when another greenlet closes the socket meanwhile; so
// does every call on a closed one.
//
// Time that passes while a socket is waited for is real: a virtual clock does not jump then.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "net/zmq_context.h"
#include "net/zmq_error.h"
#include "net/zmq_socket_core.h"

namespace green {

// Those that most programs need, with ZeroMQ's numbers: any other whole number or text of zmq.h can be cast to it.
enum class ZmqOption : int {
    RoutingId = 5,
    Subscribe = 6,    // text; to be written only
    Unsubscribe = 7,  // text; to be written only
    SendBuffer = 11,
    ReceiveBuffer = 12,
    ReceiveMore = 13,  // whether what was received last is to be continued; to be read only
    Linger = 17,       // how long what was sent may still take after `close`, in ms; -1: for ever. Here: 1000
    ReconnectInterval = 18,
    Backlog = 19,
    ReconnectIntervalMost = 21,
    SendHighWaterMark = 23,     // so many messages wait for a peer before `send` waits; 0: no limit. Before `connect`
    ReceiveHighWaterMark = 24,  // the same of what was not received yet
    ReceiveTimeout = 27,        // of each `recv`, in ms; 0: don't wait, -1: for ever
    SendTimeout = 28,
    LastEndpoint = 32,     // text; to be read only
    RouterMandatory = 33,  // a ROUTER throws EHOSTUNREACH for a peer that it does not know, instead of dropping
    TcpKeepalive = 34,
    Immediate = 39,
    Ipv6 = 42,
    Conflate = 54,
    HeartbeatInterval = 75,
};

class ZmqSocket {
public:
    // What to wait for, and what it is ready for.
    enum class Ready : std::uint8_t { Nothing = 0, Receive = 1, Send = 2, Both = 3 };

    // None: for a variable that gets one later. Nothing but `operator bool`, `closed` and `close` may be called.
    ZmqSocket() = default;
    // Needs a run under way (std::logic_error). Without a name it is called "REQ-1", say.
    ZmqSocket(const ZmqContext& context, ZmqType type, std::string name = {},
              trace::SourceLocation where = trace::SourceLocation::current());

    // --- endpoints: "tcp://127.0.0.1:5000", "ipc:///tmp/some.socket", "inproc://name". These don't wait ---
    // "tcp://127.0.0.1:*": the system chooses the port, see last_endpoint().
    void bind(const std::string& endpoint, trace::SourceLocation where = trace::SourceLocation::current());
    void unbind(const std::string& endpoint);
    // The connection itself is made later, and again whenever it is lost.
    void connect(const std::string& endpoint, trace::SourceLocation where = trace::SourceLocation::current());
    void disconnect(const std::string& endpoint);
    // What `bind` or `connect` was called with last, with the port that the system has chosen.
    std::string last_endpoint() const { return option_text(ZmqOption::LastEndpoint); }

    // --- messages, of one part ---
    void send(std::string_view message, trace::SourceLocation where = trace::SourceLocation::current());
    // The next part: all of a message that has only one.
    std::string recv(trace::SourceLocation where = trace::SourceLocation::current());
    // The same without waiting, whatever the timeout: false, or none, where it would have to.
    bool try_send(std::string_view message, trace::SourceLocation where = trace::SourceLocation::current());
    std::optional<std::string> try_recv(trace::SourceLocation where = trace::SourceLocation::current());

    // --- and of several: they arrive together, or not at all ---
    // ValueError for none.
    void send_multipart(const std::vector<std::string>& parts,
                        trace::SourceLocation where = trace::SourceLocation::current());
    std::vector<std::string> recv_multipart(trace::SourceLocation where = trace::SourceLocation::current());
    // One part, of which another one follows.
    void send_more(std::string_view part, trace::SourceLocation where = trace::SourceLocation::current());
    bool try_send_more(std::string_view part, trace::SourceLocation where = trace::SourceLocation::current());
    // Whether the part that was received last is to be continued.
    bool has_more() const { return option(ZmqOption::ReceiveMore) != 0; }

    // --- waiting only ---
    // Until it is ready for some of that, and says for what; Nothing when the time is over (none given: never).
    Ready poll(Ready what = Ready::Receive, std::optional<std::chrono::nanoseconds> timeout = {},
               trace::SourceLocation where = trace::SourceLocation::current()) const;

    // --- ending ---
    // Whoever waits gets ENOTSOCK, a little later. Silent for one that is closed. What was sent goes on its way, as
    // long as the option Linger says.
    void close(trace::SourceLocation where = trace::SourceLocation::current());

    // --- settings. Most count for endpoints that come after them ---
    void set_option(ZmqOption option, int value);
    void set_option(ZmqOption option, std::string_view value);
    int option(ZmqOption option) const;
    // Of those that have eight bytes in zmq.h.
    void set_long_option(ZmqOption option, std::int64_t value);
    std::int64_t long_option(ZmqOption option) const;
    std::string option_text(ZmqOption option) const;
    // A SUB gets only messages that begin with what it has subscribed to; "": all.
    void subscribe(std::string_view beginning) { set_option(ZmqOption::Subscribe, beginning); }
    void unsubscribe(std::string_view beginning) { set_option(ZmqOption::Unsubscribe, beginning); }

    // --- facts ---
    bool closed() const { return !core_ || core_->closed(); }
    const std::string& name() const { return core_->name(); }
    explicit operator bool() const { return core_ != nullptr; }
    friend bool operator==(const ZmqSocket& a, const ZmqSocket& b) { return a.core_ == b.core_; }
    friend std::string repr(const ZmqSocket& socket) { return "<zmq.Socket " + socket.name() + ">"; }

private:
    friend class ZmqPoller;

    boost::intrusive_ptr<ZmqSocketCore> core_;
};

// zmq.green's Poller: several sockets at once. Engine's thread only.
class ZmqPoller {
public:
    using Ready = ZmqSocket::Ready;

    // Replaces what was asked of the same one before.
    void add(const ZmqSocket& socket, Ready what = Ready::Receive);
    // Silent for one that was not added.
    void remove(const ZmqSocket& socket);

    // Until one of them is ready or the time is over (none given: never), and all that are, in the order in which they
    // were added. Nobody else may wait for the same of one of them.
    std::vector<std::pair<ZmqSocket, Ready>> poll(std::optional<std::chrono::nanoseconds> timeout = {},
                                                  trace::SourceLocation where = trace::SourceLocation::current()) const;

private:
    std::vector<std::pair<ZmqSocket, Ready>> ready() const;

    std::vector<std::pair<ZmqSocket, Ready>> watched_;
};

}  // namespace green
