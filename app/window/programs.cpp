#include "window/programs.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <algorithm>

#include "green.h"
#include "source/document_text.h"

namespace app {

using green::trace::ClockKind;

namespace {

QString text(std::string_view view) { return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size())); }

// No example's name begins with a slash.
QString keyOf(const QString& path) { return QStringLiteral("/") + QFileInfo(path).absoluteFilePath(); }

}  // namespace

Programs::Programs(Surroundings around, Interpreter python, Drafts drafts, QObject* parent)
    : QObject(parent), in_(around), python_(std::move(python)), drafts_(std::move(drafts)) {
    connect(&in_.session, &Session::started, this, &Programs::onStarted);
    connect(&in_.session, &Session::engineChanged, this, &Programs::onEngineChanged);
    connect(&in_.pane, &ProgramPane::languageChosen, this, &Programs::choose);
    connect(&in_.pane, &ProgramPane::runWanted, this, &Programs::runAgain);
    connect(&in_.pane.source(), &views::SourceView::fitsChanged, this, &Programs::updateNotice);
    connect(&watcher_, &QFileSystemWatcher::fileChanged, this, &Programs::onFileChanged);
}

Programs::~Programs() {
    if (desk_) desk_->close();
}

ClockKind Programs::clock() const { return in_.view.store().recipe().clock; }

std::uint64_t Programs::seed() const { return in_.view.store().recipe().seed; }

void Programs::attempt(const std::function<void()>& work) {
    try {
        work();
    } catch (const TextFileError& error) {
        in_.messages.show(MessageBar::Kind::Problem, QString::fromUtf8(error.what()));
    }
}

// What is open.

ProgramText& Programs::textOf(const tutorial::Example& example) {
    auto& place = texts_[text(example.id)];
    if (!place) {
        place = std::make_unique<ProgramText>(text(example.id), text(example.pythonFile), text(example.pythonSource),
                                              drafts_);
        adopt(*place);
    }
    return *place;
}

void Programs::adopt(ProgramText& program) {
    connect(&program, &ProgramText::editedChanged, this, &Programs::textChanged);
    connect(&program, &ProgramText::draftFailed, this, [this] {
        in_.messages.show(MessageBar::Kind::Problem,
                          tr("What you write can't be kept safe: the drafts can't be written. Save it to a file."));
    });
}

void Programs::openExample(const QString& id, ClockKind clock) {
    example_ = tutorial::find(id.toStdString());
    in_.settings.setLastExample(id);
    in_.settings.setLastFile({});
    if (python_ && example_->isInPython() && in_.settings.language() != u"cpp") {
        auto& program = textOf(*example_);
        open(program, clock);
        sayThatItIsBack(program);
    } else {
        run(*example_, clock);
    }
}

void Programs::setArguments(const QString& path, std::vector<std::string> arguments) {
    arguments_[ProgramText::keyOfFile(path)] = std::move(arguments);
}

bool Programs::openFile(const QString& path, ClockKind clock) {
    const auto absolute = QFileInfo(path).absoluteFilePath();
    bool done = false;
    attempt([&] {
        auto& place = texts_[keyOf(path)];
        // Only the shown one is watched.
        const bool hasChanged = place && place->hasChangedOnDisk();
        if (!place) {
            place = std::make_unique<ProgramText>(path, drafts_);
            adopt(*place);
        } else if (hasChanged && !place->isEdited()) {
            place->reset();
        }
        example_ = nullptr;
        in_.settings.setLastFile(absolute);
        open(*place, clock);
        if (place->text().isEmpty())
            in_.messages.show(MessageBar::Kind::News, tr("%1 is empty. Write a program; Ctrl+R runs it.").arg(path));
        sayThatItIsBack(*place);
        if (hasChanged && place->isEdited()) sayThatItHasChanged(*place);
        done = true;
    });
    return done;
}

void Programs::open(ProgramText& program, ClockKind clock) {
    // What is under way in this window is just being replaced.
    const bool tookDown = program.key() != underWay_ && in_.settings.isRunning(program.key());
    if (python_ && !tookDown)
        run(program, clock);
    else
        showUnrun(program, clock);
}

void Programs::showUnrun(ProgramText& program, ClockKind clock) {
    if (desk_) desk_->close();
    green::trace::Recipe recipe;
    recipe.id = program.name().toStdString();
    recipe.clock = clock;
    starting_ = true;
    in_.session.showRecording(std::make_shared<green::trace::TraceStore>(std::move(recipe)));
    starting_ = false;
    if (python_) heldBack_ = program.key();
    showText(program);
    emit questionChanged();
}

void Programs::sayThatItIsBack(ProgramText& program) {
    if (!program.takeRestored()) return;
    const auto name = program.name();
    const bool isFile = program.example().isEmpty();
    if (program.hasOriginalChanged())
        in_.messages.show(
            MessageBar::Kind::Problem,
            (isFile ? tr("Your edits of %1 are back, but the file has changed since you made them.")
                    : tr("Your edits of %1 are back, but the example has changed since you made them."))
                .arg(name),
            {{tr("Keep my edits"), [] {}},
             {isFile ? tr("Take the file's text") : tr("Take the new text"), about(program, &Programs::takeOriginal)}});
    else
        in_.messages.show(MessageBar::Kind::News, tr("Your edits of %1 are back.").arg(name),
                          {{tr("Go back to the original"), about(program, &Programs::takeOriginal)}});
}

void Programs::showText(ProgramText& program) {
    text_ = &program;
    in_.pane.source().showText(program.document(), program.name(), QStringLiteral("python"), editable());
    showLanguages(Language::Python);
    watch();
    updateNotice();
    emit textChanged();
}

// Of what there is in one language alone, there is none to choose.
void Programs::showLanguages(Language current) {
    if (example_ && example_->isInPython())
        in_.pane.showLanguages(current);
    else
        in_.pane.hideLanguages();
}

void Programs::choose(Language language) {
    if (!example_) return;
    in_.settings.setLanguage(language == Language::Python ? QStringLiteral("python") : QStringLiteral("cpp"));
    if (language == Language::Cpp) return run(*example_, clock());
    auto& program = textOf(*example_);
    if (!python_) return showText(program);
    open(program, clock());
    sayThatItIsBack(program);
}

void Programs::toggleLanguage() {
    if (!example_ || !example_->isInPython()) {
        in_.messages.show(MessageBar::Kind::News, example_ ? tr("This example is there in C++ alone.")
                                                           : tr("Only the examples are there in two languages."));
        return;
    }
    const auto other = in_.pane.language() == Language::Python ? Language::Cpp : Language::Python;
    in_.pane.showLanguages(other);
    choose(other);
}

// Running it.

void Programs::start(Program program, const QString& key) {
    heldBack_.clear();
    setUnderWay(key);
    starting_ = true;
    in_.session.start(std::move(program));
    starting_ = false;
    if (in_.session.engine() != Session::Engine::Running) setUnderWay({});  // it could not be started
}

// In the settings before it begins: who kills the application leaves no time for that.
void Programs::setUnderWay(const QString& key) {
    if (!underWay_.isEmpty() && underWay_ != key) in_.settings.setRunning(underWay_, false);
    underWay_ = key;
    if (!underWay_.isEmpty()) in_.settings.setRunning(underWay_, true);
}

void Programs::run(ProgramText& program, ClockKind clock) {
    // A program may take the whole application down with it.
    program.keepDraft();
    if (desk_) desk_->close();
    const auto desk = std::make_shared<InputDesk>(
        [this] { QMetaObject::invokeMethod(this, &Programs::questionChanged, Qt::QueuedConnection); });
    desk_ = desk;
    green::python::PythonProgram python;
    python.file_name = program.name().toStdString();
    python.text = program.text().toStdString();
    python.directory = program.folder().toStdString();
    if (const auto given = arguments_.find(program.key()); given != arguments_.end()) python.arguments = given->second;
    python.input = [desk](std::string_view prompt) {
        auto line = desk->ask(prompt);
        green::note_outside();
        // As a terminal shows what is typed.
        if (line) green::write(*line + "\n", {});
        return line;
    };
    const Interpreter interpreter{python_.run, [desk, interrupt = python_.interrupt] {
                                      desk->close();
                                      if (interrupt) interrupt();
                                  }};
    const auto title = example_ ? std::string(example_->title) : program.name().toStdString();
    auto runnable = programOf(std::move(python), title, clock, seed(), interpreter);
    runnable.recipe.id = example_ ? std::string(example_->id) : program.name().toStdString();
    // The text first, so that the run finds the view that it belongs to.
    showText(program);
    start(std::move(runnable), program.key());
    updateNotice();
    emit questionChanged();
}

void Programs::run(const tutorial::Example& example, ClockKind clock) {
    if (desk_) desk_->close();
    text_ = nullptr;
    start(programOf(example, clock, seed()), {});
    showLanguages(Language::Cpp);
    in_.pane.source().showRun();
    watch();
    updateNotice();
    emit textChanged();
    emit questionChanged();
}

void Programs::runAgain() { runOn(clock()); }

void Programs::runOn(ClockKind clock) {
    if (editable()) return run(*text_, clock);
    if (!in_.session.program()) return;
    auto program = *in_.session.program();
    program.recipe.clock = clock;
    const bool kept = text_ != nullptr;  // a listing that is only read stays in front of the run
    starting_ = kept;
    in_.session.start(std::move(program));
    starting_ = false;
}

// Somebody else has started a run, or shows a recording.
void Programs::onStarted() {
    in_.pane.source().clearError();
    if (starting_) return;
    const auto& recipe = in_.view.store().recipe();
    text_ = nullptr;
    example_ = in_.session.isRecording() ? nullptr : tutorial::find(recipe.id);
    if (desk_) desk_->close();
    showLanguages(recipe.language == "python" ? Language::Python : Language::Cpp);
    in_.pane.source().showRun();
    watch();
    updateNotice();
    emit textChanged();
    emit questionChanged();
}

void Programs::onEngineChanged() {
    // Held, it came so far without harm; from there on it is run by somebody who has seen it.
    if (in_.session.engine() != Session::Engine::Running) setUnderWay({});
    emit questionChanged();  // a closed desk does not tell
    if (in_.session.engine() != Session::Engine::Ended) return;
    const auto& result = in_.session.result();
    if (result.ending != green::RunResult::Ending::MainRaised) return;
    const auto error = QString::fromStdString(result.error);
    const auto& sources = in_.view.store().recipe().sources;
    const bool here = result.error_place && !sources.empty() && result.error_place->file == sources.front().name;
    if (!here) {
        in_.messages.show(MessageBar::Kind::Problem, tr("main has ended with %1").arg(error));
        return;
    }
    const auto line = static_cast<std::uint32_t>(result.error_place->line);
    if (in_.pane.source().fits()) in_.pane.source().markError(line, error);
    in_.messages.show(MessageBar::Kind::Problem, tr("Line %1: %2").arg(line).arg(error),
                      {{tr("Show the line"), [this] {
                            auto& source = in_.pane.source();
                            if (source.errorLine() == 0) return;
                            source.goToLine(source.errorLine());
                            source.setFocus(Qt::OtherFocusReason);
                        }}});
}

void Programs::updateNotice() {
    auto& pane = in_.pane;
    const auto& sources = in_.view.store().recipe().sources;
    const bool ofThis = text_ && !sources.empty() && QString::fromStdString(sources.front().name) == text_->name();
    if (text_ && !python_)
        pane.setNotice(tr("This build has no Python: the program can be read, but not run."));
    else if (text_ && text_->key() == heldBack_)
        pane.setNotice(tr("This was not run: the last time, Greenscope ended while it ran. Ctrl+R runs it."), true);
    else if (ofThis && !pane.source().fits())
        pane.setNotice(tr("The picture shows the text before your edits. Ctrl+R runs it anew."), true);
    else
        pane.setNotice({});
}

// What was written.

void Programs::sayItIsReadOnly() {
    in_.messages.show(MessageBar::Kind::News,
                      text_       ? tr("This build has no Python: the text can't be edited.")
                      : !example_ ? tr("This text can't be edited: it belongs to a run that is shown.")
                      : example_->isInPython()
                          ? tr("The C++ text is compiled in and can't be edited; the Python one can.")
                          : tr("The C++ text is compiled in and can't be edited."));
}

void Programs::reset() {
    if (!editable()) return sayItIsReadOnly();
    takeOriginal(*text_);
}

void Programs::takeOriginal(ProgramText& program) {
    attempt([&] {
        program.reset();
        in_.messages.show(MessageBar::Kind::News,
                          tr("%1 is as it was at first. Ctrl+Z brings your edits back.").arg(program.name()));
    });
}

std::function<void()> Programs::about(ProgramText& program, void (Programs::*work)(ProgramText&)) {
    return [this, work, named = QPointer(&program)] {
        if (named) (this->*work)(*named);
    };
}

void Programs::save() {
    if (!editable()) return saveAs();
    if (text_->path().isEmpty()) return saveAs();
    if (!text_->hasChangedOnDisk()) return saveWhereItWas(*text_);
    in_.messages.show(
        MessageBar::Kind::Problem,
        tr("%1 has been changed by somebody else since it was opened.").arg(QDir::toNativeSeparators(text_->path())),
        {{tr("Write mine over it"), about(*text_, &Programs::saveWhereItWas)},
         {tr("Save as…"), about(*text_, &Programs::saveElsewhere)}});
}

void Programs::saveAs() {
    if (text_) return saveElsewhere(*text_);
    // A copy of what is only read.
    const auto path = in_.files.askWhereToSave(tr("Save program"), in_.pane.source().fileName());
    if (path.isEmpty()) return;
    attempt([&] {
        writeProgram(path, {views::textOf(*in_.pane.source().document()) + u'\n', false, false});
        sayThatItIsSaved(path);
    });
}

void Programs::saveWhereItWas(ProgramText& program) { saveTo(program, program.path()); }

void Programs::saveElsewhere(ProgramText& program) {
    const QPointer still(&program);  // the dialog takes its time
    const auto path = in_.files.askWhereToSave(tr("Save program"), program.name());
    if (still && !path.isEmpty()) saveTo(program, path);
}

void Programs::saveTo(ProgramText& program, const QString& path) {
    attempt([&] {
        const auto before = program.key();
        if (!watcher_.files().isEmpty()) watcher_.removePaths(watcher_.files());
        program.save(path);
        sayThatItIsSaved(path);
        if (program.key() != before) rename(program, path, before);
        emit textChanged();
    });
    watch();
}

void Programs::sayThatItIsSaved(const QString& path) {
    in_.messages.show(MessageBar::Kind::News, tr("Saved %1").arg(QDir::toNativeSeparators(path)));
}

// It goes by its new name from its next run on.
void Programs::rename(ProgramText& program, const QString& path, const QString& before) {
    auto moved =
        texts_.extract(std::ranges::find_if(texts_, [&](const auto& entry) { return entry.second.get() == &program; }));
    // May be the one that is shown, and goes when this one is.
    const auto replaced = texts_.extract(keyOf(path));
    moved.key() = keyOf(path);
    texts_.insert(std::move(moved));
    if (auto given = arguments_.extract(before)) {
        arguments_.erase(program.key());
        given.key() = program.key();
        arguments_.insert(std::move(given));
    }
    const bool isShown = &program == text_ || (text_ && !replaced.empty() && replaced.mapped().get() == text_);
    if (!isShown) return;
    in_.settings.setLastFile(QFileInfo(path).absoluteFilePath());
    if (&program == text_) emit renamed(before, program.key());
    showText(program);
}

QString Programs::shownKey() const {
    return text_ ? text_->key() : QStringLiteral("run:") + in_.pane.source().fileName();
}

void Programs::keepDrafts() {
    for (const auto& [key, program] : texts_)
        if (program) program->keepDraft();
}

void Programs::watch() {
    if (!watcher_.files().isEmpty()) watcher_.removePaths(watcher_.files());
    if (text_ && text_->example().isEmpty() && QFileInfo::exists(text_->path())) watcher_.addPath(text_->path());
}

void Programs::onFileChanged() {
    watch();  // whoever replaced the file has ended the watch of the old one
    if (text_ && text_->example().isEmpty() && text_->hasChangedOnDisk()) sayThatItHasChanged(*text_);
}

void Programs::sayThatItHasChanged(ProgramText& program) {
    in_.messages.show(MessageBar::Kind::Problem,
                      tr("%1 has been changed by somebody else.").arg(QDir::toNativeSeparators(program.path())),
                      {{tr("Take the new text"), about(program, &Programs::takeOriginal)}, {tr("Keep mine"), [] {}}});
}

// Input.

std::optional<QString> Programs::question() const {
    const auto asked = desk_ ? desk_->question() : std::nullopt;
    return asked ? std::optional(QString::fromStdString(*asked)) : std::nullopt;
}

void Programs::answer(const QString& line) {
    if (desk_) desk_->answer(line.toStdString());
    emit questionChanged();
}

void Programs::endInput() {
    if (desk_) desk_->answer(std::nullopt);
    emit questionChanged();
}

}  // namespace app
