#include "trace/event.h"

#include <algorithm>
#include <array>
#include <bit>

namespace green::trace {

namespace {

constexpr std::array<std::string_view, kind_count> kind_names{
    "create",    "start",  "spawn",  "discard",  "fail",    "end",     "yield",   "wait", "resume",
    "run",       "idle",   "cancel", "callback", "timeout", "kill",    "object",  "put",  "get",
    "print",     "report", "work",   "set",      "clear",   "acquire", "release", "add",  "remove",
    "task-done", "store",  "forget", "signal",   "open",    "close",   "receive", "send", "request"};

constexpr std::array<std::string_view, wait_reason_count> wait_names{
    "none",        "sleep",     "queue-get", "queue-put",  "join",       "joinall",    "get",
    "kill",        "select",    "event",     "lock",       "io",         "hub",        "result-get",
    "result-wait", "lock-wait", "wait",      "queue-join", "group-join", "pool-spawn", "pool-wait",
    "idle",        "loop-end",  "thread",    "process",    "receive",    "send",       "accept",
    "connect",     "handshake", "resolve",   "poll",       "serve"};
constexpr std::array<std::string_view, wait_reason_count> call_names{
    "",        "sleep",        "get",         "put",     "join",         "joinall", "get",
    "kill",    "select",       "wait",        "acquire", "wait",         "",        "get",
    "wait",    "wait",         "wait",        "join",    "join",         "spawn",   "wait_available",
    "idle",    "wait",         "get",         "wait",    "recv",         "send",    "accept",
    "connect", "do_handshake", "getaddrinfo", "poll",    "serve_forever"};
constexpr std::array<std::string_view, 2> birth_names{"greenlet", "raw"};
constexpr std::array<std::string_view, 3> end_names{"finished", "failed", "killed"};
constexpr std::array<std::string_view, object_kind_count> object_names{
    "none",           "queue",        "event",      "lock",
    "group",          "async-result", "semaphore",  "bounded-semaphore",
    "rlock",          "simple-queue", "lifo-queue", "priority-queue",
    "joinable-queue", "channel",      "pool",       "local",
    "thread-pool",    "process",      "socket",     "server",
    "zmq-socket",     "http-server"};
constexpr std::array<std::string_view, socket_state_count> socket_names{"new",       "bound",  "listening",
                                                                        "connected", "closed", "connecting"};
constexpr std::array<std::string_view, 8> job_names{"none",   "start",  "wake",    "throw",
                                                    "notify", "unlock", "timeout", "function"};
constexpr std::array<std::string_view, flag_count> flag_names{"switch", "throw",   "queues", "arms",
                                                              "runs",   "cancels", "outside"};

// A file may hold a number that this version does not know.
template <class Names, class Value>
std::string_view lookup(const Names& names, Value value) {
    const auto index = static_cast<std::size_t>(value);
    return index < names.size() ? names[index] : std::string_view("unknown");
}

}  // namespace

SpawnText spawn_text(std::string_view text) {
    constexpr char separator = '\x1f';
    SpawnText parts;
    const auto first = text.find(separator);
    parts.name = text.substr(0, first);
    if (first == std::string_view::npos) {
        parts.run = parts.name;
        return parts;
    }
    const auto second = text.find(separator, first + 1);
    parts.run = text.substr(first + 1, second == std::string_view::npos ? second : second - first - 1);
    if (second != std::string_view::npos) parts.arguments = text.substr(second + 1);
    return parts;
}

std::string_view name(Kind kind) { return lookup(kind_names, kind); }
std::string_view name(WaitReason reason) { return lookup(wait_names, reason); }
std::string_view name(Birth birth) { return lookup(birth_names, birth); }
std::string_view name(EndReason reason) { return lookup(end_names, reason); }
std::string_view name(ObjectKind kind) { return lookup(object_names, kind); }
std::string_view name(SocketState state) { return lookup(socket_names, state); }
std::string_view name(JobKind kind) { return lookup(job_names, kind); }
std::string_view name(Flag flag) { return lookup(flag_names, std::countr_zero(static_cast<std::uint8_t>(flag))); }
std::string_view call_name(WaitReason reason) { return lookup(call_names, reason); }

std::optional<Kind> kind_named(std::string_view name) {
    const auto found = std::ranges::find(kind_names, name);
    if (found == kind_names.end()) return std::nullopt;
    return static_cast<Kind>(found - kind_names.begin());
}

}  // namespace green::trace
