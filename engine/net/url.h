// URLs and forms as texts: percent signs, queries, and what HTML can't have as it stands. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace green {

// "caf%C3%A9" gives "café". What is no proper %XX stays as it is.
std::string percent_decode(std::string_view text);
// Everything but letters, digits and -._~ as %XX: for one name in a path or a query.
std::string percent_encode(std::string_view text);

// A query, or a form that was posted: "a=1&b=x+y" gives a: "1", b: "x y".
using FormFields = std::vector<std::pair<std::string, std::string>>;
FormFields parse_form(std::string_view text);
// The first value of that name; none if there is none.
std::optional<std::string> form_value(std::string_view text, std::string_view name);
std::string write_form(const FormFields& fields);

// & < > " ' as HTML writes them: what others have typed can stand between tags and in quoted attributes.
std::string escape_html(std::string_view text);

struct Url {
    std::string scheme;      // "http", in small letters
    std::string host;        // "example.org", "::1" (without brackets)
    std::uint16_t port = 0;  // that of the scheme if none is given
    std::string target;      // "/path?query"; "/" if there is none. Without the fragment

    // "example.org:8080", as the Host field has it: without the scheme's own port.
    std::string authority() const;
    // http, https, ws and wss. Throws ValueError for others, and for what is no URL.
    static Url parse(std::string_view text);
};

}  // namespace green
