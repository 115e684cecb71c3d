#include "net/http_input.h"

#include <algorithm>
#include <cstring>

namespace green {

std::string HttpInput::read(trace::SourceLocation where) {
    std::string all;
    for (auto piece = peek(where); !piece.empty(); piece = peek(where)) {
        all.append(piece.data(), piece.size());
        take(piece.size());
    }
    return all;
}

std::string HttpInput::read(std::size_t size, trace::SourceLocation where) {
    std::string text;
    while (text.size() < size) {
        const auto piece = peek(where);
        if (piece.empty()) break;
        const auto count = std::min(piece.size(), size - text.size());
        text.append(piece.data(), count);
        take(count);
    }
    return text;
}

std::size_t HttpInput::read_some(std::span<char> buffer, trace::SourceLocation where) {
    if (buffer.empty()) return 0;
    const auto piece = peek(where);
    const auto count = std::min(piece.size(), buffer.size());
    std::copy_n(piece.data(), count, buffer.data());
    take(count);
    return count;
}

std::string HttpInput::readline(std::optional<std::size_t> most, trace::SourceLocation where) {
    std::string line;
    const auto limit = most.value_or(SIZE_MAX);
    while (line.size() < limit) {
        auto piece = peek(where);
        if (piece.empty()) break;
        piece = piece.first(std::min(piece.size(), limit - line.size()));
        const auto newline = std::ranges::find(piece, '\n');
        const bool is_whole = newline != piece.end();
        const auto count = static_cast<std::size_t>(newline - piece.begin()) + (is_whole ? 1 : 0);
        line.append(piece.data(), count);
        take(count);
        if (is_whole) break;
    }
    return line;
}

}  // namespace green
