// PriorityQueue and LifoQueue, loops over queues, and copies. Rules are those of tests/oracle/RULES.md.
#include <QTest>
#include <algorithm>
#include <memory>
#include <stdexcept>

#include "running.h"
#include "story.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

namespace {

// Ten numbers are equal.
struct ByTens {
    bool operator()(int a, int b) const { return a / 10 < b / 10; }
};
using Tens = green::PriorityQueue<int, ByTens>;

// One that can't be compared with some.
struct Picky {
    int number = 0;
    friend bool operator<(const Picky& a, const Picky& b) {
        if (a.number < 0 || b.number < 0) throw std::domain_error("not comparable");
        return a.number < b.number;
    }
    friend std::string repr(const Picky& picky) { return std::to_string(picky.number); }
};

template <class Queue>
std::vector<int> drained(Queue queue) {
    std::vector<int> items;
    while (!queue.empty()) items.push_back(queue.get_nowait());
    return items;
}

}  // namespace

class QueueKindsTest : public QObject {
    Q_OBJECT

private slots:
    void r58_lowestFirst();
    void r58_equalOnesComeAsHeapqGivesThem();
    void r58_newestFirst();
    void r58_peekShowsWhatGetTakes();
    void r58_aLoopEndsWithAnEmptyOptional();
    void r58_aLoopOverOtherItemsGoesOnForEver();
    void aPutterBlocksWhateverTheOrder();
    void theRecordShowsItemsInTheOrderOfTaking_data();
    void theRecordShowsItemsInTheOrderOfTaking();
    void theRecordSaysWhichOfEqualOnesWasTaken();
    void theHubsOwnPutIsNobodysInTheRecord();
    void copiesHaveTheSameItemsAndGoTheirOwnWay();
    void r58_theItemsOfACopyAreMadeAHeapAgain();
    void whatCantBeComparedIsItsPuttersErrorAndLeavesTheQueueWhole();
    void itemsMayBeForMovingOnly();
    void kindsAreNamedInTheRecord();
};

void QueueKindsTest::r58_lowestFirst() {
    const auto run = running::run([] {
        green::PriorityQueue<std::pair<int, std::string>> queue(0, {{5, "e"}, {1, "a"}, {3, "c"}});
        queue.put({2, "b"});
        while (!queue.empty()) green::print("{}", queue.get().second);
    });
    QCOMPARE(run.lines(), (Lines{"a", "b", "c", "e"}));
}

// The numbers are what Python's heapq gave for the same steps.
void QueueKindsTest::r58_equalOnesComeAsHeapqGivesThem() {
    std::vector<int> order;
    running::run([&] {
        Tens queue(0, {31, 12, 35, 11, 22, 13, 38, 14, 21, 15});
        for (const int number : {16, 23, 17}) queue.put(number);
        for (int i = 0; i < 4; ++i) order.push_back(queue.get());
        for (const int number : {18, 32}) queue.put(number);
        for (const int number : drained(queue)) order.push_back(number);
    });
    QCOMPARE(order, (std::vector<int>{13, 17, 15, 12, 16, 14, 18, 11, 23, 22, 21, 31, 35, 32, 38}));
}

void QueueKindsTest::r58_newestFirst() {
    std::vector<int> order;
    running::run([&] {
        green::LifoQueue<int> queue(0, {1, 2, 3});
        queue.put(4);
        order.push_back(queue.get());
        queue.put(5);
        for (const int number : drained(queue)) order.push_back(number);
    });
    QCOMPARE(order, (std::vector<int>{4, 5, 3, 2, 1}));
}

void QueueKindsTest::r58_peekShowsWhatGetTakes() {
    const auto run = running::run([] {
        green::LifoQueue<int> lifo(0, {1, 2});
        green::print("{}", lifo.peek());
        green::print("{}", lifo.get());
        green::print("{}", lifo.peek_nowait());
        Tens tens(0, {25, 15, 11});
        const int next = tens.peek();
        green::print("{}", next == tens.get());
        green::PriorityQueue<int> later;
        auto peeker = green::spawn([=]() mutable { green::print("peeked {}", later.peek()); });
        green::sleep();
        later.put(7);
        peeker.join();
        green::print("{} left", later.qsize());
    });
    QCOMPARE(run.lines(), (Lines{"2", "2", "1", "true", "peeked 7", "1 left"}));
}

void QueueKindsTest::r58_aLoopEndsWithAnEmptyOptional() {
    const auto run = running::run([] {
        green::Queue<std::optional<int>> queue(1);
        auto reader = green::spawn(green::named("reader"), [=]() mutable {
            for (const int item : queue) green::print("item {}", item);
            green::print("no more");
        });
        for (int i = 1; i <= 3; ++i) queue.put(i);
        queue.put(std::nullopt);
        queue.put(4);
        reader.join();
        green::print("{} left", queue.qsize());
    });
    QCOMPARE(run.lines(), (Lines{"item 1", "item 2", "item 3", "no more", "1 left"}));
    // Where it says that the reader waits, it waits in this file.
    for (EventNumber n = 1; n <= run.store->size(); ++n)
        if (run.store->event(n).wait_reason() == WaitReason::QueueGet && run.store->event(n).kind == Kind::Wait)
            QVERIFY(std::string(run.store->file(n)).ends_with("queue_kinds_test.cpp"));
}

void QueueKindsTest::r58_aLoopOverOtherItemsGoesOnForEver() {
    const auto run = running::run([] {
        green::LifoQueue<int> queue(0, {0, 1});
        for (const int item : queue) green::print("item {}", item);
    });
    QCOMPARE(run.lines(), (Lines{"item 1", "item 0"}));
    QCOMPARE(run.result.error, std::string("LoopExit: This operation would block forever"));
}

void QueueKindsTest::aPutterBlocksWhateverTheOrder() {
    const auto run = running::run([] {
        green::PriorityQueue<int> queue(2, {5, 6});
        auto putter = green::spawn([=]() mutable {
            queue.put(1);
            green::print("put 1");
        });
        green::sleep();
        green::print("{}", queue.get());
        putter.join();
        green::print("{}", drained(queue));
    });
    QCOMPARE(run.lines(), (Lines{"5", "put 1", "[1, 6]"}));
}

void QueueKindsTest::theRecordShowsItemsInTheOrderOfTaking_data() {
    QTest::addColumn<void (*)()>("program");
    QTest::addColumn<std::vector<std::string>>("story");
    QTest::newRow("lifo") << +[] {
        green::LifoQueue<int> queue(2, {1});
        green::spawn(green::named("a"), [=]() mutable {
            queue.put(2);
            queue.put(3);
        });
        green::sleep();
        queue.get();
        green::sleep();
    } << Lines{"main put 1 -> 1", "a put 2 -> 2 1", "a wait 3 -> 2 1 (a)", "main get 2 -> 1 (a)", "hub put 3 -> 3 1"};
    QTest::newRow("priority") << +[] {
        green::PriorityQueue<int> queue(3, {5, 2});
        green::spawn(green::named("a"), [=]() mutable {
            queue.put(3);
            queue.put(1);
        });
        green::sleep();
        queue.get();
        green::sleep();
    } << Lines{"main put 5 -> 5",       "main put 2 -> 2 5",     "a put 3 -> 2 3 5",
               "a wait 1 -> 2 3 5 (a)", "main get 2 -> 3 5 (a)", "hub put 1 -> 1 3 5"};
}

void QueueKindsTest::theRecordShowsItemsInTheOrderOfTaking() {
    using Program = void (*)();
    QFETCH(Program, program);
    QFETCH(std::vector<std::string>, story);
    QCOMPARE(running::story(running::run(program)), story);
}

// heapq gives equal ones in an order of its own. What the record shows is sorted, and each Get says which
// one has gone.
void QueueKindsTest::theRecordSaysWhichOfEqualOnesWasTaken() {
    std::vector<int> taken;
    const auto run = running::run([&] {
        Tens queue(0, {31, 12, 35, 11, 22, 13, 38, 14, 21, 15});
        queue.put(16);
        taken = drained(queue);
    });
    std::vector<std::string> gone;
    bool from_the_middle = false;
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        const auto items = run.store->moment(n).objects().front().items;
        QVERIFY(std::ranges::is_sorted(items, {}, [](const std::string& item) { return std::stoi(item) / 10; }));
        const auto& event = run.store->event(n);
        if (event.kind != Kind::Get) continue;
        const auto before = run.store->moment(n - 1).objects().front().items;
        const auto place = static_cast<std::size_t>(event.amount);
        gone.push_back(before.at(place));
        QCOMPARE(gone.back(), std::string(run.store->text(n)));
        from_the_middle = from_the_middle || place > 0;
    }
    QVERIFY(from_the_middle);
    QCOMPARE(gone.size(), taken.size());
    for (std::size_t i = 0; i < taken.size(); ++i) QCOMPARE(gone[i], std::to_string(taken[i]));
}

// A link puts while somebody else waits to: that one waits on.
void QueueKindsTest::theHubsOwnPutIsNobodysInTheRecord() {
    const auto run = running::run([] {
        green::Queue<int> queue(1, {1});
        auto putter = green::spawn(green::named("putter"), [=]() mutable { queue.put(2); });
        green::sleep();
        auto ends = green::spawn([] {});
        ends.rawlink([=](const green::Greenlet&) mutable {
            queue.get();
            queue.put(3);
        });
        ends.join();
    });
    const auto& queue = run.store->last().objects().front();
    QCOMPARE((Lines{queue.items.begin(), queue.items.end()}), Lines{"3"});
    QCOMPARE(queue.waiters, std::vector<Id>{run.greenlet("putter").id});
}

void QueueKindsTest::copiesHaveTheSameItemsAndGoTheirOwnWay() {
    const auto run = running::run([] {
        green::Queue<int> queue(2, {1, 2, 3}, "first");
        auto copy = queue.copy("second");
        green::print("{} {} {} {}", copy.name(), *copy.maxsize(), copy.get(), copy == queue);
        green::print("{} {}", drained(queue), drained(copy));
        green::LifoQueue<int> lifo(0, {1, 2, 3});
        green::print("{} {}", drained(lifo.copy()), lifo.copy().maxsize().has_value());
    });
    QCOMPARE(run.lines(), (Lines{"second 2 1 false", "[1, 2, 3] [2, 3]", "[3, 2, 1] false"}));
}

// Which moves those that are equal, with heapq's heapify too.
void QueueKindsTest::r58_theItemsOfACopyAreMadeAHeapAgain() {
    running::run([] {
        Tens queue(0, {31, 12, 35, 11, 22, 13});
        queue.get();
        queue.put(14);
        QCOMPARE(drained(queue.copy()), (std::vector<int>{14, 11, 12, 22, 31, 35}));
        QCOMPARE(drained(queue), (std::vector<int>{11, 14, 12, 22, 31, 35}));
    });
}

void QueueKindsTest::whatCantBeComparedIsItsPuttersErrorAndLeavesTheQueueWhole() {
    const auto run = running::run([] {
        green::PriorityQueue<Picky> queue(3, {{4}, {2}});
        const auto put = [queue](int number) {
            try {
                green::PriorityQueue<Picky>(queue).put({number});
                green::print("put {}", number);
            } catch (const std::domain_error& error) {
                green::print("{}: {}", number, error.what());
            }
        };
        put(-1);
        put(3);
        // Who waits hears of it too, and the next one still gets its turn.
        auto refused = green::spawn(put, -2);
        auto next = green::spawn(put, 5);
        green::sleep();
        auto first = queue.get();
        green::joinall({refused, next});
        green::print("{} first", first.number);
        while (!queue.empty()) green::print("{}", queue.get().number);
    });
    QCOMPARE(run.lines(),
             (Lines{"-1: not comparable", "put 3", "-2: not comparable", "put 5", "2 first", "3", "4", "5"}));
    QCOMPARE(run.err, std::string());
}

void QueueKindsTest::itemsMayBeForMovingOnly() {
    const auto run = running::run([] {
        using Box = std::unique_ptr<int>;
        const auto by_value = [](const Box& a, const Box& b) { return *a < *b; };
        green::PriorityQueue<Box, decltype(by_value)> priority;
        green::LifoQueue<Box> lifo(1);
        for (const int number : {2, 1, 3}) priority.put(std::make_unique<int>(number));
        auto putter = green::spawn([&] {
            while (!priority.empty()) lifo.put(priority.get());
        });
        for (int i = 0; i < 3; ++i) green::print("{}", *lifo.get());
    });
    QCOMPARE(run.lines(), (Lines{"1", "2", "3"}));
}

void QueueKindsTest::kindsAreNamedInTheRecord() {
    const auto run = running::run([] {
        const green::PriorityQueue<int> a;
        const green::LifoQueue<int> b(3);
        const green::JoinableQueue<int> c;
        const green::SimpleQueue<int> d;
        const green::Channel<int> e;
        green::print("{} {} {} {} {}", a.name(), b.name(), c.name(), d.name(), e.name());
    });
    QCOMPARE(run.lines(), Lines{"PriorityQueue-1 LifoQueue-1 JoinableQueue-1 SimpleQueue-1 Channel-1"});
    std::vector<ObjectKind> kinds;
    std::vector<std::int64_t> capacities;
    for (const auto& object : run.store->last().objects()) {
        kinds.push_back(object.kind);
        capacities.push_back(object.capacity);
    }
    QCOMPARE(kinds, (std::vector{ObjectKind::PriorityQueue, ObjectKind::LifoQueue, ObjectKind::JoinableQueue,
                                 ObjectKind::SimpleQueue, ObjectKind::Channel}));
    QCOMPARE(capacities, (std::vector<std::int64_t>{-1, 3, -1, -1, 0}));
}

QTEST_APPLESS_MAIN(QueueKindsTest)
#include "queue_kinds_test.moc"
