// The side stream in a session file: items of their own kind, between the chunks, which a reader may leave out.
//
//     ["lines", checksum, 24(h'lines')]
//
// is a map, which needs no other item to be read:
//
//     "count"    how many lines it has, at most 16,384
//     "lines"    count × 28 bytes, little-endian: the number of the last event before it (8), the greenlet (4), the
//                line (4), the depth of its stack (4), the places from 1 in "files" (4) and in "texts" (4)
//     "texts"    [bytes, …], each as LineText is kept
//     "files"    [bytes, …], names
//     "cut"      1 where the lines after these were not kept; else not there
//
// A line stands behind the chunk with the event before it, and lines stand in their order.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

#include "trace/line_store.h"

namespace views {

inline constexpr char sessionLinesName[] = "lines";
inline constexpr std::size_t mostItemLines = 16'384;

struct SessionLines {
    std::vector<green::trace::Line> lines;  // `text` and `file` are the places below, from 1
    std::vector<QByteArray> texts;
    std::vector<QByteArray> files;
    bool cut = false;
};

// As many of the store's lines from `first` on as go into one item, none that is after a later event than `last`.
SessionLines linesFrom(const green::trace::LineStore& lines, green::trace::LineNumber first,
                       green::trace::EventNumber last);
QByteArray encodeLines(const SessionLines& lines);
// Throws CborMismatch, also where a line has no place to be at: places are what they say, depths at least 1.
SessionLines decodeLines(const QByteArray& bytes);

// For a store in which `files` have come before; those that are new are added to them.
green::trace::LineBlock blockOf(SessionLines lines, std::vector<QByteArray>& files);

}  // namespace views
