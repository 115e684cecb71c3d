// The engine's thread and its owner: every way in which a run can be left.
#include <QSignalSpy>
#include <QtTest>
#include <atomic>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "programs.h"
#include "session/input_desk.h"
#include "session/session.h"

using app::Session;
using green::trace::EventNumber;

namespace {

// A program that computes without ever coming to the gate again, until it is told to.
struct Stuck {
    std::shared_ptr<std::atomic<bool>> go = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> computing = std::make_shared<std::atomic<bool>>(false);
    // Gone when the thread has let go of the program.
    std::weak_ptr<int> alive;

    app::Program program() {
        auto token = std::make_shared<int>(0);
        alive = token;
        return tests::program([go = go, computing = computing, token] {
            green::print("before");
            green::sleep(std::chrono::nanoseconds(0));
            *computing = true;
            while (!*go) {
            }
        });
    }
};

}  // namespace

class SessionTest : public QObject {
    Q_OBJECT

private slots:
    void tellsHowMainEnded();
    void aFailedGreenletEndsNothing();
    void endsARunThatIsHeld();
    void endsARunThatIsFree();
    void stopKeepsWhatHasHappened();
    void leavesAProgramBehindThatDoesNotReact();
    void interruptsAProgramThatComputes();
    void onePythonProgramLeftBehindKeepsOthersAway();
    void aLineIsAskedForAndAnswered();
    void holdsARunThatHasUsedUpItsMemory();
    void aSignalReachesTheRunAndNotUs();
    void aRecordingTakesTheRunsPlace();
    void startsAnotherProgramWhileOneIsFree();
};

void SessionTest::tellsHowMainEnded() {
    views::RunView view;
    Session session(view);
    session.start(tests::program([] { throw std::runtime_error("no luck"); }));
    QTRY_VERIFY(session.engine() == Session::Engine::Held || session.engine() == Session::Engine::Ended);
    session.letOn();
    QTRY_COMPARE(session.engine(), Session::Engine::Ended);
    QCOMPARE(session.result().ending, green::RunResult::Ending::MainRaised);
    QVERIFY(session.result().error.find("no luck") != std::string::npos);
}

void SessionTest::aFailedGreenletEndsNothing() {
    views::RunView view;
    Session session(view);
    session.start(tests::program([] {
        const auto failing = green::spawn([] { throw std::runtime_error("no luck"); });
        green::joinall({failing});
        green::print("main goes on");
    }));
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    session.letOn();
    QTRY_COMPARE(session.engine(), Session::Engine::Ended);
    QCOMPARE(session.result().ending, green::RunResult::Ending::Done);
    const auto& greenlets = view.moment().greenlets();
    QCOMPARE(greenlets.back().state, green::trace::State::Failed);
}

void SessionTest::endsARunThatIsHeld() {
    views::RunView view;
    {
        Session session(view);
        session.start(tests::endless());
        QTRY_COMPARE(session.engine(), Session::Engine::Held);
        session.stop();
        QVERIFY(!session.leftThreadBehind());
    }
    QVERIFY(view.store().size() > 0);
}

void SessionTest::endsARunThatIsFree() {
    views::RunView view;
    Session session(view);
    session.start(tests::endless());
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    session.letOn();
    QTRY_VERIFY(view.store().size() > 1000);
    session.stop();
    QTRY_COMPARE(session.engine(), Session::Engine::Ended);
    QCOMPARE(session.result().ending, green::RunResult::Ending::Stopped);
    QVERIFY(!session.leftThreadBehind());
}

void SessionTest::stopKeepsWhatHasHappened() {
    views::RunView view;
    Session session(view);
    session.start(tests::endless());
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    session.letOn(green::trace::after_number(500));
    QTRY_COMPARE(view.store().size(), EventNumber(500));
    session.stop();
    QTRY_COMPARE(session.engine(), Session::Engine::Ended);
    // The event that was held at the gate still happens.
    QCOMPARE(view.store().size(), EventNumber(501));
    QVERIFY(view.atLiveEdge());
}

void SessionTest::leavesAProgramBehindThatDoesNotReact() {
    Stuck stuck;
    views::RunView view;
    {
        Session session(view);
        QSignalSpy told(&session, &Session::programStuck);
        session.start(stuck.program());
        QTRY_COMPARE(session.engine(), Session::Engine::Held);
        session.letOn();
        QTRY_VERIFY(*stuck.computing);
        // Another program can be shown at once.
        session.start(tests::example("context-switch"));
        QCOMPARE(told.count(), 1);
        QVERIFY(session.leftThreadBehind());
        QTRY_COMPARE(session.engine(), Session::Engine::Held);
    }
    // With its owner gone, the thread still finds everything that it needs to come to an end.
    QVERIFY(!stuck.alive.expired());
    *stuck.go = true;
    QTRY_VERIFY(stuck.alive.expired());
}

// Interrupted a few times, as one that catches the first ones.
void SessionTest::interruptsAProgramThatComputes() {
    views::RunView view;
    Session session(view);
    QSignalSpy stuck(&session, &Session::programStuck);
    const auto interrupts = std::make_shared<std::atomic<int>>(0);
    const auto computing = std::make_shared<std::atomic<bool>>(false);
    auto program = tests::program([interrupts, computing] {
        green::sleep(std::chrono::nanoseconds(0));
        *computing = true;
        while (*interrupts < 3) {
        }
        green::sleep(std::chrono::nanoseconds(0));
        green::print("not any more");
    });
    program.interrupt = [interrupts] { ++*interrupts; };
    session.start(std::move(program));
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    // Nobody is interrupted who waits at the gate.
    session.restart();
    QCOMPARE(*interrupts, 0);
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    session.letOn();
    QTRY_VERIFY(*computing);
    session.stop();
    QTRY_COMPARE(session.engine(), Session::Engine::Ended);
    QCOMPARE(*interrupts, 3);
    QCOMPARE(session.result().ending, green::RunResult::Ending::Stopped);
    QCOMPARE(stuck.count(), 0);
    QVERIFY(!session.leftThreadBehind());
}

void SessionTest::onePythonProgramLeftBehindKeepsOthersAway() {
    Stuck first;
    views::RunView view;
    Session session(view);
    QSignalSpy refused(&session, &Session::startFailed);
    QSignalSpy over(&session, &Session::stuckEnded);
    auto stuck = first.program();
    stuck.recipe.language = "python";
    session.start(stuck);
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    session.letOn();
    QTRY_VERIFY(*first.computing);
    session.stop();
    QVERIFY(session.leftThreadBehind());
    auto python = tests::program([] {});
    python.recipe.language = "python";
    session.start(python);
    QCOMPARE(refused.count(), 1);
    QVERIFY2(refused.front().front().toString().contains("only one can run"),
             qPrintable(refused.front().front().toString()));
    QCOMPARE(session.engine(), Session::Engine::None);
    QVERIFY(session.canRestart());
    // The engine itself can have as many as it likes.
    session.start(tests::example("context-switch"));
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    *first.go = true;
    QTRY_COMPARE(over.count(), 1);
    QVERIFY(!session.leftThreadBehind());
    session.start(python);
    QTRY_VERIFY(session.engine() != Session::Engine::Running);
    QCOMPARE(refused.count(), 1);
}

void SessionTest::aLineIsAskedForAndAnswered() {
    std::atomic<int> changes = 0;
    app::InputDesk desk([&] { ++changes; });
    QVERIFY(!desk.question());
    desk.answer("nobody asked");
    std::vector<std::optional<std::string>> lines;
    std::thread program([&] {
        for (int i = 0; i < 4; ++i) lines.push_back(desk.ask("prompt " + std::to_string(i)));
    });
    QTRY_COMPARE(desk.question().value_or(""), std::string("prompt 0"));
    desk.answer("first");
    QTRY_COMPARE(desk.question().value_or(""), std::string("prompt 1"));
    desk.answer(std::nullopt);
    QTRY_COMPARE(desk.question().value_or(""), std::string("prompt 2"));
    desk.close();
    program.join();
    QCOMPARE(lines, (std::vector<std::optional<std::string>>{"first", std::nullopt, std::nullopt, std::nullopt}));
    QVERIFY(changes >= 5);
    QVERIFY(!desk.question());
}

void SessionTest::holdsARunThatHasUsedUpItsMemory() {
    views::RunView view;
    Session session(view);
    session.setBudget(8 << 20);
    QSignalSpy asked(&session, &Session::limitReached);
    session.start(tests::endless());
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    session.letOn();
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(session.engine(), Session::Engine::Held);
    QVERIFY(session.atLimit());
    const auto size = view.store().size();
    QVERIFY(size > 10'000);
    QVERIFY(view.store().bytes() < 12 << 20);
    // It stays held, and asks again.
    session.letOn(green::trace::after_events(1));
    QCOMPARE(asked.count(), 2);
    QCOMPARE(session.engine(), Session::Engine::Held);
    session.raiseLimit();
    session.letOn();
    QTRY_COMPARE(asked.count(), 3);
    QVERIFY(view.store().size() > size);
    session.stop();
    QTRY_COMPARE(session.engine(), Session::Engine::Ended);
}

// Rule R70: the handler runs in a greenlet of its own. A signal to the process would end this test.
void SessionTest::aSignalReachesTheRunAndNotUs() {
    views::RunView view;
    Session session(view);
    session.send(SIGTERM);  // nobody is there to get it
    session.start(tests::program([] {
        green::Event asked("asked");
        const auto handler = green::signal_handler(SIGTERM, [asked]() mutable { asked.set(); });
        asked.wait();
        green::print("asked to end");
    }));
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    session.send(SIGTERM);
    session.letOn();
    QTRY_COMPARE(session.engine(), Session::Engine::Ended);
    QCOMPARE(session.result().ending, green::RunResult::Ending::Done);
    session.send(SIGTERM);
    int arrived = 0;
    QString printed;
    for (EventNumber n = 1; n <= view.store().size(); ++n) {
        const auto kind = view.store().event(n).kind;
        const auto text = view.store().text(n);
        arrived += kind == green::trace::Kind::Signal && text == "SIGTERM";
        if (kind == green::trace::Kind::Print)
            printed += QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    QCOMPARE(arrived, 1);
    QCOMPARE(printed, "asked to end\n");
}

void SessionTest::aRecordingTakesTheRunsPlace() {
    views::RunView view;
    Session session(view);
    session.start(tests::endless());
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    session.letOn();
    const auto whole = tests::record(tests::example("context-switch"));
    session.showRecording(whole);
    QCOMPARE(session.engine(), Session::Engine::None);
    QVERIFY(session.isRecording());
    QVERIFY(!session.canRestart());
    QCOMPARE(view.store().size(), whole->size());
    session.letOn();
    session.hold();
    session.stop();
    QCOMPARE(session.engine(), Session::Engine::None);
}

void SessionTest::startsAnotherProgramWhileOneIsFree() {
    views::RunView view;
    Session session(view);
    for (int i = 0; i < 20; ++i) {
        session.start(tests::endless());
        QTRY_COMPARE(session.engine(), Session::Engine::Held);
        session.letOn();
    }
    session.start(tests::example("context-switch"));
    QTRY_COMPARE(session.engine(), Session::Engine::Held);
    QCOMPARE(view.store().recipe().id, std::string("context-switch"));
    session.letOn();
    QTRY_COMPARE(session.engine(), Session::Engine::Ended);
    QVERIFY(!session.leftThreadBehind());
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
