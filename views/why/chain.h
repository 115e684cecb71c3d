// The making of a chain of reasons, for why_chain.cpp.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "trace/store.h"
#include "why/able.h"
#include "why/why_chain.h"

namespace views {

class Chain {
    Q_DECLARE_TR_FUNCTIONS(Why)
public:
    using Id = green::trace::Id;
    using Name = std::function<QString(Id)>;

    Chain(const green::trace::TraceStore& store, const green::trace::Moment& moment, const Name& name)
        : store_(store), moment_(moment), name_(name) {}

    std::vector<WhyLink> follow(Id id);

private:
    // The link for one greenlet; the one to go on with, if the chain does not end here.
    std::optional<Id> look(const green::trace::GreenletState& greenlet);
    std::optional<Id> created(const green::trace::GreenletState& greenlet);
    std::optional<Id> runnable(const green::trace::GreenletState& greenlet);
    std::optional<Id> waiting(const green::trace::GreenletState& greenlet);
    // By what it waits for.
    std::optional<Id> queue(const green::trace::GreenletState& greenlet);
    std::optional<Id> tasks(const green::trace::GreenletState& greenlet);
    std::optional<Id> lock(const green::trace::GreenletState& greenlet);
    std::optional<Id> event(const green::trace::GreenletState& greenlet);
    std::optional<Id> members(const green::trace::GreenletState& greenlet);
    std::optional<Id> several(const green::trace::GreenletState& greenlet);
    std::optional<Id> place(const green::trace::GreenletState& greenlet);

    void add(const green::trace::GreenletState& greenlet, const QString& text, const QString& detail = {});
    void about(const green::trace::ObjectState& object, const QString& text, const QString& detail = {});
    void end(Look look, const QString& text, const QString& detail);
    void outside(const QString& what);
    // What it waits for has happened; the hub only has to come to it.
    void note(Id about, std::size_t place);
    // A wait with a time limit of its own ends in any case.
    void timer(Id id);
    void closeCircle(Id id);
    // Nobody who did what it needs is there; `gone` did, and has ended.
    void nobody(const green::trace::GreenletState& waits, const std::vector<Id>& gone);
    // Anybody could do it: who is able to, or that nobody is left who could.
    void somebody(const QString& some, const QString& none);

    // The one of them that decides: with All the one that is furthest from its end, with Any the nearest.
    enum class Of { All, Any };
    std::optional<Id> decisive(const std::vector<Id>& ids, Of of);

    QString bold(Id id) const;
    // "foo, bar and 3 more", plain.
    QString list(const std::vector<Id>& ids, std::size_t most = 3) const;
    QString where(const green::trace::GreenletState& greenlet) const;
    QString contents(const green::trace::ObjectState& queue) const;
    // "2 others are in line before it"; empty if it is the first.
    QString inLine(const green::trace::ObjectState& object, Id id) const;
    // 1 for the front; 0 if no job in the queue is about it.
    std::size_t placeOf(Id target, bool switches) const;
    QString placeText(std::size_t place) const;

    // Of those who did so before and still live: who can do so soonest.
    Id whoDid(green::trace::Kind kind, Id object, Id except) const;
    std::vector<Id> whoDidAndEnded(green::trace::Kind kind, Id object) const;
    template <class Test>
    std::vector<Id> thoseWhoDid(green::trace::Kind kind, Id object, std::size_t most, Test&& test) const;
    Able& able();

    const green::trace::TraceStore& store_;
    const green::trace::Moment& moment_;
    const Name& name_;
    std::vector<WhyLink> links_;
    std::vector<Id> seen_;
    std::optional<Able> able_;
    bool noted_ = false;     // it is only a matter of turns
    bool hopeless_ = false;  // the last link leads nowhere
    bool choices_ = false;   // another way on was left out
};

}  // namespace views
