#include "window/panes.h"

#include <QChildEvent>
#include <QFileInfo>
#include <QTabBar>
#include <QVBoxLayout>

#include "greenlets/greenlets_view.h"
#include "hubqueue/hub_queue_view.h"
#include "palette/legend.h"
#include "pane/text_size.h"
#include "queues/objects_view.h"
#include "variables/variables_view.h"
#include "why/why_view.h"
#include "window/example_names.h"

namespace app {

template <class View>
View* Panes::add(View* pane, Dock*& dock, const char* id, const QString& name, QWidget* content) {
    if (pane->objectName().isEmpty()) pane->setObjectName(QLatin1String(id) + QStringLiteral("View"));
    if (pane->accessibleName().isEmpty()) pane->setAccessibleName(name);
    dock = new Dock(QLatin1String(id) + QStringLiteral("Dock"), name, content ? content : pane, &window_);
    themed_.push_back([pane](views::Theme theme) { pane->setTheme(theme); });
    sized_.push_back({QLatin1String(id), pane->textSize(), [pane] { return pane->textSize(); },
                      [pane](int pixels) { pane->setTextSize(pixels); }});
    docks_.push_back(dock);
    auto* toggle = actions_[QByteArray("show-") + id];
    QObject::connect(toggle, &QAction::triggered, dock, [toggle, dock](bool shown) {
        // One that another pane covers is wanted in sight.
        const bool covered = !dock->isHidden() && dock->visibleRegion().isEmpty();
        dock->setVisible(shown || covered);
        if (!dock->isHidden()) dock->raise();
        toggle->setChecked(!dock->isHidden());
    });
    // Not visibilityChanged, which also tells of a pane that is covered or whose window is minimised.
    QObject::connect(dock->toggleViewAction(), &QAction::toggled, toggle, &QAction::setChecked);
    toggle->setChecked(true);
    return pane;
}

Panes::Panes(QMainWindow& window, Actions& actions, views::RunView& view)
    : QObject(&window), window_(window), actions_(actions) {
    Dock *hub = nullptr, *console = nullptr, *greenlets = nullptr, *why = nullptr, *objects = nullptr,
         *legend = nullptr;
    window.installEventFilter(this);
    guide_ = add(new views::GuideView, guideDock_, "guide", tr("Guide"));
    chapters_ = add(new views::ChapterView(chapterEntries()), examples_, "examples", tr("Examples"));
    program_ = add(new ProgramPane(view), source_, "source", tr("Source"));
    add(new views::HubQueueView(view), hub, "hub", tr("Run queue"));
    hub->setSubtitle(tr("the hub takes from the front"));
    auto* talk = new QWidget;
    talk->setObjectName(QStringLiteral("consolePane"));
    auto* column = new QVBoxLayout(talk);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    console_ = new views::ConsoleView(view, talk);
    input_ = new InputLine(talk);
    column->addWidget(console_, 1);
    column->addWidget(input_);
    add(console_, console, "console", tr("Console"), talk);
    add(new views::GreenletsView(view), greenlets, "greenlets", tr("Greenlets"));
    add(new views::WhyView(view), why, "why", tr("Why"));
    add(new views::ObjectsView(view), objects, "objects", tr("Objects"));
    add(new views::Legend, legend, "legend", tr("Legend"));
    add(new views::VariablesView(view), variables_, "variables", tr("Variables"));
    auto* source = &program_->source();
    const auto showName = [this, source] {
        const auto name = QFileInfo(source->fileName()).fileName();
        source_->setName(name.isEmpty() ? tr("Source") : name);
    };
    connect(source, &views::SourceView::fileChanged, this, showName);
    showName();
    layout_ = new PaneLayout(
        window, {guideDock_, examples_, source_, hub, console, greenlets, why, variables_, objects, legend}, *program_);
}

bool Panes::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &window_ && event->type() == QEvent::ChildPolished)
        if (auto* tabs = qobject_cast<QTabBar*>(static_cast<QChildEvent*>(event)->child())) {
            tabs->setObjectName(QStringLiteral("paneTabs"));
            tabs->setAccessibleName(tr("Panes"));
        }
    return QObject::eventFilter(watched, event);
}

void Panes::setTheme(views::Theme theme) {
    for (const auto& setTheme : themed_) setTheme(theme);
    for (auto* dock : docks_) dock->setTheme(theme);
}

void Panes::changeTextSizes(int by) {
    for (const auto& pane : sized_) pane.set(views::readableTextSize(pane.get() + by));
}

void Panes::resetTextSizes() {
    for (const auto& pane : sized_) pane.set(pane.usual);
}

void Panes::takeTextSizes(const Settings& settings) {
    for (const auto& pane : sized_)
        if (const int pixels = settings.textSize(pane.id); pixels != 0) pane.set(views::readableTextSize(pixels));
}

void Panes::keepTextSizes(Settings& settings) const {
    for (const auto& pane : sized_) settings.setTextSize(pane.id, pane.get() == pane.usual ? 0 : pane.get());
}

void Panes::raise(Dock& dock) {
    if (!dock.isHidden()) dock.raise();
}

void Panes::bringUp(Dock& dock) {
    dock.show();
    dock.raise();
}

}  // namespace app
