#include "window/cause_actions.h"

#include <QCoreApplication>

#include "palette/names.h"
#include "time/causes.h"

namespace app {

namespace {

using green::trace::Id;
using green::trace::Kind;

// Farther ahead nobody wants to wait for the search.
constexpr green::trace::EventNumber farthest = 1'000'000;

struct CauseActions {
    Q_DECLARE_TR_FUNCTIONS(CauseActions)
};

// The selected greenlet; else the one at work, or None while the hub is.
Id greenletOf(const views::RunView& view) {
    const auto isGreenlet = [&](Id id) { return id != Id::None && id != Id::Hub && view.moment().greenlet(id); };
    if (isGreenlet(view.selection())) return view.selection();
    const auto* event = view.event();
    if (!event) return Id::None;
    const Id actor = event->kind == Kind::Resume ? event->object : event->greenlet;
    return isGreenlet(actor) ? actor : Id::None;
}

class Followed {
public:
    Followed(Transport& transport, views::RunView& view, MessageBar& messages)
        : transport_(transport), view_(view), messages_(messages) {}

    void toCause() const {
        const Id greenlet = greenletOf(view_);
        if (greenlet == Id::None) return say(CauseActions::tr("Choose a greenlet to see who woke it."));
        const auto woken = views::lastWakeUp(view_.store(), greenlet, view_.playhead());
        if (woken == 0 && greenlet == Id::Main)
            return say(CauseActions::tr("Nobody woke main: the run begins with it."));
        if (woken == 0) return say(CauseActions::tr("%1 has not run so far.").arg(name(greenlet)));
        const auto cause = views::causeOf(view_.store(), woken);
        if (cause == 0)
            return say(
                CauseActions::tr("No greenlet woke %1: what it waited for came from outside.").arg(name(greenlet)));
        go(cause, view_.store().event(cause).greenlet);
    }

    void toEffect() const {
        const Id greenlet = greenletOf(view_);
        if (greenlet == Id::None) return say(CauseActions::tr("Choose a greenlet to see whom it wakes."));
        const auto woken = views::nextWokenBy(view_.store(), greenlet, view_.playhead(), farthest);
        if (woken == 0)
            return say(
                view_.store().size() - view_.playhead() <= farthest
                    ? CauseActions::tr("From here on %1 wakes nobody, as far as the record goes.").arg(name(greenlet))
                    : CauseActions::tr("In the next %Ln step(s) %1 wakes nobody.", nullptr, static_cast<int>(farthest))
                          .arg(name(greenlet)));
        go(woken, view_.store().event(woken).object);
    }

private:
    QString name(Id id) const { return views::displayName(view_.store().last(), id); }
    void say(const QString& text) const { messages_.show(MessageBar::Kind::News, text); }
    void go(green::trace::EventNumber n, Id greenlet) const {
        transport_.goTo(n);
        view_.select(greenlet);
    }

    Transport& transport_;
    views::RunView& view_;
    MessageBar& messages_;
};

}  // namespace

void connectCauseActions(Actions& actions, Transport& transport, views::RunView& view, MessageBar& messages) {
    const Followed followed(transport, view, messages);
    QObject::connect(actions["cause"], &QAction::triggered, &transport, [followed] { followed.toCause(); });
    QObject::connect(actions["effect"], &QAction::triggered, &transport, [followed] { followed.toEffect(); });
}

}  // namespace app
