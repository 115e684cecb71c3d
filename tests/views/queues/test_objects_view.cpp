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

    // One row for each kind of object: the drawing and what is said below it.
    void everyKindIsDrawn_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("expected");
        const QString four = "main spawns ann\nmain spawns bob\nmain spawns carl\nmain spawns dora\nmain yields\n";
        QTest::newRow("event, closed") << "main makes event go\n" + four +
                                              "hub resumes ann\nann waits event on go\nhub resumes bob\n"
                                              "bob waits event on go\n"
                                       << "go, Event: closed <- ann bob\nWait for it: ann, bob";
        QTest::newRow("event, open") << "main makes event go\nmain sets go\n"
                                     << "go, Event: open\nWait for it: nobody";
        QTest::newRow("event, cleared") << "main makes event go\nmain sets go\nmain clears go\n"
                                        << "go, Event: closed\nWait for it: nobody";
        QTest::newRow("result, empty") << "main makes async-result answer\n" + four +
                                              "hub resumes ann\nann waits result-get on answer\n"
                                       << "answer, AsyncResult: empty <- ann\nWait for it: ann";
        QTest::newRow("result, set") << "main makes async-result answer\nmain sets answer 42\n"
                                     << "answer, AsyncResult: 42\nWait for it: nobody";
        QTest::newRow("result, failed") << "main makes async-result answer\nmain sets answer failed \"E: no\"\n"
                                        << "answer, AsyncResult: E: no\nWait for it: nobody";
        QTest::newRow("semaphore") << "main makes semaphore door of 2\n" + four + "hub resumes ann\nann acquires door\n"
                                   << "door, Semaphore(2): ann free\nFree: 1 permit\nHeld by: ann\nWait for it: nobody";
        QTest::newRow("semaphore, taken")
            << "main makes bounded-semaphore door of 1\n" + four +
                   "hub resumes ann\nann acquires door\nann yields\nhub resumes bob\nbob waits lock on door\n"
                   "hub resumes carl\ncarl waits lock on door\n"
            << "door, BoundedSemaphore(1): ann <- bob carl\nFree: no permit\nHeld by: ann\nWait for it: bob, carl";
        // Rule R51: nobody is handed the permit; who waits still waits, and the permit is there.
        QTest::newRow("semaphore, released")
            << "main makes semaphore door of 1\n" + four +
                   "hub resumes ann\nann acquires door\nann yields\nhub resumes bob\nbob waits lock on door\n"
                   "hub resumes carl\ncarl yields\nhub resumes dora\ndora yields\nhub resumes main\nmain yields\n"
                   "hub resumes ann\nann releases door queueing notify\n"
            << "door, Semaphore(1): free <- bob\nFree: 1 permit\nHeld by: nobody\nWait for it: bob";
        QTest::newRow("rlock") << "main makes rlock safe\n" + four +
                                      "hub resumes ann\nann acquires safe\nann acquires safe\nann yields\n"
                                      "hub resumes bob\nbob waits lock on safe\n"
                               << "safe, RLock: ann ×2 <- bob\nOwner: ann, 2 deep\nWait for it: bob";
        QTest::newRow("rlock, free") << "main makes rlock safe\n"
                                     << "safe, RLock: free\nOwner: nobody\nWait for it: nobody";
        QTest::newRow("group") << "main makes group friends\n" + four +
                                      "hub resumes ann\nann adds bob to friends\nann adds carl to friends\n"
                                      "ann waits group-join on friends\n"
                               << "friends, Group: bob carl\nMembers: 2\nWait in join: ann";
        QTest::newRow("pool") << "main makes pool crew of 3\n" + four + "hub resumes ann\nann adds bob to crew\n"
                              << "crew, Pool(3): bob _ _\nMembers: 1 of 3\nWait to get in: nobody\n"
                                 "Wait in join: nobody";
        QTest::newRow("pool, full") << "main makes pool crew of 1\n" + four +
                                           "hub resumes ann\nann adds bob to crew\nann waits pool-spawn on crew\n"
                                           "hub resumes bob\nbob yields\nhub resumes carl\n"
                                           "carl waits group-join on crew\n"
                                    << "crew, Pool(1): bob <- ann\nMembers: 1 of 1, full\nWait to get in: ann\n"
                                       "Wait in join: carl";
        QTest::newRow("local") << "main makes local mine\nmain keeps 1 in mine\n" + four +
                                      "hub resumes ann\nann keeps \"'x'\" in mine\n"
                               << "mine, local\nmain: 1\nann: 'x'";
        QTest::newRow("local, of nobody") << "main makes local mine\n"
                                          << "mine, local\nValues: nobody has one";
        QTest::newRow("lifo queue")
            << "main makes lifo-queue pile of 3\nmain stores 1 in pile\nmain stores 2 in pile place 0\n"
            << "pile, LifoQueue(maxsize=3): 1 2 _\nHolds: 2 of 3\nOrder: the newest is next\n"
               "Wait to put: nobody\nWait to get: nobody";
        QTest::newRow("priority queue")
            << "main makes priority-queue todo\nmain stores 5 in todo\nmain stores 1 in todo place 0\n"
            << "todo, PriorityQueue, no limit: 1 5\nHolds: 2 items\nOrder: the lowest is next\n"
               "Wait to put: nobody\nWait to get: nobody";
        QTest::newRow("joinable queue")
            << "main makes joinable-queue jobs\nmain stores 1 in jobs\nmain stores 2 in jobs\n" + four +
                   "hub resumes ann\nann takes 1 from jobs\nann waits queue-join on jobs\n"
            << "jobs, JoinableQueue, no limit: 2\nHolds: 1 item\nNot done: 2 tasks\nWait to put: nobody\n"
               "Wait to get: nobody\nWait in join: ann";
        QTest::newRow("simple queue") << "main makes simple-queue line\n"
                                      << "line, SimpleQueue, no limit\nHolds: empty\nWait to put: nobody\n"
                                         "Wait to get: nobody";
        QTest::newRow("channel") << "main makes channel pipe\n" + four +
                                        "hub resumes ann\nann waits queue-put on pipe 7\nhub resumes bob\n"
                                        "bob waits queue-put on pipe 8\nhub resumes carl\n"
                                        "carl waits queue-get on pipe\n"
                                 << "pipe, Channel: 8 (bob) 7 (ann) -> (nothing stored) <- carl\n"
                                    "Wait to put: ann (7), bob (8)\nWait to get: carl";
        QTest::newRow("thread pool") << "main makes thread-pool threads of 4\n"
                                     << "threads, ThreadPool(4)\nThreads: at most 4\nWait for it: nobody";
        QTest::newRow("process") << "main makes process child\nmain waits process on child\n"
                                 << "child, Process\nWait for it: main";
        QTest::newRow("socket")
            << "main makes socket line\nmain opens line connected as \"a -> b\"\nmain sends hello to line\n"
               "main waits receive on line\n"
            << "a -> b, Socket\nIs: connected\nBytes read: 0\nBytes written: 5\nWaits to read: main\n"
               "Waits to write: nobody";
        const QString listens = "main makes socket ear\nmain opens ear listening as a\n";
        const QString ear =
            "a, Socket\nIs: listening\nBytes read: 0\nBytes written: 0\nWaits to read: nobody\n"
            "Waits to write: nobody\n";
        QTest::newRow("server") << "main makes server web\nmain waits serve on web\n"
                                << "web, Server\nAddress: none yet\nConnections: 0 now, 0 so far\n"
                                   "Wait for it: main";
        // The socket is object 3.
        QTest::newRow("HTTP server")
            << listens +
                   "main makes http-server web\nmain opens web listening as http://a from ear\n"
                   "main makes socket ann of 3\nmain makes socket bob of 3\nmain closes ann\n"
                   "main serves \"GET /\" of web\nmain works 2s\nmain serves \"GET /\" of web\n"
            << ear +
                   "web, HttpServer\nAddress: http://a\nConnections: 1 now, 2 so far\n"
                   "Requests: 2 so far\nWait for it: nobody\n"
                   "ann, Socket\nIs: closed\nBytes read: 0\nBytes written: 0\nWaits to read: nobody\n"
                   "Waits to write: nobody\nbob, Socket\nIs: connected\nBytes read: 0\nBytes written: 0\n"
                   "Waits to read: nobody\nWaits to write: nobody";
        QTest::newRow("server of datagrams")
            << "main makes server mail\nmain makes socket ear\nmain opens ear bound as a\n"
               "main opens mail bound as a from ear\nmain receives hello from ear\n"
            << "mail, Server\nAddress: a\nBytes read: 5\nWait for it: nobody\na, Socket\nIs: bound\n"
               "Bytes read: 5\nBytes written: 0\nWaits to read: nobody\nWaits to write: nobody";
        QTest::newRow("server, closed")
            << listens + "main makes server web\nmain opens web listening as a from ear\nmain closes web\n"
            << ear +
                   "web, Server\nAddress: none, it is closed\nConnections: 0 now, 0 so far\n"
                   "Wait for it: nobody";
        QTest::newRow("ZeroMQ socket")
            << "main makes zmq-socket line\nmain opens line connecting as \"REQ tcp://a\"\nmain sends hello to line\n"
               "main waits receive on line\n"
            << "REQ tcp://a, ZmqSocket\nIs: connected by itself\nBytes read: 0\nBytes written: 5\nWaits to read: main\n"
               "Waits to write: nobody";
    }
    void everyKindIsDrawn() {
        QFETCH(QString, lines);
        QFETCH(QString, expected);
        views::RunView run;
        run.setStore(support::trace_from_text(lines.toStdString()));
        run.setPlayhead(run.store().size());
        views::ObjectsView view(run);
        view.resize(460, 600);
        view.show();
        QCOMPARE(view.plainText(), expected);
        // Both themes can be drawn.
        QVERIFY(!view.grab().isNull());
        view.setTheme(views::Theme::Dark);
        QVERIFY(!view.grab().isNull());
    }

    // A virtual clock stands still under a load, which would be so many in no time.
    void theRealClockTellsRequestsPerSecond() {
        green::trace::Recipe recipe;
        recipe.clock = green::trace::ClockKind::Real;
        support::TraceText trace(recipe);
        trace.add(
            "main makes http-server web\nmain serves \"GET /\" of web\nmain works 2s\n"
            "main serves \"GET /\" of web\nmain serves \"GET /\" of web\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(run.store().size());
        views::ObjectsView view(run);
        view.resize(460, 600);
        view.show();
        QVERIFY(view.plainText().contains("Requests: 2 per second, 3 so far"));
    }

    // As high as its block was said to be, whatever is in it: else blocks would run into each other.
    void asManyFactsAsCounted() {
        using green::trace::ObjectKind;
        for (int kind = 1; kind < green::trace::object_kind_count; ++kind) {
            for (std::size_t locals = 0; locals < 12; ++locals) {
                green::trace::ObjectState object;
                object.kind = static_cast<ObjectKind>(kind);
                object.locals.resize(locals);
                const green::trace::Moment moment;
                const views::Facts facts(
                    moment, green::trace::ClockKind::Real, [](auto) { return QString("x"); }, QFontMetricsF(QFont()),
                    100);
                QCOMPARE(static_cast<int>(facts.of(object).size()), views::Facts::count(object));
            }
        }
    }

    // The newest is the next one out of a LIFO queue, so it stays in sight, with the words below it.
    void aLifoQueueShowsItsEnd() {
        std::string lines = "main makes lifo-queue pile\n";
        for (int i = 0; i < 100; ++i) lines += "main stores " + std::to_string(i) + " in pile place 0\n";
        const auto store = support::trace_from_text(lines);
        QFont font;
        font.setPixelSize(15);
        const auto marks = views::figureOf(store->last().objects()[0], store->last(),
                                           {252, 44, 20, font, [](auto) { return QString("x"); }});
        QCOMPARE(marks.size(), std::size_t{12});
        QCOMPARE(marks.front().text, "+89");
        QCOMPARE(marks.back().text, "99");
        QCOMPARE(marks.back().under, "next out");
        // Five to a row, so it is the second one in the third.
        QCOMPARE(marks.back().left, 48.0);
        QCOMPARE(marks.back().top, 2 * 48.0);
    }

    // Marks keep inside the pane for every kind of object, however many there are and however long their names.
    void figuresKeepInside() {
        std::string lines =
            "main makes semaphore a of 40\nmain makes pool b of 40\nmain makes group c\nmain makes event d\n"
            "main makes channel e\nmain makes rlock f\n";
        for (int i = 0; i < 40; ++i) {
            const std::string who = "greenlet-number-" + std::to_string(i);
            lines += "main spawns " + who + "\nmain adds " + who + " to b\nmain adds " + who + " to c\n";
        }
        lines += "main yields\n";
        for (int i = 0; i < 40; ++i) {
            const std::string who = "greenlet-number-" + std::to_string(i);
            static const char* const waits[] = {"lock on a", "event on d", "queue-put on e \"'an item'\"",
                                                "queue-get on e", "pool-spawn on b"};
            lines += "hub resumes " + who + "\n";
            if (i < 10) lines += who + " acquires a\n";
            if (i == 0) lines += who + " acquires f\n" + who + " acquires f\n";
            lines += who + " waits " + waits[i % 5] + "\n";
        }
        const auto store = support::trace_from_text(lines);
        QFont font;
        font.setPixelSize(15);
        const auto& last = store->last();
        const auto name = [&](green::trace::Id id) { return QString::fromUtf8(last.name_of(id).data()); };
        for (const auto& object : last.objects())
            for (const qreal width : {160.0, 252.0, 400.0, 1000.0}) {
                const auto marks = views::figureOf(object, last, {width, 44, 20, font, name});
                QVERIFY(!marks.empty());
                qreal end = 0;
                qreal top = 0;
                for (const auto& mark : marks) {
                    if (mark.top >= top + 44) end = 0;
                    QVERIFY(mark.top == top || mark.top >= top + 44);
                    top = mark.top;
                    QVERIFY(mark.left >= end);
                    end = mark.left + mark.width;
                    QVERIFY2(end <= width,
                             qPrintable(QString("%1 at %2: %3").arg(object.name.c_str()).arg(width).arg(end)));
                }
                QVERIFY(views::figureHeight(marks, {width, 44, 20, font, name}) >= top + 44 + 20);
            }
    }

    // In a narrow pane there are more rows, and nobody is left out.
    void whoHoldsAndWhoWaitsHaveNamesAtAnyWidth() {
        std::string lines = "main makes semaphore door of 2\n";
        for (const char* who : {"worker1", "worker2", "worker3", "worker4"})
            lines += std::string("main spawns ") + who + "\n";
        lines +=
            "main yields\nhub resumes worker1\nworker1 acquires door\nworker1 waits sleep 1 for 1s\n"
            "hub resumes worker2\nworker2 acquires door\nworker2 waits sleep 1 for 1s\n"
            "hub resumes worker3\nworker3 waits lock on door\nhub resumes worker4\nworker4 waits lock on door\n";
        const auto store = support::trace_from_text(lines);
        const auto& last = store->last();
        const auto name = [&](green::trace::Id id) { return QString::fromUtf8(last.name_of(id).data()); };
        QFont font;
        font.setPixelSize(15);
        QFont small(font);
        small.setPixelSize(13);
        const qreal box = std::ceil(QFontMetricsF(small).horizontalAdvance("worker1") + 44 / 3.0 + 16);
        const auto places = [&](qreal width) {
            QStringList texts;
            for (const auto& mark : views::figureOf(last.objects()[0], last, {width, 44, 20, font, name}))
                texts << QStringLiteral("%1 %2,%3")
                             .arg(views::figureText({mark}, name))
                             .arg((mark.left - (mark.left >= box ? box : 0) - (mark.left >= 2 * box ? box : 0) -
                                   (mark.left >= 3 * box ? box : 0)))
                             .arg(mark.top);
            return texts.join(u' ');
        };
        // In one row, with `box` taken off for each one before.
        QCOMPARE(places(4 * box + 20 + 4 * 4), "worker1 0,0 worker2 4,0 <- 8,0 worker3 32,0 worker4 36,0");
        // Those outside in a row of their own, below the words of the first.
        QCOMPARE(places(4 * box + 20 + 4 * 4 - 1), "worker1 0,0 worker2 4,0 <- 0,68 worker3 24,68 worker4 28,68");
        QCOMPARE(places(2 * box + 4), "worker1 0,0 worker2 4,0 <- 0,68 worker3 24,68 worker4 24,136");
        // Who they are is said below the last of them.
        QCOMPARE(places(2 * box + 3), "worker1 0,0 worker2 0,48 <- 0,116 worker3 24,116 worker4 24,184");
    }

    // Ten places are ten places; only of more than a dozen the rest is a number.
    void noPlaceIsLeftOut() {
        QFont font;
        font.setPixelSize(15);
        const auto text = [&](const std::string& lines) {
            const auto store = support::trace_from_text(lines);
            const auto& last = store->last();
            const auto name = [&](green::trace::Id id) { return QString::fromUtf8(last.name_of(id).data()); };
            return views::figureText(views::figureOf(last.objects()[0], last, {252, 44, 20, font, name}), name);
        };
        QCOMPARE(text("main makes pool crew of 10\nmain spawns ann\nmain adds ann to crew\n"), "ann _ _ _ _ _ _ _ _ _");
        QCOMPARE(text("main makes semaphore door of 12\n"),
                 "free free free free free free free free free free free free");
        QCOMPARE(text("main makes semaphore door of 12\nmain acquires door\n"),
                 "main free free free free free free free free free free free");
        QCOMPARE(text("main makes semaphore door of 13\nmain acquires door\n"),
                 "main free free free free free free free free free free +2");
        std::string full = "main makes pool crew of 12\n";
        for (int i = 0; i < 12; ++i)
            full += "main spawns t" + std::to_string(i) + "\nmain adds t" + std::to_string(i) + " to crew\n";
        QCOMPARE(text(full), "t0 t1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11");
    }

    // A block is as high as its drawing, so that the next one begins below.
    void theNextObjectIsBelowAllRows() {
        views::RunView run;
        run.setStore(support::trace_from_text("main makes pool crew of 10\nmain makes event go\n"));
        run.setPlayhead(run.store().size());
        views::ObjectsView view(run);
        view.resize(276, 600);
        view.show();
        const auto spots = view.spots();
        QCOMPARE(spots.size(), std::size_t{2});
        // 252 wide and several rows, so a row is 32 high with 4 below it. A pool has three lines below its drawing.
        QCOMPARE(spots[1].rect.top() - spots[0].rect.top(), 20 + 4 + 4 + 2 * 36 - 4 + 20 + 12 + 3 * 22 + 2 * 12.0);
    }

    // Whoever holds a permit, is a member or waits can be selected in the drawing.
    void greenletsInADrawingAreLinks() {
        TraceText trace;
        trace.add(
            "main makes semaphore door of 1\nmain spawns ann\nmain spawns bob\nmain yields\nhub resumes ann\n"
            "ann acquires door\nann yields\nhub resumes bob\nbob waits lock on door\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(trace.store()->size());
        views::ObjectsView view(run);
        view.resize(300, 300);
        view.show();
        const auto spots = view.spots();
        QCOMPARE(spots.size(), std::size_t{3});
        QCOMPARE(spots[0].text, "door Semaphore(1)");
        QCOMPARE(spots[1].text, "ann: runnable");
        QCOMPARE(spots[2].text, "bob: waits: acquire()");
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, spots[1].rect.center().toPoint());
        QCOMPARE(run.selection(), trace.id("ann"));
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, spots[2].rect.center().toPoint());
        QCOMPARE(run.selection(), trace.id("bob"));
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

    void namesAreInFourLinesAtMostAndTheRestIsCounted() {
        std::string lines;
        for (int i = 0; i < 20; ++i)
            lines += "main spawns task(" + std::to_string(i) + ") as t" + std::to_string(i) + "\n";
        views::RunView run;
        run.setStore(support::trace_from_text(lines + "main waits joinall \"20 left\"\n"));
        run.setPlayhead(run.store().size());
        views::ObjectsView view(run);
        view.resize(276, 300);
        view.show();
        const QStringList shown = view.plainText().split(u'\n').mid(1);
        QCOMPARE(shown.size(), 4);
        QVERIFY2(shown[0].startsWith("Waits for: task(0), ") && shown[0].endsWith(','), qPrintable(shown[0]));
        QVERIFY2(shown[3].contains(" and ") && shown[3].endsWith(" more"), qPrintable(shown[3]));
        QFont font = static_cast<QWidget&>(view).font();
        font.setPixelSize(13);
        const QFontMetricsF metrics(font);
        QVERIFY(metrics.horizontalAdvance(shown[0].mid(11)) <= 276 - 24 - 96);
        for (int i = 1; i < 4; ++i) QVERIFY(metrics.horizontalAdvance(shown[i]) <= 276 - 24 - 96);
        // As many as it says: each one once, in their order.
        qsizetype count = 0;
        const QString all = shown.join(u' ');
        while (all.contains(QStringLiteral("task(%1)").arg(count))) ++count;
        QVERIFY2(all.endsWith(QStringLiteral(" and %1 more").arg(20 - count)), qPrintable(all));
        // All of them are in the tooltip.
        QVERIFY2(view.spots().back().text.contains("task(19)"), qPrintable(view.spots().back().text));
    }

    // "and 1 more" is never cut off: the name before it is.
    void aNameIsCutRatherThanTheNumberOfTheOthers() {
        const green::trace::Moment moment;
        const QFontMetricsF metrics{QFont()};
        const QString more = QStringLiteral(" and 1 more");
        const qreal room = metrics.horizontalAdvance(QStringLiteral("go_shop…'ann')") + more);
        const views::Facts facts(
            moment, green::trace::ClockKind::Virtual, [](auto) { return QString("go_shopping_with_all('ann')"); },
            metrics, room);
        const auto fact = facts.names("Waits for", {green::trace::Id{5}, green::trace::Id{6}});
        QVERIFY2(fact.value.contains(QChar(0x2026)) && fact.value.endsWith("')" + more), qPrintable(fact.value));
        QVERIFY(metrics.horizontalAdvance(fact.value) <= room);
    }

    void anEmptyPaneSaysWhetherThereWillBeMore() {
        views::RunView run;
        run.setStore(support::trace_from_text("main prints a\nmain ends\n"));
        views::ObjectsView view(run);
        view.resize(276, 300);
        view.show();
        run.setPlayhead(1);
        QCOMPARE(view.plainText(), "Nothing is shared, and nobody waits for somebody’s end.");
        run.setPlayhead(2);
        QCOMPARE(view.plainText(), "Nothing was shared in this run.");
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
            const views::FigureSpace space{width, 44, 20, font, [](auto) { return QString("boss"); }};
            const auto boxes = views::figureOf(last.objects()[0], last, space);
            QVERIFY(!boxes.empty());
            qreal end = 0;
            qreal top = 0;
            int items = 0;
            QString more;
            for (const auto& box : boxes) {
                if (box.top > top) end = 0;
                top = box.top;
                QVERIFY(box.left >= end);
                end = box.left + box.width;
                QVERIFY2(end <= width, qPrintable(QString::number(end)));
                items += box.kind == views::Mark::Kind::Item;
                if (box.kind == views::Mark::Kind::More && more.isEmpty()) more = box.text;
            }
            QCOMPARE(items, 11);
            QCOMPARE(more, QStringLiteral("+%1").arg(100 - items));
            QCOMPARE(boxes.back().text, "100");
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
