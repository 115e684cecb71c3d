// Strings as JSON writes them. The texts of a record are any bytes; what leaves here is always valid
// UTF-8 and valid JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace green::trace {

// How many bytes the UTF-8 character at the front of `text` has; 0 if the bytes there are none (or
// `text` is empty).
std::size_t utf8_length(std::string_view text);

// Appends `text` in quotes. Escapes quotes, backslashes and control characters; each byte that is not
// part of valid UTF-8 becomes U+FFFD.
void append_json(std::string& out, std::string_view text);

// The same as a new string.
std::string json_string(std::string_view text);

}  // namespace green::trace
