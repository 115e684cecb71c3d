#include "net/zmq_context.h"

#include <cerrno>
#include <chrono>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

#include "net/zmq_error.h"
#include "net/zmq_native.h"
#include "net/zmq_socket.h"

namespace green {

namespace {

// Blocks until all that was sent is delivered, or lingered for long enough.
void terminate(void* context) {
    while (zmq_ctx_term(context) != 0 && zmq_errno() == EINTR) {
    }
}

}  // namespace

ZmqContext::Native::Native(int io_threads) : context(zmq_ctx_new()) {
    if (!context) throw ZmqError(zmq_errno());
    if (zmq_ctx_set(context, ZMQ_IO_THREADS, io_threads) == 0) return;
    const ZmqError error(zmq_errno(), "io_threads");
    terminate(context);
    throw error;
}

// In a thread of its own, because a socket may linger for ever, and the run has to end at some time.
ZmqContext::Native::~Native() {
    std::promise<void> done;
    const auto over = done.get_future();
    try {
        std::thread([context = context, done = std::move(done)]() mutable {
            terminate(context);
            done.set_value();
        }).detach();
        over.wait_for(std::chrono::seconds(1));
    } catch (const std::system_error&) {
        // No thread is left to be had. The context stays until the process ends.
    }
}

std::string zmq_library_version() {
    int major = 0;
    int minor = 0;
    int patch = 0;
    zmq_version(&major, &minor, &patch);
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

ZmqContext::ZmqContext(int io_threads) : native_(std::make_shared<Native>(io_threads)) {}

ZmqSocket ZmqContext::socket(ZmqType type, std::string name, trace::SourceLocation where) const {
    return ZmqSocket(*this, type, std::move(name), where);
}

}  // namespace green
