// Copies of the examples with something changed. What then happens was derived by hand from gevent's rules
// (tests/oracle/RULES.md): nothing in the engine is keyed on an example.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <cmath>

#include "running.h"
#include "trace/oracle_format.h"

using namespace green::trace;
using namespace std::chrono_literals;

namespace {

using Lines = std::vector<std::string>;

// "main>hub@0 hub>g1@0 …" out of the oracle's format.
std::string switches_with_ticks(const running::Run& run) {
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(oracle_json(*run.store))).object();
    const auto switches = json["switches"].toArray();
    const auto ticks = json["ticks"].toArray();
    QStringList parts;
    for (qsizetype i = 0; i < switches.size(); ++i) {
        const auto one = switches[i].toArray();
        parts << one[0].toString() + ">" + one[1].toString() + (one.size() > 2 ? "!" : "") + "@" +
                     QString::number(ticks[i].toInt());
    }
    return parts.join(' ').toStdString();
}

// The state after the n-th event of that kind by that greenlet.
Moment moment_after(const running::Run& run, std::string_view greenlet, Kind kind, int n) {
    const auto id = run.greenlet(greenlet).id;
    EventNumber at = 0;
    for (int i = 0; i < n; ++i)
        at = run.store->find_forward(
            at, [&](const TraceEvent& event) { return event.greenlet == id && event.kind == kind; });
    if (at == 0) throw std::out_of_range("no such event");
    return run.store->moment(at);
}

std::vector<std::string> waiting_for(const Moment& moment, const ObjectState& object) {
    std::vector<std::string> names;
    for (const auto id : object.waiters) names.emplace_back(moment.name_of(id));
    return names;
}

}  // namespace

// --- the programs ------------------------------------------------------------------------------------

namespace mutated_context_switch {

void foo() {
    green::print("foo: first half");
    // No sleep here.
    green::print("foo: second half");
}

void bar() {
    green::print("bar: first half");
    green::sleep(0s);
    green::print("bar: second half");
}

void program() {
    green::joinall({green::spawn(foo), green::spawn(bar)});
    green::print("both done");
}

}  // namespace mutated_context_switch

namespace mutated_select_polling {

green::Clock::time_point start;

long tick() { return std::lround((green::Clock::now() - start) / 1.0ms / 100); }

void poller(const char* name, std::chrono::milliseconds timeout) {
    green::print("{} starts at tick {}", name, tick());
    const auto ready = green::select({}, {}, {}, timeout);
    green::print("{} ends at tick {} with {}", name, tick(), repr(ready));
}

void gr1() { poller("gr1", 200ms); }
void gr2() { poller("gr2", 120ms); }  // shorter than gr1's
void gr3() {
    green::print("gr3 works");
    green::sleep(300ms);  // longer than either
    green::print("gr3 is done at tick {}", tick());
}

void program() {
    start = green::Clock::now();
    green::joinall({green::spawn(gr1), green::spawn(gr2), green::spawn(gr3)});
}

}  // namespace mutated_select_polling

namespace mutated_sync_async {

constexpr std::chrono::milliseconds delays[] = {30ms, 0ms, 50ms};

void task(int pid) {
    green::sleep(delays[pid]);
    green::print("task {} done", pid);
}

void program() {
    for (int pid = 1; pid < 3; ++pid) task(pid);
    std::vector<green::Greenlet> tasks;
    for (int pid = 0; pid < 3; ++pid) tasks.push_back(green::spawn(task, pid));
    green::joinall(tasks);
    green::print("all done");
}

}  // namespace mutated_sync_async

namespace mutated_bounded_queue {

using Tasks = green::Queue<int>;

void worker(Tasks tasks, const char* name, std::chrono::milliseconds patience) {
    try {
        for (;;) green::print("{} got {}", name, tasks.get(patience));  // no sleep(0)
    } catch (const green::Empty&) {
        green::print("{} quits", name);
    }
}

void boss(Tasks tasks) {
    for (int i = 1; i < 4; ++i) tasks.put(i);
    green::print("handed out");
}

void program() {
    Tasks tasks(1, "tasks");  // one place instead of three
    green::joinall({green::spawn(boss, tasks), green::spawn(green::named("a"), worker, tasks, "a", 100ms),
                    green::spawn(green::named("b"), worker, tasks, "b", 130ms)});
}

void program_in_another_order() {
    Tasks tasks(1, "tasks");
    green::joinall({green::spawn(green::named("a"), worker, tasks, "a", 100ms), green::spawn(boss, tasks)});
}

}  // namespace mutated_bounded_queue

// --- what they do ------------------------------------------------------------------------------------

class MutatedExamplesTest : public QObject {
    Q_OBJECT

private slots:
    void withoutItsSleepFooRunsToItsEnd();
    void aShorterLimitEndsFirst();
    void fewerTasksSleepAsLongAsTheirDelays();
    void onePlaceMakesBossAndWorkersAlternate();
    void aWorkerThatCameFirstIsServedByTheUnlock();
};

void MutatedExamplesTest::withoutItsSleepFooRunsToItsEnd() {
    const auto run = running::run(mutated_context_switch::program);
    QCOMPARE(run.lines(),
             (Lines{"foo: first half", "foo: second half", "bar: first half", "bar: second half", "both done"}));
    // foo's end queues a notification behind bar's start; bar's sleep(0) goes behind that (R11, R16, R28).
    const std::string expected = "main>hub hub>g1 g1>hub hub>g2 g2>hub hub>main main>hub hub>g2 g2>hub hub>main";
    QCOMPARE(run.switches(), expected);
    QCOMPARE(run.store->last().time(), 0);
    // When main is told of foo, bar is in the queue, and waits for nothing.
    const auto moment = moment_after(run, "main", Kind::Wait, 2);
    QCOMPARE(moment.greenlet(run.greenlet("foo").id)->state, State::Finished);
    QCOMPARE(moment.greenlet(run.greenlet("bar").id)->state, State::Runnable);
    QCOMPARE(moment.callbacks().size(), 1u);
}

void MutatedExamplesTest::aShorterLimitEndsFirst() {
    const auto run = running::run(mutated_select_polling::program);
    QCOMPARE(run.lines(),
             (Lines{"gr1 starts at tick 0", "gr2 starts at tick 0", "gr3 works", "gr2 ends at tick 1 with ([], [], [])",
                    "gr1 ends at tick 2 with ([], [], [])", "gr3 is done at tick 3"}));
    // A limit is thrown (R38); the notification of an end that a timer brought about comes with the next
    // pass, at the same time (R16).
    QCOMPARE(switches_with_ticks(run), std::string("main>hub@0 hub>g1@0 g1>hub@0 hub>g2@0 g2>hub@0 hub>g3@0 g3>hub@0 "
                                                   "hub>g2!@120 g2>hub@120 hub>main@120 main>hub@120 "
                                                   "hub>g1!@200 g1>hub@200 hub>main@200 main>hub@200 "
                                                   "hub>g3@300 g3>hub@300 hub>main@300"));
}

void MutatedExamplesTest::fewerTasksSleepAsLongAsTheirDelays() {
    const auto run = running::run(mutated_sync_async::program);
    QCOMPARE(run.lines(),
             (Lines{"task 1 done", "task 2 done", "task 1 done", "task 0 done", "task 2 done", "all done"}));
    QCOMPARE(switches_with_ticks(run),
             std::string("main>hub@0 hub>main@0 main>hub@0 hub>main@50 "  // one after the other
                         "main>hub@50 hub>g1@50 g1>hub@50 hub>g2@50 g2>hub@50 hub>g3@50 g3>hub@50 "
                         "hub>g2@50 g2>hub@50 hub>main@50 main>hub@50 "
                         "hub>g1@80 g1>hub@80 hub>main@80 main>hub@80 "
                         "hub>g3@100 g3>hub@100 hub>main@100"));
}

void MutatedExamplesTest::onePlaceMakesBossAndWorkersAlternate() {
    const auto run = running::run(mutated_bounded_queue::program);
    QCOMPARE(run.lines(), (Lines{"a got 1", "a got 2", "handed out", "b got 3", "a quits", "b quits"}));
    // Boss g1 blocks at its second put. a takes the first item, which queues the unlock, and waits; b waits.
    // The unlock then goes on by itself: boss, a, boss (which ends), b (R55, R56).
    QCOMPARE(switches_with_ticks(run),
             std::string("main>hub@0 hub>g1@0 g1>hub@0 hub>g2@0 g2>hub@0 hub>g3@0 g3>hub@0 "
                         "hub>g1@0 g1>hub@0 hub>g2@0 g2>hub@0 hub>g1@0 g1>hub@0 hub>g3@0 g3>hub@0 "
                         "hub>main@0 main>hub@0 "
                         "hub>g2!@100 g2>hub@100 hub>main@100 main>hub@100 "
                         "hub>g3!@130 g3>hub@130 hub>main@130"));
    // Both workers wait behind the boss, whose item is not in yet.
    const auto moment = moment_after(run, "b", Kind::Wait, 1);
    const auto& tasks = moment.objects().front();
    QCOMPARE(tasks.name, std::string("tasks"));
    QCOMPARE(tasks.capacity, std::int64_t{1});
    QCOMPARE(tasks.items.size(), 0u);
    QCOMPARE(waiting_for(moment, tasks), (std::vector<std::string>{"boss", "a", "b"}));
    QCOMPARE(moment.greenlet(run.greenlet("b").id)->deadline / 1'000'000, 130);
    QCOMPARE(moment.callbacks().size(), 1u);
    QCOMPARE(moment.callbacks().front().kind, JobKind::Unlock);
    QCOMPARE(moment.timer_count(), 2u);
}

void MutatedExamplesTest::aWorkerThatCameFirstIsServedByTheUnlock() {
    const auto run = running::run(mutated_bounded_queue::program_in_another_order);
    QCOMPARE(run.lines(), (Lines{"a got 1", "a got 2", "handed out", "a got 3", "a quits"}));
    // a waits; boss puts 1 (queues the unlock) and blocks with 2. The unlock finds no room for 2: a first.
    // Then 2 goes in and the boss runs, then a, then 3 and the boss, which ends, then a.
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>g2 g2>hub "
                                         "hub>g1 g1>hub hub>g2 g2>hub hub>g1 g1>hub hub>g2 g2>hub hub>g1 g1>hub "
                                         "hub>main main>hub hub>g1! g1>hub hub>main"));
}

QTEST_APPLESS_MAIN(MutatedExamplesTest)
#include "mutated_examples_test.moc"
