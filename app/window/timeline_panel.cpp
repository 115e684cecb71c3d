#include "window/timeline_panel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "window/icons.h"
#include "window/style.h"

namespace app {

namespace {

constexpr int lowSentence = 18;

}  // namespace

TimelinePanel::TimelinePanel(Actions& actions, views::RunView& view, QWidget* parent)
    : QWidget(parent),
      actions_(actions),
      sentence_(new views::SentenceView(view)),
      timeline_(new views::TimelineView(view, this)) {
    setObjectName(QStringLiteral("central"));
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Run"));
    auto* headline = new QFrame(this);
    headline->setObjectName(QStringLiteral("sentencePanel"));
    auto* headlineRow = new QHBoxLayout(headline);
    headlineRow->setContentsMargins(0, 0, 0, 1);
    headlineRow->addWidget(sentence_);
    if (timeline_->objectName().isEmpty()) timeline_->setObjectName(QStringLiteral("timeline"));
    if (timeline_->accessibleName().isEmpty()) timeline_->setAccessibleName(tr("Timeline"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(headline);
    column->addWidget(makeTitle());
    column->addWidget(timeline_, 1);
}

QWidget* TimelinePanel::makeTitle() {
    auto* title = new QFrame(this);
    title->setObjectName(QStringLiteral("dockTitle"));
    title->setAccessibleName(tr("Timeline"));
    title->setFixedHeight(dockTitleHeight);
    auto* name = new QLabel(tr("Timeline"), title);
    name->setObjectName(QStringLiteral("dockName"));
    auto* row = new QHBoxLayout(title);
    row->setContentsMargins(inset, 0, 6, 0);
    row->setSpacing(0);
    row->addWidget(name);
    row->addStretch(1);
    order_ = addAxisButton(QStringLiteral("axisOrder"), tr("Order"), tr("Every step is equally wide"), "left",
                           views::Axis::Order, title);
    time_ = addAxisButton(QStringLiteral("axisTime"), tr("Time"), tr("By the clock of the run"), "right",
                          views::Axis::Time, title);
    auto* group = new QButtonGroup(title);
    group->addButton(order_);
    group->addButton(time_);
    row->addWidget(order_);
    row->addWidget(time_);
    row->addSpacing(inset);
    for (const auto* action : {"zoom-out", "zoom-in", "fit"}) row->addWidget(addToolButton(action, title));
    row->addSpacing(inset);
    row->addWidget(addToolButton("export", title));
    return title;
}

QToolButton* TimelinePanel::addAxisButton(const QString& name, const QString& text, const QString& tip, const char* end,
                                          views::Axis axis, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(tr("%1 axis").arg(text));
    button->setToolTip(tip);
    button->setCheckable(true);
    button->setChecked(axis == axis_);
    button->setProperty("segment", true);
    button->setProperty("end", end);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QToolButton::clicked, this, [this, axis] { emit axisChosen(axis); });
    return button;
}

QToolButton* TimelinePanel::addToolButton(const char* action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(actions_[action]);
    button->setObjectName(QStringLiteral("button-%1").arg(QLatin1String(action)));
    button->setAccessibleName(actions_[action]->text().remove(u'&').remove(u'…'));
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setProperty("small", true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void TimelinePanel::setAxis(views::Axis axis) {
    axis_ = axis;
    (axis == views::Axis::Order ? order_ : time_)->setChecked(true);
    timeline_->setAxis(axis);
}

void TimelinePanel::setTheme(views::Theme theme) {
    actions_["zoom-in"]->setIcon(icon(IconId::Plus, theme));
    actions_["zoom-out"]->setIcon(icon(IconId::Minus, theme));
    actions_["fit"]->setIcon(icon(IconId::Fit, theme));
    actions_["export"]->setIcon(icon(IconId::Export, theme));
    sentence_->setTheme(theme);
    timeline_->setTheme(theme);
}

// In a low window the tracks need the room.
void TimelinePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    sentence_->setTextSize(window()->height() < roomyHeight ? lowSentence : views::SentenceView::usualTextSize);
}

std::int64_t TimelinePanel::visibleFrom() const {
    return static_cast<std::int64_t>(std::floor(std::max(0.0, timeline_->range().begin())));
}

std::int64_t TimelinePanel::visibleTo() const {
    const auto& range = timeline_->range();
    return static_cast<std::int64_t>(std::ceil(std::min(range.end(), range.extent())));
}

}  // namespace app
