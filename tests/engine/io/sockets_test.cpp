// Sockets that hold up only who uses them: real ones, between greenlets of one run.
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTemporaryDir>

#include <array>
#include <cerrno>
#include <functional>
#include <latch>
#include <numeric>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "hub/hub.h"
#include "io/socket.h"
#include "running.h"

using namespace std::chrono_literals;
using green::Address;
using green::Socket;
using running::run;
using Direction = Socket::Direction;
using Lines = std::vector<std::string>;
using Type = Socket::Type;

namespace {

const Address any_port("127.0.0.1", 0);

int error_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const std::system_error& error) {
        return error.code().value();
    }
    return 0;
}

// "SocketTimeout", "closed", or what else it throws.
std::string outcome(const std::function<void()>& call) {
    try {
        call();
    } catch (const green::SocketTimeout& error) {
        return error.what();
    } catch (const green::ClosedInAnotherGreenlet& error) {
        return error.what();
    } catch (const green::ConcurrentObjectUseError&) {
        return "another greenlet uses it";
    } catch (const std::system_error& error) {
        return std::generic_category().message(error.code().value());
    }
    return "done";
}

struct Connection {
    Socket client;
    Socket server;
};

Connection connection() {
    Socket listener = green::create_listener(any_port);
    Connection both;
    both.client = green::create_connection(listener.local_address());
    both.server = listener.accept().first;
    return both;
}

// The peer gets a reset instead of an end.
void reset(Socket& socket) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    socket.set_option(SOL_SOCKET, SO_LINGER, {reinterpret_cast<const char*>(&at_once), sizeof at_once});
    socket.close();
}

std::size_t open_descriptors() {
    std::size_t count = 0;
    const auto most = sysconf(_SC_OPEN_MAX) > 4096 ? 4096 : static_cast<int>(sysconf(_SC_OPEN_MAX));
    for (int number = 0; number < most; ++number)
        if (fcntl(number, F_GETFD) >= 0) ++count;
    return count;
}

// A port on which nobody listens.
Address nobody_there() {
    Socket socket(Address::Family::Ipv4);
    socket.bind(any_port);
    return socket.local_address();
}

}  // namespace

class SocketsTest : public QObject {
    Q_OBJECT

private slots:
    // --- ordinary life ---

    void a_client_and_a_server() {
        const auto result = run([] {
            Socket listener = green::create_listener(any_port);
            auto server = green::spawn([listener]() mutable {
                auto [client, from] = listener.accept();
                green::print("accepted {}", from == client.peer_address());
                for (auto text = client.recv(100); !text.empty(); text = client.recv(100))
                    client.sendall("<" + text + ">");
                green::print("the client is gone");
            });
            auto client = green::create_connection(listener.local_address());
            client.sendall("one");
            green::print("{}", client.recv(100));
            client.sendall("two");
            green::print("{}", client.recv(100));
            client.close();
            server.join();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"accepted true", "<one>", "<two>", "the client is gone"}));
    }

    void other_families_data() {
        QTest::addColumn<std::string>("address");
        QTest::newRow("IPv4") << std::string("127.0.0.1:0");
        QTest::newRow("IPv6") << std::string("[::1]:0");
        QTest::newRow("Unix") << std::string("unix:");
    }
    void other_families() {
        QFETCH(std::string, address);
        const QTemporaryDir folder;
        if (address == "unix:") address += folder.filePath("socket").toStdString();
        const auto result = run([&] {
            Socket listener = green::create_listener(Address::parse(address));
            Socket client = green::create_connection(listener.local_address());
            auto [server, from] = listener.accept();
            server.sendall("hello");
            green::print("{} {}", client.recv(10), client.peer_address() == listener.local_address());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"hello true"}));
    }

    void datagrams() {
        const auto result = run([] {
            Socket one(Address::Family::Ipv4, Type::Datagram);
            Socket other(Address::Family::Ipv4, Type::Datagram);
            one.bind(any_port);
            other.bind(any_port);
            auto reader = green::spawn([&] {
                const auto [text, from] = one.recvfrom(100);
                green::print("{} {}", text, from == other.local_address());
                // What does not fit is lost, and the next one is whole.
                green::print("{}", one.recv(3));
                green::print("'{}'", one.recv(3));
                green::print("{}", one.recv(100));
            });
            for (const char* text : {"first", "second", "", "fourth"}) other.sendto(text, one.local_address());
            reader.join();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"first true", "sec", "''", "fourth"}));
    }

    void a_pair() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            one.sendall("x");
            std::array<char, 4> buffer{};
            green::print("{} {}", other.recv_into(buffer), buffer[0]);
            Socket copy = one.dup();
            one.close();
            copy.sendall("y");
            green::print("{}", other.recv(1));
            copy.close();
            green::print("'{}'", other.recv(1));
        });
        QCOMPARE(result.lines(), (Lines{"1 x", "y", "''"}));
    }

    // Rule R64.
    void who_has_data_never_gives_way() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            green::spawn([] { green::print("another"); });
            for (int i = 0; i < 3; ++i) {
                one.sendall("x");
                green::print("{}", other.recv(1));
            }
            green::sleep();
        });
        QCOMPARE(result.lines(), (Lines{"x", "x", "x", "another"}));
    }

    void much_data_goes_both_ways_at_once() {
        const auto result = run([] {
            auto [client, server] = connection();
            const std::string much(5'000'000, 'x');
            std::vector<green::Greenlet> all;
            for (Socket socket : {client, server}) {
                all.push_back(green::spawn([socket, &much]() mutable {
                    socket.sendall(much);
                    socket.shutdown(Direction::Write);
                }));
                all.push_back(green::spawn([socket]() mutable {
                    std::size_t total = 0;
                    for (auto some = socket.recv(100'000); !some.empty(); some = socket.recv(100'000))
                        total += some.size();
                    green::print("{}", total);
                }));
            }
            green::joinall(all);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"5000000", "5000000"}));
    }

    void pieces_are_sent_one_after_the_other() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            std::vector<std::string> texts;
            for (int i = 0; i < 200; ++i)
                texts.push_back(std::string(static_cast<std::size_t>(i) * 50, static_cast<char>('a' + i % 26)));
            const std::vector<std::string_view> pieces(texts.begin(), texts.end());
            auto writer = green::spawn([&, one = one]() mutable {
                one.sendall(pieces);
                one.close();
            });
            std::string all;
            for (auto some = other.recv(10'000); !some.empty(); some = other.recv(10'000)) all += some;
            green::print("{}", all == std::accumulate(texts.begin(), texts.end(), std::string()));
            one.sendall(std::vector<std::string_view>{});
        });
        QCOMPARE(result.lines(), (Lines{"true"}));
    }

    void a_thousand_connections() {
        const auto result = run([] {
            Socket listener = green::create_listener(any_port, 1000);
            auto server = green::spawn([&] {
                for (int i = 0; i < 300; ++i)
                    green::spawn([socket = listener.accept().first]() mutable {
                        for (auto text = socket.recv(10); !text.empty(); text = socket.recv(10)) socket.sendall(text);
                    });
            });
            std::vector<green::Greenlet> clients;
            int sum = 0;
            for (int i = 0; i < 300; ++i)
                clients.push_back(green::spawn([&, i] {
                    auto socket = green::create_connection(listener.local_address());
                    for (int n = 0; n < 3; ++n) {
                        socket.sendall(std::to_string(i));
                        sum += std::stoi(socket.recv(10));
                    }
                }));
            green::joinall(clients);
            server.join();
            green::print("{}", sum);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{std::to_string(3 * 300 * 299 / 2)}));
    }

    // --- limits ---

    void a_timeout_limits_each_wait() {
        const auto result = run([] {
            auto [client, server] = connection();
            client.set_timeout(1ms);
            green::print("{}", outcome([&] { client.recv(1); }));
            server.sendall("xy");
            green::print("{}", outcome([&] { client.recv(1); }));
            client.recv(1);
            green::print("{}", outcome([&] { client.recv(1); }));
            Socket listener = green::create_listener(any_port);
            listener.set_timeout(1ms);
            green::print("{}", outcome([&] { listener.accept(); }));
            client.set_timeout({});
            server.sendall("z");
            green::print("{}", client.recv(1));
        });
        QCOMPARE(result.lines(), (Lines{"timed out", "done", "timed out", "timed out", "z"}));
    }

    // The reader takes a little at a time: each wait is short, all of them together are not.
    void the_timeout_of_sendall_limits_the_whole_call() {
        const auto result = run([] {
            auto [client, server] = connection();
            client.set_timeout(30ms);
            auto reader = green::spawn([server = server]() mutable {
                for (;;) {
                    green::sleep(1ms);
                    server.recv(1000);
                }
            });
            green::print("{}",
                         outcome([&, client = client]() mutable { client.sendall(std::string(50'000'000, 'x')); }));
            reader.kill();
        });
        QCOMPARE(result.lines(), (Lines{"timed out"}));
    }

    void a_timeout_of_zero_never_waits() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            one.set_timeout(0s);
            green::print("{}", error_of([&, one = one]() mutable { one.recv(1); }) == EAGAIN);
            green::print("{}",
                         error_of([&, one = one]() mutable { one.sendall(std::string(10'000'000, 'x')); }) == EAGAIN);
            Socket listener = green::create_listener(any_port);
            listener.set_timeout(0s);
            green::print("{}", error_of([&] { listener.accept(); }) == EAGAIN);
            Socket client(Address::Family::Ipv4);
            client.set_timeout(0s);
            green::print("{}", error_of([&] { client.connect(listener.local_address()); }) == EINPROGRESS);
            try {
                client.set_timeout(-1s);
            } catch (const green::ValueError& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.lines(), (Lines{"true", "true", "true", "true", "Timeout value out of range"}));
    }

    // Nobody takes what is sent there: its backlog is full.
    void a_timeout_of_connect() {
        const auto result = run([] {
            Socket listener = green::create_listener(any_port, 0);
            std::vector<Socket> fill;
            std::string last = "done";
            for (int i = 0; i < 10 && last == "done"; ++i) {
                fill.emplace_back(Address::Family::Ipv4);
                fill.back().set_timeout(20ms);
                last = outcome([&] { fill.back().connect(listener.local_address()); });
            }
            green::print("{}", last);
        });
        QCOMPARE(result.lines(), (Lines{"timed out"}));
    }

    void the_programs_own_timeout_goes_through() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            const bool ended =
                green::within(green::Timeout(1ms, green::silent), [&, one = one]() mutable { one.recv(1); });
            green::print("{}", ended);
            other.sendall("x");
            green::print("{}", one.recv(1));
        });
        QCOMPARE(result.lines(), (Lines{"false", "x"}));
    }

    // --- what goes wrong ---

    void nobody_listens() {
        const auto result = run([] {
            const auto address = nobody_there();
            green::print("{}", outcome([&] { green::create_connection(address); }));
            green::print("{}", outcome([&] { green::create_connection(address, {.timeout = 1s}); }));
            green::print("{}", outcome([&] { green::create_connection(Address::unix_path("/nowhere/at/all")); }));
            try {
                green::create_connection(address);
            } catch (const std::system_error& error) {
                green::print("{}", std::string(error.what()).starts_with("connect to " + address.text()));
            }
        });
        QCOMPARE(result.lines(),
                 (Lines{"Connection refused", "Connection refused", "No such file or directory", "true"}));
    }

    void an_address_is_taken() {
        const auto result = run([] {
            Socket listener = green::create_listener(any_port);
            green::print("{}", outcome([&] { green::create_listener(listener.local_address()); }));
        });
        QCOMPARE(result.lines(), (Lines{"Address already in use"}));
    }

    void a_reset_in_the_middle() {
        const auto result = run([] {
            auto [client, server] = connection();
            auto reader =
                green::spawn([client = client]() mutable { green::print("{}", outcome([&] { client.recv(1); })); });
            green::sleep();
            reset(server);
            reader.join();
            green::print("{}", outcome([&, client = client]() mutable { client.sendall("x"); }));
            // While it writes, too.
            auto [other_client, other_server] = connection();
            auto writer = green::spawn([client = other_client]() mutable {
                green::print("{}", outcome([&] { client.sendall(std::string(50'000'000, 'x')); }));
            });
            green::sleep();
            reset(other_server);
            writer.join();
        });
        QCOMPARE(result.lines(), (Lines{"Connection reset by peer", "Broken pipe", "Connection reset by peer"}));
    }

    void half_closed() {
        const auto result = run([] {
            auto [client, server] = connection();
            client.sendall("question");
            client.shutdown(Direction::Write);
            green::print("{}", server.recv(100));
            green::print("'{}'", server.recv(100));
            server.sendall("answer");
            green::print("{}", client.recv(100));
            green::print("{}", outcome([&, client = client]() mutable { client.sendall("x"); }));
            server.close();
            green::print("'{}'", client.recv(100));
        });
        QCOMPARE(result.lines(), (Lines{"question", "''", "answer", "Broken pipe", "''"}));
    }

    void descriptors_run_out() {
        rlimit before{};
        getrlimit(RLIMIT_NOFILE, &before);
        const auto result = run([&] {
            Socket listener = green::create_listener(any_port);
            Socket client(Address::Family::Ipv4);
            client.connect(listener.local_address());
            const green::Descriptor next(::dup(0));
            const rlimit none_left{static_cast<rlim_t>(next.number()), before.rlim_max};
            setrlimit(RLIMIT_NOFILE, &none_left);
            green::print("{}", outcome([] { const Socket socket(Address::Family::Ipv4); }));
            green::print("{}", outcome([&] { listener.accept(); }));
            green::print("{}", outcome([] { green::socketpair(); }));
            setrlimit(RLIMIT_NOFILE, &before);
            green::print("{}", outcome([&] { listener.accept(); }));
        });
        setrlimit(RLIMIT_NOFILE, &before);
        QCOMPARE(result.lines(), (Lines{"Too many open files", "Too many open files", "Too many open files", "done"}));
    }

    // --- several at one socket ---

    // Rule R65.
    void one_reader_and_one_writer() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            auto reader = green::spawn([one = one]() mutable { green::print("read {}", one.recv(1)); });
            auto writer = green::spawn([one = one]() mutable { one.sendall(std::string(5'000'000, 'x')); });
            green::sleep();
            green::print("{}", outcome([&, one = one]() mutable { one.recv(1); }));
            green::print("{}", outcome([&, one = one]() mutable { one.sendall("y"); }));
            std::size_t total = 0;
            while (total < 5'000'000) total += other.recv(1'000'000).size();
            other.sendall("z");
            green::joinall({reader, writer});
        });
        QCOMPARE(result.lines(), (Lines{"another greenlet uses it", "another greenlet uses it", "read z"}));
    }

    void closing_throws_out_who_waits() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            auto reader =
                green::spawn([one = one]() mutable { green::print("reader: {}", outcome([&] { one.recv(1); })); });
            auto writer = green::spawn([one = one]() mutable {
                green::print("writer: {}", outcome([&] { one.sendall(std::string(5'000'000, 'x')); }));
            });
            green::sleep();
            const int number = one.fileno();
            one.close();
            // Not yet: it must not become another file's while somebody still waits for it.
            green::print("{} {} {}", one.closed(), one.fileno(), fcntl(number, F_GETFD) >= 0);
            green::joinall({reader, writer});
            green::print("{}", fcntl(number, F_GETFD) >= 0);
            green::print("{}", outcome([&, one = one]() mutable { one.recv(1); }));
            one.close();
        });
        QCOMPARE(result.lines(),
                 (Lines{"true -1 true", "reader: File descriptor was closed in another greenlet",
                        "writer: File descriptor was closed in another greenlet", "false", "Bad file descriptor"}));
    }

    void closing_while_accept_and_connect_wait() {
        const auto result = run([] {
            Socket listener = green::create_listener(any_port);
            auto acceptor = green::spawn([&] { green::print("{}", outcome([&] { listener.accept(); })); });
            green::sleep();
            listener.close();
            acceptor.join();
            Socket full = green::create_listener(any_port, 0);
            std::vector<Socket> clients(10);
            std::vector<green::Greenlet> connecting;
            for (auto& client : clients) {
                client = Socket(Address::Family::Ipv4);
                connecting.push_back(
                    green::spawn([&] { green::print("{}", outcome([&] { client.connect(full.local_address()); })); }));
            }
            green::sleep();
            clients.back().close();
            connecting.back().join();
        });
        QCOMPARE(result.lines().front(), std::string("File descriptor was closed in another greenlet"));
        QCOMPARE(result.lines().back(), std::string("File descriptor was closed in another greenlet"));
    }

    void shutting_down_throws_out_who_waits_in_that_direction() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            auto reader = green::spawn([one = one]() mutable { green::print("{}", outcome([&] { one.recv(1); })); });
            green::sleep();
            one.shutdown(Direction::Write);
            green::sleep();
            green::print("{}", reader.ready());
            one.shutdown(Direction::Read);
            reader.join();
            green::print("{} '{}'", one.closed(), one.recv(1));
        });
        QCOMPARE(result.lines(), (Lines{"false", "File descriptor was closed in another greenlet", "false ''"}));
    }

    void a_greenlet_that_waits_can_be_killed() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            auto reader = green::spawn([one = one]() mutable { one.recv(1); });
            green::sleep();
            reader.kill();
            other.sendall("x");
            green::print("{} {}", reader.dead(), one.recv(1));
        });
        QCOMPARE(result.lines(), (Lines{"true x"}));
    }

    // The last handle is with the greenlet that waits, or not even there.
    void the_handle_goes_while_it_waits() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            auto reader = green::spawn([&one] { green::print("{}", one.recv(1)); });
            green::sleep();
            one = Socket();
            other.sendall("x");
            reader.join();
            green::print("'{}'", other.recv(1));
        });
        QCOMPARE(result.lines(), (Lines{"x", "''"}));
    }

    // --- the hub ---

    void in_the_hub_nothing_waits() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            std::array<char, 10> buffer{};
            green::print("{}", one.try_recv_into(buffer).has_value());
            auto raw = green::spawn([] {});
            raw.rawlink([one = one](const green::Greenlet&) mutable {
                try {
                    one.recv(1);
                } catch (const green::BlockingSwitchOutError&) {
                    green::print("not here");
                }
            });
            raw.join();
            other.sendall("hello");
            green::print("{}", *one.try_recv_into(buffer));
            green::print("{}", *one.try_send("x"));
            Socket listener = green::create_listener(any_port);
            green::print("{}", listener.try_accept().has_value());
        });
        QCOMPARE(result.lines(), (Lines{"false", "not here", "5", "1", "false"}));
    }

    void a_wait_keeps_the_loop_going_and_an_idle_socket_does_not() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            auto reader = green::spawn([one = one]() mutable { one.recv(1); });
            green::sleep();
            other.sendall("x");
            reader.join();
            // The socket is still watched, but nobody waits: nothing can end this.
            green::Queue<int> queue;
            try {
                queue.get();
            } catch (const green::LoopExit&) {
                green::print("nothing is left to wait for");
            }
        });
        QCOMPARE(result.lines(), (Lines{"nothing is left to wait for"}));
    }

    // What comes when nobody waits must not keep the hub busy, and is not lost.
    void data_that_nobody_waits_for() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            auto reader = green::spawn([one = one]() mutable { one.recv(1); });
            green::sleep();
            other.sendall("xyz");
            reader.join();
            green::sleep(20ms);
            green::print("{}", one.recv(10));
            auto again = green::spawn([one = one]() mutable { green::print("{}", one.recv(10)); });
            green::sleep();
            other.sendall("again");
            again.join();
        });
        QCOMPARE(result.lines(), (Lines{"yz", "again"}));
        QVERIFY(result.store->size() < 60);
    }

    // --- the clock and the record ---

    // Somebody outside may answer at any time: the virtual clock waits for them as the real one would.
    void a_virtual_clock_does_not_jump_over_what_comes_from_outside() {
        int ends[2] = {-1, -1};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
        const green::Descriptor far(ends[1]);
        std::latch may_write(1);
        std::thread outside([&] {
            may_write.wait();
            QCOMPARE(::write(far.number(), "x", 1), ssize_t{1});
        });
        const auto result = run([&] {
            Socket near = Socket::adopt(green::Descriptor(ends[0]));
            near.set_timeout(1h);
            green::spawn([&] { may_write.count_down(); });
            green::print("{}", near.recv(1));
        });
        outside.join();
        QCOMPARE(result.lines(), (Lines{"x"}));
        QVERIFY(result.end_time() < std::chrono::nanoseconds(1h).count());
    }

    void the_record_tells_of_sockets() {
        const auto result = run([] {
            auto [client, server] = connection();
            auto reader = green::spawn([server = server]() mutable { server.recv(100); });
            green::sleep();
            client.sendall("hello");
            reader.join();
            client.close();
            green::print("{}", server.recv(1).empty());
        });
        using green::trace::Kind;
        using green::trace::ObjectKind;
        using green::trace::SocketState;
        const auto& store = *result.store;
        const auto& objects = store.last().objects();
        QCOMPARE(objects.size(), std::size_t{3});
        const auto& listener = objects[0];
        const auto& client = objects[1];
        const auto& server = objects[2];
        QVERIFY(client.kind == ObjectKind::Socket);
        QVERIFY(server.listener == listener.id && client.listener == green::trace::Id::None);
        QCOMPARE(client.name, server.name.substr(server.name.find("-> ") + 3) + " -> " + listener.name);
        QVERIFY(client.socket_state() == SocketState::Closed);
        QCOMPARE(client.sent, std::uint64_t{5});
        QCOMPARE(server.received, std::uint64_t{5});
        QVERIFY(!store.is_repeatable());
        std::vector<std::string> story;
        for (green::trace::EventNumber n = 1; n <= store.size(); ++n) {
            const auto& event = store.event(n);
            const auto* object = store.last().object(event.object);
            if (!object) continue;
            std::string line = std::string(event.object == listener.id ? "listener"
                                           : event.object == client.id ? "client"
                                                                       : "server") +
                               " " + std::string(name(event.kind));
            if (event.kind == Kind::Open) line += " " + std::string(name(event.socket_state()));
            if (event.kind == Kind::Wait) line += " " + std::string(name(event.wait_reason()));
            if (event.kind == Kind::Send || event.kind == Kind::Receive)
                line += " " + std::to_string(event.amount) + " " + std::string(store.text(n));
            story.push_back(line);
        }
        QCOMPARE(story, (Lines{"listener object", "listener open bound", "listener open listening", "client object",
                               "client wait connect", "client open connected", "server object", "listener close",
                               "server wait receive", "client send 5 hello", "server receive 5 hello", "client close",
                               "server receive 0 ", "server close"}));
    }

    // --- what is left ---

    void everything_comes_back() {
        green::trace::Gate gate;
        green::Hub hub(gate, {});
        const auto before = open_descriptors();
        hub.run_main([] {
            auto [client, server] = connection();
            auto listener = green::create_listener(any_port);
            green::spawn([client = client]() mutable { client.recv(1); });
            green::spawn([server = server]() mutable { server.sendall(std::string(50'000'000, 'x')); });
            green::spawn([listener]() mutable { listener.accept(); });
            auto ended = green::spawn([] {
                auto [one, other] = green::socketpair();
                one.sendall("x");
                other.recv(1);
            });
            ended.join();
            green::sleep(1ms);
        });
        QVERIFY(hub.leftovers() == green::Hub::Leftovers());
        QCOMPARE(open_descriptors(), before);
    }

    // The program keeps a socket beyond its run.
    void a_socket_outlives_its_run() {
        Socket kept;
        const auto before = open_descriptors();
        run([&] {
            auto [one, other] = green::socketpair();
            other.sendall("x");
            green::spawn([one = one]() mutable {
                one.recv(2);
                one.recv(2);
            });
            green::sleep(1ms);
            kept = one;
        });
        run([&] { QCOMPARE(outcome([&] { kept.recv(1); }), std::string("done")); });
        QCOMPARE(open_descriptors(), before + 1);
        kept = Socket();
        QCOMPARE(open_descriptors(), before);
    }
};

QTEST_APPLESS_MAIN(SocketsTest)
#include "sockets_test.moc"
