// The whole state of a run at one event: what `fold`ing the events so far gives. A value; copying one
// makes a keyframe.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "trace/deadline_heap.h"
#include "trace/event.h"
#include "trace/ids.h"

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
    Site site;                   // its current line: its last engine call
    EventNumber since = 0;       // the event that put it into its state

    // While Waiting; while Runnable, what it last waited for.
    WaitReason reason = WaitReason::None;
    Id waits_on = Id::None;
    std::string call_arguments;  // of the call that blocks it
    Nanoseconds deadline = never;

    // Why it is Runnable: the kind of the job that will switch to it.
    JobKind wake = JobKind::None;

    bool ended = false;   // no longer runs; a Failed greenlet runs on until its report is out
    std::string result;   // the value's repr, or the error

    bool operator==(const GreenletState&) const = default;
};

struct ObjectState {
    Id id = Id::None;
    ObjectKind kind = ObjectKind::None;
    std::string name;
    std::int64_t capacity = -1;      // -1: unbounded
    std::deque<std::string> items;   // front first
    std::vector<Id> waiters;         // greenlets that wait on it, first come first; why: their `reason`
    Id made_by = Id::None;
    Site made_at;

    bool operator==(const ObjectState&) const = default;
};

struct Job {
    JobId id = JobId::None;
    JobKind kind = JobKind::None;
    Id target = Id::None;
    bool cancelled = false;            // still in the queue, but does nothing
    EventNumber asked_by = 0;          // the event that queued or armed it
    Nanoseconds deadline = never;      // of a timer

    bool operator==(const Job&) const = default;
};

class Moment {
public:
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
    const std::vector<GreenletState>& greenlets() const { return greenlets_; }
    const std::vector<ObjectState>& objects() const { return objects_; }
    // Null if there is none with that id yet.
    const GreenletState* greenlet(Id id) const;
    const ObjectState* object(Id id) const;
    // The name of a greenlet or object; empty for None.
    std::string_view name_of(Id id) const;

    // What the hub will run, front first.
    const std::deque<Job>& callbacks() const { return callbacks_; }
    // Armed timers in the order in which they would fire; at most the first `limit`.
    std::vector<Job> timers(std::size_t limit = SIZE_MAX) const;
    std::size_t timer_count() const { return timers_.size(); }
    // The job that the hub runs at this moment; id None if it runs none.
    const Job& current_job() const { return current_job_; }

    bool operator==(const Moment&) const;

private:
    struct TimerTraits {
        static Nanoseconds deadline(const Job& job) { return job.deadline; }
        static void moved(Job&, std::size_t) {}
    };
    struct Place {
        bool is_greenlet = false;
        std::uint32_t index = 0;
        bool known = false;
        bool operator==(const Place&) const = default;
    };

    GreenletState* find_greenlet(Id id);
    ObjectState* find_object(Id id);
    // Null where `id` is taken, or can't be.
    Place* free_place(Id id);
    void add_greenlet(Id id, Role role, std::string_view text, const TraceEvent* event);
    void set_state(Id id, State state);
    void apply_job(const TraceEvent& event);
    void add_job(const TraceEvent& event);
    void take_job(const TraceEvent& event);
    void cancel_job(const TraceEvent& event);
    void apply_kind(const TraceEvent& event, std::string_view text);
    void apply_switch(const TraceEvent& event);
    void begin_wait(const TraceEvent& event, std::string_view text);
    void end_wait(GreenletState& greenlet);
    void end(Id id, EndReason reason, std::string_view result);

    EventNumber number_ = 0;
    Nanoseconds time_ = 0;
    Id running_ = Id::Main;
    std::uint64_t switches_ = 0;
    std::vector<GreenletState> greenlets_;
    std::vector<ObjectState> objects_;
    std::vector<Place> places_;  // by id
    std::deque<Job> callbacks_;
    DeadlineHeap<Job, TimerTraits> timers_;
    Job current_job_;
};

}  // namespace green::trace
