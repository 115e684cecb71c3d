// The way of the record from the engine's thread to its readers: the chunks of a run, full ones and
// the open one. A slow reader loses nothing, and the engine never waits for it.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "trace/chunk.h"

namespace green::trace {

class TraceFeed {
public:
    // Engine's thread: `chunk` is now the open one; the ones before it are full and published.
    void add(std::shared_ptr<const Chunk> chunk) {
        const std::scoped_lock lock(mutex_);
        chunks_.push_back(std::move(chunk));
    }

    // Any thread: takes the chunks that were added since the last call. The last one that was ever
    // taken may still grow.
    std::vector<std::shared_ptr<const Chunk>> take() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(chunks_, {});
    }

private:
    std::mutex mutex_;
    std::vector<std::shared_ptr<const Chunk>> chunks_;
};

}  // namespace green::trace
