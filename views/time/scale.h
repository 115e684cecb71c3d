// From an axis to pixels and back: plain arithmetic, in pixels from the left edge of the tracks.
#pragma once

namespace views {

struct Scale {
    double begin = 0;     // the axis value at pixel 0
    double perPixel = 1;  // axis units a pixel; > 0

    constexpr double toPixel(double value) const { return (value - begin) / perPixel; }
    constexpr double toValue(double pixel) const { return begin + pixel * perPixel; }
    // Of a length, without the offset.
    constexpr double pixels(double length) const { return length / perPixel; }

    constexpr bool operator==(const Scale&) const = default;
};

}  // namespace views
