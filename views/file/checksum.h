// CRC-32 as in ISO 3309 (zip, PNG): finds every damage of up to 32 bits in a row, and others but for
// one in four thousand million.
#pragma once

#include <QByteArrayView>
#include <cstdint>

namespace views {

std::uint32_t checksum(QByteArrayView bytes);

}  // namespace views
