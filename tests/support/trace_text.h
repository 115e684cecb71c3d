// Small traces written as text, for tests: one event a line, in words. What they make goes through the
// real recorder, chunks and store, and is checked against the state so far: the actor must be who runs,
// names must be known, a resumed greenlet's job is found by itself. A line that makes no sense throws
// TraceTextError, which names the line and what was expected.
//
//     main makes queue tasks of 3
//     main spawns boss                           at 12
//     main waits joinall "1 left"                at 14
//     hub resumes boss
//     boss stores "1" in tasks                   at 5
//     boss prints "stored"                       at 6
//     boss yields                                at 7
//     t=100ms hub resumes boss
//     boss ends "None" queueing notify
//
// A line is  [t=TIME] ACTOR VERB … [MODIFIER…]; blank lines and lines that begin with # are skipped.
//
//   names     `main`, `hub`, and whatever a line before has made. WHO is a greenlet, WHAT an object.
//   "text"    knows \n \t \" \\. A single word of letters, digits and .-_ needs no quotes.
//   TIME      12ns, 3us, 100ms, 1.5s. `t=TIME` sets the clock before the event; it can stand alone.
//   file F    a line of its own: sites that follow are lines of F (at first "program.cpp").
//
// Verbs, by event:
//   Create    WHO creates NAME            NAME may have arguments: task(1, 2)
//   Spawn     WHO spawns NAME             queues its Start job; `after TIME` arms it instead
//   Start     WHO starts NAME             likewise
//             All three: `as HANDLE` is what later lines call it (where several share a name),
//             `named "boss"` what views show, `running work` its function (else NAME for both).
//             `starts` takes the handle.
//   Discard   WHO discards WHO [killed|failed|finished] ["result"]      killed unless said
//   Fail      WHO fails "ValueError: no"
//   End       WHO ends [finished|failed|killed] ["result"]  finished, or failed after `fails`
//   Yield     WHO yields
//   Wait      WHO waits REASON [on WHO|WHAT] ["arguments"] [for TIME|until TIME]
//             REASON as in files: sleep queue-get queue-put join joinall get kill select event lock io
//             hub result-get … none. A sleep with a time arms its own Wake
//             timer; other waits only know the deadline (a `arms timeout` line before makes the timer),
//             unless `arming wake` is said.
//   Resume    hub resumes WHO [with "Timeout: 1 second"]   takes the first job that switches to WHO off
//             the queue or the timers (which must be due: move the clock); none where the hub is in the
//             middle of a notify, unlock or function job and no other is there, or with `directly`.
//             A Throw or Timeout job, or `with`, throws.
//   Run       hub runs JOB [WHO|WHAT]     JOB: start wake throw notify unlock timeout function
//   Idle      hub idles [until TIME|for TIME]
//   Cancel    WHO cancels JOB [of WHO|WHAT]
//   Callback  WHO queues JOB [for WHO|WHAT]
//   Timeout   WHO arms timeout ["1"] after TIME
//   Kill      WHO kills WHO ["GreenletExit"]               queues the Throw job
//   Object    WHO makes KIND NAME [of CAPACITY]            KIND as in files: queue event lock group async-result …;
//             a semaphore's capacity are its permits, a socket's the id of who accepted it
//   Put       WHO stores "4" in WHAT [place N]             place: from the front; else the back
//   Get       WHO takes "4" from WHAT [place N]            the front one unless said
//   Print     WHO prints "hi"                              with a line end; `writes` adds none
//   Report    WHO reports ["ValueError: no"] [about WHO]   about itself unless said
//   Work      WHO works TIME                               the clock moves by TIME afterwards
//   Set       WHO sets WHAT ["value"]                      `failed` before the value: it is an error
//   Clear     WHO clears WHAT
//   Acquire   WHO acquires WHAT                            the count follows from the state so far: a permit
//   Release   WHO releases WHAT                            less, a permit more; the other way round of an rlock
//   Add       WHO adds WHO to WHAT                         a group or pool
//   Remove    WHO removes WHO from WHAT
//   TaskDone  WHO finishes task of WHAT                    a joinable-queue
//   Store     WHO keeps "7" in WHAT                        a local
//   Forget    WHO forgets WHAT [of WHO]
//   Signal    hub notices SIGINT
//   Open      WHO opens WHAT bound|listening|connected|connecting as "127.0.0.1:80"    a socket; a server has
//             `from SOCKET` behind it
//   Close     WHO closes WHAT
//   Receive   WHO receives "hello" from WHAT               "" is the end
//   Send      WHO sends "hello" to WHAT
//   Request   WHO serves "GET /" of WHAT                   an http-server
//
// Modifiers, at the end of any line, in any order:
//   at LINE            the source line of the engine call
//   queueing JOB       the event also appends that job: of its object, or of the actor for waits that
//                      wake, yields, fails and ends (see Moment)
//   arming JOB after TIME   the same as a timer
//   anyhow             no check that the actor is running
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "trace/ids.h"
#include "trace/recipe.h"
#include "trace/store.h"

namespace support {

class TraceTextError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class TraceText {
public:
    // Events in a chunk; small ones make stores of many chunks. 0: the recorder's own measure.
    explicit TraceText(green::trace::Recipe recipe = {}, std::uint32_t chunk_events = 0);
    ~TraceText();
    TraceText(TraceText&&) noexcept;
    TraceText& operator=(TraceText&&) noexcept;

    // Appends the events of `text`. The store has them when this returns.
    TraceText& add(std::string_view text) &;
    TraceText add(std::string_view text) &&;
    // The same, but only published: the store has them after its next refresh(), as with a live run.
    TraceText& publish(std::string_view text);

    // Never null; grows with add.
    std::shared_ptr<green::trace::TraceStore> store() const;
    // The greenlet or object that lines call `handle`. Throws TraceTextError if none.
    green::trace::Id id(std::string_view handle) const;

private:
    class Writer;
    std::unique_ptr<Writer> writer_;
};

// The store of `text`.
std::shared_ptr<green::trace::TraceStore> trace_from_text(std::string_view text, green::trace::Recipe recipe = {},
                                                          std::uint32_t chunk_events = 0);

}  // namespace support
