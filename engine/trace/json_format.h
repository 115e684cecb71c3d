// A run as JSON for scripts: everything that the record holds, under stable names.
//
// One object. `format` is "greenscope-trace" and `version` 1; a later version may add keys and kinds,
// and changes the number only where a reader of this one would misread it. One greenlet, object and
// event to a line. Times are nanoseconds since the run began.
//
//   recipe     id, title, language, clock ("virtual" or "real"), seed, version (of the program that
//              made the run), sources: [{name, text}]
//   greenlets  at the end of the record, in order of creation: id, name, role ("main", "hub",
//              "greenlet"), run (the function or class), arguments, state, and result where it ended
//              or raised
//   objects    id, kind ("queue", …), name, capacity (null: unbounded)
//   events     n (from 1), time, kind, greenlet (who did it), and, where the event has them:
//              object (an id), reason, name/run/arguments (of what create and spawn made), text,
//              site ("file:line"), amount (null: never, or unbounded), job, job_kind,
//              flags (of "switch", "throw", "queues", "arms", "runs", "cancels")
//
// `amount` stands where it means something: the deadline of wait, idle, timeout and of anything that
// arms a timer, the capacity of object, the place of put, the length of work. Texts are any bytes in
// the record; what is not UTF-8 comes out as U+FFFD.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "trace/store.h"

namespace green::trace {

std::string events_json(const TraceStore& store);

// The same in pieces of some lines each, for records whose text should not be in memory at once.
void write_events_json(const TraceStore& store, const std::function<void(std::string_view)>& write);

}  // namespace green::trace
