#include "chapters/chapter_view.h"

#include <QKeyEvent>
#include <QVBoxLayout>
#include <utility>

#include "chapters/chapter_delegate.h"
#include "pane/draw.h"

namespace views {

ChapterView::ChapterView(const std::vector<ChapterEntry>& entries, QWidget* parent)
    : QWidget(parent),
      model_(entries),
      words_(new QLineEdit(this)),
      rows_(new QTreeView(this)),
      nothing_(new QLabel(tr("No example has these words."), this)),
      notice_(new QLabel(this)) {
    setObjectName(QStringLiteral("chapterView"));
    setAccessibleName(tr("Examples"));
    words_->setObjectName(QStringLiteral("chapterWords"));
    words_->setAccessibleName(tr("Find an example"));
    words_->setPlaceholderText(tr("Find an example"));
    words_->installEventFilter(this);
    rows_->setObjectName(QStringLiteral("chapterRows"));
    rows_->setAccessibleName(tr("Examples by chapter"));
    rows_->setModel(&filter_);
    rows_->setItemDelegate(new ChapterDelegate(this));
    rows_->setHeaderHidden(true);
    rows_->setFrameShape(QFrame::NoFrame);
    rows_->setRootIsDecorated(false);
    rows_->setIndentation(0);
    rows_->setSelectionMode(QAbstractItemView::NoSelection);
    rows_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    rows_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    rows_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    rows_->setExpandsOnDoubleClick(false);
    rows_->setMouseTracking(true);
    rows_->installEventFilter(this);
    rows_->viewport()->installEventFilter(this);
    for (auto* line : {nothing_, notice_}) {
        line->setProperty("quiet", true);
        line->setWordWrap(true);
        line->setContentsMargins(12, 6, 12, 8);
        line->hide();
    }
    nothing_->setObjectName(QStringLiteral("chapterNothing"));
    notice_->setObjectName(QStringLiteral("chapterNotice"));
    auto* field = new QVBoxLayout;
    field->setContentsMargins(8, 8, 8, 6);
    field->addWidget(words_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(field);
    column->addWidget(nothing_);
    column->addWidget(rows_, 1);
    column->addWidget(notice_);
    connect(words_, &QLineEdit::textChanged, this, &ChapterView::filter);
    connect(rows_, &QTreeView::clicked, this, &ChapterView::choose);
    setFocusProxy(rows_);
    rows_->expandAll();
    applyTheme();
    applyFont();
}

void ChapterView::setOpen(const QString& id) {
    model_.setOpen(id);
    const auto row = filter_.mapFromSource(model_.indexOf(id));
    if (!row.isValid()) return;
    rows_->setCurrentIndex(row);
    rows_->scrollTo(row);
}

void ChapterView::setNotice(const QString& notice) {
    notice_->setText(notice);
    notice_->setVisible(!notice.isEmpty());
}

void ChapterView::search() {
    words_->setFocus(Qt::ShortcutFocusReason);
    words_->selectAll();
}

void ChapterView::filter(const QString& words) {
    filter_.setWords(words);
    rows_->expandAll();
    const auto first = firstExample();
    nothing_->setVisible(!first.isValid());
    const auto open = filter_.mapFromSource(model_.indexOf(model_.open()));
    const bool all = words.trimmed().isEmpty();
    rows_->setCurrentIndex(all && open.isValid() ? open : first);
    if (all)
        rows_->scrollTo(rows_->currentIndex());
    else
        rows_->scrollToTop();  // with its chapter
}

QModelIndex ChapterView::firstExample() const {
    const auto chapter = filter_.index(0, 0);
    return chapter.isValid() ? filter_.index(0, 0, chapter) : QModelIndex();
}

void ChapterView::choose(const QModelIndex& index) {
    if (!index.isValid()) return;
    if (index.parent().isValid())
        emit chosen(index.data(ChapterModel::IdRole).toString());
    else
        rows_->setExpanded(index, !rows_->isExpanded(index));
}

QString ChapterView::plainText() const {
    QStringList rows;
    for (int chapter = 0; chapter < filter_.rowCount(); ++chapter) {
        const auto parent = filter_.index(chapter, 0);
        rows += parent.data(Qt::AccessibleTextRole).toString();
        for (int row = 0; row < filter_.rowCount(parent); ++row)
            rows += QStringLiteral("    ") + filter_.index(row, 0, parent).data(Qt::AccessibleTextRole).toString();
    }
    return rows.join(u'\n');
}

// How it looks.

void ChapterView::setTheme(Theme theme) {
    theme_ = theme;
    applyTheme();
}

void ChapterView::setTextSize(int pixels) {
    pixels = readableTextSize(pixels);
    if (pixels == textSize_) return;
    textSize_ = pixels;
    applyFont();
}

void ChapterView::applyTheme() {
    const auto& colours = views::palette(theme_);
    QPalette roles = QWidget::palette();
    roles.setColor(QPalette::Base, colours.surface);
    roles.setColor(QPalette::Window, colours.surface);
    roles.setColor(QPalette::Text, colours.text);
    roles.setColor(QPalette::WindowText, colours.text2);
    setPalette(roles);
    setAutoFillBackground(true);
    applyFont();
}

void ChapterView::applyFont() {
    static_cast<ChapterDelegate*>(rows_->itemDelegate())->setLook(theme_, textSize_);
    const auto font = uiFont(QWidget::font(), textSize_);
    for (QWidget* part :
         {static_cast<QWidget*>(words_), static_cast<QWidget*>(nothing_), static_cast<QWidget*>(notice_)})
        part->setFont(font);
    rows_->doItemsLayout();
    rows_->viewport()->update();
}

// Hands and keys.

bool ChapterView::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::ShortcutOverride: {
            // Left, right and the rest are the window's, wherever the focus is among the rows.
            if (watched != rows_) break;
            const int key = static_cast<QKeyEvent*>(event)->key();
            event->setAccepted(key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_Return ||
                               key == Qt::Key_Enter || key == Qt::Key_Escape);
            return true;
        }
        case QEvent::KeyPress: {
            const auto& key = *static_cast<QKeyEvent*>(event);
            if (watched == words_ ? searchKey(key) : watched == rows_ && rowKey(key)) return true;
            break;
        }
        case QEvent::Show:
            if (watched == rows_) shown_ = true;
            break;
        case QEvent::Paint:
            // While it was hidden its rows had no place to scroll in; when it is painted they have got it.
            if (watched == rows_->viewport() && std::exchange(shown_, false))
                QMetaObject::invokeMethod(
                    rows_, [this] { rows_->scrollTo(rows_->currentIndex()); }, Qt::QueuedConnection);
            break;
        case QEvent::Wheel:
            if (watched != rows_->viewport()) break;
            if (const auto size = textSizeAfter(*static_cast<QWheelEvent*>(event), textSize_)) {
                setTextSize(*size);
                return true;
            }
            break;
        default: break;
    }
    return QWidget::eventFilter(watched, event);
}

bool ChapterView::searchKey(const QKeyEvent& event) {
    switch (event.key()) {
        case Qt::Key_Down:
            if (!rows_->currentIndex().isValid()) rows_->setCurrentIndex(firstExample());
            rows_->setFocus(Qt::TabFocusReason);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose(words_->text().trimmed().isEmpty() ? rows_->currentIndex() : firstExample());
            return true;
        case Qt::Key_Escape:
            if (words_->text().isEmpty())
                emit left();
            else
                words_->clear();
            return true;
        default: return false;
    }
}

bool ChapterView::rowKey(const QKeyEvent& event) {
    switch (event.key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter: choose(rows_->currentIndex()); return true;
        case Qt::Key_Escape: emit left(); return true;
        default: return false;
    }
}

}  // namespace views
