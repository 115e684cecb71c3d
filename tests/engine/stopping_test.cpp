// Run control ends a run in whatever state it is, at once and cleanly. A test that hangs is stopped by ctest.
#include <QTest>
#include <atomic>
#include <thread>

#include <unistd.h>

#include "examples.h"
#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

namespace {

// A run on a thread of its own, with a program that never ends by itself.
class Running {
public:
    explicit Running(std::function<void()> program, ClockKind clock = ClockKind::Virtual) {
        gate_.on_held([this] { held_ = true; });
        start_ = [this, program = std::move(program), clock] {
            green::RunOptions options;
            options.clock = clock;
            options.sink = [this](std::shared_ptr<const Chunk> chunk) { feed_.add(std::move(chunk)); };
            options.out = [this](std::string_view text) { printed_ += text.size(); };
            result_ = green::run(program, gate_, std::move(options));
        };
    }
    ~Running() { end(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    Gate& gate() { return gate_; }
    void start() { thread_ = std::thread(start_); }
    void wait_until_held() const {
        wait([this] { return held_.load(); });
    }
    void wait_until_printed(std::size_t bytes) const {
        wait([&] { return printed_ >= bytes; });
    }
    // Until the loop has begun to wait for something.
    void wait_until_idle() {
        wait([this] {
            for (auto& chunk : feed_.take()) store_.add(std::move(chunk));
            store_.refresh();
            return store_.size() > 0 && store_.event(store_.size()).kind == Kind::Idle;
        });
    }
    green::RunResult end() {
        gate_.stop();
        if (thread_.joinable()) thread_.join();
        return result_;
    }

private:
    template <class Condition>
    static void wait(Condition&& condition) {
        while (!condition()) std::this_thread::yield();
    }

    Gate gate_;
    TraceFeed feed_;
    TraceStore store_;
    std::function<void()> start_;
    std::thread thread_;
    std::atomic<bool> held_ = false;
    std::atomic<std::size_t> printed_ = 0;
    green::RunResult result_;
};

struct Counted {
    explicit Counted(std::atomic<int>& count) : count_(count) { ++count_; }
    ~Counted() { --count_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;
    std::atomic<int>& count_;
};

void check_stopped(const green::RunResult& result) {
    QVERIFY(result.ending == green::RunResult::Ending::Stopped);
    QCOMPARE(result.exit_code, 0);
    QCOMPARE(result.error, std::string());
}

// What its destructor does may not stop the unwinding, nor the other way round.
struct Busy {
    green::Queue<int> queue{1};
    green::Greenlet victim;
    bool blocks = false;
    ~Busy() {
        green::print("destructor");
        try {
            queue.put_nowait(1);
            queue.put_nowait(2);
        } catch (const green::Full&) {
        }
        green::spawn([] { green::sleep(); });
        green::spawn_later(1ms, [] {});
        if (victim) green::kill(victim);
        green::Timeout timeout(1s);
        timeout.start();
        timeout.cancel();
        if (blocks) green::sleep();
    }
};

void busy_program() {
    for (int i = 0; i < 2; ++i) {
        auto sleeper = green::spawn([] { green::sleep(1s); });
        Busy busy{.victim = sleeper, .blocks = i == 1};
        auto thrower = green::spawn([] {
            try {
                Busy inner;
                green::within(green::Timeout(1ms, green::silent), [] { green::sleep(1s); });
                throw std::runtime_error("flying");
            } catch (const std::runtime_error&) {
                green::sleep();
            }
        });
        green::joinall({thrower}, {.timeout = 5ms});
        thrower.kill();
    }
}

}  // namespace

class StoppingTest : public QObject {
    Q_OBJECT

private slots:
    void beforeItBegins();
    void heldBeforeTheFirstEvent();
    void givingWayForEver();
    void printingForEver();
    void tryingForEver();
    void spawningForEver();
    void workingOnTheRealClock();
    void idleInALongSleepOnTheRealClock();
    void waitingForADescriptor_data();
    void waitingForADescriptor();
    void inTheHub();
    void atAnyEvent_data();
    void atAnyEvent();
};

void StoppingTest::beforeItBegins() {
    Running run([] {
        green::sleep();
        QFAIL("the program went on");
    });
    run.gate().stop();
    run.start();
    check_stopped(run.end());
}

void StoppingTest::heldBeforeTheFirstEvent() {
    std::atomic<int> alive = 0;
    Running run([&] {
        const Counted counted(alive);
        for (;;) green::sleep();
    });
    run.gate().hold();
    run.start();
    run.wait_until_held();
    QCOMPARE(alive.load(), 1);
    check_stopped(run.end());
    QCOMPARE(alive.load(), 0);
}

void StoppingTest::givingWayForEver() {
    std::atomic<int> alive = 0;
    Running run([&] {
        const Counted counted(alive);
        for (int i = 0; i < 3; ++i)
            green::spawn([&] {
                const Counted in_greenlet(alive);
                for (;;) green::sleep();
            });
        green::sleep();
        green::print("all run");
        for (;;) green::sleep();
    });
    run.start();
    run.wait_until_printed(1);
    QCOMPARE(alive.load(), 4);
    check_stopped(run.end());
    QCOMPARE(alive.load(), 0);
}

void StoppingTest::printingForEver() {
    Running run([] {
        for (;;) green::print("again");
    });
    run.start();
    run.wait_until_printed(100);
    check_stopped(run.end());
}

void StoppingTest::tryingForEver() {
    Running run([] {
        green::print("begins");
        green::Queue<int> queue;
        for (;;) {
            try {
                queue.get_nowait();
            } catch (const green::Empty&) {
            }
        }
    });
    run.start();
    run.wait_until_printed(1);
    check_stopped(run.end());
}

void StoppingTest::spawningForEver() {
    Running run([] {
        green::print("begins");
        for (;;) green::kill(green::spawn([] {}));
    });
    run.start();
    run.wait_until_printed(1);
    check_stopped(run.end());
}

void StoppingTest::workingOnTheRealClock() {
    Running run(
        [] {
            green::print("begins");
            green::work(24h);
        },
        ClockKind::Real);
    run.start();
    run.wait_until_printed(1);
    check_stopped(run.end());
}

void StoppingTest::idleInALongSleepOnTheRealClock() {
    std::atomic<int> alive = 0;
    Running run(
        [&] {
            const Counted counted(alive);
            green::sleep(24h);
        },
        ClockKind::Real);
    run.start();
    run.wait_until_idle();
    QCOMPARE(alive.load(), 1);
    check_stopped(run.end());
    QCOMPARE(alive.load(), 0);
}

void StoppingTest::waitingForADescriptor_data() {
    QTest::addColumn<bool>("on_virtual_time");
    QTest::newRow("virtual") << true;
    QTest::newRow("real") << false;
}

void StoppingTest::waitingForADescriptor() {
    QFETCH(bool, on_virtual_time);
    int ends[2];
    QCOMPARE(pipe(ends), 0);
    Running run([&] { green::select({ends[0]}, {}, {}); }, on_virtual_time ? ClockKind::Virtual : ClockKind::Real);
    run.start();
    run.wait_until_idle();
    check_stopped(run.end());
    close(ends[0]);
    close(ends[1]);
}

void StoppingTest::inTheHub() {
    std::atomic<int> alive = 0;
    Running run([&] {
        auto g = green::spawn([] {});
        g.rawlink([&](const green::Greenlet&) {
            const Counted counted(alive);
            green::print("in the hub");
            for (;;) {
                try {
                    green::sleep();
                } catch (const green::BlockingSwitchOutError&) {
                    green::print("again");
                }
            }
        });
        g.join();
    });
    run.start();
    run.wait_until_printed(50);
    check_stopped(run.end());
    QCOMPARE(alive.load(), 0);
}

void StoppingTest::atAnyEvent_data() {
    QTest::addColumn<void (*)()>("program");
    for (const auto& example : tutorial::examples())
        if (example.repeatable) QTest::newRow(std::string(example.id).c_str()) << example.program;
    QTest::newRow("busy destructors") << &busy_program;
}

void StoppingTest::atAnyEvent() {
    using Program = void (*)();
    QFETCH(Program, program);
    const auto whole = running::run(program);
    QVERIFY(whole.result.ending == green::RunResult::Ending::Done);
    const auto events = whole.events();
    QVERIFY(events.size() > 10);
    // Nothing is left to stop where no greenlet gives control away any more.
    const auto last_given_away = whole.store->find_back(
        events.size(), [](const TraceEvent& event) { return event.has(Flag::Switch) && event.kind != Kind::Resume; });
    for (EventNumber last = 0; last < events.size(); ++last) {
        Gate gate;
        gate.run_until(after_number(last));
        gate.on_held([&] { gate.stop(); });
        const auto run = running::run(program, {.gate = &gate});
        const auto now = run.events();
        if (last < last_given_away) check_stopped(run.result);
        QVERIFY(now.size() >= last);
        for (EventNumber n = 0; n < last; ++n) QCOMPARE(now[n], events[n]);
    }
}

QTEST_APPLESS_MAIN(StoppingTest)
#include "stopping_test.moc"
