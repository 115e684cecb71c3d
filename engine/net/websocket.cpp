#include "net/websocket.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "hub/timeout.h"
#include "io/digest.h"
#include "net/http_error.h"
#include "net/http_parser.h"
#include "net/http_reader.h"
#include "net/url.h"
#include "net/websocket_frames.h"
#include "net/websocket_handshake.h"
#include "sync/event.h"
#include "sync/semaphore.h"
#include "sync/with.h"

namespace green {

using websocket::Opcode;

namespace {

constexpr std::uint16_t no_code = 1005;
constexpr std::uint16_t gone = 1006;
constexpr std::uint16_t bad_text = 1007;
constexpr std::uint16_t too_long = 1009;

template <std::size_t size>
std::array<char, size> random_bytes() {
    std::array<char, size> bytes{};
    if (getrandom(bytes.data(), size, 0) != static_cast<ssize_t>(size))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    return bytes;
}

}  // namespace

class WebSocket::Core {
public:
    Core(StreamSocket stream, Side side, std::string unread, std::string protocol, const WebSocketOptions& options)
        : stream_(std::move(stream)),
          side_(side),
          options_(options),
          protocol_(std::move(protocol)),
          unread_(std::move(unread)) {}

    bool closed() const { return code_ != 0; }
    std::uint16_t code() const { return code_; }
    const std::string& reason() const { return reason_; }
    const std::string& protocol() const { return protocol_; }
    const Socket& socket() const { return stream_.socket(); }

    std::optional<WebSocketMessage> receive(trace::SourceLocation where) {
        if (closed()) return std::nullopt;
        if (is_receiving_) throw ConcurrentObjectUseError("This WebSocket is already received from");
        const Receiving receiving(*this);
        try {
            return next_message(where);
        } catch (const websocket::Violation& violation) {
            // Said without waiting for an answer: who does not know the rules need not know this one.
            say_goodbye(violation.code(), violation.what(), where);
            end(gone, {}, where);
            throw WebSocketError(violation.what());
        } catch (const std::system_error&) {
            end(gone, {}, where);
            return std::nullopt;
        }
    }

    void send(Opcode opcode, std::string_view data, trace::SourceLocation where) {
        if (closed() || said_goodbye_) throw WebSocketClosed("the WebSocket is closed");
        send_frame(opcode, data, where);
    }

    void close(std::uint16_t code, std::string_view reason, trace::SourceLocation where) {
        if (closed()) return;
        say_goodbye(code, reason, where);
        if (closed()) return;
        if (is_receiving_) {
            if (!over_) over_.emplace(std::string(), where);
            if (!over_->wait(options_.timeout ? TimeLimit(*options_.timeout) : TimeLimit(), where))
                end(gone, {}, where);
            return;
        }
        const Receiving receiving(*this);
        try {
            std::optional<Timeout::Scope> limit;
            if (options_.timeout) limit.emplace(Timeout(*options_.timeout, SocketTimeout()), where);
            // What still comes is not wanted any more.
            while (next_message(where)) {
            }
        } catch (const websocket::Violation&) {
            end(gone, {}, where);
        } catch (const std::system_error&) {
            end(gone, {}, where);
        }
    }

private:
    struct Receiving {
        explicit Receiving(Core& core) : core(core) { core.is_receiving_ = true; }
        ~Receiving() { core.is_receiving_ = false; }
        Receiving(const Receiving&) = delete;
        Receiving& operator=(const Receiving&) = delete;
        Core& core;
    };

    void send_frame(Opcode opcode, std::string_view data, trace::SourceLocation where) {
        // What another sends may have to wait in the middle of a frame.
        const With turn(sending_, where);
        if (closed() || said_goodbye_) throw WebSocketClosed("the WebSocket is closed");
        if (opcode == Opcode::Close) said_goodbye_ = true;
        std::optional<websocket::Mask> mask;
        std::string masked;
        if (side_ == Side::Client) {
            mask = random_bytes<4>();
            masked = data;
            websocket::apply_mask(masked, *mask, 0);
            data = masked;
        }
        const auto head = websocket::write_frame_head(opcode, data.size(), mask);
        const std::array<std::string_view, 2> pieces{head, data};
        try {
            stream_.set_timeout(options_.timeout);
            stream_.sendall(pieces, where);
        } catch (const std::system_error& error) {
            end(gone, {}, where);
            throw WebSocketClosed(error.what());
        } catch (...) {
            // A kill, say, in the middle of a frame: what would come after it could not be understood.
            said_goodbye_ = true;
            throw;
        }
    }

    void say_goodbye(std::uint16_t code, std::string_view reason, trace::SourceLocation where) {
        if (said_goodbye_) return;
        std::string data;
        if (code != no_code) {
            data += static_cast<char>(code >> 8);
            data += static_cast<char>(code & 0xFF);
            data += reason.substr(0, websocket::max_control - 2);
        }
        try {
            send_frame(Opcode::Close, data, where);
        } catch (const WebSocketClosed&) {
            // So it is closed without that.
        }
    }

    void end(std::uint16_t code, std::string_view reason, trace::SourceLocation where) {
        if (closed()) return;
        code_ = code;
        reason_ = reason;
        stream_.close(where);
        if (over_) over_->set(where);
    }

    // --- receiving ---

    std::optional<WebSocketMessage> next_message(trace::SourceLocation where) {
        for (;;) {
            std::optional<websocket::FrameHead> head;
            while (!(head = websocket::read_frame_head(unread()))) {
                if (fill(where)) continue;
                end(gone, {}, where);
                return std::nullopt;
            }
            if (head->mask.has_value() != (side_ == Side::Server))
                throw websocket::Violation(1002, "a frame that should be masked is not, or the other way round");
            begin_ += head->size;
            if (websocket::is_control(head->opcode)) {
                std::string data;
                if (!read_data(*head, data, where) || !take_control(head->opcode, data, where)) return std::nullopt;
                continue;
            }
            if ((head->opcode == Opcode::Continuation) != is_in_message_)
                throw websocket::Violation(1002, "a message begins or goes on where it should not");
            if (!std::exchange(is_in_message_, true)) {
                message_.data.clear();
                message_.is_text = head->opcode == Opcode::Text;
            }
            if (head->length > options_.max_message - message_.data.size())
                throw websocket::Violation(too_long, "a message is too long");
            if (!read_data(*head, message_.data, where)) return std::nullopt;
            if (!head->is_last) continue;
            is_in_message_ = false;
            if (message_.is_text && !websocket::is_utf8(message_.data))
                throw websocket::Violation(bad_text, "a text is not UTF-8");
            return std::exchange(message_, {});
        }
    }

    // Appends the frame's data. False at the connection's end.
    bool read_data(const websocket::FrameHead& head, std::string& to, trace::SourceLocation where) {
        for (std::uint64_t left = head.length; left > 0;) {
            if (unread().empty() && !fill(where)) {
                end(gone, {}, where);
                return false;
            }
            const auto piece =
                unread().substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, unread().size())));
            const auto old_size = to.size();
            to += piece;
            if (head.mask) websocket::apply_mask(std::span(to).subspan(old_size), *head.mask, head.length - left);
            begin_ += piece.size();
            left -= piece.size();
        }
        return true;
    }

    // False if that was the end.
    bool take_control(Opcode opcode, std::string_view data, trace::SourceLocation where) {
        if (opcode == Opcode::Ping && !said_goodbye_) {
            try {
                send_frame(Opcode::Pong, data, where);
            } catch (const WebSocketClosed&) {
                if (closed()) return false;
            }
        }
        if (opcode != Opcode::Close) return true;
        if (data.size() == 1) throw websocket::Violation(1002, "half a code to close with");
        std::uint16_t code = no_code;
        if (!data.empty()) {
            code = static_cast<std::uint16_t>(static_cast<unsigned char>(data[0]) << 8 |
                                              static_cast<unsigned char>(data[1]));
            data.remove_prefix(2);
            if (!websocket::is_close_code(code)) throw websocket::Violation(1002, "no code to close with");
            if (!websocket::is_utf8(data)) throw websocket::Violation(bad_text, "a reason is not UTF-8");
        }
        const std::string reason(data);
        say_goodbye(code, {}, where);
        end(code, reason, where);
        return false;
    }

    std::string_view unread() const { return std::string_view(unread_).substr(begin_); }

    bool fill(trace::SourceLocation where) {
        constexpr std::size_t at_once = std::size_t{16} * 1024;
        unread_.erase(0, std::exchange(begin_, 0));
        const auto old_size = unread_.size();
        std::size_t count = 0;
        for (;;) {
            // Senders have another limit on the same socket, so this is said anew for each wait; only for the other
            // side's goodbye does it matter.
            stream_.set_timeout(said_goodbye_ ? options_.timeout : std::nullopt);
            unread_.resize(old_size + at_once);
            try {
                count = stream_.recv_into(std::span(unread_).subspan(old_size), where);
                break;
            } catch (const SocketTimeout&) {
                unread_.resize(old_size);
                if (said_goodbye_) throw;
            } catch (...) {
                unread_.resize(old_size);
                throw;
            }
        }
        unread_.resize(old_size + count);
        return count != 0;
    }

    StreamSocket stream_;
    Side side_;
    WebSocketOptions options_;
    std::string protocol_;
    std::string unread_;
    std::size_t begin_ = 0;  // of what is unread, in there
    WebSocketMessage message_;
    bool is_in_message_ = false;
    bool is_receiving_ = false;
    bool said_goodbye_ = false;
    std::uint16_t code_ = 0;
    std::string reason_;
    Semaphore sending_{1, "sending"};
    std::optional<Event> over_;  // made when somebody waits for it
};

WebSocket::WebSocket(StreamSocket stream, Side side, std::string unread, std::string protocol,
                     const WebSocketOptions& options)
    : core_(std::make_shared<Core>(std::move(stream), side, std::move(unread), std::move(protocol), options)) {}

WebSocket WebSocket::connect(const std::string& url, const WebSocketOptions& options, trace::SourceLocation where) {
    const auto to = Url::parse(url);
    if (to.scheme != "ws" && to.scheme != "wss") throw ValueError("not ws:// or wss://: " + url);
    auto stream = open_stream(to, options.tls, options.timeout, where);
    const auto random = random_bytes<16>();
    const auto key = base64({random.data(), random.size()});
    auto request = fmt::format(
        "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: {}\r\n",
        to.target, to.authority(), key);
    if (!options.protocols.empty())
        request += fmt::format("Sec-WebSocket-Protocol: {}\r\n", fmt::join(options.protocols, ", "));
    request += "\r\n";
    try {
        stream.set_timeout(options.timeout);
        stream.sendall(std::string_view(request), where);
        HttpReader reader(stream);
        HttpParser parser;
        HttpHead head;
        constexpr HttpReader::Limits limits{8192, std::size_t{64} * 1024};
        std::string_view text;
        while ((text = reader.find_head(limits)).empty())
            if (!reader.fill(HttpReader::WaitsFirst::No, where))
                throw WebSocketError("the server closed the connection");
        parser.parse_response(text, head, true);
        if (head.status != 101 || !asks_for_websocket(head.fields) ||
            head.fields["Sec-WebSocket-Accept"] != websocket_accept(key))
            throw WebSocketError(fmt::format("the server declines: {} {}", head.status, head.reason));
        const std::string protocol(head.fields["Sec-WebSocket-Protocol"]);
        if (!protocol.empty() && std::ranges::find(options.protocols, protocol) == options.protocols.end())
            throw WebSocketError("the server has chosen another protocol: " + protocol);
        return WebSocket(std::move(stream), Side::Client, std::string(reader.unread()), protocol, options);
    } catch (const HttpError& error) {
        stream.close(where);
        throw WebSocketError(error.what());
    } catch (const WebSocketError&) {
        stream.close(where);
        throw;
    }
}

// The handle may go while its greenlet waits: the core is held.

std::optional<WebSocketMessage> WebSocket::receive(trace::SourceLocation where) {
    const auto core = core_;
    return core->receive(where);
}

void WebSocket::send(std::string_view text, trace::SourceLocation where) {
    if (!websocket::is_utf8(text)) throw ValueError("a text for a WebSocket is not UTF-8");
    const auto core = core_;
    core->send(Opcode::Text, text, where);
}

void WebSocket::send_binary(std::string_view data, trace::SourceLocation where) {
    const auto core = core_;
    core->send(Opcode::Binary, data, where);
}

void WebSocket::ping(std::string_view data, trace::SourceLocation where) {
    if (data.size() > websocket::max_control) throw ValueError("a ping has at most 125 bytes");
    const auto core = core_;
    core->send(Opcode::Ping, data, where);
}

void WebSocket::close(std::uint16_t code, std::string_view reason, trace::SourceLocation where) {
    const auto core = core_;
    core->close(code, reason, where);
}

bool WebSocket::closed() const { return core_->closed(); }
std::uint16_t WebSocket::close_code() const { return core_->code(); }
const std::string& WebSocket::close_reason() const { return core_->reason(); }
const std::string& WebSocket::protocol() const { return core_->protocol(); }
const Socket& WebSocket::socket() const { return core_->socket(); }

}  // namespace green
