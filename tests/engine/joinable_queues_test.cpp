// JoinableQueue. Rules are those of tests/oracle/RULES.md.
#include <QTest>

#include "running.h"
#include "story.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;
using Tasks = green::JoinableQueue<int>;

class JoinableQueuesTest : public QObject {
    Q_OBJECT

private slots:
    void r59_joinWaitsUntilAllTasksAreDone();
    void r59_joinSaysWhetherItCameToThat();
    void r59_aWaitingPutIsNoTaskYet();
    void r59_tooManyAreRefused();
    void r59_firstItemsAreTasks();
    void r49_whoJoinedIsWokenThoughThereAreTasksAgain();
    void r48_joiningWhenAllIsDoneLetsOthersGoFirst();
    void copiesHaveAsManyTasks();
    void whatTheRecordSaysOfTasks();
    void theEventInsideShowsAsTheQueue();
    void aJoinOutlivesTheHandle();
};

void JoinableQueuesTest::r59_joinWaitsUntilAllTasksAreDone() {
    const auto run = running::run([] {
        Tasks tasks;
        green::print("{}", tasks.join());
        for (int i = 1; i <= 3; ++i) tasks.put(i);
        const auto worker = [=]() mutable {
            for (;;) {
                const int task = tasks.get();
                green::sleep(task * 10ms);
                green::print("{} done", task);
                tasks.task_done();
            }
        };
        green::spawn(worker);
        green::spawn(worker);
        tasks.join();
        green::print("all at {}, {} left", green::Clock::now().time_since_epoch() / 1ms, tasks.unfinished_tasks());
    });
    QCOMPARE(run.lines(), (Lines{"true", "1 done", "2 done", "3 done", "all at 40, 0 left"}));
}

void JoinableQueuesTest::r59_joinSaysWhetherItCameToThat() {
    const auto run = running::run([] {
        Tasks tasks(0, {1});
        green::print("{}", tasks.join(10ms));
        auto later = green::spawn_later(5ms, [=]() mutable { tasks.task_done(); });
        green::print("{}", tasks.join(10ms));
        // A Timeout of the program's own counts as the limit; any other goes through.
        tasks.put(2);
        green::print("{}", tasks.join(green::Timeout(1ms)));
        try {
            const green::Timeout::Scope scope(green::Timeout(1ms));
            tasks.join(50ms);
        } catch (const green::Timeout& timeout) {
            green::print("{}", timeout.message());
        }
    });
    QCOMPARE(run.lines(), (Lines{"false", "true", "false", "0.001 seconds"}));
}

void JoinableQueuesTest::r59_aWaitingPutIsNoTaskYet() {
    const auto run = running::run([] {
        Tasks tasks(1);
        tasks.put(1);
        green::spawn([=]() mutable { tasks.put(2); });
        green::sleep();
        green::print("{}", tasks.unfinished_tasks());
        tasks.get();
        green::print("{}", tasks.unfinished_tasks());
        green::sleep();
        green::print("{}", tasks.unfinished_tasks());
    });
    QCOMPARE(run.lines(), (Lines{"1", "1", "2"}));
}

void JoinableQueuesTest::r59_tooManyAreRefused() {
    const auto run = running::run([] {
        Tasks tasks;
        tasks.put(1);
        tasks.task_done();
        try {
            tasks.task_done();
        } catch (const green::ValueError& error) {
            green::print("{}", error.what());
        }
        green::print("{}", tasks.unfinished_tasks());
    });
    QCOMPARE(run.lines(), (Lines{"task_done() called too many times", "0"}));
}

void JoinableQueuesTest::r59_firstItemsAreTasks() {
    const auto run = running::run([] {
        const Tasks tasks(0, {4, 5, 6});
        green::print("{}", tasks.unfinished_tasks());
    });
    QCOMPARE(run.lines(), Lines{"3"});
    QCOMPARE(run.store->last().objects().front().count, std::int64_t{3});
}

void JoinableQueuesTest::r49_whoJoinedIsWokenThoughThereAreTasksAgain() {
    const auto run = running::run([] {
        Tasks tasks(0, {1});
        auto joiner = green::spawn([=]() mutable { green::print("{} {}", tasks.join(), tasks.unfinished_tasks()); });
        green::sleep();
        tasks.task_done();
        tasks.put(2);
        joiner.join();
    });
    QCOMPARE(run.lines(), Lines{"true 1"});
}

void JoinableQueuesTest::r48_joiningWhenAllIsDoneLetsOthersGoFirst() {
    const auto run = running::run([] {
        Tasks tasks(0, {1});
        auto waits = green::spawn([=]() mutable {
            tasks.join();
            green::print("waited");
        });
        green::sleep();
        tasks.task_done();
        tasks.join();
        green::print("came late");
    });
    QCOMPARE(run.lines(), (Lines{"waited", "came late"}));
}

void JoinableQueuesTest::copiesHaveAsManyTasks() {
    const auto run = running::run([] {
        Tasks tasks(0, {1, 2, 3});
        tasks.get();
        tasks.task_done();
        auto copy = tasks.copy("copy");
        green::print("{} {}", copy.qsize(), copy.unfinished_tasks());
        tasks.get();
        // Taken, and not done: more tasks than items.
        copy = tasks.copy("second");
        green::print("{} {}", copy.qsize(), copy.unfinished_tasks());
        tasks.task_done();
        tasks.task_done();
        // As in gevent: without tasks, the items are the tasks.
        copy = tasks.copy("third");
        green::print("{} {} {}", tasks.unfinished_tasks(), copy.qsize(), copy.unfinished_tasks());
    });
    QCOMPARE(run.lines(), (Lines{"2 2", "1 2", "0 1 1"}));
    for (const auto& [name, count] : {std::pair("copy", 2), {"second", 2}, {"third", 1}}) {
        const auto& objects = run.store->last().objects();
        bool found = false;
        for (const auto& object : objects)
            if (object.name == name) {
                QCOMPARE(object.count, std::int64_t{count});
                found = true;
            }
        QVERIFY(found);
    }
}

void JoinableQueuesTest::whatTheRecordSaysOfTasks() {
    const auto run = running::run([] {
        Tasks tasks(1);
        auto a = green::spawn(green::named("a"), [=]() mutable {
            tasks.put(1);
            tasks.put(2);
            tasks.join();
        });
        green::sleep();
        tasks.get();
        tasks.task_done();
        green::sleep();
        tasks.get();
        tasks.task_done();
        a.join();
    });
    QCOMPARE(running::story(run), (Lines{"a put 1 -> 1 [1]", "a wait 2 -> 1 [1] (a)", "main get 1 -> [1] (a)",
                                         "main task-done -> [0] (a)", "hub put 2 -> 2 [1]", "a wait -> 2 [1] (a)",
                                         "main get 2 -> [1] (a)", "main task-done -> [0] (a)"}));
}

// Its set, its clear and itself are not in the record; its notification rides on the last task_done.
void JoinableQueuesTest::theEventInsideShowsAsTheQueue() {
    const auto run = running::run([] {
        Tasks tasks(0, {1}, "tasks");
        auto joiner = green::spawn(green::named("joiner"), [=]() mutable { tasks.join(); });
        green::sleep();
        tasks.task_done();
        joiner.join();
    });
    const auto& objects = run.store->last().objects();
    QCOMPARE(objects.size(), std::size_t{1});
    bool waited = false;
    bool told = false;
    for (EventNumber n = 1; n <= run.store->size(); ++n) {
        const auto& event = run.store->event(n);
        QVERIFY(event.kind != Kind::Set && event.kind != Kind::Clear);
        if (event.kind == Kind::Wait && event.wait_reason() == WaitReason::QueueJoin) {
            waited = true;
            QCOMPARE(event.object, objects[0].id);
        }
        if (event.kind == Kind::TaskDone) {
            told = true;
            QVERIFY(event.has(Flag::Queues));
            QCOMPARE(event.job_kind, JobKind::Notify);
            const auto moment = run.store->moment(n);
            QCOMPARE(moment.callbacks().back().target, objects[0].id);
        }
    }
    QVERIFY(waited && told);
}

void JoinableQueuesTest::aJoinOutlivesTheHandle() {
    const auto run = running::run([] {
        std::optional<Tasks> tasks(std::in_place, 1);
        tasks->put(1);
        auto joiner = green::spawn([&] { green::print("{}", tasks->join(10ms)); });
        auto putter = green::spawn([&] {
            try {
                tasks->put(2, 5ms);
            } catch (const green::Full&) {
                green::print("Full");
            }
        });
        green::sleep();
        tasks.reset();
        green::joinall({joiner, putter});
    });
    QCOMPARE(run.lines(), (Lines{"Full", "false"}));
}

QTEST_APPLESS_MAIN(JoinableQueuesTest)
#include "joinable_queues_test.moc"
