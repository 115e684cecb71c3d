// What each event means: small traces, and the state that they lead to.
#include <QTest>
#include <string>
#include <vector>

#include "support/trace_text.h"
#include "trace/moment.h"

using namespace green::trace;
using support::TraceText;

namespace {

const GreenletState& greenlet(const TraceText& trace, std::string_view handle) {
    return *trace.store()->last().greenlet(trace.id(handle));
}
const ObjectState& object(const TraceText& trace, std::string_view handle) {
    return *trace.store()->last().object(trace.id(handle));
}
State state(const TraceText& trace, std::string_view handle) { return greenlet(trace, handle).state; }

std::vector<std::string> items(const TraceText& trace, std::string_view queue) {
    const auto& items = object(trace, queue).items;
    return {items.begin(), items.end()};
}

// "start 3, wake 4": kinds and targets of the callback queue, cancelled ones in brackets.
std::string callbacks(const TraceText& trace) {
    std::string text;
    for (const auto& job : trace.store()->last().callbacks()) {
        const auto what = std::string(name(job.kind)) + " " + std::string(trace.store()->last().name_of(job.target));
        text += (text.empty() ? "" : ", ") + (job.cancelled ? "(" + what + ")" : what);
    }
    return text;
}

std::string timers(const TraceText& trace) {
    std::string text;
    for (const auto& job : trace.store()->last().timers())
        text += (text.empty() ? "" : ", ") + std::string(trace.store()->last().name_of(job.target));
    return text;
}

}  // namespace

class MomentTest : public QObject {
    Q_OBJECT

private slots:
    void at_first_main_runs_and_the_hub_is_there() {
        const Moment moment;
        QCOMPARE(moment.number(), EventNumber{0});
        QCOMPARE(moment.greenlets().size(), std::size_t{2});
        QVERIFY(moment.greenlet(Id::Main)->state == State::Running);
        QVERIFY(moment.greenlet(Id::Hub)->state == State::Created);
        QCOMPARE(moment.name_of(Id::Hub), std::string_view("hub"));
        QCOMPARE(moment.name_of(Id::None), std::string_view());
        QVERIFY(!moment.greenlet(Id::First));
    }

    void spawning_queues_the_start() {
        const auto trace = TraceText().add("main spawns foo(1, 2) running work at 7");
        const auto& foo = greenlet(trace, "foo");
        QVERIFY(foo.state == State::Runnable);
        QVERIFY(foo.wake == JobKind::Start);
        QCOMPARE(foo.name, "foo");
        QCOMPARE(foo.run, "work");
        QCOMPARE(foo.arguments, "1, 2");
        QVERIFY(foo.spawned_by == Id::Main);
        QCOMPARE(foo.spawned_at.line(), 7u);
        QCOMPARE(greenlet(trace, "main").site.line(), 7u);
        QCOMPARE(callbacks(trace), "start foo");
    }

    void a_created_greenlet_starts_when_it_is_told() {
        auto trace = TraceText().add("main creates foo");
        QVERIFY(state(trace, "foo") == State::Created);
        QCOMPARE(callbacks(trace), "");
        trace.add("main starts foo");
        QVERIFY(state(trace, "foo") == State::Runnable);
        QCOMPARE(callbacks(trace), "start foo");
    }

    void a_later_start_is_a_timer_and_leaves_it_created() {
        auto trace = TraceText().add("main spawns foo after 10ms");
        QVERIFY(state(trace, "foo") == State::Created);
        QCOMPARE(timers(trace), "foo");
        QCOMPARE(trace.store()->last().timers().front().deadline, Nanoseconds{10'000'000});
        trace.add(
            "main waits join on foo\n"
            "t=10ms hub resumes foo");
        QVERIFY(state(trace, "foo") == State::Running);
        QCOMPARE(timers(trace), "");
    }

    void sleep_zero_is_runnable_behind_everything_queued() {
        const auto trace = TraceText().add(R"(
            main spawns foo
            main spawns bar
            main waits joinall "2 left"
            hub resumes foo
            foo yields at 4)");
        QVERIFY(state(trace, "foo") == State::Runnable);
        QVERIFY(greenlet(trace, "foo").wake == JobKind::Wake);
        QCOMPARE(callbacks(trace), "start bar, wake foo");
        QVERIFY(state(trace, "hub") == State::Running);
        QVERIFY(trace.store()->last().running() == Id::Hub);
    }

    void a_wait_knows_its_call_until_it_is_resumed() {
        auto trace = TraceText().add(R"(
            main makes queue tasks of 1
            main waits queue-put on tasks "10" until 50ms)");
        const auto& waiting = greenlet(trace, "main");
        QVERIFY(waiting.state == State::Waiting);
        QVERIFY(waiting.reason == WaitReason::QueuePut);
        QVERIFY(waiting.waits_on == trace.id("tasks"));
        QCOMPARE(waiting.call_arguments, "10");
        QCOMPARE(waiting.deadline, Nanoseconds{50'000'000});
        QCOMPARE(object(trace, "tasks").waiters, std::vector{Id::Main});
        trace.add("hub resumes main directly");
        QVERIFY(greenlet(trace, "main").reason == WaitReason::None);
        QVERIFY(greenlet(trace, "main").waits_on == Id::None);
        QCOMPARE(greenlet(trace, "main").call_arguments, "");
        QCOMPARE(greenlet(trace, "main").deadline, never);
        QVERIFY(object(trace, "tasks").waiters.empty());
    }

    void a_woken_waiter_is_runnable_and_remembers_for_what_it_waited() {
        const auto trace = TraceText().add(R"(
            main makes event ready
            main spawns foo
            main waits event on ready
            hub resumes foo
            foo queues wake for main)");
        QVERIFY(state(trace, "main") == State::Runnable);
        QVERIFY(greenlet(trace, "main").reason == WaitReason::Event);
    }

    void a_sleep_arms_its_own_timer() {
        auto trace = TraceText().add("main waits sleep \"0.1\" for 100ms");
        QVERIFY(state(trace, "main") == State::Waiting);
        QCOMPARE(timers(trace), "main");
        trace.add("hub idles until 100ms");
        QCOMPARE(trace.store()->event(2).amount, Nanoseconds{100'000'000});
        trace.add("t=100ms hub resumes main");
        QCOMPARE(timers(trace), "");
        QCOMPARE(trace.store()->last().time(), Nanoseconds{100'000'000});
        QVERIFY(trace.store()->last().current_job().kind == JobKind::Wake);
    }

    void equal_deadlines_are_listed_as_libev_takes_them() {
        auto trace = TraceText();
        for (const char* name : {"a", "b", "c", "d", "e"}) trace.add("main spawns " + std::string(name) + " after 5ms");
        QCOMPARE(timers(trace), "a, e, d, c, b");
    }

    void a_queue_holds_its_items_front_first() {
        auto trace = TraceText().add(R"(
            main makes queue tasks of 3 at 1
            main stores "1" in tasks
            main stores "2" in tasks
            main stores "0" in tasks place 0)");
        QCOMPARE(items(trace, "tasks"), (std::vector<std::string>{"0", "1", "2"}));
        QCOMPARE(object(trace, "tasks").capacity, std::int64_t{3});
        QVERIFY(object(trace, "tasks").kind == ObjectKind::Queue);
        QCOMPARE(object(trace, "tasks").made_at.line(), 1u);
        trace.add("main takes 0 from tasks queueing unlock");
        QCOMPARE(items(trace, "tasks"), (std::vector<std::string>{"1", "2"}));
        QCOMPARE(callbacks(trace), "unlock tasks");
    }

    void an_event_is_set_or_not() {
        auto trace = TraceText().add("main makes event go\nmain sets go");
        QCOMPARE(object(trace, "go").count, std::int64_t{1});
        trace.add("main clears go");
        QCOMPARE(object(trace, "go").count, std::int64_t{0});
    }

    void a_result_has_a_value_that_hides_a_later_error() {
        auto trace = TraceText().add("main makes async-result answer\nmain sets answer failed \"E: x\"");
        QCOMPARE(object(trace, "answer").value, "E: x");
        QVERIFY(object(trace, "answer").failed);
        trace.add("main sets answer 42");
        QCOMPARE(object(trace, "answer").value, "42");
        QVERIFY(!object(trace, "answer").failed);
        trace.add("main sets answer failed \"E: y\"");
        QCOMPARE(object(trace, "answer").value, "42");
        QVERIFY(!object(trace, "answer").failed);
        QCOMPARE(object(trace, "answer").count, std::int64_t{1});
    }

    void permits_are_held_until_they_are_given_back() {
        auto trace = TraceText().add(R"(
            main makes semaphore door of 3
            main spawns foo
            main acquires door
            main yields
            hub resumes foo
            foo acquires door
            foo acquires door)");
        const Id foo = trace.id("foo");
        QCOMPARE(object(trace, "door").count, std::int64_t{0});
        QCOMPARE(object(trace, "door").holders, (std::vector{Id::Main, foo, foo}));
        trace.add("foo releases door");
        QCOMPARE(object(trace, "door").holders, (std::vector{Id::Main, foo}));
        trace.add("foo releases door");
        // It has none any more: it gives back main's.
        trace.add("foo releases door");
        QVERIFY(object(trace, "door").holders.empty());
        trace.add("foo releases door");
        QCOMPARE(object(trace, "door").count, std::int64_t{4});
        QCOMPARE(object(trace, "door").capacity, std::int64_t{3});
    }

    void the_hub_stores_for_the_first_who_waits_to_put() {
        const auto trace = TraceText().add(R"(
            main makes queue tasks of 1
            main spawns getter
            main spawns first
            main spawns second
            main waits joinall "3 left"
            hub resumes getter
            getter waits queue-get on tasks
            hub resumes first
            first waits queue-put on tasks "10"
            hub resumes second
            second waits queue-put on tasks "11" queueing unlock
            hub runs unlock tasks
            hub stores "10" in tasks)");
        QCOMPARE(object(trace, "tasks").waiters, (std::vector{trace.id("getter"), trace.id("second")}));
        QCOMPARE(items(trace, "tasks"), std::vector<std::string>{"10"});
        QVERIFY(trace.store()->last().current_job().kind == JobKind::Unlock);
        // Who is told by the next Resume still waits.
        QVERIFY(state(trace, "first") == State::Waiting);
    }

    void an_end_leaves_the_result_and_queues_the_notification() {
        const auto trace = TraceText().add(R"(
            main spawns foo
            main waits join on foo
            hub resumes foo
            foo ends "42" queueing notify)");
        QVERIFY(state(trace, "foo") == State::Finished);
        QVERIFY(greenlet(trace, "foo").ended);
        QCOMPARE(greenlet(trace, "foo").result, "42");
        QCOMPARE(callbacks(trace), "notify foo");
        QVERIFY(trace.store()->last().running() == Id::Hub);
    }

    void a_failed_greenlet_runs_until_its_report_is_out() {
        auto trace = TraceText().add(R"(
            main spawns foo
            main waits join on foo
            hub resumes foo
            foo fails "ValueError: no")");
        QVERIFY(state(trace, "foo") == State::Running);
        QCOMPARE(greenlet(trace, "foo").result, "ValueError: no");
        QVERIFY(!greenlet(trace, "foo").ended);
        trace.add(
            "foo reports \"ValueError: no\"\n"
            "foo ends queueing notify");
        QVERIFY(state(trace, "foo") == State::Failed);
        QCOMPARE(greenlet(trace, "foo").result, "ValueError: no");
    }

    void a_kill_queues_a_throw() {
        auto trace = TraceText().add(R"(
            main spawns foo
            main waits sleep for 1ms
            hub resumes foo
            foo waits sleep "9" for 9s
            t=1ms hub resumes main
            main kills foo)");
        QVERIFY(state(trace, "foo") == State::Runnable);
        QVERIFY(greenlet(trace, "foo").wake == JobKind::Throw);
        QCOMPARE(callbacks(trace), "throw foo");
        trace.add(
            "main waits kill on foo\n"
            "hub resumes foo with GreenletExit");
        QVERIFY(trace.store()->event(trace.store()->size()).has(Flag::Throw));
        trace.add(
            "foo cancels wake\n"
            "foo ends killed \"GreenletExit()\"");
        QVERIFY(state(trace, "foo") == State::Killed);
        QCOMPARE(timers(trace), "");
    }

    void who_is_discarded_never_runs() {
        const auto trace = TraceText().add(R"(
            main spawns foo
            main spawns bar
            main cancels start of foo
            main discards foo GreenletExit)");
        QVERIFY(state(trace, "foo") == State::Killed);
        QVERIFY(greenlet(trace, "foo").ended);
        QCOMPARE(callbacks(trace), "(start foo), start bar");
    }

    void no_ops_ahead_of_a_job_go_with_it() {
        const auto trace = TraceText().add(R"(
            main spawns foo
            main spawns bar
            main cancels start of foo
            main discards foo
            main waits joinall
            hub resumes bar)");
        QCOMPARE(callbacks(trace), "");
    }

    void a_timeout_is_a_timer_that_throws() {
        auto trace = TraceText().add(R"(
            main makes queue tasks
            main arms timeout "1" after 1s
            main waits queue-get on tasks "timeout=1" for 1s)");
        QCOMPARE(timers(trace), "main");
        trace.add(
            "hub idles until 1s\n"
            "t=1s hub resumes main with \"Timeout: 1 second\"");
        QVERIFY(trace.store()->last().current_job().kind == JobKind::Timeout);
        QVERIFY(trace.store()->event(trace.store()->size()).has(Flag::Throw));
        QVERIFY(object(trace, "tasks").waiters.empty());
    }

    void switches_are_counted_out_and_back() {
        const auto trace = TraceText().add(R"(
            main spawns foo
            main waits join on foo
            hub resumes foo
            foo prints "hi"
            foo ends queueing notify
            hub runs notify foo
            hub resumes main)");
        QCOMPARE(trace.store()->last().switches(), std::uint64_t{4});
        QVERIFY(trace.store()->last().running() == Id::Main);
        QVERIFY(state(trace, "hub") == State::Waiting);
        QVERIFY(greenlet(trace, "hub").reason == WaitReason::None);
    }

    void since_is_the_event_that_changed_the_state() {
        const auto trace = TraceText().add(R"(
            main spawns foo
            main prints "a"
            main waits join on foo
            hub resumes foo
            foo prints "b")");
        QCOMPARE(greenlet(trace, "foo").since, EventNumber{4});
        QCOMPARE(greenlet(trace, "main").since, EventNumber{3});
    }

    void waiting_again_without_a_change_of_state_counts_anew() {
        auto trace = TraceText().add("main waits sleep for 1ms");
        trace.add("main waits sleep for 2ms anyhow");
        QCOMPARE(greenlet(trace, "main").since, EventNumber{2});
    }

    void idling_ends_the_job_at_hand() {
        auto trace = TraceText().add(R"(
            main spawns foo
            main waits join on foo
            hub resumes foo
            foo ends queueing notify
            hub runs notify foo)");
        QVERIFY(trace.store()->last().current_job().kind == JobKind::Notify);
        trace.add("hub idles");
        QVERIFY(trace.store()->last().current_job().id == JobId::None);
    }

    void groups_locals_and_joinable_queues_are_folded() {
        const auto store = support::trace_from_text(R"(
            main makes pool crew of 2
            main creates ann
            main creates bob
            main adds ann to crew
            main adds bob to crew
            main removes ann from crew
            main makes joinable-queue jobs of 1
            main stores 1 in jobs
            main takes 1 from jobs
            main makes local mine
            main keeps 7 in mine
            main keeps 8 in mine
            main finishes task of jobs
            main forgets mine
            main makes priority-queue line
            main stores b in line
            main stores a in line place 0
            main takes b from line place 1)");
        const auto& end = store->last();
        const auto* pool = end.object(static_cast<Id>(3));
        QVERIFY(pool);
        QCOMPARE(pool->members, (std::vector<Id>{static_cast<Id>(5)}));
        const auto at = [&](EventNumber n, std::string_view name) {
            const auto moment = store->moment(n);
            for (const auto& object : moment.objects())
                if (object.name == name) return object;
            return ObjectState();
        };
        QCOMPARE(at(5, "crew").members.size(), std::size_t{2});
        QCOMPARE(at(9, "jobs").count, 1);
        QCOMPARE(at(13, "jobs").count, 0);
        QCOMPARE(at(12, "mine").locals.size(), std::size_t{1});
        QCOMPARE(QByteArray::fromStdString(at(12, "mine").locals.front().value), QByteArray("8"));
        QVERIFY(at(14, "mine").locals.empty());
        QCOMPARE(at(18, "line").items, (std::deque<std::string>{"a"}));
    }

    void servers_know_where_they_listen_and_how_many_have_come() {
        auto trace = TraceText().add(R"(
            main makes http-server web
            main makes socket ear
            main opens ear listening as "127.0.0.1:80")");
        QCOMPARE(trace.store()->last().listening(), std::vector<Id>{trace.id("ear")});
        trace.add("main opens web listening as \"http://127.0.0.1:80\" from ear");
        QCOMPARE(trace.store()->last().listening(), (std::vector<Id>{trace.id("ear"), trace.id("web")}));
        QCOMPARE(object(trace, "web").name, std::string("web"));
        QCOMPARE(object(trace, "web").value, std::string("http://127.0.0.1:80"));
        QVERIFY(object(trace, "web").listener == trace.id("ear"));
        const auto ear = std::to_string(raw(trace.id("ear")));
        trace.add("main makes socket ann of " + ear + "\nmain makes socket bob of " + ear + "\nmain closes ann\n" +
                  "main closes ann\nmain serves \"GET /\" of web");
        QCOMPARE(object(trace, "ear").accepted, std::uint64_t{2});
        QCOMPARE(object(trace, "ear").left, std::uint64_t{1});
        QCOMPARE(object(trace, "web").requests, std::uint64_t{1});
        trace.add("main closes web\nmain closes ear");
        QVERIFY(trace.store()->last().listening().empty());
        QCOMPARE(object(trace, "web").requests, std::uint64_t{1});
    }

    // A record that is damaged: who claims to come from itself, and a server on a socket that nobody made.
    void a_socket_that_comes_from_itself_is_no_harm() {
        auto trace = TraceText().add("main makes socket ear of 3\nmain makes server web\n");
        QVERIFY(trace.id("ear") == Id{3});
        trace.add("main opens web listening as x\nmain closes ear\nmain closes web");
        QVERIFY(trace.store()->last().listening().empty());
    }

    void requests_of_the_last_second_are_counted() {
        constexpr Nanoseconds ms = 1'000'000;
        RecentCount count;
        QCOMPARE(count.in_second_before(5000 * ms), std::uint64_t{0});
        count.add(100 * ms);
        for (int i = 0; i < 3; ++i) count.add(900 * ms);
        QCOMPARE(count.in_second_before(1000 * ms), std::uint64_t{4});
        QCOMPARE(count.in_second_before(1200 * ms), std::uint64_t{3});
        count.add(1890 * ms);
        QCOMPARE(count.in_second_before(1890 * ms), std::uint64_t{4});
        QCOMPARE(count.in_second_before(2890 * ms), std::uint64_t{0});
        count.add(60'000 * ms);
        QCOMPARE(count.in_second_before(60'000 * ms), std::uint64_t{1});
        // Of a damaged record: times that go back count as the newest.
        count.add(-7 * ms);
        QCOMPARE(count.in_second_before(60'000 * ms), std::uint64_t{2});
    }
};

QTEST_APPLESS_MAIN(MomentTest)
#include "test_moment.moc"
