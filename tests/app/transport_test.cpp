// Stepping, scrubbing and playing: the playhead apart from the engine.
#include <QEventLoop>
#include <QSignalSpy>
#include <QTimer>
#include <QtTest>
#include <random>

#include "programs.h"
#include "session/transport.h"

using namespace std::chrono_literals;
using app::Session;
using app::Transport;
using green::trace::EventNumber;
using green::trace::Flag;
using Grain = app::Transport::Grain;
using Place = app::Transport::Place;

namespace {

constexpr Grain grains[] = {Grain::Event, Grain::Call, Grain::Switch};

struct Bench {
    views::RunView view;
    Session session{view};
    Transport transport{view, session};

    // Waits for the engine, without the pauses that qWaitFor makes between its looks.
    bool settle() {
        QEventLoop loop;
        const auto look = [&] {
            if (session.engine() != Session::Engine::Running) loop.quit();
        };
        const auto connection = QObject::connect(&session, &Session::pumped, look);
        QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
        if (session.engine() == Session::Engine::Running) loop.exec();
        QObject::disconnect(connection);
        return session.engine() != Session::Engine::Running;
    }
    bool start(app::Program program) {
        session.start(std::move(program));
        return settle();
    }
    bool startAndRun(app::Program program) {
        if (!start(std::move(program))) return false;
        transport.runOn();
        return QTest::qWaitFor([this] { return session.isOver(); }, 20'000);
    }
    // Lets the clock of playing go on, and the engine follow.
    bool pass(std::chrono::nanoseconds time) {
        transport.advance(time);
        return settle();
    }
    std::uint64_t switches() const { return view.moment().switches(); }
};

// Where a step from n ends in a whole record, by looking at each event.
EventNumber expectedForward(const green::trace::TraceStore& store, EventNumber n, Grain grain) {
    while (n < store.size()) {
        const auto& event = store.event(++n);
        if (grain == Grain::Event || (grain == Grain::Call && event.site) ||
            (grain == Grain::Switch && event.has(Flag::Switch)))
            break;
    }
    return n;
}

EventNumber expectedBack(const green::trace::TraceStore& store, EventNumber n, Grain grain) {
    while (n > 0) {
        if (--n == 0) break;
        const auto& event = store.event(n);
        if (grain == Grain::Event || (grain == Grain::Call && event.site) ||
            (grain == Grain::Switch && event.has(Flag::Switch)))
            break;
    }
    return n;
}

}  // namespace

class TransportTest : public QObject {
    Q_OBJECT

private slots:
    void opensAtTheLiveEdgeBeforeItsFirstSwitch();
    void aThousandRandomWalksSeeTheSameStates_data();
    void aThousandRandomWalksSeeTheSameStates();
    void aStepForwardAndBackIsNone();
    void stepsBehindTheLiveEdgeLeaveTheEngineAlone();
    void stepsThatComeTooFastAreDoneInTurn();
    void scrubsAndReturnsToTheLiveEdge();
    void goesToAStepThatHasNotHappenedYet();
    void goingBeyondTheEndEndsTheRun();
    void playsTwoSwitchesASecond_data();
    void playsTwoSwitchesASecond();
    void playsInThePastWithoutTheEngine();
    void playsTheClock();
    void playsTheClockOverADeadlock();
    void playEndsWithTheRun();
    void playFromTheEndStartsAgain();
    void runsAsFastAsItCanUntilPaused();
    void aChangeOfSpeedWhilePlayingCounts();
    void speedsAreClamped();
    void steppingEndsPlaying();
    void playsARecording();
    void restartsTheSameRun();
};

void TransportTest::opensAtTheLiveEdgeBeforeItsFirstSwitch() {
    Bench bench;
    QVERIFY(bench.start(tests::example("bounded-queue")));
    QCOMPARE(bench.session.engine(), Session::Engine::Held);
    QCOMPARE(bench.transport.place(), Place::Live);
    QVERIFY(bench.view.playhead() > 0);
    QVERIFY(bench.view.atLiveEdge());
    QCOMPARE(bench.switches(), 0U);
    bench.transport.stepForward(Grain::Event);
    QVERIFY(bench.settle());
    QCOMPARE(bench.switches(), 1U);
}

void TransportTest::aThousandRandomWalksSeeTheSameStates_data() {
    QTest::addColumn<QByteArray>("id");
    for (const auto& example : tutorial::examples()) {
        if (!example.repeatable) continue;
        const QByteArray id(example.id.data(), static_cast<qsizetype>(example.id.size()));
        QTest::newRow(id.constData()) << id;
    }
}

// 1,000 walks in all, over the examples. Each goes on where the one before has ended; every tenth begins
// a new run, so that the engine is met at every stage.
void TransportTest::aThousandRandomWalksSeeTheSameStates() {
    QFETCH(QByteArray, id);
    constexpr int walks = 1000;
    constexpr int steps = 20;
    const auto program = tests::example(id.constData());
    const auto whole = tests::record(program);
    const auto moments = tests::fold(*whole);
    const int share =
        (walks + static_cast<int>(tutorial::examples().size()) - 1) / static_cast<int>(tutorial::examples().size());
    std::mt19937 random(7);
    Bench bench;
    for (int walk = 0; walk < share; ++walk) {
        if (walk % 10 == 0) QVERIFY(bench.start(program));
        for (int step = 0; step < steps; ++step) {
            const auto grain = grains[random() % 3];
            const auto from = bench.view.playhead();
            // A little more often forward, so that walks get to the end.
            const bool forward = random() % 5 < 3;
            if (forward)
                bench.transport.stepForward(grain);
            else
                bench.transport.stepBack(grain);
            QVERIFY(bench.settle());
            const auto expected = forward ? expectedForward(*whole, from, grain) : expectedBack(*whole, from, grain);
            QCOMPARE(bench.view.playhead(), expected);
            QVERIFY(bench.view.moment() == moments[expected]);
        }
    }
}

void TransportTest::aStepForwardAndBackIsNone() {
    Bench bench;
    QVERIFY(bench.startAndRun(tests::example("bounded-queue")));
    for (const auto grain : grains) {
        bench.transport.toStart();
        bench.transport.stepForward(grain);
        while (!bench.transport.atEnd()) {
            const auto before = bench.view.moment();
            const auto& event = *bench.view.event();
            const bool stop = grain == Grain::Event || (grain == Grain::Call && event.site) ||
                              (grain == Grain::Switch && event.has(Flag::Switch));
            QVERIFY(stop);
            bench.transport.stepForward(grain);
            const bool past = !bench.transport.atEnd();
            bench.transport.stepBack(grain);
            if (past) QVERIFY(bench.view.moment() == before);
            bench.transport.stepForward(grain);
        }
    }
}

void TransportTest::stepsBehindTheLiveEdgeLeaveTheEngineAlone() {
    Bench bench;
    QVERIFY(bench.start(tests::example("bounded-queue")));
    for (int i = 0; i < 3; ++i) {
        bench.transport.stepForward(Grain::Switch);
        QVERIFY(bench.settle());
    }
    const auto size = bench.view.store().size();
    bench.transport.stepBack(Grain::Switch);
    bench.transport.stepBack(Grain::Switch);
    QCOMPARE(bench.transport.place(), Place::Past);
    bench.transport.stepForward(Grain::Switch);
    bench.transport.stepForward(Grain::Switch);
    QCOMPARE(bench.session.engine(), Session::Engine::Held);
    QCOMPARE(bench.view.store().size(), size);
    QCOMPARE(bench.transport.place(), Place::Live);
}

void TransportTest::stepsThatComeTooFastAreDoneInTurn() {
    Bench bench;
    QVERIFY(bench.start(tests::example("bounded-queue")));
    const auto before = bench.view.playhead();
    for (int i = 0; i < 5; ++i) bench.transport.stepForward(Grain::Event);
    QTRY_COMPARE(bench.view.playhead(), before + 5);
    QVERIFY(bench.settle());
    QCOMPARE(bench.view.store().size(), before + 5);
}

void TransportTest::scrubsAndReturnsToTheLiveEdge() {
    Bench bench;
    QVERIFY(bench.start(tests::example("sync-async")));
    bench.transport.goTo(20);
    QVERIFY(bench.settle());
    QCOMPARE(bench.view.playhead(), EventNumber(20));
    bench.view.setPlayhead(7);
    QCOMPARE(bench.transport.place(), Place::Past);
    bench.transport.toStart();
    QCOMPARE(bench.view.playhead(), EventNumber(0));
    bench.transport.toLiveEdge();
    QCOMPARE(bench.view.playhead(), EventNumber(20));
    QCOMPARE(bench.transport.place(), Place::Live);
}

void TransportTest::goesToAStepThatHasNotHappenedYet() {
    Bench bench;
    QVERIFY(bench.start(tests::example("bounded-queue")));
    bench.transport.goTo(60);
    QVERIFY(bench.settle());
    QCOMPARE(bench.view.playhead(), EventNumber(60));
    QCOMPARE(bench.view.store().size(), EventNumber(60));
}

void TransportTest::goingBeyondTheEndEndsTheRun() {
    Bench bench;
    QVERIFY(bench.start(tests::example("context-switch")));
    bench.transport.goTo(1'000'000);
    QVERIFY(bench.settle());
    QCOMPARE(bench.transport.place(), Place::Ended);
    QVERIFY(bench.view.atLiveEdge());
    const auto size = bench.view.store().size();
    bench.transport.stepForward(Grain::Switch);
    QCOMPARE(bench.view.playhead(), size);
}

void TransportTest::playsTwoSwitchesASecond_data() {
    QTest::addColumn<double>("speed");
    for (const double speed : {0.1, 0.5, 1.0, 4.0, 16.0}) QTest::addRow("%g", speed) << speed;
}

void TransportTest::playsTwoSwitchesASecond() {
    QFETCH(double, speed);
    const auto aSwitch =
        std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(0.5 / speed));
    Bench bench;
    QVERIFY(bench.start(tests::example("bounded-queue")));
    bench.transport.setSpeed(speed);
    bench.transport.play();
    QVERIFY(bench.pass(0s));
    QCOMPARE(bench.switches(), 1U);  // the key is answered at once
    QVERIFY(bench.pass(aSwitch - 1us));
    QCOMPARE(bench.switches(), 1U);
    QVERIFY(bench.pass(2us));
    QCOMPARE(bench.switches(), 2U);
    for (unsigned n = 3; n < 20; ++n) {
        QVERIFY(bench.pass(aSwitch));
        QCOMPARE(bench.switches(), n);
    }
    QVERIFY(bench.transport.isPlaying());
    bench.transport.pause();
    QVERIFY(bench.pass(10 * aSwitch));
    QCOMPARE(bench.switches(), 19U);
}

void TransportTest::playsInThePastWithoutTheEngine() {
    Bench bench;
    QVERIFY(bench.startAndRun(tests::example("bounded-queue")));
    const auto size = bench.view.store().size();
    bench.transport.toStart();
    bench.transport.play();
    QVERIFY(bench.pass(0s));
    QVERIFY(bench.pass(2s));
    QCOMPARE(bench.switches(), 5U);
    QCOMPARE(bench.view.store().size(), size);
    // A scrub while it plays: on from there.
    bench.view.setPlayhead(100);
    const auto there = bench.switches();
    QVERIFY(bench.pass(1s));
    QCOMPARE(bench.switches(), there + 2);
}

// On the time axis the run's clock keeps up with real time: everything that is due has happened, and
// nothing else.
void TransportTest::playsTheClock() {
    const auto program = tests::example("select-polling");
    const auto whole = tests::record(program);
    Bench bench;
    QVERIFY(bench.start(program));
    bench.transport.setAxis(views::Axis::Time);
    bench.transport.setSpeed(0.5);
    bench.transport.play();
    double clock = 0;
    while (bench.transport.isPlaying()) {
        QVERIFY(bench.pass(21ms));
        clock += 10.5e6;  // never just when something happens
        // A run that the clock has reached takes one more look to be shown.
        QVERIFY(bench.pass(0s));
        auto expected = whole->last_at(static_cast<green::trace::Nanoseconds>(clock));
        // A wait of the hub that ends later is held before it begins.
        if (const auto& last = whole->event(expected);
            last.kind == green::trace::Kind::Idle && last.amount > static_cast<green::trace::Nanoseconds>(clock))
            --expected;
        QCOMPARE(bench.view.playhead(), expected);
        QVERIFY(clock < 10e9);
    }
    QVERIFY(clock > 200e6);
    QCOMPARE(bench.transport.place(), Place::Ended);
}

// Nobody can be woken any more: there is no time at which the hub's wait ends, so none to hold it until.
void TransportTest::playsTheClockOverADeadlock() {
    Bench bench;
    QVERIFY(bench.start(tests::program([] { green::Queue<int>().get(); })));
    bench.transport.setAxis(views::Axis::Time);
    bench.transport.play();
    for (int i = 0; i < 10 && bench.transport.isPlaying(); ++i) QVERIFY(bench.pass(20ms));
    QCOMPARE(bench.transport.place(), Place::Ended);
    QCOMPARE(bench.session.result().ending, green::RunResult::Ending::MainRaised);
}

void TransportTest::playEndsWithTheRun() {
    Bench bench;
    QVERIFY(bench.start(tests::example("context-switch")));
    QSignalSpy changed(&bench.transport, &Transport::playingChanged);
    bench.transport.play();
    for (int i = 0; i < 100 && bench.transport.isPlaying(); ++i) QVERIFY(bench.pass(500ms));
    QVERIFY(!bench.transport.isPlaying());
    QCOMPARE(bench.transport.place(), Place::Ended);
    QCOMPARE(changed.count(), 2);
}

void TransportTest::playFromTheEndStartsAgain() {
    Bench bench;
    QVERIFY(bench.startAndRun(tests::example("context-switch")));
    QVERIFY(bench.transport.atEnd());
    bench.transport.play();
    QCOMPARE(bench.view.playhead(), EventNumber(0));
    QVERIFY(bench.pass(0s));
    QCOMPARE(bench.switches(), 1U);
}

void TransportTest::runsAsFastAsItCanUntilPaused() {
    Bench bench;
    QVERIFY(bench.start(tests::endless()));
    bench.transport.setSpeed(Transport::unlimited);
    bench.transport.play();
    QTRY_VERIFY(bench.view.store().size() > 5000);
    QVERIFY(bench.transport.isPlaying());
    QCOMPARE(bench.transport.place(), Place::Live);
    // Looking back does not stop it.
    bench.view.setPlayhead(10);
    const auto size = bench.view.store().size();
    QTRY_VERIFY(bench.view.store().size() > size);
    QCOMPARE(bench.view.playhead(), EventNumber(10));
    bench.transport.pause();
    QVERIFY(bench.settle());
    QCOMPARE(bench.session.engine(), Session::Engine::Held);
    bench.transport.toLiveEdge();
    QCOMPARE(bench.transport.place(), Place::Live);
}

void TransportTest::aChangeOfSpeedWhilePlayingCounts() {
    Bench bench;
    QVERIFY(bench.start(tests::endless()));
    bench.transport.play();
    QVERIFY(bench.pass(0s));
    bench.transport.setSpeed(2);
    QVERIFY(bench.pass(250ms));
    QCOMPARE(bench.switches(), 2U);
    bench.transport.setSpeed(Transport::unlimited);
    QTRY_VERIFY(bench.view.store().size() > 5000);
    bench.transport.setSpeed(1);
    QVERIFY(bench.settle());
    QVERIFY(bench.transport.isPlaying());
    const auto before = bench.switches();
    QVERIFY(bench.pass(0s));
    QVERIFY(bench.pass(500ms));
    QCOMPARE(bench.switches(), before + 2);
}

void TransportTest::speedsAreClamped() {
    Bench bench;
    bench.transport.setSpeed(1000);
    QCOMPARE(bench.transport.speed(), 16.0);
    bench.transport.setSpeed(0);
    QCOMPARE(bench.transport.speed(), 0.1);
}

void TransportTest::steppingEndsPlaying() {
    Bench bench;
    QVERIFY(bench.start(tests::example("bounded-queue")));
    bench.transport.play();
    QVERIFY(bench.pass(3s));
    bench.transport.stepBack(Grain::Event);
    QVERIFY(!bench.transport.isPlaying());
    QCOMPARE(bench.transport.place(), Place::Past);
}

void TransportTest::playsARecording() {
    Bench bench;
    const auto whole = tests::record(tests::example("bounded-queue"));
    bench.session.showRecording(whole);
    QCOMPARE(bench.transport.place(), Place::Recording);
    bench.transport.play();
    QVERIFY(bench.pass(0s));
    QCOMPARE(bench.switches(), 1U);
    bench.transport.stepForward(Grain::Call);
    QVERIFY(bench.view.event()->site);
    bench.transport.setSpeed(Transport::unlimited);
    bench.transport.play();
    QCOMPARE(bench.view.playhead(), whole->size());
    QVERIFY(!bench.transport.isPlaying());
}

void TransportTest::restartsTheSameRun() {
    Bench bench;
    QVERIFY(bench.startAndRun(tests::example("sync-async")));
    const auto first = tests::fold(bench.view.store());
    bench.session.restart();
    QVERIFY(bench.settle());
    QCOMPARE(bench.switches(), 0U);
    bench.transport.runOn();
    QTRY_VERIFY(bench.session.isOver());
    QVERIFY(tests::fold(bench.view.store()) == first);
}

QTEST_GUILESS_MAIN(TransportTest)
#include "transport_test.moc"
