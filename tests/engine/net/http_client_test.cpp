// The HTTP client against our own server, and against what no proper server sends; URLs and JSON.
#include <functional>
#include <string>
#include <vector>

#include "hub/hub.h"
#include "io/resolver.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "net/http_testing.h"
#include "net/json.h"
#include "running.h"

using namespace std::chrono_literals;
using namespace http_testing;
using green::HttpBody;
using green::HttpClient;
using green::HttpRequest;
using green::HttpResponse;
using green::HttpServer;
using green::Socket;
using green::StartResponse;
using running::run;
using Lines = std::vector<std::string>;

namespace {

HttpServer started(HttpServer::Application application) {
    HttpServer server(any_port, std::move(application));
    server.start();
    return server;
}

// Tells what it was asked.
HttpBody mirror(HttpRequest& request, StartResponse start_response) {
    start_response("200 OK", {{"Content-Type", "text/plain"}});
    std::string text = std::string(request.line()) + "\n";
    for (const auto& [name, value] : request.fields())
        if (name != "Host") text += fmt::format("{}: {}\n", name, value);
    return text + request.body().read();
}

std::string complaint(const std::function<void()>& call) {
    try {
        call();
    } catch (const std::exception& error) {
        return green::describe(std::current_exception());
    }
    return "none";
}

// A server that answers with just that, whatever it is asked, and closes the connection. Asks it for /.
std::string answer_to(const std::string& bytes, const green::HttpClientOptions& options = {},
                      std::string_view method = "GET") {
    std::string told;
    const auto result = run([&] {
        green::StreamServer server(any_port, [&](Socket client, const green::Address&) {
            read_until(client, "\r\n\r\n");
            client.sendall(bytes);
        });
        server.start();
        told = complaint([&] {
            const auto answer = green::http_request(method, "http://" + server.address().text(), {}, options);
            told = fmt::format("{} {} {}", answer.status, answer.reason, answer.body);
            throw std::runtime_error(told);
        });
    });
    const std::string prefix = "std::runtime_error: ";
    const auto at = told.find(": ");
    return (told.starts_with("runtime_error") || told.starts_with(prefix) ? told.substr(at + 2) : told) + result.err;
}

}  // namespace

class HttpClientTest : public QObject {
    Q_OBJECT

private slots:
    void getting_and_posting() {
        const auto result = run([] {
            auto server = started(mirror);
            const auto got = green::http_get(server.url() + "/a?b=c#d");
            green::print("{} {} {} {}", got.status, got.reason, got["content-TYPE"],
                         got.fields.find("none").has_value());
            green::write(got.body);
            green::write(green::http_post(server.url(), "x=y", {.fields = {{"Content-Type", "form"}}}).body + "\n");
            green::write(green::http_request("DELETE", server.url() + "/z").body);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"200 OK text/plain false", "GET /a?b=c HTTP/1.1", "Accept-Encoding: identity",
                                        "Connection: close", "POST / HTTP/1.1", "Accept-Encoding: identity",
                                        "Content-Type: form", "Content-Length: 3", "Connection: close", "x=y",
                                        "DELETE /z HTTP/1.1", "Accept-Encoding: identity", "Connection: close"}));
    }

    void large_bodies_both_ways() {
        const auto result = run([] {
            auto server = started([](HttpRequest& request, StartResponse start_response) {
                start_response("200 OK");
                return HttpBody::pieces([&request]() -> std::optional<std::string> {
                    auto piece = request.body().read(100'000);
                    if (piece.empty()) return std::nullopt;
                    return piece;
                });
            });
            std::string large;
            while (large.size() < 2'000'000) large += std::to_string(large.size());
            green::print("{}", green::http_post(server.url(), large).body == large);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true"}));
    }

    void many_side_by_side() {
        const auto result = run([] {
            auto server = started([](HttpRequest& request, StartResponse start_response) {
                green::sleep(10ms);
                start_response("200 OK");
                return std::string(request.path());
            });
            std::vector<green::Greenlet> all;
            int right = 0;
            for (int i = 0; i < 50; ++i)
                all.push_back(green::spawn([&, i] {
                    right += green::http_get(fmt::format("{}/{}", server.url(), i)).body == fmt::format("/{}", i);
                }));
            green::joinall(all);
            green::print("{}", right);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"50"}));
    }

    void one_connection_for_several() {
        const auto result = run([] {
            std::vector<std::string> from;
            auto server = started([&](HttpRequest& request, StartResponse start_response) {
                from.push_back(request.remote_address().text());
                start_response("200 OK", {{"Connection", request.path() == "/close" ? "close" : "keep-alive"}});
                return std::string(request.method()) + request.body().read();
            });
            HttpClient client(server.url());
            green::print("{}", client.get("/").body);
            green::print("{}", client.post("/", "x").body);
            green::print("{}|", client.request("HEAD", "/", {}).body);
            green::print("{}", client.get("/close").body);
            green::print("{}", client.get("/").body);
            green::print("{} {}", from[0] == from[3], from[3] == from[4]);
            // The server has closed it meanwhile.
            server.stop();
            server.start();
            green::print("{}", HttpClient(server.url()).get("/").body);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"GET", "POSTx", "|", "GET", "GET", "true false", "GET"}));
    }

    void a_kept_connection_that_has_gone() {
        const auto result = run([] {
            int connections = 0;
            green::StreamServer server(any_port, [&](Socket client, const green::Address&) {
                ++connections;
                read_until(client, "\r\n\r\n");
                client.sendall("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            });
            server.start();
            HttpClient client("http://" + server.address().text());
            green::print("{}", client.get("/").body);
            green::sleep(1ms);
            green::print("{}", client.get("/").body);
            green::sleep(1ms);
            green::print("{}", complaint([&] { client.post("/", "once"); }));
            green::print("{}", connections);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(),
                 (Lines{"ok", "ok", "HttpClientError: the server closed the connection without an answer", "2"}));
    }

    void answers_of_all_kinds() {
        QCOMPARE(answer_to("HTTP/1.1 200 OK\r\n\r\nuntil the end"), std::string("200 OK until the end"));
        QCOMPARE(answer_to("HTTP/1.0 404 Not Found\r\nContent-Length: 2\r\n\r\nno"), std::string("404 Not Found no"));
        QCOMPARE(
            answer_to("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\nA: b\r\n\r\n"),
            std::string("200  abc"));
        QCOMPARE(answer_to("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"),
                 std::string("204 No Content "));
        QCOMPARE(answer_to("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"), std::string("304 Not Modified "));
        QCOMPARE(answer_to("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", {}, "HEAD"), std::string("200 OK "));
    }

    void answers_that_are_none() {
        const std::string broke_off = "HttpClientError: the server closed the connection in the middle of an answer";
        QCOMPARE(answer_to(""), std::string("HttpClientError: the server closed the connection without an answer"));
        QCOMPARE(answer_to("HTTP/1.1 200 OK\r\nA: b"), broke_off);
        QCOMPARE(answer_to("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), broke_off);
        QCOMPARE(answer_to("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), broke_off);
        QCOMPARE(answer_to("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabcdefghi", {.max_body = 8}),
                 std::string("HttpClientError: the answer is too long"));
        QCOMPARE(answer_to("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabcdefghi\r\n", {.max_body = 8}),
                 std::string("HttpClientError: the answer is too long"));
        QCOMPARE(answer_to("HTTP/1.1 200 OK\r\n\r\nabcdefghi", {.max_body = 8}),
                 std::string("HttpClientError: the answer is too long"));
        for (const char* bytes :
             {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "\x15\x03\x01",
              "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"})
            QVERIFY2(answer_to(bytes).starts_with("HttpClientError: "), bytes);
    }

    void what_can_not_be_asked() {
        const auto result = run([] {
            const auto ask = [](const std::string& url) { return complaint([&] { green::http_get(url); }); };
            for (const char* url : {"no url", "ftp://x/", "http:///path", "http://[::1/", "http://u:p@h/",
                                    "http://h:70000/", "http://h/a\r\nB: c", "ws://h/"})
                if (!ask(url).starts_with("ValueError: ")) green::print("{}", url);
            green::print("{}", complaint([] { green::http_get("http://h/", {.fields = {{"A", "b\r\nC: d"}}}); }));
            const auto nobody = green::create_listener(any_port).local_address();
            green::print("{}", ask("http://" + nobody.text()).find("Connection refused") != std::string::npos);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"ValueError: a request's line has no newlines", "true"}));
    }

    void a_server_that_is_slow() {
        const auto result = run([] {
            auto silent = green::create_listener(any_port);
            const auto url = "http://" + silent.local_address().text();
            try {
                green::http_get(url, {.timeout = 5ms});
            } catch (const green::SocketTimeout&) {
                green::print("timed out");
            }
            // A little now and then does not help.
            auto server = started([](HttpRequest&, StartResponse start_response) {
                start_response("200 OK");
                return HttpBody::pieces([]() -> std::optional<std::string> {
                    green::sleep(1ms);
                    return "x";
                });
            });
            try {
                green::http_get(server.url(), {.timeout = 20ms});
            } catch (const green::SocketTimeout&) {
                green::print("timed out");
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"timed out", "timed out"}));
    }

    void everything_comes_back() {
        const auto before = open_descriptors();
        {
            green::trace::Gate gate;
            green::Hub hub(gate, {});
            hub.run_main([] {
                auto silent = green::create_listener(any_port);
                auto server = started(mirror);
                green::spawn([&] { green::http_get("http://" + silent.local_address().text()); });
                HttpClient kept(server.url());
                kept.get("/");
                green::http_get(server.url());
            });
            QVERIFY(hub.leftovers() == green::Hub::Leftovers());
        }
        QCOMPARE(open_descriptors(), before);
    }

    // --- texts ---

    void urls() {
        const auto parts = [](std::string_view text) {
            const auto url = green::Url::parse(text);
            return fmt::format("{} {} {} {} {}", url.scheme, url.host, url.port, url.target, url.authority());
        };
        QCOMPARE(parts("HTTP://example.org"), std::string("http example.org 80 / example.org"));
        QCOMPARE(parts("https://h:8443/a/b?c=d#e"), std::string("https h 8443 /a/b?c=d h:8443"));
        QCOMPARE(parts("ws://[::1]:80?q"), std::string("ws ::1 80 /?q [::1]"));
        QCOMPARE(green::percent_encode("a b/é~"), std::string("a%20b%2F%C3%A9~"));
        QCOMPARE(green::percent_decode("a%20b%2f%zz%4"), std::string("a b/%zz%4"));
        const auto form = green::parse_form("a=1&b=x+y%26&&c&=d");
        QCOMPARE(fmt::format("{}", form), std::string(R"([("a", "1"), ("b", "x y&"), ("c", ""), ("", "d")])"));
        QCOMPARE(green::write_form({{"a b", "c&d"}, {"e", ""}}), std::string("a%20b=c%26d&e="));
        QCOMPARE(green::escape_html("<a href=\"x\">Tom & 'Jo'</a>"),
                 std::string("&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jo&#39;&lt;/a&gt;"));
    }

    void json() {
        const auto value = green::parse_json(R"({"user": "ann", "n": [1, 2.5, null]})");
        QCOMPARE(std::string(value.at("user").as_string()), std::string("ann"));
        QCOMPARE(green::json::serialize(value), std::string(R"({"user":"ann","n":[1,2.5E0,null]})"));
        for (const auto& text : {std::string("{"), std::string("[1,]"), std::string(), std::string(100, '[')}) {
            bool is_refused = false;
            try {
                green::parse_json(text);
            } catch (const green::ValueError&) {
                is_refused = true;
            }
            QVERIFY2(is_refused, text.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(HttpClientTest)
#include "http_client_test.moc"
