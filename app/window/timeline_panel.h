// The centre of the window: the sentence, and the timeline below its own title.
#pragma once

#include <QToolButton>
#include <QWidget>

#include "narration/sentence_view.h"
#include "timeline/timeline_view.h"
#include "window/actions.h"

namespace app {

class TimelinePanel : public QWidget {
    Q_OBJECT
public:
    TimelinePanel(Actions& actions, views::RunView& view, QWidget* parent);

    views::TimelineView& timeline() { return *timeline_; }
    void setAxis(views::Axis axis);
    views::Axis axis() const { return axis_; }
    void setTheme(views::Theme theme);
    // What is in view, in the units of the axis.
    std::int64_t visibleFrom() const;
    std::int64_t visibleTo() const;

signals:
    // By the switch in the title.
    void axisChosen(views::Axis axis);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeTitle();
    QToolButton* addAxisButton(const QString& name, const QString& text, const QString& tip, const char* end,
                               views::Axis axis, QWidget* parent);
    QToolButton* addToolButton(const char* action, QWidget* parent);

    Actions& actions_;
    views::SentenceView* sentence_;
    views::TimelineView* timeline_;
    QToolButton* order_ = nullptr;
    QToolButton* time_ = nullptr;
    views::Axis axis_ = views::Axis::Order;
};

}  // namespace app
