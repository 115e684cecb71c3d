// The HTTP server and what applications see of it, to the byte.
#include <functional>
#include <string>
#include <system_error>
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
using green::HttpServerOptions;
using green::Socket;
using green::StartResponse;
using running::run;
using Lines = std::vector<std::string>;

namespace {

HttpServer started(HttpServer::Application application, HttpServerOptions options = {}) {
    HttpServer server(any_port, std::move(application), std::move(options));
    server.start();
    return server;
}

HttpBody hello(HttpRequest&, StartResponse start_response) {
    start_response("200 OK", {{"Content-Type", "text/plain"}});
    return "hello";
}

HttpBody echo(HttpRequest& request, StartResponse start_response) {
    start_response("200 OK");
    return request.body().read();
}

constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
constexpr std::string_view last_get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

// What one connection gets for one request that closes it, with that application.
std::string answer_of(const HttpServer::Application& application, std::string_view request = last_get) {
    std::string answer;
    const auto result = run([&] { answer = raw(started(application), request); });
    return answer + result.err;
}

}  // namespace

class HttpServerTest : public QObject {
    Q_OBJECT

private slots:
    void an_answer() {
        QCOMPARE(answer_of(hello), std::string("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 5\n"
                                               "Connection: close\n\nhello"));
        std::string dated;
        run([&] {
            auto server = started(hello);
            auto socket = green::create_connection(server.address());
            socket.sendall(last_get);
            dated = read_all(socket);
        });
        const auto date = dated.find("\r\nDate: ");
        QVERIFY(date != std::string::npos);
        QCOMPARE(dated.substr(date + 8 + 25, 6), std::string(" GMT\r\n"));
    }

    void what_a_request_says() {
        std::string seen;
        const auto tell = [&](HttpRequest& request, StartResponse start_response) {
            seen = fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}", request.method(), request.target(), request.path(),
                               request.query(), request.version(), request.line(), request["x-one"], request.scheme(),
                               request.remote_address().host());
            seen += "|" + request.parameter("name").value_or("none") + "|" + request.parameter("b").value_or("none");
            for (const auto& [name, value] : request.fields()) seen += fmt::format("|{}={}", name, value);
            start_response("204 No Content");
            return HttpBody();
        };
        answer_of(tell,
                  "PATCH /a%20b/%C3%A9?name=x+y%21&name=z HTTP/1.1\r\nHost: h\r\nX-One:  1 \r\nX-one: 2\r\n"
                  "Connection: close\r\n\r\n");
        QCOMPARE(seen, std::string("PATCH|/a%20b/%C3%A9?name=x+y%21&name=z|/a b/é|name=x+y%21&name=z|11|"
                                   "PATCH /a%20b/%C3%A9?name=x+y%21&name=z HTTP/1.1|1|http|127.0.0.1|x y!|none|"
                                   "Host=h|X-One=1|X-one=2|Connection=close"));
        answer_of(tell, "GET http://other:80/path?q#f HTTP/1.0\r\n\r\n");
        QVERIFY(seen.starts_with("GET|http://other:80/path?q#f|/path|q|10|"));
    }

    // --- bodies of answers ---

    void bodies() {
        const auto body_of = [](const std::function<HttpBody()>& make) {
            const auto text = answer_of([&](HttpRequest&, StartResponse start_response) {
                start_response("200 OK");
                return make();
            });
            return text.substr(text.find('\n') + 1);
        };
        QCOMPARE(body_of([] { return HttpBody(); }), std::string("Content-Length: 0\nConnection: close\n\n"));
        QCOMPARE(body_of([] { return std::string("text"); }),
                 std::string("Content-Length: 4\nConnection: close\n\ntext"));
        QCOMPARE(body_of([] {
                     return std::vector<std::string>{"ab", "", "c"};
                 }),
                 std::string("Content-Length: 3\nConnection: close\n\nabc"));
        const std::string chunked = "Transfer-Encoding: chunked\nConnection: close\n\n2\nab\n1\nc\n0\n\n";
        QCOMPARE(body_of([] {
                     return HttpBody::pieces([n = 0]() mutable -> std::optional<std::string> {
                         const std::array pieces{"ab", "", "c"};
                         if (n == 3) return std::nullopt;
                         return pieces.at(static_cast<std::size_t>(n++));
                     });
                 }),
                 chunked);
        QCOMPARE(body_of([] {
                     green::Queue<std::optional<std::string>> queue;
                     green::spawn([queue]() mutable {
                         for (const char* piece : {"ab", "c"}) {
                             green::sleep();
                             queue.put(piece);
                         }
                         queue.put(std::nullopt);
                     });
                     return queue;
                 }),
                 chunked);
        const std::string large(100'000, 'x');
        QCOMPARE(body_of([&] { return large; }), "Content-Length: 100000\nConnection: close\n\n" + large);
    }

    void pieces_are_sent_as_they_are_made() {
        const auto result = run([] {
            green::Event go_on;
            auto server = started([&](HttpRequest& request, StartResponse start_response) {
                auto write = start_response("200 OK");
                write("first");
                go_on.wait();
                go_on.clear();
                if (request.path() == "/write") {
                    write("second");
                    return HttpBody();
                }
                return HttpBody("second");
            });
            for (const char* path : {"/write", "/return"}) {
                auto socket = green::create_connection(server.address());
                socket.sendall(fmt::format("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", path));
                green::print("{}", readable(read_until(socket, "first\r\n")).ends_with("chunked\n\n5\nfirst\n"));
                go_on.set();
                green::print("{}", readable(read_until(socket, "0\r\n\r\n")) == "6\nsecond\n0\n\n");
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true", "true", "true", "true"}));
    }

    void http_1_0_knows_no_chunks() {
        const auto pieces = [](HttpRequest&, StartResponse start_response) {
            auto write = start_response("200 OK");
            write("ab");
            write("c");
            return HttpBody();
        };
        const std::string old = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        QCOMPARE(answer_of(pieces, old), std::string("HTTP/1.1 200 OK\nConnection: close\n\nabc"));
        const auto result = run([&] {
            auto server = started(hello);
            auto socket = green::create_connection(server.address());
            for (int i = 0; i < 2; ++i) {
                socket.sendall(old);
                green::write(readable(read_until(socket, "hello")));
            }
            socket.sendall("GET / HTTP/1.0\r\n\r\n");
            green::write(readable(read_all(socket)));
        });
        const std::string kept = "HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 5\nConnection: ";
        QCOMPARE(result.out, kept + "keep-alive\n\nhello" + kept + "keep-alive\n\nhello" + kept + "close\n\nhello");
    }

    void head_has_no_body() {
        const std::string request = "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        QCOMPARE(answer_of(hello, request),
                 std::string("HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 5\nConnection: close\n\n"));
        int asked = 0;
        QCOMPARE(answer_of(
                     [&](HttpRequest&, StartResponse start_response) {
                         start_response("200 OK");
                         return HttpBody::pieces([&]() -> std::optional<std::string> {
                             ++asked;
                             return "x";
                         });
                     },
                     request),
                 std::string("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nConnection: close\n\n"));
        QCOMPARE(asked, 1);
    }

    void what_has_no_body() {
        const auto with = [](const std::string& status, const std::string& body) {
            return answer_of([=](HttpRequest&, StartResponse start_response) {
                start_response(status);
                return body;
            });
        };
        QCOMPARE(with("204 No Content", ""), std::string("HTTP/1.1 204 No Content\nConnection: close\n\n"));
        QCOMPARE(with("304 Not Modified", ""), std::string("HTTP/1.1 304 Not Modified\nConnection: close\n\n"));
        const auto wrong = with("204 No Content", "text");
        QVERIFY(wrong.starts_with("HTTP/1.1 500 Internal Server Error\n"));
        QVERIFY(wrong.find("The 204 response must have no body") != std::string::npos);
    }

    void lengths_that_are_given() {
        const auto with = [](const std::string& length, const std::string& body, std::string_view request) {
            return answer_of(
                [=](HttpRequest&, StartResponse start_response) {
                    start_response("200 OK", {{"content-length", length}});
                    return body;
                },
                request);
        };
        QCOMPARE(with("4", "text", last_get),
                 std::string("HTTP/1.1 200 OK\nContent-Length: 4\nConnection: close\n\ntext"));
        // Less: the client is not left waiting for the rest.
        QCOMPARE(with("9", "text", get), std::string("HTTP/1.1 200 OK\nContent-Length: 9\n\ntext"));
        const auto more = with("3", "text", get);
        QVERIFY(more.starts_with("HTTP/1.1 500 "));
        QVERIFY(more.find("more than the 3 bytes of Content-Length") != std::string::npos);
        const auto none = with("x", "text", get);
        QVERIFY(none.starts_with("HTTP/1.1 500 "));
    }

    void heads_that_can_not_be() {
        const auto complaint = [](const std::function<void(StartResponse&)>& call) {
            std::string what = "none";
            answer_of([&](HttpRequest&, StartResponse start_response) {
                try {
                    call(start_response);
                } catch (const green::ValueError& error) {
                    what = error.what();
                } catch (const std::logic_error& error) {
                    what = error.what();
                }
                if (!start_response.sent()) start_response("200 OK");
                return HttpBody();
            });
            return what;
        };
        QCOMPARE(complaint([](auto& start) { start("OK"); }), std::string("no status: OK"));
        QCOMPARE(complaint([](auto& start) { start("99 Low"); }), std::string("no status: 99 Low"));
        QCOMPARE(complaint([](auto& start) { start("200 OK\r\nX: y"); }), std::string("no status: 200 OK\r\nX: y"));
        QCOMPARE(complaint([](auto& start) {
                     start("200 OK", {{"a\r\nb", "c"}});
                 }),
                 std::string("no field's name: a\r\nb"));
        QCOMPARE(complaint([](auto& start) { start("200 OK", {{"", "c"}}); }), std::string("no field's name: "));
        QCOMPARE(complaint([](auto& start) {
                     start("200 OK", {{"a", "b\r\nSet-Cookie: c"}});
                 }),
                 std::string("no value of a field: a: b\r\nSet-Cookie: c"));
        QCOMPARE(complaint([](auto& start) {
                     start("200 OK", {{"Transfer-Encoding", "chunked"}});
                 }),
                 std::string("Transfer-Encoding is the server's own"));
        QCOMPARE(complaint([](auto& start) {
                     start("200 OK", {{"Content-Length", "1"}, {"Content-Length", "1"}});
                 }),
                 std::string("Content-Length is given twice"));
        QCOMPARE(complaint([](auto& start) {
                     start("200 OK")("x");
                     start("404 Not Found");
                 }),
                 std::string("start_response: the head of the answer has been sent already"));
        // Until then the last word counts.
        QCOMPARE(complaint([](auto& start) {
                     start("200 OK");
                     start("404 Not Found");
                 }),
                 std::string("none"));
    }

    // --- several requests ---

    void one_connection_is_kept() {
        const auto result = run([] {
            std::vector<green::Greenlet> handlers;
            auto server = started([&](HttpRequest& request, StartResponse start_response) {
                handlers.push_back(green::getcurrent());
                start_response("200 OK");
                return "<" + std::string(request.path()) + request.body().read() + ">";
            });
            auto socket = green::create_connection(server.address());
            for (const char* request :
                 {"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nxyz",
                  "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxy\r\n0\r\n\r\n",
                  "\r\nGET /d HTTP/1.1\r\nHost: x\r\n\r\n"}) {
                socket.sendall(request);
                const auto answer = read_until(socket, ">");
                green::print("{}", answer.substr(answer.find('<')));
            }
            green::print("{} {}", handlers.front() == handlers.back(), server.requests());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"</a>", "</bxyz>", "</cxy>", "</d>", "true 4"}));
    }

    void requests_that_come_at_once_are_answered_in_order() {
        const auto result = run([] {
            auto server = started([](HttpRequest& request, StartResponse start_response) {
                start_response("200 OK");
                // The body of the second is not read.
                return "<" + std::string(request.path()) + ">";
            });
            auto answers = raw(server,
                               "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
                               "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nxyz"
                               "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
                               "GET /d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                               "GET /e HTTP/1.1\r\nHost: x\r\n\r\n");
            for (auto at = answers.find('<'); at != std::string::npos; at = answers.find('<', at + 1))
                green::print("{}", answers.substr(at, 4));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"</a>", "</b>", "</c>", "</d>"}));
    }

    void connections_are_served_side_by_side() {
        const auto result = run([] {
            green::Event shared;
            auto server = started([&](HttpRequest& request, StartResponse start_response) {
                if (request.path() == "/wait")
                    shared.wait();
                else
                    shared.set();
                start_response("200 OK");
                return std::string(request.path());
            });
            auto waiting = green::create_connection(server.address());
            waiting.sendall("GET /wait HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            green::print("{}", raw(server, last_get).ends_with("\n/"));
            green::print("{}", read_all(waiting).ends_with("/wait"));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true", "true"}));
    }

    // --- bodies of requests ---

    void bodies_are_read() {
        const auto post = [](std::string_view text) {
            return "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + std::string(text);
        };
        const auto body_of = [](const std::string& answer) { return answer.substr(answer.find("\n\n") + 2); };
        QCOMPARE(body_of(answer_of(echo, post("\r\n"))), std::string());
        QCOMPARE(body_of(answer_of(echo, post("Content-Length: 5\r\n\r\nhello"))), std::string("hello"));
        QCOMPARE(
            body_of(answer_of(echo, post("Transfer-Encoding: Chunked\r\n\r\n3;name=\"x\"\r\nhel\r\n0002\r\nlo\r\n0\r\n"
                                         "Trailer: y\r\n\r\n"))),
            std::string("hello"));
        const std::string large(300'000, 'y');
        QCOMPARE(body_of(answer_of(echo, post(fmt::format("Content-Length: {}\r\n\r\n{}", large.size(), large)))),
                 large);
        std::string chunks;
        for (int i = 0; i < 3000; ++i) chunks += fmt::format("64\r\n{}\r\n", std::string(100, 'y'));
        QCOMPARE(body_of(answer_of(echo, post("Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n"))), large);
        // In pieces and lines.
        QCOMPARE(body_of(answer_of(
                     [](HttpRequest& request, StartResponse start_response) {
                         auto& body = request.body();
                         start_response("200 OK");
                         std::array<char, 2> two{};
                         Lines parts{std::to_string(body.length().value_or(99))};
                         parts.push_back(body.read(3));
                         parts.push_back(body.readline());
                         parts.push_back(body.readline(2));
                         const auto count = body.read_some(two);
                         parts.emplace_back(two.data(), count);
                         parts.push_back(body.readline());
                         parts.push_back(body.readline());
                         parts.push_back(std::to_string(body.read_some(two)));
                         return fmt::format("{}", fmt::join(parts, "|"));
                     },
                     post("Content-Length: 16\r\n\r\nabcde\nfghijk\nlmn"))),
                 std::string("16|abc|de\n|fg|hi|jk\n|lmn|0"));
    }

    void bodies_that_come_byte_by_byte() {
        const auto result = run([] {
            auto server = started(echo);
            auto socket = green::create_connection(server.address());
            socket.set_nodelay();
            const std::string_view request =
                "\r\nPOST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                "Transfer-Encoding: chunked\r\n\r\n3;e=f\r\nhel\r\n2\r\nlo\r\n0\r\nA: b\r\n\r\n";
            for (const char byte : request) {
                socket.sendall({&byte, 1});
                green::sleep();
            }
            green::write(readable(read_all(socket)));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.out, std::string("HTTP/1.1 200 OK\nContent-Length: 5\nConnection: close\n\nhello"));
    }

    void clients_that_ask_before_they_send() {
        const auto result = run([] {
            int reads = 0;
            auto server = started([&](HttpRequest& request, StartResponse start_response) {
                start_response("200 OK");
                if (request.path() == "/no") return std::string("no");
                ++reads;
                return request.body().read();
            });
            const auto ask = [&](const char* path) {
                auto socket = green::create_connection(server.address());
                socket.sendall(fmt::format(
                    "POST {} HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n", path));
                return socket;
            };
            auto wanted = ask("/yes");
            green::write(readable(read_until(wanted, "\r\n\r\n")));
            wanted.sendall("ab");
            green::write(readable(read_until(wanted, "ab")));
            // Not wanted: it may be sent or not, so nothing can follow.
            auto unwanted = ask("/no");
            unwanted.shutdown(Socket::Direction::Write);
            green::write("\n" + readable(read_all(unwanted)));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.out, std::string("HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nab\n"
                                         "HTTP/1.1 200 OK\nContent-Length: 2\nConnection: close\n\nno"));
    }

    // --- errors ---

    void what_an_application_raises() {
        std::vector<int> statuses;
        const auto result = run([&] {
            auto server = started([](HttpRequest& request, StartResponse start_response) -> HttpBody {
                if (request.path() == "/early") throw std::runtime_error("an early error");
                if (request.path() == "/refuse") throw green::HttpError(404);
                if (request.path() == "/timeout") throw green::Timeout(1s);
                if (request.path() == "/silent") return "no start_response";
                if (request.path() == "/system") throw std::system_error(ECONNREFUSED, std::generic_category());
                auto write = start_response("200 OK");
                if (request.path() == "/unsent") throw std::runtime_error("an error before the head");
                write("some");
                throw std::runtime_error("a late error");
            });
            for (const char* path : {"/early", "/refuse", "/timeout", "/silent", "/system", "/unsent", "/late"})
                statuses.push_back(
                    status_of(server, fmt::format("GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path)));
            const auto late = raw(server, "GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
            green::print("{}", late.ends_with("\n\n4\nsome\n"));
            // A refusal is an answer like others: the connection goes on.
            green::write(raw(server, "GET /refuse HTTP/1.1\r\nHost: x\r\n\r\nGET /early HTTP/1.1\r\nHost: x\r\n\r\n"));
        });
        QCOMPARE(statuses, (std::vector<int>{500, 404, 500, 500, 500, 500, 200}));
        QCOMPARE(result.out, std::string("true\n"
                                         "HTTP/1.1 404 Not Found\nContent-Type: text/plain; charset=utf-8\n"
                                         "Content-Length: 14\n\n404 Not Found\n"
                                         "HTTP/1.1 500 Internal Server Error\nContent-Type: text/plain; charset=utf-8\n"
                                         "Content-Length: 26\nConnection: close\n\n500 Internal Server Error\n"));
        for (const char* told : {"an early error", "an error before the head", "a late error", "Timeout: 1 second",
                                 "did not call start_response", "system_error"})
            QVERIFY2(result.err.find(told) != std::string::npos, told);
    }

    void requests_that_are_none() {
        std::vector<int> statuses;
        const auto host = std::string("Host: x\r\n");
        const auto result = run([&] {
            auto server = started(echo, {.limits = {.request_line = 100, .head = 1000, .body = 50}});
            const auto ask = [&](const std::string& text) { statuses.push_back(status_of(server, text)); };
            ask("GET / HTTP/1.1\r\n\r\n");
            ask("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
            ask("GET /\r\n\r\n");
            ask("GET / HTTP/2.0\r\n" + host + "\r\n");
            ask("GET / HTTP/1.1\r\n" + host + "Expect: a miracle\r\n\r\n");
            ask("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n");
            ask("GET /" + std::string(200, 'x') + " HTTP/1.1\r\n" + host + "\r\n");
            ask("GET /" + std::string(200, 'x'));
            ask("GET / HTTP/1.1\r\n" + host + "A: " + std::string(2000, 'x') + "\r\n\r\n");
            ask("GET / HTTP/1.1\r\n" + host + "A: " + std::string(2000, 'x'));
            ask("POST / HTTP/1.1\r\n" + host + "Content-Length: 51\r\n\r\n" + std::string(51, 'x'));
            ask("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n33\r\n" + std::string(51, 'x') +
                "\r\n0\r\n\r\n");
            ask("\x16\x03\x01 binary");
            ask("GET / HTTP/1.1\nHost: x\n\n");
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(statuses, (std::vector<int>{400, 400, 400, 505, 417, 501, 414, 414, 431, 431, 413, 413, 400, 400}));
    }

    // What another server in front of this one might understand in another way.
    void requests_that_hide_another() {
        const auto result = run([&] {
            auto server = started(echo);
            const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
            for (const std::string fields : {
                     "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                     "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
                     "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                     "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                     "Transfer-Encoding: identity, chunked\r\n",
                     "Transfer-Encoding: xchunked\r\n",
                     "Transfer-Encoding : chunked\r\n",
                     " Transfer-Encoding: chunked\r\n",
                     "Transfer-Encoding:\r\n chunked\r\n",
                     "Transfer-Encoding: \"chunked\"\r\n",
                     "Transfer-Encoding: chunked\x0b\r\n",
                     "X: y\rTransfer-Encoding: chunked\r\n",
                     "X: y\nTransfer-Encoding: chunked\r\n",
                     "Content-Length: 4\r\nContent-Length: 5\r\n",
                     "Content-Length: 4, 5\r\n",
                     "Content-Length: +4\r\n",
                     "Content-Length: -4\r\n",
                     "Content-Length: 0x4\r\n",
                     "Content-Length: 4 4\r\n",
                     "Content-Length: \r\n",
                     "Content-Length: 18446744073709551620\r\n",
                     "Content Length: 4\r\n",
                 }) {
                const auto answer = raw(server, "POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n0\r\n\r\n" + hidden);
                const bool is_refused = answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 501 ");
                if (!is_refused || answer.find("HTTP/1.1", 5) != std::string::npos)
                    green::print("{}{}", fields, answer);
            }
            for (const std::string chunks :
                 {"x\r\n", "-1\r\n", "0x1\r\na\r\n", "1\na\r\n", "1\r\nab\r\n", "1 \r\na\r\n", "1\r\naX0\r\n\r\n",
                  "11111111111111111\r\n", ";\r\n", "\r\n"}) {
                const auto answer = raw(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
                                                    chunks + "0\r\n\r\n" + hidden);
                if (!answer.starts_with("HTTP/1.1 400 ") || answer.find("HTTP/1.1", 5) != std::string::npos)
                    green::print("{}{}", chunks, answer);
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.out, std::string());
    }

    // --- the log, and the end ---

    void the_log() {
        Lines lines;
        run([&] {
            auto server = started(hello, {.log = [&](std::string_view line) { lines.emplace_back(line); }});
            raw(server, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.0\r\n\r\n");
            raw(server, "nonsense\r\n\r\n");
        });
        QCOMPARE(lines.size(), std::size_t{3});
        const auto without_times = [&](std::size_t i) {
            const auto& line = lines.at(i);
            return line.substr(0, line.find('[')) +
                   line.substr(line.find(']') + 2, line.rfind(' ') - line.find(']') - 2);
        };
        QCOMPARE(without_times(0), std::string("127.0.0.1 - - \"GET /a HTTP/1.1\" 200 5"));
        QCOMPARE(without_times(1), std::string("127.0.0.1 - - \"HEAD / HTTP/1.0\" 200 5"));
        QVERIFY2(without_times(2).starts_with("127.0.0.1 - - \"nonsense\" 400 "), without_times(2).c_str());
    }

    void closing_lets_requests_end() {
        const auto result = run([] {
            green::Event begun;
            green::Event go_on;
            auto server = started(
                [&](HttpRequest&, StartResponse start_response) {
                    begun.set();
                    go_on.wait();
                    start_response("200 OK");
                    return "done";
                },
                {.connections = {.spawn = std::int64_t{10}}});
            auto silent = green::create_connection(server.address());
            auto busy = green::create_connection(server.address());
            busy.sendall(get);
            begun.wait();
            green::print("{}", server.connections());
            auto stopping = green::spawn([&] { server.stop(1h); });
            // Told at once.
            green::print("'{}'", read_all(silent));
            green::print("{}", stopping.ready());
            go_on.set();
            green::write(readable(read_all(busy)) + "\n");
            stopping.join();
            green::print("{} {}", server.connections(), server.closed());
            // And again.
            server.start();
            green::print("{}", raw(server, last_get).ends_with("done"));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"2", "''", "false", "HTTP/1.1 200 OK", "Content-Length: 4", "Connection: close",
                                        "", "done", "0 true", "true"}));
    }

    void urls_of_servers() {
        run([] {
            auto server = started(hello);
            QCOMPARE(server.url(), "http://127.0.0.1:" + std::to_string(server.address().port()));
            HttpServer everywhere(green::Address("", 0), hello);
            everywhere.start();
            QCOMPARE(everywhere.url(), "http://127.0.0.1:" + std::to_string(everywhere.address().port()));
            QCOMPARE(repr(server), std::string("HttpServer-1"));
        });
    }

    void the_record_has_the_server_and_its_requests() {
        const auto result = run([] {
            auto server = started(hello);
            auto socket = green::create_connection(server.address());
            socket.sendall(
                "GET /one?a=1 HTTP/1.1\r\nHost: x\r\n\r\nGET /two HTTP/1.1\r\nConnection: close\r\n"
                "Host: x\r\n\r\n");
            read_all(socket);
            // That is no request.
            raw(server, "nonsense\r\n\r\n");
            while (server.connections() != 0) green::sleep(1ms);
            server.stop();
        });
        using green::trace::Kind;
        const auto& store = *result.store;
        const auto& end = store.last();
        const auto& server = end.objects()[0];
        QVERIFY(server.kind == green::trace::ObjectKind::HttpServer);
        QCOMPARE(server.name, std::string("HttpServer-1"));
        const auto* listener = end.object(server.listener);
        QVERIFY(listener);
        QCOMPARE(server.value, "http://" + listener->name);
        QCOMPARE(listener->accepted, std::uint64_t{2});
        QCOMPARE(listener->left, std::uint64_t{2});
        QCOMPARE(server.requests, std::uint64_t{2});
        QVERIFY(end.listening().empty());
        Lines requests;
        for (green::trace::EventNumber n = 1; n <= store.size(); ++n) {
            const auto& event = store.event(n);
            if (event.kind != Kind::Request) continue;
            QVERIFY(event.object == server.id && event.greenlet != green::trace::Id::Main);
            requests.emplace_back(store.text(n));
        }
        QCOMPARE(requests, (Lines{"GET /one?a=1", "GET /two"}));
    }

    void everything_comes_back() {
        const auto before = open_descriptors();
        {
            green::trace::Gate gate;
            green::Hub hub(gate, {});
            hub.run_main([] {
                auto server = started([](HttpRequest& request, StartResponse start_response) {
                    if (request.path() == "/wait") green::sleep(1h);
                    start_response("200 OK");
                    return request.body().read();
                });
                std::vector<Socket> clients;
                for (const char* text : {"", "GET / HT", "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n",
                                         "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nx"}) {
                    clients.push_back(green::create_connection(server.address()));
                    clients.back().sendall(text);
                }
                green::print("{}", raw(server, last_get).size());
            });
            QVERIFY(hub.leftovers() == green::Hub::Leftovers());
        }
        QCOMPARE(open_descriptors(), before);
    }
};

QTEST_APPLESS_MAIN(HttpServerTest)
#include "http_server_test.moc"
