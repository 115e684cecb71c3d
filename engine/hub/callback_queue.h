// What the hub will run in this iteration, in order: first in, first out, nothing clever. What is queued
// while the hub runs through it is run in the same pass (rule R7). Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "trace/event.h"
#include "trace/ids.h"

namespace green {

using trace::Id;
using trace::JobId;
using trace::JobKind;
using trace::Nanoseconds;

class GreenletCore;
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
    // For people: "tasks".
    virtual std::string title() const { return {}; }
    // The greenlets of which one would have to do something so that those who wait for this can go on, as
    // far as that is known: holders of a lock, members of a group.
    virtual std::vector<Id> who_can_help() const { return {}; }
    // The greenlet, if all that the callback does is to let it go on; else null.
    virtual GreenletCore* lets_go_on(const Callback&) { return nullptr; }
    // Whether several have it: handles, jobs that are queued, greenlets that wait.
    bool is_shared() const { return references_ > 1; }

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

// A ring that doubles when it is full.
class CallbackQueue {
public:
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }
    void push(Callback callback) {
        if (size_ == ring_.size()) [[unlikely]]
            grow();
        ring_[(first_ + size_++) & (ring_.size() - 1)] = std::move(callback);
    }
    // Needs !empty(), as `pop` does.
    const Callback& front() const { return ring_[first_]; }
    Callback pop() {
        Callback front = std::move(ring_[first_]);
        first_ = (first_ + 1) & (ring_.size() - 1);
        --size_;
        return front;
    }
    void clear() {
        while (!empty()) pop();
    }

private:
    void grow() {
        std::vector<Callback> larger(ring_.empty() ? 64 : 2 * ring_.size());
        for (std::size_t i = 0; i < size_; ++i) larger[i] = std::move(ring_[(first_ + i) & (ring_.size() - 1)]);
        ring_ = std::move(larger);
        first_ = 0;
    }

    std::vector<Callback> ring_;  // a power of two of places
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

}  // namespace green
