// A run of events that stands on its own: it owns its texts and its table of source files, so that it
// can be dropped, saved and opened without its neighbours.
//
// One thread (the engine's) appends; others read what `published()` covers. The release store in
// `publish` makes everything that the published events refer to visible with them; memory that a
// reader may touch is never moved or written again.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include "trace/event.h"
#include "trace/ids.h"

namespace green::trace {

class Chunk {
public:
    static constexpr std::uint32_t default_events = 16'384;
    static constexpr std::uint32_t default_text_bytes = 1 << 20;

    // `first` is the number of its first event.
    Chunk(EventNumber first, std::uint32_t event_capacity, std::uint32_t text_capacity);

    EventNumber first() const { return first_; }
    std::uint32_t capacity() const { return static_cast<std::uint32_t>(event_capacity_); }
    // What it reserves. Pages that were never written cost nothing, so this is an upper bound.
    std::size_t bytes() const { return event_capacity_ * sizeof(TraceEvent) + text_capacity_; }

    // The writer's side.
    bool has_room(std::size_t text_bytes) const {
        return size_ < event_capacity_ && text_bytes + sizeof(std::uint32_t) <= text_capacity_ - text_size_;
    }
    std::uint32_t size() const { return static_cast<std::uint32_t>(size_); }
    // The place of the copy, for TraceEvent::text. Needs has_room(text.size()).
    std::uint32_t add_text(std::string_view text);
    void set_file(std::uint32_t file, std::uint32_t text) { files_[file].store(text, std::memory_order_release); }
    void append(const TraceEvent& event) { new (&events_[size_++ * sizeof(TraceEvent)]) TraceEvent(event); }
    // With its text, whatever event.text says.
    void append(const TraceEvent& event, std::string_view text) {
        const auto place = text.empty() ? 0 : add_text(text);
        new (&events_[size_++ * sizeof(TraceEvent)]) TraceEvent(event.with_text(place));
    }
    void publish() { published_.store(size(), std::memory_order_release); }

    // Any thread.
    std::uint32_t published() const { return published_.load(std::memory_order_acquire); }
    // `index` < published(), or the writer's own < size().
    const TraceEvent& event(std::uint32_t index) const {
        return *std::launder(reinterpret_cast<const TraceEvent*>(&events_[index * sizeof(TraceEvent)]));
    }
    // Empty for a place where no text can be, as a damaged file may have it.
    std::string_view text(std::uint32_t place) const;
    std::string_view text_of(const TraceEvent& event) const { return text(event.text); }
    // The file of a site of a published event; empty if it has none.
    std::string_view file_name(std::uint32_t file) const {
        return file <= Site::max_file ? text(files_[file].load(std::memory_order_acquire)) : std::string_view();
    }

private:
    EventNumber first_;
    std::size_t event_capacity_;
    std::uint32_t text_capacity_;
    std::size_t size_ = 0;
    std::uint32_t text_size_ = sizeof(std::uint32_t);  // place 0 is the empty text
    std::atomic<std::uint32_t> published_ = 0;
    // Bytes, not events: constructing them ahead would touch every page of a chunk that stays short.
    std::unique_ptr<std::byte[]> events_;
    std::unique_ptr<char[]> texts_;
    // Atomic: a reader that looks for the file of an older chunk's site may ask the open chunk too.
    std::array<std::atomic<std::uint32_t>, Site::max_file + 1> files_{};
};

}  // namespace green::trace
