#include "net/http_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "context/context.h"
#include "net/http_error.h"
#include "net/http_parser.h"
#include "net/http_reader.h"
#include "net/stream_socket.h"

namespace green {

namespace {

constexpr HttpReader::Limits limits{8192, std::size_t{256} * 1024};

// Another line in a field would be another field, or another request.
void check_one_line(std::string_view text) {
    if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
        throw ValueError("a request's line has no newlines");
}

}  // namespace

class HttpClient::Core {
public:
    Core(const std::string& url, HttpClientOptions options) : url_(Url::parse(url)), options_(std::move(options)) {
        if (url_.scheme != "http" && url_.scheme != "https") throw ValueError("not http:// or https://: " + url);
    }

    enum class KeepAlive : bool { No, Yes };
    HttpResponse ask(std::string_view method, std::string_view target, std::string_view body, KeepAlive keep_alive,
                     trace::SourceLocation where) {
        if (in_use_) throw ConcurrentObjectUseError("This HttpClient is already used by another greenlet");
        const InUse in_use(*this);
        std::optional<Timeout::Scope> limit;
        if (options_.timeout) limit.emplace(Timeout(*options_.timeout, SocketTimeout()), where);
        const auto head = request_head(method, target, body, keep_alive);
        try {
            for (;;) {
                const bool is_new = !connection_;
                if (is_new) connection_ = std::make_unique<Connection>(open_stream(url_, options_.tls, {}, where));
                try {
                    if (auto answer = exchange(head, body, method != "HEAD", where)) return *std::move(answer);
                } catch (const std::system_error& error) {
                    if (is_new || (error.code().value() != EPIPE && error.code().value() != ECONNRESET)) throw;
                }
                // The server has closed it since the last answer, and has not seen this request: it is asked again. But
                // who knows that for sure, where asking twice is not the same as once?
                close(where);
                if (is_new || (method != "GET" && method != "HEAD"))
                    throw HttpClientError("the server closed the connection without an answer");
            }
        } catch (const context::Unwind&) {
            throw;
        } catch (const HttpError& error) {
            close(where);
            throw HttpClientError(error.what());
        } catch (...) {
            close(where);
            throw;
        }
    }

    void close(trace::SourceLocation where) {
        if (connection_) connection_->stream.close(where);
        connection_.reset();
    }
    const Url& url() const { return url_; }

private:
    struct InUse {
        explicit InUse(Core& core) : core(core) { core.in_use_ = true; }
        ~InUse() { core.in_use_ = false; }
        InUse(const InUse&) = delete;
        InUse& operator=(const InUse&) = delete;
        Core& core;
    };
    struct Connection {
        explicit Connection(StreamSocket stream) : stream(std::move(stream)) {}
        StreamSocket stream;
        HttpReader reader{stream};
        HttpParser parser;
    };

    std::string request_head(std::string_view method, std::string_view target, std::string_view body,
                             KeepAlive keep_alive) const {
        check_one_line(method);
        check_one_line(target);
        auto head = fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: identity\r\n", method, target,
                                url_.authority());
        for (const auto& [name, value] : options_.fields) {
            check_one_line(name);
            check_one_line(value);
            head.append(name).append(": ").append(value).append("\r\n");
        }
        if (!body.empty() || method == "POST" || method == "PUT")
            head += fmt::format("Content-Length: {}\r\n", body.size());
        if (keep_alive == KeepAlive::No) head += "Connection: close\r\n";
        return head + "\r\n";
    }

    // None if the connection ended before anything of an answer.
    std::optional<HttpResponse> exchange(std::string_view head, std::string_view body, bool has_body,
                                         trace::SourceLocation where) {
        auto& [stream, reader, parser] = *connection_;
        const std::array<std::string_view, 2> pieces{head, body};
        stream.sendall(pieces, where);
        HttpHead found;
        HttpResponse answer;
        do {
            reader.begin_message();
            std::string_view text;
            while ((text = reader.find_head(limits)).empty()) {
                if (reader.fill(HttpReader::WaitsFirst::No, where)) continue;
                if (reader.unread().empty()) return std::nullopt;
                throw HttpClientError("the server closed the connection in the middle of an answer");
            }
            answer.head = std::make_shared<const std::string>(text);
            parser.parse_response(*answer.head, found, has_body);
            // "100 Continue", say, before the answer itself.
        } while (found.status / 100 == 1 && found.status != 101);
        answer.status = found.status;
        answer.reason = found.reason;
        std::swap(answer.fields, found.fields);
        read_body(found, answer.body, where);
        if (!found.keep_alive || found.status == 101) close(where);
        return answer;
    }

    void read_body(const HttpHead& head, std::string& body, trace::SourceLocation where) {
        // No structured binding: clang 14 does not let a lambda have one.
        auto& reader = connection_->reader;
        auto& parser = connection_->parser;
        const auto append = [&](std::string_view piece) {
            if (piece.size() > options_.max_body - body.size()) throw HttpClientError("the answer is too long");
            body += piece;
        };
        const auto fill = [&] {
            if (!reader.fill(HttpReader::WaitsFirst::No, where))
                throw HttpClientError("the server closed the connection in the middle of an answer");
        };
        switch (head.body) {
            case HttpHead::Body::None: return;
            case HttpHead::Body::Length:
                if (head.length > options_.max_body) throw HttpClientError("the answer is too long");
                for (auto left = static_cast<std::size_t>(head.length); left > 0;) {
                    if (reader.unread().empty()) fill();
                    const auto piece = reader.unread().substr(0, left);
                    append(piece);
                    left -= piece.size();
                    reader.take(piece.size());
                }
                return;
            case HttpHead::Body::Chunked:
                for (;;) {
                    const auto step = parser.take_chunk(reader.unread());
                    append(step.data);
                    reader.take(step.consumed);
                    if (step.is_last) return;
                    if (step.data.empty()) fill();
                }
            case HttpHead::Body::UntilTheEnd:
                do {
                    append(reader.unread());
                    reader.take(reader.unread().size());
                } while (reader.fill(HttpReader::WaitsFirst::No, where));
                return;
        }
    }

    Url url_;
    HttpClientOptions options_;
    std::unique_ptr<Connection> connection_;
    bool in_use_ = false;
};

HttpClient::HttpClient(const std::string& url, HttpClientOptions options)
    : core_(std::make_shared<Core>(url, std::move(options))) {}

// The handle may go while its greenlet waits: the core is held.
HttpResponse HttpClient::request(std::string_view method, std::string_view target, std::string_view body,
                                 trace::SourceLocation where) {
    const auto core = core_;
    return core->ask(method, target, body, Core::KeepAlive::Yes, where);
}

HttpResponse HttpClient::request_once(std::string_view method, std::string_view body, trace::SourceLocation where) {
    const auto core = core_;
    return core->ask(method, core->url().target, body, Core::KeepAlive::No, where);
}

HttpResponse HttpClient::get(std::string_view target, trace::SourceLocation where) {
    return request("GET", target, {}, where);
}

HttpResponse HttpClient::post(std::string_view target, std::string_view body, trace::SourceLocation where) {
    return request("POST", target, body, where);
}

void HttpClient::close(trace::SourceLocation where) {
    const auto core = core_;
    core->close(where);
}

HttpResponse http_request(std::string_view method, const std::string& url, std::string_view body,
                          const HttpClientOptions& options, trace::SourceLocation where) {
    HttpClient client(url, options);
    return client.request_once(method, body, where);
}

HttpResponse http_get(const std::string& url, const HttpClientOptions& options, trace::SourceLocation where) {
    return http_request("GET", url, {}, options, where);
}

HttpResponse http_post(const std::string& url, std::string_view body, const HttpClientOptions& options,
                       trace::SourceLocation where) {
    return http_request("POST", url, body, options, where);
}

}  // namespace green
