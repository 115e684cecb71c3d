// Processes that share out numbered items among themselves: the lower half of a ProcessPool. Engine's thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "io/descriptor.h"

namespace green {

class Workers {
public:
    // What a worker made of an item, as bytes; or the text of what it threw.
    struct Outcome {
        std::size_t item = 0;
        bool failed = false;
        std::string bytes;
    };
    using Work = std::function<std::string(std::size_t item)>;

    // Forks `processes` copies of this one; each takes the next item that none has taken, calls `work`, and
    // writes the outcome back. In them the engine can't be used, and there is no thread but the one.
    // Throws std::system_error where processes or descriptors run out.
    Workers(std::size_t processes, std::size_t items, const Work& work);
    // Those that still work are killed.
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    // The next outcome, in the order in which they come; waits for it. None when there are no more. Throws
    // RuntimeError if a worker has died.
    std::optional<Outcome> next(trace::SourceLocation where);

private:
    struct Worker {
        int pid = -1;
        Descriptor results;
        std::string read{};  // the beginning of an outcome
    };
    struct SharedCounter;

    void fork_one(SharedCounter& counter, std::size_t items, const Work& work);
    static std::optional<Outcome> take_outcome(std::string& read);
    // False at its end.
    bool read_more(Worker& worker);
    void reap(Worker& worker);

    Hub::OutsideWork outside_;
    std::vector<Worker> workers_;
    std::size_t left_;
};

}  // namespace green
