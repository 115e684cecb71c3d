#include "net/websocket_handshake.h"

#include <fmt/format.h>

#include "io/digest.h"
#include "net/http_error.h"

namespace green {

bool asks_for_websocket(const HttpFields& fields) {
    return fields.has_token("Connection", "upgrade") && fields.has_token("Upgrade", "websocket");
}

std::string websocket_accept(std::string_view key) {
    return base64(sha1(fmt::format("{}258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key)));
}

WebSocketAgreement accept_websocket(std::string_view method, const HttpFields& fields,
                                    std::span<const std::string> protocols) {
    if (!asks_for_websocket(fields)) throw HttpError(426, "this is for WebSocket");
    if (method != "GET") throw HttpError(400, "WebSocket begins with GET");
    if (fields["Sec-WebSocket-Version"] != "13") throw HttpError(426, "only version 13 of WebSocket is known");
    const auto key = fields["Sec-WebSocket-Key"];
    // 16 bytes.
    if (key.size() != 24 || !key.ends_with("==")) throw HttpError(400, "bad Sec-WebSocket-Key");
    WebSocketAgreement agreement;
    for (const auto& protocol : protocols) {
        if (!fields.has_token("Sec-WebSocket-Protocol", protocol)) continue;
        agreement.protocol = protocol;
        break;
    }
    agreement.answer = fmt::format(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {}\r\n",
        websocket_accept(key));
    if (!agreement.protocol.empty()) agreement.answer += "Sec-WebSocket-Protocol: " + agreement.protocol + "\r\n";
    agreement.answer += "\r\n";
    return agreement;
}

}  // namespace green
