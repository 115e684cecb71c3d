#include "threads/thread_pool_core.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "loop/event_loop.h"

namespace green {

using trace::Kind;
using trace::TraceEvent;
using trace::WaitReason;

// What the threads see. They keep it, for the pool may go while one still computes.
struct ThreadPoolCore::Shared {
    struct Task {
        std::uint64_t number = 0;
        std::function<void()> run;
    };

    Shared() : bell(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
        if (!bell) throw std::system_error(errno, std::generic_category(), "ThreadPool");
    }

    static void work(const std::shared_ptr<Shared>& shared) {
        std::unique_lock lock(shared->mutex);
        for (;;) {
            ++shared->idle_threads;
            shared->changed.wait(lock, [&] { return shared->closed || !shared->tasks.empty(); });
            --shared->idle_threads;
            if (shared->closed) return;
            auto task = std::move(shared->tasks.front());
            shared->tasks.pop_front();
            lock.unlock();
            task.run();
            task.run = nullptr;
            lock.lock();
            if (shared->closed) return;
            shared->finished.push_back(task.number);
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = write(shared->bell.number(), &one, sizeof one);
        }
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Task> tasks;
    std::vector<std::uint64_t> finished;
    std::int64_t threads = 0;
    std::int64_t idle_threads = 0;
    bool closed = false;
    Descriptor bell;
};

// Keeps the loop going, and its clock from jumping, while tasks are out.
class ThreadPoolCore::Work {
public:
    explicit Work(ThreadPoolCore& pool)
        : outside_(Hub::get()),
          watcher_(Hub::get().events(), pool.shared_->bell.number(), loop::Interest::Read, 0,
                   [hold = boost::intrusive_ptr(&pool)] { hold->collect(); }) {
        watcher_.start();
    }

private:
    Hub::OutsideWork outside_;
    loop::IoWatcher watcher_;
};

ThreadPoolCore::ThreadPoolCore(std::int64_t size, std::string name, trace::SourceLocation where)
    : Target(Hub::get().new_id()), size_(size), name_(std::move(name)), free_(size) {
    if (size < 1) throw ValueError("size must be positive: " + std::to_string(size));
    auto& hub = Hub::get();
    hub.use_loop();
    if (name_.empty()) name_ = hub.next_name("ThreadPool");
    free_threads_ = OwnPart<InnerSemaphore>(*this, name_, size);
    idle_ = OwnPart<InnerEvent>(*this, name_, true);
    shared_ = std::make_shared<Shared>();
    hub.record({.amount = size,
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(trace::ObjectKind::ThreadPool)},
               name_);
}

ThreadPoolCore::~ThreadPoolCore() {
    const std::lock_guard lock(shared_->mutex);
    shared_->closed = true;
    shared_->tasks.clear();
    shared_->changed.notify_all();
}

void ThreadPoolCore::submit(std::function<void()> task, std::function<void()> done, trace::SourceLocation where) {
    const boost::intrusive_ptr hold(this);
    auto& hub = Hub::get();
    free_threads_->acquire(true, WaitReason::Thread, {}, where);
    hub.record({.amount = --free_, .object = id(), .site = hub.site(where), .kind = Kind::Acquire});
    const auto number = next_task_++;
    done_.emplace(number, std::move(done));
    idle_->clear();
    if (work_.expired()) {
        const auto work = std::make_shared<Work>(*this);
        work_ = work;
        hub.hold(work);
    }
    const std::lock_guard lock(shared_->mutex);
    shared_->tasks.push_back({number, std::move(task)});
    // As many threads as there are tasks at a time, at most.
    if (shared_->idle_threads < static_cast<std::int64_t>(shared_->tasks.size()) && shared_->threads < size_) {
        std::thread([shared = shared_] { Shared::work(shared); }).detach();
        ++shared_->threads;
    }
    shared_->changed.notify_one();
}

bool ThreadPoolCore::wait_until_idle(const TimeLimit& limit, trace::SourceLocation where) {
    return idle_->wait(WaitReason::Thread, limit, where);
}

// In the hub.
void ThreadPoolCore::collect() {
    const boost::intrusive_ptr hold(this);
    std::uint64_t count = 0;
    [[maybe_unused]] const auto rung = read(shared_->bell.number(), &count, sizeof count);
    std::vector<std::uint64_t> finished;
    {
        const std::lock_guard lock(shared_->mutex);
        finished.swap(shared_->finished);
    }
    auto& hub = Hub::get();
    for (const auto number : finished) {
        const auto done = done_.extract(number);
        task_has_come_back();
        try {
            done.mapped()();
        } catch (const context::Unwind&) {
            throw;
        } catch (...) {
            hub.handle_error(this, std::current_exception());
        }
    }
}

void ThreadPoolCore::task_has_come_back() {
    auto& hub = Hub::get();
    TraceEvent event{.amount = ++free_, .object = id(), .kind = Kind::Release};
    free_threads_->release(event);
    hub.record(event);
    if (!done_.empty()) return;
    hub.let_go(work_.lock());
    TraceEvent none_left{.object = id(), .kind = Kind::Callback};
    idle_->set(none_left);
    if (none_left.job != trace::JobId::None) hub.record(none_left);
}

}  // namespace green
