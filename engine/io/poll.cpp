#include "io/poll.h"

#include <fmt/format.h>
#include <poll.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

#include "hub/hub.h"
#include "io/descriptors_wait.h"

namespace green {

void Poll::add(int descriptor, short events) { events_[descriptor] = static_cast<short>(events & (POLLIN | POLLOUT)); }

void Poll::add(int descriptor) { add(descriptor, POLLIN | POLLOUT); }

void Poll::modify(int descriptor, short events) {
    if (!events_.contains(descriptor)) throw std::system_error(ENOENT, std::generic_category(), "poll.modify");
    add(descriptor, events);
}

void Poll::remove(int descriptor) {
    if (events_.erase(descriptor) == 0) throw std::out_of_range("poll: not registered: " + std::to_string(descriptor));
}

std::vector<std::pair<int, short>> Poll::poll(std::optional<std::chrono::nanoseconds> timeout,
                                              trace::SourceLocation where) const {
    if (timeout && timeout->count() < 0) timeout.reset();
    auto& hub = Hub::get();
    hub.stop_if_asked();
    hub.use_loop();
    std::map<int, short> found;
    DescriptorsWait wait;
    const auto watch = [&](int descriptor, loop::Interest interest, short event) {
        try {
            wait.watch(descriptor, interest, [&found, descriptor, event] { found[descriptor] |= event; });
        } catch (const std::system_error&) {
            found[descriptor] = POLLNVAL;
            wait.find_now();
        }
    };
    for (const auto& [descriptor, events] : events_) {
        if (events & POLLIN) watch(descriptor, loop::Interest::Read, POLLIN);
        if (events & POLLOUT) watch(descriptor, loop::Interest::Write, POLLOUT);
    }
    // What others do takes real time, which a virtual clock must not jump over.
    std::optional<Hub::OutsideWork> outside;
    if (!events_.empty()) outside.emplace(hub);
    std::string text;
    if (hub.recorder().keeps() && timeout)
        text = fmt::format("{}", std::chrono::duration<double, std::milli>(*timeout).count());
    wait.wait(trace::WaitReason::Poll, timeout ? TimeLimit(*timeout) : TimeLimit(), text, where);
    return {found.begin(), found.end()};
}

}  // namespace green
