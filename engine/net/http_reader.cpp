#include "net/http_reader.h"

#include <algorithm>
#include <cstring>

#include "net/http_error.h"

namespace green {

namespace {

// Enough for nearly every head, and for what is read of a body at once.
constexpr std::size_t first_capacity = std::size_t{16} * 1024;
// Kept free behind a head that is in use, for its body: the head can't be moved then.
constexpr std::size_t body_room = 4096;

bool begins_a_token(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

}  // namespace

void HttpReader::begin_message() {
    if (begin_ == end_)
        end_ = 0;
    else if (begin_ != 0)
        end_ = static_cast<std::size_t>(std::copy(buffer_.get() + begin_, buffer_.get() + end_, buffer_.get()) -
                                        buffer_.get());
    begin_ = head_ = line_ = 0;
}

std::string_view HttpReader::find_head(const Limits& limits) {
    // Empty lines before a request are passed over.
    while (line_ == begin_ && unread().starts_with("\r\n")) line_ = begin_ += 2;
    // What is no HTTP at all (TLS, say) may never come to the end of its line.
    if (begin_ != end_ && buffer_[begin_] != '\r' && !begins_a_token(buffer_[begin_])) throw HttpError(400);
    while (line_ < end_) {
        const char* const line = buffer_.get() + line_;
        const auto* newline = static_cast<const char*>(std::memchr(line, '\n', end_ - line_));
        if (!newline) break;
        const auto size = static_cast<std::size_t>(newline + 1 - line);
        if (size < 2 || newline[-1] != '\r') throw HttpError(400, "a line does not end with CR LF");
        if (line_ == begin_) {
            if (size - 2 > limits.line) throw HttpError(414);
        } else if (*line == ' ' || *line == '\t') {
            throw HttpError(400, "a field goes on in the next line");
        }
        line_ += size;
        if (line_ - begin_ > limits.head) throw HttpError(431);
        if (size > 2) continue;
        head_ = line_;
        if (capacity_ - head_ < body_room) grow(head_ + first_capacity);
        const auto head = unread().substr(0, head_ - begin_);
        begin_ = head_;
        return head;
    }
    if (line_ == begin_ && end_ - begin_ > limits.line) throw HttpError(414);
    if (end_ - begin_ > limits.head) throw HttpError(431);
    return {};
}

void HttpReader::grow(std::size_t capacity) {
    std::unique_ptr<char[]> larger(new char[capacity]);
    std::copy(buffer_.get(), buffer_.get() + end_, larger.get());
    buffer_ = std::move(larger);
    capacity_ = capacity;
}

void HttpReader::make_room() {
    if (begin_ == end_) {
        begin_ = end_ = head_;
        if (head_ == 0) line_ = 0;
    }
    if (end_ < capacity_) return;
    // To the front: of a body behind its head, and of a head behind empty lines, of which there may be any number.
    if (begin_ > head_) {
        const auto by = begin_ - head_;
        std::memmove(buffer_.get() + head_, buffer_.get() + begin_, end_ - begin_);
        end_ -= by;
        begin_ = head_;
        if (head_ == 0) line_ -= by;
    } else if (head_ == 0) {
        grow(std::max(first_capacity, 2 * capacity_));
    } else {
        throw HttpError(400, "a line between chunks is too long");
    }
}

bool HttpReader::fill(WaitsFirst waits_first, trace::SourceLocation where) {
    make_room();
    if (waits_first == WaitsFirst::Yes && !stream_.is_encrypted()) Socket(stream_.socket()).wait_read(where);
    const auto count = stream_.recv_into({buffer_.get() + end_, capacity_ - end_}, where);
    end_ += count;
    return count != 0;
}

}  // namespace green
