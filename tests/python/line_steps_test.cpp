// Stepping by Python line inside one greenlet, forward and back, and breakpoints, on real programs.
#include <QSignalSpy>
#include <QtTest>

#include "session/transport.h"
#include "two_greenlets.h"

using app::LineGrain;
using app::Session;
using app::Transport;
using green::trace::EventNumber;
using running::two_greenlets;

namespace {

struct Bench {
    views::RunView view;
    Session session{view};
    Transport transport{view, session};

    bool settle() {
        return QTest::qWaitFor([this] { return session.engine() != Session::Engine::Running; }, 20'000);
    }
    bool start(const std::string& text, green::trace::ClockKind clock = green::trace::ClockKind::Virtual) {
        session.start(app::programOf({.file_name = "program.py", .text = text}, "program", clock));
        return settle();
    }
    bool startAndRun(const std::string& text) {
        if (!start(text)) return false;
        transport.runOn();
        return settle();
    }
    // "inner:5 < outer:9": the shown stack, "-" for none.
    QString shown() const {
        const auto line = view.line();
        if (!line) return QStringLiteral("-");
        const auto& lines = view.store().lines();
        QStringList frames;
        for (const auto frame : lines.stack(*line))
            frames += QString::fromStdString(std::string(lines.text(frame).function)) + u':' +
                      QString::number(lines.line(frame).line);
        return frames.join(QStringLiteral(" < "));
    }
    QString step(LineGrain grain) {
        transport.stepLine(grain);
        if (!settle()) return QStringLiteral("the engine does not come back");
        return shown();
    }
    QString back(LineGrain grain) {
        transport.stepLineBack(grain);
        return shown();
    }
    green::trace::Id greenlet(std::size_t n) const { return view.store().last().greenlets()[n + 1].id; }
};

}  // namespace

class LineStepsTest : public QObject {
    Q_OBJECT

private slots:
    void theEngineStepsInsideOneGreenlet();
    void theRecordIsSteppedLikewise();
    void aStackIsWhatLookingBackFinds();
    void everyStepBackUndoesAStepInto();
    void anotherGreenletIsFollowedWhenItIsSelected();
    void aStepOutOfTheOutermostEndsTheGreenlet();
    void aStepWhoseGreenletNeverGoesOnEndsTheRun();
    void theShownLineFollowsThePlayhead();
    void aBreakpointHoldsTheEngineAndStopsPlaying();
    void theRecordIsRunToItsBreakpoints();
    void aBreakpointBeforeTheFirstSwitchHoldsToo();
    void whereThereAreNoLinesNothingMoves();
};

void LineStepsTest::theEngineStepsInsideOneGreenlet() {
    Bench bench;
    QVERIFY(bench.start(two_greenlets));
    QVERIFY(bench.session.engine() == Session::Engine::Held);
    QCOMPARE(bench.shown(), QStringLiteral("<module>:12"));
    // Whoever runs next is main only once both have ended: the first one is chosen.
    bench.view.select(bench.greenlet(1));
    QCOMPARE(bench.shown(), QStringLiteral("-"));
    QCOMPARE(bench.step(LineGrain::Into), QStringLiteral("outer:9"));
    QCOMPARE(bench.step(LineGrain::Into), QStringLiteral("inner:4 < outer:9"));
    QVERIFY(bench.session.isHeldAtLine());
    QCOMPARE(bench.step(LineGrain::Over), QStringLiteral("inner:5 < outer:9"));
    // The other one runs meanwhile.
    const auto before = bench.view.playhead();
    QCOMPARE(bench.step(LineGrain::Over), QStringLiteral("inner:6 < outer:9"));
    QVERIFY(bench.view.playhead() > before + 2);
    QVERIFY(bench.view.atLiveEdge());
    QCOMPARE(bench.step(LineGrain::Out), QStringLiteral("outer:10"));
    QVERIFY(!bench.view.moment().greenlet(bench.greenlet(1))->ended);
    QCOMPARE(bench.step(LineGrain::Over), QStringLiteral("outer:10"));
    QVERIFY(bench.view.moment().greenlet(bench.greenlet(1))->ended);
    QVERIFY(bench.session.engine() == Session::Engine::Held);
}

void LineStepsTest::theRecordIsSteppedLikewise() {
    Bench bench;
    QVERIFY(bench.startAndRun(two_greenlets));
    QVERIFY(bench.session.isOver());
    const auto size = bench.view.store().size();
    bench.transport.toStart();
    bench.view.select(bench.greenlet(1));
    QCOMPARE(bench.step(LineGrain::Into), QStringLiteral("outer:9"));
    QCOMPARE(bench.step(LineGrain::Over), QStringLiteral("outer:10"));
    QCOMPARE(bench.back(LineGrain::Into), QStringLiteral("inner:6 < outer:9"));
    QCOMPARE(bench.back(LineGrain::Over), QStringLiteral("inner:5 < outer:9"));
    QCOMPARE(bench.back(LineGrain::Out), QStringLiteral("outer:9"));
    QCOMPARE(bench.back(LineGrain::Over), QStringLiteral("outer:9"));  // its first
    QCOMPARE(bench.step(LineGrain::Over), QStringLiteral("outer:10"));
    QCOMPARE(bench.step(LineGrain::Over), QStringLiteral("outer:10"));
    QVERIFY(bench.view.event()->kind == green::trace::Kind::End);
    QVERIFY(bench.view.playhead() < size);
    QVERIFY(!bench.view.isBeforeLine());
    QCOMPARE(bench.back(LineGrain::Over), QStringLiteral("outer:10"));
    QVERIFY(bench.view.isBeforeLine());
    QCOMPARE(bench.view.store().size(), size);
}

void LineStepsTest::aStackIsWhatLookingBackFinds() {
    Bench bench;
    QVERIFY(
        bench.startAndRun("import gevent\n\ndef down(n):\n    if n == 0:\n        return 0\n    for i in range(2):\n"
                          "        m = down(n - 1)\n        gevent.sleep(0)\n    return m + 1\n\n"
                          "def each():\n    yield down(1)\n    yield down(2)\n\n"
                          "gevent.joinall([gevent.spawn(down, 3), gevent.spawn(lambda: list(each()))])\n"));
    const auto& lines = bench.view.store().lines();
    QVERIFY(lines.size() > 100);
    for (green::trace::LineNumber n = 0; n < lines.size(); ++n) {
        std::vector<green::trace::LineNumber> expected{n};
        for (auto depth = lines.line(n).depth; depth > 1; depth = lines.line(expected.back()).depth) {
            const auto caller =
                lines.previous_of(lines.line(n).greenlet, expected.back(), static_cast<std::uint16_t>(depth - 1));
            if (!caller) break;
            expected.push_back(*caller);
        }
        QCOMPARE(lines.stack(n), expected);
    }
}

void LineStepsTest::everyStepBackUndoesAStepInto() {
    Bench bench;
    QVERIFY(bench.startAndRun(two_greenlets));
    bench.transport.toStart();
    bench.view.select(bench.greenlet(2));
    QStringList there;
    for (int i = 0; i < 5; ++i) there.prepend(bench.step(LineGrain::Into));
    QStringList again{bench.shown()};
    for (int i = 0; i < 4; ++i) again.append(bench.back(LineGrain::Into));
    QCOMPARE(there, again);
    QCOMPARE(there.first(), QStringLiteral("outer:10"));
}

void LineStepsTest::anotherGreenletIsFollowedWhenItIsSelected() {
    Bench bench;
    QVERIFY(bench.start(two_greenlets));
    bench.view.select(bench.greenlet(2));
    QCOMPARE(bench.step(LineGrain::Into), QStringLiteral("outer:9"));
    QCOMPARE(bench.view.moment().running(), bench.greenlet(2));
    bench.view.select(bench.greenlet(1));
    QCOMPARE(bench.shown(), QStringLiteral("inner:5 < outer:9"));
    // It waits in sleep(0) and can go on only after the other one.
    QCOMPARE(bench.step(LineGrain::Over), QStringLiteral("inner:6 < outer:9"));
    bench.view.select(bench.greenlet(2));
    QCOMPARE(bench.shown(), QStringLiteral("inner:5 < outer:9"));
}

void LineStepsTest::aStepOutOfTheOutermostEndsTheGreenlet() {
    Bench bench;
    QVERIFY(bench.start(two_greenlets));
    bench.view.select(bench.greenlet(1));
    QCOMPARE(bench.step(LineGrain::Into), QStringLiteral("outer:9"));
    QCOMPARE(bench.step(LineGrain::Out), QStringLiteral("outer:10"));
    QVERIFY(bench.view.moment().greenlet(bench.greenlet(1))->ended);
    QVERIFY(!bench.view.moment().greenlet(bench.greenlet(2))->ended);
    QVERIFY(bench.session.engine() == Session::Engine::Held);
}

void LineStepsTest::aStepWhoseGreenletNeverGoesOnEndsTheRun() {
    Bench bench;
    QVERIFY(
        bench.start("import gevent\nfrom gevent.event import Event\n\ndef waits():\n    Event().wait()\n    print(1)\n"
                    "\nlet = gevent.spawn(waits)\ngevent.sleep(0)\nprint(2)\n"));
    bench.view.select(bench.greenlet(1));
    QCOMPARE(bench.step(LineGrain::Into), QStringLiteral("waits:5"));
    QCOMPARE(bench.step(LineGrain::Over), QStringLiteral("waits:5"));
    QVERIFY(bench.session.isOver());
    QVERIFY(bench.view.atLiveEdge());
}

void LineStepsTest::theShownLineFollowsThePlayhead() {
    Bench bench;
    QVERIFY(bench.startAndRun(two_greenlets));
    const auto& lines = bench.view.store().lines();
    for (EventNumber n = 0; n <= bench.view.store().size(); ++n) {
        bench.view.setPlayhead(n);
        QCOMPARE(bench.view.linesBegun(), lines.count_before(n));
        if (const auto line = bench.view.line()) QVERIFY(lines.line(*line).after < std::max<EventNumber>(n, 1));
    }
    QSignalSpy moved(&bench.view, &views::RunView::lineMoved);
    bench.view.goToLine(3);
    QCOMPARE(moved.count(), 1);
    QCOMPARE(bench.view.linesBegun(), 4U);
    QCOMPARE(bench.view.playhead(), lines.line(3).after);
    // The playhead stays, the line does not.
    bench.view.setPlayhead(bench.view.playhead());
    QCOMPARE(bench.view.linesBegun(), lines.count_before(bench.view.playhead()));
}

void LineStepsTest::aBreakpointHoldsTheEngineAndStopsPlaying() {
    Bench bench;
    QVERIFY(bench.start(two_greenlets));
    bench.session.setBreakpoints({"program.py", {6}});
    bench.transport.runOn();
    QVERIFY(bench.settle());
    QVERIFY(bench.session.engine() == Session::Engine::Held);
    QVERIFY(!bench.transport.isPlaying());
    QCOMPARE(bench.shown(), QStringLiteral("inner:6 < outer:9"));
    QCOMPARE(bench.view.lineGreenlet(), bench.greenlet(1));
    bench.transport.runOn();
    QVERIFY(bench.settle());
    QCOMPARE(bench.view.lineGreenlet(), bench.greenlet(2));
    // Playing at a pace stops there too, in the record and at the live edge.
    bench.transport.toStart();
    bench.transport.play();
    for (int i = 0; i < 100 && bench.transport.isPlaying(); ++i) bench.transport.advance(std::chrono::seconds(1));
    QCOMPARE(bench.shown(), QStringLiteral("inner:6 < outer:9"));
    QCOMPARE(bench.view.lineGreenlet(), bench.greenlet(1));
    bench.session.setBreakpoints({});
    bench.transport.runOn();
    QVERIFY(bench.settle());
    QVERIFY(bench.session.isOver());
}

void LineStepsTest::theRecordIsRunToItsBreakpoints() {
    Bench bench;
    QVERIFY(bench.startAndRun(two_greenlets));
    bench.session.setBreakpoints({"program.py", {10}});
    bench.transport.toStart();
    bench.transport.runOn();
    QCOMPARE(bench.shown(), QStringLiteral("outer:10"));
    QCOMPARE(bench.view.lineGreenlet(), bench.greenlet(1));
    bench.transport.runOn();
    QCOMPARE(bench.view.lineGreenlet(), bench.greenlet(2));
    bench.transport.runOn();
    QVERIFY(bench.transport.atEnd());
    bench.transport.runBack();
    QCOMPARE(bench.view.lineGreenlet(), bench.greenlet(2));
    QCOMPARE(bench.shown(), QStringLiteral("outer:10"));
    bench.transport.runBack();
    QCOMPARE(bench.view.lineGreenlet(), bench.greenlet(1));
    bench.transport.runBack();
    QCOMPARE(bench.view.playhead(), EventNumber{0});
}

void LineStepsTest::aBreakpointBeforeTheFirstSwitchHoldsToo() {
    Bench bench;
    bench.session.setBreakpoints({"program.py", {8}});
    QVERIFY(bench.start(two_greenlets));
    QVERIFY(bench.session.isHeldAtLine());
    QCOMPARE(bench.shown(), QStringLiteral("<module>:8"));
}

void LineStepsTest::whereThereAreNoLinesNothingMoves() {
    Bench bench;
    QVERIFY(bench.start(two_greenlets, green::trace::ClockKind::Real));
    QVERIFY(bench.view.lines() == views::RunView::Lines::RealClock);
    const auto playhead = bench.view.playhead();
    QCOMPARE(bench.step(LineGrain::Into), QStringLiteral("-"));
    QCOMPARE(bench.view.playhead(), playhead);
}

QTEST_GUILESS_MAIN(LineStepsTest)
#include "line_steps_test.moc"
