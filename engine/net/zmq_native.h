// What the files about ZeroMQ share of its library. They alone include it.
#pragma once

#include <zmq.h>

#include "net/zmq_context.h"

namespace green {

struct ZmqContext::Native {
    explicit Native(int io_threads);
    ~Native();
    Native(const Native&) = delete;
    Native& operator=(const Native&) = delete;

    void* context;
};

}  // namespace green
