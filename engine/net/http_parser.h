// Takes heads of HTTP and chunked bodies apart, by Boost.Beast, which only http_parser.cpp sees. Of a connection, one
// message after the other. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "net/http_fields.h"

namespace green {

// Views of the text that was parsed.
struct HttpHead {
    // How it is seen where the body ends.
    enum class Body : std::uint8_t { None, Length, Chunked, UntilTheEnd };

    std::string_view line{};    // the first
    std::string_view method{};  // of a request
    std::string_view target{};
    int status = 0;  // of an answer
    std::string_view reason{};
    int version = 11;  // or 10
    HttpFields fields{};
    Body body = Body::None;
    std::uint64_t length = 0;
    bool keep_alive = true;  // the sender wants the connection to go on
};

class HttpParser {
public:
    HttpParser();
    ~HttpParser();
    HttpParser(const HttpParser&) = delete;
    HttpParser& operator=(const HttpParser&) = delete;

    // `text` is a whole head: lines that end with \r\n, and an empty one. Throws HttpError (400, 501, 505) for one that
    // is not proper, or that another server might understand in another way.
    void parse_request(std::string_view text, HttpHead& head);
    // `has_body`: not of an answer to HEAD.
    void parse_response(std::string_view text, HttpHead& head, bool has_body);

    // A step through the chunked body after the head. `data` is a view of `unread`; `consumed` is how much of `unread`
    // is done with, `data` included: nothing where more has to come first. Throws HttpError (400).
    struct Step {
        std::size_t consumed = 0;
        std::string_view data{};
        bool is_last = false;
    };
    Step take_chunk(std::string_view unread);

private:
    struct Parsers;
    std::unique_ptr<Parsers> parsers_;
};

}  // namespace green
