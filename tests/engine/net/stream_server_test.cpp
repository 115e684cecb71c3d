// Servers: a greenlet for each connection, within limits, and what is left when they stop.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <system_error>
#include <vector>

#include "hub/hub.h"
#include "net/stream_server.h"
#include "running.h"

using namespace std::chrono_literals;
using green::Address;
using green::DatagramServer;
using green::Pool;
using green::Socket;
using green::StreamServer;
using running::run;
using Lines = std::vector<std::string>;

namespace {

const Address any_port("127.0.0.1", 0);

void echo(Socket client, const Address&) {
    for (auto text = client.recv(1000); !text.empty(); text = client.recv(1000)) client.sendall(text);
}

std::string ask(Socket& socket, const std::string& text) {
    socket.sendall(text);
    return socket.recv(1000);
}

Socket connect_to(const StreamServer& server) { return green::create_connection(server.address()); }

// What comes from another socket is seen in some pass of the loop, not in a certain one.
template <class Condition>
bool eventually(const Condition& condition) {
    for (int tries = 0; tries < 5000; ++tries) {
        if (condition()) return true;
        green::sleep(1ms);
    }
    return false;
}

std::size_t open_descriptors() {
    std::size_t count = 0;
    for (int number = 0; number < 4096; ++number)
        if (fcntl(number, F_GETFD) >= 0) ++count;
    return count;
}

}  // namespace

class StreamServerTest : public QObject {
    Q_OBJECT

private slots:
    void each_connection_has_a_greenlet() {
        const auto result = run([] {
            StreamServer server(any_port, echo);
            green::print("{} {}", server.started(), server.closed());
            server.start();
            green::print("{} {}", server.accepting(), server.address().port() != 0);
            auto one = connect_to(server);
            auto other = connect_to(server);
            green::print("{} {}", ask(one, "a"), ask(other, "b"));
            green::print("{}", ask(one, "c"));
            server.stop();
            green::print("{} {}", server.started(), server.closed());
            // Its handlers go on.
            green::print("{}", ask(one, "d"));
            try {
                connect_to(server);
            } catch (const std::system_error& error) {
                green::print("{}", error.code().value() == ECONNREFUSED);
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"false true", "true true", "a b", "c", "false true", "d", "true"}));
    }

    // Whatever the handler keeps.
    void the_client_is_closed_when_its_handler_returns_or_fails() {
        const auto result = run([] {
            std::vector<Socket> kept;
            StreamServer server(any_port, [&](Socket client, const Address&) {
                kept.push_back(client);
                if (client.recv(1) == "f") throw std::runtime_error("a handler's error");
            });
            server.start();
            for (const char* text : {"r", "f"}) {
                auto client = connect_to(server);
                client.sendall(text);
                green::print("'{}'", client.recv(1));
                green::print("{}", kept.back().closed());
            }
            green::print("{}", server.accepting());
        });
        QCOMPARE(result.lines(), (Lines{"''", "true", "''", "true", "true"}));
        QVERIFY(result.err.find("a handler's error") != std::string::npos);
    }

    void other_ways_to_spawn() {
        const auto result = run([] {
            StreamServer raw(any_port, echo, {.spawn = green::SpawnRaw{}});
            raw.start();
            auto one = connect_to(raw);
            green::print("{}", ask(one, "a"));
            // In the hub, where nothing may wait.
            StreamServer none(any_port, [](Socket client, const Address&) { client.sendall("at once"); },
                              {.spawn = green::SpawnNone{}});
            none.start();
            green::print("{}", connect_to(none).recv(100));
            StreamServer waits(any_port, echo, {.spawn = green::SpawnNone{}});
            waits.start();
            green::print("'{}'", connect_to(waits).recv(100));
        });
        QCOMPARE(result.lines(), (Lines{"a", "at once", "''"}));
        QVERIFY(result.err.find("BlockingSwitchOutError") != std::string::npos);
    }

    void a_full_pool_accepts_no_more() {
        const auto result = run([] {
            StreamServer server(any_port, echo, {.spawn = std::int64_t{2}});
            server.start();
            auto one = connect_to(server);
            auto other = connect_to(server);
            green::print("{} {}", ask(one, "a"), ask(other, "b"));
            // The system takes the connection, the server does not.
            auto third = connect_to(server);
            third.set_timeout(20ms);
            try {
                ask(third, "c");
            } catch (const green::SocketTimeout&) {
                green::print("not yet, {} {}", server.pool()->size(), server.accepting());
            }
            one.close();
            third.set_timeout({});
            green::print("{}", third.recv(1));
            // And again.
            auto fourth = connect_to(server);
            other.close();
            green::print("{}", ask(fourth, "d"));
            third.close();
            fourth.close();
            server.pool()->join();
            green::print("{}", eventually([&] { return server.accepting(); }));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"a b", "not yet, 2 false", "c", "d", "true"}));
    }

    void a_pool_of_the_programs_own() {
        const auto result = run([] {
            Pool pool(1, "crew");
            StreamServer server(any_port, echo, {.spawn = pool});
            server.start();
            auto busy = pool.spawn([] { green::sleep(20ms); });
            auto client = connect_to(server);
            // Somebody else has the place for now.
            green::print("{}", ask(client, "a"));
            green::print("{}", busy.ready());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"a", "true"}));
    }

    void stopping_waits_for_a_pool_and_then_kills() {
        const auto result = run([] {
            StreamServer server(any_port,
                                [](Socket client, const Address&) {
                                    try {
                                        const auto text = client.recv(1);
                                        green::print("handled {}", text);
                                    } catch (const green::GreenletExit&) {
                                        green::print("killed");
                                        throw;
                                    }
                                },
                                {.spawn = std::int64_t{5}});
            server.start();
            auto polite = connect_to(server);
            auto silent = connect_to(server);
            eventually([&] { return server.pool()->size() == 2; });
            auto stopping = green::spawn([&] { server.stop(300ms); });
            green::sleep();
            polite.sendall("x");
            stopping.join();
            green::print("{} '{}'", server.pool()->size(), silent.recv(1));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"handled x", "killed", "0 ''"}));
    }

    void serving_until_it_is_stopped() {
        const auto result = run([] {
            StreamServer server(any_port, echo);
            auto serving = green::spawn([&] {
                server.serve_forever();
                green::print("served");
            });
            green::sleep();
            auto client = connect_to(server);
            green::print("{}", ask(client, "a"));
            server.stop();
            serving.join();
            // A kill stops it too.
            auto again = green::spawn([&] { server.serve_forever(); });
            green::sleep();
            green::print("{} {}", server.started(), ask(client, "b"));
            again.kill();
            green::print("{}", server.closed());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"a", "served", "true b", "true"}));
    }

    void on_a_socket_that_listens_already() {
        const auto result = run([] {
            auto listener = green::create_listener(any_port);
            StreamServer server(listener, echo);
            green::print("{}", server.address() == listener.local_address());
            server.start();
            server.start();
            auto client = connect_to(server);
            green::print("{}", ask(client, "a"));
            server.stop();
            try {
                server.start();
            } catch (const std::system_error& error) {
                green::print("{} {}", listener.closed(), error.code().value() == EBADF);
            }
            StreamServer first(any_port, echo);
            first.start();
            StreamServer second(first.address(), echo);
            try {
                second.start();
            } catch (const std::system_error& error) {
                green::print("{} {}", second.started(), error.code().value() == EADDRINUSE);
            }
            try {
                const StreamServer wrong(any_port, echo, {.max_accept = 0});
            } catch (const green::ValueError& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true", "a", "true true", "false true", "max_accept must be positive int: 0"}));
    }

    void clients_that_misbehave() {
        const auto result = run([] {
            StreamServer server(any_port, [](Socket client, const Address& from) {
                try {
                    echo(client, from);
                } catch (const std::system_error&) {
                }
            });
            server.start();
            // Gone before it is accepted, reset in the middle, silent, and without reading.
            const linger at_once{.l_onoff = 1, .l_linger = 0};
            for (int i = 0; i < 10; ++i) {
                auto client = connect_to(server);
                client.set_option(SOL_SOCKET, SO_LINGER, {reinterpret_cast<const char*>(&at_once), sizeof at_once});
                if (i % 2) ask(client, "x");
            }
            auto silent = connect_to(server);
            auto deaf = connect_to(server);
            deaf.set_timeout(0s);
            try {
                for (;;) deaf.sendall(std::string(100'000, 'x'));
            } catch (const std::system_error&) {
            }
            auto polite = connect_to(server);
            green::print("{}", ask(polite, "still here"));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"still here"}));
    }

    void more_connections_than_one_wake_up_takes() {
        const auto result = run([] {
            StreamServer server(any_port, echo, {.max_accept = 3});
            server.start();
            std::vector<green::Greenlet> clients;
            int served = 0;
            for (int i = 0; i < 100; ++i)
                clients.push_back(green::spawn([&, i] {
                    auto client = connect_to(server);
                    served += ask(client, std::to_string(i)) == std::to_string(i);
                }));
            green::joinall(clients);
            green::print("{}", served);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"100"}));
    }

    void closing_from_a_handler() {
        const auto result = run([] {
            StreamServer server(any_port, [&](Socket, const Address&) { server.close(); },
                                {.spawn = green::SpawnNone{}});
            server.start();
            connect_to(server).recv(1);
            green::print("{}", server.closed());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true"}));
    }

    void datagrams() {
        const auto result = run([] {
            DatagramServer server(
                any_port, [&](const std::string& data, const Address& from) { server.sendto("<" + data + ">", from); });
            server.start();
            Socket client(Address::Family::Ipv4, Socket::Type::Datagram);
            client.connect(server.address());
            green::print("{} {}", ask(client, "a"), ask(client, "b"));
            server.stop();
            green::print("{}", server.closed());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"<a> <b>", "true"}));
    }

    // In every state in which a run may end.
    void everything_comes_back() {
        const auto before = open_descriptors();
        {
            green::trace::Gate gate;
            green::Hub hub(gate, {});
            hub.run_main([] {
                StreamServer idle(any_port, echo);
                idle.start();
                StreamServer full(any_port, echo, {.spawn = std::int64_t{1}});
                full.start();
                std::vector<Socket> clients;
                for (int i = 0; i < 5; ++i) clients.push_back(connect_to(full));
                DatagramServer datagrams(any_port, [](const std::string&, const Address&) {});
                datagrams.start();
                StreamServer never_started(any_port, echo, {.spawn = std::int64_t{1}});
                StreamServer stopped(any_port, echo);
                stopped.start();
                stopped.stop();
                green::spawn([idle]() mutable { idle.serve_forever(); });
                green::sleep(1ms);
            });
            QVERIFY(hub.leftovers() == green::Hub::Leftovers());
        }
        QCOMPARE(open_descriptors(), before);
    }

    void the_record_tells_where_servers_listen() {
        const auto result = run([] {
            StreamServer server(any_port, echo);
            server.start();
            DatagramServer mail(any_port, [](const std::string&, const Address&) {});
            mail.start();
            green::sleep();
        });
        using green::trace::SocketState;
        const auto& end = result.store->last();
        QCOMPARE(end.listening().size(), std::size_t{3});
        const auto& ear = *end.object(end.listening()[0]);
        const auto& server = *end.object(end.listening()[1]);
        const auto& mail = *end.object(end.listening()[2]);
        QVERIFY(ear.kind == green::trace::ObjectKind::Socket && server.listener == ear.id);
        QVERIFY(server.kind == green::trace::ObjectKind::Server);
        QCOMPARE(server.value, ear.name);
        QVERIFY(server.socket_state() == SocketState::Listening);
        QVERIFY(mail.socket_state() == SocketState::Bound);
        QCOMPARE(mail.value, end.object(mail.listener)->name);
    }

    void connections_come_back_while_it_runs() {
        run([] {
            StreamServer server(any_port, echo);
            server.start();
            const auto at_first = open_descriptors();
            const auto visit = [&] {
                auto client = connect_to(server);
                QCOMPARE(ask(client, "x"), std::string("x"));
            };
            visit();
            QVERIFY(eventually([&] { return open_descriptors() == at_first; }));
            const auto leftovers = green::Hub::get().leftovers();
            for (int i = 0; i < 50; ++i) visit();
            QVERIFY(eventually([&] { return open_descriptors() == at_first; }));
            const auto now = green::Hub::get().leftovers();
            QCOMPARE(now.stacks, leftovers.stacks);
            QCOMPARE(now.greenlets, leftovers.greenlets);
            QCOMPARE(now.timers, leftovers.timers);
            QCOMPARE(now.watchers, leftovers.watchers);
            QCOMPARE(now.held, leftovers.held);
        });
    }
};

QTEST_APPLESS_MAIN(StreamServerTest)
#include "stream_server_test.moc"
