// HTTP and WebSocket under TLS, and curl as a client of our server.
#include <string>
#include <vector>

#include "io/test_certificate.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "net/http_testing.h"
#include "net/websocket.h"
#include "process/popen.h"
#include "running.h"

using namespace http_testing;
using green::HttpBody;
using green::HttpRequest;
using green::HttpServer;
using green::StartResponse;
using green::TlsContext;
using running::run;
using Lines = std::vector<std::string>;

namespace {

TlsContext server_context() {
    TlsContext context(TlsContext::Side::Server);
    context.use_certificate(support::certificate().certificate, support::certificate().key);
    return context;
}

TlsContext client_context() {
    TlsContext context(TlsContext::Side::Client);
    context.trust(support::certificate().certificate);
    return context;
}

HttpBody echo(HttpRequest& request, StartResponse start_response) {
    if (request.wants_websocket()) {
        auto socket = request.websocket();
        while (const auto message = socket.receive()) socket.send(message->data);
        return {};
    }
    start_response("200 OK", {{"X-Scheme", request.scheme()}});
    return HttpBody::pieces([&request]() -> std::optional<std::string> {
        auto line = request.body().readline();
        if (line.empty()) return std::nullopt;
        return line;
    });
}

HttpServer started(std::optional<TlsContext> tls) {
    HttpServer server(any_port, echo, {.tls = std::move(tls)});
    server.start();
    return server;
}

// What curl prints.
std::string curl(std::vector<std::string> arguments, const std::string& in = {}) {
    arguments.insert(arguments.begin(), {"curl", "--silent", "--show-error", "--max-time", "60", "--noproxy", "*"});
    green::Popen child(arguments, {.in = green::Stream::Pipe, .out = green::Stream::Pipe, .err = green::Stream::Pipe});
    const auto [out, err] = child.communicate(in);
    return out + err;
}

}  // namespace

class HttpsTest : public QObject {
    Q_OBJECT

private slots:
    void under_tls() {
        const auto result = run([] {
            auto server = started(server_context());
            green::print("{}", server.url().starts_with("https://127.0.0.1:"));
            const std::string large(300'000, 'x');
            const auto answer = green::http_post(server.url(), large + "\nend", {.tls = client_context()});
            green::print("{} {}", answer.body == large + "\nend", answer["X-Scheme"]);
            auto socket = green::WebSocket::connect("wss" + server.url().substr(5), {.tls = client_context()});
            socket.send("secret");
            green::print("{}", socket.receive()->data);
            socket.close();
            green::print("{}", socket.close_code());
            // Not trusted.
            try {
                green::http_get(server.url());
            } catch (const green::TlsError& error) {
                green::print("{}", std::string(error.what()).find("certificate verify failed") != std::string::npos);
            }
        });
        QCOMPARE(result.lines(), (Lines{"true", "true https", "secret", "1000", "true"}));
    }

    void curl_asks() {
        const auto result = run([] {
            auto server = started({});
            const auto url = server.url();
            green::print("{}", curl({url, "--data-binary", "one\ntwo"}));
            // On one connection.
            green::print("{}", curl({url, url, "--write-out", "%{http_code} %{num_connects};"}));
            green::print("{}", curl({url, "--head", "--write-out", "%{http_code}", "--output", "/dev/null"}));
            // Chunks both ways, of which the first is only sent when it is asked for.
            std::string large;
            while (large.size() < 500'000) large += "a line\n";
            green::print("{}", curl({url, "--upload-file", "-", "--header", "Expect: 100-continue"}, large) == large);
            green::print("{}", curl({url, "--http1.0", "--data-binary", "old"}));
            auto secret = started(server_context());
            green::print("{}", curl({secret.url(), "--insecure", "--data-binary", "secret"}));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"one", "two", "200 1;200 0;", "200", "true", "old", "secret"}));
    }
};

QTEST_APPLESS_MAIN(HttpsTest)
#include "https_test.moc"
