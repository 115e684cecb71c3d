// The table of greenlets. Its current row and the run's selection are the same; who acts at the playhead is in
// sight. Columns are as wide as what they hold and do not shrink during a run; where they do not all fit, the last
// ones (line, since, until) stay away, and a row's tooltip tells what they would.
#pragma once

#include <QTableView>
#include <array>

#include "greenlets/greenlets_model.h"

namespace views {

class GreenletsView : public QTableView {
    Q_OBJECT
public:
    explicit GreenletsView(RunView& run, QWidget* parent = nullptr);

    void setTheme(Theme theme);
    // In pixels; 13 unless set.
    void setTextSize(int pixels);
    int textSize() const { return textSize_; }
    GreenletsModel& greenlets() { return model_; }

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void applySelection();
    void applyTheme();
    // Scrolls to who acts, or to whom the hub hands over.
    void follow();
    // Makes columns wide enough for the rows in sight, and shows as many of them as fit.
    void fitColumns();
    // Of the texts in sight; more for columns whose texts are known to get longer.
    int neededWidth(int column) const;
    // Where the texts of the headers begin in their sections.
    int headerInset() const;

    RunView& run_;
    GreenletsModel model_;
    Theme theme_ = Theme::Light;
    int textSize_ = 13;
    std::array<int, GreenletsModel::ColumnCount> widths_{};  // needed so far in this run
    bool applying_ = false;
};

}  // namespace views
