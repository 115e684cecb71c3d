#include "pool/group_core.h"

#include <algorithm>
#include <utility>

#include "hub/wait.h"

namespace green {

using trace::Kind;
using trace::ObjectKind;
using trace::TraceEvent;
using trace::WaitReason;

// Tells the group of a member's end, and keeps the group until then.
class GroupCore::DeathLink final : public Link {
public:
    explicit DeathLink(GroupCore& group) : group_(&group) {}
    void called(Target& ready) override { group_->remove(static_cast<GreenletCore&>(ready), {}); }

private:
    boost::intrusive_ptr<GroupCore> group_;
};

GroupCore::GroupCore(ObjectKind kind, std::optional<std::int64_t> size, std::string name, trace::SourceLocation where)
    : Target(Hub::get().new_id()), size_(size), name_(std::move(name)) {
    if (size && *size < 0) throw ValueError("size must not be negative: " + std::to_string(*size));
    auto& hub = Hub::get();
    if (name_.empty()) name_ = hub.next_name(kind == ObjectKind::Pool ? "Pool" : "Group");
    empty_ = OwnPart<InnerEvent>(*this, name_, true);
    if (size) free_places_ = OwnPart<InnerSemaphore>(*this, name_, *size);
    hub.record({.amount = size.value_or(-1),
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(kind)},
               name_);
}

bool GroupCore::contains(const GreenletCore& greenlet) const {
    return std::ranges::find(members_, &greenlet, &GreenletRef::get) != members_.end();
}

std::vector<Id> GroupCore::who_can_help() const {
    std::vector<Id> ids;
    for (const auto& member : members_) ids.push_back(member->id());
    return ids;
}

std::shared_ptr<Link> GroupCore::death_link() {
    auto link = death_link_.lock();
    if (!link) death_link_ = link = std::make_shared<DeathLink>(*this);
    return link;
}

void GroupCore::add(GreenletCore& greenlet, bool blocking, const TimeLimit& limit, trace::SourceLocation where) {
    // The program may let go of both while it waits.
    const boost::intrusive_ptr hold(this);
    const GreenletRef hold_greenlet(&greenlet);
    if (free_places_ && !free_places_->acquire(blocking, WaitReason::PoolSpawn, limit, where)) throw PoolFull();
    auto link = death_link();
    const auto& known_as = *link;
    greenlet.add_link(std::move(link), known_as);
    if (!contains(greenlet)) members_.emplace_back(&greenlet);
    empty_->clear();
    auto& hub = Hub::get();
    hub.record({.amount = trace::raw(greenlet.id()), .object = id(), .site = hub.site(where), .kind = Kind::Add});
}

void GroupCore::discard(GreenletCore& greenlet, trace::SourceLocation where) {
    const GreenletRef hold(&greenlet);
    remove(greenlet, Hub::get().site(where));
    if (const auto link = death_link_.lock()) greenlet.remove_link(*link);
}

void GroupCore::remove(GreenletCore& greenlet, trace::Site site) {
    const boost::intrusive_ptr<GroupCore> hold(this);
    const auto found = std::ranges::find(members_, &greenlet, &GreenletRef::get);
    const auto member = found == members_.end() ? GreenletRef() : std::move(*found);
    if (member) members_.erase(found);
    dying_.erase(&greenlet);
    auto& hub = Hub::get();
    TraceEvent event{.amount = trace::raw(greenlet.id()), .object = id(), .site = site, .kind = Kind::Remove};
    if (members_.empty()) empty_->set(event);
    hub.record(event);
    if (!free_places_) return;
    TraceEvent freed{.object = id(), .kind = Kind::Callback};
    free_places_->release(freed);
    if (freed.job != JobId::None) hub.record(freed);
}

// --- waiting -----------------------------------------------------------------------------------------

bool GroupCore::wait_until_empty(const TimeLimit& limit, trace::SourceLocation where) {
    return empty_->wait(WaitReason::GroupJoin, limit, where);
}

std::optional<std::int64_t> GroupCore::wait_available(const TimeLimit& limit, trace::SourceLocation where) {
    if (!free_places_) return std::nullopt;
    return free_places_->wait(WaitReason::PoolWait, limit, where);
}

// --- killing -----------------------------------------------------------------------------------------

void GroupCore::ask_to_die(GreenletCore& greenlet, const std::exception_ptr& exception, trace::SourceLocation where) {
    Greenlet(GreenletRef(&greenlet)).kill(exception, false, {}, where);
    dying_.insert(&greenlet);
}

void GroupCore::kill(const KillOptions& options, trace::SourceLocation where) {
    const boost::intrusive_ptr<GroupCore> hold(this);
    const TimeLimit::Running running(options.timeout, where);
    try {
        while (!members_.empty()) {
            for (const auto& member : std::vector<GreenletRef>(members_))
                if (!dying_.contains(member.get())) ask_to_die(*member, options.exception, where);
            if (!options.block) return;
            std::vector<Greenlet> left;
            for (const auto& member : members_) left.emplace_back(member);
            joinall(left, {}, where);
        }
    } catch (const Timeout& expired) {
        if (!running.owns(expired)) throw;
    }
}

void GroupCore::kill_one(GreenletCore& greenlet, const KillOptions& options, trace::SourceLocation where) {
    if (dying_.contains(&greenlet) || !contains(greenlet)) return;
    ask_to_die(greenlet, options.exception, where);
    if (options.block) Greenlet(GreenletRef(&greenlet)).join(options.timeout, where);
}

}  // namespace green
