// Events, and the notification that they share with results and semaphores. Rules are those of
// tests/oracle/RULES.md.
#include <QTest>

#include "running.h"
#include "trace/oracle_format.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using green::Event;

namespace {

// Prints `text` when its turn in the callback queue comes.
void say_in_turn(const char* text) {
    green::spawn([text] { green::print("{}", text); });
}

auto saying(const char* text) {
    return [text](const Event&) { green::print("{}", text); };
}

}  // namespace

class EventsTest : public QObject {
    Q_OBJECT

private slots:
    void r46_setQueuesOneNotificationAndNeverSwitches();
    void r47_eachRunsUntilItBlocksBeforeTheNext();
    void r47_linksAddedMeanwhileWaitForAnother();
    void r47_aRemovedLinkIsNotCalled();
    void r47_withoutTheLastOneItGoesOnToTheEnd();
    void r47_nobodyLeftStopsIt();
    void r47_anErrorInALinkIsReported();
    void r47_aFunctionIsCalledOnceInANotification();
    void r47_aLinkMayNotBlock();
    void r48_whoSetsAndWaitsComesLast();
    void r48_whoJoinedIsForgottenIfNobodyIsLeftWhoWaited();
    void r49_whoWaitedIsWokenThoughItWasCleared();
    void r49_falseOnlyForItsOwnLimit();
    void aKilledWaiterLeavesTheLine();
    void aTimeoutOfItsOwnIsClosedAfterwards();
    void inTheHubWaitingIsRefused();
    void r26_waitTakesAnythingWithLinks();
    void r25_iwaitHandsOutOneByOne();
    void whatTheRecordSaysOfAnEvent();
    void whatIsStillLinkedAtTheEndGoes();
    void aHandleIsTheSameEvent();
};

void EventsTest::r46_setQueuesOneNotificationAndNeverSwitches() {
    const auto run = running::run([] {
        Event event("go");
        const auto waiter = [=]() mutable { green::print("woken {}", event.wait()); };
        const auto first = green::spawn(waiter);
        green::sleep();
        event.set();
        event.set();
        green::print("set twice");
        say_in_turn("queued later");
        green::sleep();
        green::print("{} {}", event.wait(), first.ready());
    });
    QCOMPARE(run.lines(), (Lines{"set twice", "woken true", "queued later", "true true"}));
    int notifications = 0;
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        const auto& event = run.store->event(n);
        if (event.has(Flag::Queues) && event.job_kind == JobKind::Notify && event.kind == Kind::Set) ++notifications;
    }
    QCOMPARE(notifications, 1);
    // main to the waiter and back, for the set as well: nothing for set, nothing for the last wait.
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>main main>hub hub>g1 g1>hub hub>g2 g2>hub "
                                         "hub>main"));
}

void EventsTest::r47_eachRunsUntilItBlocksBeforeTheNext() {
    const auto run = running::run([] {
        Event event;
        std::vector<green::Greenlet> all;
        for (int n = 1; n <= 3; ++n)
            all.push_back(green::spawn([=]() mutable {
                event.wait();
                green::print("{} is woken", n);
                if (n == 1) event.clear();
                green::print("{} gives way", n);
                green::sleep();
                green::print("{} ends", n);
            }));
        green::sleep();
        event.set();
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"1 is woken", "1 gives way", "2 is woken", "2 gives way", "3 is woken", "3 gives way",
                                 "1 ends", "2 ends", "3 ends"}));
}

void EventsTest::r47_linksAddedMeanwhileWaitForAnother() {
    const auto run = running::run([] {
        Event event;
        event.rawlink([](const Event& set) {
            green::print("first");
            Event(set).rawlink(saying("late"));
            say_in_turn("in between");
        });
        event.rawlink(saying("second"));
        event.set();
        green::sleep();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"first", "second", "in between", "late"}));
}

void EventsTest::r47_aRemovedLinkIsNotCalled() {
    const auto run = running::run([] {
        Event event;
        const green::RawLink<Event> removed = saying("removed");
        event.rawlink([=](const Event& set) {
            green::print("first");
            Event(set).unlink(removed);
        });
        event.rawlink(removed);
        event.rawlink(saying("third"));
        event.set();
        green::sleep();
        green::print("{}", event.linkcount());
    });
    QCOMPARE(run.lines(), (Lines{"first", "third", "0"}));
}

void EventsTest::r47_withoutTheLastOneItGoesOnToTheEnd() {
    const auto run = running::run([] {
        Event event;
        const green::RawLink<Event> last = saying("removed");
        event.rawlink([=](const Event& set) {
            green::print("first");
            Event(set).rawlink(saying("late"));
            Event(set).unlink(last);
            say_in_turn("not in between");
        });
        event.rawlink(last);
        event.set();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"first", "late"}));
}

void EventsTest::r47_nobodyLeftStopsIt() {
    const auto run = running::run([] {
        Event event;
        const auto link = event.rawlink(saying("removed"));
        event.set();
        event.unlink(link);
        event.unlink(link);
        say_in_turn("in between");
        event.rawlink(saying("another"));
        green::sleep();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"in between", "another"}));
    const auto events = run.events();
    QVERIFY(std::ranges::any_of(events, [](const auto& event) { return event.find("cancel") != std::string::npos; }));
}

void EventsTest::r47_anErrorInALinkIsReported() {
    const auto run = running::run([] {
        Event event;
        event.rawlink([](const Event&) { throw green::ValueError("in a link"); });
        event.rawlink(saying("second"));
        event.set();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"second"}));
    QVERIFY2(run.err.starts_with("ValueError: in a link\n"), run.err.c_str());
    QVERIFY2(oracle_json(*run.store).find(R"(["link of Event","ValueError: in a link"])") != std::string::npos,
             oracle_json(*run.store).c_str());
}

void EventsTest::r47_aFunctionIsCalledOnceInANotification() {
    const auto run = running::run([] {
        const green::RawLink<Event> f = saying("f");
        Event event;
        event.rawlink(f);
        event.rawlink(f);
        event.rawlink(saying("g"));
        event.set();
        green::sleep();
        green::print("{} left", event.linkcount());
        // Where it is the last one too, it ends the notification when it is called first.
        Event other;
        other.rawlink(f);
        other.rawlink(saying("g"));
        other.rawlink(f);
        other.set();
        say_in_turn("in between");
        green::sleep();
        green::print("{} left", other.linkcount());
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"f", "g", "0 left", "f", "in between", "2 left", "g", "f"}));
}

void EventsTest::r47_aLinkMayNotBlock() {
    const auto run = running::run([] {
        Event event;
        event.rawlink([](const Event&) { green::sleep(10ms); });
        event.set();
        green::sleep();
    });
    QVERIFY2(run.err.starts_with("BlockingSwitchOutError"), run.err.c_str());
}

void EventsTest::r48_whoSetsAndWaitsComesLast() {
    const auto run = running::run([] {
        Event event;
        const auto waiter = [=](int n) mutable {
            event.wait();
            green::print("waiter {}", n);
            for (int again = 1; n == 1 && again <= 2; ++again) {
                event.wait();
                green::print("waiter 1, again {}", again);
            }
        };
        std::vector<green::Greenlet> all{green::spawn(waiter, 1), green::spawn(waiter, 2)};
        green::sleep();
        all.push_back(green::spawn([=]() mutable {
            event.set();
            say_in_turn("queued later");
            green::print("{}", event.wait());
        }));
        green::joinall(all);
    });
    // The setter joins while the notification is queued, waiter 1 while it runs, and once more when those
    // who joined are told: that is for the next notification.
    QCOMPARE(run.lines(),
             (Lines{"waiter 1", "waiter 2", "true", "waiter 1, again 1", "queued later", "waiter 1, again 2"}));
}

// In gevent too: see RULES.md.
void EventsTest::r48_whoJoinedIsForgottenIfNobodyIsLeftWhoWaited() {
    const auto run = running::run([] {
        Event event;
        const auto victim = green::spawn([=]() mutable { event.wait(); });
        green::sleep();
        auto joined = green::spawn([=]() mutable {
            green::kill(victim);
            event.set();
            event.wait();
        });
        joined.join(10ms);
        event.set();
        joined.join(10ms);
        green::print("{} {}", joined.ready(), event.is_set());
        // Nor does a later notification know it.
        event.clear();
        auto another = green::spawn([=]() mutable { event.wait(); });
        green::sleep();
        event.set();
        another.join(10ms);
        green::print("{} {}", joined.ready(), another.ready());
        joined.kill();
        green::print("{}", joined.ready());
    });
    QCOMPARE(run.lines(), (Lines{"false true", "false true", "true"}));
}

void EventsTest::r49_whoWaitedIsWokenThoughItWasCleared() {
    const auto run = running::run([] {
        Event event;
        const auto waiter = [=](int n) mutable {
            const bool woken = event.wait();
            green::print("{} {} {}", n, woken, event.is_set());
        };
        std::vector<green::Greenlet> all{green::spawn(waiter, 1)};
        green::sleep();
        event.set();
        event.clear();
        // Waits after the clear, but before the notification runs: its start was queued before the set.
        green::print("cleared");
        green::joinall(all);
        all = {green::spawn(waiter, 2)};
        green::sleep();
        all.push_back(green::spawn([=]() mutable {
            event.set();
            event.clear();
        }));
        all.push_back(green::spawn(waiter, 3));
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"cleared", "1 true false", "2 true false", "3 true false"}));
}

void EventsTest::r49_falseOnlyForItsOwnLimit() {
    const auto run = running::run([] {
        Event event;
        green::print("{} {}", event.wait(10ms), event.linkcount());
        green::print("{}", event.wait(0ms));
        green::spawn_later(10ms, [=]() mutable { event.set(); });
        green::print("{}", event.wait(20ms));
        event.clear();
        try {
            const green::Timeout::Scope scope(green::Timeout(5ms));
            event.wait(10ms);
        } catch (const green::Timeout& expired) {
            green::print("foreign: {} {}", expired.message(), event.linkcount());
        }
    });
    QCOMPARE(run.lines(), (Lines{"false 0", "false", "true", "foreign: 0.005 seconds 0"}));
}

void EventsTest::aKilledWaiterLeavesTheLine() {
    const auto run = running::run([] {
        Event event;
        const auto waiter = [=](const char* name) mutable {
            event.wait();
            green::print("{}", name);
        };
        std::vector<green::Greenlet> all;
        for (const auto* name : {"a", "b", "c"}) all.push_back(green::spawn(waiter, name));
        green::sleep();
        all[1].kill();
        green::print("{} left", event.linkcount());
        event.set();
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"2 left", "a", "c"}));
}

void EventsTest::aTimeoutOfItsOwnIsClosedAfterwards() {
    const auto run = running::run([] {
        Event event;
        green::Timeout limit(10ms);
        green::print("{}", event.wait(limit));
        try {
            event.wait(limit);
        } catch (const std::logic_error&) {
            green::print("it can't be started again");
        }
    });
    QCOMPARE(run.lines(), (Lines{"false", "it can't be started again"}));
}

void EventsTest::inTheHubWaitingIsRefused() {
    const auto run = running::run([] {
        Event event;
        Event other;
        event.rawlink([=](const Event&) mutable {
            try {
                other.wait();
            } catch (const green::BlockingSwitchOutError&) {
                green::print("refused, {} left", other.linkcount());
            }
            Event(event).wait();
        });
        event.set();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"refused, 0 left"}));
    // The event is set, but its notification runs: there is no waiting for its end (rule R48).
    QVERIFY2(run.err.starts_with("BlockingSwitchOutError"), run.err.c_str());
}

void EventsTest::r26_waitTakesAnythingWithLinks() {
    const auto run = running::run([] {
        Event event("event");
        green::AsyncResult<int> result("result");
        green::Semaphore semaphore(0, "semaphore");
        const auto greenlet = green::spawn([] {});
        green::spawn_later(30ms, [=]() mutable { event.set(); });
        green::spawn_later(10ms, [=]() mutable { semaphore.release(); });
        green::spawn_later(20ms, [=]() mutable { result.set(5); });
        const std::vector<green::Waitable> all{event, result, semaphore, greenlet};
        const auto print = [&](const std::vector<green::Waitable>& ready) {
            std::string text;
            for (const auto& one : ready) text += fmt::format("{} ", std::ranges::find(all, one) - all.begin());
            green::print("{}", text);
        };
        print(green::wait(all));
        // The semaphore was not acquired.
        green::print("{}", semaphore.counter());
        // What is there twice is notified twice.
        print(green::wait({event, result, event, greenlet}));
        Event never;
        print(green::wait({never, never}, {.timeout = 10ms}));
        green::print("{} {}", never.linkcount(), green::wait(all, {.count = 2}).size());
    });
    QCOMPARE(run.lines(), (Lines{"3 2 1 0 ", "1", "1 3 0 0 ", "", "0 2"}));
}

void EventsTest::r25_iwaitHandsOutOneByOne() {
    const auto run = running::run([] {
        Event a;
        Event b;
        green::spawn_later(10ms, [=]() mutable { b.set(); });
        green::spawn_later(20ms, [=]() mutable { a.set(); });
        for (const auto& ready : green::iwait({a, b, b})) green::print("{}", ready == a ? "a" : "b");
    });
    QCOMPARE(run.lines(), (Lines{"b", "b", "a"}));
}

void EventsTest::whatTheRecordSaysOfAnEvent() {
    const auto run = running::run([] {
        Event named("go");
        Event second;
        const auto waiter = green::spawn(green::named("waiter"), [=]() mutable { named.wait(50ms); });
        green::sleep();
        named.set();
        named.clear();
        green::sleep();
    });
    const auto& store = *run.store;
    std::string kinds;
    Moment moment;
    for (EventNumber n = 1; n <= store.size(); ++n) {
        const auto& event = store.event(n);
        store.seek(moment, n);
        if (moment.objects().empty() || event.object != moment.objects()[0].id) continue;
        const auto& go = *moment.object(event.object);
        kinds += std::string(name(event.kind)) + ":" + std::to_string(go.count) + ":" +
                 std::to_string(go.waiters.size()) + " ";
        if (event.kind != Kind::Wait) continue;
        QCOMPARE(event.wait_reason(), WaitReason::Event);
        QCOMPARE(call_name(event.wait_reason()), std::string_view("wait"));
        QVERIFY(event.amount > 50'000'000 && event.amount < 51'000'000);
    }
    QCOMPARE(kinds, std::string("object:0:0 wait:0:1 set:1:1 clear:0:1 "));
    QCOMPARE(store.last().objects()[0].kind, ObjectKind::Event);
    QCOMPARE(store.last().objects()[0].name, std::string("go"));
    QCOMPARE(store.last().objects()[1].name, std::string("Event-1"));
    QVERIFY(store.last().objects()[0].waiters.empty());
}

void EventsTest::whatIsStillLinkedAtTheEndGoes() {
    auto kept = std::make_shared<int>(0);
    const auto run = running::run([&] {
        Event event;
        event.rawlink([event, kept](const Event&) {});
        Event other;
        other.rawlink([event, other, kept](const Event&) {});
    });
    QCOMPARE(run.result.ending, green::RunResult::Ending::Done);
    QCOMPARE(kept.use_count(), 1L);
}

void EventsTest::aHandleIsTheSameEvent() {
    const auto run = running::run([] {
        Event event("go");
        Event copy = event;
        copy.set();
        green::print("{} {} {} {}", event.is_set(), copy == event, copy == Event(), repr(copy));
    });
    QCOMPARE(run.lines(), (Lines{"true true false go"}));
}

QTEST_APPLESS_MAIN(EventsTest)
#include "events_test.moc"
