// The whole run in one strip: who ran when, or how long the run queue was; the visible part framed.
#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "timeline/labels.h"
#include "timeline/plan_context.h"

namespace views {

using green::trace::EventNumber;

namespace {

// From that many steps, or that many tracks on, who ran can't be told any more.
constexpr EventNumber most_steps = 10'000;
constexpr std::size_t most_tracks = 24;
constexpr qreal inset = 4;  // its first and last ticks can be seen beside the frame

class MinimapPlanner {
public:
    explicit MinimapPlanner(PlanContext& context)
        : context_(context), model_(context.model), axis_(context.options.axis), rect_(context.plan.minimap) {
        const double extent = std::max(static_cast<double>(context.extent), 1.0);
        run_ = rect_.adjusted(inset, 0, -inset, 0);
        scale_ = {0, extent / std::max(run_.width(), 1.0)};
    }

    bool tells() const { return model_.size() < most_steps && model_.greenlets().size() <= most_tracks; }

    void plan() {
        const auto& palette = context_.palette;
        const qreal right = rect_.right();
        context_.add(PlanBox{{0, rect_.top(), right, rect_.height()}, palette.raised, {}});
        context_.add(PlanBox{rect_, palette.surface, {}});
        if (tells())
            whoRan();
        else
            runQueue();
        frame();
        header();
        context_.add(PlanLine{{0, rect_.top() + 0.5, right, rect_.top() + 0.5}, palette.lineStrong});
        context_.add(
            PlanLine{{rect_.left() - 0.5, rect_.top(), rect_.left() - 0.5, rect_.bottom()}, palette.lineStrong});
    }

private:
    qreal x(double value) const { return run_.left() + scale_.toPixel(value); }

    void whoRan() {
        const auto& tracks = model_.greenlets();
        const qreal high = (rect_.height() - 20) / static_cast<qreal>(tracks.size());
        qreal y = rect_.top() + 10;
        for (const auto& track : tracks) {
            const auto& slices = track.slices;
            qreal free = 0;
            for (std::size_t i = 0; i < slices.size(); ++i) {
                const Look look = slices[i].look;
                const bool sleeps = look == Look::Sleeps && track.role == green::trace::Role::Hub;
                if (look != Look::Running && !sleeps) continue;
                const qreal a = std::max(x(static_cast<double>(slices[i].start(axis_))), free);
                const qreal b = x(static_cast<double>(slices.endOf(i, axis_, context_.extent)));
                // What falls into a pixel that is drawn already adds nothing.
                if (b < a + 0.5 && free > 0 && a < free + 0.5) continue;
                QColor colour = sleeps ? context_.colours(Look::Sleeps).edge : context_.colours(Look::Running).fill;
                if (track.role == green::trace::Role::Hub) colour.setAlphaF(0.45F);
                const qreal width = std::max(b - a, 1.0);
                context_.add(PlanBox{{a, y, width, std::max(high - 1.5, 2.0)}, colour, {}});
                free = a + width;
                if (sleeps && axis_ == Axis::Order)
                    context_.add(
                        PlanLine{{b, rect_.top() + 3, b, rect_.bottom() - 3}, context_.palette.text3, 1, Dash::Dotted});
            }
            y += high;
        }
    }

    void runQueue() {
        PlanColumns columns;
        columns.x = run_.left();
        columns.right = run_.right();
        columns.floor = rect_.bottom() - 8;
        columns.tall = rect_.height() - 16;
        columns.bar = context_.colours(Look::Runnable).ink;
        columns.columns.resize(static_cast<std::size_t>(std::max(0.0, run_.width()) / column_pitch));
        const double longest = std::max(model_.longestRunQueue(), 1u);
        const auto event = [this](std::size_t column) -> EventNumber {
            const double value = scale_.toValue(static_cast<double>(column) * column_pitch);
            if (axis_ == Axis::Order) return std::min(static_cast<EventNumber>(value), model_.size());
            return model_.eventAt(static_cast<std::int64_t>(value));
        };
        EventNumber from = 0;
        for (std::size_t i = 0; i < columns.columns.size(); ++i) {
            const EventNumber to = event(i + 1);
            columns.columns[i].share = static_cast<float>(model_.meanRunQueue(from, to) / longest);
            from = to;
        }
        context_.add(std::move(columns));
    }

    void frame() {
        const auto& palette = context_.palette;
        const qreal a = std::clamp(x(context_.range.begin), rect_.left(), rect_.right());
        const qreal b = std::clamp(x(context_.range.end), std::min(a + 8, rect_.right()), rect_.right());
        QColor veil = palette.window;
        veil.setAlphaF(0.72F);
        context_.add(PlanBox{{rect_.left(), rect_.top(), a - rect_.left(), rect_.height()}, veil, {}});
        context_.add(PlanBox{{b, rect_.top(), rect_.right() - b, rect_.height()}, veil, {}});
        const qreal middle = rect_.center().y();
        context_.add(PlanBox{{a, rect_.top() + 3, b - a, rect_.height() - 6}, {}, palette.text2, 3, 1.5});
        for (const qreal grip : {a, b})
            context_.add(PlanLine{{grip, middle - 6, grip, middle + 6}, palette.text2, 4, Dash::Solid, true});
        if (!context_.options.playhead) return;
        const qreal at = x(static_cast<double>(model_.place(axis_, *context_.options.playhead)));
        context_.add(PlanLine{{at, rect_.top() + 1, at, rect_.bottom() - 1}, palette.text, 2});
    }

    void header() {
        const auto& measures = context_.options.measures;
        const qreal middle = rect_.center().y();
        const auto word = [](const char* source) { return QCoreApplication::translate("Timeline", source); };
        const qreal room = rect_.left() - measures.inset - 4;
        const QStringList title = tells() ? QStringList{word(QT_TRANSLATE_NOOP("Timeline", "Whole run"))}
                                          : QStringList{word(QT_TRANSLATE_NOOP("Timeline", "Whole run: the run queue")),
                                                        word(QT_TRANSLATE_NOOP("Timeline", "The run queue"))};
        const QString counted = model_.size() == 1
                                    ? word(QT_TRANSLATE_NOOP("Timeline", "1 step"))
                                    : word(QT_TRANSLATE_NOOP("Timeline", "%1 steps")).arg(number(model_.size()));
        context_.addText({measures.inset, middle - 2}, context_.text.fitting(title, room, context_.rulerStyle()),
                         context_.rulerStyle(), context_.palette.text2);
        const QString both = QStringLiteral("%1, %2").arg(counted, clockText(model_.duration()));
        context_.addText({measures.inset, middle + 12},
                         context_.text.fitting({both, counted}, room, context_.rulerStyle()), context_.rulerStyle(),
                         context_.palette.text2);
    }

    PlanContext& context_;
    const TimelineModel& model_;
    Axis axis_;
    QRectF rect_;
    QRectF run_;
    Scale scale_;
};

}  // namespace

void planMinimap(PlanContext& context) { MinimapPlanner(context).plan(); }

}  // namespace views
