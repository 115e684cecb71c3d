// The socket itself, behind the handles that programs have: its descriptor, who waits for it, and what the record says
// of it. Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "io/address.h"
#include "io/descriptor.h"
#include "io/wait_slot.h"
#include "loop/event_loop.h"
#include "loop/timers.h"

namespace green {

class SocketCore final : public Target {
public:
    // `accepted_by`: the listening socket that it came from, or None. Records the object.
    SocketCore(Descriptor descriptor, Address::Family family, bool is_datagram, std::string name, Id accepted_by,
               trace::SourceLocation where);
    // One whose descriptor another library has, which closes it: when `close` says so, or after this is gone.
    struct Borrowed {
        int number;
    };
    SocketCore(Borrowed descriptor, Address::Family family, bool is_datagram, Id accepted_by,
               trace::SourceLocation where);
    ~SocketCore() override;

    // The given one, or after its addresses.
    const std::string& name() const;
    std::string title() const override { return name(); }
    Address::Family family() const { return family_; }
    bool is_datagram() const { return is_datagram_; }
    bool closed() const { return closed_; }
    // -1 when it is closed.
    int descriptor() const { return closed_ ? -1 : descriptor_.number(); }
    // Throws EBADF when it is closed.
    int open_descriptor(const char* call) const;

    std::optional<std::chrono::nanoseconds> timeout() const { return timeout_; }
    void set_timeout(std::optional<std::chrono::nanoseconds> timeout) { timeout_ = timeout; }

    // Whether who waits for it keeps the loop going, as he does unless it is told otherwise.
    void set_referenced(bool referenced) { is_referenced_ = referenced; }

    // What limits a call that may have to wait several times: it begins with the first wait, since most calls have
    // none.
    class Limit;
    // Blocks until the descriptor is ready for it, but not longer than the socket's timeout allows. Throws as Socket
    // says: EAGAIN where the timeout is zero. The reason is what the record says. The socket lives on until it returns.
    void wait_read(trace::WaitReason reason, trace::SourceLocation where);
    void wait_write(trace::WaitReason reason, trace::SourceLocation where);
    // The same where the whole call has a limit.
    void wait_read(trace::WaitReason reason, Limit& limit, trace::SourceLocation where);
    void wait_write(trace::WaitReason reason, Limit& limit, trace::SourceLocation where);

    // Throws ClosedInAnotherGreenlet into who waits, soon.
    void cancel_reading() { reading_.slot.cancel(*this); }
    void cancel_writing() { writing_.slot.cancel(*this); }
    // `let_go` is called as soon as nobody waits for the descriptor any more, which may be in the hub: who lent it may
    // close it then.
    void close(trace::SourceLocation where, std::function<void()> let_go = {});
    Descriptor detach(trace::SourceLocation where);

    // --- the record ---
    // It has addresses now, and is called after them.
    void has_opened(trace::SocketState state, trace::SourceLocation where);
    // Bytes went through it. Only their beginning is recorded.
    void record_bytes(trace::Kind kind, std::string_view data, trace::SourceLocation where);

    // Throws into who waits, and closes the descriptor when that was all.
    void run(const Callback& callback) override;

private:
    // Reading or writing. The watcher for reading stays armed between waits, as long as nothing comes that nobody
    // waits for: otherwise each wait would tell the system twice. Room to write is there nearly always.
    struct Direction {
        std::optional<loop::IoWatcher> watcher;
        WaitSlot slot;
    };

    class Waiting;

    void wait(Direction& direction, loop::Interest interest, trace::WaitReason reason, Limit& limit,
              trace::SourceLocation where);
    void arm(Direction& direction, loop::Interest interest);
    static void became_ready(Direction& direction);
    bool has_waits_to_cancel() const { return reading_.slot.is_to_cancel() || writing_.slot.is_to_cancel(); }
    std::string address_text() const;
    // For the record.
    std::string_view name_if_kept() const;
    // The descriptor goes out of our hands: no watcher may have it any more.
    Descriptor let_go_of_descriptor();
    void end();

    Descriptor descriptor_;
    bool is_borrowed_ = false;
    std::function<void()> let_go_;  // once it is closed, if somebody is to be told
    Address::Family family_;
    bool is_datagram_;
    bool closed_ = false;
    bool is_referenced_ = true;
    std::string given_name_;
    mutable std::string name_;  // empty until somebody asks: it takes system calls
    std::optional<std::chrono::nanoseconds> timeout_;
    Direction reading_;
    Direction writing_;
};

// On the stack of the call. A timer of its own instead of a Timeout: servers limit nearly every wait, and this
// allocates nothing.
class SocketCore::Limit {
public:
    explicit Limit(const SocketCore& socket) : time_(socket.timeout_) {}
    ~Limit();
    Limit(const Limit&) = delete;
    Limit& operator=(const Limit&) = delete;

    // Throws EAGAIN where nothing may wait.
    void begin(trace::SourceLocation where);
    Nanoseconds deadline() const { return timer_ ? timer_->deadline() : trace::never; }

private:
    std::optional<std::chrono::nanoseconds> time_;
    std::optional<loop::Timer> timer_;
    trace::Site site_;
};

}  // namespace green
