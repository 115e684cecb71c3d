// Thousands of greenlets at once.
#include <QTest>

#include "running.h"

using namespace std::chrono_literals;

// ThreadSanitizer has room for 8,000.
constexpr int many = 5000;

class ManyGreenletsTest : public QObject {
    Q_OBJECT

private slots:
    void allOfThemBlockedAtOnce();
    void allOfThemOneAfterTheOther();
    void aRingOfQueues();
    void killedAllAtOnce();
    void abandonedAllAtOnce();
};

void ManyGreenletsTest::allOfThemBlockedAtOnce() {
    int alive = 0;
    int most = 0;
    const auto run = running::run([&] {
        std::vector<green::Greenlet> all;
        for (int i = 0; i < many; ++i)
            all.push_back(green::spawn([&] {
                most = std::max(most, ++alive);
                green::sleep();
                green::sleep(10ms);
                --alive;
            }));
        green::joinall(all);
    });
    QCOMPARE(most, many);
    QCOMPARE(alive, 0);
    QCOMPARE(run.store->last().greenlets().size(), static_cast<std::size_t>(many) + 2);
    // All starts, all give way, all wake and end, each of which wakes main.
    QCOMPARE(run.store->last().switches(), static_cast<std::uint64_t>(many) * 8);
}

void ManyGreenletsTest::allOfThemOneAfterTheOther() {
    long sum = 0;
    running::run([&] {
        for (int i = 0; i < 4 * many; ++i) sum += green::spawn([i] { return i; }).get<int>();
    });
    QCOMPARE(sum, 4L * many * (4L * many - 1) / 2);
}

void ManyGreenletsTest::aRingOfQueues() {
    constexpr int length = 1000;
    const auto run = running::run([] {
        std::vector<green::Queue<int>> queues;
        for (int i = 0; i <= length; ++i) queues.emplace_back(1);
        for (int i = 0; i < length; ++i)
            green::spawn([from = queues[i], to = queues[i + 1]]() mutable {
                for (;;) to.put(from.get() + 1);
            });
        for (int round = 0; round < 3; ++round) queues.front().put(round);
        for (int round = 0; round < 3; ++round) green::print("{}", queues.back().get());
    });
    QCOMPARE(run.lines(), (std::vector<std::string>{"1000", "1001", "1002"}));
}

void ManyGreenletsTest::killedAllAtOnce() {
    running::run([] {
        std::vector<green::Greenlet> all;
        for (int i = 0; i < many; ++i) all.push_back(green::spawn([] { green::sleep(1s); }));
        green::sleep();
        green::killall(all);
        for (const auto& greenlet : all) QVERIFY(greenlet.ready());
    });
}

void ManyGreenletsTest::abandonedAllAtOnce() {
    const auto shared = std::make_shared<int>();
    running::run([&] {
        for (int i = 0; i < many; ++i) green::spawn([held = shared] { green::sleep(1s); });
        green::sleep();
    });
    QCOMPARE(shared.use_count(), 1L);
}

QTEST_APPLESS_MAIN(ManyGreenletsTest)
#include "many_greenlets_test.moc"
