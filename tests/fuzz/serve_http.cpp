// Arbitrary bytes as an HTTP client's. The first says in what pieces they come, the second how much of the way the
// fuzzer is helped: a proper head is hardly found by chance, and what comes after one is to be tried as well.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/connection.h"
#include "net/http_connection.h"
#include "net/http_service.h"

namespace {

green::HttpBody application(green::HttpRequest& request, green::StartResponse start_response) {
    if (request.wants_websocket()) {
        auto socket = request.websocket();
        while (const auto message = socket.receive()) socket.send_binary(message->data);
        return {};
    }
    if (request.method() == "PUT") {
        // It is not read.
        start_response("204 No Content");
        return {};
    }
    start_response("200 OK");
    (void)request.parameter("a");
    auto body = request.body().read();
    if (request.path() == "/pieces")
        return green::HttpBody::pieces([body, n = 0]() mutable -> std::optional<std::string> {
            if (n++ == 3) return std::nullopt;
            return body;
        });
    return body;
}

using namespace std::string_view_literals;

constexpr std::array beginnings{
    ""sv,
    "GET /"sv,
    "GET / HTTP/1.1\r\n"sv,
    "GET / HTTP/1.1\r\nHost: x\r\n\r\n"sv,
    "POST /pieces?a=%41 HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"sv,
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"sv,
    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"sv,
    "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 50\r\n\r\n"sv,
    "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"sv,
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    std::string bytes(beginnings[data[1] % beginnings.size()]);
    bytes.append(reinterpret_cast<const char*>(data + 2), size - 2);
    const auto answer = fuzz::talk(bytes, data[0] == 0 ? bytes.size() : data[0], [](const green::Socket& socket) {
        green::HttpService service(application, {.limits = {.request_line = 200, .head = 600, .body = 2000}});
        green::HttpConnection connection(service, socket, {});
        connection.serve();
    });
    if (!answer.empty() && !answer.starts_with("HTTP/1.1 ")) std::abort();
    return 0;
}
