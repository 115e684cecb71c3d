#include "time/visible_range.h"

#include <algorithm>

namespace views {

namespace {

constexpr double step_width = 16;          // pixels of a step at first
constexpr double widest_step = 64;         // and at most, unless all of a short run is shown
constexpr double least_steps = 8;          // a run that has hardly begun is not spread over the whole width
constexpr double fit_margin = 16;          // pixels behind the end, so that its last tick can be seen
constexpr double closest_time = 1.0 / 32;  // ns a pixel
constexpr double least_extent = 1e6;       // ns: a run in which no time has passed shows one millisecond
constexpr double overscroll = 1.0 / 3;     // of the width, behind the end

}  // namespace

VisibleRange::VisibleRange(QObject* parent) : QObject(parent) { reset(Axis::Order, 0); }

double VisibleRange::fitZoom() const {
    const double least = axis_ == Axis::Order ? least_steps : least_extent;
    return std::max(extent_, least) / std::max(width_ - fit_margin, 1.0);
}

double VisibleRange::closestZoom() const {
    return std::min(axis_ == Axis::Order ? 1 / widest_step : closest_time, fitZoom());
}

double VisibleRange::furthestZoom() const {
    return axis_ == Axis::Order ? std::max(fitZoom(), 1 / step_width) : fitZoom();
}

void VisibleRange::set(Scale scale, bool fitted) {
    scale.perPixel = std::clamp(scale.perPixel, closestZoom(), furthestZoom());
    const double shown = scale.perPixel * width_;
    scale.begin = std::clamp(scale.begin, 0.0, std::max(0.0, extent_ - shown * (1 - overscroll)));
    fitted_ = fitted;
    if (scale == scale_) return;
    scale_ = scale;
    emit changed();
}

void VisibleRange::reset(Axis axis, double extent) {
    axis_ = axis;
    extent_ = std::max(extent, 0.0);
    if (axis == Axis::Order)
        scale_ = {0, 1 / step_width};
    else
        scale_ = {0, fitZoom()};
    fitted_ = axis == Axis::Time;
    emit changed();
}

void VisibleRange::setExtent(double extent) {
    extent_ = std::max(extent, 0.0);
    if (fitted_) fit();
}

void VisibleRange::setWidth(double pixels) {
    width_ = std::max(pixels, 1.0);
    if (fitted_)
        fit();
    else
        set(scale_, false);
}

void VisibleRange::show(double begin, double end) {
    if (!(end > begin)) return;
    set({begin, (end - begin) / width_}, false);
}

void VisibleRange::zoomAt(double factor, double pixel) {
    if (!(factor > 0)) return;
    const double perPixel = std::clamp(scale_.perPixel / factor, closestZoom(), furthestZoom());
    // At the limit nothing may move: the pointer's place would creep with every turn of the wheel.
    if (perPixel == scale_.perPixel) return;
    set({scale_.toValue(pixel) - pixel * perPixel, perPixel}, false);
}

void VisibleRange::panBy(double pixels) { set({scale_.toValue(pixels), scale_.perPixel}, false); }

void VisibleRange::fit() { set({0, fitZoom()}, true); }

bool VisibleRange::shows(double value) const {
    const double pixel = scale_.toPixel(value);
    return pixel >= 0 && pixel <= width_;
}

void VisibleRange::follow(double value) {
    if (shows(value)) return;
    const double place = scale_.toPixel(value) < 0 ? width_ / 3 : width_ * 2 / 3;
    set({value - place * scale_.perPixel, scale_.perPixel}, false);
}

}  // namespace views
