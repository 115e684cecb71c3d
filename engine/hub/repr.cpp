#include "hub/repr.h"

#include <cmath>

namespace green {

std::string quoted(std::string_view text) {
    const bool use_double = text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    const char quote = use_double ? '"' : '\'';
    std::string result(1, quote);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == quote || c == '\\')
            (result += '\\') += c;
        else if (c == '\n')
            result += "\\n";
        else if (c == '\t')
            result += "\\t";
        else if (c == '\r')
            result += "\\r";
        else if (byte < 0x20 || byte == 0x7f)
            result += fmt::format("\\x{:02x}", byte);
        else
            result += c;
        if (result.size() > longest_repr) break;
    }
    return result += quote;
}

std::string repr_of_double(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    // Python goes over to exponents at 1e16, fmt's shortest form too.
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string repr_of_exception(const std::exception_ptr& error) {
    std::string text;
    if (if_described(error, [&](const Described& own) { text = own.described_repr(); })) return text;
    const auto message = message_of(error);
    return type_name(error) + (message.empty() ? "()" : "(" + quoted(message) + ")");
}

std::string cut_repr(std::string text) {
    if (text.size() <= longest_repr) return text;
    auto end = longest_repr - 3;
    // Not in the middle of a UTF-8 sequence.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
    return text += "...";
}

}  // namespace green
