// Arbitrary bytes as frames of a WebSocket. The first says to which side they come, and in what pieces.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fuzz/connection.h"

using green::WebSocket;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto side = data[0] % 2 ? WebSocket::Side::Server : WebSocket::Side::Client;
    fuzz::talk(bytes, data[0] < 2 ? size : data[0], [side](const green::Socket& socket) {
        WebSocket web_socket(socket, side, {}, {}, {.max_message = 300});
        try {
            while (const auto message = web_socket.receive()) {
                if (message->data.size() > 300) std::abort();
                message->is_text ? web_socket.send(message->data) : web_socket.send_binary(message->data);
            }
        } catch (const green::WebSocketError&) {
            // The proper answer to most of it.
        }
        if (!web_socket.closed()) std::abort();
    });
    return 0;
}
