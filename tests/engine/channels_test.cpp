// Channel. Rules are those of tests/oracle/RULES.md.
#include <QTest>

#include "running.h"
#include "story.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using Numbers = green::Channel<int>;

class ChannelsTest : public QObject {
    Q_OBJECT

private slots:
    void r60_theGetterRunsBeforeItsPutter();
    void r60_bothSidesBlockEvenIfTheOtherWaits();
    void r60_firstComeFirstServed();
    void r60_withoutWaitingItGoesThroughTheLoopOnce();
    void r60_limits();
    void r60_whoeverIsKilledTakesItsItemAway();
    void r60_inTheHubNobodyWaits();
    void inTheHubAGetterThatLeftIsNotWoken();
    void getClosesATimeoutThatPutOnlyCancels();
    void balanceCountsThoseWhoWait();
    void nothingIsEverInIt();
    void aLoopEndsWithAnEmptyOptional();
    void whatTheRecordSaysOfAChannel();
    void whatTheRecordSaysOfAChannelInTheHub();
};

void ChannelsTest::r60_theGetterRunsBeforeItsPutter() {
    const auto run = running::run([] {
        Numbers channel;
        const auto put = [=](int number) mutable {
            channel.put(number);
            green::print("{} handed over", number);
        };
        const auto get = [=]() mutable {
            for (int i = 0; i < 2; ++i) green::print("got {}", channel.get());
        };
        green::joinall({green::spawn(put, 1), green::spawn(put, 2), green::spawn(get)});
    });
    QCOMPARE(run.lines(), (Lines{"got 1", "1 handed over", "got 2", "2 handed over"}));
}

void ChannelsTest::r60_bothSidesBlockEvenIfTheOtherWaits() {
    const auto run = running::run([] {
        Numbers channel;
        green::spawn([=]() mutable { channel.get(); });
        green::sleep();
        green::spawn([] { green::print("in between"); });
        channel.put(1);
        green::print("through");
        green::spawn([=]() mutable { channel.put(2); });
        green::sleep();
        green::spawn([] { green::print("in between"); });
        green::print("{}", channel.get());
    });
    QCOMPARE(run.lines(), (Lines{"in between", "through", "in between", "2"}));
}

void ChannelsTest::r60_firstComeFirstServed() {
    const auto run = running::run([] {
        Numbers channel;
        std::vector<green::Greenlet> all;
        for (int n = 1; n <= 3; ++n)
            all.push_back(green::spawn([=]() mutable { green::print("getter {} has {}", n, channel.get()); }));
        for (int n = 1; n <= 3; ++n) all.push_back(green::spawn([=]() mutable { channel.put(n * 10); }));
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"getter 1 has 10", "getter 2 has 20", "getter 3 has 30"}));
}

void ChannelsTest::r60_withoutWaitingItGoesThroughTheLoopOnce() {
    const auto run = running::run([] {
        Numbers channel;
        try {
            channel.get_nowait();
        } catch (const green::Empty&) {
            green::print("Empty");
        }
        try {
            channel.put_nowait(1);
        } catch (const green::Full&) {
            green::print("Full");
        }
        green::spawn([=]() mutable { channel.put(2); });
        green::print("{}", channel.get_nowait());
        auto getter = green::spawn([=]() mutable { green::print("got {}", channel.get()); });
        channel.put_nowait(3);
        green::print("{}", getter.ready());
    });
    QCOMPARE(run.lines(), (Lines{"Empty", "Full", "2", "got 3", "true"}));
}

void ChannelsTest::r60_limits() {
    const auto run = running::run([] {
        Numbers channel;
        const auto now = [] { return green::Clock::now().time_since_epoch() / 1ms; };
        try {
            channel.put(1, 10ms);
        } catch (const green::Full&) {
            green::print("Full at {}", now());
        }
        try {
            channel.get(10ms);
        } catch (const green::Empty&) {
            green::print("Empty at {}", now());
        }
        green::print("{}", channel.balance());
    });
    QCOMPARE(run.lines(), (Lines{"Full at 10", "Empty at 20", "0"}));
}

void ChannelsTest::r60_whoeverIsKilledTakesItsItemAway() {
    const auto run = running::run([] {
        Numbers channel;
        auto killed = green::spawn([=]() mutable { channel.put(1); });
        auto putter = green::spawn([=]() mutable { channel.put(2); });
        green::sleep();
        killed.kill();
        green::print("{}", channel.get());
        auto getter = green::spawn([=]() mutable { channel.get(); });
        green::sleep();
        getter.kill();
        green::print("{}", channel.balance());
    });
    QCOMPARE(run.lines(), (Lines{"2", "0"}));
}

void ChannelsTest::r60_inTheHubNobodyWaits() {
    const auto run = running::run([] {
        Numbers channel;
        const auto in_hub = [](auto function) {
            auto ends = green::spawn([] {});
            ends.rawlink([=](const green::Greenlet&) mutable { function(); });
            ends.join();
        };
        in_hub([=]() mutable {
            try {
                channel.put(1);
            } catch (const green::Full&) {
                green::print("Full");
            }
            try {
                channel.get_nowait();
            } catch (const green::BlockingSwitchOutError&) {
                green::print("it would block");
            }
        });
        auto getter = green::spawn([=]() mutable { green::print("got {}", channel.get()); });
        green::sleep();
        in_hub([=]() mutable {
            channel.put(2);
            green::print("put");
        });
        auto putter = green::spawn([=]() mutable {
            channel.put(3);
            green::print("3 handed over");
        });
        green::sleep();
        in_hub([=]() mutable { green::print("{} in the hub", channel.get()); });
        putter.join();
        green::print("{}", channel.balance());
    });
    // A getter is switched to at once; a putter is told by a callback.
    QCOMPARE(run.lines(), (Lines{"Full", "it would block", "got 2", "put", "3 in the hub", "3 handed over", "0"}));
    QCOMPARE(run.err, std::string());
}

void ChannelsTest::inTheHubAGetterThatLeftIsNotWoken() {
    const auto run = running::run([] {
        Numbers channel;
        auto putter = green::spawn([=]() mutable {
            try {
                channel.put(1);
            } catch (const green::GreenletExit&) {
                green::sleep(10ms);
                green::print("slept until {}", green::Clock::now().time_since_epoch() / 1ms);
            }
        });
        green::sleep();
        auto ends = green::spawn([] {});
        ends.rawlink([=](const green::Greenlet&) mutable {
            putter.kill(std::make_exception_ptr(green::GreenletExit()), false);
            channel.get();
        });
        ends.join();
        putter.join();
    });
    QCOMPARE(run.lines(), Lines{"slept until 10"});
}

void ChannelsTest::getClosesATimeoutThatPutOnlyCancels() {
    const auto run = running::run([] {
        Numbers channel;
        green::Timeout timeout(10ms);
        green::spawn([=]() mutable { channel.get(); });
        channel.put(1, timeout);
        timeout.start();
        timeout.cancel();
        green::spawn([=]() mutable { channel.put(2); });
        channel.get(timeout);
        try {
            timeout.start();
        } catch (const std::logic_error&) {
            green::print("closed");
        }
    });
    QCOMPARE(run.lines(), Lines{"closed"});
}

void ChannelsTest::balanceCountsThoseWhoWait() {
    const auto run = running::run([] {
        Numbers channel;
        for (int i = 0; i < 2; ++i) green::spawn([=]() mutable { channel.put(i); });
        green::sleep();
        green::print("{}", channel.balance());
        for (int i = 0; i < 3; ++i) green::spawn([=]() mutable { channel.get(); });
        green::sleep();
        green::print("{}", channel.balance());
        green::sleep();
        green::print("{}", channel.balance());
    });
    QCOMPARE(run.lines().front(), std::string("2"));
    QCOMPARE(run.lines().back(), std::string("-1"));
}

void ChannelsTest::nothingIsEverInIt() {
    running::run([] {
        Numbers channel;
        green::spawn([=]() mutable { channel.put(1); });
        green::sleep();
        QVERIFY(channel.empty() && channel.full());
        QCOMPARE(channel.qsize(), std::size_t{0});
    });
}

void ChannelsTest::aLoopEndsWithAnEmptyOptional() {
    const auto run = running::run([] {
        green::Channel<std::optional<int>> channel;
        auto reader = green::spawn([=]() mutable {
            for (const int number : channel) green::print("{}", number);
            green::print("no more");
        });
        for (int i = 1; i <= 2; ++i) channel.put(i);
        channel.put(std::nullopt);
        reader.join();
    });
    QCOMPARE(run.lines(), (Lines{"1", "2", "no more"}));
}

void ChannelsTest::whatTheRecordSaysOfAChannel() {
    const auto run = running::run([] {
        Numbers channel;
        auto a = green::spawn(green::named("a"), [=]() mutable { channel.put(1); });
        auto b = green::spawn(green::named("b"), [=]() mutable { channel.put(2); });
        green::sleep();
        channel.get();
        channel.get();
    });
    QCOMPARE(running::story(run), (Lines{"a wait 1 -> (a)", "b wait 2 -> (a) (b)", "main wait -> (a) (b) (main)",
                                         "hub put 1 -> 1 (b) (main)", "main get 1 -> (b)", "main wait -> (b) (main)",
                                         "hub put 2 -> 2 (main)", "main get 2 ->"}));
}

void ChannelsTest::whatTheRecordSaysOfAChannelInTheHub() {
    const auto run = running::run([] {
        Numbers channel;
        const auto in_hub = [](auto function) {
            auto ends = green::spawn([] {});
            ends.rawlink([=](const green::Greenlet&) mutable { function(); });
            ends.join();
        };
        green::spawn(green::named("a"), [=]() mutable { channel.get(); });
        in_hub([=]() mutable { channel.put(1); });
        green::spawn(green::named("c"), [=]() mutable { channel.put(3); });
        green::sleep();
        in_hub([=]() mutable { channel.get(); });
        green::sleep();
    });
    QCOMPARE(running::story(run), (Lines{"a wait -> (a)", "hub put 1 -> 1 (a)", "a get 1 ->", "c wait 3 -> (c)",
                                         "hub put 3 -> 3", "hub get 3 ->"}));
}

QTEST_APPLESS_MAIN(ChannelsTest)
#include "channels_test.moc"
