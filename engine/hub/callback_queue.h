// What the hub will run in this iteration, in order: first in, first out, nothing clever. What is queued
// while the hub runs through it is run in the same pass (rule R7). Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <deque>
#include <utility>

#include "trace/event.h"
#include "trace/ids.h"

namespace green {

using trace::Id;
using trace::JobId;
using trace::JobKind;
using trace::Nanoseconds;

class Hub;
struct Callback;

// Somebody whose jobs the hub runs: a greenlet, a queue. Shared between the program's handles, the
// hub's callbacks and the hub's list of unfinished greenlets; the count is not atomic, because all of
// them belong to one thread.
class Target {
public:
    explicit Target(Id id) : id_(id) {}
    virtual ~Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    Id id() const { return id_; }
    // In the hub, when the callback's turn comes.
    virtual void run(const Callback& callback) = 0;

private:
    friend void intrusive_ptr_add_ref(Target* target) { ++target->references_; }
    friend void intrusive_ptr_release(Target* target) {
        if (--target->references_ == 0) delete target;
    }

    Id id_;
    std::uint32_t references_ = 0;
};

struct Callback {
    JobId id = JobId::None;
    JobKind kind = JobKind::None;
    std::uint32_t wait = 0;  // Wake: which of the target's waits it ends; a later wait is none of its business
    boost::intrusive_ptr<Target> target;
};

class CallbackQueue {
public:
    bool empty() const { return callbacks_.empty(); }
    void push(Callback callback) { callbacks_.push_back(std::move(callback)); }
    Callback pop() {
        Callback front = std::move(callbacks_.front());
        callbacks_.pop_front();
        return front;
    }
    void clear() { callbacks_.clear(); }

private:
    std::deque<Callback> callbacks_;
};

}  // namespace green
