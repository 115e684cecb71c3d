#include "net/http_request.h"

#include "net/http_connection.h"
#include "net/url.h"
#include "net/websocket_handshake.h"

namespace green {

std::optional<std::string> HttpRequest::parameter(std::string_view name) const { return form_value(query_, name); }

Address HttpRequest::local_address() const { return connection_.local_address(); }

bool HttpRequest::wants_websocket() const { return asks_for_websocket(fields_); }

WebSocket HttpRequest::websocket(const WebSocketOptions& options, trace::SourceLocation where) {
    return connection_.websocket(options, where);
}

}  // namespace green
