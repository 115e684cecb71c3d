// Whatever a program did, and however it ended: no stack, greenlet, timer, watcher or anything else that the
// hub has stays behind. Under AddressSanitizer its leak check sees to the rest.
#include <QTest>

#include <unistd.h>

#include <array>
#include <stdexcept>

#include "examples.h"
#include "hub/hub.h"
#include "io/select.h"
#include "oracle_programs/table.h"
#include "running.h"

using namespace std::chrono_literals;

namespace {

// A descriptor that never becomes readable.
class SilentPipe {
public:
    SilentPipe() {
        if (pipe(ends_.data()) != 0) throw std::runtime_error("no pipe");
    }
    ~SilentPipe() {
        for (const int end : ends_) close(end);
    }
    SilentPipe(const SilentPipe&) = delete;
    SilentPipe& operator=(const SilentPipe&) = delete;
    int reader() const { return ends_[0]; }

private:
    std::array<int, 2> ends_{};
};

void ended_in_turn() {
    for (int i = 0; i < 100; ++i) green::spawn([] { green::sleep(); }).join();
}

void left_running() {
    for (int i = 0; i < 20; ++i) green::spawn([] { green::sleep(1h); });
    green::sleep();
}

void never_begun() {
    green::spawn([] {});
    green::spawn_later(1s, [] {});
    green::make_greenlet([] {});
}

void killed() {
    const auto sleeper = green::spawn([] { green::sleep(1h); });
    const auto unbegun = green::spawn([] {});
    const auto later = green::spawn_later(1s, [] {});
    green::sleep();
    green::killall({sleeper, unbegun, later});
}

void killed_at_the_last_moment() {
    const auto sleeper = green::spawn([] { green::sleep(1h); });
    green::sleep();
    green::kill(sleeper);
}

void refuses_to_die() {
    green::spawn([] {
        for (;;) {
            try {
                green::sleep(1h);
            } catch (const green::GreenletExit&) {
            }
        }
    });
    green::sleep();
}

void waits_for_ever() {
    green::Event never;
    green::spawn([never]() mutable { never.wait(); });
    green::Queue<int>(1).get();
}

void survives_a_loop_exit() {
    try {
        green::Queue<int>(1).get();
    } catch (const green::LoopExit&) {
    }
    green::sleep(1ms);
}

void fails() {
    green::spawn([] { throw std::runtime_error("a"); });
    green::sleep();
    throw std::runtime_error("main");
}

void caught_while_waiting() {
    const auto failing = green::spawn([] {
        try {
            throw std::runtime_error("a");
        } catch (const std::runtime_error&) {
            green::sleep(1h);
        }
    });
    green::sleep();
}

void limits_that_run() {
    auto pending = green::Timeout::start_new(1h);
    green::spawn([] { green::Event().wait(1h); });
    green::Event event;
    event.wait(1ms);
    green::Queue<int> queue(1);
    queue.put(1);
    try {
        queue.put(2, 1ms);
    } catch (const green::Full&) {
    }
}

void limits_that_expire_together() {
    for (int i = 0; i < 5; ++i) green::spawn([] { green::Event().wait(1ms); });
    green::sleep(1ms);
}

void waits_for_several() {
    const auto slow = green::spawn([] { green::sleep(1h); });
    const auto fast = green::spawn([] {});
    for (const auto& greenlet : green::iwait({slow, fast})) {
        static_cast<void>(greenlet);
        break;
    }
    green::wait(std::vector<green::Waitable>{green::Event(), slow}, {.timeout = 1ms});
}

void holds_itself() {
    green::Event event;
    event.rawlink([event](const green::Event&) {});
    auto greenlet = green::spawn([] { green::sleep(1h); });
    greenlet.rawlink([greenlet](const green::Greenlet&) {});
    green::AsyncResult<int> result;
    green::spawn([result]() mutable { result.get(); });
}

void watches_descriptors() {
    const SilentPipe silent;
    green::spawn([reader = silent.reader()] { green::select({reader}, {}, {}, 1h); });
    green::select({silent.reader()}, {}, {}, 1ms);
}

void throws_away_an_exception_that_holds_it() {
    green::spawn([] {
        const auto me = green::getcurrent();
        throw std::runtime_error(me.name());
    });
    green::sleep();
}

struct Case {
    const char* name;
    void (*program)();
};
constexpr std::array cases = std::to_array<Case>({
    {"ended in turn", ended_in_turn},
    {"left running", left_running},
    {"never begun", never_begun},
    {"killed", killed},
    {"killed at the last moment", killed_at_the_last_moment},
    {"refuses to die", refuses_to_die},
    {"waits for ever", waits_for_ever},
    {"survives a LoopExit", survives_a_loop_exit},
    {"fails", fails},
    {"caught while waiting", caught_while_waiting},
    {"limits that run", limits_that_run},
    {"limits that expire together", limits_that_expire_together},
    {"waits for several", waits_for_several},
    {"holds itself", holds_itself},
    {"watches descriptors", watches_descriptors},
    {"throws away an exception", throws_away_an_exception_that_holds_it},
});

green::Hub::Leftovers left_by(const std::function<void()>& program) {
    green::trace::Gate gate;
    green::Hub hub(gate, {});
    hub.run_main(program);
    return hub.leftovers();
}

}  // namespace

class LeaksTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsLeft_data();
    void nothingIsLeft();
    void whatIsHeldIsFound();
    void whatTheProgramKeepsIsFound();
    void endedGreenletsGoWhileTheRunGoesOn();
};

void LeaksTest::nothingIsLeft_data() {
    QTest::addColumn<void (*)()>("program");
    for (const auto& one : cases) QTest::newRow(one.name) << one.program;
    for (const auto& example : tutorial::examples()) QTest::newRow(std::string(example.id).c_str()) << example.program;
    for (const auto& program : oracle::programs())
        QTest::newRow(std::string(program.number).c_str()) << program.program;
}

void LeaksTest::nothingIsLeft() {
    using Program = void (*)();
    QFETCH(Program, program);
    const auto left = left_by(program);
    QCOMPARE(left.stacks, std::size_t{0});
    QCOMPARE(left.greenlets, std::size_t{0});
    QCOMPARE(left.callbacks, std::size_t{0});
    QCOMPARE(left.timers, std::size_t{0});
    QCOMPARE(left.watchers, std::size_t{0});
    QCOMPARE(left.held, std::size_t{0});
}

// The counts say something only if they can be other than zero.
void LeaksTest::whatIsHeldIsFound() {
    green::Hub::Leftovers in_the_middle;
    const auto left = left_by([&] {
        const SilentPipe silent;
        const auto timeout = green::Timeout::start_new(1h);
        green::spawn([reader = silent.reader()] { green::select({reader}, {}, {}); });
        green::sleep();
        green::spawn([] {});
        in_the_middle = green::Hub::get().leftovers();
    });
    // Main and the hub have stacks too.
    const green::Hub::Leftovers expected{
        .stacks = 3, .greenlets = 2, .callbacks = 1, .timers = 1, .watchers = 1, .held = 1};
    QCOMPARE(in_the_middle.stacks, expected.stacks);
    QCOMPARE(in_the_middle.greenlets, expected.greenlets);
    QCOMPARE(in_the_middle.callbacks, expected.callbacks);
    QCOMPARE(in_the_middle.timers, expected.timers);
    QCOMPARE(in_the_middle.watchers, expected.watchers);
    QCOMPARE(in_the_middle.held, expected.held);
    QVERIFY(left == green::Hub::Leftovers());
}

void LeaksTest::whatTheProgramKeepsIsFound() {
    green::Greenlet kept;
    const auto left = left_by([&] { kept = green::spawn([] { green::sleep(1h); }); });
    QCOMPARE(left.greenlets, std::size_t{1});
    QCOMPARE(left.stacks, std::size_t{0});
}

void LeaksTest::endedGreenletsGoWhileTheRunGoesOn() {
    left_by([] {
        ended_in_turn();
        killed();
        limits_that_expire_together();
        green::sleep(1s);
        const auto left = green::Hub::get().leftovers();
        QCOMPARE(left.greenlets, std::size_t{0});
        QCOMPARE(left.stacks, std::size_t{2});  // main's and the hub's
        QCOMPARE(left.timers, std::size_t{0});
        QCOMPARE(left.held, std::size_t{0});
    });
}

QTEST_APPLESS_MAIN(LeaksTest)
#include "leaks_test.moc"
