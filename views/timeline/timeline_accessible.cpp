// The tracks as screen readers see them: a list with an item for each track, whose text is what that
// greenlet or queue is doing at the playhead. Painted pixels alone would be one unnamed thing to them.
#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <algorithm>
#include <vector>

#include "timeline/labels.h"
#include "timeline/timeline_view.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Id;

namespace {

// What Qt asks for by pointer it also keeps by id; the track objects live as long as their timeline's.
class AccessibleTimeline : public QAccessibleWidget {
public:
    explicit AccessibleTimeline(TimelineView* view) : QAccessibleWidget(view, QAccessible::List) {}
    ~AccessibleTimeline() override;

    TimelineView* view() const { return static_cast<TimelineView*>(widget()); }

    int childCount() const override {
        const auto& model = view()->model();
        return static_cast<int>(model.greenlets().size() + timeoutRows() + model.queues().size());
    }
    QAccessibleInterface* child(int index) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override;

    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Name) return TimelineView::tr("Timeline");
        if (kind == QAccessible::Value || kind == QAccessible::Description)
            return TimelineView::tr("Step %1 of %2").arg(playhead()).arg(view()->model().size());
        return QAccessibleWidget::text(kind);
    }

    EventNumber playhead() const { return view()->playhead(); }
    Id idOf(int index) const {
        const auto& model = view()->model();
        const auto place = static_cast<std::size_t>(index);
        const auto greenlets = model.greenlets().size();
        if (place < greenlets) return model.greenlets()[place].id;
        if (place < greenlets + timeoutRows()) return timeouts_row;
        const auto queue = place - greenlets - timeoutRows();
        return queue < model.queues().size() ? model.queues()[queue].id() : Id::None;
    }

private:
    std::size_t timeoutRows() const { return view()->model().timeouts().empty() ? 0 : 1; }

    mutable std::vector<QAccessible::Id> children_;
};

class AccessibleTrack : public QAccessibleInterface {
public:
    AccessibleTrack(AccessibleTimeline* timeline, int index) : timeline_(timeline), index_(index) {}

    bool isValid() const override { return timeline_->isValid() && index_ < timeline_->childCount(); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return timeline_; }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    int index() const { return index_; }

    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = isValid() && timeline_->idOf(index_) != timeouts_row;
        state.selected = isValid() && timeline_->view()->selection() == timeline_->idOf(index_);
        return state;
    }

    QRect rect() const override {
        const auto& plan = timeline_->view()->plan();
        const auto row = std::ranges::find(plan.rows, timeline_->idOf(index_), &PlanRow::id);
        if (row == plan.rows.end()) return {};
        const QRectF whole(0, row->y, plan.size.width(), row->height);
        return QRect(timeline_->view()->mapToGlobal(whole.topLeft().toPoint()), whole.size().toSize());
    }

    QString text(QAccessible::Text kind) const override {
        if (!isValid()) return {};
        const auto& model = timeline_->view()->model();
        const Id id = timeline_->idOf(index_);
        if (kind == QAccessible::Name) return model.name(id);
        if (kind != QAccessible::Value && kind != QAccessible::Description) return {};
        if (id == timeouts_row) return armed(model, timeline_->playhead());
        if (const auto* queue = model.queue(id)) return holding(*queue, timeline_->playhead());
        const auto now = standing(model, id, timeline_->playhead());
        if (now.look == Look::Created) return label(now.look);
        const QString what = now.doing.isEmpty() ? label(now.look) : now.doing.front();
        return TimelineView::tr("%1, since step %2").arg(what).arg(now.since);
    }
    void setText(QAccessible::Text, const QString&) override {}

private:
    AccessibleTimeline* timeline_;
    int index_;
};

AccessibleTimeline::~AccessibleTimeline() {
    for (const auto id : children_) QAccessible::deleteAccessibleInterface(id);
}

QAccessibleInterface* AccessibleTimeline::child(int index) const {
    if (index < 0 || index >= childCount()) return nullptr;
    while (children_.size() <= static_cast<std::size_t>(index)) {
        auto* self = const_cast<AccessibleTimeline*>(this);
        children_.push_back(
            QAccessible::registerAccessibleInterface(new AccessibleTrack(self, static_cast<int>(children_.size()))));
    }
    return QAccessible::accessibleInterface(children_[static_cast<std::size_t>(index)]);
}

int AccessibleTimeline::indexOfChild(const QAccessibleInterface* child) const {
    const auto* track = dynamic_cast<const AccessibleTrack*>(child);
    return track ? track->index() : -1;
}

QAccessibleInterface* AccessibleTimeline::childAt(int x, int y) const {
    for (int i = 0; i < childCount(); ++i)
        if (auto* track = child(i); track->rect().contains(x, y)) return track;
    return nullptr;
}

QAccessibleInterface* makeAccessible(const QString&, QObject* object) {
    auto* view = qobject_cast<TimelineView*>(object);
    return view ? new AccessibleTimeline(view) : nullptr;
}

}  // namespace

void installTimelineAccessibility() {
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed);
}

}  // namespace views
