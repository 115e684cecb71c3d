// One instant of a run: what the scheduler, or a greenlet that called it, has just done.
//
// Events are coarse on purpose. One event is one thing that a reader can point at, so that a step on
// the Order axis is one event; its bookkeeping (a callback queued, a timer armed, control handed
// over) rides on it as flags. `Moment::apply` is the definition of what each event means.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "trace/ids.h"

namespace green::trace {

// What happened. `greenlet` did it; "text" is the event's text. Values are written to files by name.
enum class Kind : std::uint8_t {
    Create,    // made greenlet `object` without starting it; reason: Birth; text: SpawnText
    Start,     // started `object`: queues (or, flag Arms, arms) its Start job
    Spawn,     // Create and Start in one
    Discard,   // killed `object` before it ever ran; reason: EndReason; text: its result
    Fail,      // its body raised; text: the error. It still runs: it reports, then ends
    End,       // ended and handed over to the hub; reason: EndReason; text: its result
    Yield,     // gave way: its Wake job went to the back of the callback queue
    Wait,      // began to wait on `object` (or nothing); reason: WaitReason; amount: deadline or never;
               // text: the call's arguments. Flag Arms: its own Wake timer ends it
    Resume,    // (hub) handed over to `object`; with Throw, the exception is the text
    Run,       // (hub) ran a job and nothing came of it: a cancelled start, a stale wake-up. A job of
               // which something comes says so with flag Runs on its first event: a Resume, a Put, …
    Idle,      // (hub) has nothing to run and polls; amount: until when, or never
    Cancel,    // took back the job: a timer is gone, a queued callback becomes a no-op
    Callback,  // queued the job for `object`, on its own account
    Timeout,   // armed a Timeout on `object`; amount: deadline; text: its seconds, or its exception
    Kill,      // asked for `object` to be killed: queues its Throw job; text: the exception
    Object,    // made `object`; reason: ObjectKind; amount: capacity, a semaphore's permits, the id of the socket that
               // accepted it, or -1; text: its name
    Put,       // stored an item in `object`; amount: its place from the front, or -1 for the back;
               // text: the item. By the hub, and without a site: for the first greenlet that waits to put
    Get,       // took an item out of `object`; amount: its place from the front; text: the item
    Print,     // wrote the text (with its line end, if any) to stdout
    Report,    // the hub's error report about `object`, to stderr; text: "Type: message". Without an object: other
               // lines on stderr, as a stack above a report
    Work,      // computes for `amount` ns without giving way
    Set,       // set the event or result `object`; amount: 1; text: a result's value, or, with
               // EndReason::Failed as the reason, its error
    Clear,     // cleared the event `object`; amount: 0
    Acquire,   // took a permit of `object`; amount: the permits that are left; of an RLock: how often it is held
    Release,   // gave one back; amount likewise
    Add,       // the group or pool `object` has a new member; amount: the greenlet's id
    Remove,    // it has one less; amount likewise
    TaskDone,  // told the queue `object` that a task is done; amount: those that are not. Of a copied queue:
               // how many there are from the beginning
    Store,     // gave the local `object` a value in this greenlet; text: the value
    Forget,    // the local `object` has none in this greenlet any more, or, by the hub, in the ended one
               // whose id is the amount
    Signal,    // (hub) a signal arrived; text: its name
    Open,      // the socket `object` has addresses now; reason: SocketState; text: what it is called from now on. A
               // server: takes what comes from now on; amount: its socket's id; text: where, as "127.0.0.1:80", of
               // an HTTP server as "http://127.0.0.1:80"
    Close,     // closed the socket or server `object`
    Receive,   // read from the socket `object`; amount: so many bytes, 0 at the end, or for an empty message of
               // ZeroMQ; text: their beginning
    Send,      // wrote to it; amount and text likewise
    Request,   // begins to serve a request to the server `object`; text: its method and target, as "GET /room/1"
};
inline constexpr int kind_count = static_cast<int>(Kind::Request) + 1;

// What a greenlet waits for, named after the call.
enum class WaitReason : std::uint8_t {
    None,
    Sleep,
    QueueGet,
    QueuePut,
    Join,
    JoinAll,
    Get,
    Kill,
    Select,
    Event,
    Lock,  // a permit of a semaphore or lock
    Io,
    Hub,
    ResultGet,   // AsyncResult.get
    ResultWait,  // AsyncResult.wait
    LockWait,    // Semaphore.wait: until there is a permit, without taking it
    Wait,        // gevent.wait: until several objects, one after the other, are ready
    QueueJoin,   // JoinableQueue.join: until all tasks are done
    GroupJoin,   // Group.join, Pool.join: until it is empty
    PoolSpawn,   // Pool.spawn, start, add: until there is a place for one more
    PoolWait,    // Pool.wait_available: the same, without taking it
    Idle,        // gevent.idle: until nothing else is going on
    LoopEnd,     // gevent.wait without objects: until the loop ends
    Thread,      // the end of a call in another thread
    Process,     // the end of another process
    Receive,     // until a socket has something to read
    Send,        // until a socket has room
    Accept,      // the next connection
    Connect,     // until a connection is there
    Handshake,   // until both sides of a TLS connection know each other
    Resolve,     // the addresses of a name
    Poll,        // until one of several descriptors is ready, in a poll object
    Serve,       // until somebody stops a server
};
inline constexpr int wait_reason_count = static_cast<int>(WaitReason::Serve) + 1;

// Create and Spawn: what was made. A raw greenlet can't be joined and has no value.
enum class Birth : std::uint8_t { Greenlet, Raw };

enum class EndReason : std::uint8_t { Finished, Failed, Killed };

enum class ObjectKind : std::uint8_t {
    None,
    Queue,
    Event,
    Lock,
    Group,
    AsyncResult,
    Semaphore,
    BoundedSemaphore,
    RLock,
    SimpleQueue,
    LifoQueue,
    PriorityQueue,
    JoinableQueue,
    Channel,
    Pool,
    Local,
    ThreadPool,
    Process,
    Socket,
    Server,
    ZmqSocket,
    HttpServer,
};
inline constexpr int object_kind_count = static_cast<int>(ObjectKind::HttpServer) + 1;

// What became of a socket or server, as far as addresses are concerned. In ObjectState it is the `count`.
enum class SocketState : std::uint8_t {
    New,
    Bound,
    Listening,
    Connected,
    Closed,
    Connecting,  // by itself, as often as it takes: a ZeroMQ socket does not say when it is connected
};
inline constexpr int socket_state_count = static_cast<int>(SocketState::Connecting) + 1;

// What the hub does when the job's turn comes.
enum class JobKind : std::uint8_t {
    None,
    Start,     // switch to the target for the first time
    Wake,      // switch to the target
    Throw,     // throw into the target
    Notify,    // tell everybody who is linked to the target
    Unlock,    // match the target queue's waiters with its items and places
    Timeout,   // throw a Timeout into the target
    Function,  // anything else
};

// One bit each.
enum class Flag : std::uint8_t {
    Switch = 1,    // control passed: to `object` for Resume, else from `greenlet` to the hub
    Throw = 2,     // the target resumes with an exception
    Queues = 4,    // `job` was appended to the callback queue
    Arms = 8,      // `job` became a timer with deadline `amount`
    Runs = 16,     // `job` was taken off the queue's front, or off the timers, and runs
    Cancels = 32,  // `job` was taken back
    Outside = 64,  // by now something from outside of the run has taken part: a thread, a process, somebody's answer.
                   // All events after the first one have it, too
};
inline constexpr int flag_count = 7;

struct TraceEvent {
    Nanoseconds time = 0;
    std::int64_t amount = 0;
    Id greenlet = Id::None;
    Id object = Id::None;
    Site site{};             // the engine call's source line; none for what the hub does itself
    std::uint32_t text = 0;  // where in the chunk's texts; 0 is the empty text
    JobId job = JobId::None;
    Kind kind = Kind::Run;
    std::uint8_t reason = 0;
    JobKind job_kind = JobKind::None;
    std::uint8_t flags = 0;

    // A copy made member by member. Events are copied right after they were written in small pieces; a
    // processor that is told to copy them in large ones waits until those have reached memory, which takes
    // longer than everything else that recording does.
    constexpr TraceEvent with_text(std::uint32_t place) const {
        return {time, amount, greenlet, object, site, place, job, kind, reason, job_kind, flags};
    }

    constexpr bool has(Flag flag) const { return flags & static_cast<std::uint8_t>(flag); }
    constexpr WaitReason wait_reason() const { return static_cast<WaitReason>(reason); }
    constexpr Birth birth() const { return static_cast<Birth>(reason); }
    constexpr EndReason end_reason() const { return static_cast<EndReason>(reason); }
    constexpr ObjectKind object_kind() const { return static_cast<ObjectKind>(reason); }
    constexpr SocketState socket_state() const { return static_cast<SocketState>(reason); }
    constexpr bool operator==(const TraceEvent&) const = default;
};
static_assert(sizeof(TraceEvent) == 40);

constexpr std::uint8_t operator|(Flag a, Flag b) {
    return static_cast<std::uint8_t>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr std::uint8_t operator|(std::uint8_t a, Flag b) {
    return static_cast<std::uint8_t>(a | static_cast<std::uint8_t>(b));
}
constexpr std::uint8_t operator|(Flag a, std::uint8_t b) { return b | a; }

// The greenlet that has control after the event, or None if the event does not move it.
constexpr Id switches_to(const TraceEvent& event) {
    if (!event.has(Flag::Switch)) return Id::None;
    return event.kind == Kind::Resume ? event.object : Id::Hub;
}

// The text of Create and Spawn in parts: the display name, the name of the run function or class,
// and the arguments. Separated by U+001F in the record.
struct SpawnText {
    std::string_view name;
    std::string_view run;
    std::string_view arguments;
};
SpawnText spawn_text(std::string_view text);

// Stable names, as files and `trace --format json` have them: "spawn", "queue-get", "finished", …
std::string_view name(Kind kind);
std::string_view name(WaitReason reason);
std::string_view name(Birth birth);
std::string_view name(EndReason reason);
std::string_view name(ObjectKind kind);
std::string_view name(SocketState state);
std::string_view name(JobKind kind);
std::string_view name(Flag flag);

// Whether greenlets put items into such an object and get them from it.
constexpr bool holds_items(ObjectKind kind) {
    return kind == ObjectKind::Queue || (kind >= ObjectKind::SimpleQueue && kind <= ObjectKind::Channel);
}

// Whether it takes what comes to a socket and gives it a greenlet.
constexpr bool is_server(ObjectKind kind) { return kind == ObjectKind::Server || kind == ObjectKind::HttpServer; }

// Whether what ends such a wait comes from elsewhere, whatever greenlets do.
constexpr bool waits_for_outside(WaitReason reason) {
    return reason == WaitReason::Io || (reason >= WaitReason::Thread && reason <= WaitReason::Poll);
}

// The kind with that stable name, if there is one: a file of a newer version may have others.
std::optional<Kind> kind_named(std::string_view name);

// The call as the program wrote it: "put", "sleep", "joinall", …; empty for None and Hub.
std::string_view call_name(WaitReason reason);

}  // namespace green::trace
