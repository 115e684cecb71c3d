// gevent's loop.run_callback: a function for the hub's queue.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <functional>
#include <utility>
#include "trace/source_location.h"

#include "hub/callback_queue.h"

namespace green {

// A function that waits for its turn in the hub. A handle; copies are the same one.
class QueuedCallback {
public:
    class Core;
    explicit QueuedCallback(boost::intrusive_ptr<Core> core);
    QueuedCallback(const QueuedCallback&);
    QueuedCallback& operator=(const QueuedCallback&);
    ~QueuedCallback();

    // Not called any more: its place in the queue does nothing (rule R9).
    void stop(trace::SourceLocation where = trace::SourceLocation::current());
    // Until it has run or is stopped.
    bool pending() const;

private:
    boost::intrusive_ptr<Core> core_;
};

// At the back of the queue; called in the hub, where nothing may block (rules R7, R10). What it throws is
// reported.
QueuedCallback run_callback(std::function<void()> function,
                            trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
