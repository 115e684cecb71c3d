#include "greenlets/greenlets_model.h"

#include <QPainter>
#include <QPixmap>
#include <algorithm>

#include "narration/words.h"
#include "pane/draw.h"

namespace views {

using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Role;
using TraceState = green::trace::State;
using green::trace::never;
using green::trace::WaitReason;

GreenletsModel::GreenletsModel(RunView& run, QObject* parent)
    : QAbstractTableModel(parent), run_(run), names_(RunNames::of(run)) {
    connect(&run, &RunView::storeChanged, this, &GreenletsModel::reset);
    connect(&run, &RunView::playheadMoved, this, &GreenletsModel::follow);
    reset();
}

void GreenletsModel::reset() {
    beginResetModel();
    changes_.reset();
    changes_.take(run_.store(), run_.moment());
    rows_ = static_cast<int>(run_.moment().greenlets().size());
    endResetModel();
}

void GreenletsModel::follow() {
    const auto changed = changes_.take(run_.store(), run_.moment());
    const int now = static_cast<int>(run_.moment().greenlets().size());
    const int before = rows_;
    if (now < rows_) {
        beginRemoveRows({}, now, rows_ - 1);
        rows_ = now;
        endRemoveRows();
    } else if (now > rows_) {
        beginInsertRows({}, rows_, now - 1);
        rows_ = now;
        endInsertRows();
    }
    const int kept = std::min(before, now);
    if (kept == 0) return;
    if (!changed) {
        emit dataChanged(index(0, 0), index(kept - 1, ColumnCount - 1));
        return;
    }
    for (const Id id : *changed) {
        const int row = rowOf(id);
        if (row >= 0 && row < kept) emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

void GreenletsModel::setTheme(Theme theme) {
    if (theme == theme_) return;
    theme_ = theme;
    icons_.clear();
    if (rows_ > 0) emit dataChanged(index(0, 0), index(rows_ - 1, ColumnCount - 1));
}

void GreenletsModel::setChipSize(int pixels) {
    chip_ = pixels;
    icons_.clear();
}

Id GreenletsModel::idAt(int row) const {
    const auto& greenlets = run_.moment().greenlets();
    return row >= 0 && row < rows_ && static_cast<std::size_t>(row) < greenlets.size()
               ? greenlets[static_cast<std::size_t>(row)].id
               : Id::None;
}

int GreenletsModel::rowOf(Id id) const {
    const auto index = run_.moment().greenlet_index(id);
    return index ? static_cast<int>(*index) : -1;
}

int GreenletsModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : rows_; }

int GreenletsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

// The hub's Idle ends at once; until the next event it sleeps.
Look GreenletsModel::look(const GreenletState& greenlet) const {
    const auto* event = run_.event();
    const bool idle = event && event->kind == green::trace::Kind::Idle;
    return greenlet.role == Role::Hub && idle ? Look::Sleeps : lookOf(greenlet);
}

QString GreenletsModel::waitsFor(const GreenletState& greenlet) const {
    if (greenlet.role == Role::Hub) return look(greenlet) == Look::Running ? tr("picks next") : QString();
    if (greenlet.state != TraceState::Waiting) return {};
    QString call = callText(greenlet);
    const QString object = greenlet.waits_on == Id::None ? QString() : names_.name(greenlet.waits_on);
    if (call.isEmpty()) return object.isEmpty() ? tr("somebody else") : object;
    if (!object.isEmpty()) return tr("%1 on %2").arg(call, object);
    switch (greenlet.reason) {
        case WaitReason::Thread: return tr("%1 from a thread").arg(call);
        case WaitReason::Process: return tr("%1 for a process").arg(call);
        case WaitReason::LoopEnd: return tr("%1 for the end of all").arg(call);
        default: return call;
    }
}

QString GreenletsModel::sinceText(green::trace::EventNumber since) { return tr("step %1").arg(since); }

QString GreenletsModel::rowText(const GreenletState& greenlet) const {
    QStringList parts{names_.name(greenlet.id)};
    if (const QString line = lineOf(greenlet); !line.isEmpty()) parts << tr("line %1").arg(line);
    if (greenlet.since != 0) parts << tr("since %1").arg(sinceText(greenlet.since));
    if (const QString until = textOf(greenlet, Until); !until.isEmpty()) parts << tr("until %1").arg(until);
    return parts.join(QStringLiteral(", "));
}

QString GreenletsModel::lineOf(const GreenletState& greenlet) const {
    if (!greenlet.site || greenlet.ended) return {};
    const auto file = run_.store().file_of(greenlet.site);
    const auto& sources = run_.store().recipe().sources;
    const auto last = [](std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); };
    // The program's own file goes without saying.
    if (file.empty() || (!sources.empty() && last(file) == last(sources.front().name)))
        return QString::number(greenlet.site.line());
    const auto base = last(file);
    return QString::fromUtf8(base.data(), static_cast<qsizetype>(base.size())) + u':' +
           QString::number(greenlet.site.line());
}

QString GreenletsModel::textOf(const GreenletState& greenlet, int column) const {
    switch (column) {
        case State: return shortLabel(look(greenlet));
        case Name: return names_.name(greenlet.id);
        case WaitsFor: return waitsFor(greenlet);
        case Since: return greenlet.since == 0 ? QString() : sinceText(greenlet.since);
        case Until:
            return greenlet.state == TraceState::Waiting && greenlet.deadline != never ? timeText(greenlet.deadline)
                                                                                       : QString();
        case Line: return lineOf(greenlet);
        case Result: return oneLine(greenlet.result, 200);
        default: return {};
    }
}

const QIcon& GreenletsModel::icon(Look look) const {
    auto found = icons_.find(static_cast<int>(look));
    if (found != icons_.end()) return *found;
    constexpr int density = 2;  // sharp on screens of high density, good enough on others
    QPixmap pixmap(chip_ * density, chip_ * density);
    pixmap.setDevicePixelRatio(density);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawChip(painter, QRectF(0, 0, chip_, chip_), look, theme_);
    painter.end();
    QIcon icon(pixmap);
    // Else a selected row would tint it, and its colour has a meaning.
    icon.addPixmap(pixmap, QIcon::Selected);
    return *icons_.insert(static_cast<int>(look), icon);
}

QVariant GreenletsModel::data(const QModelIndex& index, int role) const {
    const auto& greenlets = run_.moment().greenlets();
    // Between the moment's change and the signal that follows it the rows are the old ones.
    if (!index.isValid() || static_cast<std::size_t>(index.row()) >= greenlets.size()) return {};
    const auto& greenlet = greenlets[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole: return textOf(greenlet, index.column());
        case Qt::ToolTipRole:
            switch (index.column()) {
                case Result: return QString::fromStdString(greenlet.result);
                case WaitsFor: return textOf(greenlet, WaitsFor);
                default: return rowText(greenlet);
            }
        case Qt::DecorationRole: return index.column() == State ? QVariant(icon(look(greenlet))) : QVariant();
        case LookRole: return static_cast<int>(look(greenlet));
        case Qt::FontRole:
            if (index.column() != Name) return {};
            {
                QFont font;
                font.setWeight(QFont::DemiBold);
                return font;
            }
        default: return {};
    }
}

QVariant GreenletsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case State: return tr("State");
        case Name: return tr("Name");
        case WaitsFor: return tr("Waits for");
        case Since: return tr("Since");
        case Until: return tr("Until");
        case Line: return tr("Line");
        case Result: return tr("Value or error");
        default: return {};
    }
}

}  // namespace views
