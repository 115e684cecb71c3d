#include "window/line_actions.h"

#include <QCoreApplication>
#include <array>
#include <memory>
#include <utility>

namespace app {

namespace {

using Lines = views::RunView::Lines;

struct LineActions {
    Q_DECLARE_TR_FUNCTIONS(LineActions)
};

struct Step {
    const char* action;
    LineGrain grain;
    bool back;
};
constexpr std::array all{Step{"line-over", LineGrain::Over, false},     Step{"line-into", LineGrain::Into, false},
                         Step{"line-out", LineGrain::Out, false},       Step{"line-over-back", LineGrain::Over, true},
                         Step{"line-into-back", LineGrain::Into, true}, Step{"line-out-back", LineGrain::Out, true}};

// Empty: there is no reason.
QString whyNot(const views::RunView& view) {
    switch (view.lines()) {
        case Lines::Kept: return {};
        case Lines::NotPython: return LineActions::tr("Only Python programs are stepped by line; this one is in C++.");
        case Lines::RealClock:
            return LineActions::tr("On the real clock no lines are recorded; on the virtual one they are.");
        case Lines::None: return LineActions::tr("No lines were recorded in this run.");
        case Lines::Cut: return LineActions::tr("Lines are recorded up to here; too many ran to keep them all.");
    }
    return {};
}

// `told`: the run in which it was said that calls stand in for lines, which is news only once.
void perform(const Step& step, Transport& transport, const views::RunView& view, MessageBar& messages,
             const green::trace::TraceStore*& told) {
    const auto reason = whyNot(view);
    if (reason.isEmpty() || (view.lines() == Lines::Cut && step.back)) {
        step.back ? transport.stepLineBack(step.grain) : transport.stepLine(step.grain);
        return;
    }
    const bool calls = step.grain == LineGrain::Over && view.lines() != Lines::Cut;
    if (!calls) return messages.show(MessageBar::Kind::News, reason);
    if (std::exchange(told, &view.store()) != &view.store())
        messages.show(MessageBar::Kind::News, reason + u' ' + LineActions::tr("Here it goes from call to call."));
    step.back ? transport.stepBack(Transport::Grain::Call) : transport.stepForward(Transport::Grain::Call);
}

}  // namespace

void connectLineActions(Actions& actions, Transport& transport, views::RunView& view, MessageBar& messages) {
    const auto told = std::make_shared<const green::trace::TraceStore*>(nullptr);
    for (const auto& step : all) {
        auto* action = actions[step.action];
        QObject::connect(action, &QAction::triggered, &transport, [&transport, &view, &messages, step, told] {
            perform(step, transport, view, messages, *told);
        });
        const auto tell = [action, &view, tip = action->toolTip()] {
            const auto reason = whyNot(view);
            const auto text = reason.isEmpty() ? tip : tip + u'\n' + reason;
            if (action->toolTip() != text) action->setToolTip(text);
        };
        QObject::connect(&transport, &Transport::changed, action, tell);
        tell();
    }
}

}  // namespace app
