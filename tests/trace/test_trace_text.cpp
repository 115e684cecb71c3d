// The language in which the other tests write their traces.
#include <QTest>
#include <string>

#include "support/trace_text.h"

using namespace green::trace;
using support::trace_from_text;
using support::TraceText;
using support::TraceTextError;

namespace {

// What is wrong with `text`; empty if nothing.
std::string complaint(std::string_view text) {
    try {
        trace_from_text(text);
    } catch (const TraceTextError& error) {
        return error.what();
    }
    return {};
}
bool complains(std::string_view text, std::string_view about) {
    const auto said = complaint(text);
    if (said.find(about) != std::string::npos) return true;
    qWarning("said: %s", said.c_str());
    return false;
}

}  // namespace

class TraceTextTest : public QObject {
    Q_OBJECT

private slots:
    void every_kind_can_be_written() {
        const auto store = trace_from_text(R"(
            # One line for each kind.
            main creates idle
            main starts idle
            main spawns foo
            main cancels start of idle
            main discards idle
            main makes queue tasks of 2
            main queues function
            main arms timeout "1" after 1s
            main waits join on foo
            hub resumes foo
            foo kills main
            foo stores "1" in tasks
            foo takes "1" from tasks
            foo prints "x"
            foo works 5ms
            foo makes semaphore door of 1
            foo acquires door
            foo releases door
            foo makes event go
            foo sets go
            foo clears go
            foo makes group friends
            foo adds main to friends
            foo removes main from friends
            foo makes joinable-queue jobs
            foo stores "1" in jobs
            foo finishes task of jobs
            foo makes local mine
            foo keeps "7" in mine
            foo forgets mine
            foo makes socket line
            foo opens line connected as "a -> b"
            foo sends question to line
            foo receives answer from line
            foo closes line
            foo makes http-server web
            foo serves "GET /" of web
            foo yields
            hub runs function
            hub notices SIGINT
            hub resumes main with "GreenletExit"
            main waits hub
            hub resumes foo
            foo fails "ValueError"
            foo reports "ValueError"
            foo ends
            hub idles until 1s)");
        std::vector<bool> seen(kind_count);
        for (EventNumber n = 1; n <= store->size(); ++n) seen[static_cast<std::size_t>(store->event(n).kind)] = true;
        for (int i = 0; i < kind_count; ++i)
            QVERIFY2(seen[static_cast<std::size_t>(i)], std::string(name(static_cast<Kind>(i))).c_str());
    }

    void the_clock_moves_by_prefix_by_line_and_by_work() {
        const auto store = trace_from_text("main prints a\nt=2us main prints b\nt=1.5s\nmain works 3ms\nmain prints c");
        QCOMPARE(store->event(1).time, Nanoseconds{0});
        QCOMPARE(store->event(2).time, Nanoseconds{2'000});
        QCOMPARE(store->event(3).time, Nanoseconds{1'500'000'000});
        QCOMPARE(store->event(4).time, Nanoseconds{1'503'000'000});
    }

    void texts_may_be_quoted_and_escaped() {
        const auto store =
            trace_from_text("main prints \"a \\\"b\\\"\\t\\\\\"\nmain writes bare at 3\nmain writes \"at\" at 4");
        QCOMPARE(store->text(1), std::string_view("a \"b\"\t\\\n"));
        QCOMPARE(store->text(2), std::string_view("bare"));
        QCOMPARE(store->event(2).site.line(), 3u);
        QCOMPARE(store->text(3), std::string_view("at"));
    }

    void handles_tell_namesakes_apart() {
        const auto trace = TraceText().add("main spawns task(1) as t1\nmain spawns task(2) as t2 named worker");
        QVERIFY(trace.id("t1") != trace.id("t2"));
        QCOMPARE(trace.store()->last().name_of(trace.id("t1")), std::string_view("task"));
        QCOMPARE(trace.store()->last().name_of(trace.id("t2")), std::string_view("worker"));
        QCOMPARE(trace.store()->last().greenlet(trace.id("t2"))->run, "task");
    }

    void jobs_find_each_other() {
        const auto store = trace_from_text("main spawns foo\nmain waits join on foo\nhub resumes foo");
        QVERIFY(store->event(1).job != JobId::None);
        QVERIFY(store->event(3).job == store->event(1).job);
        QVERIFY(store->event(3).has(Flag::Runs));
        QVERIFY(store->event(3).job_kind == JobKind::Start);
    }

    void nonsense_is_refused_with_its_line() {
        QVERIFY(complains("main prints a\nmain dances", "line 2: unknown verb 'dances'"));
        QVERIFY(complains("bob prints a", "nobody is called 'bob'"));
        QVERIFY(complains("main spawns foo\nfoo prints a", "at this point main is running"));
        QVERIFY(complains("main spawns foo\nmain spawns foo", "'foo' is taken"));
        QVERIFY(complains("main waits nothing", "unknown reason 'nothing'"));
        QVERIFY(complains("main waits sleep for 3", "'3' is no time"));
        QVERIFY(complains("main prints \"a", "closing"));
        QVERIFY(complains("main prints a at", "a line number"));
        QVERIFY(complains("main prints a at x", "no number"));
        QVERIFY(complains("main prints a b", "where 'b' is"));
        QVERIFY(complains("t=2ms main prints a\nt=1ms main prints b", "can't go back"));
        QVERIFY(complains("main yields\nhub resumes main\nmain waits hub\nhub resumes main", "no job switches to it"));
        QVERIFY(complains("main waits sleep for 5ms\nhub resumes main", "due at 5000000ns"));
        QVERIFY(complains("main makes queue q\nmain takes 1 from q", "not at the front"));
        QVERIFY(complains("main yields queueing notify", "one job"));
        QVERIFY(complaint("# fine\n\n  main prints a").empty());
    }
};

QTEST_APPLESS_MAIN(TraceTextTest)
#include "test_trace_text.moc"
