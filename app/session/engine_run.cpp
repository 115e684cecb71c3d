#include "session/engine_run.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

#include "signals.h"
#include "trace/feed.h"

namespace app {

using green::trace::Chunk;
using green::trace::Gate;

namespace {

constexpr std::chrono::milliseconds beforeInterrupt{30};
constexpr std::chrono::milliseconds betweenInterrupts{50};

}  // namespace

struct EngineRun::Shared {
    Program program;
    Gate gate;
    green::trace::TraceFeed feed;
    const std::shared_ptr<green::trace::LineFeed> lines = std::make_shared<green::trace::LineFeed>();
    const std::shared_ptr<green::Signals> incoming = std::make_shared<green::Signals>();
    std::atomic<std::size_t> bytes = 0;
    std::atomic<std::size_t> budget = 0;

    mutable std::mutex mutex;
    std::condition_variable finished;
    // Guarded by mutex. `changed` is called under it, so that it can't be on its way into an owner who
    // has just gone.
    bool ended = false;
    green::RunResult result;
    std::function<void()> changed;

    void tell() {
        const std::scoped_lock lock(mutex);
        if (changed) changed();
    }

    // Engine's thread.
    void adopt(std::shared_ptr<const Chunk> chunk) {
        const auto now = bytes += chunk->bytes();
        feed.add(std::move(chunk));
        if (now > budget) gate.hold();
    }
};

EngineRun::EngineRun(Program program, Gate::Rule first, Gate::LineRule firstLine, std::size_t budget,
                     std::function<void()> changed)
    : shared_(std::make_shared<Shared>()) {
    shared_->program = std::move(program);
    shared_->budget = budget;
    shared_->changed = std::move(changed);
    shared_->gate.on_held([shared = shared_.get()] { shared->tell(); });
    shared_->gate.run_until(std::move(first), std::move(firstLine));
    thread_ = std::thread([shared = shared_] { body(shared); });
}

EngineRun::~EngineRun() { stop(std::chrono::milliseconds(200)); }

void EngineRun::body(const std::shared_ptr<Shared>& shared) {
    green::RunOptions options;
    options.clock = shared->program.recipe.clock;
    options.seed = shared->program.recipe.seed;
    options.incoming_signals = shared->incoming;
    options.sink = [shared = shared.get()](std::shared_ptr<const Chunk> chunk) { shared->adopt(std::move(chunk)); };
    const auto& recipe = shared->program.recipe;
    if (recipe.language == "python" && recipe.clock == green::trace::ClockKind::Virtual) options.lines = shared->lines;
    green::RunResult result;
    try {
        result = shared->program.run(shared->gate, std::move(options));
    } catch (const std::exception& error) {
        result = {green::RunResult::Ending::MainRaised, 1, error.what()};
    }
    const std::scoped_lock lock(shared->mutex);
    shared->result = std::move(result);
    shared->ended = true;
    shared->finished.notify_all();
    if (shared->changed) shared->changed();
}

Gate& EngineRun::gate() { return shared_->gate; }

std::vector<std::shared_ptr<const Chunk>> EngineRun::takeChunks() { return shared_->feed.take(); }

std::vector<green::trace::LineBlock> EngineRun::takeLines() { return shared_->lines->take(); }

bool EngineRun::ended() const {
    const std::scoped_lock lock(shared_->mutex);
    return shared_->ended;
}

green::RunResult EngineRun::result() const {
    const std::scoped_lock lock(shared_->mutex);
    return shared_->result;
}

void EngineRun::send(int signal) { shared_->incoming->send(signal); }

bool EngineRun::atLimit() const { return shared_->bytes > shared_->budget; }

void EngineRun::raiseBudget(std::size_t bytes) { shared_->budget += bytes; }

void EngineRun::urge() {
    if (shared_->program.interrupt) shared_->program.interrupt();
}

bool EngineRun::stop(std::chrono::milliseconds patience) {
    if (!thread_.joinable()) return true;
    std::unique_lock lock(shared_->mutex);
    shared_->changed = nullptr;
    lock.unlock();
    shared_->gate.stop();
    const auto deadline = std::chrono::steady_clock::now() + patience;
    bool ended = false;
    // Who comes to the gate ends without an interrupt, which would only make noise.
    for (auto pause = beforeInterrupt; !ended && std::chrono::steady_clock::now() < deadline;
         pause = betweenInterrupts) {
        lock.lock();
        const auto until = std::min(deadline, std::chrono::steady_clock::now() + pause);
        ended = shared_->finished.wait_until(lock, until, [this] { return shared_->ended; });
        lock.unlock();
        if (!ended) urge();
    }
    if (ended)
        thread_.join();
    else
        thread_.detach();
    return ended;
}

}  // namespace app
