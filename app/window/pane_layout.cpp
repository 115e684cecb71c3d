#include "window/pane_layout.h"

#include <QEvent>
#include <QScopedValueRollback>
#include <algorithm>
#include <vector>

#include "window/style.h"

namespace app {

namespace {

// The longest line of the tutorial's programs, with the numbers beside it.
constexpr int listingWidth = 620;
constexpr int widestSide = 360;
// A card of the run queue, with the scroll bar below it.
constexpr int lowQueue = 70;
constexpr int lowConsole = 100;
// What stands above and below the panes: menus, transport, tabs and the status.
constexpr int aroundColumn = 130;

}  // namespace

PaneLayout::PaneLayout(QMainWindow& window, const Docks& docks, const ProgramPane& program)
    : QObject(&window), window_(window), in_(docks), program_(program) {
    window.installEventFilter(this);
    window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    window.setDockOptions(QMainWindow::AllowNestedDocks | QMainWindow::AllowTabbedDocks);
    window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    for (auto* dock : all())
        connect(dock, &QDockWidget::dockLocationChanged, this, [this] { moved_ = moved_ || !arranging_; });
    connect(&program.source(), &views::SourceView::fileChanged, this, &PaneLayout::follow);
    reset();
}

std::array<Dock*, 10> PaneLayout::all() const {
    return {in_.guide,     in_.examples, in_.source,    in_.hub,     in_.console,
            in_.greenlets, in_.why,      in_.variables, in_.objects, in_.legend};
}

// One that is hidden or taken out comes back to where it was.
bool PaneLayout::isOwn() const {
    return moved_ ||
           std::ranges::any_of(all(), [](const Dock* dock) { return dock->isHidden() || dock->isFloating(); });
}

QByteArray PaneLayout::state() const { return isOwn() ? window_.saveState() : QByteArray(); }

void PaneLayout::restore(const QByteArray& state) {
    if (state.isEmpty() || !window_.restoreState(state)) return;
    moved_ = true;
}

void PaneLayout::reset() {
    moved_ = false;
    room_ = room();
    arrange();
    share();
}

bool PaneLayout::eventFilter(QObject* watched, QEvent* event) {
    if (watched == &window_) switch (event->type()) {
            case QEvent::Resize: follow(); break;
            // The edges between the panes are the window's own: nothing else tells when one is drawn elsewhere.
            case QEvent::MouseButtonPress: pressed_ = window_.saveState(); break;
            case QEvent::MouseButtonRelease:
                moved_ = moved_ || (!pressed_.isEmpty() && pressed_ != window_.saveState());
                pressed_.clear();
                break;
            default: break;
        }
    return QObject::eventFilter(watched, event);
}

void PaneLayout::follow() {
    if (isOwn()) return;
    if (const auto now = room(); now != room_) {
        std::vector<Dock*> chosen;  // before others in the same place
        for (auto* dock : all())
            if (!window_.tabifiedDockWidgets(dock).isEmpty() && !dock->visibleRegion().isEmpty())
                chosen.push_back(dock);
        room_ = now;
        arrange();
        for (auto* dock : chosen) dock->raise();
    }
    share();
}

PaneLayout::Room PaneLayout::room() const { return {window_.width() < roomyWidth, window_.height() < roomyHeight}; }

void PaneLayout::arrange() {
    const QScopedValueRollback<bool> guard(arranging_, true);
    for (auto* dock : all()) {
        dock->setFloating(false);
        window_.removeDockWidget(dock);
    }
    window_.addDockWidget(Qt::LeftDockWidgetArea, in_.guide);
    window_.addDockWidget(Qt::LeftDockWidgetArea, in_.source);
    // The bottom's own way is side by side; there the queue stands above the others.
    window_.addDockWidget(Qt::BottomDockWidgetArea, in_.hub, Qt::Vertical);
    window_.addDockWidget(Qt::BottomDockWidgetArea, in_.console, Qt::Vertical);
    for (auto* dock : {in_.why, in_.objects, in_.legend}) window_.addDockWidget(Qt::RightDockWidgetArea, dock);
    window_.tabifyDockWidget(in_.guide, in_.examples);
    window_.tabifyDockWidget(in_.why, in_.variables);
    // In a small window, one behind the other.
    if (room_.narrow || room_.low)
        window_.tabifyDockWidget(in_.console, in_.greenlets);
    else
        window_.splitDockWidget(in_.console, in_.greenlets, Qt::Horizontal);
    if (room_.low) window_.tabifyDockWidget(in_.objects, in_.legend);
    for (auto* dock : all()) dock->show();
    for (auto* dock : {in_.guide, in_.console, in_.why, in_.objects}) dock->raise();
}

void PaneLayout::share() {
    const int width = window_.width();
    const int height = window_.height();
    const int column = height - aroundColumn;
    const int left = std::min(width * 33 / 100, listingWidth);
    const int right = std::min(width * 300 / 1600, widestSide);
    window_.resizeDocks({in_.source, in_.objects}, {left, right}, Qt::Horizontal);
    if (!room_.narrow && !room_.low)
        window_.resizeDocks({in_.console, in_.greenlets}, {width * 350 / 1600, width * 470 / 1600}, Qt::Horizontal);
    const int guide = guideHeight(column);
    window_.resizeDocks({in_.guide, in_.source}, {guide, column - guide}, Qt::Vertical);
    if (room_.low)
        window_.resizeDocks({in_.hub, in_.console}, {dockTitleHeight + lowQueue, dockTitleHeight + lowConsole},
                            Qt::Vertical);
    else
        window_.resizeDocks({in_.hub, in_.console}, {height * 103 / 1000, height * 215 / 1000}, Qt::Vertical);
    if (room_.low)
        window_.resizeDocks({in_.why, in_.objects}, {column / 2, column / 2}, Qt::Vertical);
    else
        window_.resizeDocks({in_.why, in_.objects, in_.legend},
                            {height * 330 / 1000, height * 290 / 1000, height * 224 / 1000}, Qt::Vertical);
}

// At least so much that a guide is more than a few lines, and what a short text leaves below it.
int PaneLayout::guideHeight(int column) const {
    const int least = column * 45 / 100;
    const int most = column * 60 / 100;
    return std::clamp(column - dockTitleHeight - program_.wholeHeight(), least, most);
}

}  // namespace app
