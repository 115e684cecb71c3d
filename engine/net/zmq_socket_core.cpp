#include "net/zmq_socket_core.h"

#include <array>
#include <chrono>
#include <exception>
#include <utility>

#include "hub/errors.h"
#include "hub/timeout.h"
#include "hub/waiter.h"
#include "net/zmq_native.h"

namespace green {

using trace::Kind;
using trace::WaitReason;

static_assert(ZmqSocketCore::in == ZMQ_POLLIN && ZmqSocketCore::out == ZMQ_POLLOUT);
static_assert(static_cast<int>(ZmqType::Stream) == ZMQ_STREAM);

namespace {

const char* name_of(ZmqType type) {
    constexpr std::array names{"PAIR",   "PUB",  "SUB",  "REQ",  "REP",  "DEALER",
                               "ROUTER", "PULL", "PUSH", "XPUB", "XSUB", "STREAM"};
    return names.at(static_cast<std::size_t>(type));
}

void* open(void* context, ZmqType type) {
    void* socket = zmq_socket(context, static_cast<int>(type));
    if (!socket) throw ZmqError(zmq_errno());
    // ZeroMQ's own would be for ever, and a context whose peers are gone could never end.
    constexpr int linger = 1000;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    return socket;
}

// Owns what the library received.
class Message {
public:
    Message() { zmq_msg_init(&message_); }
    ~Message() { zmq_msg_close(&message_); }
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;

    zmq_msg_t* get() { return &message_; }
    std::string data() { return {static_cast<const char*>(zmq_msg_data(&message_)), zmq_msg_size(&message_)}; }
    bool more() { return zmq_msg_more(&message_) != 0; }

private:
    zmq_msg_t message_{};
};

}  // namespace

ZmqSocketCore::ZmqSocketCore(const ZmqContext& context, ZmqType type, std::string name, trace::SourceLocation where)
    : Target(Hub::get().new_id()),
      context_(context.native()),
      socket_(open(context_->context, type)),
      given_name_(std::move(name)),
      reading_{in, ZMQ_RCVTIMEO, WaitReason::Receive},
      writing_{out, ZMQ_SNDTIMEO, WaitReason::Send} {
    auto& hub = Hub::get();
    hub.use_loop();
    if (given_name_.empty()) given_name_ = hub.next_name(name_of(type));
    name_ = given_name_;
    hub.record({.amount = -1,
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(trace::ObjectKind::ZmqSocket)},
               name_);
}

// As SocketCore's: nobody waits, and the hub may be gone.
ZmqSocketCore::~ZmqSocketCore() {
    if (!closed_)
        if (auto* hub = Hub::find()) hub->record({.object = id(), .kind = Kind::Close});
    if (socket_) let_go();
}

void* ZmqSocketCore::native() const {
    if (closed_) throw ZmqError(ENOTSOCK);
    return socket_;
}

int ZmqSocketCore::last_error() { return zmq_errno(); }

int ZmqSocketCore::option(int number) const {
    int value = 0;
    std::size_t size = sizeof value;
    while (zmq_getsockopt(native(), number, &value, &size) != 0)
        if (last_error() != EINTR) throw ZmqError(last_error());
    return value;
}

// --- sending and receiving ---------------------------------------------------------------------------

std::optional<ZmqSocketCore::Part> ZmqSocketCore::try_receive(trace::SourceLocation where) {
    Message message;
    if (!use([&](void* socket) { return zmq_msg_recv(message.get(), socket, ZMQ_DONTWAIT); })) return std::nullopt;
    Part part{message.data(), message.more()};
    record_part(Kind::Receive, part.data, where);
    return part;
}

bool ZmqSocketCore::try_send(std::string_view data, bool more, trace::SourceLocation where) {
    const int flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);
    const bool sent = use([&](void* socket) { return zmq_send(socket, data.data(), data.size(), flags); });
    if (sent) record_part(Kind::Send, data, where);
    return sent;
}

template <class Attempt>
void ZmqSocketCore::until_done(Direction& direction, Attempt&& attempt, trace::SourceLocation where) {
    // The last handle may go while its greenlet waits.
    const boost::intrusive_ptr hold(this);
    std::optional<TimeLimit::Running> limit;
    bool in_vain = false;
    while (!attempt()) {
        // What has come since then would not be told again.
        const bool is_ready = (look() & direction.ready) != 0;
        if (is_ready && !std::exchange(in_vain, true)) continue;
        if (!limit) {
            const int time = option(direction.timeout_option);
            if (time == 0) throw ZmqAgain();
            limit.emplace(time < 0 ? TimeLimit() : TimeLimit(std::chrono::milliseconds(time)), ZmqAgain(), where);
        }
        if (!is_ready) {
            wait(direction, limit->deadline(), where);
        } else {
            // A ROUTER that must not drop anything says that it is ready as long as any of its peers has room.
            const TimeLimit::Running pause(std::chrono::milliseconds(10), where);
            try {
                wait(direction, pause.deadline(), where);
            } catch (const Timeout& expired) {
                if (!pause.owns(expired)) throw;
            }
        }
        in_vain = false;
    }
}

ZmqSocketCore::Part ZmqSocketCore::receive(trace::SourceLocation where) {
    Part part;
    until_done(
        reading_,
        [&] {
            auto received = try_receive(where);
            if (received) part = std::move(*received);
            return received.has_value();
        },
        where);
    return part;
}

void ZmqSocketCore::send(std::string_view data, bool more, trace::SourceLocation where) {
    until_done(
        writing_, [&] { return try_send(data, more, where); }, where);
}

int ZmqSocketCore::look() {
    const int ready = option(ZMQ_EVENTS);
    for (auto* direction : {&reading_, &writing_})
        if (ready & direction->ready) direction->slot.wake_soon();
    return ready;
}

// --- waiting -----------------------------------------------------------------------------------------

ZmqSocketCore::Waiting::Waiting(ZmqSocketCore& socket, int ready, Waiter& waiter)
    : socket_(&socket), outside_(Hub::get()) {
    if (ready & in) take(socket.reading_, reading_, waiter);
    if (ready & out) take(socket.writing_, writing_, waiter);
    auto& watcher = socket.watcher_;
    if (!watcher)
        watcher.emplace(Hub::get().events(), socket.option(ZMQ_FD), loop::Interest::Read, 0,
                        [socket = &socket] { socket->has_news(); });
    watcher->start();
    watcher->set_referenced(true);
}

ZmqSocketCore::Waiting::~Waiting() {
    reading_.reset();
    writing_.reset();
    if (socket_->watcher_ && !socket_->is_waited_for()) socket_->watcher_->set_referenced(false);
}

void ZmqSocketCore::Waiting::take(Direction& direction, std::optional<WaitSlot::Taken>& taken, Waiter& waiter) const {
    if (direction.slot.taken())
        throw ConcurrentObjectUseError("This socket is already used by another greenlet: " + socket_->name());
    taken.emplace(direction.slot, waiter);
}

void ZmqSocketCore::wait(Direction& direction, Nanoseconds deadline, trace::SourceLocation where) {
    auto& hub = Hub::get();
    hub.check_may_block();
    Waiter waiter(hub);
    const Waiting waiting(*this, direction.ready, waiter);
    waiter.wait({.reason = direction.reason, .on = this, .deadline = deadline}, where);
}

void ZmqSocketCore::has_news() {
    if (!closed_ && is_waited_for())
        look();
    else
        watcher_->stop();
}

// --- ending ------------------------------------------------------------------------------------------

void ZmqSocketCore::close(trace::SourceLocation where) {
    if (closed_) return;
    auto& hub = Hub::get();
    hub.record({.object = id(), .site = hub.site(where), .kind = Kind::Close});
    closed_ = true;
    reading_.slot.cancel(*this);
    writing_.slot.cancel(*this);
    if (!is_waited_for()) let_go();
}

void ZmqSocketCore::run(const Callback& callback) {
    auto& slot = reading_.slot.is_cancelled_by(callback.id) ? reading_.slot : writing_.slot;
    slot.throw_in(std::make_exception_ptr(ZmqError(ENOTSOCK)));
    if (!reading_.slot.is_to_cancel() && !writing_.slot.is_to_cancel()) let_go();
}

// The watcher first: the descriptor is the library's, and goes with the socket.
void ZmqSocketCore::let_go() {
    watcher_.reset();
    // Whoever has stopped the run does not want to wait for those that don't read.
    if (auto* hub = Hub::find(); hub && hub->recorder().gate().stopping()) {
        constexpr int linger = 0;
        zmq_setsockopt(socket_, ZMQ_LINGER, &linger, sizeof linger);
    }
    zmq_close(std::exchange(socket_, nullptr));
    context_.reset();
}

// --- the record --------------------------------------------------------------------------------------

void ZmqSocketCore::has_opened(trace::SocketState state, const std::string& endpoint, trace::SourceLocation where) {
    name_ = given_name_ + " (" + endpoint + ")";
    auto& hub = Hub::get();
    hub.note_outside();
    hub.record(
        {.object = id(), .site = hub.site(where), .kind = Kind::Open, .reason = static_cast<std::uint8_t>(state)},
        name_);
}

void ZmqSocketCore::record_part(Kind kind, std::string_view data, trace::SourceLocation where) {
    // What fits into a line of a pane.
    constexpr std::size_t shown = 64;
    auto& hub = Hub::get();
    hub.record(
        {.amount = static_cast<std::int64_t>(data.size()), .object = id(), .site = hub.site(where), .kind = kind},
        data.substr(0, shown));
}

}  // namespace green
