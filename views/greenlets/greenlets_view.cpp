#include "greenlets/greenlets_view.h"

#include <QFontMetrics>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <algorithm>
#include <utility>

#include "pane/draw.h"

namespace views {

namespace {

constexpr int rightInset = 6;
// Errors can be long; the tooltip has all of it.
constexpr int widestResult = 240;

// Cells keep the distance that the style, or a style sheet, gives the headers.
class InsetDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setInset(int pixels) { inset_ = pixels; }
    int inset() const { return inset_; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyleOptionViewItem inner(option);
        inner.rect.setLeft(option.rect.left() + inset_);
        // The strip before the text belongs to the row, too.
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, option.palette.brush(QPalette::Active, QPalette::Highlight));
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    int inset_ = 0;
};

}  // namespace

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
    setItemDelegate(new InsetDelegate(this));
    // Who, in what state, waiting for what, with what result: the rest matters less.
    horizontalHeader()->moveSection(horizontalHeader()->visualIndex(GreenletsModel::Name), 0);
    horizontalHeader()->moveSection(horizontalHeader()->visualIndex(GreenletsModel::Result), 3);
    horizontalHeader()->moveSection(horizontalHeader()->visualIndex(GreenletsModel::Line), 4);
    setTextSize(13);
    connect(&run, &RunView::selectionChanged, this, &GreenletsView::applySelection);
    connect(&run, &RunView::storeChanged, this, [this] {
        applySelection();
        widths_.fill(0);
        fitColumns();
    });
    connect(&run, &RunView::playheadMoved, this, [this] {
        follow();
        fitColumns();
    });
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
    widths_.fill(0);
    fitColumns();
}

int GreenletsView::headerInset() const {
    QStyleOptionHeader option;
    option.initFrom(horizontalHeader());
    option.orientation = Qt::Horizontal;
    option.rect = QRect(0, 0, 100, 24);
    return horizontalHeader()->style()->subElementRect(QStyle::SE_HeaderLabel, &option, horizontalHeader()).left();
}

int GreenletsView::neededWidth(int column) const {
    QFont strong(font());
    strong.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(column == GreenletsModel::Name ? strong : font());
    int text = 0;
    const auto take = [&](const QString& shown) { text = std::max(text, metrics.horizontalAdvance(shown)); };
    switch (column) {
        case GreenletsModel::State:
            for (const auto look : {Look::Created, Look::Runnable, Look::Running, Look::Sleeps, Look::WaitsData,
                                    Look::WaitsLock, Look::WaitsIo, Look::Finished, Look::Killed, Look::Failed})
                take(shortLabel(look));
            break;
        case GreenletsModel::Since: take(GreenletsModel::sinceText(run_.store().size())); break;
        default: {
            const int first = std::max(0, rowAt(0));
            const int last = rowAt(viewport()->height() - 1);
            const int end = last < 0 ? model_.rowCount() - 1 : last;
            for (int row = first; row <= end; ++row) take(model_.index(row, column).data().toString());
        }
    }
    const int margin = style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, this) + 1;
    const int chip = column == GreenletsModel::State ? iconSize().width() + 2 * margin : 0;
    const int cell = headerInset() + chip + text + margin + rightInset;
    return std::max(cell, horizontalHeader()->sectionSizeHint(column));
}

void GreenletsView::fitColumns() {
    using enum GreenletsModel::Column;
    if (!isVisible()) return;
    executeDelayedItemsLayout();
    const int margin = style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, this) + 1;
    auto* delegate = static_cast<InsetDelegate*>(itemDelegate());
    if (delegate->inset() != headerInset() - margin) {
        delegate->setInset(headerInset() - margin);
        viewport()->update();
    }
    const int widest = qRound(textSize_ * widestResult / 13.0);
    const auto widthBefore = widths_;
    for (int column = 0; column < GreenletsModel::ColumnCount; ++column) {
        auto& width = widths_[static_cast<std::size_t>(column)];
        width = std::max(width, neededWidth(column));
        if (column == Result) width = std::min(width, widest);
    }
    const auto widthOf = [&](int column) { return widths_[static_cast<std::size_t>(column)]; };
    int room = viewport()->width() - widthOf(Name) - widthOf(State) - widthOf(WaitsFor) - widthOf(Result);
    bool fits = true;
    for (const int column : {Line, Since, Until}) {
        room -= widthOf(column);
        fits = fits && room >= 0;
        if (isColumnHidden(column) == fits) setColumnHidden(column, !fits);
    }
    // Whoever has made a column wider or narrower keeps that until something longer comes.
    for (int column = 0; column < GreenletsModel::ColumnCount; ++column) {
        // The last one gets what is left.
        const bool last = column == Until || (column == Result && isColumnHidden(Line)) ||
                          (column == Line && isColumnHidden(Since)) || (column == Since && isColumnHidden(Until));
        if (last)
            horizontalHeader()->resizeSection(column, std::max(widthOf(column), 1));
        else if (widthOf(column) != widthBefore[static_cast<std::size_t>(column)])
            setColumnWidth(column, widthOf(column));
    }
}

void GreenletsView::follow() {
    const auto* event = run_.event();
    if (!event || !isVisible()) return;
    int row = event->greenlet == green::trace::Id::Hub ? model_.rowOf(event->object) : -1;
    if (row < 0) row = model_.rowOf(event->greenlet);
    if (row < 0) return;
    // Rows that have just come are not laid out yet.
    executeDelayedItemsLayout();
    const int column = horizontalHeader()->logicalIndexAt(0);
    scrollTo(model_.index(row, std::max(column, 0)));
}

void GreenletsView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void GreenletsView::showEvent(QShowEvent* event) {
    QTableView::showEvent(event);
    follow();
    fitColumns();
}

void GreenletsView::scrollContentsBy(int dx, int dy) {
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0) fitColumns();
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
