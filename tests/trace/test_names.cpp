// The stable names that files and exports use, and what is said of values that no version knows.
#include <QTest>
#include <set>
#include <string>

#include "trace/event.h"
#include "trace/moment.h"

using namespace green::trace;

class NamesTest : public QObject {
    Q_OBJECT

private slots:
    void kinds_have_distinct_names_that_read_back() {
        std::set<std::string_view> seen;
        for (int i = 0; i < kind_count; ++i) {
            const auto kind = static_cast<Kind>(i);
            QVERIFY(seen.insert(name(kind)).second);
            QVERIFY(kind_named(name(kind)) == kind);
        }
        QVERIFY(!kind_named("unknown"));
        QVERIFY(!kind_named(""));
    }

    void names_are_those_that_files_rely_on() {
        QCOMPARE(name(Kind::Create), std::string_view("create"));
        QCOMPARE(name(Kind::Resume), std::string_view("resume"));
        QCOMPARE(name(Kind::Put), std::string_view("put"));
        QCOMPARE(name(Kind::Work), std::string_view("work"));
        QCOMPARE(name(Kind::Set), std::string_view("set"));
        QCOMPARE(name(Kind::Release), std::string_view("release"));
        QCOMPARE(name(WaitReason::Wait), std::string_view("wait"));
        QCOMPARE(name(ObjectKind::AsyncResult), std::string_view("async-result"));
        QCOMPARE(name(ObjectKind::RLock), std::string_view("rlock"));
        QCOMPARE(name(ObjectKind::Process), std::string_view("process"));
        QCOMPARE(name(Kind::Signal), std::string_view("signal"));
        QCOMPARE(name(Kind::Open), std::string_view("open"));
        QCOMPARE(name(Kind::Send), std::string_view("send"));
        QCOMPARE(name(ObjectKind::Socket), std::string_view("socket"));
        QCOMPARE(name(SocketState::Listening), std::string_view("listening"));
        QCOMPARE(name(WaitReason::Receive), std::string_view("receive"));
        QCOMPARE(name(WaitReason::Poll), std::string_view("poll"));
        QCOMPARE(name(WaitReason::Serve), std::string_view("serve"));
        QCOMPARE(name(ObjectKind::Server), std::string_view("server"));
        QCOMPARE(name(ObjectKind::ZmqSocket), std::string_view("zmq-socket"));
        QCOMPARE(name(ObjectKind::HttpServer), std::string_view("http-server"));
        QCOMPARE(name(Kind::Request), std::string_view("request"));
        QCOMPARE(name(SocketState::Connecting), std::string_view("connecting"));
        QCOMPARE(name(WaitReason::Process), std::string_view("process"));
        QCOMPARE(name(WaitReason::QueuePut), std::string_view("queue-put"));
        QCOMPARE(name(WaitReason::Hub), std::string_view("hub"));
        QCOMPARE(name(EndReason::Killed), std::string_view("killed"));
        QCOMPARE(name(ObjectKind::Group), std::string_view("group"));
        QCOMPARE(name(JobKind::Function), std::string_view("function"));
        QCOMPARE(name(State::Runnable), std::string_view("runnable"));
    }

    void calls_are_named_as_the_program_writes_them() {
        QCOMPARE(call_name(WaitReason::QueuePut), std::string_view("put"));
        QCOMPARE(call_name(WaitReason::QueueGet), std::string_view("get"));
        QCOMPARE(call_name(WaitReason::JoinAll), std::string_view("joinall"));
        QCOMPARE(call_name(WaitReason::Lock), std::string_view("acquire"));
        QCOMPARE(call_name(WaitReason::Hub), std::string_view());
        QCOMPARE(call_name(WaitReason::ResultGet), std::string_view("get"));
        QCOMPARE(call_name(WaitReason::ResultWait), std::string_view("wait"));
        QCOMPARE(call_name(WaitReason::LockWait), std::string_view("wait"));
        QCOMPARE(call_name(WaitReason::Wait), std::string_view("wait"));
        QCOMPARE(call_name(WaitReason::Receive), std::string_view("recv"));
        QCOMPARE(call_name(WaitReason::Handshake), std::string_view("do_handshake"));
        QCOMPARE(call_name(WaitReason::Resolve), std::string_view("getaddrinfo"));
        QCOMPARE(call_name(WaitReason::Poll), std::string_view("poll"));
        QCOMPARE(call_name(WaitReason::Serve), std::string_view("serve_forever"));
    }

    void values_of_a_later_version_are_unknown() {
        QCOMPARE(name(static_cast<Kind>(kind_count)), std::string_view("unknown"));
        QCOMPARE(name(static_cast<Kind>(255)), std::string_view("unknown"));
        QCOMPARE(name(static_cast<WaitReason>(200)), std::string_view("unknown"));
        QCOMPARE(name(static_cast<JobKind>(200)), std::string_view("unknown"));
        QCOMPARE(name(static_cast<State>(200)), std::string_view("unknown"));
    }

    void spawn_texts_come_apart() {
        const auto full = spawn_text(
            "boss\x1fwork\x1f"
            "1, 2");
        QCOMPARE(full.name, std::string_view("boss"));
        QCOMPARE(full.run, std::string_view("work"));
        QCOMPARE(full.arguments, std::string_view("1, 2"));
        const auto bare = spawn_text("boss");
        QCOMPARE(bare.run, std::string_view("boss"));
        QCOMPARE(bare.arguments, std::string_view());
        const auto two = spawn_text("boss\x1fwork");
        QCOMPARE(two.run, std::string_view("work"));
        QCOMPARE(two.arguments, std::string_view());
    }

    void sites_that_do_not_fit_are_nowhere() {
        QCOMPARE(Site(255, 0xFFFFFF).line(), 0xFFFFFFu);
        QCOMPARE(Site(255, 0xFFFFFF).file(), 255u);
        QVERIFY(!Site(256, 1));
        QVERIFY(!Site(1, 0x1000000));
        QVERIFY(!Site(0, 7));
    }

    void only_a_resume_switches_to_its_object() {
        TraceEvent event;
        event.object = Id{5};
        event.kind = Kind::Resume;
        QVERIFY(switches_to(event) == Id::None);
        event.flags = event.flags | Flag::Switch;
        QVERIFY(switches_to(event) == Id{5});
        event.kind = Kind::Wait;
        QVERIFY(switches_to(event) == Id::Hub);
    }
};

QTEST_APPLESS_MAIN(NamesTest)
#include "test_names.moc"
