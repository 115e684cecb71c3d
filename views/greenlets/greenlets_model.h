// The greenlets of a run at the playhead, one row each, in the order of their creation.
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QIcon>

#include "palette/names.h"
#include "palette/palette.h"
#include "pane/changes.h"
#include "time/run_view.h"

namespace views {

class GreenletsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { State, Name, WaitsFor, Since, Until, Line, Result, ColumnCount };
    // The look of a row's state, as an int.
    static constexpr int LookRole = Qt::UserRole;

    explicit GreenletsModel(RunView& run, QObject* parent = nullptr);

    void setTheme(Theme theme);
    // What stands in the column Since.
    static QString sinceText(green::trace::EventNumber since);
    // Of the chips, in pixels.
    void setChipSize(int pixels);

    green::trace::Id idAt(int row) const;
    // -1 if it is not there at the playhead.
    int rowOf(green::trace::Id id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void reset();
    // Takes over the new moment: rows come and go at the end, and only those that an event touched change.
    void follow();
    QString textOf(const green::trace::GreenletState& greenlet, int column) const;
    Look look(const green::trace::GreenletState& greenlet) const;
    QString waitsFor(const green::trace::GreenletState& greenlet) const;
    // What a narrow table has no columns for: "boss, line 5, since step 6, until 100 ms".
    QString rowText(const green::trace::GreenletState& greenlet) const;
    QString lineOf(const green::trace::GreenletState& greenlet) const;
    const QIcon& icon(Look look) const;

    RunView& run_;
    RunNames& names_;
    Changes changes_;
    Theme theme_ = Theme::Light;
    int chip_ = 18;
    int rows_ = 0;
    mutable QHash<int, QIcon> icons_;
};

}  // namespace views
