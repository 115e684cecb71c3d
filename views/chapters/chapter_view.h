// The examples to choose from: a field for words, and below it the chapters with their examples. A click opens one.
//
// Keys: up and down go through the rows, Return opens an example, and opens or closes a chapter. In the field Return
// opens the first example that is left, Down goes to the rows; Esc clears it, and at last leaves the pane.
#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QTreeView>
#include <QWidget>

#include "chapters/chapter_model.h"
#include "palette/palette.h"
#include "pane/text_size.h"

namespace views {

class ChapterView : public QWidget {
    Q_OBJECT
public:
    explicit ChapterView(const std::vector<ChapterEntry>& entries, QWidget* parent = nullptr);

    // What is shown; changes of it are seen at once. The row of the open example comes in sight when it is set here.
    ChapterModel& chapters() { return model_; }
    void setOpen(const QString& id);
    // A quiet line below the rows; empty: none.
    void setNotice(const QString& notice);
    // Asks for words.
    void search();

    void setTheme(Theme theme);
    // As Pane has them.
    void setTextSize(int pixels);
    int textSize() const { return textSize_; }

    // The rows that are left, as text: chapters, and below each its examples with their progress.
    QString plainText() const;

signals:
    // By the user; also of the one that is open already.
    void chosen(const QString& id);
    // Esc: somebody has done with the pane.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& words);
    void choose(const QModelIndex& index);
    bool searchKey(const QKeyEvent& event);
    bool rowKey(const QKeyEvent& event);
    QModelIndex firstExample() const;
    void applyTheme();
    void applyFont();

    ChapterModel model_;
    ChapterFilter filter_{model_};
    QLineEdit* words_;
    QTreeView* rows_;
    QLabel* nothing_;
    QLabel* notice_;
    bool shown_ = false;  // and not yet painted
    Theme theme_ = Theme::Light;
    int textSize_ = usualTextSize;
};

}  // namespace views
