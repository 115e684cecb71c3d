#include <QScrollBar>
#include <QtTest>

#include "queues/objects_view.h"
#include "support/trace_text.h"

using support::TraceText;

class TestObjectsView : public QObject {
    Q_OBJECT
private slots:
    void contentsAndWaiters_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("expected");
        const QString start =
            "main makes queue tasks of 3\nmain spawns boss\nmain spawns bob\nmain waits join on boss\n"
            "hub resumes boss\n";
        const QString join = "\njoin, in main\nWaits for: boss";
        QTest::newRow("empty") << start
                               << "tasks, Queue(maxsize=3): _ _ _\nHolds: 0 of 3, empty\nWait to put: nobody\n"
                                  "Wait to get: nobody" +
                                      join;
        QTest::newRow("the front is left") << start + "boss stores 7 in tasks\nboss stores 8 in tasks\n"
                                           << "tasks, Queue(maxsize=3): 7 8 _\nHolds: 2 of 3\nWait to put: nobody\n"
                                              "Wait to get: nobody" +
                                                  join;
        QTest::newRow("full, and who is held up")
            << start +
                   "boss stores 7 in tasks\nboss stores 8 in tasks\nboss stores 9 in tasks\n"
                   "boss waits queue-put on tasks \"10\"\nhub resumes bob\nbob waits queue-put on tasks \"11\"\n"
            << "tasks, Queue(maxsize=3): 7 8 9 <- 10 (boss) 11 (bob)\nHolds: 3 of 3, full\n"
               "Wait to put: boss (10), bob (11)\nWait to get: nobody" +
                   join;
        QTest::newRow("who waits to get") << start +
                                                 "boss waits queue-get on tasks\nhub resumes bob\n"
                                                 "bob waits queue-get on tasks\n"
                                          << "tasks, Queue(maxsize=3): _ _ _\nHolds: 0 of 3, empty\n"
                                             "Wait to put: nobody\nWait to get: boss, bob" +
                                                 join;
        QTest::newRow("the items of a call with more arguments")
            << start +
                   "boss stores 1 in tasks\nboss stores 2 in tasks\nboss stores 3 in tasks\n"
                   "boss waits queue-put on tasks \"f(1, 2), timeout=3\" \n"
            << "tasks, Queue(maxsize=3): 1 2 3 <- f(1, 2) (boss)\nHolds: 3 of 3, full\n"
               "Wait to put: boss (f(1, 2))\nWait to get: nobody" +
                   join;
    }
    void contentsAndWaiters() {
        QFETCH(QString, lines);
        QFETCH(QString, expected);
        views::RunView run;
        run.setStore(support::trace_from_text(lines.toStdString()));
        run.setPlayhead(run.store().size());
        views::ObjectsView view(run);
        view.resize(460, 600);
        view.show();
        QCOMPARE(view.plainText(), expected);
    }

    void otherObjectsAndWhatJoinallKnows() {
        views::RunView run;
        run.setStore(support::trace_from_text(
            "main makes lock door\nmain makes queue all\nmain spawns foo\nmain waits joinall \"1 left\" at 9\n"
            "hub resumes foo\nfoo waits lock on door\n"));
        run.setPlayhead(run.store().size());
        views::ObjectsView view(run);
        view.resize(400, 600);
        view.show();
        QCOMPARE(view.plainText(),
                 "door, Lock\nWait for it: foo\n"
                 "all, Queue, no limit\nHolds: empty\nWait to put: nobody\nWait to get: nobody\n"
                 "joinall, in main, line 9\nWaits for: foo");
    }

    // Where everybody who is left must be among them, they have names; else the record only has a number.
    void aJoinallNamesWhomItWaitsFor_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("expected");
        const QString three = "main spawns boss\nmain spawns steve\nmain spawns bob\n";
        QTest::newRow("all") << three + "main waits joinall \"3 left\" at 9\n"
                             << "boss, steve, bob";
        QTest::newRow("one has ended")
            << three +
                   "main waits joinall \"3 left\"\nhub resumes boss\n"
                   "boss ends \"None\" queueing notify\nhub resumes steve\nsteve yields\n"
                   "hub resumes bob\nbob yields\nhub runs notify\nhub resumes main directly\n"
                   "main waits joinall \"2 left\"\n"
            << "steve, bob";
        // Its end has not been told yet, so it is among the three.
        QTest::newRow("an end on its way") << three +
                                                  "main waits joinall \"3 left\"\nhub resumes boss\n"
                                                  "boss ends \"None\" queueing notify\n"
                                           << "boss, steve, bob";
        QTest::newRow("not all of them") << three + "main waits joinall \"2 left\"\n"
                                         << "2 more greenlets";
        QTest::newRow("one of them") << three + "main waits joinall \"1 left\"\n"
                                     << "1 more greenlet";
        QTest::newRow("something else") << three + "main waits joinall \"some\"\n"
                                        << "some";
        QTest::newRow("nothing said") << three + "main waits joinall\n"
                                      << "all of them";
    }
    void aJoinallNamesWhomItWaitsFor() {
        QFETCH(QString, lines);
        QFETCH(QString, expected);
        views::RunView run;
        run.setStore(support::trace_from_text(lines.toStdString()));
        views::ObjectsView view(run);
        view.resize(400, 600);
        view.show();
        // Step by step, so that what is counted must follow.
        for (green::trace::EventNumber n = 1; n <= run.store().size(); ++n) {
            run.setPlayhead(n);
            view.refreshNow();
        }
        QCOMPARE(view.plainText().section(u'\n', -1), "Waits for: " + expected);
    }

    void namesThatDoNotFitAreCounted() {
        std::string lines;
        for (int i = 0; i < 10; ++i)
            lines += "main spawns task(" + std::to_string(i) + ") as t" + std::to_string(i) + "\n";
        views::RunView run;
        run.setStore(support::trace_from_text(lines + "main waits joinall \"10 left\"\n"));
        run.setPlayhead(run.store().size());
        views::ObjectsView view(run);
        view.resize(276, 300);
        view.show();
        const QString value = view.plainText().section(u'\n', -1);
        QVERIFY2(value.startsWith("Waits for: task(0)") && value.contains(" and ") && value.endsWith(" more"),
                 qPrintable(value));
        QFont font = static_cast<QWidget&>(view).font();
        font.setPixelSize(13);
        QVERIFY(QFontMetricsF(font).horizontalAdvance(value.mid(11)) <= 276 - 24 - 96);
        // All of them are in the tooltip.
        QVERIFY2(view.spots().back().text.contains("task(9)"), qPrintable(view.spots().back().text));
    }

    void anEmptyPaneSaysWhetherThereWillBeMore() {
        views::RunView run;
        run.setStore(support::trace_from_text("main prints a\nmain ends\n"));
        views::ObjectsView view(run);
        view.resize(276, 300);
        view.show();
        run.setPlayhead(1);
        QCOMPARE(view.plainText(), "No queue yet, and nobody waits for somebody’s end.");
        run.setPlayhead(2);
        QCOMPARE(view.plainText(), "There was no queue in this run.");
    }

    // Boxes keep inside, whatever there is; who waits stays in sight.
    void aLongQueueIsCutShortButNotWhoWaits() {
        TraceText trace;
        std::string lines = "main makes queue tasks of 100\nmain spawns boss\nmain yields\nhub resumes boss\n";
        for (int i = 0; i < 100; ++i) lines += "boss stores " + std::to_string(i) + " in tasks\n";
        trace.add(lines + "boss waits queue-put on tasks \"100\"\n");
        const auto& last = trace.store()->last();
        QFont font;
        font.setPixelSize(15);
        for (const qreal width : {120.0, 252.0, 400.0, 1000.0}) {
            const auto boxes = views::queueBoxes(last.objects()[0], last, width, 44, font);
            QVERIFY(!boxes.empty());
            qreal end = 0;
            int items = 0;
            QString more;
            for (const auto& box : boxes) {
                QVERIFY(box.left >= end);
                end = box.left + box.width;
                QVERIFY2(end <= width || width < 200, qPrintable(QString::number(end)));
                items += box.kind == views::QueueBox::Kind::Item;
                if (box.kind == views::QueueBox::Kind::More) more = box.text;
            }
            QCOMPARE(more, QStringLiteral("+%1").arg(100 - items));
            if (width > 200) QCOMPARE(boxes.back().text, "100");
        }
    }

    void clickingWhoWaitsSelectsIt() {
        TraceText trace;
        trace.add(
            "main makes queue tasks of 1\nmain spawns boss\nmain yields\nhub resumes boss\n"
            "boss stores 1 in tasks\nboss waits queue-put on tasks \"2\"\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(trace.store()->size());
        views::ObjectsView view(run);
        view.resize(300, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto spots = view.spots();
        QCOMPARE(spots.size(), std::size_t{2});
        QCOMPARE(spots[1].text, "boss waits to put 2");
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, spots[1].rect.center().toPoint());
        QCOMPARE(run.selection(), trace.id("boss"));
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, spots[0].rect.center().toPoint());
        QCOMPARE(run.selection(), trace.id("tasks"));
    }

    // Planning follows what is visible, not what there is.
    void onlyTheVisibleOnesArePlanned() {
        std::string lines;
        for (int i = 0; i < 200; ++i) lines += "main makes queue q" + std::to_string(i) + " of 1\n";
        views::RunView run;
        run.setStore(support::trace_from_text(lines));
        run.setPlayhead(200);
        views::ObjectsView view(run);
        view.resize(300, 400);
        view.show();
        QVERIFY(view.spots().size() <= 3);
        QVERIFY(view.plainText().startsWith("q0,"));
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        QVERIFY(view.plainText().contains("q199,"));
        QVERIFY(!view.plainText().contains("q0,"));
    }
};

QTEST_MAIN(TestObjectsView)
#include "test_objects_view.moc"
