// The fields of a head of HTTP ("Content-Type: text/html"), in the order in which they came. Names are compared without
// regard to case. Any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace green {

// Views: whoever keeps them longer than what they are of makes strings of them.
struct HttpField {
    std::string_view name;
    std::string_view value;
    bool operator==(const HttpField&) const = default;
};

// Whether two names are the same but for the case of ASCII letters.
bool same_http_name(std::string_view one, std::string_view other);

class HttpFields {
public:
    // The first of that name; empty if there is none.
    std::string_view operator[](std::string_view name) const { return find(name).value_or(std::string_view()); }
    std::optional<std::string_view> find(std::string_view name) const;
    // Whether one of the fields of that name has `token` in its list: "Connection: keep-alive, Upgrade" has both.
    bool has_token(std::string_view name, std::string_view token) const;

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    std::size_t size() const { return fields_.size(); }
    bool empty() const { return fields_.empty(); }

    void add(HttpField field) { fields_.push_back(field); }
    // Its memory stays.
    void clear() { fields_.clear(); }

private:
    std::vector<HttpField> fields_;
};

}  // namespace green
