// Checksums and the like, by OpenSSL. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace green {

// Of any bytes, as printable text.
std::string base64(std::string_view bytes);
// The SHA-1 of it, in bytes. Not for secrets: old protocols ask for it.
std::string sha1(std::string_view text);

}  // namespace green
