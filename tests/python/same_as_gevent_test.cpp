// Programs of a few lines, with what CPython and real gevent print for them.
#include <QTest>

#include "running_python.h"

class SameAsGeventTest : public QObject {
    Q_OBJECT

private slots:
    void prints_data();
    void prints();
    void recordingLinesChangesNothing_data() { rowsAboutVariables(); }
    void recordingLinesChangesNothing();

private:
    static void rowsAboutVariables();
};

namespace {

void row(const char* name, const char* program, const char* out) {
    QTest::newRow(name) << std::string(program) << std::string(out);
}

void columns() {
    QTest::addColumn<std::string>("program");
    QTest::addColumn<std::string>("out");
}

}  // namespace

void SameAsGeventTest::prints_data() {
    columns();
    row("a priority queue whose items switch when they are compared", R"(import gevent
from gevent.queue import PriorityQueue
class Item:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        gevent.sleep(0)
        return self.n < other.n
queue = PriorityQueue()
gevent.get_hub().exception_stream = None
putters = [gevent.spawn(lambda n: queue.put(Item(n)), n) for n in range(6)]
gevent.joinall(putters)
print(queue.qsize(), {type(putter.exception).__name__ for putter in putters} - {'NoneType'})
print(sorted(queue.get().n for _ in range(6)))
)",
        "6 {'RuntimeError'}\n[0, 1, 2, 3, 4, 5]\n");
    row("a priority queue whose items take others out", R"(import gevent
from gevent.queue import PriorityQueue
class Item:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        if self.takes:
            Item.takes = False
            while queue.qsize() > 1:
                queue.get()
        return self.n < other.n
Item.takes = False
queue = PriorityQueue(items=[Item(n) for n in range(8)])
Item.takes = True
try:
    queue.get()
except RuntimeError as error:
    print(error)
)",
        "list changed size during iteration\n");
    row("waitpid", R"(from gevent import monkey
monkey.patch_all()
import os, signal, subprocess
pid = os.posix_spawn('/bin/sh', ['sh', '-c', 'exit 3'], os.environ)
print(os.waitpid(pid, 0) == (pid, 3 << 8))
pid = os.posix_spawn('/bin/true', ['true'], os.environ)
print(os.waitpid(pid, 0) == (pid, 0))
try:
    os.waitpid(1, 0)
except ChildProcessError:
    print('no child')
)",
        "True\nTrue\nno child\n");
    row("the handler of children's ends", R"(from gevent import monkey
monkey.patch_all()
import signal, subprocess, time
ended = []
signal.signal(signal.SIGCHLD, lambda number, frame: ended.append(number))
subprocess.call(['true'])
time.sleep(0.01)
print(ended == [signal.SIGCHLD])
)",
        "True\n");
    row("a process that takes too long", R"(from gevent import subprocess
try:
    subprocess.run(['sleep', '5'], timeout=0.05)
except subprocess.TimeoutExpired as error:
    print(error)
)",
        "Command '['sleep', '5']' timed out after 0.05 seconds\n");
    row("a result's error", R"(from gevent.event import AsyncResult
result = AsyncResult()
print(result.exc_info)
result.set(1)
print(result.exc_info)
result.set_exception(3)
print(result.exc_info == ())
)",
        "()\n()\nFalse\n");
    row("a lock that is taken twice",
        "from gevent.lock import RLock\nlock = RLock()\nprint(lock.acquire(), lock.acquire(), lock.acquire())\n",
        "True 1 1\n");
    row("a wait that another thread could end", R"(import queue, threading, time, gevent
stop = threading.Event()
thread = threading.Thread(target=stop.wait)
thread.start()
try:
    queue.Queue().get(timeout=0.05)
except queue.Empty:
    print('empty')
stop.set()
)",
        "empty\n");
    row("asyncio", R"(import asyncio, gevent
async def work():
    await asyncio.sleep(0.01)
    return 5
async def both():
    return await asyncio.gather(work(), work())
print(asyncio.run(both()))
)",
        "[5, 5]\n");
    row("waits for descriptors", R"(import os, select, time, gevent
read, write = os.pipe()
begin = time.monotonic()
print(select.select([read], [], [], 0.02), time.monotonic() - begin >= 0.02)
os.write(write, b'x')
print(select.select([read], [], [], 10)[0] == [read])
)",
        "([], [], []) True\nTrue\n");
    row("a greenlet that nobody has fails", R"(import io, gevent
told = gevent.get_hub().exception_stream = io.StringIO()
def fails(number):
    raise ValueError(number)
gevent.spawn(fails, 3)
gevent.sleep(0)
line = told.getvalue().splitlines()[-2]
print('<Greenlet at 0x' in line, line.partition(': fails')[2])
)",
        "True (3)> failed with ValueError\n");
    row("a process that is waited for unpatched", R"(import subprocess, gevent
process = subprocess.Popen(['sleep', '0.1'])
print(process.wait(timeout=60))
)",
        "0\n");
}

void SameAsGeventTest::prints() {
    QFETCH(std::string, program);
    const auto run = running::run_python(program);
    QTEST(run.out + run.err, "out");
}

void SameAsGeventTest::rowsAboutVariables() {
    columns();
    row("locals() are those of the call", R"(def work():
    known = locals()
    x = 5
    print('x' in known)
work()
)",
        "False\n");
    row("what is deleted is gone", R"(import weakref
class Thing:
    pass
def work():
    thing = Thing()
    known = weakref.ref(thing)
    del thing; print(known())
work()
)",
        "None\n");
    row("names of classes and modules", R"(def work():
    free = 1
    class Inner:
        own = free
        print(sorted(name for name in locals() if name[0] != '_'))
    print(sorted(locals()))
work()
print('work' in locals())
)",
        "['own']\n['Inner', 'free']\nTrue\n");
}

void SameAsGeventTest::recordingLinesChangesNothing() {
    QFETCH(std::string, program);
    const auto run = running::run_python(program, {.lines = std::make_shared<green::trace::LineFeed>()});
    QTEST(run.out + run.err, "out");
}

QTEST_APPLESS_MAIN(SameAsGeventTest)
#include "same_as_gevent_test.moc"
