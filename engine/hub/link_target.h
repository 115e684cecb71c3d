// What has links: a greenlet, an event, a semaphore. Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <concepts>

#include "hub/callback_queue.h"
#include "hub/links.h"

namespace green {

class LinkTarget : public Target {
public:
    using Target::Target;

    // Called once in the hub when it is ready; soon, if it is so already. gevent's rawlink.
    virtual void add_link(Link& link) = 0;
    // The first that is equal; silent if there is none.
    virtual void remove_link(Link& link) = 0;
};

// A handle of anything that can be waited for: wait({greenlet, event, semaphore}).
class Waitable {
public:
    template <class Handle>
    requires requires(const Handle& handle) {
        { handle.core() } -> std::convertible_to<LinkTarget&>;
    }
    Waitable(const Handle& handle) : target_(&handle.core()) {}
    explicit Waitable(LinkTarget& target) : target_(&target) {}

    LinkTarget& target() const { return *target_; }
    // Whether they are the same object: ready == event.
    friend bool operator==(const Waitable& a, const Waitable& b) { return a.target_ == b.target_; }

private:
    boost::intrusive_ptr<LinkTarget> target_;
};

}  // namespace green
