#include "window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QVBoxLayout>

#include "examples.h"
#include "version.h"
#include "window/breakpoint_keeper.h"
#include "window/cause_actions.h"
#include "window/example_names.h"
#include "window/icons.h"
#include "window/key_overlay.h"
#include "window/lessons.h"
#include "window/line_actions.h"
#include "window/panes.h"
#include "window/play_timer.h"
#include "window/server_actions.h"
#include "window/server_status.h"
#include "window/signal_actions.h"
#include "window/status_bar.h"
#include "window/style.h"
#include "window/timeline_panel.h"
#include "window/transport_bar.h"

namespace app {

namespace {

// The first of what is dropped that can be opened; empty if nothing can.
QString droppedFile(const QMimeData* data) {
    for (const auto& url : data->urls()) {
        auto path = url.toLocalFile();
        if (Files::isRecording(path) || path.endsWith(u".py", Qt::CaseInsensitive)) return path;
    }
    return {};
}

}  // namespace

MainWindow::MainWindow(Settings settings, Interpreter python, Drafts drafts, QWidget* parent)
    : QMainWindow(parent),
      settings_(std::move(settings)),
      actions_(new Actions(*this)),
      bar_(new TransportBar(*actions_, transport_, session_, view_, this)),
      status_(new StatusBar(transport_, session_, view_, this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setAccessibleName(tr("Greenscope"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    resize(QSize(1600, 1000).boundedTo(screen()->availableSize()));
    menuBar()->setObjectName(QStringLiteral("menuBar"));
    menuBar()->setAccessibleName(tr("Menu"));
    addToolBar(bar_);
    setStatusBar(status_);
    buildCentre();
    panes_ = new Panes(*this, *actions_, view_);
    files_ = new Files(session_, view_, *messages_, settings_, *this);
    programs_ = new Programs({session_, view_, panes_->program(), *files_, *messages_, settings_}, std::move(python),
                             std::move(drafts), this);
    new BreakpointKeeper(panes_->program().source(), *programs_, session_, settings_, this);
    keys_ = new KeyOverlay(this);
    new PlayTimer(transport_, this);
    lessons_ = new Lessons({*actions_, *panes_, *programs_, session_, transport_, view_, settings_, *messages_}, this);
    connectServer();
    connectFiles();
    connectPrograms();
    connectEditing();
    connectView();
    connectRun();
    connectLessons();
    connectTransport();
    connectSession();
    restoreSettings();
    qApp->installEventFilter(this);
    // Not on a control: the keys are the transport's until somebody goes elsewhere.
    centralWidget()->setFocus();
    refresh();
}

// The panes listen to view_ until they are gone, and they are children, which outlive the members.
MainWindow::~MainWindow() {
    qApp->removeEventFilter(this);
    session_.disconnect(this);
    transport_.disconnect(this);
    delete lessons_;
    delete serverStatus_;
    delete server_;
    delete takeCentralWidget();
    qDeleteAll(findChildren<Dock*>(QString(), Qt::FindDirectChildrenOnly));
}

void MainWindow::buildCentre() {
    auto* centre = new QWidget(this);
    centre->setObjectName(QStringLiteral("centre"));
    centre->setAccessibleName(tr("Run"));
    centre->setFocusPolicy(Qt::ClickFocus);
    messages_ = new MessageBar(centre);
    panel_ = new TimelinePanel(*actions_, view_, centre);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(messages_);
    column->addWidget(panel_, 1);
    setCentralWidget(centre);
}

void MainWindow::connectServer() {
    server_ = new ServerActions({*actions_, session_, transport_, view_, *messages_, panes_->console()}, this);
    serverStatus_ = new ServerStatus(*actions_, *server_, status_);
    status_->add(serverStatus_);
}

void MainWindow::connectFiles() {
    const auto on = [this](const char* id, auto slot) { connect((*actions_)[id], &QAction::triggered, this, slot); };
    on("open", [this] { files_->open(); });
    on("save", [this] { files_->save(); });
    on("export", [this] { files_->exportPicture({panel_->axis(), panel_->visibleFrom(), panel_->visibleTo()}); });
    on("export-png", [this] { files_->exportAs(QStringLiteral("png"), panel_->axis()); });
    on("export-svg", [this] { files_->exportAs(QStringLiteral("svg"), panel_->axis()); });
    on("export-pdf", [this] { files_->exportAs(QStringLiteral("pdf"), panel_->axis()); });
    on("copy-picture", [this] { files_->copyPicture(panel_->axis()); });
    on("quit", [this] { close(); });
    connect(files_, &Files::opened, this,
            [this](const QString& path) { setWindowTitle(tr("%1 – Greenscope").arg(QFileInfo(path).fileName())); });
}

void MainWindow::connectPrograms() {
    const auto on = [this](const char* id, auto slot) { connect((*actions_)[id], &QAction::triggered, this, slot); };
    on("save-program", [this] { programs_->save(); });
    on("save-program-as", [this] { programs_->saveAs(); });
    on("reset-text", [this] { programs_->reset(); });
    on("language", [this] { programs_->toggleLanguage(); });
    on("restart", [this] { programs_->runAgain(); });
    connect(files_, &Files::programChosen, this, [this](const QString& path) { openFile(path); });
    connect(programs_, &Programs::textChanged, this, &MainWindow::showProgram);
    connect(programs_, &Programs::questionChanged, this, &MainWindow::showQuestion);
    auto& input = panes_->input();
    connect(&input, &InputLine::answered, programs_, &Programs::answer);
    connect(&input, &InputLine::ended, programs_, &Programs::endInput);
}

// What is done to a text goes to the one that is edited, wherever the focus is.
void MainWindow::connectEditing() {
    auto& source = panes_->program().source();
    auto& find = panes_->program().findBar();
    const auto onText = [this, &source](const char* id, void (views::SourceView::*change)()) {
        connect((*actions_)[id], &QAction::triggered, this, [this, &source, change] {
            if (programs_->edited())
                (source.*change)();
            else
                programs_->sayItIsReadOnly();
        });
    };
    onText("undo", &views::SourceView::undo);
    onText("redo", &views::SourceView::redo);
    onText("comment", &views::SourceView::toggleComment);
    onText("indent", &views::SourceView::indentLines);
    onText("unindent", &views::SourceView::unindentLines);
    connect((*actions_)["edit-text"], &QAction::triggered, this, [this, &source] {
        source.setFocus(Qt::ShortcutFocusReason);
        if (!programs_->edited()) programs_->sayItIsReadOnly();
    });
    connect((*actions_)["find"], &QAction::triggered, &find, &FindBar::open);
    connect((*actions_)["find-next"], &QAction::triggered, &find, [&find] { find.go(true); });
    connect((*actions_)["find-previous"], &QAction::triggered, &find, [&find] { find.go(false); });
    connect(&source, &views::SourceView::left, this, [this] { centralWidget()->setFocus(Qt::OtherFocusReason); });
}

void MainWindow::connectView() {
    const auto on = [this](const char* id, auto slot) { connect((*actions_)[id], &QAction::triggered, this, slot); };
    auto& timeline = panel_->timeline();
    on("zoom-in", [&timeline] { timeline.zoomIn(); });
    on("zoom-out", [&timeline] { timeline.zoomOut(); });
    on("fit", [&timeline] { timeline.fit(); });
    on("pan-left", [&timeline] { timeline.range().panBy(-timeline.range().width() / 4); });
    on("pan-right", [&timeline] { timeline.range().panBy(timeline.range().width() / 4); });
    on("axis", [this](bool time) { setAxis(time ? views::Axis::Time : views::Axis::Order); });
    connect(panel_, &TimelinePanel::axisChosen, this, &MainWindow::setAxis);
    connect(&timeline, &views::TimelineView::axisChanged, this, &MainWindow::setAxis);
    actions_->makeExclusive({"theme-system", "theme-light", "theme-dark"});
    on("theme-system", [this] { setTheme(ThemeChoice::System); });
    on("theme-light", [this] { setTheme(ThemeChoice::Light); });
    on("theme-dark", [this] { setTheme(ThemeChoice::Dark); });
    on("larger-text", [this] { panes_->changeTextSizes(1); });
    on("smaller-text", [this] { panes_->changeTextSizes(-1); });
    on("usual-text", [this] { panes_->resetTextSizes(); });
    on("reset-layout", [this] { panes_->layout().reset(); });
    on("keys", [this] { keys_->toggle(); });
    on("about", [this] { about(); });
}

void MainWindow::connectRun() {
    const auto on = [this](const char* id, auto slot) { connect((*actions_)[id], &QAction::triggered, this, slot); };
    on("play", [this] { transport_.toggle(); });
    on("run", [this] { transport_.runOn(); });
    on("run-back", [this] { transport_.runBack(); });
    on("stop", [this] { session_.stop(); });
    connectBreakpoints();
    connectSignalActions(*actions_, session_, *messages_);
    on("faster", [this] { bar_->changeSpeed(1); });
    on("slower", [this] { bar_->changeSpeed(-1); });
    actions_->makeExclusive({"clock-virtual", "clock-real"});
    on("clock-virtual", [this] { setClock(green::trace::ClockKind::Virtual); });
    on("clock-real", [this] { setClock(green::trace::ClockKind::Real); });
}

void MainWindow::connectLessons() {
    const auto openNeighbour = [this](int by) {
        if (const auto id = bar_->neighbour(by); !id.isEmpty()) openExample(id);
    };
    connect((*actions_)["next-example"], &QAction::triggered, this, [openNeighbour] { openNeighbour(1); });
    connect((*actions_)["previous-example"], &QAction::triggered, this, [openNeighbour] { openNeighbour(-1); });
    connect(bar_, &TransportBar::exampleChosen, this, [this](const QString& id) { openExample(id); });
    connect(lessons_, &Lessons::exampleChosen, this, [this](const QString& id) { openExample(id); });
    connect(lessons_, &Lessons::left, this, [this] { centralWidget()->setFocus(Qt::OtherFocusReason); });
}

void MainWindow::connectBreakpoints() {
    auto& source = panes_->program().source();
    const auto on = [this, &source](const char* id, auto change) {
        connect((*actions_)[id], &QAction::triggered, this, [this, &source, change] {
            if (source.takesBreakpoints())
                change(source);
            else
                messages_->show(MessageBar::Kind::News, tr("Only Python programs have breakpoints."));
        });
    };
    on("breakpoint", [](views::SourceView& text) { text.toggleBreakpoint(text.cursorLine()); });
    on("clear-breakpoints", [](views::SourceView& text) { text.setBreakpoints({}); });
}

void MainWindow::connectTransport() {
    const auto on = [this](const char* id, auto slot) { connect((*actions_)[id], &QAction::triggered, this, slot); };
    using Grain = Transport::Grain;
    on("step", [this] { transport_.stepForward(Grain::Event); });
    on("step-back", [this] { transport_.stepBack(Grain::Event); });
    on("call", [this] { transport_.stepForward(Grain::Call); });
    on("call-back", [this] { transport_.stepBack(Grain::Call); });
    on("switch", [this] { transport_.stepForward(Grain::Switch); });
    on("switch-back", [this] { transport_.stepBack(Grain::Switch); });
    connectLineActions(*actions_, transport_, view_, *messages_);
    connectCauseActions(*actions_, transport_, view_, *messages_);
    // The first time: who steps by line looks at variables.
    for (const char* id : {"line-over", "line-into", "line-out"})
        on(id, [this, raised = false]() mutable {
            if (raised || view_.lines() != views::RunView::Lines::Kept) return;
            raised = true;
            panes_->raiseVariables();
        });
    on("first", [this] { transport_.toStart(); });
    on("last", [this] { transport_.toLiveEdge(); });
    on("go-to", [this] { bar_->focusStep(); });
}

void MainWindow::connectSession() {
    connect(&session_, &Session::started, this, &MainWindow::onStarted);
    connect(&session_, &Session::limitReached, this, &MainWindow::askForMemory);
    connect(&session_, &Session::programStuck, this, &MainWindow::onStuck);
    connect(&session_, &Session::stuckEnded, this,
            [this] { messages_->show(MessageBar::Kind::News, tr("The program that did not react has ended now.")); });
    connect(&session_, &Session::startFailed, this, [this](const QString& reason) {
        messages_->show(MessageBar::Kind::Problem, tr("The program can't be started: %1").arg(reason));
    });
    connect(&transport_, &Transport::changed, this, &MainWindow::refresh);
    connect(&session_, &Session::engineChanged, this, &MainWindow::refresh);
}

void MainWindow::restoreSettings() {
    setAxis(settings_.axis());
    setTheme(settings_.theme());
    (*actions_)[settings_.theme() == ThemeChoice::Light  ? "theme-light"
                : settings_.theme() == ThemeChoice::Dark ? "theme-dark"
                                                         : "theme-system"]
        ->setChecked(true);
    if (const auto geometry = settings_.geometry(); !geometry.isEmpty()) restoreGeometry(geometry);
    panes_->layout().restore(settings_.layout());
    panes_->takeTextSizes(settings_);
}

void MainWindow::setTheme(ThemeChoice choice) {
    settings_.setTheme(choice);
    const auto theme = choice == ThemeChoice::Light  ? views::Theme::Light
                       : choice == ThemeChoice::Dark ? views::Theme::Dark
                                                     : systemTheme(*qApp);
    applyTheme(*qApp, theme);
    panes_->setTheme(theme);
    panel_->setTheme(theme);
    bar_->setTheme(theme);
    messages_->setTheme(theme);
    serverStatus_->setTheme(theme);
}

void MainWindow::setAxis(views::Axis axis) {
    settings_.setAxis(axis);
    (*actions_)["axis"]->setChecked(axis == views::Axis::Time);
    panel_->setAxis(axis);
    transport_.setAxis(axis);
}

void MainWindow::setClock(green::trace::ClockKind clock) { programs_->runOn(clock); }

void MainWindow::openExample(const QString& id, green::trace::ClockKind clock) {
    if (tutorial::find(id.toStdString())) programs_->openExample(id, clock);
}

bool MainWindow::openFile(const QString& path, std::vector<std::string> arguments) {
    if (Files::isRecording(path)) return files_->open(path);
    if (!arguments.empty()) programs_->setArguments(path, std::move(arguments));
    return programs_->openFile(path);
}

void MainWindow::openProgram(Program program) { session_.start(std::move(program)); }

void MainWindow::onStarted() {
    if (!session_.leftThreadBehind()) messages_->hide();
    const auto& recipe = view_.store().recipe();
    const auto id = QString::fromStdString(recipe.id);
    const auto* example = programs_->example();
    // A program that was not run is shown beside an empty record.
    const bool isRecording = session_.isRecording() && !recipe.sources.empty();
    bar_->setExample(example ? idOf(*example) : QString(), isRecording ? tr("Recording") : id);
    const auto name = recipe.sources.empty() ? id : QString::fromStdString(recipe.sources.front().name);
    setWindowTitle(tr("%1 – Greenscope").arg(QFileInfo(name).fileName()));
    (*actions_)[recipe.clock == green::trace::ClockKind::Virtual ? "clock-virtual" : "clock-real"]->setChecked(true);
    refresh();
}

// The text's own state, beside its name.
void MainWindow::showProgram() {
    const auto* text = programs_->edited();
    panes_->setProgramState(text && text->isEdited() ? tr("edited") : QString());
    refresh();
}

void MainWindow::showQuestion() {
    if (const auto question = programs_->question())
        panes_->input().ask(*question);
    else
        finishInput();
}

// The focus must not fall to whatever comes next to the line.
void MainWindow::finishInput() {
    auto& input = panes_->input();
    const bool focused = focusWidget() && input.isAncestorOf(focusWidget());
    input.finish();
    if (focused) centralWidget()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::onStuck() {
    messages_->show(
        MessageBar::Kind::Problem,
        tr("The program does not react to being stopped: it computes, or waits in a call that can't be interrupted. "
           "It goes on unseen, and is asked again and again. What you wrote is kept."),
        {{tr("End Greenscope"), [this] { close(); }}, {tr("Wait on"), [] {}}});
    programs_->keepDrafts();
}

void MainWindow::askForMemory() {
    const auto mebibytes = session_.budget() >> 20;
    messages_->show(
        MessageBar::Kind::Problem,
        tr("The run has filled %1 MiB with %L2 steps and is held.").arg(mebibytes).arg(view_.store().size()),
        {{tr("Go on with %1 MiB more").arg(mebibytes),
          [this] {
              session_.raiseLimit();
              transport_.play();
          }},
         {tr("Stop the run"), [this] { session_.stop(); }}});
}

void MainWindow::refresh() {
    bar_->refresh();
    // A text that was not run has no run to repeat, and can be run all the same.
    if (programs_->edited())
        for (const auto* id : {"restart", "clock-virtual", "clock-real"}) (*actions_)[id]->setEnabled(true);
    status_->refresh();
}

void MainWindow::about() {
    auto* box = new QMessageBox(this);
    box->setObjectName(QStringLiteral("about"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Greenscope"));
    box->setIconPixmap(applicationIcon().pixmap(48));
    box->setText(tr("<b>Greenscope %1</b>").arg(QLatin1String(version)));
    box->setInformativeText(
        tr("An oscilloscope for greenlets: it shows who runs, who waits and for what, and why, "
           "one step at a time, forwards and backwards.\n\nFree software under the MIT licence."));
    box->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    settings_.setWindow(saveGeometry(), panes_->layout().state());
    panes_->keepTextSizes(settings_);
    programs_->keepDrafts();
    session_.stop();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedFile(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    if (const auto path = droppedFile(event->mimeData()); !path.isEmpty() && openFile(path))
        event->acceptProposedAction();
}

// Space plays, but a button that somebody has reached by the Tab key must be pressed by it.
bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space &&
        (qobject_cast<QAbstractButton*>(watched) || qobject_cast<QComboBox*>(watched))) {
        event->accept();
        return true;
    }
    return QMainWindow::eventFilter(watched, event);
}

}  // namespace app
