// What is known of an object in words, below its figure. As many lines for each of a kind, so that nothing
// moves while stepping; only a local has a line for each greenlet.
#pragma once

#include <QFontMetricsF>
#include <QStringList>

#include "queues/figure.h"
#include "trace/recipe.h"

namespace views {

struct Fact {
    QString what;
    QString value;
    bool faint = false;
    QString all;                                   // of a value that is cut short: the whole one
    green::trace::Id id = green::trace::Id::None;  // whom it is about
};

class Facts {
public:
    // `clock` is the run's; `room` for the values, in pixels.
    Facts(const green::trace::Moment& moment, green::trace::ClockKind clock,
          std::function<QString(green::trace::Id)> name, const QFontMetricsF& metrics, qreal room)
        : moment_(moment), clock_(clock), name_(std::move(name)), metrics_(metrics), room_(room) {}

    std::vector<Fact> of(const green::trace::ObjectState& object) const;
    // How many those are.
    static int count(const green::trace::ObjectState& object);

    // "boss, steve and 3 more": as many as fit, at least one. With their items: "boss (10)".
    Fact names(const QString& what, const std::vector<green::trace::Id>& ids, bool withItems = false) const;
    // The same in up to four lines, of which only the first says `what`. `ids` are not empty.
    std::vector<Fact> nameLines(const QString& what, const std::vector<green::trace::Id>& ids) const;

private:
    QStringList namesOf(const std::vector<green::trace::Id>& ids, bool withItems) const;
    // Names of `total`; `count` is set to how many of them are in it.
    QString fitting(const QStringList& names, std::size_t total, qsizetype& count) const;
    Fact waiting(const QString& what, const green::trace::ObjectState& object,
                 std::initializer_list<green::trace::WaitReason> reasons, bool withItems = false) const;
    std::vector<Fact> ofQueue(const green::trace::ObjectState& queue) const;
    std::vector<Fact> ofLocal(const green::trace::ObjectState& local) const;
    std::vector<Fact> ofServer(const green::trace::ObjectState& server) const;
    Fact owner(const green::trace::ObjectState& lock) const;

    const green::trace::Moment& moment_;
    green::trace::ClockKind clock_;
    std::function<QString(green::trace::Id)> name_;
    QFontMetricsF metrics_;
    qreal room_;
};

}  // namespace views
