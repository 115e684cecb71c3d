#include "trace/json_text.h"

#include <cstdint>

namespace green::trace {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// The two bytes at the front decide the length and whether the form is the shortest one, no surrogate
// and not beyond U+10FFFF; all later bytes are plain continuation bytes.
std::size_t sequence_length(std::uint8_t first, std::uint8_t second) {
    const auto between = [second](int low, int high) { return second >= low && second <= high; };
    if (first >= 0xC2 && first <= 0xDF) return between(0x80, 0xBF) ? 2 : 0;
    if (first == 0xE0) return between(0xA0, 0xBF) ? 3 : 0;
    if (first == 0xED) return between(0x80, 0x9F) ? 3 : 0;
    if (first >= 0xE1 && first <= 0xEF) return between(0x80, 0xBF) ? 3 : 0;
    if (first == 0xF0) return between(0x90, 0xBF) ? 4 : 0;
    if (first >= 0xF1 && first <= 0xF3) return between(0x80, 0xBF) ? 4 : 0;
    if (first == 0xF4) return between(0x80, 0x8F) ? 4 : 0;
    return 0;
}

void append_control(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            out += "\\u00";
            out += digits[static_cast<std::uint8_t>(c) >> 4];
            out += digits[static_cast<std::uint8_t>(c) & 15];
    }
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
    if (text.empty()) return 0;
    const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    if (byte(0) < 0x80) return 1;
    if (text.size() < 2) return 0;
    const auto length = sequence_length(byte(0), byte(1));
    if (length > text.size()) return 0;
    for (std::size_t i = 2; i < length; ++i)
        if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
    return length;
}

void append_json(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto length = utf8_length(text);
        if (length == 0) {
            out += replacement;
            text.remove_prefix(1);
            continue;
        }
        const char c = text.front();
        if (length > 1) {
            out += text.substr(0, length);
        } else if (static_cast<std::uint8_t>(c) < 0x20) {
            append_control(out, c);
        } else {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        text.remove_prefix(length);
    }
    out += '"';
}

std::string json_string(std::string_view text) {
    std::string out;
    append_json(out, text);
    return out;
}

}  // namespace green::trace
