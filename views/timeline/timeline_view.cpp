#include "timeline/timeline_view.h"

#include <QAccessible>
#include <QElapsedTimer>
#include <QLoggingCategory>
#include <QPaintEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

namespace views {

using green::trace::EventNumber;
using green::trace::Id;

Q_LOGGING_CATEGORY(painting, "greenscope.timeline.painting", QtWarningMsg)

namespace {

constexpr qreal zoom_step = 1.5;

}  // namespace

TimelineView::TimelineView(RunView& run, QWidget* parent)
    : QWidget(parent),
      run_(run),
      text_(std::make_unique<TextRuler>(font())),
      painter_(font()),
      scroll_bar_(new QScrollBar(Qt::Vertical, this)) {
    installTimelineAccessibility();
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setAccessibleDescription(tr("What each greenlet did over the run, one track each"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    scroll_bar_->setObjectName(QStringLiteral("timelineScrollBar"));
    scroll_bar_->setAccessibleName(tr("Tracks"));
    scroll_bar_->setFocusPolicy(Qt::NoFocus);
    connect(scroll_bar_, &QScrollBar::valueChanged, this, [this](int value) {
        options_.scroll = value;
        replan();
    });
    connect(&range_, &VisibleRange::changed, this, [this] {
        if (options_.fold) layOut();  // other tracks may live in what is in view now
        replan();
    });
    connect(&run_, &RunView::storeChanged, this, &TimelineView::takeRun);
    connect(&run_, &RunView::grown, this, &TimelineView::grow);
    connect(&run_, &RunView::playheadMoved, this, &TimelineView::movePlayhead);
    connect(&run_, &RunView::selectionChanged, this, [this] {
        options_.selection = run_.selection();
        if (options_.fold) layOut();  // it has a row in any case
        replan();
    });
    takeRun();
}

TimelineView::~TimelineView() = default;

void TimelineView::takeRun() {
    model_ = std::make_unique<TimelineModel>(run_.store());
    options_.playhead = run_.playhead();
    options_.selection = run_.selection();
    range_.reset(range_.axis(), static_cast<double>(model_->extent(range_.axis())));
    layOut();
    scroll_bar_->setValue(0);
    follow();
    replan();
}

void TimelineView::grow() {
    if (!model_->update()) return;
    range_.setExtent(static_cast<double>(model_->extent(range_.axis())));
    layOut();
    replan();
}

void TimelineView::movePlayhead() {
    options_.playhead = run_.playhead();
    follow();
    replan();
    if (!QAccessible::isActive()) return;
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void TimelineView::setAxis(Axis axis) {
    if (axis == range_.axis()) return;
    const bool all = range_.showsAll();
    const double begin = range_.begin();
    const double end = range_.end();
    const bool was_order = range_.axis() == Axis::Order;
    const auto event = [](double value) { return static_cast<EventNumber>(std::max(value, 0.0)); };
    options_.axis = axis;
    range_.reset(axis, static_cast<double>(model_->extent(axis)));
    const double from = was_order ? static_cast<double>(model_->timeOf(event(begin)))
                                  : static_cast<double>(model_->eventAt(static_cast<std::int64_t>(begin)));
    const double to = was_order ? static_cast<double>(model_->timeOf(event(end)))
                                : static_cast<double>(model_->eventAt(static_cast<std::int64_t>(end)));
    if (!all && to > from)
        range_.show(from, to);
    else if (!all || !range_.showsAll())
        range_.fit();  // what lies in one instant has no width on the other axis: everything is shown then
    range_.follow(place());
    replan();
    emit axisChanged(axis);
}

void TimelineView::setTheme(Theme theme) {
    options_.theme = theme;
    replan();
}

void TimelineView::setMeasures(const TimelineMeasures& measures) {
    measures_ = measures;
    layOut();
    updateGeometry();
    replan();
}

QRectF TimelineView::picture() const {
    const int bar = scroll_bar_->isHidden() ? 0 : scroll_bar_->width();
    return {0, 0, static_cast<qreal>(std::max(width() - bar, 1)), static_cast<qreal>(height())};
}

void TimelineView::layOut() {
    if (laying_out_) return;  // the range changes with the width
    const QScopedValueRollback laying_out(laying_out_, true);
    // What could be seen before must not get lost as the room gets less.
    const bool saw_playhead = laid_out_ && range_.shows(place());
    const Id revealed = laid_out_ && isRevealed(actor()) ? actor() : Id::None;
    const int shown = height() - static_cast<int>(measures_.minimap);
    rows_end_ = shown;
    options_.fold = timelineHeight(*model_, fitted(*model_, measures_, shown)) > shown;
    // Where tracks are folded away the bar's room stays taken: the width decides on what is in view, and that on which
    // tracks there are.
    scroll_bar_->setVisible(options_.fold);
    range_.setWidth(picture().width() - measures_.header);
    const bool first = !laid_out_ && width() >= minimumSizeHint().width();
    laid_out_ = laid_out_ || first;
    if (first || saw_playhead) range_.follow(place());
    layOutRows();
    reveal(first ? actor() : revealed);
}

void TimelineView::layOutRows() {
    const int shown = static_cast<int>(rows_end_);
    options_.measures = fitted(*model_, measures_, shown, choice());
    const auto& measures = options_.measures;
    const int whole = static_cast<int>(std::ceil(timelineHeight(*model_, measures, choice())));
    const int top = static_cast<int>(scrolledTop(measures, shown));
    const int bar = scroll_bar_->sizeHint().width();
    scroll_bar_->setGeometry(width() - bar, top, bar, std::max(shown - top, 0));
    scroll_bar_->setRange(0, std::max(whole - shown, 0));
    scroll_bar_->setPageStep(std::max(shown - top, 1));
    scroll_bar_->setSingleStep(static_cast<int>(measures.track));
}

double TimelineView::place() const {
    return static_cast<double>(model_->place(range_.axis(), std::min(run_.playhead(), model_->size())));
}

Id TimelineView::actor() const {
    const auto* event = run_.event();
    if (!event) return Id::None;
    return event->kind == green::trace::Kind::Resume ? event->object : event->greenlet;
}

void TimelineView::follow() {
    if (!laid_out_) return;
    range_.follow(place());
    if (!hold_tracks_) reveal(actor());
}

TrackChoice TimelineView::choice() const { return chosenTracks(options_, {range_.begin(), range_.end()}); }

Interval TimelineView::rowsInView() const { return {scrolledTop(options_.measures, rows_end_), rows_end_}; }

bool TimelineView::isRevealed(Id id) const {
    const auto row = timelineRow(*model_, options_.measures, id, choice());
    if (!row) return false;
    const auto view = rowsInView();
    if (row->end <= view.begin) return true;  // pinned
    return row->begin - options_.scroll >= view.begin && row->end - options_.scroll <= view.end;
}

// To the middle, so that those around it are in view too, and the next ones need no scrolling. Of a row that is higher
// than the view, its top.
void TimelineView::reveal(Id id) {
    const auto row = id == Id::None ? std::nullopt : timelineRow(*model_, options_.measures, id, choice());
    if (!row || isRevealed(id)) return;
    const auto view = rowsInView();
    const double middle = (row->begin + row->end - view.begin - view.end) / 2;
    scroll_bar_->setValue(static_cast<int>(std::ceil(std::min(middle, row->begin - view.begin))));
}

void TimelineView::replan() {
    planned_ = false;
    update();
}

const TimelinePlan& TimelineView::plan() {
    if (!planned_) {
        plan_ = planTimeline(*model_, {range_.begin(), range_.end()}, picture().size(), options_, *text_);
        planned_ = true;
    }
    return plan_;
}

QSize TimelineView::sizeHint() const {
    return {static_cast<int>(measures_.header) + 640,
            static_cast<int>(std::min(timelineHeight(*model_, measures_), 640.0) + measures_.minimap)};
}

QSize TimelineView::minimumSizeHint() const {
    return {static_cast<int>(measures_.header) + 120,
            static_cast<int>(measures_.ruler + measures_.hub + measures_.track + measures_.minimap)};
}

void TimelineView::paintEvent(QPaintEvent*) {
    QElapsedTimer timer;
    timer.start();
    const TimelinePlan& shown = plan();
    const auto plan_time = timer.nsecsElapsed();
    QPainter painter(this);
    // The plan leaves nothing of itself blank; beside it there is only the scroll bar's strip.
    if (!scroll_bar_->isHidden())
        painter.fillRect(QRectF(shown.size.width(), 0, width() - shown.size.width(), height()),
                         views::palette(options_.theme).raised);
    painter_.draw(shown, painter);
    drawHover(painter);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(views::palette(options_.theme).accent, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
    qCDebug(painting) << "planned in" << plan_time / 1000 << "µs, painted in"
                      << (timer.nsecsElapsed() - plan_time) / 1000 << "µs," << shown.shapes.size() << "shapes";
}

void TimelineView::drawHover(QPainter& painter) {
    if (!hovered_ || gesture_ != Gesture::None) return;
    const auto& colours = views::palette(options_.theme);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setBrush(Qt::NoBrush);
    if (const PlanSlice* slice = plan().sliceAt(*hovered_)) {
        const PlanRow* row = plan().rowAt(hovered_->y());
        painter.save();
        painter.setClipRect(plan().tracks);
        const qreal share = row->kind == RowKind::Hub ? 1 : std::max(level(slice->look), 0.1);
        QRectF box = slice->rect;
        box.setTop(box.bottom() - std::round(box.height() * share));
        painter.setPen(QPen(colours.text, 2));
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2, 2);
        painter.restore();
    } else if (const PlanItem* item = plan().itemAt(*hovered_)) {
        painter.save();
        painter.setClipRect(plan().tracks);
        painter.setPen(QPen(colours.text, 2));
        painter.drawRoundedRect(item->rect.adjusted(1, 1, -1, -1), 2, 2);
        painter.restore();
    } else if (const PlanRow* row = plan().rowAt(hovered_->y());
               row && plan().dense && row->kind == RowKind::Greenlet && hovered_->x() >= plan().tracks.left()) {
        const qreal column = std::floor((hovered_->x() - plan().tracks.left()) / 4) * 4 + plan().tracks.left();
        painter.setPen(QPen(colours.accent, 2));
        painter.drawRoundedRect(QRectF(column - 2, row->y + 2, 8, row->height - 5), 2, 2);
    }
}

void TimelineView::resizeEvent(QResizeEvent*) {
    layOut();
    replan();
}

void TimelineView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        text_ = std::make_unique<TextRuler>(font());
        painter_ = TimelinePainter(font());
        replan();
    }
    QWidget::changeEvent(event);
}

qreal TimelineView::zoomAnchor() const {
    return range_.shows(place()) ? range_.scale().toPixel(place()) : range_.width() / 2;
}

void TimelineView::zoomIn() { range_.zoomAt(zoom_step, zoomAnchor()); }
void TimelineView::zoomOut() { range_.zoomAt(1 / zoom_step, zoomAnchor()); }
void TimelineView::fit() { range_.fit(); }

}  // namespace views
