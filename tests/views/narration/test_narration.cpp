// The sentence for each kind of event and each reason to wait, word for word; and what must hold for the
// sentences of any trace.
#include <QRegularExpression>
#include <QtTest>

#include "narration/narrator.h"
#include "narration/words.h"
#include "support/random_trace.h"
#include "support/trace_text.h"

using green::trace::EventNumber;
using green::trace::Kind;
using green::trace::WaitReason;

namespace {

// Of the last event of the trace.
QString told(const std::string& lines, green::trace::Recipe recipe = {}) {
    const auto store = support::trace_from_text(lines, std::move(recipe));
    return views::plainSentence(views::sentence(*store, store->size()));
}

const std::string spawned = "main spawns foo\nmain spawns bar\n";
const std::string fooRuns = spawned + "main waits joinall \"2 left\"\nhub resumes foo\n";
const std::string queue = "main makes queue tasks of 1\n" + fooRuns;

const std::string twoWait =
    "main makes event go\nmain spawns foo\nmain spawns bar\nmain spawns carl\nmain waits joinall \"3 left\"\n"
    "hub resumes foo\nfoo waits event on go\nhub resumes bar\nbar waits event on go\nhub resumes carl\n";
// foo holds it and runs, bar waits.
const std::string lockWaits =
    "main makes semaphore door of 1\nmain spawns foo\nmain spawns bar\nmain waits joinall \"2 left\"\n"
    "hub resumes foo\nfoo acquires door\nfoo yields\nhub resumes bar\nbar waits lock on door\nhub resumes foo\n";

const std::string channel = "main makes channel pipe of 0\n" + fooRuns +
                            "foo waits queue-put on pipe 7\nhub resumes bar\n"
                            "bar waits queue-get on pipe queueing unlock\n";

struct Case {
    Kind kind;
    const char* what;
    std::string lines;
    const char* sentence;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> all{
        {Kind::Create, "", "main creates foo", "main makes foo, but does not start it yet."},
        {Kind::Start, "", "main creates foo\nmain starts foo",
         "main starts foo. foo does not run yet: it joins the end of the run queue."},
        {Kind::Start, "later", "main creates foo\nmain starts foo after 2s",
         "main starts foo for later: a timer starts it at 2000 ms."},
        {Kind::Spawn, "", "main spawns foo",
         "main spawns foo. foo does not run yet: it joins the end of the run queue."},
        {Kind::Spawn, "later", "main spawns foo after 20s", "main spawns foo for later: a timer starts it at 20 s."},
        {Kind::Discard, "", "main spawns foo\nmain discards foo killed GreenletExit",
         "main kills foo before it ever ran. foo will never run a line."},
        {Kind::Discard, "failed", "main spawns foo\nmain discards foo failed \"E: x\"",
         "main kills foo before it ever ran. foo counts as failed: E: x."},
        {Kind::Fail, "", fooRuns + "foo fails \"ValueError: no\"",
         "foo raises ValueError: no, and nothing catches it. The error is reported, then foo ends."},
        {Kind::End, "", fooRuns + "foo ends \"None\"", "foo is finished. Next in line is bar."},
        {Kind::End, "with a value", fooRuns + "foo ends \"42\"",
         "foo is finished; its value is 42. Next in line is bar."},
        {Kind::End, "somebody waits",
         "main spawns foo\nmain waits join on foo\nhub resumes foo\n"
         "foo ends \"None\" queueing notify",
         "foo is finished. A note for main joins the end of the run queue. Next in line: tell main that foo has "
         "ended."},
        {Kind::End, "failed", fooRuns + "foo fails \"E: x\"\nfoo ends",
         "foo has failed and is gone: E: x. Next in line is bar."},
        {Kind::End, "killed", fooRuns + "foo ends killed GreenletExit",
         "foo was killed and is gone. Next in line is bar."},
        {Kind::End, "main", "main ends", "main is finished, and that ends the program."},
        {Kind::End, "main fails", "main fails \"LoopExit: for ever\"\nmain ends",
         "main fails: LoopExit: for ever. That ends the program."},
        {Kind::End, "a member",
         "main makes pool crew of 2\nmain spawns foo\nmain adds foo to crew\nmain waits group-join on crew\n"
         "hub resumes foo\nfoo ends \"None\" queueing notify",
         "foo is finished. A note for crew joins the end of the run queue. Next in line: tell crew that foo has "
         "ended."},
        {Kind::End, "main, the others are done",
         "main spawns foo\nmain yields\nhub resumes foo\nfoo ends\nhub resumes main\n"
         "main ends",
         "main is finished, and that ends the program."},
        {Kind::End, "main, somebody is not done", spawned + "main ends",
         "main is finished, and that ends the program. foo and bar are not finished: they are left as they are."},
        {Kind::End, "main, one is not done", "main spawns foo\nmain ends",
         "main is finished, and that ends the program. foo is not finished: it is left as it is."},
        {Kind::Yield, "", fooRuns + "foo yields",
         "foo gives way and goes to the end of the run queue. Next in line is bar."},
        {Kind::Yield, "alone", "main yields",
         "main gives way and goes to the end of the run queue. Nobody else is in line, so main is next."},
        {Kind::Wait, "", fooRuns + "foo waits sleep \"0.1\" for 100ms",
         "foo calls sleep(0.1): it waits until the clock shows 100 ms. Next in line is bar."},
        {Kind::Resume, "start", fooRuns,
         "The hub takes foo from the front of the run queue. foo runs for the first time."},
        {Kind::Resume, "after sleep(0)", "main yields\nhub resumes main",
         "The hub takes main from the front of the run queue. main goes on where it gave way."},
        {Kind::Resume, "after a wait",
         "main makes event go\nmain waits event on go\nhub queues wake for main\nhub resumes main",
         "The hub takes main from the front of the run queue. main goes on after wait()."},
        {Kind::Resume, "slept", "main waits sleep 1 for 1s\nhub idles until 1s\nt=1s hub resumes main",
         "It is 1000 ms, and main has slept enough: the hub hands over to it."},
        {Kind::Resume, "spawned for later", "main spawns foo after 1s\nmain yields\nt=1s hub resumes foo",
         "It is 1000 ms, the time to start foo: foo runs for the first time."},
        {Kind::Resume, "timeout",
         "main makes queue tasks\nmain arms timeout 1 after 1s\n"
         "main waits queue-get on tasks until 1s\nt=1s hub resumes main with Empty",
         "It is 1000 ms, and the timeout of main fires. The hub ends its get() by throwing Empty into it."},
        {Kind::Resume, "timeout of a select",
         "main arms timeout \"0.2 seconds\" after 200ms\nmain waits select \"[], [], [], 0.2\" until 200ms\n"
         "t=200ms hub resumes main with \"Timeout: 0.2 seconds\"",
         "It is 200 ms, and the timeout of main fires. The hub ends its select([], [], [], 0.2) by throwing Timeout: "
         "0.2 "
         "seconds into it. select catches that and returns empty lists."},
        {Kind::Resume, "timeout of a join",
         "main spawns foo after 9s\nmain arms timeout \"1 second\" after 1s\nmain waits join on foo until 1s\n"
         "t=1s hub resumes main with \"Timeout: 1 second\"",
         "It is 1000 ms, and the timeout of main fires. The hub ends its join() by throwing Timeout: 1 second into it. "
         "join catches that and returns."},
        {Kind::Resume, "timeout around a select",
         "main arms timeout \"0.2 seconds\" after 200ms\nmain waits select \"[3], [], []\"\n"
         "t=200ms hub resumes main with \"Timeout: 0.2 seconds\"",
         "It is 200 ms, and the timeout of main fires. The hub ends its select([3], [], []) by throwing Timeout: 0.2 "
         "seconds into it."},
        {Kind::Resume, "killed",
         fooRuns + "foo waits sleep 9 for 9s\nhub resumes bar\nbar kills foo GreenletExit\n"
                   "bar yields\nhub resumes foo with GreenletExit",
         "The hub throws GreenletExit into foo, because bar kills it. It comes out of sleep(9)."},
        {Kind::Resume, "nothing left", "main waits event\nhub resumes main with \"LoopExit: forever\" directly",
         "Nothing is left that could make main go on, so the hub throws LoopExit: forever into it."},
        {Kind::Resume, "its item is in",
         queue + "foo stores 1 in tasks\nfoo waits queue-put on tasks 2\nhub resumes bar\n"
                 "bar takes 1 from tasks queueing unlock\nbar yields\nhub runs unlock\n"
                 "hub stores 2 in tasks\nhub resumes foo directly",
         "The item of foo is in tasks now, so the hub hands over to foo: its put(2) is done."},
        {Kind::Resume, "an item for it",
         queue + "foo waits queue-get on tasks\nhub resumes bar\n"
                 "bar stores 1 in tasks queueing unlock\nbar yields\nhub runs unlock\n"
                 "hub resumes foo directly",
         "There is something in tasks for foo, who was first to wait. The hub hands over to foo."},
        {Kind::Resume, "told of an end",
         "main spawns foo\nmain waits join on foo\nhub resumes foo\n"
         "foo ends \"None\" queueing notify\nhub runs notify\nhub resumes main directly",
         "foo has ended, and main waits for that: the hub hands over to main."},
        {Kind::Run, "unlock",
         queue + "foo stores 1 in tasks queueing unlock\nfoo yields\nhub resumes bar\nbar yields\n"
                 "hub runs unlock",
         "The hub takes the next note: who can go on with tasks? Nobody can."},
        {Kind::Run, "notify",
         "main spawns foo\nmain waits join on foo\nhub resumes foo\n"
         "foo ends \"None\" queueing notify\nhub runs notify",
         "The hub takes the next note: foo has ended, tell main."},
        {Kind::Idle, "", "main waits sleep 1 for 1s\nhub idles until 1s",
         "The hub has nothing to run, so the clock jumps to 1000 ms, when main has slept enough."},
        {Kind::Idle, "no timer", "main waits event\nhub idles",
         "The hub has nothing to run, and no timer is set. Nothing can make anybody go on."},
        {Kind::Idle, "I/O", "main waits select \"[3], [], []\"\nhub idles",
         "The hub has nothing to run, and no timer is set. It waits for input or output."},
        {Kind::Idle, "a process or a timer",
         "main spawns foo\nmain waits process\nhub resumes foo\nfoo waits sleep 1 for 1s\nhub idles until 1s",
         "The hub has nothing to run. It waits for another process, at most until 1000 ms, when foo has slept enough."},
        {Kind::Idle, "a server",
         "main makes server web\nmain opens web listening as a\nmain waits sleep 1 for 1s\nhub idles until 1s",
         "The hub has nothing to run. It waits for connections, at most until 1000 ms, when main has slept enough."},
        {Kind::Wait, "beside a server",
         "main makes server web\nmain opens web listening as a\nmain waits sleep 1 for 1s",
         "main calls sleep(1): it waits until the clock shows 1000 ms. Nobody is in line until 1000 ms."},
        {Kind::Idle, "nothing is watched", "main waits select \"[], [], []\" for 1s\nhub idles until 1s",
         "The hub has nothing to run, so the clock jumps to 1000 ms."},
        {Kind::Idle, "a look", "main yields\nhub idles until 0ns",
         "The hub looks for timers and input that are due, without waiting."},
        {Kind::Cancel, "timeout", "main arms timeout 1 after 1s\nmain cancels timeout",
         "main is done in time and takes its timeout back: it will not fire."},
        {Kind::Cancel, "start", "main spawns foo\nmain cancels start of foo",
         "main takes back the start of foo. It keeps its place in the run queue, but will do nothing."},
        {Kind::Callback, "", "main makes event go\nmain queues notify for go",
         "main leaves a note at the end of the run queue: tell who waits for go."},
        {Kind::Timeout, "", "main arms timeout 1 after 1s",
         "main sets a timeout: unless main takes it back before 1000 ms, the hub throws it into main."},
        {Kind::Kill, "", fooRuns + "foo waits sleep 9 for 9s\nhub resumes bar\nbar kills foo GreenletExit",
         "bar kills foo. Not at once: “throw GreenletExit into foo” joins the end of the run queue."},
        {Kind::Kill, "itself", fooRuns + "foo kills foo GreenletExit",
         "foo kills itself: the hub will throw GreenletExit into it when that job’s turn comes."},
        {Kind::Object, "", "main makes queue tasks of 3", "main makes the queue tasks, which has room for 3 items."},
        {Kind::Object, "no limit", "main makes queue tasks",
         "main makes the queue tasks, which takes any number of items."},
        {Kind::Object, "event", "main makes event go", "main makes the event go, which is not set yet."},
        {Kind::Put, "", queue + "foo stores 7 in tasks", "foo puts 7 into tasks (now 1 of 1, full) and runs on."},
        {Kind::Put, "somebody waits",
         queue + "foo waits queue-get on tasks\nhub resumes bar\n"
                 "bar stores 7 in tasks queueing unlock",
         "bar puts 7 into tasks (now 1 of 1, full) and runs on. foo waits for an item: a note to wake it joins the end "
         "of the run queue."},
        {Kind::Put, "by the hub",
         queue + "foo stores 1 in tasks\nfoo waits queue-put on tasks 2\nhub resumes bar\n"
                 "bar takes 1 from tasks queueing unlock\nbar yields\nhub runs unlock\n"
                 "hub stores 2 in tasks",
         "There is room in tasks, so the hub stores 2 for foo, who was first to wait."},
        {Kind::Get, "", queue + "foo stores 7 in tasks\nfoo takes 7 from tasks",
         "foo takes 7 from tasks (now 0 of 1, empty) and runs on."},
        {Kind::Print, "", "main prints hello", "main prints “hello”."},
        {Kind::Print, "nothing", "main prints \"\"", "main prints an empty line."},
        {Kind::Report, "", fooRuns + "foo fails \"E: x\"\nfoo reports \"E: x\"",
         "The error of foo is reported to stderr: E: x. The other greenlets go on."},
        {Kind::Report, "of nobody", "main reports \"Traceback: …\" about nobody", "main writes to stderr."},
        {Kind::Work, "", "main works 200ms", "main computes for 200 ms and does not give way: nobody else can run."},
        {Kind::Callback, "who waits", twoWait + "carl sets go\ncarl queues notify for go",
         "carl leaves a note at the end of the run queue: wake foo and bar for go."},
        {Kind::Put, "a channel, by the hub", channel + "hub runs unlock\nhub stores 7 in pipe",
         "Somebody is on each side of pipe: the hub takes 7 from foo and hands it over."},
        {Kind::Run, "a channel", channel + "hub runs unlock",
         "The hub takes the next note: who can go on with pipe? foo and bar can: one puts, the other gets."},
        {Kind::Resume, "a channel, who gets", channel + "hub runs unlock\nhub stores 7 in pipe\nhub resumes bar",
         "There is an item for bar, who was first to wait: the hub hands over to bar."},
        {Kind::Get, "a channel",
         channel + "hub runs unlock\nhub stores 7 in pipe\nhub resumes bar\nbar takes 7 from pipe",
         "bar has got 7 through pipe and runs on."},
        {Kind::End, "a channel, who put is next",
         channel + "hub runs unlock\nhub stores 7 in pipe\nhub resumes bar\nbar takes 7 from pipe\nbar ends",
         "bar is finished. Next is foo: its item was handed over."},
        {Kind::Resume, "a channel, who puts",
         channel + "hub runs unlock\nhub stores 7 in pipe\nhub resumes bar\nbar takes 7 from pipe\nbar ends\n"
                   "hub resumes foo",
         "The item of foo was handed over, so its put(7) is done: the hub hands over to foo."},
        {Kind::Put, "a simple queue",
         "main makes simple-queue line\n" + fooRuns +
             "foo waits queue-get on line\nhub resumes bar\nbar stores 1 in line queueing notify",
         "bar puts 1 into line (now 1 item) and runs on. foo waits for an item: a note to wake it joins the end of the "
         "run queue."},
        {Kind::Resume, "a simple queue",
         "main makes simple-queue line\n" + fooRuns +
             "foo waits queue-get on line\nhub resumes bar\nbar stores 1 in line queueing notify\nbar yields\n"
             "hub runs notify\nhub resumes foo",
         "There is something in line for foo, who was first to wait. The hub hands over to foo."},
        {Kind::Set, "", "main makes event go\nmain sets go",
         "main sets go. Nobody waits for it; who asks from now on need not wait."},
        {Kind::Set, "again", "main makes event go\nmain sets go\nmain sets go", "main sets go, which was set already."},
        {Kind::Set, "one waits",
         "main makes event go\n" + fooRuns + "foo waits event on go\nhub resumes bar\nbar sets go queueing notify",
         "bar sets go. foo waits for it: a note to wake it joins the end of the run queue."},
        {Kind::Set, "two wait", twoWait + "carl sets go queueing notify",
         "carl sets go. foo and bar wait for it: a note to wake them joins the end of the run queue."},
        {Kind::Set, "the note is there", twoWait + "carl sets go queueing notify\ncarl clears go\ncarl sets go",
         "carl sets go. foo and bar wait for it: there is a note to wake them already."},
        {Kind::Set, "a result", "main makes async-result answer\nmain sets answer 42",
         "main sets answer to 42. Nobody waits for it; who asks from now on need not wait."},
        {Kind::Set, "an error", "main makes async-result answer\nmain sets answer failed \"E: no\"",
         "main gives answer an error: E: no. Nobody waits for it; who asks from now on need not wait."},
        {Kind::Clear, "", "main makes event go\nmain sets go\nmain clears go",
         "main clears go: who waits from now on waits for the next set()."},
        {Kind::Clear, "R49", twoWait + "carl sets go queueing notify\ncarl clears go",
         "carl clears go. foo and bar go on all the same: the note to wake them stays."},
        {Kind::Acquire, "", "main makes semaphore door of 1\nmain acquires door", "main takes door and runs on."},
        {Kind::Acquire, "one of several", "main makes semaphore door of 3\nmain acquires door",
         "main takes a permit of door and runs on; 2 are left."},
        {Kind::Acquire, "the last of several", "main makes semaphore door of 2\nmain acquires door\nmain acquires door",
         "main takes a permit of door and runs on; none is left."},
        {Kind::Acquire, "R52", lockWaits + "foo releases door queueing notify\nfoo acquires door",
         "foo takes door and runs on. bar was first in line, but nobody kept it for bar."},
        {Kind::Acquire, "who was woken",
         lockWaits + "foo releases door queueing notify\nfoo yields\nhub runs notify\nhub resumes bar\n"
                     "bar acquires door",
         "bar takes door and runs on."},
        {Kind::Acquire, "who was woken, and others wait on",
         lockWaits + "foo waits lock on door\nhub resumes main with E directly\nmain releases door queueing notify\n"
                     "main waits hub\nhub runs notify\nhub resumes bar\nbar acquires door",
         "bar takes door and runs on."},
        {Kind::Acquire, "R52, who was resumed by another job",
         "main makes semaphore door of 0\nmain spawns foo\nmain spawns bar\nmain waits joinall \"2 left\"\n"
         "hub resumes foo\nfoo waits lock on door\nhub resumes bar\nbar releases door queueing notify\nbar yields\n"
         "hub resumes bar\nbar acquires door",
         "bar takes door and runs on. foo was first in line, but nobody kept it for foo."},
        {Kind::Acquire, "rlock", "main makes rlock safe\nmain acquires safe", "main takes safe and owns it now."},
        {Kind::Acquire, "rlock again", "main makes rlock safe\nmain acquires safe\nmain acquires safe",
         "main owns safe and takes it once more: 2 deep."},
        {Kind::Release, "", "main makes semaphore door of 1\nmain acquires door\nmain releases door",
         "main releases door and runs on; 1 permit is free."},
        {Kind::Release, "more", "main makes semaphore door of 1\nmain releases door",
         "main releases door and runs on; 2 permits are free."},
        {Kind::Release, "R51", lockWaits + "foo releases door queueing notify",
         "foo releases door and runs on; 1 permit is free. bar is first in line: a note to wake it joins the end of "
         "the "
         "run queue. Nobody is handed it: who asks first gets it."},
        {Kind::Release, "rlock", "main makes rlock safe\nmain acquires safe\nmain releases safe",
         "main releases safe, which nobody owns now."},
        {Kind::Release, "rlock once",
         "main makes rlock safe\nmain acquires safe\nmain acquires safe\nmain releases safe",
         "main releases safe once and still owns it: 1 deep."},
        {Kind::Run, "R52",
         lockWaits + "foo releases door queueing notify\nfoo acquires door\nfoo yields\nhub runs notify",
         "The hub takes the next note: can bar have door? No, somebody else was faster. bar waits on."},
        {Kind::Run, "a permit", lockWaits + "foo releases door queueing notify\nfoo yields\nhub runs notify",
         "The hub takes the next note: can bar have door? Yes."},
        {Kind::Run, "an event", twoWait + "carl sets go queueing notify\ncarl yields\nhub runs notify",
         "The hub takes the next note: go is ready, tell foo and bar."},
        {Kind::Resume, "an event",
         twoWait + "carl sets go queueing notify\ncarl yields\nhub runs notify\nhub resumes foo",
         "go was set, and foo waits for that: the hub hands over to foo."},
        // Rule R47: each who is woken runs until it blocks, then comes the next.
        {Kind::Yield, "in a notification",
         twoWait +
             "carl sets go queueing notify\ncarl waits sleep 1 for 1s\nhub runs notify\nhub resumes foo\nfoo yields",
         "foo gives way and goes to the end of the run queue. Next is bar, which waits for go."},
        {Kind::Wait, "joins the line in a notification",
         twoWait + "carl sets go queueing notify\ncarl clears go\ncarl waits sleep 1 for 1s\nhub runs notify\n"
                   "hub resumes foo\nfoo waits event on go\nhub resumes bar\nbar waits event on go",
         "bar waits until go is set. Nobody is in line, so the clock will jump to 1000 ms."},
        {Kind::Resume, "a lock",
         lockWaits + "foo releases door queueing notify\nfoo yields\nhub runs notify\nhub resumes bar",
         "door is free, and bar is first in line: the hub hands over to bar."},
        {Kind::Resume, "a group",
         "main makes group friends\nmain creates foo\nmain adds foo to friends\nmain waits group-join on friends\n"
         "hub removes foo from friends queueing notify\nhub runs notify\nhub resumes main",
         "friends is empty now, and main waits for that. The hub hands over to main."},
        {Kind::Resume, "a pool",
         "main makes pool crew of 1\nmain creates foo\nmain adds foo to crew\nmain waits pool-spawn on crew\n"
         "hub removes foo from crew queueing notify\nhub runs notify\nhub resumes main",
         "crew has a free place, and main is first in line. The hub hands over to main."},
        {Kind::Resume, "tasks",
         "main makes joinable-queue jobs\nmain stores 1 in jobs\nmain takes 1 from jobs\nmain spawns foo\n"
         "main waits queue-join on jobs\nhub resumes foo\nfoo finishes task of jobs queueing notify\nfoo yields\n"
         "hub runs notify\nhub resumes main",
         "All tasks of jobs are done, and main waits for that. The hub hands over to main."},
        {Kind::Resume, "a thread", "main waits thread\nhub idles\nhub resumes main directly",
         "The call in the other thread has ended, and main waits for that. The hub hands over to main."},
        {Kind::Resume, "a process",
         "main makes process child\nmain waits process on child\nhub idles\nhub resumes main directly",
         "child has ended, and main waits for that. The hub hands over to main."},
        {Kind::Idle, "a thread", "main waits thread\nhub idles",
         "The hub has nothing to run, and no timer is set. It waits for another thread."},
        {Kind::Idle, "a process", "main waits process\nhub idles",
         "The hub has nothing to run, and no timer is set. It waits for another process."},
        {Kind::Add, "", "main makes group friends\nmain creates foo\nmain adds foo to friends",
         "foo becomes a member of friends: now it has 1 member."},
        {Kind::Add, "a pool", "main makes pool crew of 3\nmain creates foo\nmain adds foo to crew",
         "foo becomes a member of crew: now 2 places are free."},
        {Kind::Add, "the last place", "main makes pool crew of 1\nmain creates foo\nmain adds foo to crew",
         "foo becomes a member of crew: now no place is free."},
        {Kind::Remove, "",
         "main makes group friends\nmain creates foo\nmain adds foo to friends\nmain removes foo from friends",
         "foo leaves friends: now it is empty."},
        {Kind::Remove, "somebody joins",
         "main makes group friends\nmain creates foo\nmain adds foo to friends\nmain waits group-join on friends\n"
         "hub removes foo from friends queueing notify",
         "foo leaves friends: now it is empty. main waits for it: a note to wake it joins the end of the run queue."},
        {Kind::Remove, "a pool",
         "main makes pool crew of 2\nmain creates foo\nmain adds foo to crew\nmain creates bar\nmain adds bar to crew\n"
         "main waits pool-spawn on crew\nhub removes foo from crew queueing notify",
         "foo leaves crew: now 1 place is free. main waits for it: a note to wake it joins the end of the run queue."},
        {Kind::TaskDone, "",
         "main makes joinable-queue jobs\nmain stores 1 in jobs\nmain takes 1 from jobs\nmain finishes task of jobs",
         "main reports a task of jobs as done: now all are done."},
        {Kind::TaskDone, "more",
         "main makes joinable-queue jobs\nmain stores 1 in jobs\nmain stores 2 in jobs\nmain finishes task of jobs",
         "main reports a task of jobs as done: now 1 is not done yet."},
        {Kind::TaskDone, "somebody joins",
         "main makes joinable-queue jobs\nmain stores 1 in jobs\nmain takes 1 from jobs\nmain spawns foo\n"
         "main waits queue-join on jobs\nhub resumes foo\nfoo finishes task of jobs queueing notify",
         "foo reports a task of jobs as done: now all are done. main waits for it: a note to wake it joins the end of "
         "the "
         "run queue."},
        {Kind::Store, "", "main makes local mine\nmain keeps 7 in mine",
         "main stores 7 in mine, where only main sees it."},
        {Kind::Forget, "", "main makes local mine\nmain keeps 7 in mine\nmain forgets mine",
         "main removes its own value from mine."},
        {Kind::Forget, "of an ended one",
         "main makes local mine\nmain spawns foo\nmain waits join on foo\nhub resumes foo\nfoo keeps 7 in mine\n"
         "foo ends\nhub forgets mine of foo",
         "foo has ended, so what it had in mine is gone."},
        {Kind::Object, "result", "main makes async-result answer",
         "main makes the result answer, which has no value yet."},
        {Kind::Object, "semaphore", "main makes semaphore door of 2",
         "main makes the semaphore door, which has 2 permits."},
        {Kind::Object, "bounded semaphore", "main makes bounded-semaphore door of 1",
         "main makes the semaphore door, which has 1 permit and never more."},
        {Kind::Object, "rlock", "main makes rlock safe", "main makes the lock safe. Who owns it may take it again."},
        {Kind::Object, "group", "main makes group friends", "main makes the group friends, which is empty yet."},
        {Kind::Object, "pool", "main makes pool crew of 3",
         "main makes the pool crew, which has places for 3 greenlets."},
        {Kind::Object, "lifo queue", "main makes lifo-queue pile",
         "main makes the queue pile, which takes any number of items. The newest item comes out first."},
        {Kind::Object, "priority queue", "main makes priority-queue todo of 2",
         "main makes the queue todo, which has room for 2 items. The lowest item comes out first."},
        {Kind::Object, "joinable queue", "main makes joinable-queue jobs",
         "main makes the queue jobs, which takes any number of items. It counts the tasks that are not done."},
        {Kind::Object, "channel", "main makes channel pipe",
         "main makes the channel pipe. It stores nothing: who puts waits for somebody who gets, and the other way "
         "round."},
        {Kind::Object, "local", "main makes local mine", "main makes mine, which has its own value in each greenlet."},
        {Kind::Object, "thread pool", "main makes thread-pool threads of 4",
         "main makes the thread pool threads, which has at most 4 threads."},
        {Kind::Object, "process", "main makes process child", "main starts the process child."},
        {Kind::Object, "socket", "main makes socket line", "main makes the socket line."},
        {Kind::Object, "socket, accepted", "main makes socket line\nmain makes socket client of 3",
         "main accepts a connection: client."},
        {Kind::Object, "server", "main makes server web",
         "main makes the server web. Each connection gets a greenlet, once it is started."},
        {Kind::Object, "HTTP server", "main makes http-server web",
         "main makes the HTTP server web. Each connection gets a greenlet that serves its requests, once the server is "
         "started."},
        {Kind::Object, "ZeroMQ socket", "main makes zmq-socket line",
         "main makes the ZeroMQ socket line. What goes through it are messages, not bytes."},
        {Kind::Open, "bound", "main makes socket line\nmain opens line bound as 127.0.0.1",
         "main gives a socket its address: 127.0.0.1."},
        {Kind::Open, "listening", "main makes socket line\nmain opens line listening as 127.0.0.1",
         "main listens on 127.0.0.1: from now on others can connect."},
        {Kind::Open, "connected", "main makes socket line\nmain opens line connected as \"a -> b\"",
         "main is connected: a -> b."},
        {Kind::Open, "connecting", "main makes zmq-socket line\nmain opens line connecting as tcp://a",
         "main says where to connect: tcp://a. That is done by itself, as soon as the other side is there."},
        {Kind::Open, "server", "main makes server web\nmain opens web listening as 127.0.0.1:80",
         "main starts web: the hub takes connections to 127.0.0.1:80 from now on."},
        {Kind::Open, "datagram server", "main makes server web\nmain opens web bound as 127.0.0.1:80",
         "main starts web: whatever is sent to 127.0.0.1:80 gets a greenlet from now on."},
        {Kind::Request, "", "main makes http-server web\nmain serves \"GET /room/1\" of web",
         "main serves a request to web: GET /room/1."},
        {Kind::Close, "", "main makes socket line\nmain closes line", "main closes line."},
        {Kind::Receive, "", "main makes socket line\nmain receives hello from line",
         "main reads from line: 5 bytes, “hello”."},
        {Kind::Receive, "the end", "main makes socket line\nmain receives \"\" from line",
         "main reads from line, where nothing more comes."},
        {Kind::Receive, "nothing in a message", "main makes zmq-socket line\nmain receives \"\" from line",
         "main reads from line: an empty message."},
        {Kind::Send, "nothing in a message", "main makes zmq-socket line\nmain sends \"\" to line",
         "main writes to line: an empty message."},
        {Kind::Send, "", "main makes socket line\nmain sends x to line", "main writes to line: 1 byte, “x”."},
        {Kind::Signal, "", "main waits hub\nhub notices SIGINT", "The signal SIGINT has arrived."},
    };
    return all;
}

}  // namespace

class TestNarration : public QObject {
    Q_OBJECT
private slots:
    void theSentence_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i) {
            const auto name = green::trace::name(cases()[i].kind);
            QTest::newRow(qPrintable(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())) + u' ' +
                                     QLatin1String(cases()[i].what)))
                << static_cast<int>(i);
        }
    }
    void theSentence() {
        QFETCH(int, index);
        const auto& example = cases()[static_cast<std::size_t>(index)];
        const auto store = support::trace_from_text(example.lines);
        QCOMPARE(store->event(store->size()).kind, example.kind);
        QCOMPARE(told(example.lines), QString::fromUtf8(example.sentence));
    }

    void everyKindHasItsCase() {
        for (int kind = 0; kind < green::trace::kind_count; ++kind) {
            const bool found = std::ranges::any_of(
                cases(), [&](const Case& example) { return static_cast<int>(example.kind) == kind; });
            QVERIFY2(found, qPrintable(QString::number(kind)));
        }
    }

    void theBeginning() {
        QCOMPARE(told(""), "Nothing has happened yet. Only main is there; its first line is about to run.");
    }

    void everyReasonToWaitIsGiven_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("expected");
        const auto wait = [](const char* what) { return QString::fromStdString(queue) + "foo waits " + what; };
        QTest::newRow("none") << wait("none") << "foo waits.";
        QTest::newRow("sleep") << wait("sleep 1 for 1s")
                               << "foo calls sleep(1): it waits until the clock shows 1000 ms.";
        QTest::newRow("queue-get") << wait("queue-get on tasks")
                                   << "foo waits: tasks is empty, so get() finds nothing.";
        QTest::newRow("queue-put") << QString::fromStdString(queue) +
                                          "foo stores 1 in tasks\nfoo waits queue-put on tasks 2"
                                   << "foo waits: tasks is full, so put(2) finds no room.";
        QTest::newRow("join") << wait("join on bar") << "foo waits until bar has ended.";
        QTest::newRow("joinall") << wait("joinall \"4 left\"")
                                 << "foo waits in joinall (4 left): all of them have to end first.";
        QTest::newRow("get") << wait("get on bar") << "foo waits for the value of bar: bar has to end first.";
        QTest::newRow("kill") << wait("kill on bar") << "foo waits until bar, which it kills, is gone.";
        QTest::newRow("select") << wait("select \"[4], [], [], 2\" until 2s")
                                << "foo waits in select([4], [], [], 2): no file is ready yet. It gives up at 2000 ms.";
        QTest::newRow("select, of nothing")
            << wait("select \"[], [], [], 2\" until 2s")
            << "foo waits in select([], [], [], 2): it watches nothing, so only its timeout can end it. It gives up at "
               "2000 ms.";
        QTest::newRow("select, of nothing, for ever")
            << wait("select \"[], [], []\"")
            << "foo waits in select([], [], []): it watches nothing and has no timeout.";
        QTest::newRow("event") << "main makes event go\n" + QString::fromStdString(fooRuns) + "foo waits event on go"
                               << "foo waits until go is set.";
        QTest::newRow("lock") << "main makes lock door\n" + QString::fromStdString(fooRuns) + "foo waits lock on door"
                              << "foo waits: door is taken, so acquire() has to wait.";
        const auto with = [](const char* object, const char* what) {
            return QString("main makes %1\n").arg(object) + QString::fromStdString(fooRuns) + "foo " + what;
        };
        QTest::newRow("event, set, R48")
            << "main makes event go\nmain sets go\n" + QString::fromStdString(fooRuns) + "foo waits event on go"
            << "foo lets others go first: they wait for go, which is set, and will be told now.";
        QTest::newRow("result-get") << with("async-result answer", "waits result-get on answer")
                                    << "foo waits until answer is set.";
        QTest::newRow("result-wait") << with("async-result answer", "waits result-wait on answer")
                                     << "foo waits until answer is set.";
        QTest::newRow("lock, held") << "main makes semaphore door of 1\nmain acquires door\n" +
                                           QString::fromStdString(fooRuns) + "foo waits lock on door"
                                    << "foo waits: door is taken by main.";
        QTest::newRow("lock, of several")
            << "main makes semaphore door of 2\nmain acquires door\n" + QString::fromStdString(fooRuns) +
                   "foo acquires door\nfoo waits lock on door"
            << "foo waits: no permit of door is free, main and foo hold them.";
        QTest::newRow("lock-wait") << with("semaphore door of 0", "waits lock-wait on door")
                                   << "foo waits until door is free, without taking it.";
        QTest::newRow("wait") << wait("wait \"2 left\"")
                              << "foo waits in wait (2 left): all of them have to be ready first.";
        QTest::newRow("queue-join")
            << "main makes joinable-queue jobs\nmain stores 1 in jobs\nmain stores 2 in jobs\n" +
                   QString::fromStdString(fooRuns) + "foo waits queue-join on jobs"
            << "foo waits until all tasks of jobs are done: 2 are not.";
        QTest::newRow("group-join") << with("group friends", "adds bar to friends\nfoo waits group-join on friends")
                                    << "foo waits until friends is empty: bar is in it.";
        QTest::newRow("pool-spawn") << with("pool crew of 1", "adds bar to crew\nfoo waits pool-spawn on crew \"work\"")
                                    << "foo waits: crew is full, so spawn(work) finds no place for one more.";
        QTest::newRow("pool-wait") << with("pool crew of 1", "adds bar to crew\nfoo waits pool-wait on crew")
                                   << "foo waits until crew has a free place, without taking it.";
        QTest::newRow("idle") << wait("idle") << "foo waits in idle() until nothing else is going on.";
        QTest::newRow("loop-end")
            << wait("loop-end")
            << "foo waits in wait() until nothing is left to do: no greenlet in line, no timer, no input.";
        QTest::newRow("thread") << wait("thread")
                                << "foo waits for a call in another thread; meanwhile the other greenlets can run.";
        QTest::newRow("process")
            << with("process child", "waits process on child")
            << "foo waits for the end of the process child; meanwhile the other greenlets can run.";
        QTest::newRow("process, unnamed")
            << wait("process") << "foo waits for the end of another process; meanwhile the other greenlets can run.";
        QTest::newRow("a channel to get") << with("channel pipe", "waits queue-get on pipe")
                                          << "foo waits: pipe stores nothing, so get() needs somebody who puts.";
        QTest::newRow("a channel to put") << with("channel pipe", "waits queue-put on pipe 7")
                                          << "foo waits: pipe stores nothing, so put(7) needs somebody who gets.";
        QTest::newRow("receive") << with("socket line", "waits receive on line")
                                 << "foo waits to read from line: nothing has come yet.";
        QTest::newRow("send") << with("socket line", "waits send on line")
                              << "foo waits to write to line: it has no room now.";
        QTest::newRow("accept") << with("socket line", "waits accept on line")
                                << "foo waits for somebody to connect to line.";
        QTest::newRow("connect") << with("socket line", "waits connect on line")
                                 << "foo waits until line is connected.";
        QTest::newRow("handshake") << with("socket line", "waits handshake on line")
                                   << "foo waits for the other side of line: they agree on how to encrypt.";
        QTest::newRow("resolve") << wait("resolve \"example.org\"")
                                 << "foo waits in getaddrinfo(example.org) for the answer of a name server; meanwhile "
                                    "the other greenlets can run.";
        QTest::newRow("poll") << wait("poll \"0.2\"")
                              << "foo waits in poll(0.2): nothing that it watches is ready yet.";
        QTest::newRow("serve") << with("server web", "waits serve on web") << "foo waits until somebody stops web.";
        QTest::newRow("io") << wait("io") << "foo waits for input or output.";
        QTest::newRow("hub") << wait("hub") << "foo hands over to the hub. Only somebody else can make it go on.";
    }
    void everyReasonToWaitIsGiven() {
        QFETCH(QString, lines);
        QFETCH(QString, expected);
        QCOMPARE(told(lines.toStdString()), expected + " Next in line is bar.");
    }

    void everyReasonHasItsCase() {
        QSet<QString> rows;
        for (int reason = 0; reason < green::trace::wait_reason_count; ++reason) {
            const auto name = green::trace::name(static_cast<WaitReason>(reason));
            rows.insert(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
            const auto call = views::callText(static_cast<WaitReason>(reason), "1");
            const bool named = static_cast<WaitReason>(reason) != WaitReason::None &&
                               static_cast<WaitReason>(reason) != WaitReason::Hub;
            QCOMPARE(!call.isEmpty(), named);
        }
        QCOMPARE(rows.size(), green::trace::wait_reason_count);
    }

    // It is armed an event before the call waits, so that it knows whose it is.
    void aCallsOwnTimeoutNamesTheCall() {
        const auto first = [](const std::string& lines, EventNumber n) {
            const auto store = support::trace_from_text(lines);
            return views::plainSentence(views::sentence(*store, n));
        };
        QCOMPARE(first("main arms timeout \"0.2 seconds\" after 200ms at 3\n"
                       "main waits select \"[], [], [], 0.2\" until 200ms at 3\n",
                       1),
                 "main sets a timeout: if its select() has not ended by 200 ms, the hub ends it.");
        QCOMPARE(first("main makes queue tasks\nmain arms timeout \"0.1 seconds: Empty\" after 100ms at 3\n"
                       "main waits queue-get on tasks until 100ms at 3\n",
                       2),
                 "main sets a timeout: if its get() has not ended by 100 ms, the hub ends it with Empty.");
        // A wait that follows, but is limited by nothing of its own.
        QCOMPARE(first("main arms timeout \"1 second\" after 1s at 3\nmain waits sleep 9 for 9s at 4\n", 1),
                 "main sets a timeout: unless main takes it back before 1000 ms, the hub throws it into main.");
    }

    // What comes next is what the queue says, not what the program is.
    void aChangedTraceChangesTheSentence() {
        const std::string full =
            "main makes queue tasks of 1\nmain spawns boss\nmain spawns steve\nmain yields\n"
            "hub resumes boss\nboss stores 1 in tasks\nboss waits queue-put on tasks 10\n";
        QCOMPARE(told(full), "boss waits: tasks is full, so put(10) finds no room. Next in line is steve.");
        std::string other = full;
        other.replace(other.find("main spawns steve\n"), 18, "main spawns john\n");
        QCOMPARE(told(other), "boss waits: tasks is full, so put(10) finds no room. Next in line is john.");
        other = full;
        other.replace(other.find("main spawns steve\n"), 18, "");
        QCOMPARE(told(other), "boss waits: tasks is full, so put(10) finds no room. Next in line is main.");
        other = full;
        other.replace(other.find("boss stores 1 in tasks\n"), 23, "");
        QCOMPARE(told(other), "boss waits until its item can go into tasks: put(10). Next in line is steve.");
    }

    // The hub comes back into the middle of a job and goes on with that before it takes the next one.
    void theRestOfAJobComesBeforeTheQueue() {
        QCOMPARE(told("main makes queue tasks of 2\nmain spawns a\nmain spawns b\nmain spawns c\nmain yields\n"
                      "hub resumes a\na waits queue-get on tasks\nhub resumes b\nb waits queue-get on tasks\n"
                      "hub resumes c\nc stores 1 in tasks queueing unlock\nc stores 2 in tasks\nc yields\n"
                      "hub resumes main\nmain yields\nhub runs unlock\nhub resumes a directly\na takes 1 from tasks\n"
                      "a waits sleep 1 for 1s\n"),
                 "a calls sleep(1): it waits until the clock shows 1000 ms. Next is b: there is an item in tasks.");
    }

    void timersThatAreDueTogetherComeBeforeTheQueue() {
        const std::string due =
            "main spawns a\nmain spawns b\nmain waits sleep 1 for 1s\nhub resumes a\n"
            "a waits sleep 1 for 1s\nhub resumes b\nb waits sleep 2 for 2s\nhub idles until 1s\n"
            "t=1s hub resumes main\nmain spawns c\n";
        QCOMPARE(told(due + "main waits event"), "main waits in wait(). Next is a: its time has come, too.");
        // Set after the clock got here: it has to wait.
        QCOMPARE(told("main spawns a\nmain waits sleep 1 for 1s\nhub resumes a\na waits event\nhub idles until 1s\n"
                      "t=1s hub resumes main\nmain spawns c\nmain arms timeout 0 after 0ns\nmain waits event"),
                 "main waits in wait(). Next in line is c.");
    }

    void theRealClockIsWaitedFor() {
        green::trace::Recipe recipe;
        recipe.clock = green::trace::ClockKind::Real;
        QCOMPARE(told("main waits sleep 1 for 1s\nhub idles until 1s", recipe),
                 "The hub has nothing to run, so it waits until 1000 ms, when main has slept enough.");
    }

    // The engine passes over it without a word, but a record may tell of it.
    void aJobThatWasTakenBackDoesNothing() {
        using green::trace::Flag;
        using green::trace::Id;
        using green::trace::JobId;
        using green::trace::JobKind;
        const auto flags = [](Flag flag) { return static_cast<std::uint8_t>(flag); };
        green::trace::TraceEvent spawn, cancel, yield, run;
        spawn.greenlet = cancel.greenlet = yield.greenlet = Id::Main;
        run.greenlet = Id::Hub;
        spawn.object = Id::First;
        spawn.job = cancel.job = run.job = JobId{1};
        yield.job = JobId{2};
        spawn.job_kind = run.job_kind = JobKind::Start;
        yield.job_kind = JobKind::Wake;
        spawn.kind = Kind::Spawn, spawn.flags = flags(Flag::Queues);
        cancel.kind = Kind::Cancel, cancel.flags = flags(Flag::Cancels);
        yield.kind = Kind::Yield, yield.flags = Flag::Queues | Flag::Switch;
        run.kind = Kind::Run, run.flags = flags(Flag::Runs);
        const auto store = support::store_of({{spawn, "foo"}, {cancel, ""}, {yield, ""}, {run, ""}});
        QCOMPARE(views::plainSentence(views::sentence(*store, 4)),
                 "The hub comes to a job for foo that was taken back. It does nothing.");
    }

    void namesAreBoldAndTextsOfProgramsAreNoMarkUp() {
        const auto store = support::trace_from_text("main prints \"<b>1 & 2</b>\"");
        QCOMPARE(views::sentence(*store, 1), "<b>main</b> prints “&lt;b&gt;1 &amp; 2&lt;/b&gt;”.");
        const auto named = support::trace_from_text("main spawns foo named \"<i>%1 %2\"");
        QVERIFY(
            views::sentence(*named, 1).startsWith("<b>main</b> spawns <b>&lt;i&gt;%1 %2</b>. <b>&lt;i&gt;%1 %2</b>"));
    }

    // Whatever a record holds: something is said, in whole sentences, and stepping does not change it.
    void anyTraceIsTold_data() {
        QTest::addColumn<bool>("plausible");
        QTest::newRow("a run") << true;
        QTest::newRow("a damaged record") << false;
    }
    void anyTraceIsTold() {
        QFETCH(bool, plausible);
        const auto store =
            support::store_of(plausible ? support::plausible_events(21, 800) : support::arbitrary_events(21, 800), 64);
        views::Narrator forward;
        static const QRegularExpression hole("%[0-9]");
        for (EventNumber n = 0; n <= store->size(); ++n) {
            const auto text = forward.sentence(*store, n);
            const auto plain = views::plainSentence(text);
            QVERIFY2(plain.endsWith(u'.') || plain.endsWith(u'?'), qPrintable(plain));
            QVERIFY2(plain.front().isUpper() || text.startsWith("<b>"), qPrintable(plain));
            if (plausible) QVERIFY2(!hole.match(plain).hasMatch(), qPrintable(plain));
            if (n % 7 == 0) QCOMPARE(views::sentence(*store, n), text);
        }
        QCOMPARE(forward.sentence(*store, store->size() + 1), "");
        views::Narrator backward;
        for (EventNumber n = store->size(); n > 0; n -= 5) {
            QCOMPARE(backward.sentence(*store, n), views::sentence(*store, n));
            if (n < 5) break;
        }
    }

    void times_data() {
        QTest::addColumn<qint64>("time");
        QTest::addColumn<QString>("expected");
        QTest::newRow("zero") << qint64{0} << "0 ms";
        QTest::newRow("the nanosecond of a reading") << qint64{100'000'003} << "100 ms";
        QTest::newRow("parts") << qint64{1'500'000} << "1.5 ms";
        QTest::newRow("microseconds") << qint64{2'000} << "0.002 ms";
        QTest::newRow("seconds") << qint64{12'500'000'000} << "12.5 s";
    }
    void times() {
        QFETCH(qint64, time);
        QFETCH(QString, expected);
        QCOMPARE(views::timeText(time), expected);
    }
};

QTEST_MAIN(TestNarration)
#include "test_narration.moc"
