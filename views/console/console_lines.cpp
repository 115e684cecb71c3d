#include "console/console_lines.h"

#include <algorithm>

namespace views {

using green::trace::EventNumber;
using green::trace::Kind;
using green::trace::TraceStore;

namespace {

// A byte makes no more than a column, but a tab makes four.
std::uint32_t mostColumns(std::string_view text) {
    return static_cast<std::uint32_t>(text.size()) + 3 * static_cast<std::uint32_t>(std::ranges::count(text, '\t'));
}

}  // namespace

void ConsoleLines::clear() { *this = {}; }

// Chunk by chunk: looking each event up by its number would search for its chunk each time.
void ConsoleLines::update(const TraceStore& store) {
    const auto& chunks = store.chunks();
    auto chunk = std::ranges::upper_bound(chunks, seen_ + 1, {}, [](const auto& c) { return c->first(); });
    if (chunk != chunks.begin()) --chunk;
    for (; chunk != chunks.end() && seen_ < store.size(); ++chunk) {
        const auto& events = **chunk;
        const auto end = std::min<EventNumber>(store.size() + 1, events.first() + events.published());
        for (EventNumber n = std::max(seen_ + 1, events.first()); n < end; ++n) {
            const auto& event = events.event(static_cast<std::uint32_t>(n - events.first()));
            if (event.kind == Kind::Print)
                print(n, events.text_of(event));
            else if (event.kind == Kind::Report)
                report(n, events.text_of(event));
            seen_ = n;
        }
    }
}

void ConsoleLines::print(EventNumber n, std::string_view text) {
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = text.find('\n', from);
        const bool open = end == std::string_view::npos;
        const auto length = (open ? text.size() : end) - from;
        if (lines_.empty() || !lines_.back().open) lines_.push_back({pieces_.size(), false, true, 0});
        lines_.back().open = open;
        lines_.back().most += mostColumns(text.substr(from, length));
        pieces_.push_back({n, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(length)});
        from += length + 1;
    }
}

// On lines of its own, whatever stdout has begun.
void ConsoleLines::report(EventNumber n, std::string_view text) {
    if (!lines_.empty()) lines_.back().open = false;
    std::size_t from = 0;
    do {
        const auto end = std::min(text.find('\n', from), text.size());
        lines_.push_back({pieces_.size(), true, false, mostColumns(text.substr(from, end - from))});
        pieces_.push_back({n, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(end - from)});
        from = end + 1;
    } while (from < text.size());
}

void ConsoleLines::note(const QString& text) {
    if (!lines_.empty()) lines_.back().open = false;
    lines_.push_back({pieces_.size(), false, false, static_cast<std::uint32_t>(text.size()), true});
    pieces_.push_back({seen_, static_cast<std::uint32_t>(notes_.size()), 0});
    notes_.push_back(text);
}

std::size_t ConsoleLines::pieceCount(std::size_t i) const {
    const auto end = i + 1 < lines_.size() ? lines_[i + 1].firstPiece : pieces_.size();
    return end - lines_[i].firstPiece;
}

QString ConsoleLines::text(const TraceStore& store, const Piece& piece) const {
    const auto text = store.text(piece.event).substr(piece.from, piece.length);
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).remove(u'\r');
}

std::size_t ConsoleLines::begunAt(EventNumber playhead) const {
    const auto begins = [&](const Line& line) { return pieces_[line.firstPiece].event; };
    return static_cast<std::size_t>(std::ranges::upper_bound(lines_, playhead, {}, begins) - lines_.begin());
}

}  // namespace views
