// How an event lies in a session file. The file says so itself, field by field and name by name, so
// that a reader finds its way through files whose events have more fields, other widths or kinds that
// it does not know.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "trace/event.h"

namespace views {

// A field of the declared layout: little-endian, no gaps.
struct LayoutField {
    QByteArray name;  // "time"
    QByteArray type;  // "u8", "u16", "u32", "u64", or "i…" likewise
};

// The stable names of a file's numbers. `kinds[3]` is what its kind 3 means.
struct NameTables {
    QByteArrayList kinds, waits, ends, objects, jobs;
    QByteArrayList flags;  // by bit, from the lowest
};

// What this version writes.
std::vector<LayoutField> ownLayout();
NameTables ownNames();
inline constexpr int ownEventBytes = 40;
// Appends ownEventBytes. `text` takes the place of event.text.
void appendEvent(QByteArray& bytes, const green::trace::TraceEvent& event, std::uint32_t text);

// Reads events of a declared layout.
class EventDecoder {
public:
    // No value if the layout lacks a field that an event needs, or has a type that is unknown.
    static std::optional<EventDecoder> make(const std::vector<LayoutField>& layout, const NameTables& names);

    int eventBytes() const { return eventBytes_; }
    // Reads eventBytes() from `bytes`. Its `text` is as the file has it. A kind without a known name
    // becomes a Work of no length, which no view says anything about; an unknown reason becomes the
    // one that promises least.
    green::trace::TraceEvent decode(const char* bytes) const;

private:
    enum Field { Time, Amount, Greenlet, Object, Site, Text, Job, Kind, Reason, JobKind, Flags, fieldCount };
    struct Place {
        int offset = -1;
        int bytes = 0;
        bool isSigned = false;
    };
    using Table = std::array<std::uint8_t, 256>;

    std::int64_t value(const char* bytes, Field field) const;

    std::array<Place, fieldCount> places_;
    int eventBytes_ = 0;
    std::array<std::optional<green::trace::Kind>, 256> kinds_;
    Table waits_{}, ends_{}, objects_{}, jobs_{}, flags_{};  // flags_: by bit of the file, our bit
};

}  // namespace views
