// Exceptions: in greenlets, in links, in main, and what is left when a run ends. Rules are those of
// tests/oracle/RULES.md.
#include <QRegularExpression>
#include <QTest>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

namespace {

struct ValueError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Tells a log of the test's own when it is destroyed.
class Told {
public:
    Told(Lines& log, std::string name) : log_(log), name_(std::move(name)) {}
    ~Told() { log_.push_back(name_); }
    Told(const Told&) = delete;
    Told& operator=(const Told&) = delete;

private:
    Lines& log_;
    std::string name_;
};

template <class Function>
class AtEnd {
public:
    explicit AtEnd(Function function) : function_(std::move(function)) {}
    ~AtEnd() { function_(); }
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;

private:
    Function function_;
};

}  // namespace

class FailingTest : public QObject {
    Q_OBJECT

private slots:
    void greenletsThatYieldInCatchBlocksRethrowTheirOwn();
    void uncaughtExceptionsAreCountedForEachGreenlet();
    void r67_aFailedGreenletIsReported();
    void r67_anErrorInALinkIsReportedAndTheNextLinkRuns();
    void r67_errorsAreDescribedWithTheirType();
    void r10_aBlockingCallInTheHubIsRefused();
    void mainRaises();
    void mainRaisesWhatIsNoStdException();
    void r70_mainEndsAndTheOthersAreAbandoned();
    void r70_theYoungestIsUnwoundFirst();
    void r70_nothingIsRecordedOrPrintedAfterTheEnd();
    void argumentsOfAGreenletThatNeverRanAreDestroyed();
    void aGreenletThatHoldsItselfIsDestroyed();
    void swallowingTheUnwindingDoesNotStopIt();
    void aDestructorThatBlocksDuringTheUnwinding();
    void aDestructorThatIsBlockedWhenTheRunEnds();
    void handlesOutliveTheRun();
    void runsCanFollowEachOther();
    void engineCallsNeedARun();
};

void FailingTest::greenletsThatYieldInCatchBlocksRethrowTheirOwn() {
    const auto run = running::run([] {
        const auto work = [](const std::string& name) {
            try {
                try {
                    throw ValueError(name);
                } catch (...) {
                    green::sleep();
                    try {
                        throw ValueError("inner of " + name);
                    } catch (const ValueError&) {
                        green::sleep();
                    }
                    green::sleep(1ms);
                    throw;
                }
            } catch (const ValueError& error) {
                green::print("{} caught {}", name, error.what());
            }
        };
        green::joinall({green::spawn(work, "a"), green::spawn(work, "b"), green::spawn(work, "c")});
    });
    QCOMPARE(run.lines(), (Lines{"a caught a", "b caught b", "c caught c"}));
}

void FailingTest::uncaughtExceptionsAreCountedForEachGreenlet() {
    const auto run = running::run([] {
        auto unwinding = green::spawn([] {
            try {
                // Gives way while its exception flies.
                const AtEnd yields([] { green::sleep(); });
                throw ValueError("flying");
            } catch (const ValueError&) {
                green::print("landed, {} left", std::uncaught_exceptions());
            }
        });
        auto other = green::spawn([] { green::print("other sees {}", std::uncaught_exceptions()); });
        green::joinall({unwinding, other});
    });
    QCOMPARE(run.lines(), (Lines{"other sees 0", "landed, 0 left"}));
}

void FailingTest::r67_aFailedGreenletIsReported() {
    const auto run = running::run([] {
        auto bad = green::spawn(green::named("bad"), [] { throw ValueError("broken"); });
        green::work(2s);
        bad.join();
        green::print("main goes on");
    });
    QVERIFY(run.result.ending == green::RunResult::Ending::Done);
    QCOMPARE(run.result.exit_code, 0);
    QCOMPARE(run.result.error, std::string());
    QCOMPARE(run.lines(), (Lines{"main goes on"}));
    const std::string place = "2026-01-01T00:00:02Z <Greenlet: bad> failed with ValueError";
    QCOMPARE(run.err, "ValueError: broken\n" + place + "\n\n");
    // The record has the lines too, once.
    Lines reported;
    for (EventNumber n = 1; n <= run.store->size(); ++n)
        if (run.store->event(n).kind == Kind::Report) reported.emplace_back(run.store->text(n));
    QCOMPARE(reported, (Lines{"ValueError: broken", place}));
    const auto& bad = run.greenlet("bad");
    QCOMPARE(bad.state, State::Failed);
    QCOMPARE(bad.result, std::string("ValueError: broken"));
}

void FailingTest::r67_anErrorInALinkIsReportedAndTheNextLinkRuns() {
    const auto run = running::run([] {
        auto g = green::spawn([] {});
        g.rawlink([](const green::Greenlet&) { throw ValueError("link"); });
        g.rawlink([](const green::Greenlet&) { throw green::GreenletExit(); });
        g.rawlink([](const green::Greenlet&) { green::print("next"); });
        g.join();
    });
    QCOMPARE(run.lines(), (Lines{"next"}));
    QVERIFY(run.err.starts_with("ValueError: link\n"));
    QCOMPARE(std::ranges::count(run.err, '\n'), 3);
}

void FailingTest::r67_errorsAreDescribedWithTheirType() {
    struct Quiet : std::exception {
        const char* what() const noexcept override { return ""; }
    };
    struct Wordless : std::exception {};
    QCOMPARE(green::describe(std::make_exception_ptr(Wordless())), std::string("Wordless"));
    QCOMPARE(green::describe(std::make_exception_ptr(ValueError("x"))), std::string("ValueError: x"));
    QCOMPARE(green::describe(std::make_exception_ptr(Quiet())), std::string("Quiet"));
    QCOMPARE(green::describe(std::make_exception_ptr(std::runtime_error("x"))), std::string("std::runtime_error: x"));
    QCOMPARE(green::describe(std::make_exception_ptr(green::Full())), std::string("Full"));
    QCOMPARE(green::describe(std::make_exception_ptr(std::string("text"))).ends_with(": text"), true);
    QCOMPARE(green::describe(std::make_exception_ptr(7)), std::string("int"));
    QCOMPARE(green::describe(nullptr), std::string());
}

void FailingTest::r10_aBlockingCallInTheHubIsRefused() {
    const auto run = running::run([] {
        auto other = green::spawn([] { green::sleep(1s); });
        green::Queue<int> queue;
        const std::vector<std::pair<const char*, std::function<void()>>> calls{
            {"sleep", [] { green::sleep(); }},
            {"long sleep", [] { green::sleep(1s); }},
            {"join", [&] { other.join(); }},
            {"get", [&] { other.get(); }},
            {"joinall", [&] { green::joinall({other}); }},
            {"select", [] { green::select({}, {}, {}); }},
            {"select of no time", [] { green::select({}, {}, {}, 0s); }},
        };
        auto g = green::spawn([] {});
        for (const auto& [what, call] : calls)
            g.rawlink([what = what, call = call](const green::Greenlet&) {
                try {
                    call();
                    green::print("{} did not raise", what);
                } catch (const green::BlockingSwitchOutError&) {
                    green::print("{}", what);
                }
            });
        g.join();
    });
    QCOMPARE(run.lines(), (Lines{"sleep", "long sleep", "join", "get", "joinall", "select", "select of no time"}));
    QCOMPARE(run.err, std::string());
}

void FailingTest::mainRaises() {
    const auto run = running::run([] {
        green::print("before");
        throw ValueError("main's");
    });
    QVERIFY(run.result.ending == green::RunResult::Ending::MainRaised);
    QCOMPARE(run.result.exit_code, 1);
    QCOMPARE(run.result.error, std::string("ValueError: main's"));
    QCOMPARE(run.lines(), (Lines{"before"}));
    QCOMPARE(run.store->last().greenlet(Id::Main)->state, State::Failed);
}

void FailingTest::mainRaisesWhatIsNoStdException() {
    const auto run = running::run([] { throw 7; });
    QVERIFY(run.result.ending == green::RunResult::Ending::MainRaised);
    QCOMPARE(run.result.error, std::string("int"));
    const auto exit = running::run([] { throw green::GreenletExit("main leaves"); });
    QCOMPARE(exit.result.exit_code, 1);
    QCOMPARE(exit.result.error, std::string("GreenletExit: main leaves"));
}

void FailingTest::r70_mainEndsAndTheOthersAreAbandoned() {
    Lines log;
    const auto run = running::run([&] {
        const auto blocked = [&](const std::string& how) {
            const Told told(log, how);
            try {
                if (how == "sleeps")
                    green::sleep(1s);
                else if (how == "gives way")
                    green::sleep();
                else
                    green::Queue<int>().get();
                log.push_back("went on");
            } catch (const green::GreenletExit&) {
                log.push_back("GreenletExit");
            } catch (const std::exception&) {
                log.push_back("exception");
            }
        };
        for (const char* how : {"sleeps", "gives way", "waits"}) green::spawn(blocked, how);
        green::sleep();
        green::spawn(blocked, "never begins");
        green::spawn_later(1ms, blocked, "never begins");
    });
    QVERIFY(run.result.ending == green::RunResult::Ending::Done);
    QCOMPARE(log, (Lines{"waits", "gives way", "sleeps"}));
    for (const auto& greenlet : run.store->last().greenlets()) QCOMPARE(greenlet.ended, greenlet.role == Role::Main);
}

void FailingTest::r70_theYoungestIsUnwoundFirst() {
    Lines log;
    running::run([&] {
        green::spawn([&] {
            const Told outer(log, "parent");
            const std::string on_the_stack = "child, told by its parent's stack";
            green::spawn([&] {
                const Told told(log, "");
                const AtEnd reads([&] { log.push_back(on_the_stack); });
                green::sleep(1s);
            });
            green::sleep(1s);
        });
        green::sleep();
        green::sleep();
    });
    QCOMPARE(log, (Lines{"child, told by its parent's stack", "", "parent"}));
}

void FailingTest::r70_nothingIsRecordedOrPrintedAfterTheEnd() {
    int destroyed = 0;
    const auto run = running::run([&] {
        green::spawn([&] {
            const AtEnd busy([&] {
                ++destroyed;
                green::print("after the end");
                green::Queue<int> queue(1);
                queue.put(1);
                queue.get();
                green::spawn([] { green::print("never"); });
                green::spawn_later(1ms, [] { green::print("never"); });
                green::Timeout::start_new(1s);
                green::kill(green::getcurrent());
                green::work(1s);
            });
            green::sleep(1s);
        });
        green::sleep();
    });
    QCOMPARE(destroyed, 1);
    QCOMPARE(run.out + run.err, std::string());
    const auto& last = run.store->event(run.store->size());
    QCOMPARE(last.kind, Kind::End);
    QCOMPARE(last.greenlet, Id::Main);
}

void FailingTest::argumentsOfAGreenletThatNeverRanAreDestroyed() {
    const auto shared = std::make_shared<int>(1);
    running::run([&] {
        const auto never = [](const std::shared_ptr<int>&) { green::print("never"); };
        green::spawn(never, shared);
        green::spawn_later(1s, never, shared);
        green::make_greenlet(never, shared);
        auto killed = green::spawn(never, shared);
        killed.kill();
    });
    QCOMPARE(shared.use_count(), 1L);
}

void FailingTest::aGreenletThatHoldsItselfIsDestroyed() {
    const auto shared = std::make_shared<int>(1);
    running::run([&] {
        struct Cycle {
            green::Greenlet self;
            std::shared_ptr<int> held;
        };
        const auto in_its_body = std::make_shared<Cycle>(Cycle{{}, shared});
        in_its_body->self = green::spawn_later(1s, [in_its_body] {});
        auto linked = green::spawn([] { green::sleep(1s); });
        linked.rawlink([linked, shared](const green::Greenlet&) {});
        green::sleep();
    });
    QCOMPARE(shared.use_count(), 1L);
}

void FailingTest::swallowingTheUnwindingDoesNotStopIt() {
    Lines log;
    running::run([&] {
        green::spawn([&] {
            const Told told(log, "destroyed");
            for (int i = 0; i < 3; ++i) {
                try {
                    green::sleep(1s);
                } catch (...) {
                    log.push_back("swallowed");
                }
            }
            log.push_back("returned");
        });
        green::spawn([&] {
            const Told told(log, "never told: its stack is given up");
            for (;;) {
                try {
                    green::sleep(1s);
                } catch (...) {
                }
            }
        });
        green::sleep();
    });
    QCOMPARE(log, (Lines{"swallowed", "swallowed", "swallowed", "returned", "destroyed"}));
}

void FailingTest::aDestructorThatBlocksDuringTheUnwinding() {
    Lines log;
    const auto run = running::run([&] {
        green::spawn([&] {
            const Told told(log, "first destroyed");
            green::sleep(1s);
        });
        green::spawn([&] {
            const AtEnd blocks([&] {
                log.push_back("blocks");
                green::sleep();
                log.push_back("never");
            });
            const Told told(log, "destroyed before it");
            green::sleep(1s);
        });
        green::sleep();
    });
    QVERIFY(run.result.ending == green::RunResult::Ending::Done);
    QCOMPARE(log, (Lines{"destroyed before it", "blocks", "first destroyed"}));
}

// Nothing may be thrown out of a destructor: its stack is left as it is, and the program lives on.
void FailingTest::aDestructorThatIsBlockedWhenTheRunEnds() {
    Lines log;
    const auto run = running::run([&] {
        green::spawn([&] {
            const Told told(log, "first destroyed");
            green::sleep(1s);
        });
        green::spawn([&] {
            {
                const AtEnd blocks([] { green::sleep(1s); });
            }
            log.push_back("never");
        });
        green::spawn([&]() noexcept {
            green::sleep(1s);
            log.push_back("never");
        });
        green::sleep();
    });
    QVERIFY(run.result.ending == green::RunResult::Ending::Done);
    QCOMPARE(log, (Lines{"first destroyed"}));
}

void FailingTest::handlesOutliveTheRun() {
    std::vector<green::Greenlet> kept;
    std::optional<green::Queue<int>> queue;
    running::run([&] {
        queue.emplace(3);
        queue->put(1);
        kept.push_back(green::spawn([] { return 5; }));
        kept.push_back(green::spawn([] { green::sleep(1s); }));
        kept.push_back(green::spawn([&] { queue->get(); }));
        kept.push_back(green::make_greenlet([] {}));
        kept.push_back(green::getcurrent());
        green::sleep();
        kept.push_back(green::spawn([] {}));
    });
    QCOMPARE(kept[0].value<int>(), 5);
    QVERIFY(!kept[1].ready());
    QCOMPARE(queue->qsize(), 0u);
    const auto run = running::run([&] {
        for (auto& g : kept) {
            g.start();
            g.kill();
        }
        try {
            kept[1].join();
        } catch (const green::LoopExit&) {
            green::print("a greenlet of another run never ends");
        }
    });
    QCOMPARE(run.lines(), (Lines{"a greenlet of another run never ends"}));
}

void FailingTest::runsCanFollowEachOther() {
    for (int i = 0; i < 3; ++i) {
        const auto run = running::run([] {
            green::spawn([] { green::sleep(1s); });
            green::spawn([] { throw ValueError("x"); }).join();
        });
        QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>g2 g2>hub hub>main"));
    }
    const auto run = running::run([] { running::run([] {}); });
    QCOMPARE(run.result.error, std::string("std::logic_error: a second run on one thread"));
}

void FailingTest::engineCallsNeedARun() {
    QVERIFY_THROWS_EXCEPTION(std::logic_error, green::sleep());
    QVERIFY_THROWS_EXCEPTION(std::logic_error, green::spawn([] {}));
    QVERIFY_THROWS_EXCEPTION(std::logic_error, green::Queue<int>());
}

QTEST_APPLESS_MAIN(FailingTest)
#include "failing_test.moc"
