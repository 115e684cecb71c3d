// The greenlet itself, behind the handles that programs have. Engine's thread only.
//
// It is in exactly one place, and that is its state: created (no start job), runnable (a callback will
// switch to it), running (the hub's `current`), waiting (suspended with nothing queued), or ended.
#pragma once

#include <any>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "trace/source_location.h"

#include "context/context.h"
#include "context/stack_overflow.h"
#include "hub/callback_queue.h"
#include "hub/errors.h"
#include "hub/link_target.h"
#include "hub/links.h"
#include "loop/timers.h"
#include "trace/event.h"
#include "trace/ids.h"

namespace green {

// What a greenlet's function returned, and how the record writes it.
struct Value {
    std::any value;
    std::string repr = "None";
};

struct Blocking;

class GreenletCore final : public LinkTarget {
public:
    using Body = std::function<Value()>;

    // Raw: nothing is kept of how it ends, and an error that leaves it arrives in the hub, where that
    // switched to it (rule R15).
    enum class Sort : bool { Greenlet, Raw };

    GreenletCore(Hub& hub, Id id, std::string name, Body body, Sort sort = Sort::Greenlet);
    ~GreenletCore() override;

    const std::string& name() const { return name_; }
    bool raw() const { return raw_; }
    // Destroyed when a raw one has run: it has no links to say so.
    void keep_until_end(std::shared_ptr<void> belonging) { belongings_.push_back(std::move(belonging)); }
    // Who goes on when a raw one has ended, if that is suspended in `Hub::resume`; without one it is the hub.
    void set_parent(boost::intrusive_ptr<GreenletCore> parent) { parent_ = std::move(parent); }
    GreenletCore* parent() const { return parent_.get(); }
    // Null once the run is over.
    Hub* hub() const { return hub_; }

    // Rule R14. `started`: a start is queued, or it runs or waits.
    bool started() const { return begun_to_start_ && !dead(); }
    bool has_begun() const { return context_.begun(); }
    bool dead() const { return ended_ || (start_cancelled_ && !context_.begun()); }
    bool ready() const { return result_ || error_; }
    bool successful() const { return result_.has_value(); }
    // Ended by a GreenletExit, which is then its value.
    bool killed() const { return killed_; }
    // Null unless it is ready and returned.
    const Value* value() const { return result_ ? &*result_ : nullptr; }
    const std::exception_ptr& exception() const { return error_; }
    // What it is blocked in. Null while it is not: it runs, has not begun, has ended, or has thrown into another
    // greenlet and handed over to that.
    const Blocking* blocked_in() const { return blocked_in_; }
    std::string title() const override { return name_; }
    std::vector<Id> who_can_help() const override { return {id()}; }

    // Once (rule R13); queues the start, or arms a timer for it.
    void start(trace::Site site);
    void start_later(Nanoseconds delay, trace::Site site);
    // Creation and start in one event of the record. `text` is a trace::SpawnText. No delay: through the
    // callback queue; else through a timer (rule R12).
    void spawn(std::string_view text, std::optional<Nanoseconds> delay, trace::Site site);

    // If it never ran: it never will, and its result is as if it had raised `error` (rule R32). Returns
    // whether that was so; true for one that is ready as well.
    bool discard_unless_begun(const std::exception_ptr& error, trace::Site site);
    // In the hub: raises `error` where it is suspended, and lets it run until it blocks or ends.
    void throw_in(const std::exception_ptr& error);

    // Links (rules R19 to R22). If it is ready, a notification is queued.
    void add_link(Link& link) override;
    // One that the greenlet keeps until it is called.
    void add_link(std::shared_ptr<Link> link, const Link& known_as);
    void remove_link(Link& link) override { links_.remove(link); }
    void remove_all_links() { const auto links = std::exchange(links_, {}); }
    bool has_links() const { return !links_.empty(); }

    // The number of the wait that its next blocking call begins, for a Wake callback that is queued ahead.
    std::uint32_t next_wait() const { return waits_ + 1; }
    // The same of the blocking call that it is in.
    std::uint32_t this_wait() const { return waits_; }

    void run(const Callback& callback) override;
    GreenletCore* lets_go_on(const Callback& callback) override {
        const bool may_go_on = callback.kind == JobKind::Wake && callback.wait == waits_;
        return may_go_on && context_.begun() && !ended_ ? this : nullptr;
    }

private:
    friend class Hub;

    void reserve_stack() {
        if (last_seen_.stack) return;
        context_.reserve();
        last_seen_.stack = context_.stack();
    }
    context::Context& body_on_own_stack();
    void arm_start(Nanoseconds delay);
    void cancel_start(trace::Site site);
    // Puts a notification into the queue, if there are links and none is under way, and says so in the
    // event.
    void queue_notification(trace::TraceEvent& event);
    void has_new_link();
    void notify_links();
    void store(std::exception_ptr error);
    void call_body();
    void run_body();
    void run_raw_body();
    GreenletCore* parent_that_goes_on();
    void keep();
    // What it held of itself goes with the returned reference.
    boost::intrusive_ptr<GreenletCore> let_go();
    // The run is over: what it would have run, and told, goes.
    void abandon();

    // What a turn needs comes first, close together.
    std::uint32_t waits_ = 0;  // how often it blocked; tells a stale wake-up
    bool ended_ = false;
    bool start_cancelled_ = false;
    const Blocking* blocked_in_ = nullptr;
    std::exception_ptr thrown_;        // to be raised where it is suspended
    context::RunningStack last_seen_;  // for the report of a stack overflow
    context::Context context_;
    Hub* hub_;

    bool raw_;
    bool begun_to_start_ = false;
    bool notifying_ = false;  // a notification is queued or running
    bool killed_ = false;
    bool kept_ = false;  // holds itself: a timer or its own frames need it
    JobId start_job_ = JobId::None;
    std::string name_;
    Body body_;
    Links links_;
    std::unique_ptr<loop::Timer> start_timer_;  // while it is armed
    std::optional<Value> result_;
    std::exception_ptr error_;
    std::vector<std::shared_ptr<void>> belongings_;
    boost::intrusive_ptr<GreenletCore> parent_;
    GreenletCore* previous_ = nullptr;  // in the hub's list of all
    GreenletCore* next_ = nullptr;
};

using GreenletRef = boost::intrusive_ptr<GreenletCore>;

}  // namespace green
