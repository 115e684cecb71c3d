#include "greenlets/greenlets_view.h"

#include <QFontMetrics>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <array>
#include <utility>

#include "pane/draw.h"

namespace views {

GreenletsView::GreenletsView(RunView& run, QWidget* parent) : QTableView(parent), run_(run), model_(run) {
    setObjectName("greenletsView");
    setAccessibleName(tr("Greenlets"));
    // Before the selection model hears of it: it would make a neighbour current, and so the run's selection.
    connect(&model_, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { applying_ = true; });
    setModel(&model_);
    connect(&model_, &QAbstractItemModel::rowsRemoved, this, [this] {
        applying_ = false;
        applySelection();
    });
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setWordWrap(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    // All rows equally high: a million of them needs no measuring.
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
    setTextSize(13);
    textSize_ = 13;
    connect(&run, &RunView::selectionChanged, this, &GreenletsView::applySelection);
    connect(&run, &RunView::storeChanged, this, &GreenletsView::applySelection);
    applyTheme();
    applySelection();
}

void GreenletsView::setTheme(Theme theme) {
    theme_ = theme;
    model_.setTheme(theme);
    applyTheme();
}

void GreenletsView::setTextSize(int pixels) {
    textSize_ = pixels;
    setFont(uiFont(font(), pixels));
    horizontalHeader()->setFont(uiFont(font(), pixels - 1, QFont::DemiBold));
    const int chip = qRound(pixels * 18 / 13.0);
    model_.setChipSize(chip);
    setIconSize({chip, chip});
    verticalHeader()->setMinimumSectionSize(8);
    verticalHeader()->setDefaultSectionSize(qRound(pixels * 26 / 13.0));
    horizontalHeader()->setMinimumSectionSize(pixels * 3);
    const std::array<int, GreenletsModel::ColumnCount> widths{150, 110, 160, 70, 76, 56, 120};
    for (int column = 0; column < GreenletsModel::ColumnCount; ++column)
        setColumnWidth(column, qRound(pixels * widths[static_cast<std::size_t>(column)] / 13.0));
}

void GreenletsView::applyTheme() {
    const auto& colours = views::palette(theme_);
    QPalette roles = QWidget::palette();
    roles.setColor(QPalette::Base, colours.surface);
    roles.setColor(QPalette::Window, colours.surface);
    roles.setColor(QPalette::Button, colours.raised);
    roles.setColor(QPalette::ButtonText, colours.text2);
    roles.setColor(QPalette::Text, colours.text);
    roles.setColor(QPalette::WindowText, colours.text);
    // Kept without the focus: the selection is the run's, not the table's.
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        roles.setColor(group, QPalette::Highlight, colours.accentSoft);
        roles.setColor(group, QPalette::HighlightedText, colours.text);
    }
    setPalette(roles);
    horizontalHeader()->setPalette(roles);
}

void GreenletsView::applySelection() {
    if (std::exchange(applying_, true)) return;
    const int row = model_.rowOf(run_.selection());
    if (row < 0)
        clearSelection();
    else
        selectRow(row);
    if (row < 0) setCurrentIndex({});
    applying_ = false;
}

void GreenletsView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (applying_ || !current.isValid()) return;
    applying_ = true;
    run_.select(model_.idAt(current.row()));
    applying_ = false;
}

// Whoever is selected may just have come into being.
void GreenletsView::rowsInserted(const QModelIndex& parent, int start, int end) {
    QTableView::rowsInserted(parent, start, end);
    const int row = model_.rowOf(run_.selection());
    if (row >= start && row <= end) applySelection();
}

bool GreenletsView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            event->accept();
            return true;
        }
    }
    return QTableView::event(event);
}

}  // namespace views
