// One run of a program on an engine thread of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "run.h"
#include "session/program.h"
#include "trace/chunk.h"
#include "trace/gate.h"

namespace app {

// The thread and its owner share what both touch, so that a program which never reaches the gate can
// be left behind without leaving it anything that is gone.
class EngineRun {
public:
    // Starts the thread. `changed` is called on it each time the gate holds the run and when it has
    // ended; not any more once stop() has begun. `first` is the rule of the gate that the run begins
    // with, `firstLine` the one before lines. Throws std::system_error where there is no thread to be had.
    EngineRun(Program program, green::trace::Gate::Rule first, green::trace::Gate::LineRule firstLine,
              std::size_t budget, std::function<void()> changed);
    // As stop(), with a short patience.
    ~EngineRun();
    EngineRun(const EngineRun&) = delete;
    EngineRun& operator=(const EngineRun&) = delete;

    // All functions are for the owner's thread.
    green::trace::Gate& gate();
    // The chunks that were opened since the last call.
    std::vector<std::shared_ptr<const green::trace::Chunk>> takeChunks();
    // The lines since the last call, of a Python program on the virtual clock. On the real clock recording them would
    // take the program's time.
    std::vector<green::trace::LineBlock> takeLines();
    // After it is true, everything that was recorded is published.
    bool ended() const;
    // Once it has ended.
    green::RunResult result() const;

    // Sends the run a signal, which arrives when its hub next looks.
    void send(int signal);

    // The record has grown to the budget (bytes): the gate holds the run at its next event.
    bool atLimit() const;
    void raiseBudget(std::size_t bytes);

    // Ends the run and waits for its thread; a program that computes without coming to the gate is interrupted, again
    // and again. False: it did not come back within `patience`; its thread goes on by itself, and the record that it
    // still makes is dropped.
    bool stop(std::chrono::milliseconds patience);
    // Interrupts the program once more.
    void urge();

private:
    struct Shared;
    static void body(const std::shared_ptr<Shared>& shared);

    std::shared_ptr<Shared> shared_;
    std::thread thread_;
};

}  // namespace app
