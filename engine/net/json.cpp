#include "net/json.h"

// The library itself: it is compiled in here, so that its headers are all that has to be installed.
#include <boost/json/src.hpp>

#include "hub/errors.h"

namespace green {

json::value parse_json(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = 64;
    boost::system::error_code error;
    auto value = boost::json::parse({text.data(), text.size()}, error, {}, options);
    if (error) throw ValueError("no JSON: " + error.message());
    return value;
}

}  // namespace green
