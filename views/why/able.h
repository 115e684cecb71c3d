// Who can still do something: greenlets that run, or will run again without help from any that can't.
#pragma once

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "trace/moment.h"

namespace views {

class Able {
public:
    explicit Able(const green::trace::Moment& moment);

    // Whether it runs, is in line, has a timer, waits for the outside, or waits for the end or the lock of somebody
    // who is able. Who waits for something that anybody could do (set an event, put an item in) is not, by itself.
    bool is(green::trace::Id greenlet);
    // Those of a run who are, but for `except`; at most `most` of them, in the order of their creation.
    std::vector<green::trace::Id> others(const std::vector<green::trace::Id>& except, std::size_t most);
    // Whether the hub has a function to call: nobody knows what that will do.
    bool functionIsDue() const { return functionIsDue_; }

private:
    bool find(const green::trace::GreenletState& greenlet);
    bool waiting(const green::trace::GreenletState& greenlet);

    const green::trace::Moment& moment_;
    std::unordered_map<green::trace::Id, bool> known_;
    std::unordered_set<green::trace::Id> due_;  // that a job in the queue or a timer is about
    bool functionIsDue_ = false;
    bool somebodyMoves_ = false;
    int depth_ = 0;
};

}  // namespace views
