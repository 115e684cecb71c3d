// In the last line of the window: where the program listens, with what can be done about it, and how far a load is.
// Hidden while there is nothing to tell.
#pragma once

#include <QProgressBar>
#include <QToolButton>
#include <QWidget>

#include "palette/palette.h"
#include "window/actions.h"
#include "window/server_actions.h"

namespace app {

class ServerStatus : public QWidget {
    Q_OBJECT
public:
    ServerStatus(Actions& actions, ServerActions& server, QWidget* parent);

    void setTheme(views::Theme theme);

private:
    void refresh();

    ServerActions& server_;
    QToolButton* address_;
    QWidget* loading_;
    QProgressBar* progress_;
    QToolButton* stop_;
};

}  // namespace app
