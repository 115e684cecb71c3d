// Who waits for the end of a greenlet, kept up to date event by event.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "trace/moment.h"

namespace views {

class WaitIndex {
public:
    // `changed` as Changes::take has it.
    void update(const green::trace::Moment& moment, const std::optional<std::vector<green::trace::Id>>& changed);

    // Greenlets that wait in join, joinall, wait, get (of a greenlet) or kill, in the order of their ids, with what
    // they wait for: a greenlet, or None where the record does not say (joinall, wait).
    const std::map<green::trace::Id, green::trace::Id>& joins() const { return joins_; }
    // Those of them that wait for `target`; where nobody is known to, but exactly one greenlet is in a
    // joinall, that one, since somebody must have linked.
    std::vector<green::trace::Id> toldOf(green::trace::Id target) const;

    // Who `waiter`, in a joinall of which `left` have not been reported to it, still waits for: known where
    // nobody else is left, else empty.
    std::vector<green::trace::Id> joined(const green::trace::Moment& moment, green::trace::Id waiter,
                                         std::size_t left) const;

private:
    void look(const green::trace::Moment& moment, green::trace::Id id);

    std::map<green::trace::Id, green::trace::Id> joins_;
    std::map<green::trace::Id, std::set<green::trace::Id>> byTarget_;
    std::vector<bool> lives_;  // by id; neither main nor the hub
    std::size_t living_ = 0;
};

// Whether it waits for the end of one greenlet or of several.
bool joins(const green::trace::Moment& moment, const green::trace::GreenletState& greenlet);

}  // namespace views
