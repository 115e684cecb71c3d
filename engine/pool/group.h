// gevent.pool: greenlets that belong together. Handles; copies are the same group or pool.
//
//     green::Pool pool(2, "crew");
//     for (int n = 0; n < 5; ++n) pool.spawn(job, n);   // waits while two are at work
//     pool.join();
#pragma once

#include <algorithm>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/greenlet.h"
#include "pool/group_core.h"
#include "pool/mapping.h"

namespace green {

namespace detail {

// What both can do.
template <class Self>
class GroupHandle : public Mapping<Self> {
public:
    explicit GroupHandle(boost::intrusive_ptr<GroupCore> core) : core_(std::move(core)) {}

    // Makes a greenlet, waits for a place if need be, and starts it.
    template <class... Arguments>
    Greenlet spawn(Run<std::type_identity_t<Arguments>...> run, Arguments&&... arguments) {
        const Birth birth{{}, run.name(), argument_reprs(arguments...), run.where()};
        return spawn_task(birth, std::move(run).bind(std::forward<Arguments>(arguments)...));
    }
    template <class... Arguments>
    Greenlet spawn(named name, Run<std::type_identity_t<Arguments>...> run, Arguments&&... arguments) {
        const Birth birth{std::move(name.name), run.name(), argument_reprs(arguments...), run.where()};
        return spawn_task(birth, std::move(run).bind(std::forward<Arguments>(arguments)...));
    }

    // Lets go of one before it has ended.
    void discard(const Greenlet& greenlet, trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->discard(greenlet.core(), where);
    }
    // Until it was empty once; false if the limit expired first. `raise_error`: then throws what a member
    // of now has raised, if any has.
    bool join(TimeLimit limit = {}, bool raise_error = false,
              trace::SourceLocation where = trace::SourceLocation::current()) {
        const auto members = raise_error ? core_->members() : std::vector<GreenletRef>();
        const bool was_empty = core_->wait_until_empty(limit, where);
        for (const auto& member : members)
            if (member->exception()) std::rethrow_exception(member->exception());
        return was_empty;
    }
    // Kills the members, and those that come meanwhile, and waits until none is left. Its limit expires
    // silently.
    void kill(KillOptions options = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->kill(options, where);
    }
    // One of them; nothing happens to others.
    void killone(const Greenlet& greenlet, KillOptions options = {},
                 trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->kill_one(greenlet.core(), options, where);
    }

    std::size_t size() const { return core_->members().size(); }
    bool empty() const { return core_->members().empty(); }
    bool contains(const Greenlet& greenlet) const { return core_->contains(greenlet.core()); }
    // Those that are in it now, the eldest first.
    std::vector<Greenlet> members() const {
        return std::vector<Greenlet>(core_->members().begin(), core_->members().end());
    }
    const std::string& name() const { return core_->name(); }

    GroupCore& core() const { return *core_; }
    friend bool operator==(const GroupHandle& a, const GroupHandle& b) { return a.core_ == b.core_; }
    friend std::string repr(const GroupHandle& group) { return group.name(); }

protected:
    friend class Mapping<Self>;
    Greenlet spawn_task(const Birth& birth, GreenletCore::Body body) {
        Greenlet greenlet = detail::create(birth, std::move(body));
        core_->add(greenlet.core(), true, {}, birth.where);
        greenlet.start(birth.where);
        return greenlet;
    }
    bool calls_at_once() const { return contains(getcurrent()); }

    boost::intrusive_ptr<GroupCore> core_;
};

}  // namespace detail

class Group : public detail::GroupHandle<Group> {
public:
    // Needs a run under way (std::logic_error).
    explicit Group(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : GroupHandle(new GroupCore(trace::ObjectKind::Group, {}, std::move(name), where)) {}
    // With members.
    explicit Group(std::span<const Greenlet> members, std::string name = {},
                   trace::SourceLocation where = trace::SourceLocation::current())
        : Group(std::move(name), where) {
        for (const auto& member : members) add(member, where);
    }

    // Until it ends.
    void add(const Greenlet& greenlet, trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->add(greenlet.core(), true, {}, where);
    }
    // Adds one that was not started, and starts it.
    void start(Greenlet greenlet, trace::SourceLocation where = trace::SourceLocation::current()) {
        add(greenlet, where);
        greenlet.start(where);
    }
    static bool full() { return false; }
};

class Pool : public detail::GroupHandle<Pool> {
public:
    // Unbounded without a size. Throws ValueError for a negative one; needs a run under way
    // (std::logic_error).
    explicit Pool(std::optional<std::int64_t> size = {}, std::string name = {},
                  trace::SourceLocation where = trace::SourceLocation::current())
        : GroupHandle(new GroupCore(trace::ObjectKind::Pool, size, std::move(name), where)) {}

    // Waits for a place; not `blocking`, or in vain: throws PoolFull. One that has been started may have
    // ended before it is in.
    void add(const Greenlet& greenlet, bool blocking = true, TimeLimit limit = {},
             trace::SourceLocation where = trace::SourceLocation::current()) {
        core_->add(greenlet.core(), blocking, limit, where);
    }
    // Adds one that was not started, and starts it.
    void start(Greenlet greenlet, bool blocking = true, TimeLimit limit = {},
               trace::SourceLocation where = trace::SourceLocation::current()) {
        add(greenlet, blocking, std::move(limit), where);
        greenlet.start(where);
    }
    // Whether `spawn` would wait.
    bool full() const { return free_count() <= 0; }
    // Places; 1 for an unbounded one.
    std::int64_t free_count() const {
        const auto limit = core_->size_limit();
        return limit ? std::max<std::int64_t>(0, *limit - static_cast<std::int64_t>(size())) : 1;
    }
    // Waits until there is a place, without taking it, at most as long as the limit says. Returns how many
    // there are; 1 for an unbounded one.
    std::int64_t wait_available(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return core_->wait_available(limit, where).value_or(1);
    }
};

}  // namespace green
