// The real clock: nothing is early, and time for which the gate holds the run does not count. How late things
// may be is the machine's business.
#include <QTest>
#include <atomic>
#include <thread>

#include <unistd.h>

#include "examples.h"
#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using Wall = std::chrono::steady_clock;

class RealClockTest : public QObject {
    Q_OBJECT

private slots:
    void sleepTakesAtLeastItsTime();
    void everyOtherTimerDoesToo();
    void theProgramsClockIsTheWalls();
    void workTakesItsTimeAndKeepsEverybodyWaiting();
    void heldTimeDoesNotCount();
    void anotherThreadsDataWakesTheLoop();
    void theExamplesPrintTheSameAsOnVirtualTime();
    void stampsNeverGoBack();
};

void RealClockTest::sleepTakesAtLeastItsTime() {
    running::run(
        [] {
            for (const auto time : {1us, 999us, 1000us, 5500us, 20000us}) {
                const auto begin = Wall::now();
                green::sleep(time);
                QVERIFY(Wall::now() - begin >= time);
            }
        },
        {.clock = ClockKind::Real});
}

void RealClockTest::everyOtherTimerDoesToo() {
    running::run(
        [] {
            const auto takes = [](std::chrono::milliseconds at_least, const std::function<void()>& call) {
                const auto begin = Wall::now();
                call();
                QVERIFY(Wall::now() - begin >= at_least);
            };
            green::Queue<int> queue;
            takes(5ms, [&] { QVERIFY_THROWS_EXCEPTION(green::Empty, queue.get(5ms)); });
            takes(5ms, [] { green::select({}, {}, {}, 5ms); });
            takes(5ms, [] { QVERIFY(!green::within(green::Timeout(5ms, green::silent), [] { green::sleep(1h); })); });
            green::sleep();
            takes(5ms, [] { green::spawn_later(5ms, [] {}).join(); });
        },
        {.clock = ClockKind::Real});
}

void RealClockTest::theProgramsClockIsTheWalls() {
    running::run(
        [] {
            const auto wall_before = Wall::now();
            const auto begin = green::Clock::now();
            green::sleep(3ms);
            const auto took = green::Clock::now() - begin;
            QVERIFY(took >= 3ms);
            QVERIFY(took <= Wall::now() - wall_before);
        },
        {.clock = ClockKind::Real});
}

void RealClockTest::workTakesItsTimeAndKeepsEverybodyWaiting() {
    const auto run = running::run(
        [] {
            auto other = green::spawn_later(1ms, [] { green::print("other"); });
            const auto begin = Wall::now();
            green::work(5ms);
            QVERIFY(Wall::now() - begin >= 5ms);
            green::print("worked");
            other.join();
        },
        {.clock = ClockKind::Real});
    QCOMPARE(run.lines(), (Lines{"worked", "other"}));
}

void RealClockTest::heldTimeDoesNotCount() {
    constexpr auto hold = 30ms;
    std::atomic<bool> held = false;
    Gate gate;
    gate.on_held([&] { held = true; });
    // Held before the second print.
    gate.run_until(
        [seen = 0](const TraceEvent& next, EventNumber) mutable { return next.kind == Kind::Print && ++seen == 2; });
    std::thread watcher([&] {
        while (!held) std::this_thread::yield();
        const auto begin = Wall::now();
        while (Wall::now() - begin < hold) std::this_thread::yield();
        gate.open();
    });
    const auto run = running::run(
        [&] {
            green::print("before");
            const auto wall = Wall::now();
            const auto begin = green::Clock::now();
            green::print("held here");
            const auto took = green::Clock::now() - begin;
            QVERIFY(took <= Wall::now() - wall - hold);
        },
        {.clock = ClockKind::Real, .gate = &gate});
    watcher.join();
    QVERIFY(held);
    QCOMPARE(run.lines().size(), 2u);
}

void RealClockTest::anotherThreadsDataWakesTheLoop() {
    int ends[2];
    QCOMPARE(pipe(ends), 0);
    std::atomic<bool> waits = false;
    std::thread writer([&] {
        while (!waits) std::this_thread::yield();
        QCOMPARE(write(ends[1], "x", 1), 1);
    });
    const auto run = running::run(
        [&] {
            waits = true;
            green::print("{}", green::select({ends[0]}, {}, {}, 1h).read.size());
        },
        {.clock = ClockKind::Real});
    writer.join();
    QCOMPARE(run.lines(), (Lines{"1"}));
    close(ends[0]);
    close(ends[1]);
}

void RealClockTest::theExamplesPrintTheSameAsOnVirtualTime() {
    // Their deadlines lie well apart, but for one whose lines tell how long it took.
    for (const char* id : {"context-switch", "bounded-queue"}) {
        const auto* example = tutorial::find(id);
        const auto real = running::run(example->program, {.clock = ClockKind::Real});
        QVERIFY(real.result.ending == green::RunResult::Ending::Done);
        QCOMPARE(real.out, running::run(example->program).out);
    }
}

void RealClockTest::stampsNeverGoBack() {
    const auto run = running::run(
        [] {
            std::vector<green::Greenlet> all;
            for (int i = 0; i < 20; ++i)
                all.push_back(green::spawn([i] {
                    for (int n = 0; n < 20; ++n) green::sleep(i * 7us);
                }));
            green::joinall(all);
        },
        {.clock = ClockKind::Real});
    Nanoseconds last = 0;
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        QVERIFY(run.store->event(n).time >= last);
        last = run.store->event(n).time;
    }
    QVERIFY(last > 0);
}

QTEST_APPLESS_MAIN(RealClockTest)
#include "real_clock_test.moc"
