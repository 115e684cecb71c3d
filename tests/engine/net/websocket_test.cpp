// WebSocket on both sides, and what no proper side would send.
#include <functional>
#include <string>
#include <vector>

#include "hub/hub.h"
#include "io/digest.h"
#include "net/http_server.h"
#include "net/http_testing.h"
#include "net/websocket.h"
#include "running.h"

using namespace std::chrono_literals;
using namespace http_testing;
using green::HttpBody;
using green::HttpRequest;
using green::HttpServer;
using green::Socket;
using green::StartResponse;
using green::WebSocket;
using running::run;
using Lines = std::vector<std::string>;
using Talk = std::function<void(WebSocket)>;

namespace {

// Whether a message comes; if not, with what code it was closed.
std::string end_of(WebSocket& socket) {
    const bool has_message = socket.receive().has_value();
    return fmt::format("{} {}", has_message, socket.close_code());
}

HttpServer started(Talk talk, green::WebSocketOptions options = {}) {
    HttpServer server(any_port, [talk = std::move(talk), options](HttpRequest& request, StartResponse) {
        talk(request.websocket(options));
        return HttpBody();
    });
    server.start();
    return server;
}

void echo(WebSocket socket) {
    while (const auto message = socket.receive()) {
        if (message->is_text)
            socket.send(message->data);
        else
            socket.send_binary(message->data);
    }
}

std::string url_of(const HttpServer& server) { return "ws" + server.url().substr(4) + "/talk?x=y"; }

WebSocket connect_to(const HttpServer& server, const green::WebSocketOptions& options = {}) {
    return WebSocket::connect(url_of(server), options);
}

std::string handshake(std::string_view more = {}) {
    return fmt::format(
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{}\r\n",
        more);
}

// A frame whose mask changes nothing.
std::string frame(int first, std::string_view data, int size = -1) {
    std::string text{static_cast<char>(first),
                     static_cast<char>(0x80 | (size < 0 ? static_cast<int>(data.size()) : size))};
    return text + std::string(4, '\0') + std::string(data);
}

// In bytes: what the server of `echo` sends after its handshake, once it has got that, until it closes.
std::string frames_for(const HttpServer& server, std::string_view frames) {
    auto socket = green::create_connection(server.address());
    socket.sendall(handshake());
    read_until(socket, "\r\n\r\n");
    socket.sendall(frames);
    return read_all(socket);
}

std::string complaint(const std::function<void()>& call) {
    try {
        call();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "none";
}

}  // namespace

class WebSocketTest : public QObject {
    Q_OBJECT

private slots:
    void the_handshake_of_the_standard() {
        const auto result = run([] {
            auto server = started([](const WebSocket&) {}, {.protocols = {"chat", "superchat"}, .timeout = 5ms});
            green::write(raw(server, handshake("Sec-WebSocket-Protocol: other, superchat, chat\r\n")));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.out, std::string("HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\n"
                                         "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n"
                                         "Sec-WebSocket-Protocol: chat\n\n\x88\x02\x03\xe8"));
    }

    void requests_that_do_not_ask_properly() {
        std::vector<int> statuses;
        run([&] {
            auto server = started(echo);
            const auto without = [&](const std::string& what, const std::string& with) {
                auto text = handshake("Connection: close\r\n");
                text.replace(text.find(what), what.size(), with);
                statuses.push_back(status_of(server, text));
            };
            without("Upgrade: websocket\r\n", "Connection: close\r\n");
            without("Version: 13", "Version: 8");
            without("dGhlIHNhbXBsZSBub25jZQ==", "short");
            without("GET", "POST");
        });
        QCOMPARE(statuses, (std::vector<int>{426, 426, 400, 400}));
    }

    void messages() {
        const auto result = run([] {
            auto server = started(echo);
            auto socket = connect_to(server);
            for (const auto& text : {std::string("hello"), std::string(), std::string("é€😀"), std::string(125, 'a'),
                                     std::string(126, 'b'), std::string(65535, 'c'), std::string(65536, 'd')}) {
                socket.send(text);
                const auto message = socket.receive();
                if (!message || message->data != text || !message->is_text) green::print("{}", text.size());
            }
            const std::string binary("\x00\xff\x80", 3);
            socket.send_binary(binary);
            const auto message = socket.receive();
            green::print("{} {}", message->data == binary, message->is_text);
            green::print("{}", complaint([&] { socket.send("\xff"); }));
            green::print("{}", complaint([&] { socket.ping(std::string(126, 'x')); }));
            socket.ping("are you there");
            socket.send("yes");
            green::print("{}", socket.receive()->data);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(),
                 (Lines{"true false", "a text for a WebSocket is not UTF-8", "a ping has at most 125 bytes", "yes"}));
    }

    void the_request_before() {
        const auto result = run([] {
            HttpServer server(any_port, [](HttpRequest& request, StartResponse start_response) -> HttpBody {
                if (!request.wants_websocket()) {
                    start_response("200 OK");
                    return "a page";
                }
                auto socket = request.websocket({.protocols = {"b"}});
                socket.send(fmt::format("{} {}", request.target(), socket.protocol()));
                green::print("{}", complaint([&] { start_response("200 OK"); }));
                green::print("{}", complaint([&] { request.websocket(); }));
                return {};
            });
            server.start();
            green::print("{}", raw(server, "GET / HTTP/1.0\r\n\r\n").ends_with("a page"));
            auto socket = connect_to(server, {.protocols = {"a", "b"}});
            green::print("{} {}", socket.receive()->data, socket.protocol());
            // The application has returned.
            green::print("{}", end_of(socket));
            green::print("{}", complaint([&] { connect_to(server, {.protocols = {"c"}}).receive(); }));
        });
        QCOMPARE(result.err, std::string());
        const std::string sent = "start_response: the head of the answer has been sent already";
        const std::string begun = "websocket: an answer has been begun already";
        QCOMPARE(result.lines(), (Lines{"true", sent, begun, "/talk?x=y b b", "false 1000", sent, begun, "none"}));
    }

    void a_client_that_is_declined() {
        const auto result = run([] {
            HttpServer server(any_port, [](HttpRequest&, StartResponse) -> HttpBody { throw green::HttpError(403); });
            server.start();
            green::print("{}", complaint([&] { connect_to(server); }));
            green::print("{}", complaint([&] { WebSocket::connect(server.url()); }));
        });
        QCOMPARE(result.lines().at(0), std::string("the server declines: 403 Forbidden"));
        QVERIFY(result.lines().at(1).starts_with("not ws:// or wss://"));
    }

    // --- closing ---

    void either_side_closes() {
        const auto result = run([] {
            std::vector<WebSocket> sides;
            green::Event over;
            auto server = started([&](WebSocket socket) {
                sides.push_back(socket);
                while (const auto message = socket.receive())
                    if (message->data == "close") socket.close(3001, "enough");
                over.set();
            });
            auto first = connect_to(server);
            first.send("x");
            first.close(3000, "bye");
            over.wait();
            over.clear();
            green::print("{} {} {} '{}'", first.close_code(), sides[0].closed(), sides[0].close_code(),
                         sides[0].close_reason());
            auto second = connect_to(server);
            second.send("close");
            const auto end = end_of(second);
            green::print("{} '{}'", end, second.close_reason());
            over.wait();
            green::print("{}", sides[1].close_code());
            green::print("{}", complaint([&] { second.send("late"); }));
            green::print("{}", second.receive().has_value());
            second.close();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(),
                 (Lines{"3000 true 3000 'bye'", "false 3001 'enough'", "3001", "the WebSocket is closed", "false"}));
    }

    void closing_while_somebody_receives() {
        const auto result = run([] {
            auto server = started(echo);
            auto socket = connect_to(server);
            auto reader = green::spawn([socket]() mutable { green::print("{}", socket.receive().has_value()); });
            green::sleep();
            green::print("{}", complaint([&] { socket.receive(); }));
            socket.close();
            reader.join();
            green::print("{}", socket.close_code());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"This WebSocket is already received from", "false", "1000"}));
    }

    void the_other_side_goes_without_a_word() {
        const auto result = run([] {
            green::Event over;
            auto server = started([&](WebSocket socket) {
                while (socket.receive()) {
                }
                green::print("{}", socket.close_code());
                green::print("{}", complaint([&] { socket.send("x"); }));
                over.set();
            });
            auto socket = connect_to(server);
            Socket(socket.socket()).close();
            over.wait();
            green::print("{}", end_of(socket));
            // It says nothing after it was told goodbye.
            auto silent = green::create_listener(any_port);
            green::spawn([&] {
                auto [client, from] = silent.accept();
                const auto request = read_until(client, "\r\n\r\n");
                const auto key = request.substr(request.find("Key: ") + 5, 24);
                client.sendall("HTTP/1.1 101 \r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: " +
                               green::base64(green::sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) + "\r\n\r\n");
                read_all(client);
            });
            auto waiting = WebSocket::connect("ws://" + silent.local_address().text(), {.timeout = 5ms});
            waiting.close();
            green::print("{}", waiting.close_code());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"1006", "the WebSocket is closed", "false 1006", "1006"}));
    }

    // --- frames ---

    void messages_in_pieces_and_pings_between() {
        const auto result = run([] {
            auto server = started(echo);
            const auto answer = frames_for(server, frame(0x01, "\xc3") + frame(0x89, "p") + frame(0x00, "") +
                                                       frame(0x80, "\xa9!") + frame(0x8a, "unasked") + frame(0x82, "") +
                                                       frame(0x88,
                                                             "\x03\xe8"
                                                             "bye"));
            green::print("{}", answer == std::string("\x8a\x01p\x81\x03\xc3\xa9!\x82\x00\x88\x02\x03\xe8", 14));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true"}));
    }

    void what_no_proper_client_sends() {
        std::vector<int> codes;
        const auto result = run([&] {
            auto server = started(echo, {.max_message = 100});
            const auto code_for = [&](const std::string& frames) {
                const auto answer = frames_for(server, frames);
                const auto* bytes = reinterpret_cast<const unsigned char*>(answer.data());
                codes.push_back(answer.size() >= 4 && bytes[0] == 0x88 ? bytes[2] * 256 + bytes[3] : 0);
            };
            code_for(std::string("\x81\x01x", 3));                 // without a mask
            code_for(frame(0xc1, "x"));                            // a reserved bit
            code_for(frame(0x83, "x"));                            // an unknown kind
            code_for(frame(0x80, "x"));                            // goes on with nothing
            code_for(frame(0x01, "x") + frame(0x81, "y"));         // begins another
            code_for(frame(0x09, "x"));                            // a ping in pieces
            code_for(frame(0x89, std::string("\0\0", 2), 126));    // a long ping
            code_for(frame(0x81, std::string("\0\x05", 2), 126));  // a length in too many bytes
            code_for(frame(0x81, "\xff"));                         // no UTF-8
            code_for(frame(0x01, "\xc3") + frame(0x80, "x"));      // nor that
            code_for(frame(0x88, "x"));                            // half a code
            code_for(frame(0x88, std::string("\x03\xed", 2)));     // 1005 is never sent
            code_for(frame(0x88, "\x03\xe8\xff"));                 // a reason that is no text
            code_for(frame(0x81, std::string(101, 'x')));          // too long
            code_for(frame(0x01, std::string(60, 'x')) + frame(0x80, std::string(60, 'x')));
            std::string huge = "\x82\xff";
            huge += std::string("\x7f\xff\xff\xff\xff\xff\xff\xff", 8) + std::string(4, '\0');
            code_for(huge);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(codes, (std::vector<int>{1002, 1002, 1002, 1002, 1002, 1002, 1002, 1002, 1007, 1007, 1002, 1002, 1007,
                                          1009, 1009, 1009}));
    }

    void senders_take_turns() {
        const auto result = run([] {
            const std::string large(3'000'000, 'x');
            auto server = started([&](WebSocket socket) {
                std::vector<green::Greenlet> senders;
                for (const char* end : {"a", "b", "c"})
                    senders.push_back(green::spawn([&large, socket, end]() mutable { socket.send(large + end); }));
                green::joinall(senders);
            });
            auto socket = connect_to(server, {.max_message = 4'000'000});
            while (const auto message = socket.receive())
                green::print("{} {}", message->data.size(), message->data.back());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"3000001 a", "3000001 b", "3000001 c"}));
    }

    void what_an_application_raises() {
        const auto result = run([] {
            auto server = started([](WebSocket socket) {
                socket.receive();
                throw std::runtime_error("an application's error");
            });
            auto socket = connect_to(server);
            socket.send("x");
            green::print("{}", end_of(socket));
        });
        QVERIFY(result.err.find("an application's error") != std::string::npos);
        QCOMPARE(result.lines(), (Lines{"false 1011"}));
    }

    void everything_comes_back() {
        const auto before = open_descriptors();
        {
            green::trace::Gate gate;
            green::Hub hub(gate, {});
            hub.run_main([] {
                auto server = started(echo);
                auto one = connect_to(server);
                auto other = connect_to(server);
                green::spawn([other]() mutable { other.receive(); });
                auto third = connect_to(server);
                third.close();
                green::sleep();
            });
            QVERIFY(hub.leftovers() == green::Hub::Leftovers());
        }
        QCOMPARE(open_descriptors(), before);
    }
};

QTEST_APPLESS_MAIN(WebSocketTest)
#include "websocket_test.moc"
