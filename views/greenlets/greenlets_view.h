// The table of greenlets. Its current row and the run's selection are the same.
#pragma once

#include <QTableView>

#include "greenlets/greenlets_model.h"

namespace views {

class GreenletsView : public QTableView {
    Q_OBJECT
public:
    explicit GreenletsView(RunView& run, QWidget* parent = nullptr);

    void setTheme(Theme theme);
    // In pixels; 13 unless set.
    void setTextSize(int pixels);
    GreenletsModel& greenlets() { return model_; }

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void rowsInserted(const QModelIndex& parent, int start, int end) override;
    bool event(QEvent* event) override;

private:
    void applySelection();
    void applyTheme();

    RunView& run_;
    GreenletsModel model_;
    Theme theme_ = Theme::Light;
    int textSize_ = 13;
    bool applying_ = false;
};

}  // namespace views
