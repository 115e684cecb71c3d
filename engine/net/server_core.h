// What both servers do, behind the handles that programs have: take what comes, in the hub, as long as there is room,
// and give each its greenlet. Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "io/address.h"
#include "io/socket.h"
#include "pool/group.h"
#include "sync/event.h"

namespace green {

// How what comes gets its greenlet.
struct SpawnEach {};  // a greenlet of its own
struct SpawnRaw {};   // the same, but a raw one: a little cheaper, can't be killed or joined
struct SpawnNone {};  // the handler runs in the hub, and must not block
// With a Pool, or a number (a pool of that size): while it is full nothing is taken; what comes waits in the system's
// backlog.
using ServerSpawn = std::variant<SpawnEach, SpawnRaw, SpawnNone, Pool, std::int64_t>;

struct ServerOptions {
    ServerSpawn spawn = SpawnEach{};
    // Of a stream server's listening socket.
    int backlog = 128;
    // How many are taken at a wake-up of the hub, at most. One or more (ValueError).
    int max_accept = 100;
    std::chrono::nanoseconds min_delay = std::chrono::milliseconds(10);
    std::chrono::nanoseconds max_delay = std::chrono::seconds(1);
    // How long `stop` waits for the handlers of a pool before it kills them.
    std::chrono::nanoseconds stop_timeout = std::chrono::seconds(1);
    // For the record: what the greenlets run.
    std::string handler_name = "handle";
    // For the record: "HttpServer" is called "HttpServer-1". Empty: after its class.
    std::string type_name = {};
    // For the record: "http" or "https" is what an HTTP server speaks. Empty: anything.
    std::string scheme = {};
    // Called once it accepts no more; must not wait.
    std::function<void()> when_closed = {};
};

class ServerCore : public Target {
public:
    ~ServerCore() override;

    const std::string& name() const { return name_; }
    std::string title() const override { return name_; }
    bool started() const { return running_.lock() != nullptr; }
    bool accepting() const;
    bool closed() const { return socket_.closed(); }
    const Address& address() const { return address_; }
    const Socket& socket() const { return socket_; }
    const std::optional<Pool>& pool() const { return pool_; }

    // See StreamServer.
    void start(trace::SourceLocation where);
    void close(trace::SourceLocation where);
    void stop(std::optional<std::chrono::nanoseconds> timeout, trace::SourceLocation where);
    void serve_forever(std::optional<std::chrono::nanoseconds> stop_timeout, trace::SourceLocation where);

    // Its event and its pool have jobs, it has none of its own.
    void run(const Callback&) override {}

protected:
    // What has come: its handler is to be run once, and `drop` if that can't be.
    struct Task {
        std::function<void()> handle;
        std::function<void()> drop;
        std::string arguments;  // for the record
    };

    // `type` is "StreamServer", say: it is called "StreamServer-1". Records the object.
    ServerCore(const char* type, const Address& address, ServerOptions options, trace::SourceLocation where);
    ServerCore(const char* type, const Socket& socket, ServerOptions options, trace::SourceLocation where);

    // A socket that receives what is to be handled.
    virtual Socket open(const Address& address, const ServerOptions& options, trace::SourceLocation where) = 0;
    // The next, if there is one; throws what the system says.
    virtual std::optional<Task> take(Socket& socket, trace::SourceLocation where) = 0;

private:
    struct Running;
    class PlaceLink;

    ServerCore(const char* type, Address address, Socket socket, ServerOptions options, trace::SourceLocation where);
    // For the record.
    std::string where_it_listens() const;
    void start_accepting();
    void stop_accepting();
    // In the hub.
    void take_some();
    void pause_after(const std::exception_ptr& error);
    void dispatch(Task task);

    ServerOptions options_;
    std::string name_;
    trace::SourceLocation where_;  // where it was made: the place of what happens in the hub
    Address address_;              // that was asked for, then where it is
    Address wanted_;
    Socket socket_;
    bool socket_was_given_;
    std::optional<Pool> pool_;
    OwnPart<InnerEvent> stopped_;
    std::chrono::nanoseconds delay_;
    std::weak_ptr<Running> running_;  // while it is started; the hub has it
    std::unique_ptr<PlaceLink> place_link_;
};

}  // namespace green
