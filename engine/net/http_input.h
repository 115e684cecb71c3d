// The body of a request, as gevent's wsgi.input: read while it comes. "100 Continue" is sent at the first read to
// clients that wait for it. Engine's thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include "trace/source_location.h"

namespace green {

// All calls throw HttpError for what the client does wrong: 400 where the body breaks off or its chunks are no chunks,
// 408 where it does not come, 413 where it is too long. An application that lets it pass answers with just that.
class HttpInput {
public:
    // All that is left.
    std::string read(trace::SourceLocation where = trace::SourceLocation::current());
    // As many bytes, less at the end: waits until they are there.
    std::string read(std::size_t size, trace::SourceLocation where = trace::SourceLocation::current());
    // The next bytes as soon as there are any; 0 at the end.
    std::size_t read_some(std::span<char> buffer, trace::SourceLocation where = trace::SourceLocation::current());
    // Up to the next newline, and with it; at most so many bytes. Empty at the end.
    std::string readline(std::optional<std::size_t> most = {},
                         trace::SourceLocation where = trace::SourceLocation::current());

    // What the client has announced; none for a chunked body. 0 without a body.
    virtual std::optional<std::uint64_t> length() const = 0;

    HttpInput() = default;
    HttpInput(const HttpInput&) = delete;
    HttpInput& operator=(const HttpInput&) = delete;

protected:
    ~HttpInput() = default;

private:
    // What has come and was not taken yet; waits for more where there is none. Empty at the end.
    virtual std::span<const char> peek(trace::SourceLocation where) = 0;
    virtual void take(std::size_t count) = 0;
};

}  // namespace green
