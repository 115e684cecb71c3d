#include "trace/store.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace green::trace {

TraceStore::TraceStore(Recipe recipe) : recipe_(std::move(recipe)) {}

void TraceStore::add(std::shared_ptr<const Chunk> chunk) {
    const EventNumber next = chunks_.empty() ? 1 : chunks_.back()->first() + chunks_.back()->published();
    if (chunk->first() != next) throw std::invalid_argument("a chunk that does not begin where the record ends");
    // The one before is full: its keyframe chain must be complete before the next one's can begin.
    refresh();
    chunks_.push_back(std::move(chunk));
    keyframes_.push_back(last_);
}

std::size_t TraceStore::refresh(std::size_t limit) {
    if (chunks_.empty()) return 0;
    const auto& chunk = *chunks_.back();
    const auto end = chunk.first() + chunk.published();
    std::size_t added = 0;
    for (; size_ + 1 < end && added < limit; ++added) {
        const auto& event = chunk.event(static_cast<std::uint32_t>(size_ + 1 - chunk.first()));
        last_.apply(event, chunk.text_of(event));
        ++size_;
    }
    return added;
}

std::size_t TraceStore::chunk_of(EventNumber n) const {
    if (n < 1 || n > size_) throw std::out_of_range("no such event");
    const auto after = std::ranges::upper_bound(chunks_, n, {}, [](const auto& chunk) { return chunk->first(); });
    return static_cast<std::size_t>(after - chunks_.begin()) - 1;
}

const TraceEvent& TraceStore::event(EventNumber n) const {
    const auto& chunk = *chunks_[chunk_of(n)];
    return chunk.event(static_cast<std::uint32_t>(n - chunk.first()));
}

std::string_view TraceStore::text(EventNumber n) const {
    const auto& chunk = *chunks_[chunk_of(n)];
    return chunk.text_of(chunk.event(static_cast<std::uint32_t>(n - chunk.first())));
}

std::string_view TraceStore::file(EventNumber n) const {
    const auto& chunk = *chunks_[chunk_of(n)];
    return chunk.file_name(chunk.event(static_cast<std::uint32_t>(n - chunk.first())).site.file());
}

std::string_view TraceStore::file_of(Site site) const {
    for (auto chunk = chunks_.rbegin(); site && chunk != chunks_.rend(); ++chunk)
        if (const auto name = (*chunk)->file_name(site.file()); !name.empty()) return name;
    return {};
}

Moment TraceStore::moment(EventNumber n) const {
    Moment moment;
    seek(moment, n);
    return moment;
}

void TraceStore::seek(Moment& moment, EventNumber n) const {
    if (n > size_) throw std::out_of_range("no such event");
    if (n == moment.number()) return;
    if (n == 0) {
        moment = {};
        return;
    }
    // Copying a state costs about as much as folding one event for each thing in it.
    const auto& base = n == size_ ? last_ : keyframes_[chunk_of(n)];
    const auto copying = base.greenlets().size() + base.objects().size() + base.callbacks().size();
    if (moment.number() > n || n - moment.number() > n - base.number() + copying) moment = base;
    while (moment.number() < n) {
        const auto index = chunk_of(moment.number() + 1);
        const auto& chunk = *chunks_[index];
        const auto end = index + 1 < chunks_.size() ? std::min(n, chunks_[index + 1]->first() - 1) : n;
        while (moment.number() < end) {
            const auto& event = chunk.event(static_cast<std::uint32_t>(moment.number() + 1 - chunk.first()));
            moment.apply(event, chunk.text_of(event));
        }
    }
}

EventNumber TraceStore::last_at(Nanoseconds time) const {
    EventNumber low = 0;
    EventNumber high = size_;
    while (low < high) {
        const auto middle = low + (high - low + 1) / 2;
        if (event(middle).time <= time)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

bool TraceStore::is_repeatable() const {
    return recipe_.clock == ClockKind::Virtual && (size_ == 0 || !event(size_).has(Flag::Outside));
}

std::size_t TraceStore::bytes() const {
    std::size_t sum = 0;
    for (const auto& chunk : chunks_) sum += chunk->bytes();
    return sum;
}

}  // namespace green::trace
