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
    bool fitted() const { return fitted_; }

    // Another axis, or another run, of that length. Order begins at a width that reads well, Time shows
    // everything.
    void reset(Axis axis, double extent);
    // The run has grown.
    void setExtent(double extent);
    // Keeps the left edge and the zoom; stays fitted where it was.
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
    void set(Scale scale, bool fitted);
    // Units a pixel.
    double fitZoom() const;
    double closestZoom() const;
    double furthestZoom() const;

    Axis axis_ = Axis::Order;
    double extent_ = 0;
    double width_ = 1;
    Scale scale_;
    bool fitted_ = false;
};

}  // namespace views
