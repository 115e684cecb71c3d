#include "net/http_connection.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <system_error>
#include <utility>

#include "context/context.h"
#include "hub/hub.h"
#include "net/http_error.h"
#include "net/url.h"
#include "net/websocket_handshake.h"

namespace green {

namespace {

// A piece that is no longer than this is copied behind what goes before it: cheaper than telling the system of two.
constexpr std::size_t small_piece = 4096;
// What is read and dropped of a body that nobody wanted, so that the connection can go on, or the client can see the
// answer.
constexpr std::uint64_t dropped_at_most = std::uint64_t{64} * 1024;

// Where nobody has called for it: what the server itself sends.
trace::SourceLocation here(trace::SourceLocation where = trace::SourceLocation::current()) { return where; }

bool is_field_name(std::string_view name) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [marks](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool is_one_line(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

template <class Number>
Number number_of(std::string_view text, const char* what) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) throw ValueError(fmt::format("{}: {}", what, text));
    return number;
}

}  // namespace

class HttpConnection::Deadline {
public:
    Deadline(HttpConnection& connection, std::chrono::nanoseconds time) : connection_(connection) {
        connection.is_late_ = false;
        connection.deadline_ = Hub::get().clock().now() + time.count();
    }
    ~Deadline() { connection_.deadline_ = trace::never; }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

private:
    HttpConnection& connection_;
};

// One text, or several pieces.
template <class Data>
void HttpConnection::send(const Data& data, trace::SourceLocation where) {
    const Deadline deadline(*this, service_.limits().send_time);
    try {
        stream_.sendall(data, where);
    } catch (const ClosedInAnotherGreenlet&) {
        // How much has been sent is not known, so there is nothing to go on with.
        is_broken_ = true;
        if (is_late_) throw SocketTimeout();
        throw;
    } catch (...) {
        is_broken_ = true;
        throw;
    }
}

HttpConnection::HttpConnection(HttpService& service, Socket socket, const Address& from)
    : service_(service), stream_(std::move(socket)), request_(*this, *this) {
    request_.remote_address_ = from;
    service.add(*this);
}

HttpConnection::~HttpConnection() { service_.remove(*this); }

// Not closed: who waits may be in the middle of something, and has to say so.
void HttpConnection::time_is_over() {
    is_late_ = true;
    auto& core = stream_.socket().core();
    core.cancel_reading();
    core.cancel_writing();
}

void HttpConnection::server_closes() {
    if (is_idle_) stream_.socket().core().cancel_reading();
}

// --- requests ----------------------------------------------------------------------------------------

void HttpConnection::serve() {
    const auto where = here();
    try {
        if (stream_.socket().family() != Address::Family::Unix) Socket(stream_.socket()).set_nodelay();
        request_.scheme_ = service_.tls() ? "https" : "http";
        if (service_.tls()) {
            const Deadline deadline(*this, service_.limits().head_time);
            stream_ = TlsSocket::server(stream_.socket(), *service_.tls(), where);
        }
        for (bool is_first = true; wait_for_head(is_first); is_first = false)
            if (serve_request() == After::Close) break;
    } catch (const std::system_error&) {
        // It broke, which is nobody's error.
    }
    if (service_.tls()) stream_.close(where);
}

// False at the connection's end. What is wrong with the head is answered here.
bool HttpConnection::wait_for_head(bool is_first) {
    const auto where = here();
    const auto& limits = service_.limits();
    reader_.begin_message();
    reset_answer();
    head_.line = request_.method_ = {};
    head_.version = 11;
    is_idle_ = reader_.unread().empty();
    std::optional<Deadline> deadline;
    deadline.emplace(*this, is_first || !is_idle_ ? limits.head_time : limits.idle_time);
    // A client that has just been answered has hardly asked again yet.
    auto waits_first = is_first ? HttpReader::WaitsFirst::No : HttpReader::WaitsFirst::Yes;
    try {
        for (;;) {
            if (const auto head = reader_.find_head({limits.request_line, limits.head}); !head.empty()) {
                is_idle_ = false;
                begin_ = service_.logs() ? Hub::get().clock().read() : 0;
                parser_.parse_request(head, head_);
                prepare_request();
                return true;
            }
            if (is_idle_ && service_.closing()) return false;
            try {
                if (!reader_.fill(waits_first, where)) return false;
            } catch (const ClosedInAnotherGreenlet&) {
                if (stream_.closed()) return false;
                if (is_late_) {
                    if (is_idle_) return false;
                    throw HttpError(408);
                }
                // Meant for a wait that was over already.
                continue;
            }
            waits_first = HttpReader::WaitsFirst::No;
            if (std::exchange(is_idle_, false) && !is_first) deadline.emplace(*this, limits.head_time);
        }
    } catch (const HttpError& error) {
        keeps_alive_ = false;
        body_is_broken_ = true;
        answer_error(error.status(), error.what());
    }
    deadline.reset();
    write_log();
    linger();
    return false;
}

void HttpConnection::prepare_request() {
    auto& request = request_;
    request.method_ = head_.method;
    request.target_ = head_.target;
    request.line_ = head_.line;
    request.version_ = head_.version;
    std::swap(request.fields_, head_.fields);
    auto path = head_.target;
    // "GET http://host/path": as to a proxy. Servers have to understand it.
    if (const auto scheme = path.find("://"); !path.starts_with('/') && scheme != path.npos) {
        const auto slash = path.find('/', scheme + 3);
        path = slash == path.npos ? std::string_view("/") : path.substr(slash);
    }
    path = path.substr(0, path.find('#'));
    const auto question = std::min(path.find('?'), path.size());
    request.query_ = path.substr(std::min(question + 1, path.size()));
    path = path.substr(0, question);
    if (path.find('%') != path.npos) {
        request.decoded_path_ = percent_decode(path);
        path = request.decoded_path_;
    }
    request.path_ = path;

    keeps_alive_ = head_.keep_alive;
    body_is_done_ = head_.body == HttpHead::Body::None;
    body_is_broken_ = false;
    chunk_ = {};
    left_ = head_.body == HttpHead::Body::Chunked ? service_.limits().body : head_.length;
    expects_continue_ = false;
    if (head_.length > service_.limits().body) throw HttpError(413);
    if (const auto expects = request.fields_.find("Expect"); expects && head_.version >= 11) {
        if (!same_http_name(*expects, "100-continue")) throw HttpError(417);
        expects_continue_ = !body_is_done_;
    }
}

// No line of the program has called for it.
void HttpConnection::record_request() const {
    // What fits into a line of a pane.
    constexpr std::size_t shown = 64;
    auto& hub = Hub::get();
    std::string text;
    if (hub.recorder().keeps()) text.append(head_.method).append(" ").append(head_.target.substr(0, shown));
    hub.record({.object = service_.server, .kind = trace::Kind::Request}, text);
}

HttpConnection::After HttpConnection::serve_request() {
    std::exception_ptr error;
    record_request();
    try {
        run_application();
    } catch (const context::Unwind&) {
        throw;
    } catch (const HttpError& refused) {
        if (body_is_broken_) keeps_alive_ = false;
        answer_error(refused.status(), refused.what());
    } catch (const WebSocketError&) {
        // The client's, or it has gone.
    } catch (...) {
        error = std::current_exception();
    }
    // What was thrown because the connection broke is nobody's error.
    if (error && !is_broken_) {
        keeps_alive_ = false;
        auto& hub = Hub::get();
        hub.handle_error(&hub.current(), error);
        answer_error(500, {});
    }
    write_log();
    if (websocket_) websocket_->close(error ? 1011 : 1000, {}, here());
    if (websocket_ || is_broken_ || stream_.closed() || !is_finished_) return After::Close;
    if (keeps_alive_ && drop_rest_of_body() && !service_.closing()) return After::GoOn;
    linger();
    return After::Close;
}

void HttpConnection::run_application() {
    const auto body = service_.application()(request_, StartResponse(*this));
    if (!websocket_) send_body(body);
}

void HttpConnection::send_body(const HttpBody& body) {
    const auto where = here();
    const auto check_started = [&] {
        if (status_ == 0) throw std::logic_error("The application did not call start_response()");
    };
    const auto send_all = [&](std::span<const std::string> pieces) {
        check_started();
        std::uint64_t length = 0;
        for (const auto& piece : pieces) length += piece.size();
        if (!head_sent_) finish_head(length);
        for (const auto& piece : pieces) write(piece, where);
    };
    const auto& content = body.content();
    if (const auto* whole = std::get_if<std::string>(&content)) {
        // What `write` has sent may have been all.
        if (!head_sent_ || !whole->empty()) send_all({whole, 1});
    } else if (const auto* pieces = std::get_if<std::vector<std::string>>(&content)) {
        send_all(*pieces);
    } else {
        const auto& next = std::get<HttpBody::Next>(content);
        while (const auto piece = next()) {
            check_started();
            write(*piece, where);
            // Nobody wants to see what it is made of.
            if (request_.method_ == "HEAD" && head_sent_) break;
        }
        check_started();
    }
    finish_answer();
}

void HttpConnection::answer_error(int status, std::string_view text) {
    if (head_sent_) {
        keeps_alive_ = false;
        return;
    }
    reset_answer();
    const auto line = fmt::format("{} {}", status, http_reason(status));
    const auto body = (text.empty() || text == http_reason(status) ? line : fmt::format("{}: {}", line, text)) + "\n";
    start_response(line, std::array{HttpField{"Content-Type", "text/plain; charset=utf-8"}});
    try {
        finish_head(body.size());
        write(body, here());
        finish_answer();
    } catch (const std::system_error&) {
        // is_broken_ says so.
    }
}

void HttpConnection::write_log() {
    ++service_.requests;
    if (!service_.logs()) return;
    const std::chrono::duration<double> time = std::chrono::nanoseconds(Hub::get().clock().read() - begin_);
    const auto host = request_.remote_address_.host();
    service_.log(fmt::format("{} - - [{:%F %T}] \"{}\" {} {} {:.6f}", host.empty() ? "-" : host,
                             fmt::localtime(std::time(nullptr)), head_.line, status_ == 0 ? 500 : status_,
                             sent_ == 0 ? std::string("-") : std::to_string(sent_), time.count()));
}

// --- the body of the request -------------------------------------------------------------------------

std::optional<std::uint64_t> HttpConnection::length() const {
    if (head_.body == HttpHead::Body::Chunked) return std::nullopt;
    return head_.length;
}

std::span<const char> HttpConnection::peek(trace::SourceLocation where) {
    if (body_is_done_) return {};
    if (body_is_broken_) throw HttpError(400, "the body broke off");
    if (std::exchange(expects_continue_, false) && !head_sent_) {
        constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        send(go_on, where);
    }
    if (head_.body == HttpHead::Body::Chunked) return peek_chunk(where);
    while (reader_.unread().empty()) fill_body(where);
    const auto unread = reader_.unread();
    return unread.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(unread.size(), left_)));
}

std::span<const char> HttpConnection::peek_chunk(trace::SourceLocation where) {
    while (chunk_.empty()) {
        HttpParser::Step step;
        try {
            step = parser_.take_chunk(reader_.unread());
        } catch (const HttpError&) {
            body_is_broken_ = true;
            throw;
        }
        reader_.take(step.consumed);
        chunk_ = step.data;
        if (chunk_.size() > left_) {
            body_is_broken_ = true;
            chunk_ = {};
            throw HttpError(413);
        }
        if (step.is_last) {
            body_is_done_ = true;
            return {};
        }
        if (chunk_.empty()) fill_body(where);
    }
    return chunk_;
}

void HttpConnection::take(std::size_t count) {
    left_ -= count;
    if (head_.body == HttpHead::Body::Chunked) {
        chunk_.remove_prefix(count);
        return;
    }
    reader_.take(count);
    if (left_ == 0) body_is_done_ = true;
}

void HttpConnection::fill_body(trace::SourceLocation where) {
    const Deadline deadline(*this, service_.limits().body_time);
    try {
        if (reader_.fill(HttpReader::WaitsFirst::No, where)) return;
        body_is_broken_ = true;
        throw HttpError(400, "the body broke off");
    } catch (const ClosedInAnotherGreenlet&) {
        if (stream_.closed()) {
            is_broken_ = true;
            throw;
        }
        // One that was meant for an earlier wait is followed by another try.
        if (!is_late_) return;
        body_is_broken_ = true;
        throw HttpError(408);
    } catch (const HttpError&) {
        body_is_broken_ = true;
        throw;
    } catch (...) {
        is_broken_ = true;
        throw;
    }
}

bool HttpConnection::drop_rest_of_body() {
    if (body_is_done_) return true;
    if (body_is_broken_ || expects_continue_) return false;
    if (head_.body == HttpHead::Body::Length && left_ > dropped_at_most) return false;
    try {
        for (std::uint64_t dropped = 0; dropped <= dropped_at_most;) {
            const auto piece = peek(here());
            if (piece.empty()) return true;
            dropped += piece.size();
            take(piece.size());
        }
    } catch (const HttpError&) {
        keeps_alive_ = false;
    }
    return false;
}

// A connection that is closed before all is read is reset, and the client may not see the answer. So it is told that
// this was the end, and has a moment to stop.
void HttpConnection::linger() {
    const bool all_is_read = body_is_done_ && reader_.unread().empty() && !body_is_broken_;
    if (all_is_read || stream_.closed() || stream_.is_encrypted() || service_.closing()) return;
    try {
        Socket socket(stream_.socket());
        socket.shutdown(Socket::Direction::Write);
        const Deadline deadline(
            *this, std::min(service_.limits().body_time, std::chrono::nanoseconds(std::chrono::seconds(2))));
        std::array<char, 4096> dropped;  // NOLINT(cppcoreguidelines-pro-type-member-init): nobody reads it
        for (std::uint64_t count = 0; count < 16 * dropped_at_most;) {
            const auto size = socket.recv_into(dropped, 0, here());
            if (size == 0) return;
            count += size;
        }
    } catch (const std::system_error&) {
        // It is closed next.
    }
}

// --- the answer --------------------------------------------------------------------------------------

void HttpConnection::reset_answer() {
    answer_.clear();
    status_ = 0;
    announced_.reset();
    sent_ = 0;
    has_date_ = head_is_complete_ = head_sent_ = is_chunked_ = is_finished_ = false;
}

void HttpConnection::start_response(std::string_view status, std::span<const HttpField> fields) {
    if (head_sent_) throw std::logic_error("start_response: the head of the answer has been sent already");
    if (websocket_) throw std::logic_error("start_response: the connection goes on with WebSocket");
    const int code = number_of<int>(status.substr(0, status.find(' ')), "no status");
    if (code < 200 || code > 999 || !is_one_line(status)) throw ValueError(fmt::format("no status: {}", status));
    reset_answer();
    answer_.append("HTTP/1.1 ").append(status);
    // Its end is needed by the protocol even where there are no words.
    answer_.append(status.size() == 3 ? " \r\n" : "\r\n");
    for (const auto& [name, value] : fields) {
        if (!is_field_name(name)) throw ValueError(fmt::format("no field's name: {}", name));
        if (!is_one_line(value)) throw ValueError(fmt::format("no value of a field: {}: {}", name, value));
        if (same_http_name(name, "Content-Length")) {
            if (announced_) throw ValueError("Content-Length is given twice");
            announced_ = number_of<std::uint64_t>(value, "Content-Length");
            continue;
        }
        if (same_http_name(name, "Transfer-Encoding")) throw ValueError("Transfer-Encoding is the server's own");
        if (same_http_name(name, "Connection")) {
            if (same_http_name(value, "close")) keeps_alive_ = false;
            continue;
        }
        if (same_http_name(name, "Date")) has_date_ = true;
        answer_.append(name).append(": ").append(value).append("\r\n");
    }
    status_ = code;
}

bool HttpConnection::may_have_body() const { return status_ != 204 && status_ != 304; }

void HttpConnection::finish_head(std::optional<std::uint64_t> body_length) {
    const bool is_head_only = request_.method_ == "HEAD";
    if (!may_have_body()) {
        if ((body_length && *body_length != 0) || announced_.value_or(0) != 0)
            throw std::logic_error(fmt::format("The {} response must have no body", status_));
    } else {
        if (!announced_) announced_ = body_length;
        if (announced_)
            fmt::format_to(std::back_inserter(answer_), "Content-Length: {}\r\n", *announced_);
        else if (head_.version >= 11)
            is_chunked_ = true;
        else
            keeps_alive_ = false;
    }
    if (is_chunked_) answer_.append("Transfer-Encoding: chunked\r\n");
    is_chunked_ = is_chunked_ && !is_head_only;
    if (!has_date_) answer_.append("Date: ").append(service_.date()).append("\r\n");
    // The client may send the body or not: nobody can tell where the next request begins.
    if (expects_continue_ || service_.closing()) keeps_alive_ = false;
    if (!keeps_alive_)
        answer_.append("Connection: close\r\n");
    else if (head_.version < 11)
        answer_.append("Connection: keep-alive\r\n");
    answer_.append("\r\n");
    head_is_complete_ = true;
}

void HttpConnection::write(std::string_view piece, trace::SourceLocation where) {
    if (status_ == 0) throw std::logic_error("write: start_response was not called");
    if (is_finished_) throw std::logic_error("write: the answer has been sent");
    // An empty piece would end a chunked body.
    if (piece.empty()) return;
    if (!may_have_body()) throw std::logic_error(fmt::format("The {} response must have no body", status_));
    if (!head_is_complete_) finish_head({});
    if (announced_ && piece.size() > *announced_ - sent_)
        throw std::logic_error(fmt::format("more than the {} bytes of Content-Length", *announced_));
    sent_ += piece.size();
    if (request_.method_ == "HEAD") piece = {};
    std::array<char, 20> size;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
    std::string_view size_line;
    if (is_chunked_)
        size_line = {size.data(),
                     static_cast<std::size_t>(fmt::format_to(size.data(), "{:x}\r\n", piece.size()) - size.data())};
    const std::string_view end = is_chunked_ ? "\r\n" : "";
    head_sent_ = true;
    if (piece.size() <= small_piece) {
        answer_.append(size_line).append(piece).append(end);
        send(std::string_view(answer_), where);
    } else {
        const std::array<std::string_view, 4> pieces{answer_, size_line, piece, end};
        send(std::span<const std::string_view>(pieces), where);
    }
    answer_.clear();
}

void HttpConnection::finish_answer() {
    if (!head_is_complete_) finish_head(head_sent_ ? std::nullopt : std::optional<std::uint64_t>(0));
    if (is_chunked_) answer_.append("0\r\n\r\n");
    if (!answer_.empty()) {
        head_sent_ = true;
        send(std::string_view(answer_), here());
        answer_.clear();
    }
    // Otherwise the client would wait for more.
    if (announced_ && sent_ < *announced_ && request_.method_ != "HEAD") keeps_alive_ = false;
    is_finished_ = true;
}

// --- WebSocket ---------------------------------------------------------------------------------------

WebSocket HttpConnection::websocket(const WebSocketOptions& options, trace::SourceLocation where) {
    if (head_sent_ || websocket_) throw std::logic_error("websocket: an answer has been begun already");
    auto agreed = accept_websocket(request_.method_, request_.fields_, options.protocols);
    if (!body_is_done_) throw HttpError(400, "a request for WebSocket has no body");
    reset_answer();
    status_ = 101;
    head_sent_ = is_finished_ = true;
    send(std::string_view(agreed.answer), where);
    const std::string unread(reader_.unread());
    reader_.take(unread.size());
    websocket_.emplace(stream_, WebSocket::Side::Server, unread, std::move(agreed.protocol), options);
    return *websocket_;
}

}  // namespace green
