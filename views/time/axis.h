// The two axes of a timeline.
#pragma once

namespace views {

enum class Axis {
    Order,  // x is the event number, each event equally wide
    Time,   // x is the run's clock in ns
};

}  // namespace views
