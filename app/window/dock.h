// A pane at the window's side, with a calm title: name, a quiet word beside it, float and close.
#pragma once

#include <QDockWidget>
#include <QLabel>
#include <QToolButton>

#include "palette/palette.h"

namespace app {

class Dock : public QDockWidget {
    Q_OBJECT
public:
    // `id` becomes its objectName, which saved layouts refer to.
    Dock(const QString& id, const QString& name, QWidget* content, QWidget* parent);

    void setName(const QString& name);
    void setSubtitle(const QString& subtitle);
    void setTheme(views::Theme theme);

private:
    QLabel* name_;
    QLabel* subtitle_;
    QToolButton* float_;
    QToolButton* close_;
};

}  // namespace app
