// CPython as a guest: what must hold for its greenlets, whatever they do. The rules are those of one thread state
// for each greenlet.
#include <pthread.h>
#include <QTest>
#include <atomic>
#include <csignal>
#include <map>
#include <thread>

#include "running_python.h"

using namespace green::trace;
using Ending = green::RunResult::Ending;

namespace {

// What the program prints, if it ends well.
std::string printed(const std::string& text) {
    const auto run = running::run_python(text);
    return run.result.error.empty() && run.err.empty() ? run.out : run.out + run.err;
}

}  // namespace

class InterpreterTest : public QObject {
    Q_OBJECT

private slots:
    void printsALineAtATime();
    void eachGreenletHasItsOwnContextVariables();
    void greenletsShareWhatIsTheThreads();
    void eachGreenletHandlesItsOwnException();
    void deepRecursionIsAnErrorOfTheGreenlet();
    void recursionThroughCFits();
    void generatorsAndWithBlocksMaySwitch();
    void destructorsRunWhileGreenletsSwitch();
    void garbageIsCollectedBetweenSwitches();
    void cCallbacksMaySwitch();
    void theClockIsTheRuns();
    void sleepUnpatchedHoldsEverybodyUp();
    void unpatchedWaitsTakeTheRunsTime();
    void eachRunBeginsAnew();
    void theSameSeedGivesTheSameRun();
    void threadsAreRefusedTheHub();
    void threadsCallWhileMainStandsStill();
    void threadsCallAfterMainsEnd();
    void threadsDoNotPatch();
    void textsAreEvaluatedForEver();
    void processesAreRunAsInGevent();
    void aProcessIsShownAsOne();
    void processesCanBeInterrupted();
    void patchedThreadsAreGreenlets();
    void inputIsAskedFor();
    void inputIsRefusedWithNobodyToAsk();
    void mainsErrorTellsItsPlace();
    void aSyntaxErrorTellsItsPlace();
    void exitCodes_data();
    void exitCodes();
    void anExitInAGreenletIsQuiet();
    void whatMainLeavesBehindGoes();
    void whatNobodyCanCatchIsTold();
    void aRunawayIsInterrupted_data();
    void aRunawayIsInterrupted();
    void whatIsThrownIntoARawOneReachesTheHub();
    void rawOnesEndInTheirParent();
    void aSwitchToADeadRawOneGoesToItsParent();
    void aThreadPoolWithoutThreadsWaits();
    void onlyOneAtATime();
    void objectsAreNamedAfterTheirVariables();
    void linesAreTheProgramsOwn();
    void aPriorityQueueComparesAsHeapqDoes();
    void aResultKeepsItsExceptionBesideAValue();
    void aClosedTimeoutCantBeStarted();
    void whatWasWaitedForComesBackAsItIs();
    void linksMayBeAddedWhileTheyAreLookedThrough();
    void whatThreadsPrintIsNotAtALineOfMains();
    void aTimerThatHasFiredIsOver();
    void whatLeadsBackToItselfIsCollected();
    void greenletsMayBeLetGoOfInThreads();
};

void InterpreterTest::printsALineAtATime() {
    const auto run = running::run_python("print('a', 1)\nprint('b', end='')\nprint('c')\nprint('d', end='')\n");
    QCOMPARE(run.out, std::string("a 1\nbc\nd"));
    std::vector<std::string> texts;
    for (EventNumber n = 1; n <= run.store->size(); ++n)
        if (run.store->event(n).kind == Kind::Print) texts.emplace_back(run.store->text(n));
    QCOMPARE(texts, (std::vector<std::string>{"a 1\n", "bc\n", "d"}));
}

void InterpreterTest::eachGreenletHasItsOwnContextVariables() {
    constexpr auto program = R"(import contextvars, gevent
variable = contextvars.ContextVar('variable', default=0)
variable.set(7)
def work(n):
    print(n, variable.get())
    variable.set(n)
    gevent.sleep(0)
    print(n, variable.get())
gevent.joinall([gevent.spawn(work, 1), gevent.spawn(work, 2)])
print(variable.get())
)";
    QCOMPARE(printed(program), std::string("1 0\n2 0\n1 1\n2 2\n7\n"));
}

// Without monkey patching threading.local is the thread's, and so is its ident.
void InterpreterTest::greenletsShareWhatIsTheThreads() {
    constexpr auto program = R"(import threading, gevent
mine = threading.local()
mine.value = 'of main'
def work():
    print(mine.value, threading.get_ident() == ident, threading.current_thread() is threading.main_thread())
    mine.value = 'of work'
ident = threading.get_ident()
gevent.spawn(work).join()
print(mine.value)
)";
    QCOMPARE(printed(program), std::string("of main True True\nof work\n"));
}

void InterpreterTest::eachGreenletHandlesItsOwnException() {
    constexpr auto program = R"(import gevent, sys
def work(n):
    try:
        raise ValueError(n)
    except ValueError:
        gevent.sleep(0)
        print(sys.exc_info()[1])
        try:
            raise
        except ValueError as again:
            print(again.args)
gevent.joinall([gevent.spawn(work, 1), gevent.spawn(work, 2)])
print(sys.exc_info())
)";
    QCOMPARE(printed(program), std::string("1\n(1,)\n2\n(2,)\n(None, None, None)\n"));
}

void InterpreterTest::deepRecursionIsAnErrorOfTheGreenlet() {
    const auto run = running::run_python(R"(import gevent
def deeper(n):
    return deeper(n + 1)
g = gevent.spawn(deeper, 0)
g.join()
print(type(g.exception).__name__)
)");
    QCOMPARE(run.out, std::string("RecursionError\n"));
    QVERIFY(run.err.find("RecursionError: maximum recursion depth exceeded") != std::string::npos);
}

void InterpreterTest::recursionThroughCFits() {
    constexpr auto program = R"(import gevent
def nested(n):
    return sorted([n], key=lambda _: nested(n - 1) if n else 0)
def work():
    gevent.sleep(0)
    return nested(200)
g = gevent.spawn(work)
g.join()
print(g.value)
)";
    QCOMPARE(printed(program), std::string("[200]\n"));
}

void InterpreterTest::generatorsAndWithBlocksMaySwitch() {
    constexpr auto program = R"(import contextlib, gevent
def numbers(name):
    for n in range(2):
        gevent.sleep(0)
        yield name, n
@contextlib.contextmanager
def inside(name):
    print('in', name)
    gevent.sleep(0)
    try:
        yield
    finally:
        gevent.sleep(0)
        print('out', name)
def work(name):
    with inside(name):
        print([n for _, n in numbers(name)])
gevent.joinall([gevent.spawn(work, 'a'), gevent.spawn(work, 'b')])
)";
    QCOMPARE(printed(program), std::string("in a\nin b\n[0, 1]\n[0, 1]\nout a\nout b\n"));
}

void InterpreterTest::destructorsRunWhileGreenletsSwitch() {
    constexpr auto program = R"(import gevent
class Noisy:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print('gone:', self.name)
def work(name):
    thing = Noisy(name)
    gevent.sleep(0)
    del thing
    gevent.sleep(0)
    last = Noisy(name + "'s last")
gevent.joinall([gevent.spawn(work, 'a'), gevent.spawn(work, 'b')])
gevent.spawn(work, Noisy('argument').name).kill()
print('end')
)";
    QCOMPARE(printed(program), std::string("gone: a\ngone: b\ngone: a's last\ngone: b's last\ngone: argument\nend\n"));
}

void InterpreterTest::garbageIsCollectedBetweenSwitches() {
    constexpr auto program = R"(import gc, gevent
gc.set_threshold(5, 2, 2)
class Node:
    pass
def work(n):
    for _ in range(200):
        a, b = Node(), Node()
        a.other, b.other = b, a
        a.greenlet = gevent.getcurrent()
        gevent.sleep(0)
    return n
print([g.value for g in gevent.joinall([gevent.spawn(work, n) for n in range(5)])])
)";
    QCOMPARE(printed(program), std::string("[0, 1, 2, 3, 4]\n"));
}

// sqlite3 asks for the thread state in a callback: PyGILState must tell the greenlet's own.
void InterpreterTest::cCallbacksMaySwitch() {
    constexpr auto program = R"(import sqlite3, gevent
def slowly(n):
    gevent.sleep(0)
    return 2 * n
def work(n):
    database = sqlite3.connect(':memory:')
    database.create_function('slowly', 1, slowly)
    return database.execute('select slowly(?)', (n,)).fetchone()[0]
print([g.value for g in gevent.joinall([gevent.spawn(work, n) for n in range(3)])])
)";
    QCOMPARE(printed(program), std::string("[0, 2, 4]\n"));
}

void InterpreterTest::theClockIsTheRuns() {
    constexpr auto program = R"(import datetime, time, gevent
begin = time.time(), time.monotonic(), datetime.datetime.now()
gevent.sleep(90)
print(time.time() - begin[0], time.monotonic() - begin[1], datetime.datetime.now() - begin[2])
print(time.strftime('%Y-%m-%d', time.gmtime()), datetime.date.today(), type(datetime.datetime.now()).__name__)
)";
    QCOMPARE(printed(program), std::string("90.0 90.0 0:01:30\n2026-01-01 2026-01-01 datetime\n"));
}

void InterpreterTest::sleepUnpatchedHoldsEverybodyUp() {
    const auto run = running::run_python(R"(import time, gevent
def greedy():
    time.sleep(2)
    print('greedy at', time.monotonic())
def modest():
    gevent.sleep(1)
    print('modest at', time.monotonic())
gevent.joinall([gevent.spawn(modest), gevent.spawn(greedy)])
)");
    QCOMPARE(run.out, std::string("greedy at 2.0\nmodest at 2.0\n"));
    QVERIFY(run.store->find_forward(0, [](const TraceEvent& event) { return event.kind == Kind::Work; }) > 0);
}

void InterpreterTest::unpatchedWaitsTakeTheRunsTime() {
    constexpr auto program = R"(import queue, select, threading, time
begin = time.monotonic()
print(threading.Event().wait(50), time.monotonic() - begin)
try:
    queue.Queue().get(timeout=25)
except queue.Empty:
    print(time.monotonic() - begin)
print(select.select([], [], [], 25), time.monotonic() - begin)
)";
    QCOMPARE(printed(program), std::string("False 50.0\n75.0\n([], [], []) 100.0\n"));
}

void InterpreterTest::eachRunBeginsAnew() {
    constexpr auto program =
        "import functools, json, signal\nprint(hasattr(json, 'mark'), 'mine' in globals(), str(signal.SIGINT))\n"
        "json.mark = mine = 1\n"
        "@functools.total_ordering\nclass Late(Exception):\n    def __lt__(self, other):\n        return True\n"
        "print(Late() >= Late())\n";
    constexpr auto patched = "from gevent import monkey\nprint(monkey.patch_all())\n";
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(printed(program), std::string("False False 2\nFalse\n"));
        QCOMPARE(printed(patched), std::string("True\n"));
    }
}

void InterpreterTest::theSameSeedGivesTheSameRun() {
    constexpr auto program = "import random\nprint(random.random(), hash('text'), list({'a', 'b', 'c'}))\n";
    QCOMPARE(printed(program), printed(program));
}

void InterpreterTest::threadsAreRefusedTheHub() {
    const auto out = printed(R"(import threading, gevent
def work():
    try:
        gevent.spawn(print)
    except RuntimeError as error:
        errors.append(str(error))
errors = []
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(errors[0].split(':')[0])
)");
    QCOMPARE(out, std::string("gevent can be used in the main thread only\n"));
}

// Main waits in Thread.join, without the hub: threads go on with what is the engine's, alone and with each other.
void InterpreterTest::threadsCallWhileMainStandsStill() {
    const auto out = printed(R"(import threading
from gevent.event import AsyncResult, Event
from gevent.lock import Semaphore
from gevent.queue import Queue
def in_threads(*functions):
    results = [None] * len(functions)
    def run(place, function):
        try:
            results[place] = function()
        except BaseException as error:
            results[place] = type(error).__name__
    threads = [threading.Thread(target=run, args=each) for each in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(*results)
event, tasks, result, lock = Event(), Queue(1), AsyncResult(), Semaphore(1)
in_threads(event.set)
in_threads(event.wait, lambda: Event().wait(0.01), lambda: event.wait(0))
in_threads(lambda: tasks.put(1))
in_threads(lambda: tasks.put(2, timeout=0.01))
in_threads(lambda: tasks.put(2, block=False))
in_threads(tasks.get)
in_threads(lambda: tasks.get(timeout=0.01))
in_threads(lambda: result.get(timeout=0.01))
in_threads(result.get, lambda: result.set(7))
count = 0
def work():
    global count
    for _ in range(50):
        with lock:
            before = count
            count = before + 1
in_threads(work, work)
print(count, lock.counter)
in_threads(lock.acquire)
in_threads(lambda: lock.acquire(timeout=0.01), lambda: lock.acquire(False), lambda: lock.wait(0.01))
in_threads(lambda: Semaphore(3).counter)
)");
    QCOMPARE(out, std::string("None\nTrue False True\nNone\nFull\nFull\n1\nEmpty\n"

                              "Timeout\n7 None\nNone None\n100 1\nTrue\nFalse False 0\n3\n"));
}

void InterpreterTest::threadsCallAfterMainsEnd() {
    const auto out = printed(R"(import threading
from gevent.queue import Queue
tasks = Queue()
is_over = threading.Event()
def work():
    is_over.wait()
    tasks.put(1)
    print(tasks.qsize())
threading.Thread(target=work).start()
threading._register_atexit(is_over.set)
)");
    QCOMPARE(out, std::string("1\n"));
}

void InterpreterTest::threadsDoNotPatch() {
    const auto out = printed(R"(import threading
from gevent import monkey
def work():
    for patch in monkey.patch_all, monkey.patch_thread:
        try:
            patch()
        except RuntimeError as error:
            print(str(error).split(':')[0], monkey.saved)
thread = threading.Thread(target=work)
thread.start()
thread.join()
)");
    QCOMPARE(out, std::string("gevent.monkey {}\ngevent.monkey {}\n"));
}

// Each brings a file name of its own, though all are equal; the record has room for few files.
void InterpreterTest::textsAreEvaluatedForEver() {
    const auto run = running::run_python(R"(import gevent
for number in range(2000):
    exec(compile('gevent.sleep(0)', f'made{0}.py', 'exec'))
)");
    int told = 0;
    for (EventNumber n = 1; n <= run.store->size(); ++n)
        if (run.store->event(n).kind == Kind::Yield && run.store->file(n) == "made0.py") ++told;
    QCOMPARE(told, 2000);
}

void InterpreterTest::processesAreRunAsInGevent() {
    const auto out = printed(R"(import os, threading
import gevent.os
from gevent import subprocess
try:
    subprocess.run(['sleep', '600'], capture_output=True, timeout=0)
except subprocess.TimeoutExpired as expired:
    print(expired.stdout, expired.stderr)
try:
    gevent.os.waitpid(1, 0)
except ChildProcessError:
    print('not ours')
reading, writing = os.pipe2(os.O_NONBLOCK)
subprocess.call(['true'], stdin=reading)
print(os.get_blocking(reading), os.get_blocking(writing))
def in_thread():
    try:
        subprocess.Popen('true')
    except TypeError as error:
        print(error)
thread = threading.Thread(target=in_thread)
thread.start()
thread.join()
)");
    QCOMPARE(out, std::string("b'' b''\nnot ours\nTrue False\n"
                              "child watchers are only available on the default loop\n"));
}

// As a C++ one: the record is of a process, and not of what its end is made of.
void InterpreterTest::aProcessIsShownAsOne() {
    const auto run = running::run_python(
        "from gevent.subprocess import Popen\nchild = Popen(['sh', '-c', 'exit 3'])\nchild.wait()\n");
    const auto& objects = run.store->last().objects();
    QCOMPARE(objects.size(), std::size_t{1});
    QVERIFY(objects[0].kind == green::trace::ObjectKind::Process);
    QCOMPARE(objects[0].name, std::string("child"));
    const auto waits = run.store->find_forward(0, [](const TraceEvent& event) { return event.kind == Kind::Wait; });
    QVERIFY(run.store->event(waits).wait_reason() == green::trace::WaitReason::Process);
    QCOMPARE(run.store->event(waits).object, objects[0].id);
    const auto ends = run.store->find_forward(0, [](const TraceEvent& event) { return event.kind == Kind::Set; });
    QCOMPARE(std::string(run.store->text(ends)), std::string("3"));
}

// The command line has SIGINT blocked, in all its threads.
void InterpreterTest::processesCanBeInterrupted() {
    sigset_t interrupt;
    sigset_t before;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, &before);
    const auto out = printed(R"(import os, signal, subprocess, sys
import gevent.subprocess
shown = [sys.executable, '-c', 'import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))']
for module in subprocess, gevent.subprocess:
    print(module.check_output(shown, text=True), end='')
print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
)");
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    QCOMPARE(out, std::string("False\nFalse\nTrue\n"));
}

void InterpreterTest::patchedThreadsAreGreenlets() {
    constexpr auto program = R"(from gevent import monkey
monkey.patch_all()
import threading, time
def work(n):
    time.sleep(n)
    print('end', n)
threads = [threading.Thread(target=work, args=(n,)) for n in (2, 1)]
for thread in threads:
    thread.start()
threads[0].join()
threading.Thread(target=work, args=(3,)).start()
print('main ends')
)";
    QCOMPARE(printed(program), std::string("end 1\nend 2\nmain ends\nend 3\n"));
}

void InterpreterTest::inputIsAskedFor() {
    std::vector<std::string> prompts;
    const auto run =
        running::run_python("print(input('name? '))\ntry:\n    input()\nexcept EOFError:\n    print('end')\n",
                            {.input = [&](std::string_view prompt) -> std::optional<std::string> {
                                prompts.emplace_back(prompt);
                                return prompts.size() == 1 ? std::optional<std::string>("Ann") : std::nullopt;
                            }});
    QCOMPARE(run.out, std::string("name? Ann\nend\n"));
    QCOMPARE(prompts, (std::vector<std::string>{"name? ", ""}));
}

void InterpreterTest::inputIsRefusedWithNobodyToAsk() {
    const auto run = running::run_python("input()\n");
    QCOMPARE(run.result.exit_code, 1);
    QVERIFY2(run.result.error.find("nobody to ask") != std::string::npos, run.result.error.c_str());
}

void InterpreterTest::mainsErrorTellsItsPlace() {
    const auto run = running::run_python("def fail():\n    return {}['key']\n\nfail()\n");
    QCOMPARE(run.result.ending, Ending::MainRaised);
    QCOMPARE(run.result.error, std::string("KeyError: 'key'"));
    QCOMPARE(run.result.error_place, (green::ErrorPlace{"program.py", 2}));
    QCOMPARE(run.err, std::string("Traceback (most recent call last):\n"
                                  "  File \"program.py\", line 4, in <module>\n"
                                  "    fail()\n"
                                  "  File \"program.py\", line 2, in fail\n"
                                  "    return {}['key']\n"
                                  "           ~~^^^^^^^\n"
                                  "KeyError: 'key'\n"));
}

void InterpreterTest::aSyntaxErrorTellsItsPlace() {
    const auto run = running::run_python("x = 1\nif x\n    pass\n");
    QCOMPARE(run.result.error_place, (green::ErrorPlace{"program.py", 2}));
    QVERIFY(run.err.find("SyntaxError: expected ':'") != std::string::npos);
    QCOMPARE(run.out, std::string());
}

void InterpreterTest::exitCodes_data() {
    QTest::addColumn<std::string>("program");
    QTest::addColumn<int>("code");
    QTest::newRow("nothing") << std::string() << 0;
    QTest::newRow("a number") << std::string("import sys; sys.exit(7)") << 7;
    QTest::newRow("not raised, and too large")
        << std::string("from gevent.event import AsyncResult\nAsyncResult().set_exception(SystemExit(10 ** 30))") << 0;
    QTest::newRow("a text") << std::string("import sys; sys.exit('no')") << 1;
    QTest::newRow("in a greenlet") << std::string("import gevent, sys\ngevent.spawn(sys.exit, 5).join()") << 5;
    QTest::newRow("an error") << std::string("1 / 0") << 1;
    QTest::newRow("an error in a greenlet") << std::string("import gevent\ngevent.spawn(lambda: 1 / 0).join()") << 0;
    QTest::newRow("nobody can go on") << std::string("import gevent.event\ngevent.event.Event().wait()") << 1;
    QTest::newRow("zero bytes") << std::string("x = 1\0y", 7) << 1;
}

void InterpreterTest::exitCodes() {
    QFETCH(std::string, program);
    QFETCH(int, code);
    QCOMPARE(running::run_python(program).result.exit_code, code);
}

void InterpreterTest::anExitInAGreenletIsQuiet() {
    QCOMPARE(running::run_python("import gevent, sys\ngevent.spawn(sys.exit, 5).join()\n").err, std::string());
}

// Greenlets that have not ended leave their functions; of that nothing is shown (rule R70).
void InterpreterTest::whatMainLeavesBehindGoes() {
    constexpr auto program = R"(import gevent
def stubborn():
    while True:
        try:
            gevent.sleep(1)
        except BaseException:
            print('never shown')
def tidy():
    try:
        gevent.sleep(1)
    finally:
        print('never shown')
for work in stubborn, tidy:
    gevent.spawn(work)
gevent.sleep(0)
print('end')
)";
    QCOMPARE(printed(program), std::string("end\n"));
}

void InterpreterTest::whatNobodyCanCatchIsTold() {
    const auto run = running::run_python(R"(class Left:
    def __del__(self):
        raise ValueError('too late')
Left()
)");
    QVERIFY2(run.err.find("Exception ignored in: <function Left.__del__") == 0 &&
                 run.err.find("ValueError: too late") != std::string::npos,
             run.err.c_str());
}

void InterpreterTest::aRunawayIsInterrupted_data() {
    QTest::addColumn<std::string>("program");
    QTest::newRow("a loop") << std::string("print('begun')\nwhile True: pass\n");
    QTest::newRow("in a greenlet") << std::string(
        "import gevent\ndef work():\n    print('begun')\n    while True: pass\ngevent.spawn(work).join()\n");
    QTest::newRow("in the hub") << std::string(
        "import gevent\ndef work():\n    print('begun')\n    while True: "
        "pass\ngevent.get_hub().loop.run_callback(work)\n"
        "gevent.sleep(1)\n");
    QTest::newRow("in a finalizer") << std::string(
        "class Left:\n    def __del__(self):\n        print('begun')\n        while True: pass\nLeft()\nwhile True: "
        "pass\n");
    QTest::newRow("a lock") << std::string("import threading\nprint('begun')\nthreading.Event().wait()\n");
    QTest::newRow("a regular expression") << std::string("import re\nprint('begun')\nre.match('(a+)+b', 'a' * 100)\n");
    QTest::newRow("one that swallows some") << std::string(
        "n = 0\nprint('begun')\nwhile n < 3:\n    try:\n        while True: pass\n    except BaseException:\n        n "
        "+= 1\n");
}

void InterpreterTest::aRunawayIsInterrupted() {
    QFETCH(std::string, program);
    Gate gate;
    std::atomic<bool> begun = false;
    std::atomic<bool> ended = false;
    std::thread stopper([&] {
        while (!begun) std::this_thread::yield();
        gate.stop();
        // Until the program gives in.
        while (!ended) {
            green::python::interrupt();
            std::this_thread::yield();
        }
    });
    green::RunOptions options;
    std::string told;
    options.out = [&](std::string_view) { begun = true; };
    options.err = [&](std::string_view text) { told += text; };
    const auto result = green::python::run({.file_name = "program.py", .text = program}, gate, std::move(options));
    ended = true;
    stopper.join();
    QCOMPARE(result.ending, Ending::Stopped);
    QCOMPARE(told, std::string());
}

// The hub gets it where it ended a wait of main's, which is over and gone.
void InterpreterTest::whatIsThrownIntoARawOneReachesTheHub() {
    const auto run = running::run_python(R"(import gevent
killed = gevent.spawn(gevent.sleep, 10)
gevent.sleep(0)
killed.kill()
raw = gevent.spawn_raw(print)
try:
    raw.throw(KeyError('thrown'))
except gevent.exceptions.LoopExit:
    print('nobody can go on')
)");
    QCOMPARE(run.out, std::string("nobody can go on\n"));
    QVERIFY2(run.err.starts_with("KeyError: 'thrown'\n"), run.err.c_str());
}

void InterpreterTest::rawOnesEndInTheirParent() {
    constexpr auto program = R"(import greenlet
def trace(event, switch):
    print(event, [one is main for one in switch])
def returns():
    return 'value'
def raises():
    raise IndexError
main = greenlet.getcurrent()
greenlet.settrace(trace)
print(greenlet.greenlet(returns).switch())
for end in lambda one: one.switch(), lambda one: one.throw(KeyError), lambda one: one.throw():
    try:
        print(repr(end(greenlet.greenlet(raises))))
    except LookupError as error:
        print(type(error).__name__)
)";
    QCOMPARE(printed(program), std::string("switch [True, False]\nswitch [False, True]\nvalue\n"
                                           "switch [True, False]\nthrow [False, True]\nIndexError\n"
                                           "throw [True, False]\nthrow [False, True]\nKeyError\n"
                                           "throw [True, False]\nswitch [False, True]\nGreenletExit()\n"));
}

void InterpreterTest::aSwitchToADeadRawOneGoesToItsParent() {
    const auto out = printed(R"(import greenlet
raw = greenlet.greenlet(lambda: 'raw')
print(raw.switch(), raw.dead, raw.switch('passed'))
def middle():
    inner = greenlet.greenlet(lambda: 'inner')
    inner.switch()
    print('still there', inner.switch('of inner'))
    return 'middle'
print(greenlet.greenlet(middle).switch())
)");
    QCOMPARE(out, std::string("raw True passed\nstill there of inner\nmiddle\n"));
}

void InterpreterTest::aThreadPoolWithoutThreadsWaits() {
    const auto out = printed(R"(import gevent
from gevent.threadpool import ThreadPool
pool = ThreadPool(0)
spawners = [gevent.spawn(pool.spawn, int, text) for text in '12']
gevent.sleep(0)
print([one.ready() for one in spawners], len(pool))
pool.maxsize = 1
print([one.get().get() for one in spawners])
)");
    QCOMPARE(out, std::string("[False, False] 2\n[1, 2]\n"));
}

void InterpreterTest::onlyOneAtATime() {
    std::string refused;
    green::RunOptions options;
    options.out = [&](std::string_view) {
        std::thread other([&] {
            Gate gate;
            try {
                green::python::run({.file_name = "other.py", .text = ""}, gate, {});
            } catch (const std::runtime_error& error) {
                refused = error.what();
            }
        });
        other.join();
    };
    Gate gate;
    green::python::run({.file_name = "program.py", .text = "print('running')"}, gate, std::move(options));
    QVERIFY2(refused.starts_with("another Python program"), refused.c_str());
}

void InterpreterTest::objectsAreNamedAfterTheirVariables() {
    const auto run = running::run_python(R"(from gevent.queue import Queue
from gevent.event import Event
tasks = Queue()
class Shop:
    def __init__(self):
        self.open = Event()
def make():
    local = Queue(3)
    captured = Queue()
    return lambda: captured, local
Shop(), make()
unnamed = [Queue()]
)");
    std::vector<std::string> names;
    for (EventNumber n = 1; n <= run.store->size(); ++n)
        if (run.store->event(n).kind == Kind::Object) names.emplace_back(run.store->text(n));
    QCOMPARE(names, (std::vector<std::string>{"tasks", "Shop.open", "local", "captured", "Queue-1"}));
}

void InterpreterTest::linesAreTheProgramsOwn() {
    const auto run = running::run_python("import gevent.pool\n\npool = gevent.pool.Pool(2)\npool.map(abs, [1])\n");
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        if (!run.store->event(n).site) continue;
        QCOMPARE(std::string(run.store->file(n)), std::string("program.py"));
    }
}

void InterpreterTest::aPriorityQueueComparesAsHeapqDoes() {
    constexpr auto program = R"(import heapq
from gevent.queue import PriorityQueue
class Item:
    count = 0
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        Item.count += 1
        return self.n < other.n
def compared(put, get):
    Item.count = 0
    for n in 5, 2, 8, 1, 9, 3:
        put(Item(n))
    return [get().n for _ in range(6)], Item.count
heap, queue = [], PriorityQueue()
print(compared(lambda item: heapq.heappush(heap, item), lambda: heapq.heappop(heap)) == compared(queue.put, queue.get))
)";
    QCOMPARE(printed(program), std::string("True\n"));
}

// As gevent 22.10 prints it.
void InterpreterTest::aResultKeepsItsExceptionBesideAValue() {
    constexpr auto program = R"(from gevent.event import AsyncResult
result = AsyncResult()
print(result)
result.set_exception(ValueError(1))
print(result)
result.set(2)
print(result, result.exception, result.value, result.successful(), result.get())
)";
    QCOMPARE(printed(program), std::string("<AsyncResult unset  _links[0]>\n"
                                           "<AsyncResult value=None exception=ValueError(1)  _links[0]>\n"
                                           "<AsyncResult value=2 exception=ValueError(1)  _links[0]> 1 2 True 2\n"));
}

void InterpreterTest::aClosedTimeoutCantBeStarted() {
    constexpr auto program = R"(from gevent import Timeout
timeout = Timeout(1)
timeout.close()
try:
    timeout.start()
except AssertionError as error:
    print(error)
)";
    QCOMPARE(printed(program), std::string("non-expiring timer cannot be started\n"));
}

// Also where nobody else has it any more.
void InterpreterTest::whatWasWaitedForComesBackAsItIs() {
    constexpr auto program = R"(import gevent
for wait in gevent.joinall, gevent.wait:
    print([greenlet.value for greenlet in wait(map(gevent.spawn, [int] * 2))])
)";
    QCOMPARE(printed(program), std::string("[0, 0]\n[0, 0]\n"));
}

void InterpreterTest::linksMayBeAddedWhileTheyAreLookedThrough() {
    constexpr auto program = R"(from gevent.event import Event
class Odd:
    links = 100
    def __call__(self, event):
        pass
    def __eq__(self, other):
        links, Odd.links = Odd.links, 0
        for _ in range(links):
            event.rawlink(print)
        return False
event = Event()
event.rawlink(Odd())
event.unlink(Odd())
print(event.linkcount())
)";
    QCOMPARE(printed(program), std::string("101\n"));
}

void InterpreterTest::whatThreadsPrintIsNotAtALineOfMains() {
    const auto run = running::run_python(R"(import threading, gevent
print('main')
thread = threading.Thread(target=print, args=('thread',))
thread.start()
thread.join()
print('main again')
)");
    std::map<std::string, bool> has_line;
    for (EventNumber n = 1; n <= run.store->size(); ++n)
        if (run.store->event(n).kind == Kind::Print)
            has_line.emplace(run.store->text(n), static_cast<bool>(run.store->event(n).site));
    QCOMPARE(has_line, (std::map<std::string, bool>{{"main\n", true}, {"main again\n", true}, {"thread\n", false}}));
}

void InterpreterTest::aTimerThatHasFiredIsOver() {
    constexpr auto program = R"(import gevent
loop = gevent.get_hub().loop
before = loop.activecnt
timer = loop.timer(1)
timer.start(lambda: print(timer.active))
gevent.sleep(2)
print(timer.active, timer.callback, loop.activecnt == before)
)";
    QCOMPARE(printed(program), std::string("False\nFalse None True\n"));
}

// As in gevent: neither its queues nor its links keep what leads back to them.
void InterpreterTest::whatLeadsBackToItselfIsCollected() {
    constexpr auto program = R"(import gc, signal, weakref
import gevent
from gevent.event import AsyncResult, Event
from gevent.local import local
from gevent.lock import Semaphore
from gevent.queue import JoinableQueue, LifoQueue, PriorityQueue, Queue, SimpleQueue

class Node:
    def method(self, *_):
        print('called')
    def __lt__(self, other):
        return False

def holds(kind):
    def hold(node):
        node.kept = kind()
        node.kept.put(node)
        node.kept.put(node)
    hold.__name__ = kind.__name__
    return hold
def linked(kind):
    def link(node):
        node.kept = kind()
        node.kept.rawlink(node.method)
    link.__name__ = kind.__name__ + ' with a link'
    return link
def unstarted():
    return gevent.Greenlet(print)
def result(node):
    node.kept = AsyncResult()
    node.kept.set(node)
def attribute(node):
    node.kept = local()
    node.kept.node = node
def waiting(node):
    class Own(Event):
        pass
    event = Own()
    event.node = node
    node.kept = gevent.iwait([event])
def timer(node):
    node.kept = gevent.get_hub().loop.timer(0.001)
    node.kept.start(lambda _: None, node)
    gevent.sleep(0.01)
def handler(node):
    node.kept = gevent.signal_handler(signal.SIGUSR1, node.method)
    node.kept.cancel()

for make in [*map(holds, [Queue, LifoQueue, PriorityQueue, JoinableQueue, SimpleQueue]),
             *map(linked, [Event, AsyncResult, lambda: Semaphore(0), unstarted]),
             result, attribute, waiting, timer, handler]:
    node = Node()
    make(node)
    known = weakref.ref(node)
    del node
    gc.collect()
    if known() is not None:
        print(make.__name__, 'stays')

# What is still to be called is not.
node = Node()
linked(Event)(node)
node.kept.set()
known = weakref.ref(node)
del node
gc.collect()
print(known() is None)
gevent.sleep(0)
)";
    QCOMPARE(printed(program), std::string("False\ncalled\n"));
}

// Others come to lie where they lay, and must not be taken for them.
void InterpreterTest::greenletsMayBeLetGoOfInThreads() {
    constexpr auto program = R"(import threading
import gevent
kinds = set()
held = [gevent.spawn(int) for _ in range(20)]
gevent.joinall(held)
thread = threading.Thread(target=held.clear)
thread.start()
thread.join()
other = gevent.spawn(int)
for _ in range(20):
    other.link(lambda _: kinds.add(type(gevent.getcurrent()).__name__))
gevent.sleep(0)
gevent.sleep(0)
print(kinds)
)";
    QCOMPARE(printed(program), std::string("{'greenlet'}\n"));
}

QTEST_APPLESS_MAIN(InterpreterTest)
#include "interpreter_test.moc"
