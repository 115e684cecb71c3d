// One plain sentence for what just happened, and why. For readers who know Python and nothing about
// concurrency: one greenlet runs at a time, and the hub takes from the front of its queue.
#pragma once

#include <QString>

#include "palette/names.h"
#include "trace/store.h"

namespace views {

// The sentence for event n of `store`, or for the beginning (n = 0): rich text, with the names in bold.
// Empty for an n that the store doesn't have. Costs a look at the state before the event: as much as a seek.
QString sentence(const green::trace::TraceStore& store, green::trace::EventNumber n);
// The same without mark-up.
QString plainSentence(const QString& richText);

// Tells event after event of one run, at the cost of one event where they follow each other.
class Narrator {
public:
    QString sentence(const green::trace::TraceStore& store, green::trace::EventNumber n);
    // Before another run.
    void reset();

private:
    green::trace::Moment moment_;  // after the event told last
    Names names_;
};

}  // namespace views
