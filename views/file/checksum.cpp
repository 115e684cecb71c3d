#include "file/checksum.h"

#include <array>

namespace views {

namespace {

constexpr std::array<std::uint32_t, 256> makeTable() {
    constexpr std::uint32_t polynomial = 0xEDB88320;  // reversed
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        auto rest = byte;
        for (int bit = 0; bit < 8; ++bit) rest = rest & 1 ? rest >> 1 ^ polynomial : rest >> 1;
        table[byte] = rest;
    }
    return table;
}

}  // namespace

std::uint32_t checksum(QByteArrayView bytes) {
    static constexpr auto table = makeTable();
    std::uint32_t rest = ~0U;
    for (const char byte : bytes) rest = table[(rest ^ static_cast<std::uint8_t>(byte)) & 0xFF] ^ rest >> 8;
    return ~rest;
}

}  // namespace views
