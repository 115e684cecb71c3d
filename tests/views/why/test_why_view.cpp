#include <QtTest>

#include "support/random_trace.h"
#include "support/trace_text.h"
#include "why/why_view.h"

using support::TraceText;

class TestWhyView : public QObject {
    Q_OBJECT
private slots:
    void theChain_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("expected");
        const QString two = "main spawns foo\nmain spawns bar\nmain waits joinall \"2 left\" at 3\nhub resumes foo\n";
        const QString queue = "main makes queue tasks of 1\n" + two;
        QTest::newRow("it runs") << two << "Why is foo running?\nfoo is running (until it waits or gives way)";
        QTest::newRow("its turn comes") << two + "foo yields\nhub resumes bar\n"
                                        << "Why isn’t foo running?\n"
                                           "foo could run: it waits for its turn (first in the run queue)\n"
                                           "bar is running (until it waits or gives way)";
        QTest::newRow("a full queue")
            << queue +
                   "foo stores 1 in tasks\nfoo yields\nhub resumes bar\nbar takes 1 from tasks\nbar yields\n"
                   "hub resumes foo\nfoo stores 2 in tasks\nfoo waits queue-put on tasks 3 at 9\n"
            << "Why isn’t foo running?\nfoo waits in put(3) on tasks (line 9, since step 13)\n"
               "tasks is full (it holds 2; more do not fit)\nbar may make room with get(), as before (first in the run "
               "queue)";
        QTest::newRow("an empty queue")
            << queue + "foo waits queue-get on tasks until 50ms\n"
            << "Why isn’t foo running?\nfoo waits in get() on tasks (since step 6, gives up at 50 ms)\n"
               "tasks is empty\nSomebody puts an item in\n"
               "Or its timer at 50 ms ends the wait with Empty";
        QTest::newRow("an empty queue, for ever")
            << queue + "foo waits queue-get on tasks\n"
            << "Why isn’t foo running?\nfoo waits in get() on tasks (since step 6)\n"
               "tasks is empty\nSomebody has to put an item in";
        const QString putterLeft = queue +
                                   "foo yields\nhub resumes bar\nbar stores 1 in tasks\nbar ends\nhub resumes foo\n"
                                   "foo takes 1 from tasks\n";
        QTest::newRow("who put is gone, and a timer")
            << putterLeft + "foo waits queue-get on tasks until 100ms\n"
            << "Why isn’t foo running?\nfoo waits in get() on tasks (since step 12, gives up at 100 ms)\n"
               "tasks is empty\nNobody who put an item in is left (bar is finished)\n"
               "Its timer at 100 ms ends the wait with Empty";
        QTest::newRow("who put is gone, and no timer")
            << putterLeft + "foo waits queue-get on tasks\n"
            << "Why isn’t foo running?\nfoo waits in get() on tasks (since step 12)\n"
               "tasks is empty\nNobody who put an item in is left (bar is finished)";
        QTest::newRow("who can put waits, and a timer")
            << queue +
                   "foo yields\nhub resumes bar\nbar stores 1 in tasks\nbar waits sleep 9 for 9s\nhub resumes foo\n"
                   "foo takes 1 from tasks\nfoo waits queue-get on tasks until 100ms\n"
            << "Why isn’t foo running?\nfoo waits in get() on tasks (since step 12, gives up at 100 ms)\n"
               "tasks is empty\nbar waits in sleep(9) (since step 9)\n"
               "The clock has to reach 9000 ms (it shows 0 ms)\n"
               "Or the timer of foo at 100 ms ends its wait with Empty";
        QTest::newRow("a select of nothing")
            << two + "foo waits select \"[], [], [], 0.2\" until 200ms\n"
            << "Why isn’t foo running?\nfoo waits in select([], [], [], 0.2) (since step 5, gives up at 200 ms)\n"
               "It watches nothing, so no input or output can end it\n"
               "Its timer at 200 ms ends the wait with empty lists";
        QTest::newRow("the note is there")
            << queue +
                   "foo waits queue-get on tasks\nhub resumes bar\n"
                   "bar stores 1 in tasks queueing unlock\n"
            << "Why isn’t foo running?\nfoo waits in get() on tasks (since step 6)\n"
               "The hub has a note: see who can go on with tasks (first in the run queue)";
        QTest::newRow("sleep") << two + "foo waits sleep 1 for 1s\n"
                               << "Why isn’t foo running?\nfoo waits in sleep(1) (since step 5)\n"
                                  "The clock has to reach 1000 ms (it shows 0 ms)";
        QTest::newRow("through a join") << two + "foo waits join on bar\nhub resumes bar\nbar waits io\n"
                                        << "Why isn’t foo running?\nfoo waits in join() on bar (since step 5)\n"
                                           "bar waits in wait() (since step 7)\n"
                                           "Input or output has to be ready (that comes from outside)";
        QTest::newRow("a circle") << two + "foo waits join on bar\nhub resumes bar\nbar waits join on foo\n"
                                  << "Why isn’t foo running?\nfoo waits in join() on bar (since step 5)\n"
                                     "bar waits in join() on foo (since step 7)\n"
                                     "foo again: they wait for each other (none of them can go on by itself)";
        QTest::newRow("failed") << two + "foo fails \"E: x\"\nfoo ends\n"
                                << "What became of foo?\nfoo has failed (E: x)";
    }
    void theChain() {
        QFETCH(QString, lines);
        QFETCH(QString, expected);
        TraceText trace;
        trace.add(lines.toStdString());
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(trace.store()->size());
        run.select(trace.id("foo"));
        views::WhyView view(run);
        view.resize(300, 400);
        view.show();
        QCOMPARE(view.plainText(), expected);
    }

    void whereItGoesOnIsALink() {
        TraceText trace;
        trace.add("main spawns foo\nmain yields\nhub resumes foo\nfoo prints a\nfoo yields\nhub resumes main\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(4);
        run.select(green::trace::Id::Main);
        views::WhyView view(run);
        view.resize(300, 400);
        view.show();
        QVERIFY(view.plainText().endsWith("6: main goes on in this run: its turn has come"));
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.spots().back().rect.center().toPoint());
        QCOMPARE(run.playhead(), 6u);
        QCOMPARE(view.plainText(), "Why is main running?\nmain is running (until it waits or gives way)");
    }

    void howTheWaitEndsIsTold_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<int>("at");
        QTest::addColumn<QString>("expected");
        const QString start = "main makes queue tasks of 1\nmain spawns foo\nmain spawns bar\n";
        QTest::newRow("its timer") << "main makes queue tasks\nmain arms timeout \"0.1 seconds: Empty\" after 100ms\n"
                                      "main waits queue-get on tasks until 100ms\nhub idles until 100ms\n"
                                      "t=100ms hub resumes main with Empty\n"
                                   << 3 << "5: main goes on in this run: its timer ends get() with Empty";
        QTest::newRow("sleep") << "main waits sleep 1 for 1s\nt=1s hub resumes main\n"
                               << 1 << "2: main goes on in this run: it has slept enough";
        QTest::newRow("an end") << "main spawns foo\nmain waits join on foo\nhub resumes foo\n"
                                   "foo ends \"None\" queueing notify\nhub runs notify\nhub resumes main directly\n"
                                << 2 << "6: main goes on in this run: foo has ended";
        QTest::newRow("thrown into") << "main spawns foo\nmain waits event\nhub resumes foo\nfoo kills main \"E: x\"\n"
                                        "foo yields\nhub resumes main with \"E: x\"\n"
                                     << 2 << "6: main goes on in this run: E: x is thrown into it";
        QTest::newRow("an item") << start +
                                        "main waits queue-get on tasks\nhub resumes foo\n"
                                        "foo stores 7 in tasks queueing unlock\nfoo yields\nhub resumes bar\n"
                                        "bar yields\nhub runs unlock\nhub resumes main directly\n"
                                 << 4 << "11: main goes on in this run: there is an item in tasks";
        QTest::newRow("room") << start +
                                     "main stores 1 in tasks\nmain waits queue-put on tasks 2\nhub resumes foo\n"
                                     "foo takes 1 from tasks queueing unlock\nfoo yields\nhub resumes bar\n"
                                     "bar yields\nhub runs unlock\nhub stores 2 in tasks\n"
                                     "hub resumes main directly\n"
                              << 5 << "13: main goes on in this run: its item is in tasks";
    }
    void howTheWaitEndsIsTold() {
        QFETCH(QString, lines);
        QFETCH(int, at);
        QFETCH(QString, expected);
        TraceText trace;
        trace.add(lines.toStdString());
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(static_cast<green::trace::EventNumber>(at));
        run.select(green::trace::Id::Main);
        views::WhyView view(run);
        view.resize(300, 400);
        view.show();
        QCOMPARE(view.plainText().section(u'\n', -1), expected);
    }

    // With nothing selected it is the one whom the question is about.
    void whoGoesOnIsNamed() {
        TraceText trace;
        trace.add("main waits sleep 1 for 1s\nt=1s hub resumes main\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(1);
        views::WhyView view(run);
        view.resize(300, 400);
        view.show();
        QVERIFY2(view.plainText().contains("2: main goes on"), qPrintable(view.plainText()));
    }

    void withoutASelectionItSaysWhatToDo() {
        views::RunView run;
        views::WhyView view(run);
        QCOMPARE(view.plainText(), "Select a greenlet to see why it is not running.");
    }

    void withoutASelectionItFollowsTheRun() {
        TraceText trace;
        trace.add("main spawns foo\nmain yields\nhub resumes foo\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(2);
        views::WhyView view(run);
        view.resize(300, 400);
        view.show();
        QVERIFY(view.plainText().startsWith("Why isn’t main running?"));
        run.setPlayhead(3);
        QVERIFY(view.plainText().startsWith("Why is foo running?"));
        run.select(green::trace::Id::Main);
        QVERIFY(view.plainText().startsWith("Why isn’t main running?"));
    }

    // Every chain ends, in any record.
    void anyTraceHasAnAnswer() {
        for (const auto& events : {support::plausible_events(3, 400), support::arbitrary_events(3, 400)}) {
            const auto store = support::store_of(events);
            green::trace::Moment moment;
            for (green::trace::EventNumber n = 1; n <= store->size(); ++n) {
                store->seek(moment, n);
                for (const auto& greenlet : moment.greenlets()) {
                    const auto links = views::whyChain(*store, moment, greenlet.id, [](auto) { return QString("x"); });
                    QVERIFY(links.size() <= 16);
                    if (greenlet.state != green::trace::State::Running) QVERIFY(!links.empty());
                }
            }
        }
    }
};

QTEST_MAIN(TestWhyView)
#include "test_why_view.moc"
