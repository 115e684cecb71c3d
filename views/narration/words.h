// Short texts that several views share: the clock, a call, a job, a state.
#pragma once

#include <QString>

#include "trace/moment.h"

namespace views {

// "100 ms", "1.5 ms", "12.5 s": at most three decimals, so that the nanosecond which a virtual clock spends on
// each reading does not show.
QString timeText(green::trace::Nanoseconds time);

// joinall, wait: what they wait for is said in words, as in "joinall (4 left)", and not as arguments.
bool waitsForSeveral(green::trace::WaitReason reason);

// The call as the program wrote it: "put", "joinall"; "I/O" where that may be one of many. Empty where there is none.
QString callName(green::trace::WaitReason reason);

// The call that blocks a waiting greenlet: "put(10)", "joinall (4 left)"; empty where there is none.
QString callText(const green::trace::GreenletState& greenlet);
QString callText(green::trace::WaitReason reason, const QString& arguments);

// The item of a put that waits: the first of its arguments.
QString putItem(const green::trace::GreenletState& greenlet);

// Whether these are the arguments of a select with three empty lists: no input or output can end it.
bool watchesNothing(std::string_view selectArguments);

// "runnable", "waits: put(10)", "waits: joinall", "sleeps until 100 ms", "finished".
QString stateText(const green::trace::GreenletState& greenlet);

// Texts of programs in one line: line ends become \n, long ones are cut in the middle.
QString oneLine(std::string_view text, qsizetype longest = 60);

// "Queue(maxsize=3)", "Queue", "Event", …
QString objectText(const green::trace::ObjectState& object);
// "3 of 3, full", "2 of 3", "empty", "4 items"
QString fillText(const green::trace::ObjectState& object);

}  // namespace views
