// JSON, by Boost.JSON: its values under a shorter name. Any thread. Apart from green.h, because not everybody needs
// what it includes.
//
//     green::json::value answer = green::parse_json(R"({"user": "ann", "messages": ["hi"]})");
//     green::print("{}", answer.at("user").as_string().c_str());
//     std::string text = green::json::serialize(green::json::object{{"ok", true}});
#pragma once

#include <boost/json.hpp>
#include <string_view>

namespace green {

namespace json = boost::json;

// Throws ValueError for what is no JSON, and for more than 64 values inside of each other.
json::value parse_json(std::string_view text);

}  // namespace green
