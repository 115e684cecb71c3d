#include "trace/chunk.h"

#include <cstring>

namespace green::trace {

Chunk::Chunk(EventNumber first, std::uint32_t event_capacity, std::uint32_t text_capacity)
    : first_(first),
      event_capacity_(event_capacity),
      text_capacity_(text_capacity),
      events_(std::make_unique_for_overwrite<std::byte[]>(event_capacity * sizeof(TraceEvent))),
      texts_(std::make_unique_for_overwrite<char[]>(text_capacity)) {}

std::uint32_t Chunk::add_text(std::string_view text) {
    if (text.empty()) return 0;
    const auto place = text_size_;
    const auto length = static_cast<std::uint32_t>(text.size());
    std::memcpy(&texts_[place], &length, sizeof length);
    std::memcpy(&texts_[place + sizeof length], text.data(), text.size());
    text_size_ = place + static_cast<std::uint32_t>(sizeof length) + length;
    return place;
}

std::string_view Chunk::text(std::uint32_t place) const {
    std::uint32_t length = 0;
    if (place == 0 || text_capacity_ < sizeof length || place > text_capacity_ - sizeof length) return {};
    std::memcpy(&length, &texts_[place], sizeof length);
    if (length > text_capacity_ - sizeof length - place) return {};
    return {&texts_[place + sizeof length], length};
}

}  // namespace green::trace
