// LoopExit with why (R69): who waits for whom, as a circle or a dead end.
#include <string>
#include <vector>

#include "running.h"

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using green::named;
using running::run;

class StandstillTest : public QObject {
    Q_OBJECT

private slots:
    void a_deadlock_is_a_circle() {
        const auto result = run([] {
            green::Semaphore first(1, "first");
            green::Semaphore second(1, "second");
            const auto take = [](green::Semaphore one, green::Semaphore other) {
                const green::With holding(one);
                green::sleep();
                const green::With both(other);
            };
            green::joinall(
                {green::spawn(named("ann"), take, first, second), green::spawn(named("bob"), take, second, first)});
        });
        QCOMPARE(result.result.error, std::string("LoopExit: This operation would block forever"));
        QCOMPARE(result.result.why, (Lines{"main waits in joinall() for the end of ann and bob",
                                           "ann waits in acquire() on second, which bob has",
                                           "bob waits in acquire() on first, which ann has: a circle"}));
        QVERIFY2(result.err.find("  bob waits in acquire() on first") != std::string::npos, result.err.c_str());
    }

    void the_program_can_ask() {
        const auto result = run([] {
            green::Queue<int> tasks("tasks");
            try {
                tasks.get();
            } catch (const green::LoopExit& exit) {
                for (const auto& reason : exit.why()) green::print("{}", reason);
            }
        });
        QCOMPARE(result.lines(), (Lines{"main waits in get() on tasks; nobody is left who could end that"}));
    }

    void a_dead_end_is_named_through_those_on_the_way() {
        const auto result = run([] {
            green::Event go("go");
            green::Pool pool(1, "crew");
            pool.spawn(named("waiter"), [=]() mutable { go.wait(); });
            pool.spawn([] {});
        });
        QCOMPARE(result.result.why, (Lines{"main waits in spawn() on crew, which waiter has",
                                           "waiter waits in wait() on go; nobody is left who could end that"}));
    }

    void a_lock_that_was_never_given_back() {
        const auto result = run([] {
            green::RLock lock("lock");
            green::spawn([=]() mutable { lock.acquire(); });
            green::sleep();
            lock.acquire();
        });
        QCOMPARE(result.result.why, (Lines{"main waits in acquire() on lock; who had it has ended"}));
    }

    void whoever_waits_for_itself() {
        const auto result = run([] {
            auto me = green::spawn(named("me"), [] { green::getcurrent().join(); });
            me.join();
        });
        QCOMPARE(result.result.why,
                 (Lines{"main waits in join() for the end of me", "me waits in join() for the end of me: a circle"}));
    }

    void groups_wait_and_greenlets_that_never_start() {
        const auto result = run([] {
            green::Group group("friends");
            group.add(green::make_greenlet([] {}));
            group.join();
        });
        QCOMPARE(result.result.why, (Lines{"main waits in join() for the end of <lambda>",
                                           "<lambda> was never started, so it never ends"}));
    }
};

QTEST_APPLESS_MAIN(StandstillTest)
#include "standstill_test.moc"
