// Queues. Rules are those of tests/oracle/RULES.md.
#include <QTest>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using Items = green::Queue<int>;

class QueuesTest : public QObject {
    Q_OBJECT

private slots:
    void r55_whatIsPossibleAtOnceDoesNotSwitch();
    void r56_roomForTwo();
    void r56_everybodyIsServedInTheOrderOfComing();
    void r57_aRunningGreenletMayTakeWhatWasPutForAnother();
    void r58_limits();
    void r58_whoeverIsKilledLeavesTheLineAndItsItemGoesWithIt();
    void r58_inTheHubTheOtherSideIsServedFirst();
    void r58_inTheHubThereIsNoFurtherUnlock();
    void r58_peekLeavesTheItem();
    void aQueueHasItsFirstItemsFromTheBeginning();
    void queuesAreNamedInTheRecord();
    void whatTheRecordSaysOfAQueue();
    void aHandleIsTheSameQueue();
};

void QueuesTest::r55_whatIsPossibleAtOnceDoesNotSwitch() {
    const auto run = running::run([] {
        Items queue(2);
        queue.put(1);
        queue.put(2);
        green::print("{}", queue.full());
        green::print("{}", queue.get() + queue.get());
    });
    QCOMPARE(run.lines(), (Lines{"true", "3"}));
    QCOMPARE(run.switches(), std::string());
}

void QueuesTest::r56_roomForTwo() {
    const auto run = running::run([] {
        Items queue(2);
        const auto producer = [=]() mutable {
            for (int i = 0; i < 6; ++i) {
                queue.put(i);
                green::print("put");
            }
        };
        const auto consumer = [=]() mutable {
            for (int i = 0; i < 6; ++i) {
                queue.get();
                green::print("get");
            }
        };
        green::joinall({green::spawn(producer), green::spawn(consumer)});
    });
    // The third put blocks; the unlock stores its item, so that it and the fourth are through before the getter.
    QCOMPARE(run.lines(), (Lines{"put", "put", "get", "get", "put", "put", "get", "get", "put", "put", "get", "get"}));
}

void QueuesTest::r56_everybodyIsServedInTheOrderOfComing() {
    const auto run = running::run([] {
        Items queue(1);
        std::vector<green::Greenlet> all;
        for (int i = 1; i <= 4; ++i)
            all.push_back(green::spawn([=]() mutable {
                queue.put(i);
                green::print("put {}", i);
            }));
        for (int i = 1; i <= 4; ++i)
            all.push_back(green::spawn([=]() mutable { green::print("getter {} got {}", i, queue.get()); }));
        green::joinall(all);
    });
    // Getter 1 takes what is there and so queues the unlock; 2 to 4 wait by then.
    QCOMPARE(run.lines(), (Lines{"put 1", "getter 1 got 1", "put 2", "getter 2 got 2", "put 3", "getter 3 got 3",
                                 "put 4", "getter 4 got 4"}));
}

void QueuesTest::r57_aRunningGreenletMayTakeWhatWasPutForAnother() {
    const auto run = running::run([] {
        Items queue;
        auto first = green::spawn([=]() mutable { green::print("first in line got {}", queue.get()); });
        auto second = green::spawn([=]() mutable { green::print("second got {}", queue.get()); });
        green::sleep();
        queue.put(1);
        green::print("thief got {}", queue.get());
        queue.put(2);
        queue.put(3);
        green::joinall({first, second});
    });
    QCOMPARE(run.lines(), (Lines{"thief got 1", "first in line got 2", "second got 3"}));
}

void QueuesTest::r58_limits() {
    const auto run = running::run([] {
        Items queue(1);
        const auto say = [](const char* what, auto&& call) {
            try {
                call();
                green::print("{}: done", what);
            } catch (const green::Full&) {
                green::print("{}: Full at {}", what, green::Clock::now().time_since_epoch() / 1ms);
            } catch (const green::Empty&) {
                green::print("{}: Empty at {}", what, green::Clock::now().time_since_epoch() / 1ms);
            }
        };
        say("get_nowait", [&] { queue.get_nowait(); });
        say("get", [&] { queue.get(10ms); });
        say("peek_nowait", [&] { queue.peek_nowait(); });
        say("peek", [&] { queue.peek(10ms); });
        queue.put(1);
        say("put_nowait", [&] { queue.put_nowait(2); });
        say("put", [&] { queue.put(2, 10ms); });
        green::spawn([&] { queue.get(); });
        say("put in time", [&] { queue.put(2, 0ms); });
    });
    QCOMPARE(run.lines(),
             (Lines{"get_nowait: Empty at 0", "get: Empty at 10", "peek_nowait: Empty at 10", "peek: Empty at 20",
                    "put_nowait: Full at 20", "put: Full at 30", "put in time: done"}));
}

void QueuesTest::r58_whoeverIsKilledLeavesTheLineAndItsItemGoesWithIt() {
    const auto run = running::run([] {
        Items queue(1);
        queue.put(0);
        auto killed = green::spawn([=]() mutable { queue.put(1); });
        auto limited =
            green::spawn([=]() mutable { green::within(green::Timeout(5ms, green::silent), [&] { queue.put(2); }); });
        auto patient = green::spawn([=]() mutable { queue.put(3); });
        green::sleep();
        killed.kill();
        green::sleep(10ms);
        const int first = queue.get();
        green::sleep();
        green::print("{} {}", first, queue.get());

        auto getter = green::spawn([=]() mutable { queue.get(); });
        green::sleep();
        getter.kill();
        queue.put(4);
        green::sleep();
        green::print("{} left", queue.qsize());
    });
    QCOMPARE(run.lines(), (Lines{"0 3", "1 left"}));
}

void QueuesTest::r58_inTheHubTheOtherSideIsServedFirst() {
    const auto run = running::run([] {
        Items queue(1);
        queue.put(1);
        green::spawn([=]() mutable {
            queue.put(2);
            green::print("putter goes on");
        });
        auto ends = green::spawn([] {});
        ends.rawlink([=](const green::Greenlet&) mutable {
            green::print("link got {}", queue.get());
            green::print("link got {}", queue.get());
            try {
                queue.get();
            } catch (const green::Empty&) {
                green::print("Empty");
            }
            queue.put(3);
            try {
                queue.put(4);
            } catch (const green::Full&) {
                green::print("Full");
            }
        });
        ends.join();
        green::sleep();
    });
    QCOMPARE(run.lines(), (Lines{"link got 1", "putter goes on", "link got 2", "Empty", "Full"}));
    QCOMPARE(run.err, std::string());
}

// What the hub does for itself queues no unlock: whoever waits on, waits.
void QueuesTest::r58_inTheHubThereIsNoFurtherUnlock() {
    const auto run = running::run([] {
        Items queue(1);
        queue.put(0);
        for (int i = 1; i <= 2; ++i)
            green::spawn([=]() mutable {
                queue.put(i);
                green::print("putter {} goes on", i);
            });
        auto ends = green::spawn([] {});
        auto taker = green::spawn([=]() mutable { queue.get(); });
        taker.rawlink([=](const green::Greenlet&) mutable { green::print("link got {}", queue.get()); });
        green::sleep();
        green::sleep(1ms);
        green::print("{} in the queue", queue.qsize());
    });
    // taker takes 0 and queues the unlock, which lets putter 1 in; the link's get at once queues one for 2.
    QCOMPARE(run.lines(), (Lines{"putter 1 goes on", "link got 1", "putter 2 goes on", "1 in the queue"}));
}

void QueuesTest::r58_peekLeavesTheItem() {
    const auto run = running::run([] {
        Items queue(1);
        auto peeker = green::spawn([=]() mutable { green::print("peeked {}", queue.peek()); });
        green::sleep();
        queue.put(5);
        green::print("{}", queue.peek_nowait());
        auto putter = green::spawn([=]() mutable {
            queue.put(6);
            green::print("never");
        });
        green::sleep();
        green::print("{} left", queue.qsize());
    });
    QCOMPARE(run.lines(), (Lines{"5", "peeked 5", "1 left"}));
}

void QueuesTest::aQueueHasItsFirstItemsFromTheBeginning() {
    const auto run = running::run([] {
        Items queue(2, {1, 2, 3}, "numbers");
        green::print("{} {} {}", queue.qsize(), queue.full(), *queue.maxsize());
        green::print("{}", queue.get());
    });
    QCOMPARE(run.lines(), (Lines{"3 true 2", "1"}));
    const auto& object = run.store->last().objects().front();
    QCOMPARE(object.name, std::string("numbers"));
    QCOMPARE((std::vector<std::string>{object.items.begin(), object.items.end()}), (Lines{"2", "3"}));
}

void QueuesTest::queuesAreNamedInTheRecord() {
    const auto run = running::run([] {
        const Items a;
        const Items b(3);
        const Items c(std::size_t{0}, "tasks");
        green::print("{} {} {} {}", a.name(), b.name(), c.name(), c.maxsize().has_value());
    });
    QCOMPARE(run.lines(), (Lines{"Queue-1 Queue-2 tasks false"}));
    const auto& objects = run.store->last().objects();
    QCOMPARE(objects.size(), 3u);
    QCOMPARE(objects[0].capacity, std::int64_t{-1});
    QCOMPARE(objects[1].capacity, std::int64_t{3});
    QCOMPARE(objects[2].capacity, std::int64_t{-1});
}

void QueuesTest::whatTheRecordSaysOfAQueue() {
    const auto run = running::run([] {
        green::Queue<std::string> queue(1, "words");
        auto a = green::spawn(green::named("a"), [=]() mutable {
            queue.put("it's");
            queue.put("b");
        });
        green::sleep();
        queue.get();
        a.join();
    });
    std::vector<std::string> story;
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        const auto& event = run.store->event(n);
        if (event.kind != Kind::Put && event.kind != Kind::Get && event.kind != Kind::Wait) continue;
        const auto moment = run.store->moment(n);
        const auto& queue = moment.objects().front();
        std::string line(moment.name_of(event.greenlet));
        line += " " + std::string(name(event.kind)) + " " + std::string(run.store->text(n)) + " ->";
        for (const auto& item : queue.items) line += " " + item;
        for (const auto waiter : queue.waiters) line += " (" + std::string(moment.name_of(waiter)) + ")";
        story.push_back(line);
    }
    QCOMPARE(story, (Lines{
                        R"(a put "it's" -> "it's")",
                        R"(a wait 'b' -> "it's" (a))",
                        R"(main get "it's" -> (a))",
                        R"(main wait  -> (a))",
                        R"(hub put 'b' -> 'b')",
                    }));
}

void QueuesTest::aHandleIsTheSameQueue() {
    const auto run = running::run([] {
        Items one(1);
        Items other = one;
        one.put(1);
        green::print("{}", other.full());
        green::print("{}", other.get());
        green::print("{}", one.empty());
    });
    QCOMPARE(run.lines(), (Lines{"true", "1", "true"}));
}

QTEST_APPLESS_MAIN(QueuesTest)
#include "queues_test.moc"
