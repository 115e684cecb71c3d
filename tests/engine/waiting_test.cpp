// Waiting for greenlets and killing them. Rules are those of tests/oracle/RULES.md.
#include <QTest>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

namespace {

struct ValueError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string names(const std::vector<green::Greenlet>& greenlets) {
    std::string text;
    for (const auto& greenlet : greenlets) text += greenlet.name();
    return text;
}

green::Greenlet napper(const char* name, std::chrono::milliseconds time) {
    return green::spawn(green::named(name), [time] { green::sleep(time); });
}

}  // namespace

class WaitingTest : public QObject {
    Q_OBJECT

private slots:
    void r16_theReportComesBeforeTheLinks();
    void r17_greenletExitIsSuccess();
    void r19_aLinkOfAReadyOneIsCalledLater();
    void r20_linksThatAreAddedMeanwhileAreCalledAtOnce();
    void r20_aWokenGreenletRunsBeforeTheNextLink();
    void r23_joinIsSilentAboutItsOwnLimitOnly();
    void r24_getRaisesItsTimeout();
    void r25_iwaitYieldsWhatIsTwiceTwice();
    void r25_iwaitStopsAtItsCountAndItsLimit();
    void r25_whoLeavesEarlyLeavesTheTimerBehind();
    void r25_whoLeavesEarlyLeavesTheLinksBehind();
    void r25_itsLimitTakesBackTheLinksAtOnce();
    void r26_joinallOfNothingDoesNotSwitch();
    void r26_joinallWithNoTimeStillFindsWhatIsReady();
    void r26_raiseErrorDoesNotWaitForTheOthers();
    void r32_aKillBeforeTheStartIsImmediate();
    void r33_theKillerGoesOnBeforeTheLinks();
    void r34_aQueuedWakeUpComesBeforeTheKill();
    void r34_aStaleWakeUpWakesNobody();
    void r35_killWaitsForASurvivorAtMostItsLimit();
    void r35_aGreenletCanKillItselfLater();
    void r36_killingTheDeadDoesNothing();
    void r37_killallThrowsInListOrderInOneCallback();
    void r37_killallRaisesItsTimeout();
    void r10_inTheHubAKillIsQueuedThoughItsWaitIsRefused();
};

void WaitingTest::r16_theReportComesBeforeTheLinks() {
    const auto run = running::run([] {
        auto bad = green::spawn(green::named("bad"), [] { throw ValueError("broken"); });
        bad.rawlink([](const green::Greenlet&) { green::print("link"); });
        green::spawn([] { green::print("queued after it"); });
        bad.join();
        green::print("joined");
    });
    // Links run at the end of what is in the queue when the greenlet ends.
    QCOMPARE(run.lines(), (Lines{"queued after it", "link", "joined"}));
    std::vector<Kind> kinds;
    for (EventNumber n = 1; n <= run.store->size(); ++n)
        if (const auto kind = run.store->event(n).kind;
            kind == Kind::Fail || kind == Kind::Report || kind == Kind::End || kind == Kind::Print)
            kinds.push_back(kind);
    QCOMPARE(kinds, (std::vector{Kind::Fail, Kind::Report, Kind::Report, Kind::End, Kind::Print, Kind::End, Kind::Print,
                                 Kind::Print, Kind::End}));
}

void WaitingTest::r17_greenletExitIsSuccess() {
    const auto run = running::run([] {
        auto g = green::spawn([]() -> int { throw green::GreenletExit("bye"); });
        g.get();
        green::print("{} {} {}", g.successful(), g.value_repr(), g.exception() == nullptr);
        try {
            g.get<int>();
        } catch (const green::GreenletExit& exit) {
            green::print("no int: {}", exit.message());
        }
    });
    QCOMPARE(run.lines(), (Lines{"true GreenletExit('bye') true", "no int: bye"}));
    QCOMPARE(run.err, std::string());
}

void WaitingTest::r19_aLinkOfAReadyOneIsCalledLater() {
    const auto run = running::run([] {
        auto g = green::spawn([] {});
        g.join();
        g.rawlink([](const green::Greenlet&) { green::print("link"); });
        green::print("rawlink returned");
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"rawlink returned", "link"}));
}

void WaitingTest::r20_linksThatAreAddedMeanwhileAreCalledAtOnce() {
    const auto run = running::run([] {
        auto g = green::spawn([] {});
        g.rawlink([](const green::Greenlet& ended) {
            green::spawn([] { green::print("spawned by the first"); });
            green::print("first");
            green::Greenlet(ended).rawlink([](const green::Greenlet&) { green::print("added"); });
        });
        g.rawlink([](const green::Greenlet&) { green::print("second"); });
        g.join();
        green::print("main");
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"first", "second", "main", "added", "spawned by the first"}));
}

void WaitingTest::r20_aWokenGreenletRunsBeforeTheNextLink() {
    const auto run = running::run([] {
        auto g = green::spawn([] { green::sleep(1ms); });
        const auto joiner = [&](const char* name) {
            g.join();
            green::print("{} woke", name);
            green::sleep();
            green::print("{} ends", name);
        };
        const std::vector<green::Greenlet> all{green::spawn(joiner, "a"), green::spawn(joiner, "b")};
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"a woke", "b woke", "a ends", "b ends"}));
}

void WaitingTest::r23_joinIsSilentAboutItsOwnLimitOnly() {
    const auto run = running::run([] {
        auto g = napper("g", 50ms);
        g.join(10ms);
        green::print("own limit: {}", g.ready());
        try {
            const green::Timeout::Scope foreign{green::Timeout(10ms)};
            g.join(30ms);
            green::print("never");
        } catch (const green::Timeout&) {
            green::print("foreign Timeout");
        }
        green::sleep(100ms);
        green::print("no link was left: {}", g.ready());
        g.join();
    });
    QCOMPARE(run.lines(), (Lines{"own limit: false", "foreign Timeout", "no link was left: true"}));
    // A ready one is joined without a switch.
    const auto after = run.store->find_back(run.store->size(), [](const TraceEvent& e) { return e.has(Flag::Switch); });
    QCOMPARE(run.store->event(after).kind, Kind::Resume);
}

void WaitingTest::r24_getRaisesItsTimeout() {
    const auto run = running::run([] {
        auto g = green::spawn([] {
            green::sleep(10ms);
            throw ValueError("late");
        });
        try {
            g.get_nowait();
        } catch (const green::Timeout& timeout) {
            green::print("not ready: '{}'", timeout.message());
        }
        try {
            g.get(5ms);
        } catch (const green::Timeout& timeout) {
            green::print("{}", timeout.message());
        }
        for (int i = 0; i < 2; ++i) {
            try {
                g.get();
            } catch (const ValueError& error) {
                green::print("{}", error.what());
            }
        }
        try {
            g.get_nowait();
        } catch (const ValueError& error) {
            green::print("{}", error.what());
        }
    });
    QCOMPARE(run.lines(), (Lines{"not ready: ''", "0.005 seconds", "late", "late", "late"}));
}

void WaitingTest::r25_iwaitYieldsWhatIsTwiceTwice() {
    const auto run = running::run([] {
        const auto slow = napper("slow", 2ms);
        const auto fast = napper("fast", 1ms);
        for (const auto& g : green::iwait({slow, fast, slow})) green::print("{}", g.name());
        for (const auto& g : green::iwait({slow, fast})) green::print("ready {}", g.name());
    });
    QCOMPARE(run.lines(), (Lines{"fast", "slow", "slow", "ready slow", "ready fast"}));
}

void WaitingTest::r25_iwaitStopsAtItsCountAndItsLimit() {
    const auto run = running::run([] {
        const std::vector<green::Greenlet> all{napper("a", 1ms), napper("b", 2ms), napper("c", 30ms)};
        for (const auto& g : green::iwait(all, {.count = 1})) green::print("first: {}", g.name());
        for (const auto& g : green::iwait(all, {.timeout = 10ms})) green::print("in time: {}", g.name());
        green::print("at {}", green::Clock::now().time_since_epoch() / 1ms);
        for (const auto& g : green::iwait(all, {.count = 0})) green::print("never: {}", g.name());
        for (const auto& g : green::iwait(all)) {
            green::print("left early: {}", g.name());
            break;
        }
    });
    QCOMPARE(run.lines(), (Lines{"first: a", "in time: a", "in time: b", "at 11", "left early: a"}));
}

void WaitingTest::r25_whoLeavesEarlyLeavesTheTimerBehind() {
    const auto leave = [](bool tidy) {
        auto ended = green::iwait({napper("quick", 0ms)}, {.timeout = 20ms});
        for (const auto& g : ended) {
            green::print("left after {}", g.name());
            break;
        }
        if (tidy) ended.close();
    };
    const auto run_until_loop_exit = [&](bool tidy) {
        return running::run([&] {
            leave(tidy);
            try {
                green::make_greenlet([] {}).join();
            } catch (const green::LoopExit&) {
                green::print("at {}", green::Clock::now().time_since_epoch() / 1ms);
            }
        });
    };
    QCOMPARE(run_until_loop_exit(false).lines(), (Lines{"left after quick", "at 20"}));
    QCOMPARE(run_until_loop_exit(true).lines(), (Lines{"left after quick", "at 0"}));
}

// A link that is left puts its greenlet's notification into the queue, ahead of what is linked later.
void WaitingTest::r25_whoLeavesEarlyLeavesTheLinksBehind() {
    const auto run = running::run([] {
        std::vector<green::Greenlet> all;
        const auto first = [&all](const char* name) {
            for (const auto& g : green::iwait(all)) {
                green::print("{}: {}", name, g.name());
                break;
            }
        };
        all.push_back(green::spawn(green::named("a"), [] {}));
        all.push_back(green::spawn(green::named("b"), first, "b"));
        all.push_back(green::spawn(green::named("c"), [&] {
            all.push_back(green::spawn(green::named("d"), first, "d"));
            green::sleep(10ms);
        }));
        green::sleep(30ms);
    });
    QCOMPARE(run.lines(), (Lines{"b: a", "d: b"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>g2 g2>hub hub>g3 g3>hub hub>g2 g2>hub "
                                         "hub>g4 g4>hub hub>g4 g4>hub hub>g3 g3>hub hub>main"));
}

// Or else the end of one that waited for itself would put a notification into the queue.
void WaitingTest::r25_itsLimitTakesBackTheLinksAtOnce() {
    const auto run = running::run([] {
        std::vector<green::Greenlet> all;
        const auto wait_for_all = [&all] {
            green::sleep();
            std::string names;
            for (const auto& g : green::joinall(all, {.timeout = 10ms})) names += g.name();
            green::print("{}", names);
        };
        all.push_back(green::spawn(green::named("a"), [] {}));
        all.push_back(green::spawn(green::named("b"), wait_for_all));
        green::sleep();
        all.push_back(green::spawn_later(10ms, wait_for_all));
        green::sleep(40ms);
    });
    QCOMPARE(run.lines(), (Lines{"a", "ab"}));
}

void WaitingTest::r26_joinallOfNothingDoesNotSwitch() {
    const auto run = running::run([] { QCOMPARE(green::joinall({}).size(), 0u); });
    QCOMPARE(run.switches(), std::string());
}

void WaitingTest::r26_joinallWithNoTimeStillFindsWhatIsReady() {
    const auto run = running::run([] {
        const auto ready = napper("ready", 0ms);
        const auto sleeper = napper("sleeper", 10ms);
        green::sleep();
        green::sleep();
        // The last one ends in the pass that begins now.
        const auto fresh = green::spawn(green::named("fresh"), [] {});
        green::print("{}", names(green::joinall({ready, sleeper, fresh}, {.timeout = 0ms})));
    });
    QCOMPARE(run.lines(), (Lines{"readyfresh"}));
}

void WaitingTest::r26_raiseErrorDoesNotWaitForTheOthers() {
    const auto run = running::run([] {
        const auto bad = green::spawn([] {
            green::sleep(2ms);
            throw ValueError("bad");
        });
        try {
            green::joinall({napper("a", 1ms), bad, napper("c", 9ms)}, {.raise_error = true});
        } catch (const ValueError& error) {
            green::print("{} at {}", error.what(), green::Clock::now().time_since_epoch() / 1ms);
        }
        // gevent leaves the timer of such a joinall where it is: it keeps the loop going.
        try {
            green::joinall({bad, bad}, {.timeout = 90ms, .raise_error = true});
        } catch (const ValueError&) {
        }
        try {
            green::Queue<int>().get();
        } catch (const green::LoopExit&) {
            green::print("LoopExit at {}", green::Clock::now().time_since_epoch() / 1ms);
        }
    });
    QCOMPARE(run.lines(), (Lines{"bad at 2", "LoopExit at 92"}));
}

void WaitingTest::r32_aKillBeforeTheStartIsImmediate() {
    const auto run = running::run([] {
        const auto never = [] { green::print("never"); };
        auto created = green::make_greenlet(never);
        auto queued = green::spawn(never);
        auto armed = green::spawn_later(1ms, never);
        queued.rawlink([](const green::Greenlet&) { green::print("link"); });
        for (auto* g : {&created, &queued, &armed}) {
            g->kill();
            green::print("{} {}", g->dead(), g->value_repr());
        }
        auto failed = green::spawn(never);
        failed.kill(std::make_exception_ptr(ValueError("why")));
        green::print("{}", green::describe(failed.exception()));
        green::sleep(5ms);
    });
    QCOMPARE(run.lines(),
             (Lines{"true GreenletExit()", "true GreenletExit()", "true GreenletExit()", "ValueError: why", "link"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>main"));
    QVERIFY(run.err.starts_with("ValueError: why\n"));
    // The timer of the start is gone; the callback stays as one that does nothing (R9).
    QCOMPARE(run.store->last().timer_count(), 0u);
}

void WaitingTest::r33_theKillerGoesOnBeforeTheLinks() {
    const auto run = running::run([] {
        auto victim = napper("victim", 1s);
        victim.rawlink([](const green::Greenlet&) { green::print("link"); });
        green::sleep();
        auto killer = green::spawn([&] {
            green::spawn([] { green::print("queued before the kill"); });
            victim.kill();
            green::print("killer goes on");
        });
        killer.join();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"queued before the kill", "killer goes on", "link"}));
    QCOMPARE(run.end_time(), 0);
}

void WaitingTest::r34_aQueuedWakeUpComesBeforeTheKill() {
    const auto run = running::run([] {
        auto ends = green::spawn([] {
            green::sleep();
            green::print("ends by itself");
        });
        auto goes_on = green::spawn([] {
            try {
                green::sleep();
                green::print("woken");
                green::sleep(1s);
            } catch (const green::GreenletExit&) {
                green::print("killed in its next call");
                throw;
            }
        });
        green::sleep();
        ends.kill();
        goes_on.kill();
        green::print("{} {}", ends.value_repr(), goes_on.value_repr());
    });
    QCOMPARE(run.lines(), (Lines{"ends by itself", "woken", "killed in its next call", "None GreenletExit()"}));
}

void WaitingTest::r34_aStaleWakeUpWakesNobody() {
    const auto run = running::run([] {
        green::Greenlet victim;
        // The kill is queued ahead of the sleep(0) that the victim begins when it is woken.
        victim = green::spawn([] {
            green::sleep();
            try {
                green::sleep();
            } catch (const green::GreenletExit&) {
                green::print("thrown");
            }
            green::sleep(5ms);
            green::print("slept until {}", green::Clock::now().time_since_epoch() / 1ms);
        });
        green::sleep();
        victim.kill(std::make_exception_ptr(green::GreenletExit()), false);
        victim.join();
    });
    QCOMPARE(run.lines(), (Lines{"thrown", "slept until 5"}));
}

void WaitingTest::r35_killWaitsForASurvivorAtMostItsLimit() {
    const auto run = running::run([] {
        auto tough = green::spawn([] {
            try {
                green::sleep(1s);
            } catch (const green::GreenletExit&) {
            }
            green::sleep(20ms);
        });
        green::sleep();
        tough.kill(10ms);
        green::print("{} at {}", tough.ready(), green::Clock::now().time_since_epoch() / 1ms);
        auto other = green::spawn([&] {
            try {
                green::sleep(1s);
            } catch (const green::GreenletExit&) {
                green::sleep(30ms);
            }
        });
        green::sleep();
        other.kill();
        green::print("{} at {}", other.ready(), green::Clock::now().time_since_epoch() / 1ms);
    });
    QCOMPARE(run.lines(), (Lines{"false at 10", "true at 40"}));
}

void WaitingTest::r35_aGreenletCanKillItselfLater() {
    const auto run = running::run([] {
        auto g = green::spawn([] {
            green::kill(green::getcurrent());
            green::print("still here");
            green::sleep(1s);
            green::print("never");
        });
        g.join();
        green::print("{}", g.value_repr());
    });
    QCOMPARE(run.lines(), (Lines{"still here", "GreenletExit()"}));
    QCOMPARE(run.end_time(), 0);
}

void WaitingTest::r36_killingTheDeadDoesNothing() {
    const auto run = running::run([] {
        auto g = green::spawn([] { return 1; });
        g.join();
        g.kill();
        g.kill(std::make_exception_ptr(ValueError("late")));
        green::kill(g);
        green::killall({g, g});
        green::print("{}", g.value_repr());
    });
    QCOMPARE(run.lines(), (Lines{"1"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>main"));
}

void WaitingTest::r37_killallThrowsInListOrderInOneCallback() {
    const auto run = running::run([] {
        std::vector<green::Greenlet> all;
        for (const char* name : {"a", "b", "c"}) {
            all.push_back(green::spawn([name] {
                try {
                    green::sleep(1s);
                } catch (const green::GreenletExit&) {
                    green::print("{}", name);
                    throw;
                }
            }));
        }
        green::sleep();
        const auto fresh = green::spawn([] { green::print("never"); });
        green::killall({all[2], fresh, all[0], all[1]});
        green::print("main");
    });
    QCOMPARE(run.lines(), (Lines{"c", "a", "b", "main"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>g2 g2>hub hub>g3 g3>hub hub>main main>hub "
                                         "hub>g3! g3>hub hub>g1! g1>hub hub>g2! g2>hub hub>main"));
}

void WaitingTest::r37_killallRaisesItsTimeout() {
    const auto run = running::run([] {
        auto tough = green::spawn([] {
            try {
                green::sleep(1s);
            } catch (const green::GreenletExit&) {
                green::sleep(20ms);
            }
        });
        green::sleep();
        try {
            green::killall({tough}, {.timeout = 10ms});
        } catch (const green::Timeout& timeout) {
            green::print("{}", timeout.message());
        }
    });
    QCOMPARE(run.lines(), (Lines{"0.01 seconds"}));
}

void WaitingTest::r10_inTheHubAKillIsQueuedThoughItsWaitIsRefused() {
    const auto run = running::run([] {
        auto victim = napper("victim", 1s);
        auto g = green::spawn([] {});
        g.rawlink([&](const green::Greenlet&) { victim.kill(); });
        victim.join();
        green::print("{}", victim.value_repr());
    });
    QCOMPARE(run.lines(), (Lines{"GreenletExit()"}));
    QVERIFY(run.err.starts_with("BlockingSwitchOutError: Impossible to call blocking function"));
}

QTEST_APPLESS_MAIN(WaitingTest)
#include "waiting_test.moc"
