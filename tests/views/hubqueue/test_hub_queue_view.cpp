#include <QScrollBar>
#include <QtTest>

#include "hubqueue/hub_queue_view.h"
#include "support/trace_text.h"

using support::TraceText;

namespace {

QString shown(const TraceText& trace, int width = 2000) {
    views::RunView run;
    run.setStore(trace.store());
    run.setPlayhead(trace.store()->size());
    views::HubQueueView view(run);
    view.resize(width, 90);
    view.show();
    return view.plainText();
}

}  // namespace

class TestHubQueueView : public QObject {
    Q_OBJECT
private slots:
    void everyJobSaysWhatItWillDo_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing") << "main prints a"
                                 << "";
        QTest::newRow("start") << "main spawns foo"
                               << "1. foo: starts";
        QTest::newRow("yield") << "main yields"
                               << "1. main: after sleep(0)";
        QTest::newRow("wake") << "main makes event go\nmain waits event on go anyhow\nhub queues wake for main\n"
                              << "1. main: after wait()";
        QTest::newRow("throw") << "main spawns foo\nmain yields\nhub resumes foo\nfoo waits sleep 9 for 9s\n"
                                  "hub resumes main\nmain kills foo GreenletExit\n"
                               << "1. foo: gets GreenletExit\n9000 ms: foo: has slept enough";
        QTest::newRow("notify") << "main spawns foo\nmain waits join on foo\nhub resumes foo\n"
                                   "foo ends \"None\" queueing notify\n"
                                << "1. ended: foo: tells main";
        QTest::newRow("unlock") << "main makes queue tasks of 1\nmain spawns foo\n"
                                   "main waits queue-get on tasks\nhub resumes foo\n"
                                   "foo stores 1 in tasks queueing unlock\n"
                                << "1. tasks: match waiters";
        QTest::newRow("function") << "main queues function"
                                  << "1. main: callback";
        QTest::newRow("taken back") << "main spawns foo\nmain spawns bar\nmain cancels start of foo\n"
                                    << "1. foo: taken back: does nothing\n2. bar: starts";
        QTest::newRow("timers by deadline")
            << "main spawns foo after 2s\nmain arms timeout \"1\" after 1s\nmain waits sleep 1.5 for 1500ms\n"
            << "1000 ms: main: sleep(1.5) gives up\n1500 ms: main: has slept enough\n2000 ms: foo: starts";
    }
    void everyJobSaysWhatItWillDo() {
        QFETCH(QString, lines);
        QFETCH(QString, expected);
        TraceText trace;
        trace.add(lines.toStdString());
        QCOMPARE(shown(trace), expected);
    }

    // A record of any version: no kind of job is without words.
    void noKindOfJobIsWithoutWords() {
        TraceText trace;
        trace.add("main spawns foo\n");
        const auto& store = *trace.store();
        for (int kind = 0; kind <= static_cast<int>(green::trace::JobKind::Function) + 1; ++kind) {
            green::trace::Job job;
            job.kind = static_cast<green::trace::JobKind>(kind);
            job.target = trace.id("foo");
            const auto name = [](green::trace::Id) { return QStringLiteral("foo"); };
            const auto queued = views::jobText(job, store, store.last(), {}, name);
            if (kind <= static_cast<int>(green::trace::JobKind::Function)) QVERIFY(!queued.what.isEmpty());
            QVERIFY(!queued.title.isEmpty());
            QVERIFY(!views::timerText(job, store.last(), name).what.isEmpty());
        }
    }

    void cardsStandSideBySideFrontFirstAndOnesThatDoNotFitAreCounted() {
        TraceText trace;
        std::string lines;
        for (int i = 0; i < 30; ++i) lines += "main spawns g" + std::to_string(i) + "\n";
        trace.add(lines);
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(30);
        views::HubQueueView view(run);
        view.resize(700, 90);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto spots = view.spots();
        QCOMPARE(spots.front().rect, QRectF(12, 10, 112, 48));
        QCOMPARE(spots[1].rect.left(), 132.0);
        QCOMPARE(spots.front().text, "1 in the run queue: g0, starts");
        QVERIFY(spots.size() < 6);
        view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->maximum());
        QCOMPARE(view.spots().back().text, "30 in the run queue: g29, starts");
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.spots().back().rect.center().toPoint());
        QCOMPARE(run.selection(), trace.id("g29"));
    }

    void aShortQueueHasWideCards() {
        TraceText trace;
        trace.add("main spawns g0\nmain spawns g1\nmain spawns g2\nmain spawns g3");
        views::RunView run;
        run.setStore(trace.store());
        views::HubQueueView view(run);
        view.resize(700, 90);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        run.setPlayhead(2);
        QCOMPARE(view.spots().back().rect, QRectF(180, 10, 160, 48));
        // Four of that width would not fit beside the timers.
        run.setPlayhead(4);
        QCOMPARE(view.spots().size(), 4);
        QCOMPARE(view.spots().front().rect.width(), 124.0);
        QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
    }

    void moreTimersThanFitAreCounted() {
        TraceText trace;
        std::string lines;
        for (int i = 0; i < 9; ++i)
            lines += "main spawns g" + std::to_string(i) + " after " + std::to_string(i + 1) + "ms\n";
        trace.add(lines);
        const auto text = shown(trace);
        QVERIFY2(text.startsWith("1 ms: g0: starts\n2 ms: g1: starts\n"), qPrintable(text));
        const auto rows = text.count(u'\n');
        QVERIFY(text.endsWith(QStringLiteral("+ %1 more").arg(9 - rows)));
    }
};

QTEST_MAIN(TestHubQueueView)
#include "test_hub_queue_view.moc"
