#include "window/panes.h"

#include <QChildEvent>
#include <QFileInfo>
#include <QTabBar>
#include <QVBoxLayout>

#include "console/console_view.h"
#include "greenlets/greenlets_view.h"
#include "hubqueue/hub_queue_view.h"
#include "palette/legend.h"
#include "queues/objects_view.h"
#include "variables/variables_view.h"
#include "why/why_view.h"
#include "window/example_names.h"

namespace app {

namespace {

constexpr int roomyWidth = 1300;
constexpr int roomyHeight = 850;

}  // namespace

template <class View>
View* Panes::add(View* pane, Dock*& dock, const char* id, const QString& name, Qt::DockWidgetArea area,
                 QWidget* content) {
    if (pane->objectName().isEmpty()) pane->setObjectName(QLatin1String(id) + QStringLiteral("View"));
    if (pane->accessibleName().isEmpty()) pane->setAccessibleName(name);
    dock = new Dock(QLatin1String(id) + QStringLiteral("Dock"), name, content ? content : pane, &window_);
    themed_.push_back([pane](views::Theme theme) { pane->setTheme(theme); });
    places_.append({dock, area});
    auto* toggle = actions_[QByteArray("show-") + id];
    QObject::connect(toggle, &QAction::triggered, dock, &QWidget::setVisible);
    // Not visibilityChanged, which also tells of a pane that is covered or whose window is minimised.
    QObject::connect(dock->toggleViewAction(), &QAction::toggled, toggle, &QAction::setChecked);
    toggle->setChecked(true);
    return pane;
}

Panes::Panes(QMainWindow& window, Actions& actions, views::RunView& view)
    : QObject(&window), window_(window), actions_(actions) {
    window.installEventFilter(this);
    window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    window.setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    guide_ = add(new views::GuideView, guideDock_, "guide", tr("Guide"), Qt::LeftDockWidgetArea);
    chapters_ =
        add(new views::ChapterView(chapterEntries()), examples_, "examples", tr("Examples"), Qt::LeftDockWidgetArea);
    program_ = add(new ProgramPane(view), source_, "source", tr("Source"), Qt::LeftDockWidgetArea);
    add(new views::HubQueueView(view), hub_, "hub", tr("Run queue"), Qt::BottomDockWidgetArea);
    hub_->setSubtitle(tr("the hub takes from the front"));
    auto* talk = new QWidget;
    talk->setObjectName(QStringLiteral("consolePane"));
    auto* column = new QVBoxLayout(talk);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* console = new views::ConsoleView(view, talk);
    input_ = new InputLine(talk);
    column->addWidget(console, 1);
    column->addWidget(input_);
    add(console, console_, "console", tr("Console"), Qt::BottomDockWidgetArea, talk);
    add(new views::GreenletsView(view), greenlets_, "greenlets", tr("Greenlets"), Qt::BottomDockWidgetArea);
    add(new views::WhyView(view), why_, "why", tr("Why"), Qt::RightDockWidgetArea);
    add(new views::ObjectsView(view), objects_, "objects", tr("Objects"), Qt::RightDockWidgetArea);
    add(new views::Legend, legend_, "legend", tr("Legend"), Qt::RightDockWidgetArea);
    add(new views::VariablesView(view), variables_, "variables", tr("Variables"), Qt::RightDockWidgetArea);
    auto* source = &program_->source();
    const auto showName = [this, source] {
        const auto name = QFileInfo(source->fileName()).fileName();
        source_->setName(name.isEmpty() ? tr("Source") : name);
    };
    connect(source, &views::SourceView::fileChanged, this, showName);
    showName();
    reset();
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
    for (const auto& place : places_) place.dock->setTheme(theme);
}

void Panes::raise(Dock& dock) {
    if (!dock.isHidden()) dock.raise();
}

void Panes::bringUp(Dock& dock) {
    dock.show();
    dock.raise();
}

void Panes::reset() {
    for (const auto& place : places_) {
        place.dock->setFloating(false);
        window_.removeDockWidget(place.dock);
    }
    for (const auto& place : places_) {
        // The bottom's own way is side by side; there the queue stands above the others.
        if (place.area == Qt::BottomDockWidgetArea)
            window_.addDockWidget(place.area, place.dock, Qt::Vertical);
        else
            window_.addDockWidget(place.area, place.dock);
        place.dock->show();
    }
    // The shares of 1600 by 1000, also in a smaller window; in a small one, one behind the other.
    const int width = window_.width();
    const int height = window_.height();
    if (width < roomyWidth)
        window_.tabifyDockWidget(console_, greenlets_);
    else
        window_.splitDockWidget(console_, greenlets_, Qt::Horizontal);
    if (height < roomyHeight) {
        window_.tabifyDockWidget(objects_, why_);
        window_.tabifyDockWidget(objects_, legend_);
    }
    window_.tabifyDockWidget(why_, variables_);
    window_.tabifyDockWidget(guideDock_, examples_);
    guideDock_->raise();
    why_->raise();
    console_->raise();
    objects_->raise();
    window_.resizeDocks({source_, objects_}, {width * 480 / 1600, width * 300 / 1600}, Qt::Horizontal);
    window_.resizeDocks({console_, greenlets_}, {width * 350 / 1600, width * 470 / 1600}, Qt::Horizontal);
    // A guide of a few lines would be no guide.
    const int guideShare = height < roomyHeight ? 400 : 330;
    window_.resizeDocks({guideDock_, source_}, {height * guideShare / 1000, height * (900 - guideShare) / 1000},
                        Qt::Vertical);
    window_.resizeDocks({hub_, console_}, {height * 103 / 1000, height * 215 / 1000}, Qt::Vertical);
    window_.resizeDocks({why_, objects_, legend_}, {height * 330 / 1000, height * 290 / 1000, height * 224 / 1000},
                        Qt::Vertical);
}

}  // namespace app
