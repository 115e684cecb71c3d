// Speaks to a server in bytes, as no proper client would.
#pragma once

#include <fcntl.h>

#include <string>
#include <string_view>

#include "io/socket.h"
#include "net/http_server.h"

namespace http_testing {

inline const green::Address any_port("127.0.0.1", 0);

// Everything until the server closes the connection, or resets it.
inline std::string read_all(green::Socket& socket) {
    std::string all;
    try {
        for (auto text = socket.recv(65536); !text.empty(); text = socket.recv(65536)) all += text;
    } catch (const std::system_error&) {
        all += "<reset>";
    }
    return all;
}

// Until `end` has come; or the connection's end.
inline std::string read_until(green::Socket& socket, std::string_view end) {
    std::string all;
    while (all.find(end) == std::string::npos) {
        const auto text = socket.recv(1);
        if (text.empty()) break;
        all += text;
    }
    return all;
}

// Without the date, and with a newline as newline.
inline std::string readable(std::string text) {
    for (auto at = text.find('\r'); at != std::string::npos; at = text.find('\r')) text.erase(at, 1);
    for (auto at = text.find("Date: "); at != std::string::npos; at = text.find("Date: "))
        text.erase(at, text.find('\n', at) + 1 - at);
    return text;
}

// Sends that on a new connection, and reads until the server closes it.
inline std::string raw(const green::HttpServer& server, std::string_view text) {
    auto socket = green::create_connection(server.address());
    socket.sendall(text);
    return readable(read_all(socket));
}

// The status of the answer to that; 0 for none.
inline int status_of(const green::HttpServer& server, std::string_view text) {
    const auto answer = raw(server, text);
    return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

inline std::size_t open_descriptors() {
    std::size_t count = 0;
    for (int number = 0; number < 4096; ++number)
        if (fcntl(number, F_GETFD) >= 0) ++count;
    return count;
}

}  // namespace http_testing
