// The timeline of a run as a picture for lecture notes: title, both rulers, tracks, legend; a long run
// wraps like music.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>
#include <optional>
#include <stdexcept>

#include "palette/palette.h"
#include "time/axis.h"
#include "trace/store.h"

namespace views {

// What went wrong, for people: names the file and what was expected.
class ExportError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct ExportOptions {
    // In pixels (PNG) or points (SVG, PDF): the picture is scaled and wrapped to fill it. None: as large
    // as the run needs to be read, up to a limit beyond which steps become narrower and then merge.
    std::optional<QSize> size;
    Axis axis = Axis::Order;
    // The part shown, in the axis' units; none: from the beginning, to the end. On Time ns; on Order step
    // n lies between n - 1 and n, so that 11 to 20 are the steps 12 to 20.
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> to;
    Theme theme = Theme::Print;
    QString title;    // none: the recipe's
    qreal scale = 2;  // PNG only: device pixels per pixel where no size is given
};

// Writes beside `path` and renames, so that a failure leaves nothing half-written. The format is the
// ending of `path`: png, svg or pdf. Throws ExportError for another ending, a bad size (16 to 20,000 a
// side, a PNG at most 100 million pixels) or range, and a file that can't be written. Needs a
// QGuiApplication (offscreen will do).
void exportTimeline(const green::trace::TraceStore& store, const QString& path, const ExportOptions& options);

// The same picture, for the clipboard. Throws ExportError for a bad size or range.
QImage timelinePicture(const green::trace::TraceStore& store, const ExportOptions& options);

}  // namespace views
