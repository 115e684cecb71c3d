// The side stream: which line of an interpreted program ran when, and what its variables were. It is kept beside
// the events and numbers none of them, so that it may be there or not.
//
// The engine's thread makes it; blocks go to the reader through a LineFeed.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "trace/ids.h"

namespace green::trace {

// A greenlet is about to run a line.
struct Line {
    EventNumber after = 0;     // the last event before it
    std::uint64_t text = 0;    // where its LineText begins
    std::uint32_t length = 0;  // of that
    Id greenlet = Id::None;
    std::uint32_t line = 0;
    std::uint16_t file = 0;   // which of the files
    std::uint16_t depth = 0;  // calls on the greenlet's stack, this one included: 1 is the outermost
    bool operator==(const Line&) const = default;
};

// What a line's text says: the function, and each variable with its value. One outside of the function that it names is
// called "global counter".
struct LineText {
    struct Variable {
        std::string_view name;
        std::string_view value;
        bool operator==(const Variable&) const = default;
    };
    std::string_view function;
    std::vector<Variable> variables{};
};
// As it is kept: separated by U+001F.
LineText line_text(std::string_view text);
std::string to_text(const LineText& text);

// What was recorded since the last block. Its places count from its own beginning.
struct LineBlock {
    std::vector<Line> lines{};
    std::string texts{};
    std::vector<std::string> files{};  // those that are new
    bool is_last = false;              // no more are kept: there were too many
};

// The way of the blocks from the engine's thread to a reader.
class LineFeed {
public:
    void add(LineBlock block) {
        const std::scoped_lock lock(mutex_);
        blocks_.push_back(std::move(block));
    }
    // Any thread: those since the last call, in their order.
    std::vector<LineBlock> take() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(blocks_, {});
    }

private:
    std::mutex mutex_;
    std::vector<LineBlock> blocks_;
};

// Engine's thread only.
class LineRecorder {
public:
    // So many lines are kept, and so many bytes of text; a program that runs millions must not fill the memory.
    static constexpr std::size_t most_lines = 2'000'000;
    static constexpr std::size_t most_bytes = std::size_t{128} << 20;

    // Null: nothing is kept.
    explicit LineRecorder(std::shared_ptr<LineFeed> feed) : feed_(std::move(feed)) {}

    bool keeps() const { return feed_ && !full_; }
    // `line`'s text and file are filled in here. `file` must stay what it is: it is known by its address.
    void add(Line line, const char* file, std::string_view text);
    // Hands over what there is.
    void publish();

private:
    std::uint16_t number_of(const char* file);

    std::shared_ptr<LineFeed> feed_;
    LineBlock block_;
    std::vector<const char*> files_;
    std::size_t lines_ = 0;
    std::size_t bytes_ = 0;
    bool full_ = false;
};

}  // namespace green::trace
