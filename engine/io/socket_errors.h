// What goes wrong with sockets besides what the system says, which is a std::system_error with its errno
// (ECONNREFUSED, EMFILE, …). Both are system errors too, as in Python both are OSErrors.
#pragma once

#include <cerrno>
#include <system_error>

namespace green {

// A wait, or a whole call, took longer than the socket's timeout. Python's TimeoutError.
class SocketTimeout : public std::system_error {
public:
    SocketTimeout() : std::system_error(ETIMEDOUT, std::generic_category()) {}
    const char* what() const noexcept override { return "timed out"; }
};

// Somebody closed the socket, or that direction of it, while this greenlet waited: EBADF.
class ClosedInAnotherGreenlet : public std::system_error {
public:
    ClosedInAnotherGreenlet() : std::system_error(EBADF, std::generic_category()) {}
    const char* what() const noexcept override { return "File descriptor was closed in another greenlet"; }
};

}  // namespace green
