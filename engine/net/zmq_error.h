// What goes wrong with ZeroMQ's sockets: ZMQError and Again of Python's zmq.
#pragma once

#include <stdexcept>
#include <string>

namespace green {

// The text is ZeroMQ's own, with what it is about in brackets: "Address already in use (tcp://127.0.0.1:5000)".
class ZmqError : public std::runtime_error {
public:
    explicit ZmqError(int number, const std::string& about = {});
    // The system's errno, or one of ZeroMQ's own (zmq.h): EADDRINUSE, EFSM, ENOTSOCK for a closed one, …
    int zmq_errno() const { return number_; }

private:
    int number_;
};

// It would have to wait: longer than the socket's timeout allows.
class ZmqAgain : public ZmqError {
public:
    ZmqAgain();
};

}  // namespace green
