// Clients of an HTTP server that mean no good, or know no better: each gets an answer or is let go, others are served
// meanwhile, and nothing of them stays.
#include <sys/resource.h>
#include <sys/socket.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "hub/hub.h"
#include "net/http_server.h"
#include "net/http_testing.h"
#include "running.h"

using namespace std::chrono_literals;
using namespace http_testing;
using green::HttpBody;
using green::HttpRequest;
using green::HttpServer;
using green::Socket;
using green::StartResponse;
using running::run;
using Lines = std::vector<std::string>;

namespace {

constexpr green::HttpLimits short_limits{
    .head_time = 200ms, .body_time = 200ms, .idle_time = 200ms, .send_time = 200ms};
constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

// An echo, a WebSocket echo, and more than anybody reads.
HttpBody application(HttpRequest& request, StartResponse start_response) {
    if (request.path() == "/socket") {
        auto socket = request.websocket({.max_message = 10'000, .timeout = 200ms});
        while (const auto message = socket.receive()) socket.send_binary(message->data);
        return {};
    }
    start_response("200 OK");
    if (request.path() == "/endless") return HttpBody::pieces([] { return std::string(100'000, 'x'); });
    return "<" + request.body().read() + ">";
}

HttpServer started(const green::HttpLimits& limits = short_limits) {
    HttpServer server(any_port, application, {.limits = limits});
    server.start();
    return server;
}

Socket connect_and_send(const HttpServer& server, std::string_view text) {
    auto socket = green::create_connection(server.address());
    socket.sendall(text);
    return socket;
}

// Closing it is a reset.
Socket rude(Socket socket) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    socket.set_option(SOL_SOCKET, SO_LINGER, {reinterpret_cast<const char*>(&at_once), sizeof at_once});
    return socket;
}

bool is_served(const HttpServer& server) { return raw(server, get).ends_with("\n\n<>"); }

// Runs `attack` against a server, then looks that another client is served, and that all comes back.
void survive(const std::function<void(const HttpServer&)>& attack, const green::HttpLimits& limits = short_limits) {
    const auto result = run([&] {
        auto server = started(limits);
        QVERIFY(is_served(server));
        const auto descriptors = open_descriptors();
        const auto before = green::Hub::get().leftovers();
        attack(server);
        QVERIFY(is_served(server));
        // Until the last has been let go.
        while (server.connections() != 0) green::sleep(1ms);
        green::sleep();
        QCOMPARE(open_descriptors(), descriptors);
        const auto after = green::Hub::get().leftovers();
        QCOMPARE(after.greenlets, before.greenlets);
        QCOMPARE(after.watchers, before.watchers);
        QCOMPARE(after.held, before.held);
        QVERIFY(after.timers <= before.timers + 1);
    });
    QCOMPARE(result.err, std::string());
    QCOMPARE(result.result.exit_code, 0);
}

}  // namespace

class HostileClientsTest : public QObject {
    Q_OBJECT

private slots:
    void those_that_say_nothing() {
        survive([](const HttpServer& server) {
            auto silent = connect_and_send(server, "");
            QVERIFY(is_served(server));
            QCOMPARE(read_all(silent), std::string());
            // And nothing after their first request.
            auto later = connect_and_send(server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            QVERIFY(read_all(later).ends_with("\r\n\r\n<>"));
        });
    }

    // Byte by byte, so that each wait is short.
    void a_head_that_never_ends() {
        survive([](const HttpServer& server) {
            auto slow = connect_and_send(server, "GET / HTTP/1.1\r\nHost: x\r\n");
            auto dripping = green::spawn([slow]() mutable {
                try {
                    for (;;) {
                        slow.sendall("X: y\r\n");
                        green::sleep(2ms);
                    }
                } catch (const std::system_error&) {
                }
            });
            QVERIFY(is_served(server));
            QVERIFY(read_until(slow, "\r\n").starts_with("HTTP/1.1 408 "));
            slow.close();
            dripping.join();
        });
    }

    void a_head_of_empty_lines() {
        survive([](const HttpServer& server) {
            auto slow = green::create_connection(server.address());
            auto flood = green::spawn([slow]() mutable {
                // Cut in the middle of a line, so that there is always something left.
                std::string lines = "\n";
                for (int i = 0; i < 1000; ++i) lines += "\r\n";
                lines += "\r";
                slow.sendall("\r");
                try {
                    for (;;) {
                        slow.sendall(lines);
                        green::sleep(100us);
                    }
                } catch (const std::system_error&) {
                }
            });
            QVERIFY(is_served(server));
            flood.join();
        });
    }

    void a_body_that_does_not_come() {
        survive([](const HttpServer& server) {
            for (const char* text : {"Content-Length: 10\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n5\r\nha",
                                     "Transfer-Encoding: chunked\r\n\r\n5"}) {
                auto client = connect_and_send(server, std::string("POST / HTTP/1.1\r\nHost: x\r\n") + text);
                QVERIFY(is_served(server));
                QVERIFY(read_all(client).starts_with("HTTP/1.1 408 "));
            }
        });
    }

    void those_that_do_not_read() {
        survive([](const HttpServer& server) {
            auto deaf = connect_and_send(server, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
            QVERIFY(is_served(server));
            while (server.connections() != 0) green::sleep(1ms);
        });
    }

    void those_that_have_said_all() {
        survive([](const HttpServer& server) {
            for (const char* text : {"", "GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
                                     "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf"}) {
                auto client = connect_and_send(server, text);
                client.shutdown(Socket::Direction::Write);
                const auto answer = read_all(client);
                QVERIFY2(answer.empty() || answer.starts_with("HTTP/1.1 400 "), answer.c_str());
            }
            // Half closed is no reason not to answer.
            auto client = connect_and_send(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nfull");
            client.shutdown(Socket::Direction::Write);
            QVERIFY(read_all(client).ends_with("\r\n\r\n<full>"));
        });
    }

    void those_that_go_in_the_middle() {
        survive([](const HttpServer& server) {
            for (const bool is_rude : {false, true})
                for (const char* text : {"", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                                         "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf",
                                         "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf",
                                         "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n"}) {
                    auto client = connect_and_send(server, text);
                    green::sleep();
                    green::sleep();
                    if (is_rude) client = rude(client);
                    client.close();
                }
        });
    }

    void bodies_that_are_too_long() {
        auto limits = short_limits;
        limits.body = 1000;
        survive(
            [](const HttpServer& server) {
                const std::string much(2'000'000, 'x');
                // The answer is seen although not all was read.
                QVERIFY(raw(server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + much)
                            .starts_with("HTTP/1.1 413 "));
                QVERIFY(raw(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1e8480\r\n" + much)
                            .starts_with("HTTP/1.1 413 "));
                // A line between chunks that never ends.
                QVERIFY(raw(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;" + much)
                            .starts_with("HTTP/1.1 400 "));
            },
            limits);
    }

    void rubbish() {
        survive([](const HttpServer& server) {
            std::mt19937 random(1);
            const std::vector<std::string> bases{"", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                                                 "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"};
            for (int i = 0; i < 300; ++i) {
                auto text = bases[random() % bases.size()];
                const auto length = random() % 200;
                for (std::size_t n = 0; n < length; ++n) text += static_cast<char>(random());
                auto client = connect_and_send(server, text);
                client.shutdown(Socket::Direction::Write);
                const auto answer = read_all(client);
                QVERIFY2(answer.empty() || answer.starts_with("HTTP/1.1 ") || answer == "<reset>", answer.c_str());
            }
        });
    }

    void many_that_say_nothing() {
        auto limits = short_limits;
        limits.head_time = limits.idle_time = 1s;
        rlimit files{};
        getrlimit(RLIMIT_NOFILE, &files);
        // Both ends are in this process.
        const auto count = std::min<std::size_t>(files.rlim_cur / 2 - 100, 1500);
        survive(
            [=](const HttpServer& server) {
                std::vector<Socket> silent;
                for (std::size_t i = 0; i < count; ++i) {
                    silent.push_back(green::create_connection(server.address()));
                    if (i % 50 == 0) green::sleep();
                }
                green::sleep(1ms);
                QVERIFY(server.connections() > count / 2);
                QVERIFY(is_served(server));
            },
            limits);
    }

    void many_errors_one_after_the_other() {
        survive([](const HttpServer& server) {
            for (int i = 0; i < 200; ++i) QCOMPARE(status_of(server, "nonsense\r\n\r\n"), 400);
        });
    }

    // --- WebSocket ---

    void websockets_that_break() {
        survive([](const HttpServer& server) {
            const std::string handshake =
                "GET /socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
            const std::string half = std::string("\x82\xfe\x01\x00\0\0\0\0half", 12);
            for (const bool is_rude : {false, true})
                for (const auto& frames :
                     {std::string(), std::string("\x82"), half, std::string("\x82\x80\0\0\0\0", 6)}) {
                    auto client = connect_and_send(server, handshake + frames);
                    read_until(client, "\r\n\r\n");
                    if (is_rude) client = rude(client);
                    client.close();
                }
            // It sends, and reads nothing of what comes back.
            auto deaf = connect_and_send(server, handshake);
            read_until(deaf, "\r\n\r\n");
            std::string message = std::string("\x82\xfe\x20\x00\0\0\0\0", 8) + std::string(8192, 'x');
            try {
                for (;;) {
                    deaf.sendall(message);
                    green::sleep();
                }
            } catch (const std::system_error&) {
            }
            std::mt19937 random(2);
            for (int i = 0; i < 100; ++i) {
                std::string frames;
                for (std::size_t n = random() % 100; n > 0; --n) frames += static_cast<char>(random());
                auto client = connect_and_send(server, handshake + frames);
                client.shutdown(Socket::Direction::Write);
                QVERIFY(read_all(client).starts_with("HTTP/1.1 101 "));
            }
        });
    }
};

QTEST_APPLESS_MAIN(HostileClientsTest)
#include "hostile_clients_test.moc"
