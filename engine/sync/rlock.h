// gevent.lock.RLock: belongs to one greenlet at a time, which may take it again and again. A handle;
// copies are the same lock.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "sync/linkable.h"

namespace green {

class RLockCore final : public LinkableCore {
public:
    RLockCore(std::string name, trace::SourceLocation where);

    // Whether it is free.
    bool ready() const override { return owner_ == Id::None; }
    std::vector<Id> who_can_help() const override {
        return owner_ == Id::None ? std::vector<Id>() : std::vector{owner_};
    }
    bool acquire(bool blocking, const TimeLimit& limit, trace::SourceLocation where);
    void release(trace::SourceLocation where);
    // How often that greenlet has it now.
    std::int64_t depth_for(Id who) const { return owner_ == who ? depth_ : 0; }

private:
    Id owner_ = Id::None;
    std::int64_t depth_ = 0;
};

class RLock {
public:
    // Needs a run under way (std::logic_error).
    explicit RLock(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : core_(new RLockCore(std::move(name), where)) {}

    // Takes it; waits while somebody else has it, and returns false if the limit expired first.
    bool acquire(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return core_->acquire(true, limit, where);
    }
    // Not blocking: returns false at once if somebody else has it.
    bool acquire(bool blocking, TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return core_->acquire(blocking, limit, where);
    }
    // Once for each acquire. Throws RuntimeError if the calling greenlet does not have it.
    void release(trace::SourceLocation where = trace::SourceLocation::current()) { core_->release(where); }
    bool locked() const { return !core_->ready(); }
    // How often the running greenlet has it now.
    std::int64_t depth() const { return core_->depth_for(Hub::get().current().id()); }
    const std::string& name() const { return core_->name(); }

    // What std::scoped_lock calls.
    void lock() { acquire(TimeLimit(), trace::SourceLocation()); }
    bool try_lock() { return acquire(false, {}, trace::SourceLocation()); }
    void unlock() { release(trace::SourceLocation()); }

    friend bool operator==(const RLock& a, const RLock& b) { return a.core_ == b.core_; }
    friend std::string repr(const RLock& lock) { return lock.name(); }

private:
    boost::intrusive_ptr<RLockCore> core_;
};

}  // namespace green
