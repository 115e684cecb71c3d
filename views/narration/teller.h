// The sentences, one function for each kind of event. What they know is a Scene: the event, the state after
// it, and those few things of the state before it that the event has overwritten.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <optional>

#include "palette/names.h"
#include "trace/store.h"

namespace views {

struct Scene {
    const green::trace::TraceStore& store;
    const green::trace::Moment& after;
    const green::trace::TraceEvent& event;
    std::string_view text;                                 // the event's
    std::optional<green::trace::GreenletState> objectWas;  // event.object before the event, if a greenlet
    green::trace::Id storedFor = green::trace::Id::None;   // a Put by the hub: whose item it was
    std::optional<green::trace::Job> cancelled;            // a Cancel: what it takes back
    std::int64_t countWas = 0;                             // of event.object, if an object
};

// What is known of `event` before it happens, taken from the state before it.
void lookBefore(Scene& scene, const green::trace::Moment& before);

class Teller {
    Q_DECLARE_TR_FUNCTIONS(Narration)
public:
    Teller(const Scene& scene, Names& names) : scene_(scene), names_(names), event_(scene.event) {}

    QString tell() const;
    static QString beginning();

private:
    QString spawn() const;
    QString discard() const;
    QString fail() const;
    QString end() const;
    QString wait() const;
    QString waitReason() const;
    QString waitOnObject(const QString& call) const;
    QString waitForPermit(const QString& call) const;
    QString waitOutside(const QString& call) const;
    QString resume() const;
    QString resumeByTimer() const;
    QString resumeByThrow() const;
    QString resumeByUnlock() const;
    QString resumeByNotify() const;
    QString whatHasCome() const;
    QString run() const;
    QString runNotify(green::trace::Id about) const;
    QString awaitedOutside() const;
    QString idle() const;
    QString cancel() const;
    QString callback() const;
    QString timeout() const;
    QString kill() const;
    QString object() const;
    QString queueMade(const QString& kept) const;
    QString set() const;
    QString clear() const;
    QString acquire() const;
    QString release() const;
    QString add() const;
    QString remove() const;
    QString taskDone() const;
    QString forget() const;
    QString open() const;
    QString serverStarts() const;
    QString receive() const;
    QString send() const;
    QString request() const;
    QString bytes() const;
    QString put() const;
    QString get() const;
    QString print() const;
    QString report() const;
    QString work() const;

    // Who is next, if the event gave control to the hub; else empty.
    QString next() const;
    QString nextInJob() const;
    QString nextByQueue() const;
    QString nobodyInLine() const;

    // In bold; the hub is "the hub" (capital where a sentence begins).
    QString who(green::trace::Id id) const;
    QString subject(green::trace::Id id) const;
    QString actor() const { return subject(event_.greenlet); }
    // Of a Timeout: the call whose time limit it is; empty where the program has set it itself.
    QString limitedCall() const;
    // "select catches that and returns empty lists."; empty where the exception goes on to the program.
    QString caught(const green::trace::GreenletState& waited) const;
    // The greenlets that have not ended, at most `most` of them; neither main nor the hub.
    std::vector<green::trace::Id> unfinished(std::size_t most) const;
    // The event's text in one line, escaped.
    QString said(qsizetype longest = 60) const;
    QString exception() const;
    QString call(const green::trace::GreenletState& greenlet) const;
    // What an event with Flag::Queues of an unlock means for who waits on the other side; else empty.
    QString unlockLater(green::trace::WaitReason waiting) const;
    // "bar and carl wait for it: a note to wake them joins the end of the run queue."; empty if nobody waits.
    QString wakesLater() const;
    // The same of a lock, which is handed to nobody (rules R51, R52).
    QString firstInLine() const;
    // Whether the hub has such a note already, or goes through it.
    bool noteIsThere() const;
    // Where the notification that the hub is in began; 0 if that is not known.
    green::trace::EventNumber jobBegan() const;
    // Whether it asks now, and others have been waiting for longer.
    bool goesFirst() const;
    // "no place is left", "2 places are left"; of a pool without limit, how many members it has.
    QString places(const green::trace::ObjectState& group) const;
    green::trace::Id firstWaiter(green::trace::Id object, green::trace::WaitReason reason) const;
    // The first that waits to put into (to get from) the queue and now could; None if there is none.
    green::trace::Id canPut(green::trace::Id queue) const;
    green::trace::Id canGet(green::trace::Id queue) const;
    // "main", "main and foo", "those who wait for it"
    QString toldOf(green::trace::Id target) const;
    QString list(const std::vector<green::trace::Id>& ids) const;
    bool virtualClock() const { return scene_.store.recipe().clock == green::trace::ClockKind::Virtual; }

    const Scene& scene_;
    Names& names_;
    const green::trace::TraceEvent& event_;
};

}  // namespace views
