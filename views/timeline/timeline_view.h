// The timeline of a run: tracks over time, with everything that a hand can do to them. Shows the run,
// the playhead and the selection of a RunView, and moves the latter two. GUI thread only.
#pragma once

#include <QFont>
#include <QWidget>
#include <memory>
#include <optional>

#include "palette/palette.h"
#include "time/run_view.h"
#include "time/visible_range.h"
#include "timeline/draw.h"
#include "timeline/model.h"
#include "timeline/plan.h"
#include "timeline/rows.h"

class QScrollBar;

namespace views {

class TimelineView : public QWidget {
    Q_OBJECT
public:
    // `run` must outlive the view.
    explicit TimelineView(RunView& run, QWidget* parent = nullptr);
    ~TimelineView() override;

    VisibleRange& range() { return range_; }
    Axis axis() const { return range_.axis(); }
    // Keeps the same part of the run in view as far as both axes know it.
    void setAxis(Axis axis);
    Theme theme() const { return options_.theme; }
    void setTheme(Theme theme);
    // As set; tracks are lower where there are many.
    const TimelineMeasures& measures() const { return measures_; }
    // The presenter's are larger.
    void setMeasures(const TimelineMeasures& measures);

    // The geometry of what it shows now, for tests, assistive tools and the picture in the clipboard.
    const TimelinePlan& plan();
    const TimelineModel& model() const { return *model_; }
    green::trace::EventNumber playhead() const { return run_.playhead(); }
    green::trace::Id selection() const { return run_.selection(); }

    // What there is to tell about the place, in lines; empty where there is nothing.
    QString detailsAt(QPointF at);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public slots:
    // Around the playhead, or, where it is out of view, the middle.
    void zoomIn();
    void zoomOut();
    void fit();

signals:
    void axisChanged(Axis axis);
    // The user has pointed at that moment. The view has moved the RunView's playhead there already.
    void playheadRequested(green::trace::EventNumber playhead);
    // The user has chosen a greenlet or queue; likewise.
    void selectionRequested(green::trace::Id id);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    // What a pressed button is doing.
    enum class Gesture { None, Scrub, ScrubWhole, Pan, MaybeClick };

    void takeRun();
    void grow();
    void movePlayhead();
    void replan();
    void layOut();
    void layOutRows();
    // Which tracks have a row.
    TrackChoice choice() const;
    // Where the playhead is on the axis.
    double place() const;
    // Who acts at the playhead, or is handed over to; None before the first event.
    green::trace::Id actor() const;
    // Brings the playhead and its actor into view.
    void follow();
    bool isRevealed(green::trace::Id id) const;
    void reveal(green::trace::Id id);
    // The rows below the pinned ones: where they can be seen.
    Interval rowsInView() const;
    qreal zoomAnchor() const;
    // The rows' part of the widget, left of the scroll bar.
    QRectF picture() const;
    green::trace::EventNumber eventAt(qreal x) const;
    green::trace::EventNumber eventInWholeRun(qreal x) const;
    void requestPlayhead(green::trace::EventNumber playhead);
    void requestSelection(green::trace::Id id);
    void selectNeighbour(int step);
    void hover(QPointF at);
    void drawHover(QPainter& painter);

    RunView& run_;
    std::unique_ptr<TimelineModel> model_;
    VisibleRange range_;
    TimelineMeasures measures_;
    PlanOptions options_;
    std::unique_ptr<TextRuler> text_;
    TimelinePainter painter_;
    QScrollBar* scroll_bar_;
    TimelinePlan plan_;
    bool planned_ = false;
    qreal rows_end_ = 0;  // where the rows in view end, as laid out last
    // It has had a size that makes sense. Before, nothing is in view, and to follow the playhead would leave
    // the beginning for no reason.
    bool laid_out_ = false;
    bool laying_out_ = false;
    // A hand has clicked among the tracks, which must not move away below it.
    bool hold_tracks_ = false;

    Gesture gesture_ = Gesture::None;
    QPointF pressed_;
    QPointF last_;
    std::optional<QPointF> hovered_;
};

// Makes screen readers see the tracks. Called by the first TimelineView; calling it again does nothing.
void installTimelineAccessibility();

}  // namespace views
