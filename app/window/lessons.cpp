#include "window/lessons.h"

#include <QFileInfo>
#include <map>

#include "window/example_names.h"

namespace app {

using views::Progress;

Lessons::Lessons(Surroundings around, QObject* parent)
    : QObject(parent), in_(around), chapters_(in_.panes.chapters()), guide_(in_.panes.guide()) {
    for (const auto& example : tutorial::examples()) {
        const auto id = idOf(example);
        chapters_.chapters().setProgress(id, in_.settings.progress(id));
    }
    connect(&chapters_, &views::ChapterView::chosen, this, &Lessons::choose);
    connect(&chapters_, &views::ChapterView::left, this, &Lessons::left);
    connect(&guide_, &views::GuideView::momentChosen, this,
            [this](green::trace::EventNumber number) { in_.transport.goTo(number); });
    connect(&in_.session, &Session::started, this, &Lessons::onShown);
    connect(&in_.programs, &Programs::textChanged, this, &Lessons::onShown);
    connect(&in_.transport, &Transport::changed, this, &Lessons::onTransport);
    connectActions();
    tellProgress();
    showGuide();
}

void Lessons::connectActions() {
    const auto on = [this](const char* id, auto slot) { connect(in_.actions[id], &QAction::triggered, this, slot); };
    on("find-example", [this] {
        in_.panes.bringUpExamples();
        chapters_.search();
    });
    on("read-guide", [this] {
        in_.panes.bringUpGuide();
        guide_.setFocus(Qt::ShortcutFocusReason);
    });
    on("answer", [this] { toggleAnswer(); });
    on("reset-progress", [this] { resetProgress(); });
}

// The one that is open goes on as it is: who clicks at it twice has not asked for another run.
void Lessons::choose(const QString& id) {
    if (in_.session.isRecording() || !shown_ || idOf(*shown_) != id) emit exampleChosen(id);
    in_.panes.raiseGuide();
    emit left();
}

void Lessons::onShown() {
    const auto* example = in_.programs.example();
    if (!example && in_.session.isRecording()) example = tutorial::find(in_.view.store().recipe().id);
    if (example != shown_) {
        shown_ = example;
        showGuide();
    } else if (!example) {
        showGuide();  // another file
    }
    const auto id = example ? idOf(*example) : QString();
    if (chapters_.chapters().open() != id) chapters_.setOpen(id);
    if (example) reach(id, Progress::Opened);
    guide_.setNotice(
        !example || isOriginal()
            ? QString()
            : tr("This run is not the original one: its steps may differ from those that the text names."));
}

bool Lessons::isOriginal() const {
    return in_.view.store().recipe().clock == green::trace::ClockKind::Virtual && hasOriginalText();
}

bool Lessons::hasOriginalText() const {
    const auto& recipe = in_.view.store().recipe();
    if (recipe.sources.empty()) return false;
    const auto& text = recipe.sources.front().text;
    return text == shown_->source || text == shown_->pythonSource;
}

void Lessons::onTransport() {
    if (!shown_ || !in_.transport.atEnd() || in_.session.engine() != Session::Engine::Ended) return;
    // Another one may be on its way, and the run before it still here.
    if (in_.view.store().recipe().id != shown_->id) return;
    // One that was stopped has not come to its end. To fail may be what an example is there for.
    if (!hasOriginalText() || in_.session.result().ending == green::RunResult::Ending::Stopped) return;
    reach(idOf(*shown_), Progress::Walked);
}

void Lessons::showGuide() {
    if (shown_) {
        guide_.showGuide(
            views::guideOf(QString::fromUtf8(shown_->guide.data(), static_cast<qsizetype>(shown_->guide.size()))));
        in_.panes.setGuideState(
            QString::fromUtf8(shown_->chapter.data(), static_cast<qsizetype>(shown_->chapter.size())));
        chapters_.setNotice({});
        return;
    }
    const auto file = QFileInfo(in_.panes.program().source().fileName()).fileName();
    // A program that can't be run here is shown beside an empty record.
    const bool recorded = in_.session.isRecording() && !in_.view.store().recipe().sources.empty();
    const auto what = file.isEmpty() ? tr("What is open is not an example of the tutorial.")
                      : recorded     ? tr("A recording of %1 is open.").arg(file)
                                     : tr("%1 is open, a program of your own.").arg(file);
    const auto key = in_.actions["find-example"]->shortcut().toString(QKeySequence::NativeText);
    guide_.showNothing(what + u' ' + tr("Guides are there for the examples; %1 finds one.").arg(key));
    in_.panes.setGuideState({});
    chapters_.setNotice(what);
}

void Lessons::toggleAnswer() {
    if (!guide_.hasAnswer())
        return in_.messages.show(MessageBar::Kind::News, tr("There is no guide here that asks something."));
    in_.panes.bringUpGuide();
    guide_.setAnswerShown(!guide_.isAnswerShown());
}

// Progress.

void Lessons::reach(const QString& id, Progress progress) {
    if (chapters_.chapters().progress(id) < progress) setProgress(id, progress);
    tellProgress();
}

void Lessons::setProgress(const QString& id, Progress progress) {
    chapters_.chapters().setProgress(id, progress);
    in_.settings.setProgress(id, progress);
}

void Lessons::tellProgress() {
    const auto& model = chapters_.chapters();
    in_.panes.setExamplesState(tr("%1 of %2 walked to their end").arg(model.walked()).arg(model.count()));
}

void Lessons::resetProgress() {
    std::map<QString, Progress> before;
    for (const auto& example : tutorial::examples()) {
        const auto id = idOf(example);
        before[id] = chapters_.chapters().progress(id);
        setProgress(id, &example == shown_ ? Progress::Opened : Progress::Unseen);
    }
    tellProgress();
    in_.messages.show(MessageBar::Kind::News, tr("All examples are as if you had never opened them."),
                      {{tr("Take it back"), [this, before] {
                            for (const auto& [id, progress] : before) setProgress(id, progress);
                            tellProgress();
                        }}});
}

}  // namespace app
