// The socket itself, behind the handles that programs have: its descriptor, who waits for it, and what the record says
// of it. Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "hub/timeout.h"
#include "hub/waiter.h"
#include "io/address.h"
#include "io/descriptor.h"
#include "loop/event_loop.h"

namespace green {

class SocketCore final : public Target {
public:
    // `accepted_by`: the listening socket that it came from, or None. Records the object.
    SocketCore(Descriptor descriptor, Address::Family family, bool is_datagram, std::string name, Id accepted_by,
               trace::SourceLocation where);
    ~SocketCore() override;

    const std::string& name() const { return name_; }
    std::string title() const override { return name_; }
    Address::Family family() const { return family_; }
    bool is_datagram() const { return is_datagram_; }
    bool closed() const { return closed_; }
    // -1 when it is closed.
    int descriptor() const { return closed_ ? -1 : descriptor_.number(); }
    // Throws EBADF when it is closed.
    int open_descriptor(const char* call) const;

    const std::optional<std::chrono::nanoseconds>& timeout() const { return timeout_; }
    void set_timeout(std::optional<std::chrono::nanoseconds> timeout) { timeout_ = timeout; }
    bool never_waits() const { return timeout_ && timeout_->count() == 0; }
    // What a wait is limited by.
    TimeLimit limit() const { return timeout_ ? TimeLimit(*timeout_) : TimeLimit(); }

    // Blocks until the descriptor is ready for it. Throws as Socket says. The reason is what the record says; the
    // socket lives on until it returns.
    void wait_read(trace::WaitReason reason, const TimeLimit& limit, trace::SourceLocation where) {
        wait(reading_, loop::Interest::Read, reason, limit, where);
    }
    void wait_write(trace::WaitReason reason, const TimeLimit& limit, trace::SourceLocation where) {
        wait(writing_, loop::Interest::Write, reason, limit, where);
    }

    // Throws ClosedInAnotherGreenlet into who waits, soon.
    void cancel_reading() { cancel_wait(reading_); }
    void cancel_writing() { cancel_wait(writing_); }
    void close(trace::SourceLocation where);
    Descriptor detach(trace::SourceLocation where);

    // --- the record ---
    // It has addresses now, and is called after them.
    void has_opened(trace::SocketState state, trace::SourceLocation where);
    // Bytes went through it. Only their beginning is recorded.
    void record_bytes(trace::Kind kind, std::string_view data, trace::SourceLocation where);

    // Throws into who waits, and closes the descriptor when that was all.
    void run(const Callback& callback) override;

private:
    // Reading or writing. The watcher stays armed between waits, as long as nothing comes that nobody waits for:
    // otherwise each wait would tell the system twice.
    struct Direction {
        std::optional<loop::IoWatcher> watcher;
        Waiter* waiter = nullptr;  // on the stack of who waits
        Id greenlet = Id::None;    // who that is
        JobId cancel = JobId::None;
    };

    void wait(Direction& direction, loop::Interest interest, trace::WaitReason reason, const TimeLimit& limit,
              trace::SourceLocation where);
    void arm(Direction& direction, loop::Interest interest);
    static void became_ready(Direction& direction);
    void cancel_wait(Direction& direction);
    void record_close(trace::SourceLocation where);
    // The descriptor goes out of our hands: no watcher may have it any more.
    Descriptor let_go_of_descriptor();

    Hub& hub_;
    Descriptor descriptor_;
    Address::Family family_;
    bool is_datagram_;
    bool closed_ = false;
    std::string given_name_;
    std::string name_;
    std::optional<std::chrono::nanoseconds> timeout_;
    Direction reading_;
    Direction writing_;
};

}  // namespace green
