// Waiting until one of several descriptors is ready, as select and poll do (rule R66): what the loop reports is noted
// at once, before everything else that is due, but the greenlet goes on only with the next pass. On the stack of the
// call that waits. Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>
#include "trace/source_location.h"

#include "hub/timeout.h"
#include "loop/event_loop.h"
#include "trace/event.h"

namespace green {

class DescriptorsWait {
public:
    // Needs a run under way (std::logic_error).
    DescriptorsWait();
    ~DescriptorsWait();
    DescriptorsWait(const DescriptorsWait&) = delete;
    DescriptorsWait& operator=(const DescriptorsWait&) = delete;

    // `found` is called in the hub, each time that the loop reports it. Throws std::system_error (EBADF) for what is
    // not open.
    void watch(int descriptor, loop::Interest interest, std::function<void()> found);
    // Goes on as if something had been found.
    void find_now();
    // Until the pass after something was found, or the limit is over; another Timeout goes through.
    void wait(trace::WaitReason reason, const TimeLimit& limit, std::string_view arguments,
              trace::SourceLocation where);

private:
    class Collector;

    boost::intrusive_ptr<Collector> collector_;
    std::vector<std::unique_ptr<loop::IoWatcher>> watchers_;
};

}  // namespace green
