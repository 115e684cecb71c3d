#include "net/zmq_error.h"

#include <zmq.h>

#include <cerrno>

namespace green {

ZmqError::ZmqError(int number, const std::string& about)
    : std::runtime_error(zmq_strerror(number) + (about.empty() ? about : " (" + about + ")")), number_(number) {}

ZmqAgain::ZmqAgain() : ZmqError(EAGAIN) {}

}  // namespace green
