// The session file, item by item. A CBOR sequence (RFC 8742) of
//
//     55799(["greenscope", checksum, 24(h'header')])   the first item; its tag is CBOR's own signature
//     ["chunk", checksum, 24(h'chunk')]                one for each chunk, in order
//
//     ["lines", checksum, 24(h'lines')]                lines of the program that ran, see line_items.h
//
// so that the checksum (CRC-32) covers the bytes of the item's inside before they are believed. Other
// items are left out by a reader, as are keys that it does not know. The header is a map:
//
//     "version"  1; a reader refuses a higher one
//     "writer"   the program that wrote the file, for people
//     "events"   how many events the whole file has: says what is missing at its end
//     "recipe"   {"id", "title", "language", "clock": "virtual"|"real", "seed", "version",
//                 "sources": [[name, text], …]}
//     "layout"   [[field, type], …] of an event, little-endian, without gaps
//     "names"    {"kinds": [name, …], "waits", "ends", "objects", "jobs", "flags"}: what the numbers of
//                kind, of reason (by kind) and of job_kind mean, and the bits of flags from the lowest
//
// and a chunk, which needs no other chunk to be read:
//
//     "first"    the number of its first event
//     "count"    how many it has, at most 16,384
//     "texts"    [bytes, …]; an event's `text` is the place here from 1, and 0 is the empty text
//     "files"    {number: name, …} of the source files that its sites name
//     "events"   count × the layout
//
// Texts that are valid UTF-8 are CBOR texts, others are bytes. All lengths are definite.
#pragma once

#include <QByteArray>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "file/event_layout.h"
#include "trace/event.h"
#include "trace/recipe.h"

namespace views {

inline constexpr quint64 sessionVersion = 1;
// One text can be this long, and no longer: the record counts its bytes with 32 bits.
inline constexpr quint64 mostChunkTextBytes = quint64{3} << 30;
inline constexpr quint64 mostChunkEvents = 16'384;
inline constexpr char sessionHeaderName[] = "greenscope";
inline constexpr char sessionChunkName[] = "chunk";

struct SessionHeader {
    quint64 version = sessionVersion;
    quint64 events = 0;
    green::trace::Recipe recipe;
    std::vector<LayoutField> layout;
    NameTables names;
};

struct SessionChunk {
    quint64 first = 0;
    std::vector<green::trace::TraceEvent> events;  // their `text` is the place in `texts`, from 1
    std::vector<QByteArray> texts;
    std::map<std::uint32_t, std::string> files;
};

// The insides of items. Reading throws CborMismatch.
QByteArray encodeHeader(const SessionHeader& header);
SessionHeader decodeHeader(const QByteArray& bytes);
QByteArray encodeChunk(const SessionChunk& chunk);
SessionChunk decodeChunk(const QByteArray& bytes, const EventDecoder& decoder);

}  // namespace views
