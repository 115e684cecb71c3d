// Timeouts: a bar for each, from where it is armed to where it fires or is cancelled.
#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "timeline/labels.h"
#include "timeline/plan_context.h"

namespace views {

namespace {

constexpr qreal gap = 3;
constexpr qreal cap = 4;

QString text(const char* source) { return QCoreApplication::translate("Timeline", source); }

class TimeoutPlanner {
public:
    TimeoutPlanner(PlanContext& context, const Row& row) : context_(context), row_(row) {}

    void lanes() {
        const auto& lanes = context_.model.timeouts().lanes();
        const qreal height = context_.options.measures.timeout;
        const qreal pad = (row_.height - static_cast<qreal>(lanes.size()) * height) / 2;
        for (std::size_t i = 0; i < lanes.size(); ++i)
            lane(lanes[i], std::round(row_.y + pad + static_cast<qreal>(i) * height), height - gap);
    }

private:
    void lane(const std::vector<ItemBar>& bars, qreal top, qreal height) {
        const auto places = barsInView(context_, bars);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto& [bar, a, b] = places[i];
            const QRectF rect(a, top, std::max(b - a, 1.0), height);
            context_.plan.items.push_back({timeouts_row, *bar, false, rect.adjusted(-1, 0, 1, 0)});
            const auto& colours = context_.colours(Look::Sleeps);
            context_.add(PlanBox{rect, colours.fill, colours.edge, 2});
            QStringList texts = textsOf(*bar);
            const QString inside = context_.text.fitting(texts, rect.width() - 8 - cap, context_.labelStyle());
            context_.addText({rect.left() + 5, baseLine(rect)}, inside, context_.labelStyle(), colours.text);
            if (!inside.isEmpty()) texts.clear();
            if (bar->end != 0 && b < context_.right())
                end(*bar, rect, i + 1 < places.size() ? places[i + 1].begin : context_.right(), texts);
        }
    }

    QStringList textsOf(const ItemBar& bar) const {
        const QString what = itemText(context_.model, bar.text);
        const QString whom = context_.model.name(context_.model.event(bar.text).object);
        return {text(QT_TRANSLATE_NOOP("Timeline", "%1 for %2")).arg(what, whom), what, whom};
    }

    // A solid end where it fires, a small glyph behind it where it is cancelled; and what happens in a word, where
    // there is room before the next bar. There is also said what was too long for the bar: `texts`.
    void end(const ItemBar& bar, const QRectF& rect, qreal next, const QStringList& texts) {
        const bool fires = context_.model.event(bar.end).has(green::trace::Flag::Runs);
        const QColor& ink = fires ? context_.palette.text : context_.palette.text2;
        qreal x = rect.right() + 4;
        if (fires && rect.width() > cap)
            context_.add(PlanBox{{rect.right() - cap, rect.top(), cap, rect.height()}, ink, {}, 1});
        if (const qreal side = context_.options.measures.rulerSize - 1; !fires && x + side + 2 <= next) {
            context_.add(PlanGlyph{Look::Killed, {x, rect.center().y() - side / 2, side, side}, ink});
            x += side + 3;
        }
        if (const auto playhead = context_.playheadX(); playhead && *playhead > x) next = std::min(next, *playhead);
        const QString word =
            fires ? text(QT_TRANSLATE_NOOP("Timeline", "fires")) : text(QT_TRANSLATE_NOOP("Timeline", "cancelled"));
        QStringList words;
        for (const QString& what : texts) words << text(QT_TRANSLATE_NOOP("Timeline", "%1: %2")).arg(what, word);
        context_.addText({x, baseLine(rect)}, context_.text.fitting(words << word, next - x - 4, context_.rulerStyle()),
                         context_.rulerStyle(), ink);
    }

    qreal baseLine(const QRectF& rect) const { return rect.center().y() + context_.options.measures.labelSize * 0.36; }

    PlanContext& context_;
    const Row& row_;
};

}  // namespace

void planTimeouts(PlanContext& context, const Row& row) {
    if (context.model.timeouts().lanes().empty() || context.plan.dense)
        planChart(context, row);
    else
        TimeoutPlanner(context, row).lanes();
}

}  // namespace views
