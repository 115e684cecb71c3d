// Who runs next: the callback queue, timers, starting, giving way. Rules are those of tests/oracle/RULES.md.
#include <QTest>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

class SchedulingTest : public QObject {
    Q_OBJECT

private slots:
    void r4_timersRunInTheOrderOfTheirDeadlinesAndAZeroDelayIsLaterThanThePass();
    void r4_aNegativeDelayIsADeadlineInThePast();
    void r5_theClockIsOldForSpawnLaterAndFreshForSleep();
    void r5_theClockBeginsWhenTheLoopIsFirstUsed();
    void r7_whatIsQueuedInAPassRunsInIt();
    void r8_aPassStopsAfterFiftyCallbacksAndFiveMilliseconds_data();
    void r8_aPassStopsAfterFiftyCallbacksAndFiveMilliseconds();
    void r8_greenletsThatOnlyGiveWayDelayTimersByFiveMilliseconds();
    void r11_greenletsBeginInTheOrderOfTheirStarts();
    void r12_spawnLaterCountsAsStarted();
    void r13_aGreenletStartsOnce();
    void r14_statesOfAGreenlet();
    void r28_sleepZeroGoesBehindWhatIsQueued();
    void r29_equalSleepsWakeInTheOrderOfLyingDown();
    void r69_loopExitIsMainsAlone();
    void r69_aTimerKeepsTheLoopGoing();
    void r69_uncaughtItEndsTheRun();
};

void SchedulingTest::r4_timersRunInTheOrderOfTheirDeadlinesAndAZeroDelayIsLaterThanThePass() {
    const auto run = running::run([] {
        const auto say = [](const char* word) { green::print("{}", word); };
        std::vector<green::Greenlet> all{
            green::spawn_later(20ms, say, "20"),
            green::spawn_later(0ms, say, "0"),
            green::spawn_later(10ms, say, "10"),
            green::spawn([&] {
                green::print("a");
                green::sleep();
                green::print("b");
            }),
        };
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"a", "b", "0", "10", "20"}));
}

void SchedulingTest::r4_aNegativeDelayIsADeadlineInThePast() {
    const auto run = running::run([] {
        const auto say = [](const char* word) { green::print("{}", word); };
        green::joinall({green::spawn_later(0ms, say, "zero"), green::spawn_later(-5ms, say, "before")});
    });
    QCOMPARE(run.lines(), (Lines{"before", "zero"}));
    QCOMPARE(run.end_time(), 0);
}

void SchedulingTest::r5_theClockIsOldForSpawnLaterAndFreshForSleep() {
    const auto run = running::run([] {
        const auto now = [] { return green::Clock::now().time_since_epoch() / 1ms; };
        const green::Queue<int> makes_the_loop;
        green::work(100ms);
        // Main has not been in the loop yet: these 50 ms count from the beginning, and are over.
        green::spawn_later(50ms, [&] { green::print("spawn_later at {}", now()); }).join();
        green::work(100ms);
        green::sleep(50ms);
        green::print("sleep until {}", now());
        // Nor is the time of this work in the clock: main was woken by a timer, not in a pass.
        green::work(30ms);
        green::spawn_later(50ms, [&] { green::print("spawn_later at {}", now()); }).join();
    });
    QCOMPARE(run.lines(), (Lines{"spawn_later at 100", "sleep until 250", "spawn_later at 300"}));
}

// What is computed before the first greenlet, queue or Timeout is made is older than the loop.
void SchedulingTest::r5_theClockBeginsWhenTheLoopIsFirstUsed() {
    const auto later = [] {
        green::spawn_later(10ms, [] {
            green::print("later at {}", green::Clock::now().time_since_epoch() / 1ms);
        }).join();
    };
    QCOMPARE(running::run([&] {
                 green::work(100ms);
                 later();
             }).lines(),
             (Lines{"later at 110"}));
    QCOMPARE(running::run([&] {
                 const green::Timeout makes_the_loop(1s);
                 green::work(100ms);
                 later();
             }).lines(),
             (Lines{"later at 100"}));
    QCOMPARE(running::run([&] {
                 const green::Timeout needs_no_loop;
                 green::work(100ms);
                 later();
             }).lines(),
             (Lines{"later at 110"}));
}

void SchedulingTest::r7_whatIsQueuedInAPassRunsInIt() {
    const auto run = running::run([] {
        std::function<void(int)> chain = [&](int n) {
            green::print("{}", n);
            if (n > 0) green::spawn(chain, n - 1);
        };
        const auto timer = green::spawn_later(0ms, [] { green::print("timer"); });
        green::spawn(chain, 20);
        green::joinall({timer});
    });
    QCOMPARE(run.lines().size(), 22u);
    QCOMPARE(run.lines().back(), std::string("timer"));
}

void SchedulingTest::r8_aPassStopsAfterFiftyCallbacksAndFiveMilliseconds_data() {
    QTest::addColumn<int>("greenlets");
    QTest::addColumn<int>("microseconds");  // that each works
    QTest::addColumn<int>("place");         // of the timer's line
    QTest::newRow("50 that take long") << 50 << 1000 << 50;
    QTest::newRow("49 are never interrupted") << 49 << 1000 << 49;
    QTest::newRow("51: the last is left over") << 51 << 1000 << 50;
    QTest::newRow("120: the second pass is as long") << 120 << 1000 << 50;
    QTest::newRow("exactly 5 ms are enough") << 60 << 100 << 50;
    QTest::newRow("less than 5 ms are not") << 60 << 99 << 60;
    QTest::newRow("looked at again after 100") << 120 << 99 << 100;
}

void SchedulingTest::r8_aPassStopsAfterFiftyCallbacksAndFiveMilliseconds() {
    QFETCH(int, greenlets);
    QFETCH(int, microseconds);
    QFETCH(int, place);
    const auto run = running::run([=] {
        const auto timer = green::spawn_later(0ms, [] { green::print("timer"); });
        for (int i = 0; i < greenlets; ++i)
            green::spawn([=] {
                green::work(microseconds * 1us);
                green::print("{}", i);
            });
        green::joinall({timer});
        green::sleep(1s);
    });
    const auto lines = run.lines();
    QCOMPARE(lines.size(), static_cast<std::size_t>(greenlets) + 1);
    QCOMPARE(std::ranges::find(lines, "timer") - lines.begin(), std::ptrdiff_t{place});
    // The rest stays in order.
    int next = 0;
    for (const auto& line : lines)
        if (line != "timer") QCOMPARE(line, std::to_string(next++));
}

void SchedulingTest::r8_greenletsThatOnlyGiveWayDelayTimersByFiveMilliseconds() {
    const auto run = running::run([] {
        bool done = false;
        const auto busy = green::spawn([&] {
            while (!done) {
                green::work(100us);
                green::sleep();
            }
        });
        green::sleep(1ms);
        done = true;
        green::print("{}", green::Clock::now().time_since_epoch() / 1us);
    });
    QCOMPARE(run.lines(), (Lines{"5000"}));
}

void SchedulingTest::r11_greenletsBeginInTheOrderOfTheirStarts() {
    const auto run = running::run([] {
        const auto say = [](const char* word) { green::print("{}", word); };
        auto made = green::make_greenlet(say, "made first, started last");
        green::spawn(say, "one");
        green::spawn([=] {
            green::spawn(say, "spawned in the pass");
            green::print("two");
        });
        made.start();
        green::print("main goes on");
        made.join();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"main goes on", "one", "two", "made first, started last", "spawned in the pass"}));
}

void SchedulingTest::r12_spawnLaterCountsAsStarted() {
    const auto run = running::run([] {
        auto later = green::spawn_later(10ms, [] { green::print("once"); });
        green::print("{}", later.started());
        later.start();
        later.start_later(1ms);
        later.join();
        green::sleep(20ms);
    });
    QCOMPARE(run.lines(), (Lines{"true", "once"}));
}

void SchedulingTest::r13_aGreenletStartsOnce() {
    const auto run = running::run([] {
        auto g = green::make_greenlet([] { green::print("runs"); });
        g.start();
        g.start();
        g.join();
        g.start();
        auto killed = green::make_greenlet([] { green::print("never"); });
        killed.kill();
        killed.start();
        killed.start_later(1ms);
        green::sleep(5ms);
    });
    QCOMPARE(run.lines(), (Lines{"runs"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>main main>hub hub>main"));
}

void SchedulingTest::r14_statesOfAGreenlet() {
    const auto run = running::run([] {
        const auto show = [](const char* what, const green::Greenlet& g) {
            green::print("{}: {} {} {} {} {}", what, g.started(), g.dead(), g.ready(), g.successful(),
                         g.exception() ? green::type_name(g.exception()) : g.value_repr());
        };
        auto g = green::make_greenlet([] {
            green::sleep();
            return 7;
        });
        show("created", g);
        g.start();
        show("start queued", g);
        green::sleep();
        show("blocked", g);
        g.join();
        show("returned", g);
        auto failed = green::spawn([] { throw std::runtime_error("no"); });
        failed.join();
        show("raised", failed);
        auto exited = green::spawn([] { throw green::GreenletExit("bye"); });
        exited.join();
        show("exited", exited);
        auto killed = green::spawn([] {});
        killed.kill();
        show("killed before it ran", killed);
    });
    QCOMPARE(run.lines(), (Lines{
                              "created: false false false false None",
                              "start queued: true false false false None",
                              "blocked: true false false false None",
                              "returned: false true true true 7",
                              "raised: false true true false std::runtime_error",
                              "exited: false true true true GreenletExit('bye')",
                              "killed before it ran: false true true true GreenletExit()",
                          }));
}

void SchedulingTest::r28_sleepZeroGoesBehindWhatIsQueued() {
    const auto run = running::run([] {
        const auto say = [](const char* word) { green::print("{}", word); };
        green::spawn_later(0ms, say, "timer");
        green::spawn(say, "queued before");
        green::sleep();
        green::print("main");
        green::sleep(-1s);
        green::print("main, after a negative time");
        green::sleep(1ms);
    });
    QCOMPARE(run.lines(), (Lines{"queued before", "main", "main, after a negative time", "timer"}));
}

void SchedulingTest::r29_equalSleepsWakeInTheOrderOfLyingDown() {
    const auto run = running::run([] {
        std::vector<green::Greenlet> all;
        for (int i = 0; i < 20; ++i)
            all.push_back(green::spawn([i] {
                green::sleep(10ms);
                green::print("{}", i);
            }));
        green::joinall(all);
    });
    Lines expected;
    for (int i = 0; i < 20; ++i) expected.push_back(std::to_string(i));
    QCOMPARE(run.lines(), expected);
    QCOMPARE(run.end_time(), Nanoseconds{10'000'000});
}

void SchedulingTest::r69_loopExitIsMainsAlone() {
    const auto run = running::run([] {
        green::Queue<int> never;
        auto stuck = green::spawn([=]() mutable {
            try {
                green::print("got {}", never.get());
            } catch (const green::LoopExit&) {
                green::print("the wrong one");
            }
        });
        for (int i = 0; i < 2; ++i) {
            try {
                stuck.join();
            } catch (const green::LoopExit& exit) {
                green::print("main: {}; {}", exit.what(), stuck.started());
            }
        }
        never.put(5);
        stuck.join();
    });
    QCOMPARE(run.lines(), (Lines{"main: This operation would block forever; true",
                                 "main: This operation would block forever; true", "got 5"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>main! main>hub hub>main! "
                                         "main>hub hub>g1 g1>hub hub>main"));
}

void SchedulingTest::r69_aTimerKeepsTheLoopGoing() {
    const auto run = running::run([] {
        green::Queue<int> never;
        try {
            never.get(10ms);
        } catch (const green::Empty&) {
            green::print("Empty");
        }
        green::spawn_later(10ms, [=]() mutable { never.put(1); });
        green::print("{}", never.get());
    });
    QCOMPARE(run.lines(), (Lines{"Empty", "1"}));
}

void SchedulingTest::r69_uncaughtItEndsTheRun() {
    const auto run = running::run([] { green::Queue<int>().get(); });
    QVERIFY(run.result.ending == green::RunResult::Ending::MainRaised);
    QCOMPARE(run.result.exit_code, 1);
    QCOMPARE(run.result.error, std::string("LoopExit: This operation would block forever"));
}

QTEST_APPLESS_MAIN(SchedulingTest)
#include "scheduling_test.moc"
