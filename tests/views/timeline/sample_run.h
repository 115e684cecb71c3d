// A run small enough to be counted by hand: a boss who puts three items into a queue of two, and a worker
// who takes two and then sleeps. The number of each event is that of its line.
#pragma once

#include <QSizeF>
#include <memory>

#include "support/trace_text.h"
#include "timeline/plan.h"

namespace sample {

inline constexpr const char* run = R"(main makes queue tasks of 2      at 1
main spawns boss                 at 2
main spawns worker               at 3
main waits joinall "2 left"      at 4
hub resumes boss
boss stores 1 in tasks           at 11
boss stores 2 in tasks           at 12
boss waits queue-put on tasks 3  at 13
hub resumes worker
worker takes 1 from tasks        at 21 queueing unlock
worker yields                    at 22
hub runs unlock tasks
hub stores 3 in tasks
hub resumes boss directly
boss ends                        queueing notify
hub resumes worker
worker takes 2 from tasks        at 21
worker waits sleep 0.1 for 100ms at 23
hub runs notify boss
hub idles until 100ms
t=100ms hub resumes worker
worker ends                      queueing notify
hub runs notify worker
hub resumes main directly
)";
inline constexpr int steps = 24;

inline constexpr green::trace::Id main_id = green::trace::Id::Main;
inline constexpr green::trace::Id hub_id = green::trace::Id::Hub;

// Every letter is six pixels wide, whatever the font: fitting can be worked out by hand.
inline views::TextRuler fixedRuler() {
    return views::TextRuler(
        [](const QString& text, views::TextStyle) { return 6.0 * static_cast<double>(text.size()); });
}

// 20 pixels a step, all steps.
inline constexpr double step = 20;
inline constexpr double header = 153;
inline QSizeF size(double steps_shown = steps) { return {header + steps_shown * step, 44 + 32 + 4 * 48 + 66 + 52}; }

template <class Shape>
std::vector<Shape> shapesOf(const views::TimelinePlan& plan) {
    std::vector<Shape> shapes;
    for (const auto& shape : plan.shapes)
        if (const auto* one = std::get_if<Shape>(&shape)) shapes.push_back(*one);
    return shapes;
}

// The box of the slice that begins at `from` on that track; a null rect if there is none.
inline QRectF boxOf(const views::TimelinePlan& plan, green::trace::Id track, green::trace::EventNumber from) {
    for (const auto& box : shapesOf<views::PlanBox>(plan)) {
        if (box.slice < 0) continue;
        const auto& slice = plan.slices[static_cast<std::size_t>(box.slice)];
        if (slice.track == track && slice.from == from) return box.rect;
    }
    return {};
}

// The texts of that slice.
inline QStringList textsOf(const views::TimelinePlan& plan, green::trace::Id track, green::trace::EventNumber from) {
    QStringList texts;
    for (const auto& text : shapesOf<views::PlanText>(plan)) {
        if (text.slice < 0) continue;
        const auto& slice = plan.slices[static_cast<std::size_t>(text.slice)];
        if (slice.track == track && slice.from == from) texts << text.text;
    }
    return texts;
}

inline QStringList allTexts(const views::TimelinePlan& plan) {
    QStringList texts;
    for (const auto& text : shapesOf<views::PlanText>(plan)) texts << text.text;
    return texts;
}

}  // namespace sample
