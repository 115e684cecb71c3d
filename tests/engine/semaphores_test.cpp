// Semaphores. Rules are those of tests/oracle/RULES.md.
#include <QTest>
#include <mutex>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using green::Semaphore;

class SemaphoresTest : public QObject {
    Q_OBJECT

private slots:
    void r51_theNotificationStopsWithTheLastPermit();
    void r51_linksAreCalledWhileThereIsAPermit();
    void r52_whoAsksWithoutWaitingIsServedFirst();
    void r53_results();
    void r53_waitTakesNothing();
    void r53_aForeignTimeoutLeavesTheCounterAlone();
    void r54_aBoundedSemaphoreIsNotReleasedTooOften();
    void r54_aDummyNeverBlocks();
    void aNegativeNumberIsRefused();
    void theStandardsLocksWork();
    void withGivesBackHoweverTheBlockEnds();
    void withRaisesWhatReleaseRaises();
    void withATimeoutInTheHub();
    void whatTheRecordSaysOfASemaphore();
    void permitsAndHoldersAreAlwaysAsMany();
    void destructorsAfterTheRunGetWhatTheyAskFor();
};

void SemaphoresTest::r51_theNotificationStopsWithTheLastPermit() {
    const auto run = running::run([] {
        Semaphore semaphore(0);
        const auto waiter = [=](int n) mutable {
            semaphore.acquire();
            green::print("{} acquired, {} left", n, semaphore.counter());
        };
        std::vector<green::Greenlet> all;
        for (int n = 1; n <= 3; ++n) all.push_back(green::spawn(waiter, n));
        green::sleep();
        semaphore.release();
        semaphore.release();
        green::print("released, {}", semaphore.counter());
        green::sleep();
        green::print("{} waits", semaphore.linkcount());
        semaphore.release();
        green::joinall(all);
    });
    QCOMPARE(run.lines(),
             (Lines{"released, 2", "1 acquired, 1 left", "2 acquired, 0 left", "1 waits", "3 acquired, 0 left"}));
}

void SemaphoresTest::r51_linksAreCalledWhileThereIsAPermit() {
    const auto run = running::run([] {
        Semaphore semaphore(0);
        semaphore.rawlink([](const Semaphore& free) { green::print("first {}", Semaphore(free).acquire(false)); });
        semaphore.rawlink([](const Semaphore&) { green::print("second"); });
        semaphore.release();
        green::sleep();
        green::print("{} left", semaphore.linkcount());
        semaphore.release();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"first true", "1 left", "second"}));
}

void SemaphoresTest::r52_whoAsksWithoutWaitingIsServedFirst() {
    const auto run = running::run([] {
        Semaphore semaphore(1);
        const auto worker = [=](const char* name, int times) mutable {
            for (int i = 0; i < times; ++i) {
                semaphore.acquire();
                green::print("{}", name);
                green::sleep();
                semaphore.release();
            }
        };
        green::joinall({green::spawn(worker, "greedy", 3), green::spawn(worker, "polite", 1)});
    });
    QCOMPARE(run.lines(), (Lines{"greedy", "greedy", "greedy", "polite"}));
}

void SemaphoresTest::r53_results() {
    const auto run = running::run([] {
        Semaphore semaphore(1);
        green::print("{}", semaphore.locked());
        green::print("{}", semaphore.acquire());
        green::print("{}", semaphore.locked());
        green::print("{}", semaphore.acquire(false));
        green::print("{}", semaphore.acquire(10ms));
        green::spawn_later(10ms, [=]() mutable { semaphore.release(); });
        green::print("{}", semaphore.acquire(20ms));
        green::print("{} {}", semaphore.counter(), semaphore.linkcount());
    });
    QCOMPARE(run.lines(), (Lines{"false", "true", "true", "false", "false", "true", "0 0"}));
}

void SemaphoresTest::r53_waitTakesNothing() {
    const auto run = running::run([] {
        Semaphore semaphore(0);
        green::print("{}", semaphore.wait(10ms));
        green::spawn_later(10ms, [=]() mutable {
            semaphore.release();
            semaphore.release();
        });
        green::print("{} {}", semaphore.wait(), semaphore.wait());
        green::print("{}", semaphore.counter());
    });
    QCOMPARE(run.lines(), (Lines{"0", "2 2", "2"}));
}

void SemaphoresTest::r53_aForeignTimeoutLeavesTheCounterAlone() {
    const auto run = running::run([] {
        Semaphore semaphore(0);
        try {
            const green::Timeout::Scope scope(green::Timeout(5ms));
            semaphore.acquire(10ms);
        } catch (const green::Timeout& expired) {
            green::print("{}", expired.message());
        }
        green::print("{} {}", semaphore.counter(), semaphore.linkcount());
    });
    QCOMPARE(run.lines(), (Lines{"0.005 seconds", "0 0"}));
}

void SemaphoresTest::r54_aBoundedSemaphoreIsNotReleasedTooOften() {
    const auto run = running::run([] {
        green::BoundedSemaphore semaphore(2);
        semaphore.acquire();
        semaphore.release();
        try {
            semaphore.release();
        } catch (const green::ValueError& error) {
            green::print("{}", error.what());
        }
        green::print("{}", semaphore.counter());
        Semaphore unbounded(2);
        unbounded.release();
        green::print("{}", unbounded.counter());
    });
    QCOMPARE(run.lines(), (Lines{"Semaphore released too many times", "2", "3"}));
}

void SemaphoresTest::r54_aDummyNeverBlocks() {
    const auto run = running::run([] {
        green::DummySemaphore dummy;
        const green::With with(dummy);
        const std::scoped_lock lock(dummy);
        green::print("{} {} {} {}", dummy.acquire(), dummy.acquire(false), dummy.wait(), dummy.locked());
    });
    QCOMPARE(run.lines(), (Lines{"true true 1 false"}));
    QCOMPARE(run.switches(), std::string());
}

void SemaphoresTest::aNegativeNumberIsRefused() {
    const auto run = running::run([] { Semaphore semaphore(-1); });
    QCOMPARE(run.result.error, std::string("ValueError: semaphore initial value must be >= 0"));
    QVERIFY(run.store->last().objects().empty());
}

void SemaphoresTest::theStandardsLocksWork() {
    const auto run = running::run([] {
        Semaphore a(1, "a");
        Semaphore b(1, "b");
        {
            const std::scoped_lock both(a, b);
            green::print("{} {}", a.counter(), b.counter());
            std::unique_lock third(a, std::try_to_lock);
            green::print("{}", third.owns_lock());
        }
        green::print("{} {}", a.counter(), b.counter());
    });
    QCOMPARE(run.lines(), (Lines{"0 0", "false", "1 1"}));
    // The standard library's lines are not the program's.
    for (EventNumber n = 1; n <= run.store->size(); ++n)
        QCOMPARE(bool(run.store->event(n).site), run.store->event(n).kind != Kind::Acquire &&
                                                     run.store->event(n).kind != Kind::Release &&
                                                     run.store->event(n).kind != Kind::End);
}

void SemaphoresTest::withGivesBackHoweverTheBlockEnds() {
    const auto run = running::run([] {
        Semaphore semaphore(1);
        auto holder = green::spawn([=] {
            const green::With with(semaphore);
            green::sleep(1s);
        });
        green::sleep();
        green::print("{}", semaphore.counter());
        holder.kill();
        green::print("{}", semaphore.counter());
        try {
            const green::With with(semaphore);
            throw green::ValueError("no");
        } catch (const green::ValueError&) {
            green::print("{}", semaphore.counter());
        }
    });
    QCOMPARE(run.lines(), (Lines{"0", "1", "1"}));
}

void SemaphoresTest::withRaisesWhatReleaseRaises() {
    const auto run = running::run([] {
        green::BoundedSemaphore semaphore(1);
        try {
            const green::With with(semaphore);
            semaphore.release();
        } catch (const green::ValueError& error) {
            green::print("{}", error.what());
        }
        try {
            const green::With with(semaphore);
            semaphore.release();
            throw green::RuntimeError("the block's own");
        } catch (const green::RuntimeError& error) {
            green::print("{}", error.what());
        }
    });
    QCOMPARE(run.lines(), (Lines{"Semaphore released too many times", "the block's own"}));
}

void SemaphoresTest::withATimeoutInTheHub() {
    const auto run = running::run([] {
        Semaphore semaphore(0);
        green::Event event;
        event.rawlink([=](const green::Event&) mutable {
            green::print("{}", semaphore.acquire(false));
            try {
                semaphore.acquire(10ms);
            } catch (const green::BlockingSwitchOutError&) {
                green::print("refused, {} left", semaphore.linkcount());
            }
        });
        event.set();
        green::sleep(50ms);
    });
    QCOMPARE(run.lines(), (Lines{"false", "refused, 0 left"}));
    QCOMPARE(run.err, std::string());
}

void SemaphoresTest::whatTheRecordSaysOfASemaphore() {
    const auto run = running::run([] {
        Semaphore door(1, "door");
        green::BoundedSemaphore unnamed(3);
        const auto worker = [=]() mutable {
            const green::With with(door);
            green::sleep();
        };
        green::joinall({green::spawn(green::named("a"), worker), green::spawn(green::named("b"), worker)});
        door.wait();
    });
    const auto& store = *run.store;
    std::string told;
    Moment moment;
    for (EventNumber n = 1; n <= store.size(); ++n) {
        const auto& event = store.event(n);
        store.seek(moment, n);
        if (moment.objects().empty() || event.object != moment.objects()[0].id) continue;
        const auto& door = *moment.object(event.object);
        told += std::string(moment.name_of(event.greenlet)) + " " + std::string(name(event.kind)) + " " +
                std::to_string(door.count);
        for (const Id holder : door.holders) told += " held by " + std::string(moment.name_of(holder));
        for (const Id waiter : door.waiters) told += " awaited by " + std::string(moment.name_of(waiter));
        told += event.has(Flag::Queues) ? ", notifies\n" : "\n";
        if (event.kind == Kind::Wait) QCOMPARE(call_name(event.wait_reason()), std::string_view("acquire"));
        if (event.kind != Kind::Object && event.kind != Kind::Wait) QVERIFY(event.site);
    }
    QCOMPARE(told, std::string("main object 1\n"
                               "a acquire 0 held by a\n"
                               "b wait 0 held by a awaited by b\n"
                               "a release 1 awaited by b, notifies\n"
                               "b acquire 0 held by b\n"
                               "b release 1\n"));
    const auto& unnamed = store.last().objects()[1];
    QCOMPARE(unnamed.kind, ObjectKind::BoundedSemaphore);
    QCOMPARE(unnamed.name, std::string("BoundedSemaphore-1"));
    QCOMPARE(unnamed.capacity, std::int64_t{3});
    QCOMPARE(unnamed.count, std::int64_t{3});
}

void SemaphoresTest::permitsAndHoldersAreAlwaysAsMany() {
    const auto run = running::run([] {
        Semaphore semaphore(2);
        const auto worker = [=](int n) mutable {
            for (int i = 0; i < 4; ++i) {
                if (!semaphore.acquire(std::chrono::milliseconds(1 + n))) continue;
                green::sleep(std::chrono::milliseconds(n % 3));
                if (n == 4 && i == 2) green::getcurrent().kill(std::make_exception_ptr(green::GreenletExit()), false);
                semaphore.release();
            }
        };
        std::vector<green::Greenlet> all;
        for (int n = 0; n < 6; ++n) all.push_back(green::spawn(worker, n));
        green::joinall(all);
    });
    Moment moment;
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        run.store->seek(moment, n);
        if (moment.objects().empty()) continue;
        const auto& semaphore = moment.objects()[0];
        QCOMPARE(semaphore.count + static_cast<std::int64_t>(semaphore.holders.size()), std::int64_t{2});
    }
}

namespace {

struct Locking {
    explicit Locking(Semaphore its) : semaphore(std::move(its)) {}
    ~Locking() {
        const std::scoped_lock lock(semaphore);
        seen = true;
    }
    Semaphore semaphore;
    inline static bool seen = false;
};

}  // namespace

void SemaphoresTest::destructorsAfterTheRunGetWhatTheyAskFor() {
    Locking::seen = false;
    const auto run = running::run([] {
        Semaphore semaphore(0);
        green::spawn([semaphore, locking = std::make_shared<Locking>(semaphore)]() mutable { semaphore.acquire(); });
    });
    QCOMPARE(run.result.ending, green::RunResult::Ending::Done);
    QVERIFY(Locking::seen);
}

QTEST_APPLESS_MAIN(SemaphoresTest)
#include "semaphores_test.moc"
