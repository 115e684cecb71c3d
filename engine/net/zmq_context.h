// zmq.green's Context: what ZeroMQ's sockets have in common, and the threads in which it sends and receives. A handle;
// copies are the same context. Engine's thread only; it may be made and go without a run.
//
// It ends with its last handle and the last of its sockets. Who lets go of the last one waits until what they have sent
// is delivered, but no longer than a second: ZeroMQ then goes on by itself, as long as the sockets' linger allows and
// the process lives.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include "trace/source_location.h"

namespace green {

class ZmqSocket;

// With ZeroMQ's numbers.
enum class ZmqType : std::uint8_t { Pair, Pub, Sub, Req, Rep, Dealer, Router, Pull, Push, XPub, XSub, Stream };

// Which ZeroMQ this is: "4.3.4".
std::string zmq_library_version();

class ZmqContext {
public:
    // So many threads for input and output; none are enough for inproc. Throws ZmqError.
    explicit ZmqContext(int io_threads = 1);

    // See ZmqSocket. Needs a run under way (std::logic_error).
    ZmqSocket socket(ZmqType type, std::string name = {},
                     trace::SourceLocation where = trace::SourceLocation::current()) const;

    struct Native;
    const std::shared_ptr<Native>& native() const { return native_; }

private:
    std::shared_ptr<Native> native_;
};

}  // namespace green
