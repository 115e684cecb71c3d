// Threads for calls that block, and how what they did comes back to the hub. The functions here are for the
// engine's thread; only the tasks run elsewhere.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "hub/timeout.h"
#include "io/descriptor.h"
#include "sync/event.h"
#include "sync/semaphore.h"

namespace green {

class ThreadPoolCore final : public Target {
public:
    // Throws ValueError for a size below one, std::system_error where descriptors run out.
    ThreadPoolCore(std::int64_t size, std::string name, trace::SourceLocation where);
    // Does not wait for tasks that still run: what they do is their own.
    ~ThreadPoolCore() override;

    const std::string& name() const { return name_; }
    std::int64_t size() const { return size_; }
    // Tasks that have not come back.
    std::size_t task_count() const { return done_.size(); }

    // Waits for a free thread, then `task` runs in it, and after that `done` in the hub. The task must not
    // throw, nor use the engine.
    void submit(std::function<void()> task, std::function<void()> done, trace::SourceLocation where);
    // Until all tasks have come back.
    bool wait_until_idle(const TimeLimit& limit, trace::SourceLocation where);

    // Its event and its semaphore have jobs, it has none of its own.
    void run(const Callback&) override {}

private:
    struct Shared;
    class Work;

    void collect();
    void task_has_come_back();

    std::int64_t size_;
    std::string name_;
    std::int64_t free_;
    OwnPart<InnerSemaphore> free_threads_;
    OwnPart<InnerEvent> idle_;
    std::shared_ptr<Shared> shared_;  // with the threads
    std::weak_ptr<Work> work_;        // while tasks are out; the hub has it
    std::map<std::uint64_t, std::function<void()>> done_;
    std::uint64_t next_task_ = 1;
};

}  // namespace green
