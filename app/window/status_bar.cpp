#include "window/status_bar.h"

#include <QHBoxLayout>
#include <QStyle>

#include "window/style.h"

namespace app {

StatusBar::StatusBar(Transport& transport, Session& session, views::RunView& view, QWidget* parent)
    : QStatusBar(parent), transport_(transport), session_(session), view_(view) {
    setObjectName(QStringLiteral("statusBar"));
    setAccessibleName(tr("Status"));
    setSizeGripEnabled(false);
    setFixedHeight(statusBarHeight);
    // QStatusBar keeps margins of its own, and the badge is to reach into the corner.
    strip_ = new QFrame(this);
    strip_->setObjectName(QStringLiteral("statusStrip"));
    auto* row = new QHBoxLayout(strip_);
    row->setContentsMargins(1, 1, 0, 0);
    row->setSpacing(0);
    step_ = addPart("statusStep");
    switch_ = addPart("statusSwitch");
    seed_ = addPart("statusSeed");
    engine_ = addPart("statusEngine");
    parts_ = row->count();
    row->addStretch(1);
    hint_ = new QLabel(strip_);
    hint_->setObjectName(QStringLiteral("statusHint"));
    row->addWidget(hint_);
    badge_ = new QLabel(strip_);
    badge_->setObjectName(QStringLiteral("badge"));
    badge_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    row->addWidget(badge_);
}

QLabel* StatusBar::addPart(const char* name) {
    auto* row = qobject_cast<QHBoxLayout*>(strip_->layout());
    if (row->count() > 0) {
        auto* rule = new QFrame(strip_);
        rule->setProperty("rule", true);
        rule->setFixedSize(1, 14);
        row->addWidget(rule);
    }
    auto* label = new QLabel(strip_);
    label->setObjectName(QLatin1String(name));
    row->addWidget(label);
    return label;
}

void StatusBar::add(QWidget* part) { qobject_cast<QHBoxLayout*>(strip_->layout())->insertWidget(parts_++, part); }

void StatusBar::resizeEvent(QResizeEvent* event) {
    QStatusBar::resizeEvent(event);
    strip_->setGeometry(rect());
}

void StatusBar::refresh() {
    const auto& store = view_.store();
    step_->setText(tr("Step %1 of %2").arg(view_.playhead()).arg(store.size()));
    switch_->setText(tr("Switch %1 of %2").arg(view_.moment().switches()).arg(store.last().switches()));
    if (store.recipe().clock != green::trace::ClockKind::Virtual)
        seed_->setText(tr("Real clock, not repeatable"));
    else
        seed_->setText((store.is_repeatable() ? tr("Seed %1, repeatable") : tr("Seed %1, not repeatable"))
                           .arg(store.recipe().seed));
    switch (session_.engine()) {
        case Session::Engine::None: engine_->setText(session_.isRecording() ? tr("Nothing runs") : QString()); break;
        case Session::Engine::Running:
            engine_->setText(session_.isCatchingUp() ? tr("Catching up") : tr("Program runs"));
            break;
        case Session::Engine::Held: engine_->setText(tr("Program is held")); break;
        case Session::Engine::Ended:
            switch (session_.result().ending) {
                case green::RunResult::Ending::Done: engine_->setText(tr("Program has ended")); break;
                case green::RunResult::Ending::MainRaised: engine_->setText(tr("Program has failed")); break;
                case green::RunResult::Ending::Stopped: engine_->setText(tr("Program was stopped")); break;
            }
            break;
    }
    const char* place = "live";
    hint_->clear();
    switch (transport_.place()) {
        case Transport::Place::Live: badge_->setText(tr("LIVE")); break;
        case Transport::Place::Past:
            place = "past";
            badge_->setText(tr("PAST"));
            hint_->setText(session_.isOver() ? tr("End goes to the end of the run")
                                             : tr("End returns to the live edge"));
            break;
        case Transport::Place::Ended:
            place = "ended";
            badge_->setText(tr("ENDED"));
            break;
        case Transport::Place::Recording:
            place = "recording";
            badge_->setText(tr("RECORDING"));
            break;
    }
    badge_->setAccessibleName(tr("Place in the run: %1").arg(badge_->text()));
    if (badge_->property("place").toString() == QLatin1String(place)) return;
    badge_->setProperty("place", QLatin1String(place));
    badge_->style()->unpolish(badge_);
    badge_->style()->polish(badge_);
}

}  // namespace app
