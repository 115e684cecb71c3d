#include "window/key_overlay.h"

#include <QApplication>
#include <QCoreApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <vector>

#include "window/actions.h"

namespace app {

namespace {

constexpr int smallestText = 8;

QLabel* label(const QString& text, QWidget* parent, const char* property = nullptr) {
    auto* label = new QLabel(text, parent);
    if (property) label->setProperty(property, true);
    return label;
}

QWidget* keycaps(const ActionSpec& spec, QWidget* parent) {
    auto* caps = new QWidget(parent);
    auto* row = new QHBoxLayout(caps);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    for (const auto& key : QKeySequence::listFromString(QString::fromUtf8(spec.keys)))
        row->addWidget(label(key.toString(QKeySequence::NativeText), caps, "keycap"));
    row->addStretch(1);
    return caps;
}

// The menu of the bar that a menu belongs to.
MenuId root(MenuId menu) {
    for (const auto& spec : menuSpecs())
        if (spec.menu == menu) return spec.parent;
    return menu;
}

QString plain(const char* text) { return QCoreApplication::translate("Actions", text).remove(u'&').remove(u'…'); }

// With the submenu that it stands in: "Theme: Light".
QString nameOf(const ActionSpec& action) {
    for (const auto& menu : menuSpecs())
        if (menu.menu == action.menu && menu.parent != menu.menu)
            return KeyOverlay::tr("%1: %2").arg(plain(menu.text), plain(action.text));
    return plain(action.text);
}

}  // namespace

KeyOverlay::KeyOverlay(QWidget* window) : QWidget(window), card_(new QFrame(this)) {
    setObjectName(QStringLiteral("keyOverlay"));
    setAccessibleName(tr("Keys"));
    setFocusPolicy(Qt::StrongFocus);
    card_->setObjectName(QStringLiteral("keyCard"));
    fillCard();
    window->installEventFilter(this);
    hide();
}

void KeyOverlay::fillCard() {
    auto* column = new QVBoxLayout(card_);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(10);
    auto* title = label(tr("Keys"), card_);
    title->setObjectName(QStringLiteral("keyTitle"));
    column->addWidget(title);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(28);
    column->addLayout(columns);
    // Two menus beside each other would make columns of very different length: each goes into the first column that has
    // room for all of it.
    struct Column {
        QGridLayout* grid;
        int rows = 0;
    };
    std::vector<Column> filled;
    constexpr int rowsInColumn = 31;
    const auto columnFor = [&](int rows) -> Column& {
        for (auto& column : filled)
            if (column.rows + 1 + rows <= rowsInColumn) return column;
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(12);
        grid->setVerticalSpacing(2);
        auto* box = new QVBoxLayout;
        box->addLayout(grid);
        box->addStretch(1);
        columns->addLayout(box);
        return filled.emplace_back(Column{grid});
    };
    for (const auto& menu : menuSpecs()) {
        if (menu.parent != menu.menu) continue;
        int rows = 1;
        for (const auto& spec : actionSpecs()) rows += root(spec.menu) == menu.menu;
        auto& [grid, row] = columnFor(rows);
        if (row > 0) grid->setRowMinimumHeight(row++, 8);
        grid->addWidget(label(plain(menu.text), card_, "heading"), row++, 0, 1, 2);
        for (const auto& spec : actionSpecs()) {
            if (root(spec.menu) != menu.menu) continue;
            grid->addWidget(label(nameOf(spec), card_), row, 0);
            grid->addWidget(keycaps(spec, card_), row++, 1);
        }
    }
    auto* hint = label(tr("Single letters do nothing while you type. Esc leaves the program's text, and closes this."),
                       card_, "quiet");
    column->addWidget(hint);
}

void KeyOverlay::toggle() {
    if (isVisible()) {
        dismiss();
        return;
    }
    focusBefore_ = QApplication::focusWidget();
    place();
    show();
    raise();
    setFocus(Qt::PopupFocusReason);
}

void KeyOverlay::dismiss() {
    hide();
    if (focusBefore_ && window()->isAncestorOf(focusBefore_)) focusBefore_->setFocus(Qt::PopupFocusReason);
    focusBefore_ = nullptr;
}

void KeyOverlay::place() {
    setGeometry(parentWidget()->rect());
    card_->setStyleSheet({});
    card_->adjustSize();
    // In a small window, or with the wide letters of some fonts, smaller ones: what is cut off can't be read at all.
    const auto fits = [this] { return card_->width() <= width() && card_->height() <= height(); };
    for (int pixels = 12; !fits() && pixels >= smallestText; --pixels) {
        card_->setStyleSheet(QStringLiteral("QLabel { font-size: %1px; }").arg(pixels));
        card_->adjustSize();
    }
    card_->move((width() - card_->width()) / 2, qMax(0, (height() - card_->height()) / 2));
}

bool KeyOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) place();
    return QWidget::eventFilter(watched, event);
}

void KeyOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), QColor(0, 0, 0, 110));
}

void KeyOverlay::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QWidget::keyPressEvent(event);
}

void KeyOverlay::mousePressEvent(QMouseEvent*) { dismiss(); }

}  // namespace app
