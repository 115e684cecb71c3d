// The headers: what each one is doing at the playhead; and the same signs for legends.
#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <utility>

#include "palette/fitting_name.h"
#include "timeline/labels.h"
#include "timeline/plan_context.h"

namespace views {

namespace {

struct State {
    std::optional<Look> look;  // none: a queue
    QStringList doing;
};

State stateOf(const PlanContext& context, const Row& row) {
    const auto& playhead = context.options.playhead;
    if (row.kind == RowKind::Timeouts) return {Look::Sleeps, {playhead ? armed(context.model, *playhead) : QString()}};
    if (row.queue) return {std::nullopt, {playhead ? holding(*row.queue, *playhead) : limit(*row.queue)}};
    if (!playhead) return {Look::HubIdle, {program(context.model, row.id)}};
    // Not from the slices: what they are at the playhead can depend on what came after it.
    auto now = standing(context.model, row.id, *playhead);
    if (row.kind == RowKind::Hub && context.plan.dense)
        return {now.look,
                {QCoreApplication::translate("Timeline", "run queue, at most %1")
                     .arg(number(context.model.longestRunQueue())),
                 QCoreApplication::translate("Timeline", "queue ≤ %1").arg(number(context.model.longestRunQueue()))}};
    return {now.look, std::move(now.doing)};
}

QString elided(TextRuler& text, QString name, qreal room, TextStyle style) {
    if (text.width(name, style) <= room) return name;
    while (!name.isEmpty() && text.width(name + QChar(0x2026), style) > room) name.chop(1);
    return name + QChar(0x2026);
}

// How many tracks have no row, and why.
void planFolded(PlanContext& context, const Row& row) {
    const auto& measures = context.options.measures;
    const auto word = [](const char* source, std::size_t count) {
        return QCoreApplication::translate("Timeline", source).arg(number(count));
    };
    QStringList parts;
    if (row.ended > 0) parts << word(QT_TRANSLATE_NOOP("Timeline", "%1 ended"), row.ended);
    if (row.later > 0) parts << word(QT_TRANSLATE_NOOP("Timeline", "%1 later"), row.later);
    const TextStyle style{measures.subSize, 400};
    const qreal left = measures.inset + (measures.chip > 0 ? measures.chip + std::round(measures.chip * 0.5) : 0);
    context.addText({left, row.y + row.height / 2 + measures.subSize * 0.36},
                    elided(context.text, parts.join(QStringLiteral(", ")), measures.header - left - 6, style), style,
                    context.palette.text2);
}

}  // namespace

void planHeader(PlanContext& context, const Row& row) {
    const auto& measures = context.options.measures;
    const auto& palette = context.palette;
    const bool selected = row.kind != RowKind::Folded && row.id == context.options.selection;
    const QRectF rect(0, row.y, measures.header, row.height - 1);
    context.add(PlanBox{rect, selected ? palette.accentSoft : palette.raised, {}});
    context.add(PlanLine{{0, rect.bottom() + 0.5, measures.header, rect.bottom() + 0.5}, palette.line});
    if (row.kind == RowKind::Folded) {
        planFolded(context, row);
        return;
    }
    if (selected) context.add(PlanBox{{0, row.y, 3, row.height - 1}, palette.accent, {}});

    const State state = stateOf(context, row);
    const qreal middle = row.y + row.height / 2;
    qreal left = measures.inset;
    if (measures.chip > 0) {
        const qreal chip = std::min(measures.chip, row.height - 5);
        for (auto& shape :
             planChip(state.look, {left + std::round((measures.chip - chip) / 2), std::round(middle - chip / 2)}, chip,
                      context.options.theme))
            context.add(std::move(shape));
        left += measures.chip + std::round(measures.chip * 0.5);
    }
    const TextStyle nameStyle{measures.nameSize, 600};
    const TextStyle subStyle{measures.subSize, 400};
    const qreal room = measures.header - left - 6;
    const QString name = fittingName(context.model.name(row.id), room,
                                     [&](const QString& text) { return context.text.width(text, nameStyle); });
    // Of a greenlet that does not exist yet only the place is there.
    const bool here = state.look != Look::Created;
    const QColor& ink = here ? palette.text : palette.text2;
    const auto& plan = context.plan;
    const auto shown = std::ranges::find(plan.rows, row.id, &PlanRow::id);
    if (shown != plan.rows.end() && !state.doing.isEmpty())
        context.plan.rows[static_cast<std::size_t>(shown - plan.rows.begin())].doing = state.doing.front();

    if (row.height < measures.nameSize * 3 || state.doing.isEmpty() || state.doing.front().isEmpty()) {
        context.addText({left, middle + measures.nameSize * 0.36}, name, nameStyle, ink);
        const qreal sub = left + context.text.width(name, nameStyle) + measures.nameSize * 0.6;
        context.addText({sub, middle + measures.nameSize * 0.36},
                        context.text.fitting(state.doing, measures.header - sub - 6, subStyle), subStyle,
                        palette.text2);
        return;
    }
    context.addText({left, middle - measures.nameSize * 0.14}, name, nameStyle, ink);
    QString sub = context.text.fitting(state.doing, room, subStyle);
    if (sub.isEmpty()) sub = elided(context.text, state.doing.back(), room, subStyle);
    context.addText({left, middle + measures.subSize * 1.2}, sub, subStyle, palette.text2);
}

void planRulerHeader(PlanContext& context) {
    const auto& measures = context.options.measures;
    const auto& palette = context.palette;
    const qreal height = measures.ruler;
    const qreal split = std::round(height * 0.45);
    const qreal size = measures.rulerSize;
    const auto word = [](const char* source) { return QCoreApplication::translate("Timeline", source); };
    context.add(PlanBox{{0, 0, measures.header, height}, palette.raised, {}});
    context.addText({measures.inset, split - std::round((split - size) / 2) - 1},
                    word(QT_TRANSLATE_NOOP("Timeline", "Clock")), context.rulerStyle(), palette.text2);
    context.addText({measures.inset, height - std::round((height - split - size) / 2) - 1.5},
                    word(QT_TRANSLATE_NOOP("Timeline", "Step")), context.rulerStyle(), palette.text2);
    context.add(PlanLine{{0, height - 0.5, measures.header, height - 0.5}, palette.lineStrong});
    const qreal x = measures.header - 0.5;
    context.add(PlanLine{{x, 0, x, context.plan.tracks.bottom()}, palette.lineStrong});
}

std::vector<PlanShape> planChip(std::optional<Look> look, QPointF corner, qreal side, Theme theme) {
    const Look kind = look.value_or(Look::QueueItem);
    const auto& ink = colours(kind, theme);
    const qreal size = std::round(side * 0.6);
    const qreal margin = (side - size) / 2;
    std::vector<PlanShape> shapes;
    PlanBox box{{corner, QSizeF(side, side)}, ink.fill, ink.edge, 3};
    if (kind == Look::Finished || kind == Look::Killed) box.fill = palette(theme).surface;
    if (kind == Look::Created) box.dash = Dash::Dotted;
    shapes.emplace_back(box);
    if (kind == Look::HubIdle) return shapes;
    shapes.emplace_back(PlanGlyph{look, {corner.x() + margin, corner.y() + margin, size, size}, ink.text});
    return shapes;
}

std::vector<PlanShape> planSample(Look look, const QRectF& rect, Theme theme) {
    const auto& ink = colours(look, theme);
    const qreal size = std::round(rect.height() * 0.55);
    const qreal base = rect.bottom();
    std::vector<PlanShape> shapes;
    if (look == Look::HubIdle) return shapes;  // nothing is drawn
    if (look == Look::Finished || look == Look::Killed) {
        if (look == Look::Finished) {
            shapes.emplace_back(PlanLine{{rect.left(), base - 1, rect.right(), base - 1}, ink.fill, 2});
        } else {
            PlanBox line{{rect.left(), base - 4, rect.width(), 4}, ink.fill, {}};
            line.pattern = look;
            shapes.emplace_back(line);
        }
        shapes.emplace_back(PlanGlyph{look, {rect.left() + 2, base - size - 5, size, size}, ink.edge});
        return shapes;
    }
    const qreal part = look == Look::Failed ? 1 : level(look);
    const qreal height = std::round(rect.height() * (part > 0 && part < 0.5 ? 0.28 : part));
    PlanBox box{{rect.left(), base - height, rect.width(), height}, ink.fill, ink.edge, 1.5};
    if (pattern(look) != Pattern::None) box.pattern = look;
    if (look == Look::Created) box.dash = Dash::Dotted;
    if (look == Look::ItemWaits) box.dash = Dash::Dashed;
    if (look == Look::QueueItem || look == Look::ItemWaits) {
        const qreal bar = std::round(rect.height() * 0.65);
        box.rect = {rect.left(), rect.center().y() - bar / 2, rect.width(), bar};
        shapes.emplace_back(box);
        return shapes;
    }
    shapes.emplace_back(box);
    const bool inside = part >= 0.5;
    const qreal y = inside ? base - height + (height - size) / 2 : base - height - size - 1;
    const qreal x = inside ? rect.left() + (rect.width() - size) / 2 : rect.left() + 1;
    shapes.emplace_back(PlanGlyph{look, {x, y, size, size}, inside ? ink.text : ink.edge});
    return shapes;
}

}  // namespace views
