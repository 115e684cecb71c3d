// Links of greenlets (R19 to R22), raw greenlets (R15), and what else stands beside them: throw (R36), wait for
// everything (R27), idle (R30), run_callback, and the errors that end a program (R68).
#include <stdexcept>
#include <string>
#include <vector>

#include "running.h"

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using green::Greenlet;
using running::run;

namespace {

int seven() { return 7; }
void broken() { throw std::runtime_error("broken"); }

auto saying(const std::string& text) {
    return [=](const Greenlet&) { green::print("{}", text); };
}

}  // namespace

class LinksTest : public QObject {
    Q_OBJECT

private slots:
    // R21: a link may block, and the next one does not wait for it.
    void a_link_has_a_greenlet_of_its_own() {
        const auto result = run([] {
            auto g = green::spawn(seven);
            g.link([](const Greenlet& ended) {
                green::print("link of {}", ended.value<int>());
                green::sleep(10ms);
                green::print("link goes on");
            });
            g.link(saying("second"));
            g.join();
            green::print("joined");
            green::sleep(20ms);
        });
        QCOMPARE(result.lines(), (Lines{"link of 7", "second", "joined", "link goes on"}));
    }

    // R21: which way it ended is looked at when the notification comes to the link.
    void links_for_one_way_to_end() {
        const auto result = run([] {
            auto good = green::spawn(seven);
            auto bad = green::spawn(broken);
            auto killed = green::spawn([] { green::sleep(1s); });
            for (auto& g : {good, bad, killed}) {
                Greenlet(g).link_value([](const Greenlet& ended) { green::print("value of {}", ended.name()); });
                Greenlet(g).link_exception([](const Greenlet& ended) { green::print("error of {}", ended.name()); });
            }
            green::sleep();
            killed.kill();
            green::sleep();
        });
        QCOMPARE(result.lines().size(), std::size_t{3});
        QCOMPARE(result.lines()[0], std::string("value of function"));
        QCOMPARE(result.lines()[1], std::string("error of function"));
        QCOMPARE(result.lines()[2], std::string("value of <lambda>"));
    }

    // R22: the first that is equal, whichever call added it; a function linked twice is called twice.
    void unlink_takes_the_first_away() {
        const auto result = run([] {
            auto g = green::spawn(seven);
            const green::RawLink<Greenlet> f(
                [](const Greenlet&) { green::print("f in {}", green::getcurrent() == green::get_hub()); });
            g.link(f);
            g.rawlink(f);
            g.rawlink(f);
            g.rawlink(saying("g"));
            g.unlink(f);
            g.unlink(green::RawLink<Greenlet>(saying("never linked")));
            green::print("{}", g.has_links());
            green::sleep();
            green::sleep();
            g.link(saying("late"));
            g.unlink_all();
            green::print("{}", g.has_links());
            green::sleep();
        });
        QCOMPARE(result.lines(), (Lines{"true", "f in true", "f in true", "g", "false"}));
    }

    // R20: an error is reported, from a raw greenlet too, and the next link is called.
    void errors_in_links_are_reported() {
        const auto result = run([] {
            auto g = green::spawn(seven);
            g.link([](const Greenlet&) { throw std::runtime_error("in a link"); });
            g.rawlink([](const Greenlet&) { throw std::runtime_error("in a raw link"); });
            g.link([](const Greenlet&) { throw green::GreenletExit(); });
            g.rawlink(saying("last"));
            g.join();
        });
        QCOMPARE(result.lines(), (Lines{"last"}));
        QVERIFY(result.err.find("in a link") < result.err.find("in a raw link"));
        QVERIFY2(result.err.find("GreenletExit") == std::string::npos, result.err.c_str());
        QCOMPARE(result.switches(), std::string("main>hub hub>g1 g1>hub hub>g2 g2>hub! hub>g3 g3>hub hub>main"));
    }

    // R15.
    void a_raw_greenlet_starts_in_turn_and_fails_into_the_hub() {
        const auto result = run([] {
            green::spawn(saying("first"), Greenlet());
            const auto raw = green::spawn_raw([](const std::string& text) { green::print("{}", text); }, "raw");
            const auto bad = green::spawn_raw(broken);
            green::spawn(saying("last"), Greenlet());
            green::print("{} {}", raw.dead(), bad.dead());
            green::sleep();
            green::print("{} {}", raw.dead(), bad.dead());
        });
        QCOMPARE(result.lines(), (Lines{"false false", "first", "raw", "last", "true true"}));
        QVERIFY2(result.err.find("<callback> failed with std::runtime_error") != std::string::npos, result.err.c_str());
        QVERIFY(result.greenlet("function").raw);
    }

    // R36: a kill of a raw greenlet that never ran still switches to it, though nothing of it runs.
    void a_raw_greenlet_is_killed_through_the_queue() {
        const auto result = run([] {
            const auto raw = green::spawn_raw([] { green::print("never printed"); });
            green::kill(raw);
            const auto waiting = green::spawn_raw([] {
                try {
                    green::sleep(1s);
                } catch (const std::runtime_error& error) {
                    green::print("caught {}", error.what());
                }
            });
            green::sleep();
            green::kill(waiting, std::make_exception_ptr(std::runtime_error("stop")));
            green::print("{} {}", raw.dead(), waiting.dead());
            green::sleep();
            green::print("{}", waiting.dead());
        });
        // The start was queued before the kill, so it comes first.
        QCOMPARE(result.lines(), (Lines{"never printed", "true false", "caught stop", "true"}));
    }

    // R36: in the hub it is at once; elsewhere nobody wakes the caller.
    void throw_switches_at_once() {
        const auto result = run([] {
            auto victim = green::spawn([] {
                try {
                    green::sleep(1s);
                } catch (const std::runtime_error& error) {
                    green::print("caught {}", error.what());
                }
            });
            green::sleep();
            green::run_callback([=]() mutable {
                victim.throw_now(std::make_exception_ptr(std::runtime_error("now")));
                green::print("back in the hub");
            });
            green::sleep();
            auto other = green::spawn([] { green::sleep(20ms); });
            auto caller = green::spawn([=]() mutable {
                other.throw_now(std::make_exception_ptr(green::GreenletExit()));
                green::print("never printed");
            });
            green::sleep(50ms);
            green::print("{} {}", other.dead(), caller.dead());
        });
        QCOMPARE(result.lines(), (Lines{"caught now", "back in the hub", "true false"}));
    }

    // R27.
    void wait_for_everything_is_for_main_only() {
        const auto result = run([] {
            auto g = green::spawn([] {
                try {
                    green::wait();
                } catch (const std::logic_error& error) {
                    green::print("{}", error.what());
                }
            });
            green::spawn([] { green::sleep(30ms); });
            green::print("{}", green::wait(10ms));
            green::print("{}", green::wait(10s));
        });
        QCOMPARE(result.lines(), (Lines{"only possible from the MAIN greenlet", "false", "true"}));
        QVERIFY(result.end_time() < 31'000'000);
    }

    // R30: a lower priority waits for what is due at a higher one, and nobody for what is due below.
    void idle_has_priorities() {
        const auto result = run([] {
            const auto idler = [](int priority) {
                green::idle(priority);
                green::print("idle at {}", priority);
            };
            green::spawn(idler, -1);
            green::spawn(idler, 1);
            green::spawn(idler, 0);
            green::spawn([] {
                green::sleep(10ms);
                green::print("slept");
            });
            green::work(20ms);
            green::sleep(10ms);
            green::print("main");
            try {
                green::idle(3);
            } catch (const green::ValueError& error) {
                green::print("{}", error.what());
            }
            green::idle();
        });
        QCOMPARE(result.lines(), (Lines{"idle at 1", "idle at 0", "idle at -1", "main",
                                        "idle: priority must be from -2 to 2", "slept"}));
    }

    // A killed idler leaves nothing behind that keeps the loop from waiting.
    void idlers_can_be_killed() {
        const auto result = run([] {
            std::vector<Greenlet> idlers;
            for (int i = 0; i < 3; ++i)
                idlers.push_back(green::spawn([=] {
                    green::idle();
                    green::print("{}", i);
                }));
            green::spawn([=] { green::killall(std::vector{idlers[0], idlers[2]}); });
            green::joinall(idlers);
            green::sleep(10ms);
            green::print("done");
        });
        QCOMPARE(result.lines(), (Lines{"1", "done"}));
    }

    void a_callback_can_be_stopped_by_another() {
        const auto result = run([] {
            std::vector<green::QueuedCallback> callbacks;
            green::run_callback([&] {
                green::print("{}", callbacks[0].pending());
                callbacks[0].stop();
                callbacks[0].stop();
            });
            callbacks.push_back(green::run_callback([] { green::print("never printed"); }));
            callbacks.push_back(green::run_callback([] { green::sleep(1s); }));
            green::sleep();
            green::print("{} {}", callbacks[0].pending(), callbacks[1].pending());
        });
        QCOMPARE(result.lines(), (Lines{"true", "false false"}));
        QVERIFY2(result.err.find("BlockingSwitchOutError") != std::string::npos, result.err.c_str());
    }

    // A class of its own, as Python derives one: `run` may be virtual, and what it returns is the value.
    void an_object_with_a_run_is_a_greenlet() {
        struct Base {
            virtual ~Base() = default;
            int run() {
                green::sleep();
                return step() + extra;
            }
            virtual int step() = 0;
            int extra = 0;
        };
        struct Seven final : Base {
            int step() override { return 7; }
        };
        const auto result = run([] {
            auto g = green::make_greenlet(Seven());
            g->extra = 1;
            green::print("{} {}", g.started(), g.name());
            g.start();
            green::print("{} {}", g.get<int>(), (*g).extra);
        });
        QCOMPARE(result.lines(), (Lines{"false Seven", "8 1"}));
    }

    // R68: it ends the program with its code, and is not reported.
    void system_exit_ends_the_program() {
        const auto result = run([] {
            green::spawn([] { throw green::SystemExit(3); });
            green::spawn([] { green::print("never printed"); });
            green::sleep(1s);
        });
        QCOMPARE(result.lines(), Lines());
        QCOMPARE(result.result.exit_code, 3);
        QCOMPARE(result.err, std::string());
        const auto quiet = run([] { throw green::SystemExit(); });
        QCOMPARE(quiet.result.exit_code, 0);
        QVERIFY(quiet.result.ending == green::RunResult::Ending::Done);
        const auto told = run([] { throw green::SystemExit("no such room"); });
        QCOMPARE(told.result.exit_code, 1);
        QCOMPARE(told.result.error, std::string("no such room"));
    }

    // R68: reported, then raised in main at once; the greenlet that failed ends later.
    void keyboard_interrupt_goes_to_main() {
        const auto result = run([] {
            auto g = green::spawn([] { throw green::KeyboardInterrupt(); });
            green::spawn([] { green::print("other"); });
            try {
                green::sleep(1s);
            } catch (const green::KeyboardInterrupt&) {
                green::print("main caught it, {} {}", g.ready(), g.dead());
            }
            green::sleep();
            green::print("{}", g.dead());
        });
        QCOMPARE(result.lines(), (Lines{"main caught it, true false", "other", "true"}));
        QVERIFY2(result.err.find("KeyboardInterrupt") != std::string::npos, result.err.c_str());
        QCOMPARE(result.switches(),
                 std::string("main>hub hub>g1 g1>main! main>hub hub>g2 g2>hub hub>g1 g1>hub hub>main"));
    }
};

QTEST_APPLESS_MAIN(LinksTest)
#include "links_test.moc"
