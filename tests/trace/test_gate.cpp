// Run control: where the gate holds a real second thread, and what lets it on. Nothing here sleeps: the
// gate says when it holds.
#include <QTest>
#include <atomic>
#include <memory>
#include <semaphore>
#include <thread>
#include <vector>

#include "trace/feed.h"
#include "trace/gate.h"
#include "trace/recorder.h"
#include "trace/store.h"

using namespace green::trace;

namespace {

TraceEvent call(std::uint32_t line = 1) {
    TraceEvent event;
    event.kind = Kind::Print;
    event.greenlet = Id::Main;
    event.site = Site(1, line);
    return event;
}
TraceEvent hub_work() {
    TraceEvent event;
    event.kind = Kind::Run;
    event.greenlet = Id::Hub;
    return event;
}
TraceEvent switching() {
    TraceEvent event;
    event.kind = Kind::Resume;
    event.object = Id::Main;
    event.flags = static_cast<std::uint8_t>(Flag::Switch);
    return event;
}
TraceEvent at(Nanoseconds time) {
    auto event = call();
    event.time = time;
    return event;
}
TraceEvent idle(Nanoseconds now, Nanoseconds until) {
    auto event = hub_work();
    event.kind = Kind::Idle;
    event.time = now;
    event.amount = until;
    return event;
}

// A thread that records events, as the engine does.
class Engine {
public:
    explicit Engine(std::vector<TraceEvent> events) : events_(std::move(events)) {
        gate_.on_held([this] { held_.release(); });
        recorder_.site("program.cpp", 1);
    }
    ~Engine() { finish(); }

    void start() {
        thread_ = std::thread([this] {
            for (const auto& event : events_) {
                if (gate_.stopping()) break;
                recorder_.record(event);
                recorded_.fetch_add(1, std::memory_order_relaxed);
            }
            recorder_.publish();
            ended_ = true;
            held_.release();
        });
    }
    // Returns when the engine is held, or has come to its end; how many events are recorded then.
    std::uint64_t wait() {
        held_.acquire();
        return recorded_.load();
    }
    std::uint64_t go(Gate::Rule rule) {
        gate_.run_until(std::move(rule));
        return wait();
    }
    bool ended() const { return ended_; }
    Gate& gate() { return gate_; }
    void finish() {
        gate_.stop();
        if (thread_.joinable()) thread_.join();
    }
    // What a reader sees at this moment.
    EventNumber published() {
        for (auto& chunk : feed_.take()) store_.add(std::move(chunk));
        store_.refresh();
        return store_.size();
    }

private:
    std::vector<TraceEvent> events_;
    Gate gate_;
    TraceFeed feed_;
    Recorder recorder_{gate_, [this](std::shared_ptr<const Chunk> chunk) { feed_.add(std::move(chunk)); }};
    TraceStore store_;
    std::counting_semaphore<> held_{0};
    std::atomic<std::uint64_t> recorded_ = 0;
    std::atomic<bool> ended_ = false;
    std::thread thread_;
};

}  // namespace

class GateTest : public QObject {
    Q_OBJECT

private slots:
    void an_open_gate_holds_nothing() {
        Engine engine(std::vector(100, call()));
        engine.start();
        QCOMPARE(engine.wait(), 100u);
        QVERIFY(engine.ended());
        QVERIFY(engine.gate().state() == Gate::State::Open);
        engine.finish();
        QCOMPARE(engine.gate().held_time().count(), 0);
    }

    void a_closed_gate_holds_before_the_first_event() {
        Engine engine({call(), call()});
        engine.gate().hold();
        QVERIFY(engine.gate().state() == Gate::State::Stepping);
        engine.start();
        QCOMPARE(engine.wait(), 0u);
        QVERIFY(engine.gate().state() == Gate::State::Held);
        engine.gate().open();
        QCOMPARE(engine.wait(), 2u);
        QVERIFY(engine.ended());
    }

    void steps_by_event_and_publishes_before_it_waits() {
        Engine engine(std::vector(5, call()));
        engine.gate().hold();
        engine.start();
        engine.wait();
        for (std::uint64_t n = 1; n < 5; ++n) {
            QCOMPARE(engine.go(after_events(1)), n);
            QCOMPARE(engine.published(), n);
        }
        QCOMPARE(engine.go(after_events(1)), 5u);
        QVERIFY(engine.ended());
    }

    void steps_over_several_events() {
        Engine engine(std::vector(10, call()));
        engine.gate().hold();
        engine.start();
        engine.wait();
        QCOMPARE(engine.go(after_events(4)), 4u);
        QCOMPARE(engine.go(after_events(0)), 4u);
        QCOMPARE(engine.go(after_events(3)), 7u);
        QCOMPARE(engine.go(after_events(99)), 10u);
        QVERIFY(engine.ended());
    }

    void steps_by_switch() {
        Engine engine({call(), switching(), call(), call(), switching(), switching(), call()});
        engine.gate().hold();
        engine.start();
        engine.wait();
        QCOMPARE(engine.go(after_switches(1)), 2u);
        QCOMPARE(engine.go(before_switch()), 4u);
        QCOMPARE(engine.go(after_switches(2)), 6u);
        QCOMPARE(engine.go(after_switches(1)), 7u);
        QVERIFY(engine.ended());
    }

    void steps_by_call() {
        Engine engine({call(1), hub_work(), hub_work(), call(2), call(3), hub_work()});
        engine.gate().hold();
        engine.start();
        engine.wait();
        QCOMPARE(engine.go(after_call()), 1u);
        QCOMPARE(engine.go(after_call()), 4u);
        QCOMPARE(engine.go(after_call()), 5u);
        QCOMPARE(engine.go(after_call()), 6u);
        QVERIFY(engine.ended());
    }

    void runs_to_a_number() {
        Engine engine(std::vector(10, call()));
        engine.gate().run_until(after_number(7));
        engine.start();
        QCOMPARE(engine.wait(), 7u);
        QCOMPARE(engine.go(after_number(3)), 7u);
    }

    void runs_to_a_time_and_stops_before_idling_past_it() {
        Engine engine({at(0), at(5), idle(5, 30), at(30), at(31)});
        engine.gate().run_until(until_time(4));
        engine.start();
        QCOMPARE(engine.wait(), 1u);
        QCOMPARE(engine.go(until_time(29)), 2u);
        QCOMPARE(engine.go(until_time(30)), 4u);
        QCOMPARE(engine.go(until_time(31)), 5u);
        QVERIFY(engine.ended());
    }

    void a_new_rule_is_asked_about_the_event_at_hand() {
        Engine engine({call(1), switching(), call(3)});
        engine.gate().run_until(after_events(1));
        engine.start();
        QCOMPARE(engine.wait(), 1u);
        // The switch is next: this rule holds at once, and says so.
        QCOMPARE(engine.go(before_switch()), 1u);
        QVERIFY(engine.gate().state() == Gate::State::Held);
        engine.gate().hold();
        QCOMPARE(engine.wait(), 1u);
        QCOMPARE(engine.go(after_switches(1)), 2u);
    }

    void a_rule_sees_the_event_and_its_number() {
        Engine engine({call(4), call(5), call(6)});
        std::vector<std::pair<std::uint32_t, EventNumber>> seen;
        engine.gate().run_until([&](const TraceEvent& next, EventNumber number) {
            seen.emplace_back(next.site.line(), number);
            return false;
        });
        engine.start();
        QCOMPARE(engine.wait(), 3u);
        engine.finish();
        QCOMPARE(seen, (std::vector<std::pair<std::uint32_t, EventNumber>>{{4, 1}, {5, 2}, {6, 3}}));
    }

    void a_running_engine_is_caught() {
        Engine engine(std::vector(2'000'000, call()));
        engine.start();
        engine.gate().hold();
        engine.wait();
        // It may have come to its end before, but not be anywhere else.
        QVERIFY(engine.ended() || engine.gate().state() == Gate::State::Held);
    }

    void stop_lets_a_held_engine_go_for_good() {
        Engine engine(std::vector(10, call()));
        engine.gate().hold();
        engine.start();
        engine.wait();
        engine.gate().stop();
        QCOMPARE(engine.wait(), 1u);
        QVERIFY(engine.ended());
        QVERIFY(engine.gate().stopping());
        engine.gate().hold();
        QVERIFY(engine.gate().state() == Gate::State::Stopping);
        engine.gate().open();
        QVERIFY(engine.gate().stopping());
    }

    void held_time_counts_only_while_it_is_held() {
        Engine engine({call(), call()});
        engine.gate().run_until(after_events(1));
        engine.start();
        engine.wait();
        engine.gate().open();
        engine.wait();
        engine.finish();
        QVERIFY(engine.gate().held_time().count() > 0);
    }
};

QTEST_APPLESS_MAIN(GateTest)
#include "test_gate.moc"
