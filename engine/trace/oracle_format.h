// A run in the format of tests/oracle, so that it can be compared with a recording of the real gevent,
// byte for byte: the same keys, ids, line breaks and separators.
//
// Ids are main, hub, and g1, g2, … in the order in which greenlets were made. Ticks are milliseconds of
// the virtual clock; a run on the real clock has none, because no two such runs share them. An event
// after the end of main is not part of a record, so none has to be left out here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trace/store.h"

namespace green::trace {

// The gevent whose rules the engine follows.
inline constexpr std::string_view followed_gevent = "22.10.2";

// Folds the whole record once: its cost grows with the number of events.
std::string oracle_json(const TraceStore& store);

// `text` in lines, as Python's str.splitlines cuts them: also at \r, \v, \f, U+001C to U+001E, U+0085,
// U+2028 and U+2029. No empty line after a line end at the very end.
std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace green::trace
