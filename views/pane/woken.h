// Whom a notification of an object would wake.
#pragma once

#include <vector>

#include "trace/moment.h"

namespace views {

// Permits are taken one at a time: semaphores and locks of all kinds.
bool isLock(const green::trace::ObjectState& object);

// Those of the object's waiters who could go on as things are, first come first: all who wait for an event, as many as
// there are permits or free places, those who join a group once it is empty, …
std::vector<green::trace::Id> toBeWoken(const green::trace::ObjectState& object, const green::trace::Moment& moment);

// The groups and pools that `greenlet` is a member of: they are told of its end, too.
std::vector<green::trace::Id> groupsOf(green::trace::Id greenlet, const green::trace::Moment& moment);

}  // namespace views
