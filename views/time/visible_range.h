// Which part of a run a timeline shows: one object owns the axis and the interval, everybody else
// asks it. Values are axis units (events on Order, ns on Time), lengths on the screen are pixels.
// GUI thread only.
#pragma once

#include <QObject>

#include "time/axis.h"
#include "time/scale.h"

namespace views {

class VisibleRange : public QObject {
    Q_OBJECT
public:
    explicit VisibleRange(QObject* parent = nullptr);

    Axis axis() const { return axis_; }
    // How long the run is so far; it begins at 0.
    double extent() const { return extent_; }
    // The width of the tracks.
    double width() const { return width_; }
    double begin() const { return scale_.begin; }
    double end() const { return scale_.toValue(width_); }
    const Scale& scale() const { return scale_; }
    // Everything is shown, and stays so while the run grows.
    bool fitted() const { return mode_ == Mode::Fitted; }
    bool showsAll() const { return begin() <= 0 && end() >= extent_; }

    // Another axis, or another run, of that length. Time shows everything. On Order steps are as wide as reads well:
    // those of a short run are wider, so that it fills the width, and they get narrower while it grows. That
    // ends as soon as somebody zooms, pans or says what to show.
    void reset(Axis axis, double extent);
    // The run has grown.
    void setExtent(double extent);
    // Keeps the left edge and the zoom, unless they follow from the width: fitted, or as reset() left them.
    void setWidth(double pixels);

    // From here to there as exactly as the limits allow.
    void show(double begin, double end);
    // Zooms in (factor > 1) or out; what lies at `pixel` stays there, as far as the run's ends allow.
    void zoomAt(double factor, double pixel);
    // To the right with positive pixels: later things come into view.
    void panBy(double pixels);
    // The whole run, over the whole width.
    void fit();
    bool shows(double value) const;
    // Brings `value` into view if it is outside, with two thirds of the width on the side where it came
    // from.
    void follow(double value);

signals:
    void changed();

private:
    // Who decides on the zoom.
    enum class Mode { Hand, Reading, Fitted };
    void set(Scale scale, Mode mode);
    // Again what the mode says.
    void adapt();
    double readingZoom() const;
    // Units a pixel.
    double fitZoom() const;
    double closestZoom() const;
    double furthestZoom() const;

    Axis axis_ = Axis::Order;
    double extent_ = 0;
    double width_ = 1;
    Scale scale_;
    Mode mode_ = Mode::Reading;
};

}  // namespace views
