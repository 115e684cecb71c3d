// Reads messages of HTTP off a connection, through a buffer: heads whole, bodies as they come. Engine's thread only.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include "trace/source_location.h"

#include "net/stream_socket.h"

namespace green {

class HttpReader {
public:
    explicit HttpReader(StreamSocket& stream) : stream_(stream) {}
    HttpReader(const HttpReader&) = delete;
    HttpReader& operator=(const HttpReader&) = delete;

    // Bytes.
    struct Limits {
        std::size_t line;
        std::size_t head;
    };
    // Begins with the next message: what was not read of the last one is its beginning. Views of the last head are
    // void.
    void begin_message();
    // Looks whether a head is there: with its empty line; empty where more has to come. Throws HttpError: 400 where
    // lines don't end as they should or go on in the next, 414, 431. The view is good until `begin_message`.
    std::string_view find_head(const Limits& limits);

    // What has come after what was taken.
    std::string_view unread() const { return {buffer_.get() + begin_, end_ - begin_}; }
    void take(std::size_t count) { begin_ += count; }
    // Reads once, and waits if nothing is there; `waits_first`: nothing is likely to be there. False at the end. Moves
    // what is unread, but no head. Throws HttpError (400) where there is no room, which happens only to lines between
    // chunks.
    enum class WaitsFirst : bool { No, Yes };
    bool fill(WaitsFirst waits_first, trace::SourceLocation where);

private:
    void make_room();
    void grow(std::size_t capacity);

    StreamSocket& stream_;
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_ = 0;
    std::size_t head_ = 0;   // where the head that is in use ends
    std::size_t begin_ = 0;  // of what is unread
    std::size_t end_ = 0;
    std::size_t line_ = 0;  // where the line begins that is being looked for; a first line begins at begin_
};

}  // namespace green
