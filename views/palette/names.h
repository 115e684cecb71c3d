// What greenlets and objects are called on the screen: their name, made unambiguous where several share it.
// Of task, task and task it makes task(1), task(2) and task(3) if their arguments are short and all differ,
// else task-1, task-2 and task-3.
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <vector>

#include "trace/moment.h"

namespace views {

class RunView;

// Looks at all greenlets of `moment`: fine for one name, too slow for many (see Names). Pass the store's
// last() rather than an earlier moment, so that a name stays the same while the playhead moves. Empty for
// an id that the moment doesn't know.
QString displayName(const green::trace::Moment& moment, green::trace::Id id);

// The same for many names: looks at each greenlet and object of a run once, as they come.
class Names {
public:
    // `newest` is the newest state of the run: TraceStore::last(). Before another run: clear().
    QString of(const green::trace::Moment& newest, green::trace::Id id);
    void clear();

private:
    // All of one kind that share a name.
    struct Group {
        QString name;
        quint32 size = 0;
        bool apart = true;  // their arguments tell them apart
        QSet<QString> arguments;
    };
    // Greenlets and objects have names of their own: a queue `work` does not make a greenlet work-1.
    struct Namespace {
        std::vector<Group> groups;
        QHash<QString, quint32> byName;
    };
    struct Place {
        quint32 group = 0;
        quint32 number = 0;  // within the group, from 1; 0: unknown
        bool greenlet = false;
    };

    void update(const green::trace::Moment& newest);
    void add(green::trace::Id id, bool greenlet, const std::string& name, const std::string& arguments);

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
