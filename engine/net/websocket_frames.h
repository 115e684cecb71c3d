// The bytes of WebSocket's frames (RFC 6455, section 5). Beast has them too, but in a stream that needs an Asio
// context, with descriptors of its own, and that answers a ping in the middle of what another greenlet is sending. Any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace green::websocket {

enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };
constexpr bool is_control(Opcode opcode) { return static_cast<std::uint8_t>(opcode) >= 8; }

// Of what close frames may carry.
constexpr std::size_t max_control = 125;

// What the other side may not do; the code is to be told when the connection is closed for it.
class Violation : public std::runtime_error {
public:
    Violation(std::uint16_t code, const char* text) : std::runtime_error(text), code_(code) {}
    std::uint16_t code() const { return code_; }

private:
    std::uint16_t code_;
};

using Mask = std::array<char, 4>;

struct FrameHead {
    Opcode opcode = Opcode::Text;
    bool is_last = true;
    std::optional<Mask> mask{};
    std::uint64_t length = 0;  // of what follows
    std::size_t size = 0;      // of the head itself
};

// None where more has to come. Throws Violation.
std::optional<FrameHead> read_frame_head(std::string_view unread);
std::string write_frame_head(Opcode opcode, std::uint64_t length, const std::optional<Mask>& mask);
// Masks or unmasks; `at` is how far into the frame's data this begins.
void apply_mask(std::span<char> data, const Mask& mask, std::uint64_t at);

bool is_utf8(std::string_view text);
// What may stand in a close frame.
bool is_close_code(std::uint16_t code);

}  // namespace green::websocket
