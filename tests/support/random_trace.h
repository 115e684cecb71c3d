// Traces by chance, for tests of what must hold for every trace. The same seed makes the same one.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "trace/event.h"
#include "trace/store.h"

namespace support {

struct RandomEvent {
    green::trace::TraceEvent event;
    std::string text;
};

// A history that a scheduler could have made: greenlets are spawned, wait, are woken, killed and end;
// queues fill; timers fire in time.
std::vector<RandomEvent> plausible_events(std::uint64_t seed, std::size_t count);

// Anything at all: unknown ids, kinds and flags that mean nothing, times that go back.
std::vector<RandomEvent> arbitrary_events(std::uint64_t seed, std::size_t count);

// The events in a store, through the recorder. `chunk_events`: 0 for the recorder's own measure.
std::shared_ptr<green::trace::TraceStore> store_of(const std::vector<RandomEvent>& events,
                                                   std::uint32_t chunk_events = 0);

}  // namespace support
