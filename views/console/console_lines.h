// The lines that a run printed, each tied to the events that printed it; and what others note between them. Looks at
// each event once.
#pragma once

#include <QString>
#include <vector>

#include "trace/store.h"

namespace views {

class ConsoleLines {
public:
    // A part of a line: bytes [from, from + length) of an event's text.
    struct Piece {
        green::trace::EventNumber event = 0;
        std::uint32_t from = 0;
        std::uint32_t length = 0;
    };
    struct Line {
        std::size_t firstPiece = 0;
        bool error = false;      // a report to stderr
        bool open = false;       // no line end yet: the next print goes on here
        std::uint32_t most = 0;  // columns that its text can take at most
        bool note = false;       // not the run's own; its piece has the event after which it was noted
    };

    // Takes up the events that came since the last time.
    void update(const green::trace::TraceStore& store);
    // A line of somebody else's, after what was taken up so far.
    void note(const QString& text);
    void clear();

    std::size_t size() const { return lines_.size(); }
    const Line& line(std::size_t i) const { return lines_[i]; }
    std::size_t pieceCount(std::size_t i) const;
    const Piece& piece(std::size_t i, std::size_t k) const { return pieces_[lines_[i].firstPiece + k]; }
    QString text(const green::trace::TraceStore& store, const Piece& piece) const;
    // Of a note.
    const QString& noteText(std::size_t i) const { return notes_[pieces_[lines_[i].firstPiece].from]; }
    // How many lines have begun at `playhead`.
    std::size_t begunAt(green::trace::EventNumber playhead) const;

private:
    void print(green::trace::EventNumber n, std::string_view text);
    void report(green::trace::EventNumber n, std::string_view text);

    green::trace::EventNumber seen_ = 0;
    std::vector<Piece> pieces_;
    std::vector<Line> lines_;
    std::vector<QString> notes_;  // by the `from` of their pieces
};

}  // namespace views
