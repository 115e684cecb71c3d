// The engine's side of the record: numbers events, puts their texts into the open chunk, and passes
// the gate before each. Engine's thread only.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "trace/chunk.h"
#include "trace/event.h"
#include "trace/gate.h"
#include "trace/lines.h"
#include "trace/source_location.h"

namespace green::trace {

class Recorder {
public:
    // Takes each chunk as it is opened; the ones before it are full. TraceFeed::add, say.
    using Sink = std::function<void(std::shared_ptr<const Chunk>)>;

    // What a chunk holds at least. Tests use small ones to get many.
    struct ChunkSize {
        std::size_t events = Chunk::default_events;
        std::size_t text_bytes = Chunk::default_text_bytes;
    };

    // `gate` must outlive the recorder. Without a sink nothing is kept, but the gate still works.
    Recorder(Gate& gate, Sink sink, std::shared_ptr<LineFeed> lines = nullptr);
    Recorder(Gate& gate, Sink sink, ChunkSize chunk_size);

    // Texts are cut there, so that no text can outgrow a chunk's 32-bit places.
    static constexpr std::size_t max_text_bytes = std::size_t{64} << 20;

    // Appends an event. Blocks while the gate holds. Never throws on its own account (a failed
    // allocation excepted).
    [[gnu::always_inline]] void record(const TraceEvent& event, std::string_view text = {}) {
        // The event's address goes nowhere on this path, so that the compiler may build it in place.
        if (gate_.is_open() && fits(event, text)) [[likely]] {
            chunk_->append(event, text);
            ++next_;
        } else if (gate_.is_open() && !sink_) {
            ++next_;
        } else {
            record_slowly(event.with_text(0), text);
        }
    }

    // Whether texts are worth formatting.
    bool keeps() const { return sink_ && !sealed_; }

    // The site of a source line. Remembers the file's name; a run can name 255 files, lines of further
    // ones are not recorded. `file` must stay what it is, as literals do: it is known by its address.
    Site site(const SourceLocation& where) { return site(where.file_name(), where.line()); }
    Site site(const char* file, std::uint32_t line);

    // Makes what was recorded visible to readers: when the hub idles, when the gate holds, and often
    // enough for a live view.
    void publish() {
        if (chunk_) chunk_->publish();
        lines_.publish();
    }

    // The side stream. An interpreter records each line before it runs it; the gate may hold it there.
    bool keeps_lines() const { return lines_.keeps() && !sealed_; }
    void record_line(Id greenlet, const char* file, std::uint32_t line, std::uint16_t depth, std::string_view text) {
        const Line next{.after = next_ - 1, .greenlet = greenlet, .line = line, .depth = depth};
        lines_.add(next, file, text);
        // A program that only computes comes to no event, and is watched all the same.
        constexpr unsigned lines_between_publishing = 256;
        if (++unpublished_lines_ % lines_between_publishing == 0) publish();
        gate_.pass_line(next, file, [this] { publish(); });
    }

    // The run is over: what its greenlets do while they are unwound is not part of it.
    void seal();

    // What the next event will be numbered.
    EventNumber next() const { return next_; }
    Gate& gate() { return gate_; }

    // How many greenlets and objects are alive decides how large a keyframe is; chunks grow with it so
    // that keyframes stay a small share of the record.
    void set_state_size(std::size_t greenlets_and_objects) { state_size_ = greenlets_and_objects; }

private:
    // Whether the open chunk can take it as it is.
    bool fits(const TraceEvent& event, std::string_view text) const {
        return chunk_ && known_[event.site.file()] && chunk_->has_room(text.size());
    }
    // Holds at the gate, opens a chunk, names a file: whatever it takes. A copy: see record.
    void record_slowly(TraceEvent event, std::string_view text);
    void open_chunk(std::size_t text_bytes);
    // Leaves room for `text_bytes` more.
    void add_file(std::uint32_t file, std::size_t text_bytes);

    Gate& gate_;
    Sink sink_;
    LineRecorder lines_;
    unsigned unpublished_lines_ = 0;
    ChunkSize chunk_size_{};
    EventNumber next_ = 1;
    std::shared_ptr<Chunk> chunk_;  // null at first, without a sink and once sealed
    bool sealed_ = false;
    std::size_t state_size_ = 0;
    std::vector<std::string> files_;           // files_[file - 1]
    const char* last_file_pointer_ = nullptr;  // the same literal comes again and again
    std::uint32_t last_file_ = 0;
    std::array<bool, Site::max_file + 1> known_{};  // files that the open chunk has; 0, "nowhere", always
};

}  // namespace green::trace
