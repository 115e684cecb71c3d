// Puts a record together from chunks of a file. What the chunks claim is checked first, so that a store
// never holds an event that a view could stumble over; and chunks are joined to larger ones where the
// state has become large, because the store keeps a copy of the state for each.
#pragma once

#include <QString>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "file/line_items.h"
#include "file/session_format.h"
#include "trace/store.h"

namespace views {

class RecordBuilder {
public:
    explicit RecordBuilder(green::trace::Recipe recipe);

    // Takes all events of `chunk`, or none. Returns what was expected instead; empty if all is well.
    QString add(SessionChunk chunk);
    // The same with lines; they come behind the chunk that they belong to.
    QString add(SessionLines lines);
    // How many events were taken.
    green::trace::EventNumber size() const { return size_; }
    // The store with all of them.
    std::shared_ptr<green::trace::TraceStore> finish();

private:
    enum class Thing : std::uint8_t { Unknown, Greenlet, Object };

    QString problem(const SessionChunk& chunk);
    QString problem(const green::trace::TraceEvent& event, green::trace::EventNumber number);
    Thing thing(green::trace::Id id) const;
    void flush();

    std::shared_ptr<green::trace::TraceStore> store_;
    green::trace::EventNumber size_ = 0;
    green::trace::Nanoseconds time_ = 0;
    green::trace::EventNumber linesAfter_ = 0;  // of the last line
    std::vector<QByteArray> lineFiles_;
    std::vector<Thing> things_;                   // by id
    std::map<std::uint32_t, std::string> files_;  // one numbering for the whole run

    // What the next chunk of the store will hold; `text` of an event is the place in texts_, from 1.
    std::vector<green::trace::TraceEvent> events_;
    std::vector<QByteArray> texts_;
    std::size_t textBytes_ = 0;
    std::size_t wanted_ = 0;  // how many bytes make a chunk, by the size of the state at its beginning
};

}  // namespace views
