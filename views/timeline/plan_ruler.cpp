// The ruler: the clock above, the steps below.
#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "timeline/labels.h"
#include "timeline/plan_context.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Nanoseconds;

namespace {

// Between two labels of a row, at least.
constexpr qreal label_gap = 72;
// A jump of the clock gets a bracket where there is room for its label.
constexpr qreal bracket_gap = 36;

class RulerPlanner {
public:
    explicit RulerPlanner(PlanContext& context)
        : context_(context), model_(context.model), axis_(context.options.axis), height_(context.plan.ruler.height()) {
        const qreal size = context.options.measures.rulerSize;
        split_ = std::round(height_ * 0.45);
        clock_line_ = split_ - std::round((split_ - size) / 2) - 1;
        step_line_ = height_ - std::round((height_ - split_ - size) / 2) - 1.5;
    }

    void plan() {
        const auto& palette = context_.palette;
        context_.add(PlanBox{{0, 0, context_.right(), height_}, palette.raised, {}});
        if (axis_ == Axis::Time) {
            clockTicks();
            instants();
        } else {
            clockOfSteps();
            steps();
        }
        context_.add(PlanLine{{context_.left(), split_ - 0.5, context_.right(), split_ - 0.5}, palette.line});
        context_.add(PlanLine{{0, height_ - 0.5, context_.right(), height_ - 0.5}, palette.lineStrong});
    }

private:
    void tick(qreal x, qreal length) {
        context_.add(PlanLine{{x - 0.5, height_ - length, x - 0.5, height_}, context_.palette.lineStrong});
    }
    void clockLabel(qreal x, const QString& text) {
        context_.addText({x + 6, clock_line_}, text, context_.rulerStyle(), context_.palette.text2);
    }

    struct Tick {
        qreal x;
        Nanoseconds time;
    };

    // Each label stands to the right of its tick; the last one, where the picture ends there, to the left, even in
    // place of the one before: how long a run lasts is worth more than one round time among others.
    void labelTicks(const std::vector<Tick>& ticks) {
        constexpr qreal gap = 6;
        qreal end = context_.right();
        for (auto tick = ticks.rbegin(); tick != ticks.rend(); ++tick) {
            const QString text = clockText(tick->time, exact_digits);
            const qreal width = context_.text.width(text, context_.rulerStyle());
            qreal left = tick->x + gap;
            if (tick == ticks.rbegin() && left + width >= end) left = tick->x - gap - width;
            if (left < context_.left() || left + width >= end) continue;
            clockLabel(left - gap, text);
            end = left - gap;
        }
    }

    // On Order: brackets around what happens at one time, or, where the clock runs all along, its ticks.
    void clockOfSteps() {
        const auto& jumps = model_.jumps();
        const auto first = std::ranges::upper_bound(jumps, context_.range.begin + 1);
        const auto last = std::ranges::lower_bound(jumps, context_.range.end + 1);
        if (static_cast<qreal>(last - first) * bracket_gap > context_.plan.ruler.width()) {
            clockRuns();
            return;
        }
        const auto begin = static_cast<EventNumber>(std::max(0.0, std::floor(context_.range.begin)));
        std::vector<Bracket> brackets{
            {context_.left(), context_.right(), begin < model_.size() ? model_.timeOf(begin + 1) : model_.duration()}};
        for (auto jump = first; jump != last; ++jump) {
            const qreal x = context_.x(*jump - 1.0);
            brackets.back().b = x;
            brackets.push_back({x, context_.right(), model_.timeOf(*jump)});
            context_.add(PlanLine{{x - 0.5, 0, x - 0.5, height_}, context_.palette.lineStrong, 1, Dash::Dotted});
        }
        labelBrackets(brackets);
    }

    // What happens at one time, from a to b.
    struct Bracket {
        qreal a;
        qreal b;
        Nanoseconds time;
    };

    // From the right: the unit may be left out where the label to the right has the same, and times that don't fit
    // behind their own lines are listed before the first of these.
    void labelBrackets(std::vector<Bracket>& brackets) {
        QString unit;
        std::size_t missing = brackets.size();  // [missing, end) wait to be listed
        std::size_t end = brackets.size();
        for (std::size_t i = brackets.size(); i-- > 0;) {
            auto& bracket = brackets[i];
            const QString time = clockText(bracket.time);
            const qsizetype gap = time.lastIndexOf(u' ');
            QStringList texts{time};
            if (time.mid(gap) == unit) texts << time.left(gap);
            const auto fitting = [&](qreal taken) {
                return context_.text.fitting(texts, bracket.b - bracket.a - 6 - taken, context_.rulerStyle());
            };
            QString shown = fitting(0);
            if (shown.isEmpty() && i > 0) {
                if (missing == end) end = i + 1;
                missing = i;
                continue;
            }
            qreal taken = 0;
            if (missing < end) {
                const qreal own = context_.text.width(shown, context_.rulerStyle()) + 12;
                const QString list = context_.text.fitting(listed(brackets, missing, end),
                                                           bracket.b - bracket.a - 12 - own, context_.rulerStyle());
                const qreal width = context_.text.width(list, context_.rulerStyle());
                if (!list.isEmpty()) {
                    clockLabel(bracket.b - 12 - width, list);
                    taken = width + 12;
                }
            }
            missing = end = i;
            if (i == 0) {
                const QString why = explanation(bracket.time);
                if (!why.isEmpty()) texts.prepend(why);
                shown = fitting(taken);
            }
            clockLabel(bracket.a, shown);
            if (!shown.isEmpty()) unit = time.mid(gap);
        }
    }

    // "100, 130, 160 ms →", "100–160 ms →".
    static QStringList listed(const std::vector<Bracket>& brackets, std::size_t from, std::size_t to) {
        constexpr std::size_t most = 6;
        const QString first = clockText(brackets[from].time);
        const QString last = clockText(brackets[to - 1].time);
        const QString unit = last.mid(last.lastIndexOf(u' '));
        const auto bare = [&unit](const QString& time) {
            return time.endsWith(unit) ? time.chopped(unit.size()) : time;
        };
        const QString arrow = QStringLiteral(" →");
        if (to - from == 1) return {last + arrow};
        QStringList texts;
        for (std::size_t i = from; i + 1 < to && to - from <= most; ++i) texts << bare(clockText(brackets[i].time));
        QStringList both;
        if (!texts.isEmpty()) both << (texts << last).join(QStringLiteral(", ")) + arrow;
        return both << bare(first) + QStringLiteral("–") + last + arrow;
    }

    // What the clock does while the steps pass, beside the time at which they began.
    QString explanation(Nanoseconds time) const {
        if (!context_.options.explainClock || model_.size() == 0) return {};
        if (model_.store().recipe().clock == green::trace::ClockKind::Real)
            return context_.range.begin > 0
                       ? QString()
                       : QCoreApplication::translate("Timeline", "%1: the clock runs on while code runs")
                             .arg(clockText(time));
        return time > 0 ? QString()
                        : QCoreApplication::translate("Timeline", "%1: the clock stands still while code runs")
                              .arg(clockText(time));
    }

    // Round times, where they fall among the steps.
    void clockRuns() {
        const auto event = [this](double value) {
            return std::min(static_cast<EventNumber>(std::max(0.0, value)), model_.size());
        };
        const Nanoseconds from = model_.timeOf(event(context_.range.begin));
        const Nanoseconds to = model_.timeOf(event(context_.range.end));
        const auto step = niceStep(static_cast<double>(to - from) * label_gap / context_.plan.ruler.width());
        qreal free = context_.left();
        std::vector<Tick> ticks;
        for (Nanoseconds time = (from + step - 1) / step * step; time <= to; time += step) {
            // Between the last event before that time and the first at or after it.
            const qreal x = context_.x(static_cast<double>(model_.eventAt(time - 1)));
            if (x < free || x > context_.right()) continue;
            context_.add(PlanLine{{x - 0.5, 0, x - 0.5, split_}, context_.palette.lineStrong});
            ticks.push_back({x, time});
            free = x + label_gap * 0.8;
        }
        labelTicks(ticks);
    }

    void clockTicks() {
        const double least = context_.plan.scale.perPixel * label_gap;
        const std::int64_t step = niceStep(least);
        const auto begin =
            static_cast<std::int64_t>(std::ceil(context_.range.begin / static_cast<double>(step))) * step;
        std::vector<Tick> ticks;
        for (std::int64_t time = begin; static_cast<double>(time) < context_.range.end; time += step) {
            const qreal x = context_.x(static_cast<double>(time));
            context_.add(PlanLine{{x - 0.5, 0, x - 0.5, split_}, context_.palette.lineStrong});
            ticks.push_back({x, time});
        }
        labelTicks(ticks);
    }

    // On Time: which steps fall into each instant; where instants lie too close, the last one at round places.
    void instants() {
        qreal free = context_.left();
        const auto label = [&](qreal at, const QString& text) {
            const qreal width = context_.text.width(text, context_.rulerStyle());
            const qreal left = at + 4 + width < context_.right() ? at + 4 : at - 4 - width;
            if (left < free || left + width >= context_.right() || !clearOfTag(left, left + width)) return;
            context_.addText({left, step_line_}, text, context_.rulerStyle(), context_.palette.text2);
            free = left + width + 10;
        };
        if (context_.plan.dense) {
            for (qreal x = context_.left() + label_gap / 2; x < context_.right(); x += label_gap) {
                tick(x, 5);
                label(x, number(model_.eventAt(valueAt(x))));
            }
            return;
        }
        for (qreal x = context_.left(); x < context_.right();) {
            // The next instant in which something happens.
            const EventNumber before = model_.eventAt(valueAt(x) - 1);
            if (before >= model_.size()) break;
            const Nanoseconds time = model_.timeOf(before + 1);
            const qreal at = context_.x(static_cast<double>(time));
            if (at >= context_.right()) break;
            const EventNumber last = model_.eventAt(std::max(time, valueAt(at + 1) - 1));
            tick(std::floor(at) + 1, 5);
            label(std::floor(at) + 1,
                  last > before + 1 ? QStringLiteral("%1–%2").arg(number(before + 1), number(last)) : number(last));
            x = std::max(at, x) + 3;
        }
    }

    Nanoseconds valueAt(qreal x) const {
        return static_cast<Nanoseconds>(std::ceil(context_.plan.scale.toValue(x - context_.left())));
    }

    void steps() {
        const qreal px = context_.plan.scale.pixels(1);
        const auto big = px >= 8 ? 5 : std::max<std::int64_t>(5, niceStep(label_gap / px));
        const std::int64_t small = px >= 4 ? 1 : std::max<std::int64_t>(1, big / 5);
        const auto begin =
            static_cast<std::int64_t>(std::floor(context_.range.begin / static_cast<double>(small))) * small + small;
        for (std::int64_t n = begin; static_cast<double>(n) <= context_.range.end; n += small) {
            const bool marked = n % big == 0;
            const qreal x = context_.x(static_cast<double>(n));
            if (px < 4 && !marked) continue;  // a fence of ticks says nothing
            tick(x, marked ? 5 : 3);
            if (!marked) continue;
            const QString text = number(static_cast<std::uint64_t>(n));
            const qreal half = context_.text.width(text, context_.rulerStyle()) / 2 + 2;
            const qreal middle = x - std::min(px, 40.0) / 2;
            if (middle - half > context_.left() && middle + half < context_.right() &&
                clearOfTag(middle - half, middle + half))
                context_.addText({middle, step_line_}, text, context_.rulerStyle(), context_.palette.text2,
                                 Qt::AlignHCenter);
        }
    }

    // The playhead's tag covers its place.
    bool clearOfTag(qreal a, qreal b) const {
        const auto x = context_.playheadX();
        if (!x) return true;
        const qreal tag = context_.text.width(number(*context_.options.playhead), context_.rulerStyle(600)) + 16;
        return b < *x - tag || a > *x + (*x - tag < context_.left() ? tag : 4);
    }

    PlanContext& context_;
    const TimelineModel& model_;
    Axis axis_;
    qreal height_;
    qreal split_ = 0;
    qreal clock_line_ = 0;
    qreal step_line_ = 0;
};

}  // namespace

void planRuler(PlanContext& context) { RulerPlanner(context).plan(); }

}  // namespace views
