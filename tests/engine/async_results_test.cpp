// Results. Rules are those of tests/oracle/RULES.md.
#include <QTest>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using Number = green::AsyncResult<int>;

namespace {

// What get does now, in words.
std::string outcome(Number result) {
    try {
        return fmt::format("{}", result.get_nowait());
    } catch (const green::Timeout&) {
        return "Timeout";
    } catch (const green::ValueError& error) {
        return error.what();
    } catch (const green::GreenletExit&) {
        return "GreenletExit";
    }
}

}  // namespace

class AsyncResultsTest : public QObject {
    Q_OBJECT

private slots:
    void r50_aValueComesToEverybodyInOrder();
    void r50_anExceptionIsRaisedByGetAndNotByWait();
    void r50_settingAgainReplacesAndAValueHidesAnException();
    void r50_getDoesNotQueueBehindANotificationButWaitDoes();
    void r50_limits();
    void r50_aSilentLimitEndsTheWaitAndThereIsNoValue();
    void r50_asTheLinkOfAGreenlet();
    void r50_asTheLinkOfAnother();
    void aResultWithoutAValue();
    void whatTheRecordSaysOfAResult();
};

void AsyncResultsTest::r50_aValueComesToEverybodyInOrder() {
    const auto run = running::run([] {
        Number result;
        const auto getter = [=](int n) mutable { green::print("{} got {}", n, result.get()); };
        const std::vector<green::Greenlet> all{green::spawn(getter, 1), green::spawn(getter, 2)};
        green::print("{} {} {}", result.ready(), result.successful(), result.value().has_value());
        green::sleep();
        result.set(7);
        green::print("set");
        green::joinall(all);
        green::print("{} {} {} {}", result.ready(), result.successful(), *result.value(), result.get());
    });
    QCOMPARE(run.lines(), (Lines{"false false false", "set", "1 got 7", "2 got 7", "true true 7 7"}));
}

void AsyncResultsTest::r50_anExceptionIsRaisedByGetAndNotByWait() {
    const auto run = running::run([] {
        Number result;
        const auto getter = [=]() mutable {
            try {
                result.get();
            } catch (const green::ValueError& error) {
                green::print("raised {}", error.what());
            }
        };
        const auto waiter = [=]() mutable { green::print("value {}", result.wait().has_value()); };
        const std::vector<green::Greenlet> all{green::spawn(getter), green::spawn(waiter)};
        green::sleep();
        result.set_exception(green::ValueError("no"));
        green::joinall(all);
        green::print("{} {} {} {}", result.ready(), result.successful(), green::describe(result.exception()),
                     outcome(result));
    });
    QCOMPARE(run.lines(), (Lines{"raised no", "value false", "true false ValueError: no no"}));
}

void AsyncResultsTest::r50_settingAgainReplacesAndAValueHidesAnException() {
    const auto run = running::run([] {
        Number result("result");
        result.set_exception(green::ValueError("first"));
        result.set_exception(green::ValueError("second"));
        green::print("{}", outcome(result));
        result.set(1);
        result.set(2);
        green::print("{} {}", outcome(result), green::describe(result.exception()));
        result.set_exception(green::ValueError("hidden"));
        green::print("{} {}", outcome(result), result.successful());
    });
    QCOMPARE(run.lines(), (Lines{"second", "2 ValueError: second", "2 true"}));
    const auto& result = run.store->last().objects()[0];
    QCOMPARE(result.value, std::string("2"));
    QVERIFY(!result.failed);
}

void AsyncResultsTest::r50_getDoesNotQueueBehindANotificationButWaitDoes() {
    const auto run = running::run([] {
        Number result;
        std::vector<green::Greenlet> all{green::spawn([=]() mutable { green::print("waiter {}", result.get()); })};
        green::sleep();
        all.push_back(green::spawn([=]() mutable {
            result.set(1);
            all.push_back(green::spawn([=]() mutable { green::print("queued later"); }));
            green::print("get {}", result.get());
            // The value is the one of now, though the greenlet goes on later.
            green::print("wait {}", *result.wait());
        }));
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"get 1", "waiter 1", "wait 1", "queued later"}));
}

void AsyncResultsTest::r50_limits() {
    const auto run = running::run([] {
        Number result;
        try {
            result.get(10ms);
        } catch (const green::Timeout& expired) {
            green::print("get: {}", expired.message());
        }
        green::print("wait: {}", result.wait(10ms).has_value());
        green::print("nowait: {}", outcome(result));
        try {
            green::Timeout mine(10ms, green::ValueError("mine"));
            result.wait(mine);
        } catch (const green::ValueError& error) {
            green::print("wait: {}", error.what());
        }
        try {
            const green::Timeout::Scope scope(green::Timeout(5ms));
            result.wait(10ms);
        } catch (const green::Timeout& expired) {
            green::print("foreign: {}", expired.message());
        }
        green::print("{} links", result.linkcount());
    });
    QCOMPARE(run.lines(), (Lines{"get: 0.01 seconds", "wait: false", "nowait: Timeout", "wait: mine",
                                 "foreign: 0.005 seconds", "0 links"}));
}

// It is swallowed, as at the end of a block of its own; what get raises then is nobody's Timeout.
void AsyncResultsTest::r50_aSilentLimitEndsTheWaitAndThereIsNoValue() {
    const auto run = running::run([] {
        Number result;
        green::Timeout silent(10ms, green::silent);
        try {
            result.get(silent);
        } catch (const green::Timeout& raised) {
            green::print("{} '{}' at {}", raised == silent, raised.message(),
                         green::Clock::now().time_since_epoch() / 1ms);
        }
    });
    QCOMPARE(run.lines(), Lines{"false '' at 10"});
}

void AsyncResultsTest::r50_asTheLinkOfAGreenlet() {
    const auto run = running::run([] {
        Number good;
        Number bad;
        Number killed;
        Number wrong;
        green::AsyncResult<> done;
        auto sum = green::spawn([] { return 40 + 2; });
        sum.rawlink(good);
        sum.rawlink(done);
        green::spawn([]() -> int { throw green::ValueError("no"); }).rawlink(bad);
        auto victim = green::spawn([]() -> int {
            green::sleep(1s);
            return 1;
        });
        victim.rawlink(killed);
        green::spawn([] { return std::string("no number"); }).rawlink(wrong);
        green::sleep();
        victim.kill();
        green::sleep();
        green::print("{} {} {} {} {}", outcome(good), outcome(bad), outcome(killed), outcome(wrong), done.ready());
    });
    QCOMPARE(run.lines(), (Lines{"42 no GreenletExit Timeout true"}));
    QVERIFY2(run.err.find("bad_any_cast") != std::string::npos, run.err.c_str());
}

void AsyncResultsTest::r50_asTheLinkOfAnother() {
    const auto run = running::run([] {
        Number first;
        Number second;
        Number third;
        first.rawlink(second);
        second.rawlink([](const Number& set) { green::print("second is {}", *set.value()); });
        first.set(3);
        green::sleep();
        second.rawlink(third);
        green::sleep();
        green::print("{}", outcome(third));
        Number failed;
        failed.set_exception(green::ValueError("no"));
        Number fourth;
        failed.rawlink(fourth);
        green::sleep();
        green::print("{}", outcome(fourth));
    });
    QCOMPARE(run.lines(), (Lines{"second is 3", "3", "no"}));
}

void AsyncResultsTest::aResultWithoutAValue() {
    const auto run = running::run([] {
        green::AsyncResult<> done;
        green::spawn_later(10ms, [=]() mutable { done.set(); });
        done.wait(5ms);
        green::print("{}", done.ready());
        done.get();
        green::print("{} {}", done.ready(), done.successful());
    });
    QCOMPARE(run.lines(), (Lines{"false", "true true"}));
}

void AsyncResultsTest::whatTheRecordSaysOfAResult() {
    const auto run = running::run([] {
        green::AsyncResult<std::string> text("text");
        green::AsyncResult<> unnamed;
        const auto getter = green::spawn([=]() mutable { text.get(); });
        const auto waiter = green::spawn([=]() mutable { unnamed.wait(); });
        green::sleep();
        text.set("it");
        unnamed.set_exception(green::ValueError("no"));
        green::joinall({getter, waiter});
    });
    const auto& store = *run.store;
    const auto& text = store.last().objects()[0];
    QCOMPARE(text.kind, ObjectKind::AsyncResult);
    QCOMPARE(text.count, std::int64_t{1});
    QCOMPARE(text.value, std::string("'it'"));
    QVERIFY(!text.failed);
    const auto& unnamed = store.last().objects()[1];
    QCOMPARE(unnamed.name, std::string("AsyncResult-1"));
    QCOMPARE(unnamed.value, std::string("ValueError: no"));
    QVERIFY(unnamed.failed);
    std::string waits;
    for (EventNumber n = 1; n <= store.size(); ++n)
        if (store.event(n).kind == Kind::Wait && store.event(n).object != Id::None)
            waits += std::string(name(store.event(n).wait_reason())) + "=" +
                     std::string(call_name(store.event(n).wait_reason())) + " ";
    QCOMPARE(waits, std::string("result-get=get result-wait=wait "));
}

QTEST_APPLESS_MAIN(AsyncResultsTest)
#include "async_results_test.moc"
