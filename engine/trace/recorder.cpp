#include "trace/recorder.h"

#include <algorithm>
#include <utility>

namespace green::trace {

Recorder::Recorder(Gate& gate, Sink sink, std::shared_ptr<LineFeed> lines)
    : gate_(gate), sink_(std::move(sink)), lines_(std::move(lines)) {}

Recorder::Recorder(Gate& gate, Sink sink, ChunkSize chunk_size)
    : gate_(gate), sink_(std::move(sink)), lines_(nullptr), chunk_size_(chunk_size) {}

void Recorder::record_slowly(TraceEvent event, std::string_view text) {
    if (sealed_) return;
    gate_.pass(event, next_, [this] { publish(); });
    if (sink_) {
        text = text.substr(0, max_text_bytes);
        if (!chunk_ || !chunk_->has_room(text.size())) open_chunk(text.size());
        if (!known_[event.site.file()]) add_file(event.site.file(), text.size());
        chunk_->append(event, text);
    }
    ++next_;
}

void Recorder::open_chunk(std::size_t text_bytes) {
    constexpr std::size_t events_per_state = 8;
    publish();
    const auto events = std::max(chunk_size_.events, events_per_state * state_size_);
    const auto texts = std::max(chunk_size_.text_bytes, 2 * text_bytes + 64);
    chunk_ = std::make_shared<Chunk>(next_, static_cast<std::uint32_t>(events), static_cast<std::uint32_t>(texts));
    known_.fill(false);
    known_[0] = true;
    sink_(chunk_);
}

void Recorder::add_file(std::uint32_t file, std::size_t text_bytes) {
    const auto& name = files_[file - 1];
    const auto needed = name.size() + sizeof(std::uint32_t) + text_bytes;
    if (!chunk_->has_room(needed)) open_chunk(needed);
    chunk_->set_file(file, chunk_->add_text(name));
    known_[file] = true;
}

Site Recorder::site(const char* file, std::uint32_t line) {
    if (file != last_file_pointer_) {
        last_file_pointer_ = file;
        const auto found = std::ranges::find(files_, std::string_view(file));
        last_file_ = static_cast<std::uint32_t>(found - files_.begin()) + 1;
        if (found == files_.end() && last_file_ <= Site::max_file) files_.emplace_back(file);
    }
    return {last_file_, line};
}

void Recorder::seal() {
    publish();
    chunk_.reset();
    sealed_ = true;
}

}  // namespace green::trace
