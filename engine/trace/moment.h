// The whole state of a run at one event: what `fold`ing the events so far gives. A value; copying one
// makes a keyframe, which shares what does not change with its neighbours.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/deadline_heap.h"
#include "trace/event.h"
#include "trace/ids.h"
#include "trace/recent_count.h"
#include "trace/shared_list.h"

namespace green::trace {

// Where a greenlet stands, as gevent has it: no list of "ready" ones exists, a Runnable greenlet is one
// that a job in the callback queue will switch to.
enum class State : std::uint8_t { Created, Runnable, Running, Waiting, Finished, Failed, Killed };
std::string_view name(State state);

enum class Role : std::uint8_t { Main, Hub, Greenlet };

struct GreenletState {
    Id id = Id::None;
    Role role = Role::Greenlet;
    State state = State::Created;
    std::string name;       // as shown
    std::string run;        // the function or class that it runs
    std::string arguments;  // of the run function
    Id spawned_by = Id::None;
    Site spawned_at;
    Site site;               // its current line: its last engine call
    EventNumber called = 0;  // the event that says so
    EventNumber since = 0;   // the event that put it into its state

    // While Waiting; while Runnable, what it last waited for.
    WaitReason reason = WaitReason::None;
    Id waits_on = Id::None;
    std::string call_arguments;  // of the call that blocks it
    Nanoseconds deadline = never;

    // Why it is Runnable: the kind of the job that will switch to it.
    JobKind wake = JobKind::None;

    bool raw = false;    // can't be joined, has no value
    bool ended = false;  // no longer runs; a Failed greenlet runs on until its report is out
    std::string result;  // the value's repr, or the error

    bool operator==(const GreenletState&) const = default;
};

struct ObjectState {
    Id id = Id::None;
    ObjectKind kind = ObjectKind::None;
    std::string name;
    std::int64_t capacity = -1;     // -1: unbounded; of a semaphore, the permits that it began with
    std::deque<std::string> items;  // front first
    std::vector<Id> waiters;        // greenlets that wait on it, first come first; why: their `reason`
    // Event, AsyncResult: 1 while set. Semaphores: the permits that are left. RLock: how often it is held.
    // JoinableQueue: the tasks that are not done. Sockets and servers: a SocketState.
    std::int64_t count = 0;
    // That an AsyncResult was set to; or, with `failed`, the error. Of a server that was started: where it listens.
    std::string value;
    bool failed = false;
    std::vector<Id> holders;  // of permits, one entry for each, the longest held first
    std::vector<Id> members;  // of a group or pool, the eldest first
    struct Local {
        Id greenlet = Id::None;
        std::string value;
        bool operator==(const Local&) const = default;
    };
    std::vector<Local> locals;   // what a local has in each greenlet that gave it a value
    std::uint64_t received = 0;  // bytes that came through a socket
    std::uint64_t sent = 0;
    // The listening socket: that a connection came from, that a server takes connections from.
    Id listener = Id::None;
    std::uint64_t accepted = 0;  // connections that came from a listening socket
    std::uint64_t left = 0;      // and those of them that are closed
    std::uint64_t requests = 0;  // to a server
    RecentCount recent_requests;
    Id made_by = Id::None;
    Site made_at;

    SocketState socket_state() const { return static_cast<SocketState>(count); }
    bool operator==(const ObjectState&) const = default;
};

struct Job {
    JobId id = JobId::None;
    JobKind kind = JobKind::None;
    Id target = Id::None;
    bool cancelled = false;        // still in the queue, but does nothing
    EventNumber asked_by = 0;      // the event that queued or armed it
    Nanoseconds deadline = never;  // of a timer

    bool operator==(const Job&) const = default;
};

class Moment {
public:
    using Greenlets = SharedList<GreenletState, 16>;
    using Objects = SharedList<ObjectState, 4>;

    // Before the first event: main runs, the hub is not needed yet.
    Moment();

    // Goes from the moment before `event` to the one after it. `event` must be number() + 1; a damaged
    // record (an id that nobody made) is folded as far as it makes sense and never undefined.
    void apply(const TraceEvent& event, std::string_view text);

    EventNumber number() const { return number_; }
    Nanoseconds time() const { return time_; }
    Id running() const { return running_; }
    std::uint64_t switches() const { return switches_; }

    // In the order of their creation: main, hub, then the rest.
    const Greenlets& greenlets() const { return greenlets_; }
    const Objects& objects() const { return objects_; }
    // Where it is in greenlets(), if there is one with that id yet.
    std::optional<std::size_t> greenlet_index(Id id) const;
    // Sockets that listen and servers that are started, in the order in which they were.
    const std::vector<Id>& listening() const { return listening_; }
    // Null if there is none with that id yet. Good until the Moment changes.
    const GreenletState* greenlet(Id id) const;
    const ObjectState* object(Id id) const;
    // The name of a greenlet or object; empty for None.
    std::string_view name_of(Id id) const;

    // What the hub will run, front first.
    const std::deque<Job>& callbacks() const { return callbacks_; }
    // Armed timers in the order in which they would fire; at most the first `limit`.
    std::vector<Job> timers(std::size_t limit = SIZE_MAX) const;
    std::size_t timer_count() const { return timers_.size(); }
    // The queued callback or armed timer with that id, or null. Looks through all of them.
    const Job* job(JobId id) const;
    // The job that the hub runs at this moment; id None if it runs none.
    const Job& current_job() const { return current_job_; }

    bool operator==(const Moment&) const;

private:
    struct TimerTraits {
        static Nanoseconds deadline(const Job& job) { return job.deadline; }
        static void moved(Job&, std::size_t) {}
    };
    enum class What : std::uint8_t { Nothing, Greenlet, Object };
    struct Place {
        What what = What::Nothing;
        std::uint32_t index = 0;
        bool operator==(const Place&) const = default;
    };

    Place place(Id id) const { return raw(id) < places_.size() ? places_[raw(id)] : Place(); }
    // To be changed; null if there is none. Only where something does change: it ends the sharing.
    GreenletState* find_greenlet(Id id);
    ObjectState* find_object(Id id);
    // False where `id` is taken, or can't be.
    bool take_place(Id id, What what, std::size_t index);
    void add_greenlet(Id id, Role role, std::string_view text, const TraceEvent* event);
    void add_object(const TraceEvent& event, std::string_view text);
    void set_state(Id id, State state);
    void apply_job(const TraceEvent& event);
    void add_job(const TraceEvent& event);
    void take_job(const TraceEvent& event);
    void cancel_job(const TraceEvent& event);
    void apply_kind(const TraceEvent& event, std::string_view text);
    void apply_switch(const TraceEvent& event);
    void put(const TraceEvent& event, std::string_view item);
    void get(const TraceEvent& event);
    void store(const TraceEvent& event, std::string_view value);
    void forget(const TraceEvent& event);
    void set(const TraceEvent& event, std::string_view value);
    void release(const TraceEvent& event);
    void open(const TraceEvent& event, std::string_view text);
    void close(const TraceEvent& event);
    void begin_wait(const TraceEvent& event, std::string_view text);
    void end_wait(GreenletState& greenlet);
    void end(Id id, EndReason reason, std::string_view result);

    EventNumber number_ = 0;
    Nanoseconds time_ = 0;
    Id running_ = Id::Main;
    std::uint64_t switches_ = 0;
    Greenlets greenlets_;
    Objects objects_;
    SharedList<Place, 256> places_;  // by id
    std::vector<Id> listening_;
    std::deque<Job> callbacks_;
    DeadlineHeap<Job, TimerTraits> timers_;
    Job current_job_;
};

}  // namespace green::trace
