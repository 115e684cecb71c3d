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
                               << "1. foo: gets GreenletExit\n9000 ms: foo: wakes";
        // A moment of the same clock has one word, whether its sleeper is asleep still or not.
        QTest::newRow("a sleeper that was woken before")
            << "main spawns foo\nmain yields\nhub resumes foo\nfoo waits sleep 9 for 9s\nhub resumes main\n"
               "main kills foo GreenletExit\nmain waits join on foo\nhub resumes foo\n"
            << "9000 ms: foo: wakes";
        QTest::newRow("notify") << "main spawns foo\nmain waits join on foo\nhub resumes foo\n"
                                   "foo ends \"None\" queueing notify\n"
                                << "1. ended: foo: tells main";
        QTest::newRow("unlock") << "main makes queue tasks of 1\nmain spawns foo\n"
                                   "main waits queue-get on tasks\nhub resumes foo\n"
                                   "foo stores 1 in tasks queueing unlock\n"
                                << "1. tasks: see who can go on";
        QTest::newRow("notify, an event")
            << "main makes event go\nmain spawns foo\nmain spawns bar\nmain waits event on go\n"
               "hub resumes foo\nfoo waits event on go\nhub resumes bar\n"
               "bar sets go queueing notify\n"
            << "1. ready: go: tells main, foo";
        // Of those who wait for a lock, only as many as there are permits.
        const QString door =
            "main makes semaphore door of 0\nmain spawns foo\nmain spawns bar\nmain waits lock on door\n"
            "hub resumes foo\nfoo waits lock on door\nhub resumes bar\n"
            "bar releases door queueing notify\n";
        QTest::newRow("notify, a lock") << door << "1. free: door: tells main";
        QTest::newRow("notify, a lock, R52") << door + "bar acquires door\n"
                                             << "1. free: door: nobody can have it";
        QTest::newRow("notify, a member's end") << "main makes pool crew of 2\nmain spawns foo\nmain adds foo to crew\n"
                                                   "main yields\nhub resumes foo\nfoo ends \"None\" queueing notify\n"
                                                << "1. main: after sleep(0)\n2. ended: foo: tells crew";
        QTest::newRow("notify, a group") << "main makes group friends\nmain creates foo\nmain adds foo to friends\n"
                                            "main waits group-join on friends\n"
                                            "hub removes foo from friends queueing notify\n"
                                         << "1. ready: friends: tells main";
        QTest::newRow("function") << "main queues function"
                                  << "1. main: callback";
        QTest::newRow("taken back") << "main spawns foo\nmain spawns bar\nmain cancels start of foo\n"
                                    << "1. foo: taken back: does nothing\n2. bar: starts";
        QTest::newRow("timers by deadline")
            << "main spawns foo after 2s\nmain arms timeout \"1\" after 1s\nmain waits sleep 1.5 for 1500ms\n"
            << "1000 ms: main’s timeout: fires\n1500 ms: main: wakes\n2000 ms: foo: starts";
        QTest::newRow("a get with a timeout")
            << "main makes queue tasks\nmain arms timeout \"0.1 seconds: Empty\" after 100ms\n"
               "main waits queue-get on tasks until 100ms\n"
            << "100 ms: main’s get: gives up";
        QTest::newRow("a timer of something else") << "main waits event arming wake after 2s"
                                                   << "2000 ms: main: goes on";
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
            QVERIFY(!views::timerText(job, store, store.last(), name).what.isEmpty());
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
        view.resize(710, 90);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto spots = view.spots();
        QCOMPARE(spots.front().rect, QRectF(12, 10, 112, 48));
        QCOMPARE(spots[1].rect.left(), 132.0);
        QCOMPARE(spots.front().text, "1 in the run queue: g0, starts");
        // 710 - 152 px, less 68 for the count: four cards of 120, and nothing beside them.
        QCOMPARE(spots.size(), std::size_t{5});
        QVERIFY(spots[3].rect.right() <= 490);
        QCOMPARE(
            spots.back().text,
            "26 more in the run queue: g4, g5, g6, g7, g8, g9, g10, g11, g12, g13, g14, g15, g16, g17, g18, g19, g20, "
            "g21, g22, g23, g24, g25, g26, g27, g28, g29");
        QCOMPARE(spots.back().id, green::trace::Id::None);
        // Halfway between two cards the nearer one is first.
        view.horizontalScrollBar()->setValue(50);
        QCOMPARE(view.spots().front().text, "1 in the run queue: g0, starts");
        QCOMPARE(view.spots().front().rect.left(), 12.0);
        view.horizontalScrollBar()->setValue(130);
        QCOMPARE(view.spots().front().text, "2 in the run queue: g1, starts");
        QVERIFY(view.spots().back().text.startsWith("25 more in the run queue: g5, "));
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

    // Names and verbs are cut only where there is no room for them.
    void cardsAndTimersAreAsWideAsTheirTexts() {
        TraceText trace;
        trace.add(
            "main spawns spray_the_roses('in the garden') as g0\nmain spawns b\n"
            "main spawns water_all_the_flowers_there('in the garden') as g2 after 50ms\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(3);
        views::HubQueueView view(run);
        view.resize(1100, 90);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto spots = view.spots();
        QCOMPARE(spots.size(), std::size_t{3});
        const auto advance = [&](qreal pixels, QFont::Weight weight, const QString& text) {
            QFont font = static_cast<QWidget&>(view).font();
            font.setPixelSize(static_cast<int>(pixels));
            font.setWeight(weight);
            return QFontMetricsF(font).horizontalAdvance(text);
        };
        const QString long_name = spots[0].text.section(": ", 1).section(", starts", 0, 0);
        QVERIFY2(long_name.startsWith("spray_the"), qPrintable(long_name));
        QCOMPARE(spots[0].rect.width(), std::ceil(48 + advance(13, QFont::DemiBold, long_name)) + 1);
        QCOMPARE(spots[1].rect.left(), spots[0].rect.right() + 8);
        QCOMPARE(spots[1].rect.width(), 160.0);
        const QString timer = spots[2].text.section(": ", 1);
        QVERIFY(spots[2].rect.width() >=
                20 + advance(12, QFont::DemiBold, "50 ms  ") + advance(12, QFont::Medium, timer));
        QVERIFY(spots[2].rect.left() > spots[1].rect.right());
        QVERIFY(spots[2].rect.right() <= 1100);
        // With less room all cards have the same width.
        view.resize(560, 90);
        QCOMPARE(view.spots()[0].rect.width(), view.spots()[1].rect.width());
    }

    void moreTimersThanFitAreCounted() {
        TraceText trace;
        std::string lines;
        for (int i = 0; i < 9; ++i)
            lines += "main spawns g" + std::to_string(i) + " after " + std::to_string(i + 1) + "ms\n";
        trace.add(lines);
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(9);
        views::HubQueueView view(run);
        view.show();
        // Rows of 18 px below the first 10; one of them for the count.
        for (const int height : {70, 90, 130}) {
            view.resize(430, height);
            const auto text = view.plainText();
            const int rows = (height - 14) / 18;
            QVERIFY2(text.startsWith("1 ms: g0: starts\n2 ms: g1: starts\n"), qPrintable(text));
            QCOMPARE(text.count(u'\n'), rows - 1);
            QVERIFY2(text.endsWith(QStringLiteral("+ %1 more").arg(9 - (rows - 1))), qPrintable(text));
            // Whoever wants to know has all of them in the tooltip.
            const auto& more = view.spots().back();
            QVERIFY(more.rect.bottom() <= height);
            QCOMPARE(more.text,
                     "All timers:\n1 ms: g0: starts\n2 ms: g1: starts\n3 ms: g2: starts\n4 ms: g3: starts\n"
                     "5 ms: g4: starts\n6 ms: g5: starts\n7 ms: g6: starts\n8 ms: g7: starts\n"
                     "9 ms: g8: starts");
        }
        view.resize(430, 200);
        QCOMPARE(view.plainText().count(u'\n'), 8);
        QVERIFY(!view.plainText().contains("more"));
    }

    // Room that no card needs is for the timers, in further columns.
    void timersTakeTheRoomOfAnEmptyQueue() {
        TraceText trace;
        std::string lines;
        for (int i = 0; i < 9; ++i)
            lines += "main spawns g" + std::to_string(i) + " after " + std::to_string(i + 1) + "ms\n";
        trace.add(lines);
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(9);
        views::HubQueueView view(run);
        view.resize(844, 71);
        view.show();
        QCOMPARE(view.plainText().count(u'\n'), 8);
        const auto& spots = view.spots();
        QCOMPARE(spots[1].rect.left(), spots[0].rect.left());
        QVERIFY(spots[1].rect.top() > spots[0].rect.top());
        // In order from the top down, then from the left to the right.
        QVERIFY(spots[3].rect.left() > spots[0].rect.left());
        QCOMPARE(spots[3].rect.top(), spots[0].rect.top());
        QVERIFY(spots.back().rect.right() <= 844);
    }

    // Cards come first: they are what the hub does next.
    void timersLeaveTheCardsTheirRoom() {
        TraceText trace;
        std::string lines;
        for (int i = 0; i < 9; ++i)
            lines += "main spawns g" + std::to_string(i) + " after " + std::to_string(i + 1) + "ms\n";
        for (int i = 0; i < 4; ++i) lines += "main spawns c" + std::to_string(i) + "\n";
        trace.add(lines);
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(13);
        views::HubQueueView view(run);
        view.resize(844, 71);
        view.show();
        QVERIFY(view.plainText().contains("4. c3: starts"));
        QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
    }
};

QTEST_MAIN(TestHubQueueView)
#include "test_hub_queue_view.moc"
