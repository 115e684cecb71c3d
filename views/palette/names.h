// What greenlets and objects are called on the screen. A greenlet without a name given to it is called after
// its function, with its arguments where these are plain and short: task(1). Who would be called the same as
// somebody before has a number behind it: task-2. A name depends only on what came before, so nothing that
// happens later changes it.
#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <vector>

#include "trace/moment.h"

namespace views {

class RunView;

// Looks at all greenlets of `moment`: fine for one name, too slow for many (see Names). Empty for an id that
// the moment doesn't know.
QString displayName(const green::trace::Moment& moment, green::trace::Id id);

// The same for many names: looks at each greenlet and object of a run once, as they come.
class Names {
public:
    // `newest` is the newest state of the run: TraceStore::last(). Before another run: clear().
    QString of(const green::trace::Moment& newest, green::trace::Id id);
    void clear();

private:
    // All of one kind that would be called the same.
    struct Group {
        QString name;
        quint32 last = 0;  // the number given last; the first one, 1, is not shown
    };
    // Greenlets and objects have names of their own: a queue `work` does not make a greenlet work-2.
    struct Namespace {
        std::vector<Group> groups;
        QHash<QString, quint32> byName;
    };
    struct Place {
        quint32 group = 0;
        quint32 number = 0;  // within the group; 0: unknown
        bool greenlet = false;
    };

    void update(const green::trace::Moment& newest);
    void add(green::trace::Id id, bool greenlet, const QString& name);

    Namespace greenlets_;
    Namespace objects_;
    std::vector<Place> places_;  // by id
    std::size_t greenletsSeen_ = 0;
    std::size_t objectsSeen_ = 0;
};

// The names of the run that a RunView shows, shared by its views. GUI thread only.
class RunNames : public QObject {
    Q_OBJECT
public:
    // The one of `run`, which owns it.
    static RunNames& of(RunView& run);
    QString name(green::trace::Id id);

private:
    explicit RunNames(RunView& run);

    RunView& run_;
    Names names_;
};

}  // namespace views
