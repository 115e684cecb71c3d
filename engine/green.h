// Everything that a program on the engine uses.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include "trace/source_location.h"

#include "hub/errors.h"
#include "hub/greenlet.h"
#include "hub/run_callback.h"
#include "hub/signal_handler.h"
#include "hub/timeout.h"
#include "hub/wait.h"
#include "io/address.h"
#include "io/nonblocking.h"
#include "io/poll.h"
#include "io/resolver.h"
#include "io/select.h"
#include "io/socket.h"
#include "io/tls_socket.h"
#include "io/wait_io.h"
#include "local/local.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "net/stream_server.h"
#include "net/websocket.h"
#include "net/zmq_socket.h"
#include "pool/group.h"
#include "process/popen.h"
#include "process/process_pool.h"
#include "sync/async_result.h"
#include "sync/channel.h"
#include "sync/event.h"
#include "sync/joinable_queue.h"
#include "sync/queue.h"
#include "sync/rlock.h"
#include "sync/semaphore.h"
#include "sync/simple_queue.h"
#include "sync/with.h"
#include "threads/thread_pool.h"

namespace green {

// The run's clock: virtual or real. Time spent paused does not count.
struct Clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<Clock>;
    static constexpr bool is_steady = true;
    static time_point now();
};

// Says that something that is not part of the recipe comes into the run here, as an answer that somebody has typed: run
// again, it may be another one. Does nothing outside of a run.
void note_outside();

// To the run's stdout, as it stands.
void write(std::string_view text, trace::SourceLocation where = trace::SourceLocation::current());

namespace detail {

// A format string, checked at compile time, that knows where it was written.
template <class... Arguments>
struct Format {
    template <class Text>
    consteval Format(const Text& text, trace::SourceLocation from = trace::SourceLocation::current())
        : format(text), where(from) {}
    fmt::format_string<Arguments...> format;
    trace::SourceLocation where;
};

}  // namespace detail

// A line to the run's stdout: print("worker {} got task {}", name, task).
template <class... Arguments>
void print(detail::Format<std::type_identity_t<Arguments>...> format, Arguments&&... arguments) {
    write(fmt::format(format.format, std::forward<Arguments>(arguments)...) + "\n", format.where);
}

}  // namespace green
