// The last line of the window: where the playhead is, whether the run can be repeated, and whether the
// playhead is at the live edge.
#pragma once

#include <QLabel>
#include <QStatusBar>

#include "session/transport.h"

namespace app {

class StatusBar : public QStatusBar {
    Q_OBJECT
public:
    StatusBar(Transport& transport, Session& session, views::RunView& view, QWidget* parent);

    void refresh();
    // Takes `part` in, behind what is told of the run.
    void add(QWidget* part);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QLabel* addPart(const char* name);

    Transport& transport_;
    Session& session_;
    views::RunView& view_;
    QWidget* strip_;
    int parts_ = 0;  // widgets at the left
    QLabel* step_;
    QLabel* switch_;
    QLabel* seed_;
    QLabel* engine_;
    QLabel* hint_;
    QLabel* badge_;
};

}  // namespace app
