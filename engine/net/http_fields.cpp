#include "net/http_fields.h"

#include <algorithm>

namespace green {

namespace {

char in_small_letters(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

}  // namespace

bool same_http_name(std::string_view one, std::string_view other) {
    return std::ranges::equal(one, other, {}, in_small_letters, in_small_letters);
}

std::optional<std::string_view> HttpFields::find(std::string_view name) const {
    for (const auto& field : fields_)
        if (same_http_name(field.name, name)) return field.value;
    return std::nullopt;
}

bool HttpFields::has_token(std::string_view name, std::string_view token) const {
    for (const auto& field : fields_) {
        if (!same_http_name(field.name, name)) continue;
        auto list = field.value;
        while (!list.empty()) {
            const auto comma = std::min(list.find(','), list.size());
            if (same_http_name(without_blanks(list.substr(0, comma)), token)) return true;
            list.remove_prefix(std::min(comma + 1, list.size()));
        }
    }
    return false;
}

}  // namespace green
