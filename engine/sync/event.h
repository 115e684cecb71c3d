// gevent.event.Event: a flag that greenlets wait for. A handle; copies are the same event.
//
//     green::Event ready("ready");
//     ready.wait(100ms);   // false after 100 ms
//     ready.set();         // wakes everybody who waits, a little later
#pragma once

#include <string>
#include <utility>
#include "trace/source_location.h"

#include "sync/linkable.h"

namespace green {

class EventCore final : public LinkableCore {
public:
    EventCore(std::string name, trace::SourceLocation where);

    bool ready() const override { return is_set_; }
    void set(trace::SourceLocation where);
    void clear(trace::SourceLocation where);
    bool wait(const TimeLimit& limit, trace::SourceLocation where);

private:
    bool is_set_ = false;
};

// An event inside of another object: that a JoinableQueue has no unfinished tasks, that a Group is empty.
// The owner has it in an OwnPart, and records what happens.
class InnerEvent final : public LinkableCore {
public:
    InnerEvent(const Target& owner, std::string name, bool is_set)
        : LinkableCore(owner, std::move(name), Notify::All), is_set_(is_set) {}

    bool ready() const override { return is_set_; }
    // Puts the notification, if one is due, into `cause`, which carries no other job and which the caller
    // records.
    void set(trace::TraceEvent& cause);
    void clear() { is_set_ = false; }
    // As Event's. The record says that the greenlet waits on the owner.
    bool wait(trace::WaitReason reason, const TimeLimit& limit, trace::SourceLocation where);

private:
    bool is_set_;
};

class Event : public LinkableHandle<Event, EventCore> {
public:
    // Needs a run under way (std::logic_error).
    explicit Event(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : LinkableHandle(boost::intrusive_ptr(new EventCore(std::move(name), where))) {}
    using LinkableHandle::LinkableHandle;

    // Never switches (rule R46).
    void set(trace::SourceLocation where = trace::SourceLocation::current()) { core().set(where); }
    // Whoever waited when it was set is woken all the same (rule R49).
    void clear(trace::SourceLocation where = trace::SourceLocation::current()) { core().clear(where); }
    bool is_set() const { return ready(); }
    // Waits until it is set. False if its own limit expired first, else true, even if it was cleared in
    // the meantime.
    bool wait(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return core().wait(limit, where);
    }
};

}  // namespace green
