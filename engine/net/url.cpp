#include "net/url.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

#include "hub/errors.h"

namespace green {

namespace {

std::optional<int> hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

std::string decode(std::string_view text, bool plus_is_blank) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_blank) {
            decoded += ' ';
            continue;
        }
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto high = hex_value(text[i + 1]);
            const auto low = hex_value(text[i + 2]);
            if (high && low) {
                decoded += static_cast<char>(*high * 16 + *low);
                i += 2;
                continue;
            }
        }
        decoded += text[i];
    }
    return decoded;
}

// What is before the first `mark` and what is after it.
std::pair<std::string_view, std::string_view> split(std::string_view text, char mark) {
    const auto end = text.find(mark);
    if (end == std::string_view::npos) return {text, {}};
    return {text.substr(0, end), text.substr(end + 1)};
}

// Calls `use` with name and value of each, as they stand; as long as that returns true.
template <class Use>
void for_each_field(std::string_view text, Use&& use) {
    while (!text.empty()) {
        const auto [field, rest] = split(text, '&');
        text = rest;
        if (field.empty()) continue;
        const auto [name, value] = split(field, '=');
        if (!use(name, value)) return;
    }
}

std::uint16_t own_port(std::string_view scheme) {
    if (scheme == "http" || scheme == "ws") return 80;
    if (scheme == "https" || scheme == "wss") return 443;
    return 0;
}

[[noreturn]] void refuse(std::string_view text) { throw ValueError("not a URL of http or ws: " + std::string(text)); }

}  // namespace

std::string percent_decode(std::string_view text) { return decode(text, false); }

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view marks = "-._~";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            marks.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

FormFields parse_form(std::string_view text) {
    FormFields fields;
    for_each_field(text, [&](std::string_view name, std::string_view value) {
        fields.emplace_back(decode(name, true), decode(value, true));
        return true;
    });
    return fields;
}

std::optional<std::string> form_value(std::string_view text, std::string_view name) {
    std::optional<std::string> found;
    for_each_field(text, [&](std::string_view other, std::string_view value) {
        if (decode(other, true) == name) found = decode(value, true);
        return !found;
    });
    return found;
}

std::string write_form(const FormFields& fields) {
    std::string text;
    for (const auto& [name, value] : fields) {
        if (!text.empty()) text += '&';
        text += percent_encode(name) + '=' + percent_encode(value);
    }
    return text;
}

std::string escape_html(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\'': escaped += "&#39;"; break;
            default: escaped += c;
        }
    }
    return escaped;
}

Url Url::parse(std::string_view text) {
    // Blanks and control characters would end up in the middle of a request.
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7F'; }))
        refuse(text);
    Url url;
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) refuse(text);
    for (const char c : text.substr(0, colon)) url.scheme += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    url.port = own_port(url.scheme);
    if (url.port == 0) refuse(text);
    auto rest = text.substr(colon + 3);
    rest = rest.substr(0, rest.find('#'));
    const auto path = std::min(rest.find_first_of("/?"), rest.size());
    auto authority = rest.substr(0, path);
    url.target = rest.substr(path);
    if (!url.target.starts_with('/')) url.target.insert(0, 1, '/');
    if (authority.find('@') != std::string_view::npos) refuse(text);
    std::string_view port;
    if (authority.starts_with('[')) {
        const auto end = authority.find(']');
        if (end == std::string_view::npos) refuse(text);
        url.host = authority.substr(1, end - 1);
        port = authority.substr(end + 1);
    } else {
        const auto end = std::min(authority.find(':'), authority.size());
        url.host = authority.substr(0, end);
        port = authority.substr(end);
    }
    if (url.host.empty()) refuse(text);
    if (port.size() > 1) {
        port.remove_prefix(1);
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
        if (error != std::errc() || end != port.data() + port.size()) refuse(text);
    }
    return url;
}

std::string Url::authority() const {
    auto text = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != own_port(scheme)) text += ":" + std::to_string(port);
    return text;
}

}  // namespace green
