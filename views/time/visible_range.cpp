#include "time/visible_range.h"

#include <algorithm>

namespace views {

namespace {

constexpr double step_width = 16;          // pixels of a step at first
constexpr double short_run_step = 32;      // of a run that is short enough to be shown as a whole
constexpr double step_change = 4;          // not with each step that it gets longer
constexpr double widest_step = 64;         // and at most, unless all of a short run is shown
constexpr double least_steps = 8;          // a run that has hardly begun is not spread over the whole width
constexpr double fit_margin = 16;          // pixels behind the end, so that its last tick can be seen
constexpr double time_margin = 48;         // on Time, where the last instant's words stand behind it
constexpr double closest_time = 1.0 / 32;  // ns a pixel
constexpr double least_extent = 1e6;       // ns: a run in which no time has passed shows one millisecond
constexpr double least_past = 4;           // pixels between the left edge and who is followed
constexpr double overscroll = 1.0 / 3;     // of the width, behind the end

}  // namespace

VisibleRange::VisibleRange(QObject* parent) : QObject(parent) { reset(Axis::Order, 0); }

double VisibleRange::fitZoom() const {
    const double least = axis_ == Axis::Order ? least_steps : least_extent;
    const double margin = axis_ == Axis::Order ? fit_margin : time_margin;
    return std::max(extent_, least) / std::max(width_ - margin, 1.0);
}

double VisibleRange::closestZoom() const {
    return std::min(axis_ == Axis::Order ? 1 / widest_step : closest_time, fitZoom());
}

double VisibleRange::furthestZoom() const {
    return axis_ == Axis::Order ? std::max(fitZoom(), 1 / step_width) : fitZoom();
}

double VisibleRange::readingZoom() const {
    double step = short_run_step;
    while (step > step_width && extent_ * step > width_ - fit_margin) step -= step_change;
    return 1 / step;
}

void VisibleRange::set(Scale scale, Mode mode) {
    scale.perPixel = std::clamp(scale.perPixel, closestZoom(), furthestZoom());
    const double shown = scale.perPixel * width_;
    scale.begin = std::clamp(scale.begin, 0.0, std::max(0.0, extent_ - shown * (1 - overscroll)));
    mode_ = mode;
    if (scale == scale_) return;
    scale_ = scale;
    emit changed();
}

void VisibleRange::reset(Axis axis, double extent) {
    axis_ = axis;
    extent_ = std::max(extent, 0.0);
    mode_ = axis == Axis::Order ? Mode::Reading : Mode::Fitted;
    scale_ = {0, axis == Axis::Order ? readingZoom() : fitZoom()};
    emit changed();
}

void VisibleRange::adapt() {
    switch (mode_) {
        case Mode::Hand: set(scale_, mode_); break;
        case Mode::Fitted: fit(); break;
        case Mode::Reading: {
            const double zoom = readingZoom();
            const bool all = extent_ / zoom <= width_ - fit_margin;
            set({all ? 0 : scale_.begin, zoom}, mode_);
            break;
        }
    }
}

void VisibleRange::setExtent(double extent) {
    extent_ = std::max(extent, 0.0);
    if (mode_ != Mode::Hand) adapt();
}

void VisibleRange::setWidth(double pixels) {
    width_ = std::max(pixels, 1.0);
    adapt();
}

void VisibleRange::show(double begin, double end) {
    if (!(end > begin)) return;
    set({begin, (end - begin) / width_}, Mode::Hand);
}

void VisibleRange::zoomAt(double factor, double pixel) {
    if (!(factor > 0)) return;
    const double perPixel = std::clamp(scale_.perPixel / factor, closestZoom(), furthestZoom());
    // At the limit nothing may move: the pointer's place would creep with every turn of the wheel.
    if (perPixel == scale_.perPixel) return;
    set({scale_.toValue(pixel) - pixel * perPixel, perPixel}, Mode::Hand);
}

void VisibleRange::panBy(double pixels) { set({scale_.toValue(pixels), scale_.perPixel}, Mode::Hand); }

void VisibleRange::fit() { set({0, fitZoom()}, Mode::Fitted); }

bool VisibleRange::shows(double value) const {
    const double pixel = scale_.toPixel(value);
    return pixel >= 0 && pixel <= width_;
}

void VisibleRange::follow(double value) {
    const double pixel = scale_.toPixel(value);
    // At the left edge nothing could be seen of what has just happened.
    if (shows(value) && (pixel >= least_past || scale_.begin <= 0)) return;
    const double place = pixel < least_past ? width_ / 3 : width_ * 2 / 3;
    set({value - place * scale_.perPixel, scale_.perPixel}, mode_ == Mode::Fitted ? Mode::Hand : mode_);
}

}  // namespace views
