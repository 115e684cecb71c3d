// Timeouts. Rules are those of tests/oracle/RULES.md.
#include <QTest>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

namespace {

struct TooLong : std::exception {};

long long now() { return green::Clock::now().time_since_epoch() / 1ms; }

// Runs `block` and says whether it ended, or which Timeout ended it.
template <class Block>
void say_how(const char* what, Block&& block) {
    try {
        block();
        green::print("{}: came to its end at {}", what, now());
    } catch (const green::Timeout& timeout) {
        green::print("{}: Timeout {} at {}", what, timeout.message(), now());
    }
}

}  // namespace

class TimeoutsTest : public QObject {
    Q_OBJECT

private slots:
    void r38_sleepZeroAloneDoesNotLetItThroughButTheEndOfThePassDoes();
    void r38_zeroExpiresAfterOnePoll();
    void r38_itCountsFromAFreshClock();
    void r39_messages();
    void r40_aPendingOrClosedOneCannotBeStarted();
    void r40_startedAgainItHasTheTimeThatWasLeft();
    void r41_theEarliestHitsFirstWhereverTheCodeIs();
    void r42_aWakeUpOfThePassWins();
    void r42_aWakeUpOfTheSameIterationLoses();
    void r42_aSleepOfTheSameIterationWins();
    void r43_zeroAsALimitIsOneTripThroughTheLoop();
    void r43_anExistingTimeoutIsTheLimit();
    void r44_withTimeout();
    void r45_leftRunningItFiresLater();
    void r45_itsGreenletMayBeGone();
    void startedInTheHubItIsThrownThere();
    void aHandleMayOutliveTheRun();
};

void TimeoutsTest::r38_sleepZeroAloneDoesNotLetItThroughButTheEndOfThePassDoes() {
    const auto run = running::run([] {
        int rounds = 0;
        say_how("loop", [&] {
            const green::Timeout::Scope limit{green::Timeout(1ms)};
            for (;; ++rounds) {
                green::work(100us);
                green::sleep();
            }
        });
        green::print("{} rounds", rounds);
    });
    // Due after 10 rounds; the pass ends after 50 callbacks, which have taken 5 ms (R8).
    QCOMPARE(run.lines(), (Lines{"loop: Timeout 0.001 seconds at 5", "50 rounds"}));
}

void TimeoutsTest::r38_zeroExpiresAfterOnePoll() {
    const auto run = running::run([] {
        say_how("sleep", [] {
            const green::Timeout::Scope limit{green::Timeout(0s)};
            green::sleep();
            green::print("after a sleep(0)");
            green::sleep(1s);
        });
        say_how("never", [] {
            const green::Timeout::Scope limit{green::Timeout()};
            green::sleep(1s);
        });
    });
    QCOMPARE(run.lines(),
             (Lines{"after a sleep(0)", "sleep: Timeout 0 seconds at 0", "never: came to its end at 1000"}));
}

void TimeoutsTest::r38_itCountsFromAFreshClock() {
    const auto run = running::run([] {
        green::work(50ms);
        say_how("limit", [] {
            const green::Timeout::Scope limit{green::Timeout(20ms)};
            green::sleep(1s);
        });
    });
    QCOMPARE(run.lines(), (Lines{"limit: Timeout 0.02 seconds at 70"}));
}

void TimeoutsTest::r39_messages() {
    QCOMPARE(green::Timeout(1s).message(), std::string("1 second"));
    QCOMPARE(green::Timeout(500ms).message(), std::string("0.5 seconds"));
    QCOMPARE(green::Timeout(2s, "text").message(), std::string("2 seconds: text"));
    QCOMPARE(green::Timeout(1s, green::silent).message(), std::string("1 second (silent)"));
    QCOMPARE(green::Timeout().message(), std::string());
    QCOMPARE(green::Timeout(0s).message(), std::string("0 seconds"));
}

void TimeoutsTest::r40_aPendingOrClosedOneCannotBeStarted() {
    const auto run = running::run([] {
        green::Timeout timeout(1s);
        timeout.start();
        try {
            timeout.start();
        } catch (const std::logic_error& error) {
            green::print("{}", error.what());
        }
        timeout.close();
        try {
            timeout.start();
        } catch (const std::logic_error&) {
            green::print("closed");
        }
        // The end of a block closes it.
        const green::Timeout once(1s);
        green::within(once, [] {});
        try {
            green::within(once, [] {});
        } catch (const std::logic_error&) {
            green::print("closed by its block");
        }
        // One that never expires has nothing to close.
        const green::Timeout never;
        green::within(never, [] {});
        green::within(never, [] { green::print("never closed"); });
        // A block leaves a pending one running until its own end.
        green::Timeout started(5ms);
        started.start();
        say_how("block", [&] { green::within(started, [] { green::sleep(1s); }); });
    });
    QCOMPARE(run.lines(), (Lines{"<Timeout 1 second> is already started; to restart it, cancel it first", "closed",
                                 "closed by its block", "never closed", "block: Timeout 0.005 seconds at 5"}));
}

// libev keeps what was left of a timer's delay, and gevent does not set it anew.
void TimeoutsTest::r40_startedAgainItHasTheTimeThatWasLeft() {
    const auto run = running::run([] {
        green::Timeout timeout(20ms);
        timeout.start();
        green::sleep(15ms);
        timeout.cancel();
        green::sleep(100ms);
        timeout.start();
        say_how("cancelled", [] { green::sleep(1s); });
        timeout.start();
        say_how("expired", [] { green::sleep(1s); });
        // Its text is still the whole time.
    });
    QCOMPARE(run.lines(), (Lines{"cancelled: Timeout 0.02 seconds at 120", "expired: Timeout 0.02 seconds at 120"}));
}

void TimeoutsTest::r41_theEarliestHitsFirstWhereverTheCodeIs() {
    const auto run = running::run([] {
        const green::Timeout outer(10ms);
        const green::Timeout inner(20ms, green::silent);
        try {
            green::within(outer, [&] {
                green::within(inner, [] { green::sleep(1s); });
                green::print("never");
            });
        } catch (const green::Timeout& caught) {
            green::print("{} {} at {}", caught == outer, caught == inner, now());
        }
    });
    QCOMPARE(run.lines(), (Lines{"true false at 10"}));
}

void TimeoutsTest::r42_aWakeUpOfThePassWins() {
    const auto run = running::run([] {
        green::Queue<int> queue;
        green::spawn([=]() mutable {
            green::work(50ms);
            queue.put(1);
        });
        say_how("get", [&] {
            const green::Timeout::Scope limit{green::Timeout(10ms)};
            queue.get();
        });
    });
    QCOMPARE(run.lines(), (Lines{"get: came to its end at 50"}));
}

void TimeoutsTest::r42_aWakeUpOfTheSameIterationLoses() {
    for (const bool putter_first : {true, false}) {
        const auto run = running::run([=] {
            green::Queue<int> queue;
            const auto putter = [=]() mutable {
                green::sleep(10ms);
                queue.put(1);
            };
            const auto getter = [=]() mutable {
                say_how("get", [&] {
                    const green::Timeout::Scope limit{green::Timeout(10ms)};
                    queue.get();
                });
            };
            if (putter_first)
                green::joinall({green::spawn(putter), green::spawn(getter)});
            else
                green::joinall({green::spawn(getter), green::spawn(putter)});
            green::print("{} left", queue.qsize());
        });
        QCOMPARE(run.lines(), (Lines{"get: Timeout 0.01 seconds at 10", "1 left"}));
    }
}

void TimeoutsTest::r42_aSleepOfTheSameIterationWins() {
    const auto run = running::run([] {
        say_how("sleep", [] {
            const green::Timeout::Scope limit{green::Timeout(10ms)};
            green::sleep(10ms);
        });
    });
    QCOMPARE(run.lines(), (Lines{"sleep: came to its end at 10"}));
}

void TimeoutsTest::r43_zeroAsALimitIsOneTripThroughTheLoop() {
    const auto run = running::run([] {
        green::Queue<int> queue;
        green::spawn([=]() mutable { queue.put(1); });
        green::print("got {}", queue.get(0s));
        try {
            queue.get(0s);
        } catch (const green::Empty&) {
            green::print("Empty at {}", now());
        }
    });
    QCOMPARE(run.lines(), (Lines{"got 1", "Empty at 0"}));
}

void TimeoutsTest::r43_anExistingTimeoutIsTheLimit() {
    const auto run = running::run([] {
        auto g = green::spawn([] { green::sleep(1s); });
        const green::Timeout fresh(10ms);
        g.join(fresh);
        green::print("join swallowed it at {}, pending: {}", now(), fresh.pending());

        auto started = green::Timeout::start_new(10ms);
        green::sleep(5ms);
        g.join(started);
        green::print("it had been running: {}", now());

        try {
            g.join(green::Timeout(10ms, TooLong{}));
        } catch (const TooLong&) {
            green::print("what it raises itself gets through");
        }
        green::Queue<int> queue;
        say_how("queue", [&] { queue.get(green::Timeout(10ms)); });
    });
    QCOMPARE(run.lines(), (Lines{"join swallowed it at 10, pending: false", "it had been running: 20",
                                 "what it raises itself gets through", "queue: Timeout 0.01 seconds at 40"}));
}

void TimeoutsTest::r44_withTimeout() {
    const auto run = running::run([] {
        const auto nap = [](std::chrono::milliseconds time) {
            return [time] {
                green::sleep(time);
                return std::string("slept");
            };
        };
        green::print("{}", green::with_timeout(green::Timeout(10ms), nap(5ms)));
        green::print("{}", green::with_timeout(green::Timeout(10ms), nap(1s), std::string("gave up")));
        say_how("no value", [&] { green::with_timeout(green::Timeout(10ms), nap(1s)); });
        say_how("a foreign one", [&] {
            const green::Timeout::Scope outer{green::Timeout(10ms)};
            green::print("{}", green::with_timeout(green::Timeout(30ms), nap(1s), std::string("never")));
        });
    });
    QCOMPARE(run.lines(), (Lines{"slept", "gave up", "no value: Timeout 0.01 seconds at 25",
                                 "a foreign one: Timeout 0.01 seconds at 35"}));
}

void TimeoutsTest::r45_leftRunningItFiresLater() {
    const auto run = running::run([] {
        green::Timeout(10ms).start();
        green::sleep(5ms);
        green::Queue<int> queue;
        say_how("get", [&] { queue.get(); });
    });
    QCOMPARE(run.lines(), (Lines{"get: Timeout 0.01 seconds at 10"}));
}

void TimeoutsTest::r45_itsGreenletMayBeGone() {
    const auto run = running::run([] {
        green::spawn([] { green::Timeout(10ms).start(); }).join();
        green::sleep(20ms);
        green::print("nothing happened");
    });
    QCOMPARE(run.lines(), (Lines{"nothing happened"}));
    QCOMPARE(run.err, std::string());
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>main main>hub hub>main"));
}

// By a raw link, say: the hub reports it and goes on.
void TimeoutsTest::startedInTheHubItIsThrownThere() {
    const auto run = running::run([] {
        auto g = green::spawn([] {});
        g.rawlink([](const green::Greenlet&) { green::Timeout(10ms).start(); });
        green::sleep(20ms);
        green::print("at {}", now());
    });
    QCOMPARE(run.lines(), (Lines{"at 20"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>hub! hub>main"));
    QVERIFY(run.err.starts_with("Timeout: 0.01 seconds\n"));
}

void TimeoutsTest::aHandleMayOutliveTheRun() {
    green::Timeout kept;
    green::Greenlet starter;
    running::run([&] {
        starter = green::spawn([&] { kept = green::Timeout::start_new(1s); });
        starter.join();
    });
    QVERIFY(!kept.pending());
    kept.cancel();
    QVERIFY(starter.ready());
    QCOMPARE(starter.name(), std::string("<lambda>"));
}

QTEST_APPLESS_MAIN(TimeoutsTest)
#include "timeouts_test.moc"
