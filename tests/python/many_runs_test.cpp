// A fresh interpreter for each run leaves next to nothing behind.
#include <unistd.h>

#include <QFile>
#include <QTest>

#include "running_python.h"

namespace {

constexpr auto program = R"(import gevent, collections, functools, json, random, threading
from gevent.event import AsyncResult, Event
from gevent.lock import Semaphore
from gevent.local import local
from gevent.pool import Pool
from gevent.queue import Queue

tasks, done, gate, mine = Queue(2), AsyncResult(), Semaphore(1), local()

def work(n):
    mine.n = n
    with gate:
        tasks.put(n)
        gevent.sleep(0.01)
    return [n]

def consumer():
    while True:
        print(tasks.get())

gevent.spawn(consumer)
left_behind = gevent.spawn(gevent.sleep, 1000)
timeout = gevent.Timeout.start_new(1000)
print(Pool(2).map(work, range(5)))
gevent.spawn(work, 9).link(done)
print(done.get())
try:
    gevent.spawn(json.loads, '{').get()
except ValueError as error:
    print(type(error))
)";

// Python's small objects lie in memory of its own, which malloc does not count.
double resident_kib() {
    QFile file("/proc/self/statm");
    if (!file.open(QIODevice::ReadOnly)) qFatal("no /proc/self/statm");
    return file.readAll().split(' ').at(1).toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1024;
}

}  // namespace

class ManyRunsTest : public QObject {
    Q_OBJECT

private slots:
    void leaveLittleBehind();
};

void ManyRunsTest::leaveLittleBehind() {
    // GREENSCOPE_RUNS=1000 for a long look.
    const int runs =
        qEnvironmentVariableIntValue("GREENSCOPE_RUNS") > 0 ? qEnvironmentVariableIntValue("GREENSCOPE_RUNS") : 40;
    const auto first = running::run_python(program);
    QCOMPARE(first.result.error, std::string());
    for (int i = 0; i < 20; ++i) QCOMPARE(running::run_python(program).out, first.out);
    const auto before = resident_kib();
    for (int i = 0; i < runs; ++i) running::run_python(program);
    const auto each = (resident_kib() - before) / runs;
    qInfo("%.1f KiB are left of each of %d runs", each, runs);
    // CPython itself leaves 2 to 5, depending on what is imported; and memory comes in large pieces.
    QVERIFY2(each < 30, qPrintable(QString::number(each)));
}

QTEST_APPLESS_MAIN(ManyRunsTest)
#include "many_runs_test.moc"
