#include "io/socket_core.h"

#include <fmt/format.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "io/nonblocking.h"
#include "io/socket_errors.h"

namespace green {

using trace::Flag;
using trace::Kind;
using trace::SocketState;

namespace {

// That of every Timeout: what is ready in the same iteration goes before (rule R3).
constexpr int timeout_priority = -1;

Address address_by(int (*ask)(int, sockaddr*, socklen_t*), int descriptor) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    if (ask(descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {};
    return Address::from_system(reinterpret_cast<const sockaddr*>(&storage), size);
}

}  // namespace

SocketCore::SocketCore(Descriptor descriptor, Address::Family family, bool is_datagram, std::string name,
                       Id accepted_by, trace::SourceLocation where)
    : Target(Hub::get().new_id()),
      descriptor_(std::move(descriptor)),
      family_(family),
      is_datagram_(is_datagram),
      given_name_(std::move(name)) {
    auto& hub = Hub::get();
    hub.use_loop();
    if (accepted_by == Id::None) name_ = given_name_.empty() ? hub.next_name("Socket") : given_name_;
    hub.record({.amount = accepted_by == Id::None ? -1 : static_cast<std::int64_t>(trace::raw(accepted_by)),
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(trace::ObjectKind::Socket)},
               name_if_kept());
}

SocketCore::SocketCore(Borrowed descriptor, Address::Family family, bool is_datagram, Id accepted_by,
                       trace::SourceLocation where)
    : SocketCore(Descriptor(descriptor.number), family, is_datagram, {}, accepted_by, where) {
    is_borrowed_ = true;
}

// Nobody has it any more, so nobody waits. The hub may be gone. No site: looking that up may end the run, which is
// not for a destructor.
SocketCore::~SocketCore() {
    if (is_borrowed_) descriptor_.release();
    if (closed_) return;
    if (auto* hub = Hub::find()) hub->record({.object = id(), .kind = Kind::Close});
}

int SocketCore::open_descriptor(const char* call) const {
    if (closed_) throw std::system_error(EBADF, std::generic_category(), call);
    return descriptor_.number();
}

// --- waiting -----------------------------------------------------------------------------------------

void SocketCore::Limit::begin(trace::SourceLocation where) {
    if (!time_ || timer_) return;
    if (time_->count() == 0) throw std::system_error(EAGAIN, std::generic_category());
    auto& hub = Hub::get();
    auto& greenlet = hub.current();
    timer_.emplace(timeout_priority, true, trace::JobKind::Timeout,
                   [&greenlet] { greenlet.throw_in(std::make_exception_ptr(SocketTimeout())); });
    hub.start_timer(*timer_, time_->count(), Hub::Refresh::Always);
    site_ = hub.site(where);
    const std::chrono::duration<double> seconds = *time_;
    hub.record({.amount = timer_->deadline(),
                .object = greenlet.id(),
                .site = site_,
                .job = timer_->job(),
                .kind = Kind::Timeout,
                .job_kind = trace::JobKind::Timeout,
                .flags = static_cast<std::uint8_t>(Flag::Arms)},
               hub.recorder().keeps()
                   ? fmt::format("{} second{}: SocketTimeout", seconds.count(), seconds.count() == 1 ? "" : "s")
                   : std::string());
}

SocketCore::Limit::~Limit() {
    if (timer_) Hub::get().cancel_timer(*timer_, site_);
}

// While a greenlet waits.
class SocketCore::Waiting {
public:
    Waiting(Hub& hub, Direction& direction, Waiter& waiter, bool referenced)
        : direction_(direction), taken_(direction.slot, waiter) {
        if (referenced) outside_.emplace(hub);
    }
    ~Waiting() {
        if (direction_.watcher) direction_.watcher->set_referenced(false);
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

private:
    std::optional<Hub::OutsideWork> outside_;
    Direction& direction_;
    WaitSlot::Taken taken_;
};

void SocketCore::arm(Direction& direction, loop::Interest interest) {
    if (!direction.watcher)
        direction.watcher.emplace(Hub::get().events(), descriptor_.number(), interest, 0,
                                  [&direction] { became_ready(direction); });
    direction.watcher->start();
    direction.watcher->set_referenced(is_referenced_);
}

// In the hub.
void SocketCore::became_ready(Direction& direction) {
    if (direction.slot.taken())
        direction.slot.wake();
    else
        direction.watcher->stop();
}

void SocketCore::wait(Direction& direction, loop::Interest interest, trace::WaitReason reason, Limit& limit,
                      trace::SourceLocation where) {
    // The last handle may go while its greenlet waits.
    const boost::intrusive_ptr hold(this);
    auto& hub = Hub::get();
    if (direction.slot.taken())
        throw ConcurrentObjectUseError("This socket is already used by another greenlet: " + name());
    hub.check_may_block();
    limit.begin(where);
    arm(direction, interest);
    Waiter waiter(hub);
    const Waiting waiting(hub, direction, waiter, is_referenced_);
    waiter.wait({.reason = reason, .on = this, .deadline = limit.deadline()}, where);
}

void SocketCore::wait_read(trace::WaitReason reason, Limit& limit, trace::SourceLocation where) {
    wait(reading_, loop::Interest::Read, reason, limit, where);
}

void SocketCore::wait_write(trace::WaitReason reason, Limit& limit, trace::SourceLocation where) {
    wait(writing_, loop::Interest::Write, reason, limit, where);
    if (writing_.watcher) writing_.watcher->stop();
}

void SocketCore::wait_read(trace::WaitReason reason, trace::SourceLocation where) {
    Limit limit(*this);
    wait_read(reason, limit, where);
}

void SocketCore::wait_write(trace::WaitReason reason, trace::SourceLocation where) {
    Limit limit(*this);
    wait_write(reason, limit, where);
}

// --- ending ------------------------------------------------------------------------------------------

void SocketCore::run(const Callback& callback) {
    auto& direction = reading_.slot.is_cancelled_by(callback.id) ? reading_ : writing_;
    direction.slot.throw_in(std::make_exception_ptr(ClosedInAnotherGreenlet()));
    if (closed_ && !has_waits_to_cancel()) end();
}

void SocketCore::close(trace::SourceLocation where, std::function<void()> let_go) {
    if (closed_) return;
    let_go_ = std::move(let_go);
    auto& hub = Hub::get();
    hub.record({.object = id(), .site = hub.site(where), .kind = Kind::Close});
    closed_ = true;
    cancel_reading();
    cancel_writing();
    if (!has_waits_to_cancel()) end();
}

void SocketCore::end() {
    auto descriptor = let_go_of_descriptor();
    if (is_borrowed_) descriptor.release();
    if (const auto let_go = std::exchange(let_go_, {})) let_go();
}

Descriptor SocketCore::detach(trace::SourceLocation where) {
    open_descriptor("detach");
    auto& hub = Hub::get();
    hub.record({.object = id(), .site = hub.site(where), .kind = Kind::Close});
    closed_ = true;
    cancel_reading();
    cancel_writing();
    return let_go_of_descriptor();
}

Descriptor SocketCore::let_go_of_descriptor() {
    reading_.watcher.reset();
    writing_.watcher.reset();
    return std::exchange(descriptor_, {});
}

// --- the record --------------------------------------------------------------------------------------

const std::string& SocketCore::name() const {
    if (name_.empty() && descriptor_) name_ = address_text();
    return name_;
}

std::string_view SocketCore::name_if_kept() const {
    return Hub::get().recorder().keeps() ? std::string_view(name()) : std::string_view();
}

std::string SocketCore::address_text() const {
    const auto local = address_by(getsockname, descriptor_.number()).text();
    const auto peer = address_by(getpeername, descriptor_.number());
    const auto both = peer ? local + " -> " + peer.text() : local;
    return given_name_.empty() ? both : given_name_ + " (" + both + ")";
}

void SocketCore::has_opened(SocketState state, trace::SourceLocation where) {
    name_.clear();
    auto& hub = Hub::get();
    // The system has a say in its ports, and whoever is at its other side in what comes.
    hub.note_outside();
    hub.record(
        {.object = id(), .site = hub.site(where), .kind = Kind::Open, .reason = static_cast<std::uint8_t>(state)},
        name_if_kept());
}

void SocketCore::record_bytes(Kind kind, std::string_view data, trace::SourceLocation where) {
    // What fits into a line of a pane.
    constexpr std::size_t shown = 64;
    auto& hub = Hub::get();
    hub.record(
        {.amount = static_cast<std::int64_t>(data.size()), .object = id(), .site = hub.site(where), .kind = kind},
        hub.recorder().keeps() ? data.substr(0, shown) : std::string_view());
}

}  // namespace green
