// All events of a run as its readers have them: the chunks, a keyframe for each, and ways to find
// things. One thread at a time; the window's store lives on the GUI thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "trace/chunk.h"
#include "trace/event.h"
#include "trace/line_store.h"
#include "trace/moment.h"
#include "trace/recipe.h"

namespace green::trace {

class TraceStore {
public:
    explicit TraceStore(Recipe recipe = {});

    const Recipe& recipe() const { return recipe_; }

    // Appends a chunk, which must begin where the store ends. Throws std::invalid_argument otherwise.
    void add(std::shared_ptr<const Chunk> chunk);
    // Takes up what the last chunk has published since. Returns how many events are new, at most
    // `limit` (the rest comes with the next call): a keyframe costs a fold over the new events.
    std::size_t refresh(std::size_t limit = SIZE_MAX);

    // The lines that ran, where the program is one whose lines are recorded.
    const LineStore& lines() const { return lines_; }
    void add_lines(LineBlock block) { lines_.add(std::move(block)); }

    // The number of the last event; 0 if there is none.
    EventNumber size() const { return size_; }
    // 1 <= n <= size(). Throws std::out_of_range otherwise.
    const TraceEvent& event(EventNumber n) const;
    // The event's text. Valid as long as the store.
    std::string_view text(EventNumber n) const;
    // The source file that the event's site names; empty if none.
    std::string_view file(EventNumber n) const;
    // The same for a site that a Moment of this run holds: the newest chunk that knows it answers.
    std::string_view file_of(Site site) const;

    // The state after event n (0 <= n <= size()): the nearest keyframe, and a fold from there.
    Moment moment(EventNumber n) const;
    // Moves `moment` of this store to n: forward by folding where that is shorter.
    void seek(Moment& moment, EventNumber n) const;
    // The state at the live edge.
    const Moment& last() const { return last_; }

    // The last event with number <= n that fulfils `test`, or 0; the first with number > n, or 0.
    template <class Test>
    EventNumber find_back(EventNumber n, Test&& test) const {
        for (n = std::min(n, size_); n > 0; --n)
            if (test(event(n))) return n;
        return 0;
    }
    template <class Test>
    EventNumber find_forward(EventNumber n, Test&& test) const {
        while (n < size_)
            if (test(event(++n))) return n;
        return 0;
    }
    // The last event whose time is <= `time`; 0 if there is none.
    EventNumber last_at(Nanoseconds time) const;

    // Whether the recipe, run again, makes the same events. False on the real clock, and as soon as something from
    // outside of the run has taken part.
    bool is_repeatable() const;

    std::size_t bytes() const;
    const std::vector<std::shared_ptr<const Chunk>>& chunks() const { return chunks_; }
    // The state before the first event of chunk i.
    const Moment& keyframe(std::size_t i) const { return keyframes_[i]; }

private:
    std::size_t chunk_of(EventNumber n) const;

    Recipe recipe_;
    LineStore lines_;
    std::vector<std::shared_ptr<const Chunk>> chunks_;
    std::vector<Moment> keyframes_;
    EventNumber size_ = 0;
    Moment last_;
};

}  // namespace green::trace
