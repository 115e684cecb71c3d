// The text of an event's value, for the record.
#pragma once

#include <string>

#include "hub/hub.h"
#include "hub/repr.h"

namespace green::detail {

// As to_repr. Empty if no record is kept: then nobody reads it, and making it would cost more than all else.
template <class T>
std::string kept_repr(const T& value) {
    return Hub::get().recorder().keeps() ? to_repr(value) : std::string();
}

}  // namespace green::detail
