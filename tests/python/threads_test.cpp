// Threads beside the engine's: how they end with the run, and what they may use meanwhile.
#include <QTest>

#include "running_python.h"

namespace {

std::string text_of(const running::Run& run) { return run.out + run.err + run.result.error; }

}  // namespace

class ThreadsTest : public QObject {
    Q_OBJECT

private slots:
    void endWithTheRun_data();
    void endWithTheRun();
    void callWhatASubclassExtendsOnce();
};

// Whatever they do then, and however often: the next program runs as if nothing had been.
void ThreadsTest::endWithTheRun_data() {
    QTest::addColumn<std::string>("begin");
    QTest::addColumn<std::string>("loop");
    const std::string pool = "from gevent.threadpool import ThreadPool\npool = ThreadPool(2)\npool.spawn(work)\n";
    const std::string daemon = "import threading\nthreading.Thread(target=work, daemon=True).start()\n";
    QTest::newRow("a pool's, asleep") << pool << std::string("time.sleep(0.001)");
    QTest::newRow("a pool's, asleep for long") << pool << std::string("time.sleep(1000)");
    QTest::newRow("a pool's, asleep in gevent") << pool << std::string("gevent.sleep(0.001)");
    QTest::newRow("a pool's that computes") << pool << std::string("pass");
    QTest::newRow("a pool's that waits for the run") << pool << std::string("queue.put(1)");
    QTest::newRow("a daemon, asleep") << daemon << std::string("time.sleep(0.001)");
    QTest::newRow("a daemon that computes") << daemon << std::string("pass");
}

void ThreadsTest::endWithTheRun() {
    QFETCH(std::string, begin);
    QFETCH(std::string, loop);
    const auto program =
        "import gevent, gevent.queue, time\nqueue = gevent.queue.Queue()\nbegun = []\n"
        "def work():\n    begun.append(1)\n    while True:\n        " +
        loop + "\n" + begin + "while not begun:\n    gevent.sleep(0.001)\nprint('end')\n";
    constexpr int runs = 3;
    for (int i = 0; i < runs; ++i) QCOMPARE(text_of(running::run_python(program)), std::string("end\n"));
}

void ThreadsTest::callWhatASubclassExtendsOnce() {
    const auto run = running::run_python(R"(from gevent.queue import Queue
from gevent.threadpool import ThreadPool
class Telling(Queue):
    def __init__(self, size):
        print('made')
        super().__init__(size)
    def put(self, item):
        print('put', item)
        super().put([item])
print(ThreadPool(1).apply(lambda: [queue := Telling(1), queue.put(7), queue.get()])[1:])
)");
    QCOMPARE(text_of(run), std::string("made\nput 7\n[None, [7]]\n"));
}

QTEST_APPLESS_MAIN(ThreadsTest)
#include "threads_test.moc"
