// What a Group and a Pool keep: who is in them, and whether there is room (rules R61, R62). Engine's
// thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>
#include "trace/source_location.h"

#include "hub/greenlet.h"
#include "hub/hub.h"
#include "sync/event.h"
#include "sync/semaphore.h"

namespace green {

// A Pool has no place, and nobody was to wait for one, or not any longer.
class PoolFull : public Full {};

class GroupCore final : public Target {
public:
    // Unbounded without a size. `kind`: Group or Pool. Throws ValueError for a negative size.
    GroupCore(trace::ObjectKind kind, std::optional<std::int64_t> size, std::string name, trace::SourceLocation where);

    const std::string& name() const { return name_; }
    std::string title() const override { return name_; }
    std::vector<Id> who_can_help() const override;
    const std::vector<GreenletRef>& members() const { return members_; }
    bool contains(const GreenletCore& greenlet) const;
    std::optional<std::int64_t> size_limit() const { return size_; }

    // Waits for a place first. Throws PoolFull if there is none, and it is not to wait, or in vain.
    void add(GreenletCore& greenlet, bool blocking, const TimeLimit& limit, trace::SourceLocation where);
    // Also for one that is no member: its place is given back all the same, as in gevent.
    void discard(GreenletCore& greenlet, trace::SourceLocation where);
    // Until it was empty once; returns whether it was.
    bool wait_until_empty(const TimeLimit& limit, trace::SourceLocation where);
    // Until there is a place; returns how many there are, or none for an unbounded one.
    std::optional<std::int64_t> wait_available(const TimeLimit& limit, trace::SourceLocation where);
    // Called in the hub, once, when there is a place (soon, if there is one). It must be removed before it goes. Not
    // for an unbounded one, which always has places.
    void add_place_link(Link& link) { free_places_->add_link(link); }
    // The same for one that is kept until then.
    void add_place_link(std::shared_ptr<Link> link) { free_places_->add_link(std::move(link)); }
    void remove_place_link(Link& link) { free_places_->remove_link(link); }
    void kill(const KillOptions& options, trace::SourceLocation where);
    void kill_one(GreenletCore& greenlet, const KillOptions& options, trace::SourceLocation where);

    // Its event and its semaphore have jobs, it has none of its own.
    void run(const Callback&) override {}

private:
    class DeathLink;

    std::shared_ptr<Link> death_link();
    void remove(GreenletCore& greenlet, trace::Site site);
    void ask_to_die(GreenletCore& greenlet, const std::exception_ptr& exception, trace::SourceLocation where);

    std::optional<std::int64_t> size_;
    std::string name_;
    std::vector<GreenletRef> members_;               // the eldest first
    std::unordered_set<const GreenletCore*> dying_;  // members that have been killed, to kill each once
    OwnPart<InnerEvent> empty_;                      // set while nobody is in it
    OwnPart<InnerSemaphore> free_places_;            // null: unbounded
    std::weak_ptr<Link> death_link_;                 // held by the members' links
};

}  // namespace green
