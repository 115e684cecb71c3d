// How both sides of an HTTP connection agree on WebSocket (RFC 6455, section 4). Any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "net/http_fields.h"

namespace green {

struct WebSocketAgreement {
    std::string answer;    // the whole head
    std::string protocol;  // empty for none
};

// Whether the request asks for it, properly or not.
bool asks_for_websocket(const HttpFields& fields);
// A server's side. Throws HttpError: 400, 426.
WebSocketAgreement accept_websocket(std::string_view method, const HttpFields& fields,
                                    std::span<const std::string> protocols);
// What a server has to say to that key.
std::string websocket_accept(std::string_view key);

}  // namespace green
