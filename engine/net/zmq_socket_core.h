// ZeroMQ's socket behind the handles that programs have: its library's socket, who waits for it, and what the record
// says of it. Engine's thread only.
//
// The library tells by a descriptor that there is news, and only then; any call takes up all news, also such as nobody
// asked for. So whoever has used the socket looks what it is ready for by then, and wakes those who wait for that.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "io/wait_slot.h"
#include "loop/event_loop.h"
#include "net/zmq_context.h"
#include "net/zmq_error.h"

namespace green {

class ZmqSocketCore final : public Target {
public:
    // A part of a message, and whether more of it follow.
    struct Part {
        std::string data;
        bool more = false;
    };
    // What it is ready for: bits, with ZeroMQ's numbers.
    static constexpr int in = 1;
    static constexpr int out = 2;

    // Records the object.
    ZmqSocketCore(const ZmqContext& context, ZmqType type, std::string name, trace::SourceLocation where);
    ~ZmqSocketCore() override;

    const std::string& name() const { return name_; }
    std::string title() const override { return name_; }
    bool closed() const { return closed_; }
    // Calls the library with its socket. Whether it was done: not where it would have to wait. Throws what went wrong,
    // ENOTSOCK when it is closed. Every call but those for the record and for `look` goes through here.
    template <class Call>
    bool use(Call&& call, const std::string& about = {}) {
        int error = 0;
        do {
            error = call(native()) < 0 ? last_error() : 0;
        } while (error == EINTR);
        // Also after a call that has failed.
        if (is_waited_for()) look();
        if (error != 0 && error != EAGAIN) throw ZmqError(error, about);
        return error == 0;
    }

    // None, false: it would have to wait.
    std::optional<Part> try_receive(trace::SourceLocation where);
    bool try_send(std::string_view data, bool more, trace::SourceLocation where);
    // Wait as long as the socket's options allow. Throw as ZmqSocket says.
    Part receive(trace::SourceLocation where);
    void send(std::string_view data, bool more, trace::SourceLocation where);

    // Takes up what is new, wakes those who wait for what it is ready for now, and returns that.
    int look();
    // A wait for some of these bits, on the stack of who waits.
    class Waiting;

    // It is bound or connects to that now, and is called after it.
    void has_opened(trace::SocketState state, const std::string& endpoint, trace::SourceLocation where);
    // Throws ENOTSOCK into who waits, soon; it is closed after that, or now if nobody waits.
    void close(trace::SourceLocation where);
    void run(const Callback& callback) override;

private:
    struct Direction {
        int ready = 0;           // in or out
        int timeout_option = 0;  // the library's number
        trace::WaitReason reason = trace::WaitReason::None;
        WaitSlot slot{};
    };

    // Until `attempt` says that it is done.
    template <class Attempt>
    void until_done(Direction& direction, Attempt&& attempt, trace::SourceLocation where);
    void wait(Direction& direction, Nanoseconds deadline, trace::SourceLocation where);
    // Throws ENOTSOCK when it is closed.
    void* native() const;
    static int last_error();
    int option(int number) const;
    bool is_waited_for() const { return reading_.slot.taken() || writing_.slot.taken(); }
    // In the hub: the descriptor says that there is news.
    void has_news();
    void let_go();
    void record_part(trace::Kind kind, std::string_view data, trace::SourceLocation where);

    std::shared_ptr<ZmqContext::Native> context_;
    void* socket_;
    bool closed_ = false;
    std::string given_name_;
    std::string name_;
    Direction reading_;
    Direction writing_;
    std::optional<loop::IoWatcher> watcher_;
};

class ZmqSocketCore::Waiting {
public:
    // Throws ConcurrentObjectUseError where somebody waits for that already.
    Waiting(ZmqSocketCore& socket, int ready, Waiter& waiter);
    ~Waiting();
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

private:
    void take(Direction& direction, std::optional<WaitSlot::Taken>& taken, Waiter& waiter) const;

    boost::intrusive_ptr<ZmqSocketCore> socket_;
    Hub::OutsideWork outside_;
    std::optional<WaitSlot::Taken> reading_;
    std::optional<WaitSlot::Taken> writing_;
};

}  // namespace green
