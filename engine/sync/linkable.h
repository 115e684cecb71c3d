// What events, results and semaphores have in common: links, and one notification that calls them (rules
// R46 to R51). Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <concepts>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "hub/link_target.h"
#include "hub/raw_link.h"
#include "hub/timeout.h"

namespace green {

class LinkableCore : public LinkTarget {
public:
    ~LinkableCore() override;

    virtual bool ready() const = 0;
    const std::string& name() const { return name_; }
    std::string title() const override { return name_; }
    std::vector<Id> who_can_help() const override { return owner_ ? owner_->who_can_help() : std::vector<Id>(); }

    // A link that goes on living until it is called or removed, as its owner sees to.
    void add_link(Link& link) override;
    // A link that is kept here until then.
    void add_link(std::shared_ptr<Link> link);
    void remove_link(Link& link) override;
    std::size_t link_count() const { return links_.size(); }

    // The notification.
    void run(const Callback& callback) override;

protected:
    // What a notification does once it is no longer ready: an event still wakes everybody who waited
    // when it was set, a semaphore stops.
    enum class Notify { All, WhileReady };
    // What becomes of a wait whose limit expires.
    enum class Expiry { ReturnsFalse, Throws };
    struct Wait {
        trace::WaitReason reason = trace::WaitReason::None;
        const TimeLimit& limit;
        trace::SourceLocation where;
    };

    // `type` is "Event", say: without a `name` it is called "Event-1", counted in the run.
    LinkableCore(trace::ObjectKind kind, const char* type, std::string name, std::int64_t amount, Notify notify,
                 trace::SourceLocation where);
    // Part of another object, as which it shows in the record: it shares the id, and records neither an
    // Object nor what is done to it, which the owner's events say. Its notifications and waits are recorded.
    LinkableCore(const Target& owner, std::string name, Notify notify);

    // Records what the running greenlet did to it.
    void record(trace::TraceEvent event, std::string_view text, trace::SourceLocation where);
    // The same, and queues a notification if that is due.
    void record_and_notify(trace::TraceEvent event, std::string_view text, trace::SourceLocation where);
    // Queues a notification if it is due, and says so in the event, which is then to be recorded.
    void queue_notification(trace::TraceEvent& event);
    // Blocks until a notification comes to it; false if the limit expired first. The program's last handle may go
    // meanwhile: whoever uses anything of the object afterwards must hold it.
    bool wait_for_notification(const Wait& wait, Expiry expiry);
    // For somebody who need not wait, it is ready: lets a notification that is under way go first (rule
    // R48).
    void let_others_go_first(trace::WaitReason reason, trace::SourceLocation where);

private:
    struct Entry {
        Link* link = nullptr;
        std::shared_ptr<Link> kept{};  // the same, where it is kept here
        // Each wait is another link, though their places on the stack are used again. 0: the link is
        // known by its address.
        std::uint64_t wait = 0;

        bool operator==(const Entry&) const = default;
    };
    using Line = std::deque<Entry>;
    struct AtEnd;

    bool notification_due() const { return notification_ == JobId::None && !links_.empty() && ready(); }
    void stop_notification();
    void call_links(Line& line);
    void call(const Entry& entry);
    void remove(const Entry& entry);
    void block(const Blocking& blocking, Line& line, trace::SourceLocation where);

    template <class Part>
    friend class OwnPart;

    std::string name_;
    Notify notify_;
    const Target* owner_ = nullptr;  // of which it is a part, while that is there
    Line links_;
    Line arrived_;                      // who found it ready while a notification was under way
    JobId notification_ = JobId::None;  // queued or running
    bool notifying_ = false;            // it is running
    std::uint64_t waits_ = 0;
    std::weak_ptr<AtEnd> at_end_;
};

// How an object has a part of itself. Jobs and waiting greenlets may hold the part for longer than the object is
// there: from then on it belongs to nobody.
template <class Part>
class OwnPart {
public:
    OwnPart() = default;
    // `arguments`: the part's, behind its owner.
    template <class... Arguments>
    explicit OwnPart(const Target& owner, Arguments&&... arguments)
        : part_(new Part(owner, std::forward<Arguments>(arguments)...)) {}
    ~OwnPart() {
        if (LinkableCore* part = part_.get()) part->owner_ = nullptr;
    }
    OwnPart(OwnPart&&) noexcept = default;
    OwnPart& operator=(OwnPart&& other) noexcept {
        part_.swap(other.part_);
        return *this;
    }

    explicit operator bool() const { return part_ != nullptr; }
    Part& operator*() const { return *part_; }
    Part* operator->() const { return part_.get(); }

private:
    boost::intrusive_ptr<Part> part_;
};

// What handles of linkable objects have in common.
template <class Self, class ItsCore>
class LinkableHandle {
public:
    using Core = ItsCore;

    explicit LinkableHandle(boost::intrusive_ptr<Core> core) : core_(std::move(core)) {}

    bool ready() const { return core_->ready(); }
    const std::string& name() const { return core_->name(); }
    // Calls `link` in the hub, where nothing may block, when it is ready; soon, if it is so already.
    RawLink<Self> rawlink(RawLink<Self> link) {
        core_->add_link(link.link());
        return link;
    }
    // Not called any more; silent if it was not to be called.
    void unlink(const RawLink<Self>& link) { core_->remove_link(*link.link()); }
    // Links and waiting greenlets.
    std::size_t linkcount() const { return core_->link_count(); }

    Core& core() const { return *core_; }
    friend bool operator==(const LinkableHandle& a, const LinkableHandle& b) { return a.core_ == b.core_; }
    friend std::string repr(const LinkableHandle& handle) { return handle.name(); }

private:
    boost::intrusive_ptr<Core> core_;
};

}  // namespace green
