#include "sync/linkable.h"

#include <algorithm>
#include <vector>

namespace green {

using trace::Flag;
using trace::Kind;
using trace::TraceEvent;

namespace {

class WakeUp final : public Link {
public:
    explicit WakeUp(Hub& hub) : hub_(hub), greenlet_(hub.current()) {}
    void called(Target&) override {
        has_come_ = true;
        hub_.resume(greenlet_);
    }
    bool has_come() const { return has_come_; }

private:
    Hub& hub_;
    GreenletCore& greenlet_;
    bool has_come_ = false;
};

}  // namespace

// The hub has it until the run ends. Functions that are still linked then may hold handles of this very
// object; they have to go.
struct LinkableCore::AtEnd {
    explicit AtEnd(LinkableCore& its_core) : core(&its_core) {}
    ~AtEnd() {
        if (!core) return;
        const boost::intrusive_ptr<LinkableCore> hold(core);
        const auto links = std::exchange(core->links_, {});
    }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

    LinkableCore* core;
};

LinkableCore::LinkableCore(trace::ObjectKind kind, const char* type, std::string name, std::int64_t amount,
                           Notify notify, trace::SourceLocation where)
    : LinkTarget(Hub::get().new_id()), name_(std::move(name)), notify_(notify) {
    auto& hub = Hub::get();
    if (name_.empty()) name_ = hub.next_name(type);
    hub.record({.amount = amount,
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(kind)},
               name_);
}

LinkableCore::LinkableCore(const Target& owner, std::string name, Notify notify)
    : LinkTarget(owner.id()), name_(std::move(name)), notify_(notify), owner_(&owner) {}

LinkableCore::~LinkableCore() {
    const auto at_end = at_end_.lock();
    if (!at_end) return;
    at_end->core = nullptr;
    if (auto* hub = Hub::find()) hub->let_go(at_end);
}

// --- links -------------------------------------------------------------------------------------------

void LinkableCore::add_link(Link& link) {
    links_.push_back({.link = &link});
    if (!notification_due()) return;
    TraceEvent event{.object = id(), .kind = Kind::Callback};
    queue_notification(event);
    Hub::get().record(event);
}

void LinkableCore::add_link(std::shared_ptr<Link> link) {
    if (at_end_.expired()) {
        const auto at_end = std::make_shared<AtEnd>(*this);
        at_end_ = at_end;
        Hub::get().hold(at_end);
    }
    auto& added = *link;
    add_link(added);
    links_.back().kept = std::move(link);
}

void LinkableCore::remove_link(Link& link) {
    // Links that are kept here too are known by their address.
    const auto found =
        std::ranges::find_if(links_, [&](const Entry& entry) { return entry.wait == 0 && entry.link == &link; });
    const auto removed = found == links_.end() ? Entry() : std::exchange(*found, {});
    if (found != links_.end()) links_.erase(found);
    if (links_.empty()) stop_notification();
}

void LinkableCore::remove(const Entry& entry) {
    std::erase(links_, entry);
    if (links_.empty()) stop_notification();
    std::erase(arrived_, entry);
}

// --- the notification --------------------------------------------------------------------------------

void LinkableCore::queue_notification(TraceEvent& event) {
    if (!notification_due()) return;
    event.job = notification_ = Hub::get().queue(*this, JobKind::Notify);
    event.job_kind = JobKind::Notify;
    event.flags = event.flags | Flag::Queues;
}

// As gevent does when nobody is left who waited. Whoever only let the others go first is forgotten with
// it, and waits for ever unless something else ends that.
void LinkableCore::stop_notification() {
    if (notification_ == JobId::None || notifying_) return;
    const auto job = std::exchange(notification_, JobId::None);
    arrived_.clear();
    if (auto* hub = Hub::find())
        hub->record({.object = id(),
                     .job = job,
                     .kind = Kind::Cancel,
                     .job_kind = JobKind::Notify,
                     .flags = static_cast<std::uint8_t>(Flag::Cancels)});
}

void LinkableCore::record(TraceEvent event, std::string_view text, trace::SourceLocation where) {
    auto& hub = Hub::get();
    event.object = id();
    event.site = hub.site(where);
    hub.record(event, text);
}

void LinkableCore::record_and_notify(TraceEvent event, std::string_view text, trace::SourceLocation where) {
    queue_notification(event);
    record(event, text, where);
}

// Rule R47: links that are added meanwhile are for another notification.
void LinkableCore::run(const Callback& callback) {
    // It was stopped.
    if (callback.id != notification_) return;
    notifying_ = true;
    call_links(links_);
    call_links(arrived_);
    links_.insert(links_.end(), arrived_.begin(), arrived_.end());
    arrived_.clear();
    notifying_ = false;
    notification_ = JobId::None;
    if (!notification_due()) return;
    TraceEvent event{.object = id(), .kind = Kind::Callback};
    queue_notification(event);
    Hub::get().record(event);
}

void LinkableCore::call_links(Line& line) {
    if (line.empty()) return;
    const Entry last = line.back();
    std::vector<Entry> called;
    while (!line.empty()) {
        if (notify_ == Notify::WhileReady && !ready()) return;
        const Entry entry = std::move(line.front());
        line.pop_front();
        // A wait is in the line once.
        const bool again = entry.wait == 0 && std::ranges::find(called, entry) != called.end();
        if (entry.wait == 0) called.push_back(entry);
        if (!again) call(entry);
        if (entry == last) return;
    }
}

void LinkableCore::call(const Entry& entry) {
    try {
        entry.link->called(*this);
    } catch (const context::Unwind&) {
        throw;
    } catch (...) {
        Hub::get().handle_error(this, std::current_exception());
    }
}

// --- waiting -----------------------------------------------------------------------------------------

void LinkableCore::block(const Blocking& blocking, Line& line, trace::SourceLocation where) {
    auto& hub = Hub::get();
    WakeUp wake_up(hub);
    const Entry entry{.link = &wake_up, .wait = ++waits_};
    line.push_back(entry);
    try {
        hub.block(blocking, where);
    } catch (...) {
        remove(entry);
        throw;
    }
    // The run is over, and a destructor still waits.
    if (!wake_up.has_come()) remove(entry);
}

bool LinkableCore::wait_for_notification(const Wait& wait, Expiry expiry) {
    auto& hub = Hub::get();
    hub.use_loop();
    // The handle may go while its greenlet waits.
    const boost::intrusive_ptr<LinkableCore> hold(this);
    const TimeLimit::Running running(wait.limit, wait.where, TimeLimit::Running::AtEnd::Close);
    try {
        block({.reason = wait.reason, .on = this, .deadline = running.deadline()}, links_, wait.where);
        return true;
    } catch (const Timeout& expired) {
        // A silent one ends the wait quietly, here as in a block of its own.
        if (!running.owns(expired) || (expiry == Expiry::Throws && !expired.is_silent())) throw;
        return false;
    }
}

void LinkableCore::let_others_go_first(trace::WaitReason reason, trace::SourceLocation where) {
    Hub::get().use_loop();
    if (notification_ == JobId::None) return;
    const boost::intrusive_ptr<LinkableCore> hold(this);
    block({.reason = reason, .on = this}, arrived_, where);
}

}  // namespace green
