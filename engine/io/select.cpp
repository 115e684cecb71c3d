#include "io/select.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <stdexcept>
#include <system_error>

#include "hub/greenlet.h"
#include "hub/hub.h"
#include "hub/repr.h"
#include "io/descriptors_wait.h"
#include "loop/event_loop.h"

namespace green {

namespace {

Selected ask_without_waiting(const std::vector<int>& read, const std::vector<int>& write,
                             const std::vector<int>& error) {
    std::map<int, short> wanted;
    for (const int fd : read) wanted[fd] |= POLLIN;
    for (const int fd : write) wanted[fd] |= POLLOUT;
    for (const int fd : error) wanted[fd] |= POLLPRI;
    std::vector<pollfd> asked;
    for (const auto& [fd, events] : wanted) {
        if (fd < 0) throw std::system_error(EBADF, std::generic_category(), "select");
        asked.push_back({fd, events, 0});
    }
    if (poll(asked.data(), asked.size(), 0) < 0 && errno != EINTR)
        throw std::system_error(errno, std::generic_category(), "select");
    const auto told = [&](int fd, short events) {
        const auto& answer = *std::ranges::find(asked, fd, &pollfd::fd);
        if (answer.revents & POLLNVAL) throw std::system_error(EBADF, std::generic_category(), "select");
        return (answer.revents & events) != 0;
    };
    Selected selected;
    for (const int fd : read)
        if (told(fd, POLLIN | POLLHUP | POLLERR)) selected.read.push_back(fd);
    for (const int fd : write)
        if (told(fd, POLLOUT | POLLERR)) selected.write.push_back(fd);
    for (const int fd : error)
        if (told(fd, POLLPRI)) selected.error.push_back(fd);
    return selected;
}

Selected wait_for(const std::vector<int>& read, const std::vector<int>& write, const TimeLimit& limit,
                  std::string_view arguments, trace::SourceLocation where) {
    Selected selected;
    DescriptorsWait wait;
    const auto watch = [&](int fd, loop::Interest interest, std::vector<int>& list) {
        wait.watch(fd, interest, [&list, fd] {
            if (std::ranges::find(list, fd) == list.end()) list.push_back(fd);
        });
    };
    for (const int fd : read) watch(fd, loop::Interest::Read, selected.read);
    for (const int fd : write) watch(fd, loop::Interest::Write, selected.write);
    wait.wait(trace::WaitReason::Select, limit, arguments, where);
    return selected;
}

}  // namespace

std::string repr(const Selected& selected) {
    return "(" + to_repr(selected.read) + ", " + to_repr(selected.write) + ", " + to_repr(selected.error) + ")";
}

Selected select(const std::vector<int>& read, const std::vector<int>& write, const std::vector<int>& error,
                TimeLimit limit, trace::SourceLocation where) {
    if (limit.time() && limit.time()->count() < 0) throw std::invalid_argument("select: a negative time limit");
    auto& hub = Hub::get();
    hub.stop_if_asked();
    auto selected = ask_without_waiting(read, write, error);
    const bool ready = !selected.read.empty() || !selected.write.empty() || !selected.error.empty();
    if (ready || (limit.time() && limit.time()->count() == 0)) {
        sleep(where);
        return selected;
    }
    std::string text;
    if (hub.recorder().keeps()) {
        text = to_repr(read) + ", " + to_repr(write) + ", " + to_repr(error);
        if (limit.time()) text += fmt::format(", {}", std::chrono::duration<double>(*limit.time()).count());
    }
    return wait_for(read, write, limit, text, where);
}

}  // namespace green
