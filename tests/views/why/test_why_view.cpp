#include <QtTest>

#include "support/random_trace.h"
#include "support/trace_text.h"
#include "why/why_view.h"

using support::TraceText;

class TestWhyView : public QObject {
    Q_OBJECT
private slots:
    void atTheBeginningMainRuns() {
        views::RunView run;
        run.setStore(support::trace_from_text("main prints a\n"));
        views::WhyView view(run);
        view.resize(300, 300);
        QCOMPARE(view.plainText(), "Why is main running?\nmain is running (until it waits or gives way)");
    }

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
               "tasks is empty\nSomebody puts an item in (main or bar could)\n"
               "Or its timer at 50 ms ends the wait with Empty";
        QTest::newRow("an empty queue, for ever")
            << queue + "foo waits queue-get on tasks\n"
            << "Why isn’t foo running?\nfoo waits in get() on tasks (since step 6)\n"
               "tasks is empty\nSomebody has to put an item in (main or bar could)";
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
                                           "bar waits for I/O (since step 7)\n"
                                           "Input or output has to be ready (that comes from outside)";
        QTest::newRow("a circle") << two + "foo waits join on bar\nhub resumes bar\nbar waits join on foo\n"
                                  << "Why isn’t foo running?\nfoo waits in join() on bar (since step 5)\n"
                                     "bar waits in join() on foo (since step 7)\n"
                                     "Deadlock: foo and bar wait for each other (none of them can go on by itself)";
        QTest::newRow("failed") << two + "foo fails \"E: x\"\nfoo ends\n"
                                << "What became of foo?\nfoo has failed (E: x)";
        // --- locks
        const QString door = "main makes semaphore door of 1\nmain makes semaphore gate of 1\n" + two;
        QTest::newRow("a lock, its holder sleeps")
            << door +
                   "foo yields\nhub resumes bar\nbar acquires door\nbar waits sleep 1 for 1s\nhub resumes foo\n"
                   "foo waits lock on door at 9\n"
            << "Why isn’t foo running?\nfoo waits in acquire() on door (line 9, since step 12)\ndoor is held by bar\n"
               "bar waits in sleep(1) (since step 10)\nThe clock has to reach 1000 ms (it shows 0 ms)";
        QTest::newRow("a lock, others are in line")
            << door +
                   "foo yields\nhub resumes bar\nbar acquires door\nbar yields\nhub resumes foo\n"
                   "foo yields\nhub resumes bar\nbar spawns carl\nbar spawns dora\nbar yields\nhub resumes foo\n"
                   "foo yields\nhub resumes carl\ncarl waits lock on door\nhub resumes dora\n"
                   "dora waits lock on door\nhub resumes bar\nbar yields\nhub resumes foo\nfoo waits lock on door\n"
            << "Why isn’t foo running?\nfoo waits in acquire() on door (since step 26)\n"
               "door is held by bar (2 others are in line before it)\n"
               "bar could run: it waits for its turn (first in the run queue)\nhub is running (it picks who is next)";
        QTest::newRow("two locks: a deadlock")
            << door +
                   "foo acquires door\nfoo yields\nhub resumes bar\nbar acquires gate\nbar waits lock on door\n"
                   "hub resumes foo\nfoo waits lock on gate\n"
            << "Why isn’t foo running?\nfoo waits in acquire() on gate (since step 13)\ngate is held by bar\n"
               "bar waits in acquire() on door (since step 11)\ndoor is held by foo\n"
               "Deadlock: foo and bar wait for each other (none of them can go on by itself)";
        QTest::newRow("two locks, but a timer")
            << door +
                   "foo acquires door\nfoo yields\nhub resumes bar\nbar acquires gate\n"
                   "bar waits lock on door until 50ms\nhub resumes foo\nfoo waits lock on gate\n"
            << "Why isn’t foo running?\nfoo waits in acquire() on gate (since step 13)\ngate is held by bar\n"
               "bar waits in acquire() on door (since step 11, gives up at 50 ms)\ndoor is held by foo\n"
               "foo and bar wait for each other (none of them can go on before a timer ends its wait)\n"
               "The timer of bar at 50 ms ends its wait";
        QTest::newRow("its own lock")
            << door + "foo acquires door\nfoo waits lock on door\n"
            << "Why isn’t foo running?\nfoo waits in acquire() on door (since step 8)\n"
               "door is held by foo\nDeadlock: foo waits for itself (it cannot go on by itself)";
        QTest::newRow("two permits, one holder can go on")
            << "main makes semaphore door of 2\nmain makes semaphore gate of 0\n" + two +
                   "foo yields\nhub resumes bar\nbar acquires door\nbar spawns carl\nbar waits lock on gate\n"
                   "hub resumes foo\nfoo yields\nhub resumes carl\ncarl acquires door\ncarl waits sleep 1 for 1s\n"
                   "hub resumes foo\nfoo waits lock on door\n"
            << "Why isn’t foo running?\nfoo waits in acquire() on door (since step 18)\ndoor is held by bar, carl\n"
               "carl waits in sleep(1) (since step 16)\nThe clock has to reach 1000 ms (it shows 0 ms)";
        QTest::newRow("a semaphore that nobody holds")
            << "main makes semaphore door of 0\n" + two + "foo waits lock on door\n"
            << "Why isn’t foo running?\nfoo waits in acquire() on door (since step 6)\n"
               "door has no free permit, and nobody holds one\nSomebody has to release it (main or bar could)";
        QTest::newRow("an rlock") << "main makes rlock safe\n" + two +
                                         "foo yields\nhub resumes bar\nbar acquires safe\nbar acquires safe\n"
                                         "bar yields\nhub resumes foo\nfoo waits lock on safe\n"
                                  << "Why isn’t foo running?\nfoo waits in acquire() on safe (since step 12)\n"
                                     "safe is held by bar\nbar could run: it waits for its turn (first in the run "
                                     "queue)\nhub is running (it picks who is next)";
        // --- events and results
        const QString go = "main makes event go\n" + two;
        QTest::newRow("an event that others can set")
            << go + "foo waits event on go\n"
            << "Why isn’t foo running?\nfoo waits in wait() on go (since step "
               "6)\ngo is not set\nSomebody has to set it (main or "
               "bar could)";
        QTest::newRow("an event that nobody can set any more")
            << go + "foo waits event on go\nhub resumes bar\nbar waits event on go\n"
            << "Why isn’t foo running?\nfoo waits in wait() on go (since step 6)\ngo is not set\n"
               "Nobody is left who could set it (everybody else has ended or waits for ever)";
        QTest::newRow("an event that nobody can set, but a timer")
            << go + "foo waits event on go until 1s\nhub resumes bar\nbar waits event on go\n"
            << "Why isn’t foo running?\nfoo waits in wait() on go (since step 6, gives up at 1000 ms)\n"
               "go is not set\nSomebody has to set it (main could)\nOr its timer at 1000 ms ends the wait";
        QTest::newRow("a result that somebody set before")
            << "main makes async-result answer\n" + two +
                   "foo yields\nhub resumes bar\nbar sets answer 1\nbar waits sleep 1 for 1s\nhub resumes foo\n"
                   "foo waits result-wait on answer\n"
            << "Why isn’t foo running?\nfoo waits in wait() on answer (since step 11)\n"
               "answer is set, but others are told first";
        QTest::newRow("an event that somebody set before")
            << go + "foo yields\nhub resumes bar\nbar sets go\nbar clears go\nbar waits sleep 1 for 1s\nhub resumes "
                    "foo\n"
                    "foo waits event on go\n"
            << "Why isn’t foo running?\nfoo waits in wait() on go (since step 12)\ngo is not set\n"
               "bar waits in sleep(1) (since step 10)\nThe clock has to reach 1000 ms (it shows 0 ms)";
        QTest::newRow("the note is there for an event")
            << go + "foo waits event on go\nhub resumes bar\nbar sets go queueing notify\n"
            << "Why isn’t foo running?\nfoo waits in wait() on go (since step 6)\n"
               "The hub has a note: see who can go on with go (first in the run queue)";
        // --- groups, pools, tasks
        QTest::newRow("a group") << "main makes group friends\n" + two +
                                        "foo adds bar to friends\nfoo waits group-join on friends\nhub resumes bar\n"
                                        "bar waits io\n"
                                 << "Why isn’t foo running?\nfoo waits in join() on friends (since step 7)\n"
                                    "friends has 1 member, which has to end (bar)\nbar waits for I/O (since step 9)\n"
                                    "Input or output has to be ready (that comes from outside)";
        QTest::newRow("a pool") << "main makes pool crew of 1\n" + two +
                                       "foo adds bar to crew\nfoo waits pool-spawn on crew work\nhub resumes bar\n"
                                       "bar waits thread\n"
                                << "Why isn’t foo running?\nfoo waits in spawn(work) on crew (since step 7)\n"
                                   "crew is full: a member has to end (bar)\nbar waits in get() (since step 9)\n"
                                   "The call in the other thread has to end (that comes from outside)";
        QTest::newRow("a socket") << "main makes socket line\n" + two + "foo waits receive on line until 2s\n"
                                  << "Why isn’t foo running?\nfoo waits in recv() on line (since step 6, gives up at "
                                     "2000 ms)\nThe other side has to send something, or to close (that comes from "
                                     "outside)\nOr its timer at 2000 ms ends the wait with an error: timed out";
        QTest::newRow("a ZeroMQ socket") << "main makes zmq-socket line\n" + two + "foo waits receive on line\n"
                                         << "Why isn’t foo running?\nfoo waits in recv() on line (since step 6)\nThe "
                                            "other side has to send something (that comes from outside)";
        QTest::newRow("a pool of those who wait for it")
            << "main makes pool crew of 1\n" + two + "foo adds foo to crew\nfoo waits pool-spawn on crew\n"
            << "Why isn’t foo running?\nfoo waits in spawn() on crew (since step 7)\n"
               "crew is full: a member has to end (foo)\nDeadlock: foo waits for itself (it cannot go on by itself)";
        QTest::newRow("tasks") << "main makes joinable-queue jobs\nmain stores 1 in jobs\n" + two +
                                      "foo yields\nhub resumes bar\nbar takes 1 from jobs\nbar waits process\n"
                                      "hub resumes foo\nfoo waits queue-join on jobs\n"
                               << "Why isn’t foo running?\nfoo waits in join() on jobs (since step 12)\n"
                                  "1 task of jobs is not done\nbar waits in wait() (since step 10)\n"
                                  "The other process has to end (that comes from outside)";
        QTest::newRow("tasks that nobody took")
            << "main makes joinable-queue jobs\nmain stores 1 in jobs\nmain stores 2 in jobs\n" + two +
                   "foo waits queue-join on jobs\n"
            << "Why isn’t foo running?\nfoo waits in join() on jobs (since step 8)\n2 tasks of jobs are not done\n"
               "Somebody has to report them as done (main or bar could)";
        QTest::newRow("joinall, by name")
            << two + "foo waits joinall \"1 left\"\nhub resumes bar\nbar waits sleep 1 for 1s\n"
            << "Why isn’t foo running?\nfoo waits in joinall (1 left) (since step 5)\nAll of them have to end (bar)\n"
               "bar waits in sleep(1) (since step 7)\nThe clock has to reach 1000 ms (it shows 0 ms)";
        QTest::newRow("wait") << two + "foo waits wait \"2 left\"\n"
                              << "Why isn’t foo running?\nfoo waits in wait (2 left) (since step 5)\n"
                                 "All of them have to be ready (2 left)";
        QTest::newRow("a channel") << "main makes channel pipe\n" + two + "foo waits queue-get on pipe\n"
                                   << "Why isn’t foo running?\nfoo waits in get() on pipe (since step 6)\n"
                                      "pipe stores nothing: somebody has to put\n"
                                      "Somebody has to put an item in (main or bar could)";
        QTest::newRow("the end of the loop") << two + "foo waits loop-end\n"
                                             << "Why isn’t foo running?\nfoo waits in wait() (since step 5)\n"
                                                "Nothing may be left to do (no greenlet in line, no timer, no input)";
        QTest::newRow("idle") << two + "foo waits idle\n"
                              << "Why isn’t foo running?\nfoo waits in idle() (since step 5)\n"
                                 "Nothing else may be going on (no greenlet in line, no timer due)";
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
        QTest::newRow("an event") << "main makes event go\nmain spawns foo\nmain waits event on go\nhub resumes foo\n"
                                     "foo sets go queueing notify\nfoo yields\nhub runs notify\nhub resumes main\n"
                                  << 3 << "8: main goes on in this run: foo has set go";
        QTest::newRow("a lock") << "main makes semaphore door of 0\nmain spawns foo\nmain waits lock on door\n"
                                   "hub resumes foo\nfoo releases door queueing notify\nfoo yields\nhub runs notify\n"
                                   "hub resumes main\n"
                                << 3 << "8: main goes on in this run: foo has released door";
        QTest::newRow("a pool") << "main makes pool crew of 1\nmain spawns foo\nmain adds foo to crew\n"
                                   "main waits pool-spawn on crew\nhub removes foo from crew queueing notify\n"
                                   "hub runs notify\nhub resumes main directly\n"
                                << 4 << "7: main goes on in this run: foo has left crew";
        QTest::newRow("tasks") << "main makes joinable-queue jobs\nmain stores 1 in jobs\nmain spawns foo\n"
                                  "main waits queue-join on jobs\nhub resumes foo\n"
                                  "foo finishes task of jobs queueing notify\nfoo yields\nhub runs notify\n"
                                  "hub resumes main\n"
                               << 4 << "9: main goes on in this run: all tasks of jobs are done";
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

    void theEndOfMainIsTheEnd() {
        TraceText trace;
        trace.add("main prints a\nmain ends\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(2);
        views::WhyView view(run);
        QCOMPARE(view.plainText(), "What became of main?\nmain is finished");
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
