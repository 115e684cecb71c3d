// One question to c-ares, which asks name servers through descriptors of its own; the hub watches them. On the stack of
// the greenlet that asks. Engine's thread only. The only include of ares.h besides resolver.cpp.
#pragma once

#include <ares.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "hub/waiter.h"
#include "loop/event_loop.h"
#include "loop/timers.h"

namespace green {

class NameQuery {
public:
    // `servers` as in ResolveOptions. Throws ResolveError.
    explicit NameQuery(const std::string& servers);
    // What is not answered yet is called back now, and told that it is over.
    ~NameQuery();
    NameQuery(const NameQuery&) = delete;
    NameQuery& operator=(const NameQuery&) = delete;

    ares_channel channel() const { return channel_; }
    // To be called when c-ares has called back.
    void is_answered() { answered_ = true; }
    // Until then. `what` is for the record.
    void wait(std::string_view what, trace::SourceLocation where);

private:
    struct Watched {
        std::unique_ptr<loop::IoWatcher> read;
        std::unique_ptr<loop::IoWatcher> write;
    };

    void interest(int descriptor, bool reads, bool writes);
    void watch(std::unique_ptr<loop::IoWatcher>& watcher, int descriptor, loop::Interest interest, bool wanted);
    // In the hub: lets c-ares go on; what is ready, or ARES_SOCKET_BAD for neither.
    void go_on(int readable, int writable);
    void arm_timer();

    Hub& hub_;
    Hub::OutsideWork outside_;
    Waiter waiter_;
    bool answered_ = false;
    ares_channel channel_ = nullptr;
    std::map<int, Watched> watched_;
    // c-ares may end its interest in the very call that a watcher makes.
    std::vector<std::unique_ptr<loop::IoWatcher>> over_;
    loop::Timer timer_;
};

}  // namespace green
