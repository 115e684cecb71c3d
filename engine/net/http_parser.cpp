#include "net/http_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>
#include <string>
#include <variant>

#include "net/http_error.h"

namespace green {

namespace http = boost::beast::http;
using boost::beast::error_code;

namespace {

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

// What Beast finds, as views; nothing is copied.
template <bool is_request>
class Finder final : public http::basic_parser<is_request> {
public:
    explicit Finder(HttpHead& head) : head_(head) {
        // The reader has limits of its own.
        this->header_limit(UINT32_MAX);
        this->body_limit(boost::none);
    }

    // The data of a chunk that the last `put` has come upon.
    std::string_view take_data() { return std::exchange(data_, {}); }

private:
    void on_request_impl(http::verb, boost::beast::string_view method, boost::beast::string_view target, int version,
                         error_code&) override {
        head_.method = view(method);
        head_.target = view(target);
        head_.version = version;
    }
    void on_response_impl(int status, boost::beast::string_view reason, int version, error_code&) override {
        head_.status = status;
        head_.reason = view(reason);
        head_.version = version;
    }
    void on_field_impl(http::field, boost::beast::string_view name, boost::beast::string_view value,
                       error_code&) override {
        // Those after the last chunk are dropped, as most servers do: nobody asks for them.
        if (!is_head_done_) head_.fields.add({view(name), view(value)});
    }
    void on_header_impl(error_code&) override { is_head_done_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(boost::beast::string_view body, error_code&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view body, error_code&) override {
        data_ = view(body);
        return body.size();
    }
    void on_finish_impl(error_code&) override {}

    HttpHead& head_;
    std::string_view data_;
    bool is_head_done_ = false;
};

std::string_view first_line(std::string_view text) { return text.substr(0, text.find("\r\n")); }

[[noreturn]] void refuse(const error_code& error, std::string_view line) {
    // What comes after the last blank may be a version that is not spoken here, or no version at all.
    const auto version = line.substr(line.rfind(' ') + 1);
    if (error == http::error::bad_version && version.size() == 8 && version.starts_with("HTTP/") &&
        version.substr(5) >= "0.0" && version[6] == '.')
        throw HttpError(505);
    throw HttpError(400, error.message());
}

template <bool is_request>
void put_head(Finder<is_request>& finder, std::string_view text) {
    error_code error;
    const auto consumed = finder.put(boost::asio::buffer(text.data(), text.size()), error);
    if (error && error != http::error::need_more) refuse(error, first_line(text));
    if (error || consumed != text.size() || !finder.is_header_done()) throw HttpError(400, "no proper head");
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Another server on the way might read what Beast lets pass in another way, and so see where the body ends at another
// place: what comes after that would be a request of somebody else's.
void check_framing(const HttpHead& head, bool is_request) {
    int encodings = 0;
    bool has_length = false;
    for (const auto& [name, value] : head.fields) {
        if (same_http_name(name, "Content-Length")) {
            if (!is_number(value)) throw HttpError(400, "bad Content-Length");
            has_length = true;
        } else if (same_http_name(name, "Transfer-Encoding")) {
            ++encodings;
            if (!same_http_name(value, "chunked")) throw HttpError(501, "only the transfer encoding chunked is known");
        }
    }
    if (encodings > 1 || (encodings == 1 && (has_length || (is_request && head.version < 11))))
        throw HttpError(400, "bad Transfer-Encoding");
}

void check_host(const HttpHead& head) {
    const auto hosts =
        std::ranges::count_if(head.fields, [](const HttpField& field) { return same_http_name(field.name, "Host"); });
    if (hosts > 1 || (hosts == 0 && head.version >= 11)) throw HttpError(400, "one Host is needed");
}

}  // namespace

struct HttpParser::Parsers {
    std::variant<std::monostate, Finder<true>, Finder<false>> finder;
};

HttpParser::HttpParser() : parsers_(std::make_unique<Parsers>()) {}
HttpParser::~HttpParser() = default;

void HttpParser::parse_request(std::string_view text, HttpHead& head) {
    auto& finder = parsers_->finder.emplace<Finder<true>>(head);
    head.fields.clear();
    head.line = first_line(text);
    put_head(finder, text);
    check_framing(head, true);
    check_host(head);
    head.keep_alive = finder.keep_alive();
    head.length = finder.content_length().value_or(0);
    head.body = finder.chunked()   ? HttpHead::Body::Chunked
                : head.length != 0 ? HttpHead::Body::Length
                                   : HttpHead::Body::None;
}

void HttpParser::parse_response(std::string_view text, HttpHead& head, bool has_body) {
    auto& finder = parsers_->finder.emplace<Finder<false>>(head);
    finder.skip(!has_body);
    head.fields.clear();
    head.line = first_line(text);
    put_head(finder, text);
    if (!has_body || head.status / 100 == 1 || head.status == 204 || head.status == 304) {
        head.body = HttpHead::Body::None;
        head.length = 0;
    } else {
        check_framing(head, false);
        head.length = finder.content_length().value_or(0);
        head.body = finder.chunked()          ? HttpHead::Body::Chunked
                    : finder.content_length() ? HttpHead::Body::Length
                                              : HttpHead::Body::UntilTheEnd;
    }
    const bool says_close = head.fields.has_token("Connection", "close");
    const bool says_keep = head.fields.has_token("Connection", "keep-alive");
    head.keep_alive = head.body != HttpHead::Body::UntilTheEnd && !says_close && (head.version >= 11 || says_keep);
}

HttpParser::Step HttpParser::take_chunk(std::string_view unread) {
    return std::visit(
        [&]<class Of>(Of& finder) -> Step {
            if constexpr (std::is_same_v<Of, std::monostate>) {
                return {};
            } else {
                Step step;
                // Chunk headers without data are gone over in one step.
                while (step.data.empty() && !finder.is_done()) {
                    error_code error;
                    const auto left = unread.substr(step.consumed);
                    if (left.empty()) return step;
                    step.consumed += finder.put(boost::asio::buffer(left.data(), left.size()), error);
                    if (error == http::error::need_more) return step;
                    if (error) throw HttpError(400, error.message());
                    step.data = finder.take_data();
                }
                step.is_last = finder.is_done();
                return step;
            }
        },
        parsers_->finder);
}

}  // namespace green
