// Locks that belong to a greenlet. Rules are those of tests/oracle/RULES.md.
#include <QTest>
#include <mutex>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using green::RLock;

class LocksTest : public QObject {
    Q_OBJECT

private slots:
    void r54_itsOwnerMayTakeItAgain();
    void r54_nobodyElseMayReleaseIt();
    void r54_othersComeInTurnAndMayBeOvertaken();
    void r54_limits();
    void whoEndsWithItKeepsIt();
    void theStandardsLocksWork();
    void whatTheRecordSaysOfALock();
};

void LocksTest::r54_itsOwnerMayTakeItAgain() {
    const auto run = running::run([] {
        RLock lock;
        const green::With outer(lock);
        {
            const green::With inner(lock);
            green::print("{}", lock.acquire());
            lock.release();
        }
        auto other = green::spawn([=]() mutable { green::print("other: {}", lock.acquire(false)); });
        other.join();
        green::print("{}", lock.locked());
    });
    QCOMPARE(run.lines(), (Lines{"true", "other: false", "true"}));
}

void LocksTest::r54_nobodyElseMayReleaseIt() {
    const auto run = running::run([] {
        RLock lock;
        auto release = [=]() mutable {
            try {
                lock.release();
            } catch (const green::RuntimeError& error) {
                green::print("{}", error.what());
            }
        };
        release();
        lock.acquire();
        green::spawn(release).join();
        lock.release();
        release();
    });
    const std::string refused = "cannot release un-acquired lock";
    QCOMPARE(run.lines(), (Lines{refused, refused, refused}));
}

void LocksTest::r54_othersComeInTurnAndMayBeOvertaken() {
    const auto run = running::run([] {
        RLock lock;
        const auto worker = [=](const char* name, int times) mutable {
            for (int i = 0; i < times; ++i) {
                const green::With with(lock);
                const green::With again(lock);
                green::print("{}", name);
                green::sleep();
            }
        };
        green::joinall({green::spawn(worker, "a", 2), green::spawn(worker, "b", 1), green::spawn(worker, "c", 1)});
    });
    QCOMPARE(run.lines(), (Lines{"a", "a", "b", "c"}));
}

void LocksTest::r54_limits() {
    const auto run = running::run([] {
        RLock lock;
        auto holder = green::spawn([=] {
            const green::With with(lock);
            green::sleep(50ms);
        });
        green::sleep();
        green::print("{} {}", lock.acquire(10ms), lock.acquire(true, 10ms));
        try {
            const green::Timeout::Scope scope(green::Timeout(5ms));
            lock.acquire();
        } catch (const green::Timeout&) {
            green::print("foreign");
        }
        green::print("{}", lock.acquire());
        lock.release();
    });
    QCOMPARE(run.lines(), (Lines{"false false", "foreign", "true"}));
}

void LocksTest::whoEndsWithItKeepsIt() {
    const auto run = running::run([] {
        RLock lock("lock");
        green::spawn(green::named("careless"), [=]() mutable { lock.acquire(); }).join();
        lock.acquire();
    });
    QCOMPARE(run.result.error, std::string("LoopExit: This operation would block forever"));
    const auto& moment = run.store->last();
    const auto& lock = moment.objects()[0];
    QCOMPARE(lock.holders.size(), std::size_t{1});
    QCOMPARE(moment.name_of(lock.holders[0]), std::string_view("careless"));
}

void LocksTest::theStandardsLocksWork() {
    const auto run = running::run([] {
        RLock a;
        RLock b;
        const std::scoped_lock both(a, b);
        const std::unique_lock again(a);
        green::print("{} {}", a.locked(), b.locked());
    });
    QCOMPARE(run.lines(), (Lines{"true true"}));
}

void LocksTest::whatTheRecordSaysOfALock() {
    const auto run = running::run([] {
        RLock lock;
        const auto nested = [=]() mutable {
            const green::With outer(lock);
            const green::With inner(lock);
            green::sleep();
        };
        green::joinall({green::spawn(green::named("a"), nested), green::spawn(green::named("b"), nested)});
    });
    const auto& store = *run.store;
    std::string told;
    Moment moment;
    for (EventNumber n = 1; n <= store.size(); ++n) {
        const auto& event = store.event(n);
        store.seek(moment, n);
        if (moment.objects().empty() || event.object != moment.objects()[0].id) continue;
        const auto& lock = moment.objects()[0];
        told += std::string(moment.name_of(event.greenlet)) + " " + std::string(name(event.kind)) + " " +
                std::to_string(lock.count) + "/" + std::to_string(lock.holders.size()) +
                (event.has(Flag::Queues) ? ", notifies\n" : "\n");
    }
    QCOMPARE(told, std::string("main object 0/0\n"
                               "a acquire 1/1\n"
                               "a acquire 2/2\n"
                               "b wait 2/2\n"
                               "a release 1/1\n"
                               "a release 0/0, notifies\n"
                               "b acquire 1/1\n"
                               "b acquire 2/2\n"
                               "b release 1/1\n"
                               "b release 0/0\n"));
    const auto& lock = store.last().objects()[0];
    QCOMPARE(lock.kind, ObjectKind::RLock);
    QCOMPARE(lock.name, std::string("RLock-1"));
    QVERIFY(lock.holders.empty());
}

QTEST_APPLESS_MAIN(LocksTest)
#include "locks_test.moc"
