// A long made-up run: workers that compute, give way, sleep, wait for data and for I/O, in an order that
// looks like chance but is the same every time.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "trace/gate.h"
#include "trace/recorder.h"
#include "trace/store.h"

namespace sample {

class LongRun {
public:
    // Two slices or so an event. `tick` ns pass with each turn of the hub.
    explicit LongRun(std::uint64_t events, int workers = 16, green::trace::Nanoseconds tick = 1000)
        : store_(std::make_shared<green::trace::TraceStore>()),
          recorder_(gate_, [this](auto chunk) { store_->add(std::move(chunk)); }) {
        using namespace green::trace;
        for (int i = 0; i < workers; ++i) {
            const Id worker{raw(Id::First) + static_cast<std::uint32_t>(i)};
            TraceEvent spawn = event(Kind::Spawn, Id::Main, worker);
            queue(spawn, JobKind::Start);
            ready_.push_back({worker, spawn.job, JobKind::Start});
            record(spawn, "worker-" + std::to_string(i + 1));
        }
        const Id tasks{raw(Id::First) + static_cast<std::uint32_t>(workers)};
        TraceEvent made = event(Kind::Object, Id::Main, tasks);
        made.reason = static_cast<std::uint8_t>(ObjectKind::Queue);
        made.amount = 500;
        record(made, "tasks");
        TraceEvent joins = event(Kind::Wait, Id::Main, Id::None);
        joins.reason = static_cast<std::uint8_t>(WaitReason::JoinAll);
        joins.amount = never;
        joins.flags = static_cast<std::uint8_t>(Flag::Switch);
        record(joins, std::to_string(workers) + " left");
        while (recorder_.next() <= events) turn(tasks, tick);
        recorder_.publish();
        store_->refresh();
    }

    const green::trace::TraceStore& store() const { return *store_; }
    std::shared_ptr<green::trace::TraceStore> shared() const { return store_; }

private:
    struct Ready {
        green::trace::Id who;
        green::trace::JobId job;
        green::trace::JobKind kind;
    };

    green::trace::TraceEvent event(green::trace::Kind kind, green::trace::Id who, green::trace::Id object) const {
        green::trace::TraceEvent made;
        made.kind = kind;
        made.greenlet = who;
        made.object = object;
        made.time = time_;
        return made;
    }
    void queue(green::trace::TraceEvent& event, green::trace::JobKind kind) {
        event.job = green::trace::JobId{++jobs_};
        event.job_kind = kind;
        event.flags |= static_cast<std::uint8_t>(green::trace::Flag::Queues);
    }
    void record(const green::trace::TraceEvent& event, std::string_view text = {}) { recorder_.record(event, text); }
    std::uint32_t chance() { return seed_ = seed_ * 1664525 + 1013904223, seed_ >> 8; }

    void turn(green::trace::Id tasks, green::trace::Nanoseconds tick) {
        using namespace green::trace;
        time_ += tick;
        // Now many wait, now few.
        const auto eager = 3 + recorder_.next() / 15'000 % 5;
        while (ready_.empty() || (!waiting_.empty() && chance() % 10 < eager)) {
            const std::size_t which = chance() % waiting_.size();
            TraceEvent wake = event(Kind::Callback, Id::Hub, waiting_[which]);
            queue(wake, JobKind::Wake);
            ready_.push_back({waiting_[which], wake.job, JobKind::Wake});
            waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(which));
            record(wake);
        }
        const Ready next = ready_.front();
        ready_.pop_front();
        TraceEvent resume = event(Kind::Resume, Id::Hub, next.who);
        resume.job = next.job;
        resume.job_kind = next.kind;
        resume.flags = Flag::Runs | Flag::Switch;
        record(resume);
        if (chance() % 2 == 0) {
            const bool puts = held_ == 0 || (held_ < 500 && chance() % 2 == 0);
            held_ += puts ? 1 : -1;
            TraceEvent call = event(puts ? Kind::Put : Kind::Get, next.who, tasks);
            call.amount = -1;
            record(call, "7");
        }
        const auto choice = chance() % 4;
        if (choice == 0) {
            TraceEvent yields = event(Kind::Yield, next.who, Id::None);
            queue(yields, JobKind::Wake);
            yields.flags |= static_cast<std::uint8_t>(Flag::Switch);
            ready_.push_back({next.who, yields.job, JobKind::Wake});
            record(yields);
            return;
        }
        constexpr WaitReason reasons[] = {WaitReason::Sleep, WaitReason::Event, WaitReason::Io};
        TraceEvent waits = event(Kind::Wait, next.who, Id::None);
        waits.reason = static_cast<std::uint8_t>(reasons[choice - 1]);
        waits.amount = never;
        waits.flags = static_cast<std::uint8_t>(Flag::Switch);
        record(waits);
        waiting_.push_back(next.who);
    }

    std::shared_ptr<green::trace::TraceStore> store_;
    green::trace::Gate gate_;
    green::trace::Recorder recorder_;
    std::deque<Ready> ready_;
    std::vector<green::trace::Id> waiting_;
    green::trace::Nanoseconds time_ = 0;
    std::uint32_t jobs_ = 0;
    std::uint32_t seed_ = 11;
    int held_ = 0;
};

}  // namespace sample
