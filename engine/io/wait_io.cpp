#include "io/wait_io.h"

#include "hub/hub.h"
#include "hub/waiter.h"

namespace green {

namespace {

void wait_until(loop::Interest interest, int descriptor, const TimeLimit& limit, trace::SourceLocation where) {
    auto& hub = Hub::get();
    hub.use_loop();
    Waiter waiter(hub);
    loop::IoWatcher watcher(hub.events(), descriptor, interest, 0, [&waiter] { waiter.wake(); });
    watcher.start();
    const TimeLimit::Running running(limit, where);
    waiter.wait({.reason = trace::WaitReason::Io, .deadline = running.deadline()}, where);
}

}  // namespace

void wait_read(int descriptor, TimeLimit limit, trace::SourceLocation where) {
    wait_until(loop::Interest::Read, descriptor, limit, where);
}

void wait_write(int descriptor, TimeLimit limit, trace::SourceLocation where) {
    wait_until(loop::Interest::Write, descriptor, limit, where);
}

}  // namespace green
