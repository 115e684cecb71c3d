#include "net/websocket_frames.h"

#include "trace/json_text.h"

namespace green::websocket {

namespace {

constexpr std::uint16_t protocol_error = 1002;

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

}  // namespace

std::optional<FrameHead> read_frame_head(std::string_view unread) {
    if (unread.size() < 2) return std::nullopt;
    const auto first = byte_at(unread, 0);
    const auto second = byte_at(unread, 1);
    if (first & 0x70) throw Violation(protocol_error, "a reserved bit is set");
    FrameHead head;
    head.is_last = first & 0x80;
    head.opcode = static_cast<Opcode>(first & 0x0F);
    switch (head.opcode) {
        case Opcode::Continuation:
        case Opcode::Text:
        case Opcode::Binary: break;
        case Opcode::Close:
        case Opcode::Ping:
        case Opcode::Pong:
            if (!head.is_last) throw Violation(protocol_error, "a control frame in pieces");
            if ((second & 0x7F) > max_control) throw Violation(protocol_error, "a control frame is too long");
            break;
        default: throw Violation(protocol_error, "an unknown kind of frame");
    }
    head.length = second & 0x7F;
    head.size = 2;
    if (head.length >= 126) {
        const std::size_t digits = head.length == 126 ? 2 : 8;
        if (unread.size() < head.size + digits) return std::nullopt;
        head.length = 0;
        for (std::size_t i = 0; i < digits; ++i) head.length = head.length << 8 | byte_at(unread, head.size + i);
        head.size += digits;
        if (head.length <= (digits == 2 ? 125U : 0xFFFFU) || head.length >> 63)
            throw Violation(protocol_error, "a length is written in a wrong way");
    }
    if (second & 0x80) {
        if (unread.size() < head.size + 4) return std::nullopt;
        head.mask.emplace();
        unread.copy(head.mask->data(), 4, head.size);
        head.size += 4;
    }
    return head;
}

std::string write_frame_head(Opcode opcode, std::uint64_t length, const std::optional<Mask>& mask) {
    std::string head(1, static_cast<char>(0x80 | static_cast<int>(opcode)));
    const int masked = mask ? 0x80 : 0;
    const auto digits = [&](int count) {
        for (int i = count - 1; i >= 0; --i) head += static_cast<char>(length >> (8 * i) & 0xFF);
    };
    if (length <= 125) {
        head += static_cast<char>(masked | static_cast<int>(length));
    } else if (length <= 0xFFFF) {
        head += static_cast<char>(masked | 126);
        digits(2);
    } else {
        head += static_cast<char>(masked | 127);
        digits(8);
    }
    if (mask) head.append(mask->data(), mask->size());
    return head;
}

void apply_mask(std::span<char> data, const Mask& mask, std::uint64_t at) {
    for (auto& byte : data) byte = static_cast<char>(byte ^ mask[at++ % 4]);
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = trace::utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

bool is_close_code(std::uint16_t code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

}  // namespace green::websocket
