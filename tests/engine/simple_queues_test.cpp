// SimpleQueue, which behaves as the standard library's does under gevent, not as the other queues: a number of
// items behind a threading.Semaphore. Rules are those of tests/oracle/RULES.md.
#include <QTest>

#include "running.h"
#include "story.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using Items = green::SimpleQueue<int>;

class SimpleQueuesTest : public QObject {
    Q_OBJECT

private slots:
    void firstInFirstOut();
    void aPutGivesWay();
    void whoeverIsWokenWaitsForTheLockOnceMore();
    void whoeverFindsNothingGoesToTheEndOfTheLine();
    void limits();
    void aNegativeTimeIsRefused();
    void whoeverIsKilledLeavesTheLine();
    void aKillAtABadMomentTakesAWakeUpWithIt();
    void inTheHubAPutGoesOn();
    void whatTheRecordSaysOfASimpleQueue();
    void itsLocksShowAsTheQueue();
};

void SimpleQueuesTest::firstInFirstOut() {
    const auto run = running::run([] {
        Items queue;
        for (int i = 1; i <= 3; ++i) queue.put(i);
        queue.put_nowait(4);
        green::print("{} {}", queue.qsize(), queue.empty());
        for (int i = 1; i <= 3; ++i) green::print("{}", queue.get());
        green::print("{}", queue.get_nowait());
        green::print("{}", queue.empty());
    });
    QCOMPARE(run.lines(), (Lines{"4 false", "1", "2", "3", "4", "true"}));
}

void SimpleQueuesTest::aPutGivesWay() {
    const auto run = running::run([] {
        Items queue;
        green::spawn([=] { green::print("{} in it", queue.qsize()); });
        queue.put(1);
        green::print("put");
    });
    QCOMPARE(run.lines(), (Lines{"1 in it", "put"}));
}

// The first two are woken while the next put has the lock, the third when nobody has it: so gevent does it.
void SimpleQueuesTest::whoeverIsWokenWaitsForTheLockOnceMore() {
    const auto run = running::run([] {
        Items queue;
        std::vector<green::Greenlet> all;
        for (int n = 1; n <= 3; ++n)
            all.push_back(green::spawn([=]() mutable { green::print("getter {} has {}", n, queue.get()); }));
        green::sleep(1ms);
        for (int i = 10; i <= 30; i += 10) queue.put(i);
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"getter 3 has 10", "getter 1 has 20", "getter 2 has 30"}));
}

void SimpleQueuesTest::whoeverFindsNothingGoesToTheEndOfTheLine() {
    const auto run = running::run([] {
        Items queue;
        const auto get = [=](int n) mutable { green::print("getter {} has {}", n, queue.get()); };
        auto first = green::spawn(get, 1);
        auto second = green::spawn(get, 2);
        green::sleep(1ms);
        queue.put(10);
        green::print("thief has {}", queue.get());
        green::sleep(1ms);
        queue.put(20);
        green::sleep(1ms);
        queue.put(30);
        green::joinall({first, second});
    });
    QCOMPARE(run.lines(), (Lines{"thief has 10", "getter 2 has 20", "getter 1 has 30"}));
}

void SimpleQueuesTest::limits() {
    const auto run = running::run([] {
        Items queue;
        const auto empty = [](const char* what, auto&& get) {
            try {
                green::print("{}: {}", what, get());
            } catch (const green::Empty&) {
                green::print("{}: Empty at {}", what, green::Clock::now().time_since_epoch() / 1ms);
            }
        };
        empty("nowait", [&] { return queue.get_nowait(); });
        empty("10 ms", [&] { return queue.get(10ms); });
        empty("0 ms", [&] { return queue.get(0ms); });
        green::spawn([=]() mutable { queue.put(7); });
        green::spawn([=]() mutable { queue.put(8); });
        empty("in time", [&] { return queue.get(0ms); });
        empty("10 ms", [&] { return queue.get(10ms); });
    });
    QCOMPARE(run.lines(),
             (Lines{"nowait: Empty at 0", "10 ms: Empty at 10", "0 ms: Empty at 10", "in time: 7", "10 ms: 8"}));
}

void SimpleQueuesTest::aNegativeTimeIsRefused() {
    const auto run = running::run([] {
        Items queue;
        try {
            queue.get(-1ms);
        } catch (const green::ValueError& error) {
            green::print("{}", error.what());
        }
    });
    QCOMPARE(run.lines(), Lines{"'timeout' must be a non-negative number"});
}

void SimpleQueuesTest::whoeverIsKilledLeavesTheLine() {
    const auto run = running::run([] {
        Items queue;
        auto killed = green::spawn([=]() mutable { queue.get(); });
        auto patient = green::spawn([=]() mutable { green::print("patient has {}", queue.get()); });
        green::sleep(1ms);
        killed.kill();
        queue.put(1);
        patient.join();
    });
    QCOMPARE(run.lines(), Lines{"patient has 1"});
}

// As with threading.Condition: the wake-up was for the one that is killed.
void SimpleQueuesTest::aKillAtABadMomentTakesAWakeUpWithIt() {
    const auto run = running::run([] {
        Items queue;
        auto killed = green::spawn([=]() mutable { queue.get(); });
        auto patient = green::spawn([=]() mutable { green::print("patient has {}", queue.get()); });
        green::sleep(1ms);
        killed.kill(std::make_exception_ptr(green::GreenletExit()), false);
        queue.put(1);
        green::sleep(1ms);
        green::print("{} in it", queue.qsize());
        queue.put(2);
        patient.join();
    });
    QCOMPARE(run.lines(), (Lines{"1 in it", "patient has 1"}));
}

void SimpleQueuesTest::inTheHubAPutGoesOn() {
    const auto run = running::run([] {
        Items queue;
        auto getter = green::spawn([=]() mutable { green::print("got {}", queue.get()); });
        green::sleep(1ms);
        auto ends = green::spawn([] {});
        ends.rawlink([=](const green::Greenlet&) mutable {
            queue.put(5);
            green::print("put");
        });
        getter.join();
    });
    QCOMPARE(run.lines(), (Lines{"put", "got 5"}));
    QCOMPARE(run.err, std::string());
}

// a waits twice: for an item, and then for the lock, which the second put has.
void SimpleQueuesTest::whatTheRecordSaysOfASimpleQueue() {
    const auto run = running::run([] {
        Items queue;
        auto a = green::spawn(green::named("a"), [=]() mutable { queue.get(); });
        green::sleep(1ms);
        queue.put(1);
        queue.put(2);
        a.join();
    });
    QCOMPARE(running::story(run), (Lines{"a wait -> (a)", "main put 1 -> 1 (a)", "main put 2 -> 1 2 (a)",
                                         "a wait -> 1 2 (a)", "a get 1 -> 2"}));
}

// The queue is all that there is to see; each notification is a job about it.
void SimpleQueuesTest::itsLocksShowAsTheQueue() {
    const auto run = running::run([] {
        Items queue;
        auto a = green::spawn([=]() mutable { queue.get(); });
        green::sleep(1ms);
        queue.put(1);
        a.join();
    });
    const auto& objects = run.store->last().objects();
    QCOMPARE(objects.size(), std::size_t{1});
    int notifications = 0;
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        const auto& event = run.store->event(n);
        QVERIFY(event.kind != Kind::Acquire && event.kind != Kind::Release);
        if (!event.has(Flag::Queues) || event.job_kind != JobKind::Notify) continue;
        const auto moment = run.store->moment(n);
        notifications += moment.callbacks().back().target == objects[0].id;
    }
    QVERIFY(notifications > 0);
}

QTEST_APPLESS_MAIN(SimpleQueuesTest)
#include "simple_queues_test.moc"
