// ZeroMQ's sockets, between greenlets of one run and with Python's zmq in another process.
#include <cerrno>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "net/zmq_socket.h"
#include "process/popen.h"
#include "running.h"

using namespace std::chrono_literals;
using green::ZmqAgain;
using green::ZmqContext;
using green::ZmqError;
using green::ZmqOption;
using green::ZmqPoller;
using green::ZmqSocket;
using green::ZmqType;
using green::trace::Kind;
using green::trace::ObjectKind;
using green::trace::SocketState;
using green::trace::WaitReason;
using running::run;
using Lines = std::vector<std::string>;
using Ready = ZmqSocket::Ready;

namespace {

// "again", ZeroMQ's words, or what else it throws.
std::string outcome(const std::function<void()>& call) {
    try {
        call();
    } catch (const ZmqAgain&) {
        return "again";
    } catch (const ZmqError& error) {
        return error.what();
    } catch (const green::ConcurrentObjectUseError&) {
        return "another greenlet uses it";
    }
    return "done";
}

struct Pair {
    ZmqSocket one;
    ZmqSocket other;
};

// With so few messages on their way that senders soon wait.
Pair connected(const ZmqContext& context, ZmqType one, ZmqType other, const std::string& endpoint = "inproc://pair",
               int high_water_mark = 1000) {
    Pair both{context.socket(one, "one"), context.socket(other, "other")};
    for (auto* socket : {&both.one, &both.other}) {
        socket->set_option(ZmqOption::SendHighWaterMark, high_water_mark);
        socket->set_option(ZmqOption::ReceiveHighWaterMark, high_water_mark);
    }
    both.one.bind(endpoint);
    both.other.connect(both.one.last_endpoint());
    return both;
}

void endpoints() {
    QTest::addColumn<std::string>("endpoint");
    QTest::newRow("inproc") << std::string("inproc://here");
    QTest::newRow("tcp") << std::string("tcp://127.0.0.1:*");
}

// Runs a Python text that has a `context` and, as `argument`, what is given here. What it has sent goes out before it
// ends.
green::Popen python(const std::string& argument, const std::string& text) {
    const std::string begin = "import sys, zmq\nargument = sys.argv[1]\ncontext = zmq.Context()\n";
    const std::string end = "context.destroy(linger=10000)\n";
    return green::Popen({"/usr/bin/python3", "-c", begin + text + end, argument}, {.out = green::Stream::Pipe});
}

const green::trace::ObjectState& object(const running::Run& run, std::string_view name) {
    for (const auto& object : run.store->last().objects())
        if (object.name == name) return object;
    qFatal("no object %s", std::string(name).c_str());
}

}  // namespace

class ZmqTest : public QObject {
    Q_OBJECT

private slots:
    // --- kinds of sockets ---

    void requests_and_replies_data() { endpoints(); }
    void requests_and_replies() {
        QFETCH(std::string, endpoint);
        const auto result = run([&] {
            const ZmqContext context;
            auto [server, client] = connected(context, ZmqType::Rep, ZmqType::Req, endpoint);
            auto serving = green::spawn([&, server = server]() mutable {
                for (int i = 0; i < 3; ++i) server.send("<" + server.recv() + ">");
            });
            for (const char* text : {"one", "", "three"}) {
                client.send(text);
                green::print("{}", client.recv());
            }
            serving.join();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"<one>", "<>", "<three>"}));
    }

    // An XPUB, since it is told when somebody has subscribed: what a PUB sends before that is lost.
    void a_subscriber_gets_what_it_asked_for_data() { endpoints(); }
    void a_subscriber_gets_what_it_asked_for() {
        QFETCH(std::string, endpoint);
        const auto result = run([&] {
            const ZmqContext context;
            auto [publisher, subscriber] = connected(context, ZmqType::XPub, ZmqType::Sub, endpoint);
            subscriber.subscribe("b");
            green::print("{}", publisher.recv() == "\1b");
            for (const char* text : {"apple", "banana", "cherry", "blueberry"}) publisher.send(text);
            green::print("{}", subscriber.recv());
            green::print("{}", subscriber.recv());
            subscriber.unsubscribe("b");
            green::print("{}", publisher.recv() == std::string("\0b", 2));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true", "banana", "blueberry", "true"}));
    }

    void what_is_pushed_is_dealt_out() {
        const auto result = run([] {
            const ZmqContext context;
            auto [push, first] = connected(context, ZmqType::Push, ZmqType::Pull);
            auto second = context.socket(ZmqType::Pull);
            second.connect("inproc://pair");
            for (const char* text : {"a", "b", "c", "d"}) push.send(text);
            for (auto* pull : {&first, &second})
                for (int i = 0; i < 2; ++i) green::print("{}", pull->recv());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"a", "c", "b", "d"}));
    }

    void a_router_knows_who_has_asked_data() { endpoints(); }
    void a_router_knows_who_has_asked() {
        QFETCH(std::string, endpoint);
        const auto result = run([&] {
            const ZmqContext context;
            auto router = context.socket(ZmqType::Router);
            router.bind(endpoint);
            std::vector<green::Greenlet> clients;
            for (const std::string name : {"ann", "ben"})
                clients.push_back(green::spawn([&, name] {
                    auto dealer = context.socket(ZmqType::Dealer, name);
                    dealer.set_option(ZmqOption::RoutingId, name);
                    dealer.connect(router.last_endpoint());
                    dealer.send_multipart({"", "question", name});
                    const auto parts = dealer.recv_multipart();
                    green::print("{}: {} parts, {}{}", name, parts.size(), parts[0], parts[1]);
                }));
            for (int i = 0; i < 2; ++i) {
                const auto parts = router.recv_multipart();
                router.send_multipart({parts[0], "to ", parts[0]});
            }
            green::joinall(clients);
        });
        QCOMPARE(result.err, std::string());
        auto lines = result.lines();
        std::ranges::sort(lines);
        QCOMPARE(lines, (Lines{"ann: 2 parts, to ann", "ben: 2 parts, to ben"}));
    }

    void parts_one_by_one() {
        const auto result = run([] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Pair, ZmqType::Pair);
            one.send_more("head");
            one.send("body");
            one.send("alone");
            const auto tell = [&other = other] {
                const auto part = other.recv();
                green::print("{} {}", part, other.has_more());
            };
            tell();
            tell();
            tell();
            try {
                one.send_multipart({});
            } catch (const green::ValueError& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"head true", "body false", "alone false", "a message has at least one part"}));
    }

    // --- waiting ---

    void who_can_go_on_never_gives_way() {
        const auto result = run([] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Pair, ZmqType::Pair);
            green::spawn([] { green::print("another"); });
            for (int i = 0; i < 3; ++i) {
                one.send("x");
                green::print("{}", other.recv());
            }
            green::sleep();
        });
        QCOMPARE(result.lines(), (Lines{"x", "x", "x", "another"}));
    }

    void a_sender_waits_for_room_data() { endpoints(); }
    void a_sender_waits_for_room() {
        QFETCH(std::string, endpoint);
        const auto result = run([&] {
            const ZmqContext context;
            auto [push, pull] = connected(context, ZmqType::Push, ZmqType::Pull, endpoint, 1);
            const std::string large(1 << 20, 'x');  // more than the system's buffers take
            constexpr int count = 40;
            auto sender = green::spawn([&, push = push]() mutable {
                for (int i = 0; i < count; ++i) push.send(large);
            });
            green::sleep();
            green::print("has sent all: {}", sender.ready());
            std::size_t bytes = 0;
            for (int i = 0; i < count; ++i) bytes += pull.recv().size();
            sender.join();
            green::print("{}", bytes == count * large.size());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"has sent all: false", "true"}));
    }

    // Both directions of both sockets wait at times, each in a greenlet of its own.
    void both_directions_at_once_data() { endpoints(); }
    void both_directions_at_once() {
        QFETCH(std::string, endpoint);
        const auto result = run([&] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Dealer, ZmqType::Dealer, endpoint, 2);
            constexpr int count = 2000;
            const auto send = [](ZmqSocket socket) {
                for (int i = 0; i < count; ++i) socket.send(std::to_string(i));
            };
            const auto receive = [](ZmqSocket socket) {
                int in_order = 0;
                for (int i = 0; i < count; ++i)
                    if (socket.recv() == std::to_string(i)) ++in_order;
                green::print("{}", in_order);
            };
            green::joinall({green::spawn(send, one), green::spawn(receive, one), green::spawn(send, other),
                            green::spawn(receive, other)});
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"2000", "2000"}));
    }

    // The descriptor tells of news once: whatever call takes them up wakes who waits for them.
    void a_call_wakes_who_waits_data() {
        QTest::addColumn<std::function<void(ZmqSocket)>>("call");
        const auto row = [](const char* name, std::function<void(ZmqSocket)> call) { QTest::newRow(name) << call; };
        row("option", [](ZmqSocket socket) { socket.option(static_cast<ZmqOption>(15)); });  // ZMQ_EVENTS
        row("connect", [](ZmqSocket socket) { socket.connect("inproc://nobody"); });
        row("one that fails", [](ZmqSocket socket) { outcome([&] { socket.bind("inproc://pair"); }); });
        row("send", [](ZmqSocket socket) { socket.try_send("y"); });
        row("a failing send", [](ZmqSocket socket) {
            while (socket.try_send("y")) {
            }
        });
    }
    void a_call_wakes_who_waits() {
        QFETCH(std::function<void(ZmqSocket)>, call);
        const auto result = run([&] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Dealer, ZmqType::Dealer);
            auto reader = green::spawn([one = one]() mutable { green::print("got {}", one.recv()); });
            green::sleep();
            other.send("x");
            call(one);
            reader.join();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"got x"}));
    }

    void a_receiver_wakes_a_sender() {
        const auto result = run([] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Dealer, ZmqType::Dealer, "inproc://pair", 1);
            while (one.try_send("z")) {
            }
            auto writer = green::spawn([one = one]() mutable {
                one.send("last");
                green::print("sent");
            });
            green::sleep();
            while (other.try_recv()) {
            }
            green::print("{}", one.try_recv().has_value());
            writer.join();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"false", "sent"}));
    }

    void sends_parts_without_waiting() {
        const auto result = run([] {
            const ZmqContext context;
            auto alone = context.socket(ZmqType::Push);
            green::print("{}", alone.try_send_more("nobody"));
            auto [one, other] = connected(context, ZmqType::Pair, ZmqType::Pair);
            green::print("{}", one.try_send_more("a"));
            green::print("{}", other.try_recv().has_value());
            green::print("{}", one.try_send("b"));
            green::print("{}", other.recv());
            green::print("{}", other.has_more());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"false", "true", "false", "true", "a", "true"}));
    }

    void options_of_eight_bytes() {
        const auto result = run([] {
            const ZmqContext context;
            auto socket = context.socket(ZmqType::Pull);
            const auto most = static_cast<ZmqOption>(22);  // ZMQ_MAXMSGSIZE
            green::print("{}", socket.long_option(most));
            socket.set_long_option(most, std::int64_t{1} << 40);
            green::print("{}", socket.long_option(most));
            green::print("{}", outcome([&] { socket.option(most); }));
        });
        QCOMPARE(result.lines(), (Lines{"-1", "1099511627776", "Invalid argument"}));
    }

    void tells_its_version() { QVERIFY(green::zmq_library_version().starts_with("4.")); }

    // It says that it is ready, because another peer has room.
    void a_router_that_must_not_drop_waits_for_the_right_peer() {
        const auto result = run([] {
            const ZmqContext context;
            auto router = context.socket(ZmqType::Router);
            router.set_option(ZmqOption::RouterMandatory, 1);
            router.set_option(ZmqOption::SendHighWaterMark, 1);
            router.bind("inproc://router");
            std::vector<ZmqSocket> dealers;
            for (const std::string name : {"ann", "ben"}) {
                dealers.push_back(context.socket(ZmqType::Dealer, name));
                dealers.back().set_option(ZmqOption::ReceiveHighWaterMark, 1);
                dealers.back().set_option(ZmqOption::RoutingId, name);
                dealers.back().connect("inproc://router");
                dealers.back().send("here");
                router.recv_multipart();
            }
            int sent = 0;
            auto sender = green::spawn([&] {
                for (; sent < 10; ++sent) router.send_multipart({"ann", std::to_string(sent)});
            });
            green::sleep();
            green::print("{}", sent < 10 && router.poll(Ready::Receive, 0ns) == Ready::Nothing);
            for (int i = 0; i < 10; ++i)
                if (dealers[0].recv() != std::to_string(i)) green::print("another one than {}", i);
            sender.join();
            green::print("{}", outcome([&] { router.send_multipart({"carl", "x"}); }));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true", "Host unreachable"}));
    }

    void only_one_may_wait_for_the_same() {
        const auto result = run([] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Pair, ZmqType::Pair);
            auto reader = green::spawn([one = one]() mutable { green::print("{}", one.recv()); });
            green::sleep();
            green::print("{}", outcome([&] { one.recv(); }));
            green::print("{}", outcome([&] { one.poll(); }));
            green::print("{}", outcome([&] { one.poll(Ready::Both, 1ms); }));
            other.send("x");
            reader.join();
        });
        QCOMPARE(result.lines(), (Lines{"another greenlet uses it", "another greenlet uses it", "done", "x"}));
    }

    void timeouts() {
        const auto result = run([] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Pair, ZmqType::Pair, "inproc://pair", 1);
            auto another = green::spawn([] { green::print("another"); });
            one.set_option(ZmqOption::ReceiveTimeout, 0);
            green::print("{}", outcome([&] { one.recv(); }));
            one.set_option(ZmqOption::ReceiveTimeout, 5);
            green::print("{}", outcome([&] { one.recv(); }));
            one.set_option(ZmqOption::SendTimeout, 5);
            while (one.try_send("x")) {
            }
            green::print("{}", outcome([&] { one.send("y"); }));
            // It is over with the call.
            other.send("z");
            green::print("{}", one.recv());
            // One of the program's own goes through.
            one.set_option(ZmqOption::ReceiveTimeout, -1);
            green::print("{}", green::within(green::Timeout(5ms, green::silent), [&] { one.recv(); }));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"again", "another", "again", "again", "z", "false"}));
    }

    void a_killed_one_leaves_the_socket_to_others() {
        const auto result = run([] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Pair, ZmqType::Pair);
            auto reader = green::spawn([one = one]() mutable { one.recv(); });
            green::sleep();
            reader.kill();
            other.send("x");
            green::print("{}", one.recv());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"x"}));
    }

    // --- polling ---

    void polling_one() {
        const auto result = run([] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Pair, ZmqType::Pair);
            const auto name = [](Ready ready) { return static_cast<int>(ready); };
            green::print("{}", name(one.poll(Ready::Receive, 0ns)));
            green::print("{}", name(one.poll(Ready::Receive, 2ms)));
            green::print("{}", name(one.poll(Ready::Both)));
            green::spawn([other = other]() mutable { other.send("x"); });
            green::print("{}", name(one.poll()));
            green::print("{}", name(one.poll(Ready::Both)));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"0", "0", "2", "1", "3"}));
    }

    void polling_several() {
        const auto result = run([] {
            const ZmqContext context;
            auto [a, b] = connected(context, ZmqType::Pair, ZmqType::Pair, "inproc://first");
            auto [c, d] = connected(context, ZmqType::Pair, ZmqType::Pair, "tcp://127.0.0.1:*");
            ZmqPoller poller;
            poller.add(a);
            poller.add(c);
            green::print("{}", poller.poll(1ms).size());
            green::spawn([d = d]() mutable { d.send("x"); });
            auto found = poller.poll();
            green::print("{} {}", found.size(), found.at(0).first == c);
            b.send("y");
            found = poller.poll();
            green::print("{} {} {}", found.size(), found.at(0).first == a, found.at(1).first == c);
            poller.remove(c);
            a.recv();
            green::print("{}", poller.poll(0ns).size());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"0", "1 true", "2 true true", "0"}));
    }

    // --- ending ---

    void close_throws_out_who_waits() {
        const auto result = run([] {
            const ZmqContext context;
            auto [one, other] = connected(context, ZmqType::Pair, ZmqType::Pair, "inproc://pair", 1);
            while (one.try_send("x")) {
            }
            const auto tell = [](const char* who, const std::string& what) { green::print("{}: {}", who, what); };
            auto reader = green::spawn([&, one = one]() mutable { tell("recv", outcome([&] { one.recv(); })); });
            auto writer = green::spawn([&, one = one]() mutable { tell("send", outcome([&] { one.send("y"); })); });
            auto poller = green::spawn([&, other = other]() mutable {
                while (other.try_recv()) {
                }
                tell("poll", outcome([&] { other.poll(); }));
            });
            green::sleep();
            other.close();
            one.close();
            one.close();
            green::print("closed");
            green::joinall({reader, writer, poller});
            tell("later", outcome([&] { one.recv(); }));
            tell("option", outcome([&] { one.set_option(ZmqOption::Linger, 0); }));
        });
        QCOMPARE(result.err, std::string());
        const std::string closed = "Socket operation on non-socket";
        auto lines = result.lines();
        QCOMPARE(lines.at(0), std::string("closed"));
        std::sort(lines.begin() + 1, lines.begin() + 4);
        QCOMPARE(lines, (Lines{"closed", "poll: " + closed, "recv: " + closed, "send: " + closed, "later: " + closed,
                               "option: " + closed}));
    }

    // Its context goes with it, before the other side has read anything.
    void what_was_sent_before_the_end_arrives() {
        const auto result = run([] {
            const ZmqContext context;
            auto pull = context.socket(ZmqType::Pull);
            pull.bind("tcp://127.0.0.1:*");
            {
                auto push = ZmqContext().socket(ZmqType::Push);
                push.connect(pull.last_endpoint());
                for (const char* text : {"a", "b", "c"}) push.send(text);
            }
            for (int i = 0; i < 3; ++i) green::print("{}", pull.recv());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"a", "b", "c"}));
    }

    // Nobody will ever take it.
    void what_can_not_be_delivered_does_not_hold_up_the_end() {
        const auto result = run([] {
            const ZmqContext context;
            auto push = context.socket(ZmqType::Push);
            push.connect("ipc:///nonexistent/greenscope");
            push.send("x");
            push.close();
            green::print("{}", push.closed());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true"}));
    }

    // --- what goes wrong ---

    void errors_are_those_of_zeromq() {
        const auto result = run([] {
            const ZmqContext context;
            auto reply = context.socket(ZmqType::Rep);
            reply.bind("tcp://127.0.0.1:*");
            auto another = context.socket(ZmqType::Rep);
            try {
                another.bind(reply.last_endpoint());
            } catch (const ZmqError& error) {
                green::print("{} {}", error.zmq_errno() == EADDRINUSE,
                             error.what() == "Address already in use (" + reply.last_endpoint() + ")");
            }
            green::print("{}", outcome([&] { reply.send("nobody has asked"); }));
            green::print("{}", outcome([&] { reply.connect("nonsense"); }));
            green::print("{}", outcome([&] { reply.set_option(ZmqOption::Linger, std::string_view("x")); }));
            green::print("{}", outcome([&] { ZmqContext(-1); }));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(),
                 (Lines{"true true", "Operation cannot be accomplished in current state", "Invalid argument (nonsense)",
                        "Invalid argument", "Invalid argument (io_threads)"}));
    }

    // --- the record ---

    void the_record_tells_of_it() {
        const auto result = run([] {
            const ZmqContext context;
            auto server = context.socket(ZmqType::Rep);
            auto client = context.socket(ZmqType::Req, "client");
            server.bind("inproc://here");
            client.connect("inproc://here");
            auto serving = green::spawn([&] { server.send(server.recv() + "!"); });
            green::sleep();
            client.send("hello");
            client.recv();
            server.close();
        });
        QCOMPARE(result.err, std::string());
        const auto& server = object(result, "REP-1 (inproc://here)");
        const auto& client = object(result, "client (inproc://here)");
        QVERIFY(server.kind == ObjectKind::ZmqSocket);
        QVERIFY(server.socket_state() == SocketState::Closed);
        QCOMPARE(server.received, 5U);
        QCOMPARE(server.sent, 6U);
        QCOMPARE(client.sent, 5U);
        QCOMPARE(client.received, 6U);
        std::vector<std::string> story;
        for (green::trace::EventNumber n = 1; n <= result.store->size(); ++n) {
            const auto& event = result.store->event(n);
            if (event.object != server.id) continue;
            story.push_back(std::string(name(event.kind)) + " " + std::string(result.store->text(n)));
            if (event.kind == Kind::Wait) QVERIFY(event.wait_reason() == WaitReason::Receive);
            if (event.kind == Kind::Open) QVERIFY(event.socket_state() == SocketState::Listening);
        }
        QCOMPARE(story, (Lines{"object REP-1", "open REP-1 (inproc://here)", "wait ", "receive hello", "send hello!",
                               "close "}));
        QVERIFY(result.store->event(result.store->size()).has(green::trace::Flag::Outside));
    }

    // --- with others ---

    void python_asks() {
        const auto result = run([] {
            const ZmqContext context;
            auto server = context.socket(ZmqType::Rep);
            server.bind("tcp://127.0.0.1:*");
            auto child = python(server.last_endpoint(), R"(
socket = context.socket(zmq.REQ)
socket.connect(argument)
for number in range(100):
    socket.send_multipart([b'square', str(number).encode()])
    assert socket.recv() == str(number * number).encode()
print('content')
)");
            for (int i = 0; i < 100; ++i) {
                const auto parts = server.recv_multipart();
                const int number = std::stoi(parts.at(1));
                server.send(std::to_string(number * number));
            }
            green::print("{}", child.communicate().first);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.out, std::string("content\n\n"));
    }

    void python_answers_while_others_run() {
        const auto result = run([] {
            const ZmqContext context;
            auto dealer = context.socket(ZmqType::Dealer);
            dealer.bind("tcp://127.0.0.1:*");
            auto child = python(dealer.last_endpoint(), R"(
socket = context.socket(zmq.DEALER)
socket.connect(argument)
while message := socket.recv():
    socket.send(message[::-1])
)");
            constexpr int count = 3000;
            auto sender = green::spawn([&] {
                for (int i = 0; i < count; ++i) dealer.send("message " + std::to_string(i));
                dealer.send("");
            });
            int right = 0;
            for (int i = 0; i < count; ++i) {
                auto answer = dealer.recv();
                std::ranges::reverse(answer);
                if (answer == "message " + std::to_string(i)) ++right;
            }
            green::print("{} {}", right, child.wait());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"3000 0"}));
    }

    void python_publishes() {
        const auto result = run([] {
            const ZmqContext context;
            auto subscriber = context.socket(ZmqType::Sub);
            subscriber.bind("tcp://127.0.0.1:*");
            subscriber.subscribe("tick");
            auto child = python(subscriber.last_endpoint(), R"(
socket = context.socket(zmq.XPUB)
socket.connect(argument)
socket.recv()
for number in range(3):
    socket.send_string(f'tick {number}')
    socket.send_string(f'tock {number}')
)");
            for (int i = 0; i < 3; ++i) green::print("{}", subscriber.recv());
            child.wait();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"tick 0", "tick 1", "tick 2"}));
    }
};

QTEST_APPLESS_MAIN(ZmqTest)
#include "zmq_test.moc"
