#include "support/random_trace.h"

#include <algorithm>
#include <utility>

#include "trace/gate.h"
#include "trace/moment.h"
#include "trace/recorder.h"

namespace support {

using namespace green::trace;

namespace {

// Plays scheduler: looks at the state so far and picks something that can happen next.
class Player {
public:
    explicit Player(std::uint64_t seed) : random_(seed) {}

    std::vector<RandomEvent> play(std::size_t count) {
        while (events_.size() < count) state_.running() == Id::Hub ? hub_step() : greenlet_step();
        return std::move(events_);
    }

private:
    std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }

    TraceEvent& start(Kind kind, Id object = Id::None) {
        event_ = {};
        event_.kind = kind;
        event_.time = now_;
        event_.greenlet = state_.running();
        event_.object = object;
        if (event_.greenlet != Id::Hub && below(4)) event_.site = Site(1 + below(2), 1 + below(40));
        return event_;
    }
    void flag(Flag flag) { event_.flags = event_.flags | flag; }
    void new_job(JobKind kind, Flag how) {
        event_.job = JobId{next_job_++};
        event_.job_kind = kind;
        flag(how);
    }
    void finish(std::string text = {}) {
        state_.apply(event_, text);
        events_.push_back({event_, std::move(text)});
    }

    bool alive(Id id) const {
        const auto* greenlet = state_.greenlet(id);
        return greenlet && !greenlet->ended;
    }
    Id any_greenlet() { return state_.greenlets()[below(static_cast<std::uint32_t>(state_.greenlets().size()))].id; }
    Id any_object() {
        const auto& objects = state_.objects();
        return objects.empty() ? Id::None : objects[below(static_cast<std::uint32_t>(objects.size()))].id;
    }
    Nanoseconds soon() { return now_ + (1 + below(5)) * 1'000'000; }

    void run_job(const Job& job) {
        const bool hands_over = job.kind == JobKind::Start || job.kind == JobKind::Wake || job.kind == JobKind::Throw ||
                                job.kind == JobKind::Timeout;
        const bool resumes = hands_over && alive(job.target) && job.target != Id::Hub;
        start(resumes ? Kind::Resume : Kind::Run, job.target);
        event_.job = job.id;
        event_.job_kind = job.kind;
        flag(Flag::Runs);
        if (resumes) flag(Flag::Switch);
        const bool throws = job.kind == JobKind::Throw || job.kind == JobKind::Timeout;
        if (resumes && throws) flag(Flag::Throw);
        finish(resumes && throws ? "Timeout: 1 second" : "");
    }

    void hub_step() {
        const auto ready = std::ranges::find_if(state_.callbacks(), [](const Job& job) { return !job.cancelled; });
        if (ready != state_.callbacks().end()) return run_job(Job(*ready));
        const auto timers = state_.timers();
        if (!timers.empty()) {
            if (timers.front().deadline > now_) {
                start(Kind::Idle).amount = timers.front().deadline;
                finish();
                now_ = timers.front().deadline;
            }
            return run_job(timers.front());
        }
        start(Kind::Resume, Id::Main);
        flag(Flag::Switch);
        finish();
    }

    void greenlet_step() {
        const Id self = state_.running();
        switch (below(23)) {
            case 0:
            case 1:
            case 2: return spawn();
            case 3: {
                start(Kind::Object, Id{next_id_++}).reason =
                    static_cast<std::uint8_t>(1 + below(object_kind_count - 1));
                event_.amount = static_cast<std::int64_t>(below(5)) - 1;
                return finish("object-" + std::to_string(next_id_));
            }
            case 4:
            case 5:
                start(Kind::Put, any_object()).amount = static_cast<std::int64_t>(below(4)) - 1;
                if (below(3) == 0) new_job(JobKind::Unlock, Flag::Queues);
                return finish(std::to_string(below(100)));
            case 6: start(Kind::Get, any_object()); return finish();
            case 7:
            case 8:
                start(Kind::Yield);
                flag(Flag::Switch);
                new_job(JobKind::Wake, Flag::Queues);
                return finish();
            case 9:
            case 10:
            case 11: return wait();
            case 12:
                start(Kind::Kill, any_greenlet());
                new_job(JobKind::Throw, Flag::Queues);
                return finish("GreenletExit");
            case 13:
                start(Kind::Timeout, self).amount = soon();
                new_job(JobKind::Timeout, Flag::Arms);
                return finish("1");
            case 14: return cancel();
            case 15: start(Kind::Print); return finish("line " + std::to_string(below(1000)) + "\n");
            case 16:
                start(Kind::Work).amount = below(3) * 1'000'000;
                finish();
                now_ += event_.amount;
                return;
            case 17:
                start(Kind::Callback, any_greenlet());
                new_job(below(2) ? JobKind::Wake : JobKind::Notify, Flag::Queues);
                return finish();
            case 18:
                start(below(3) ? Kind::Set : Kind::Clear, any_object()).reason = static_cast<std::uint8_t>(below(2));
                event_.amount = event_.kind == Kind::Set ? 1 : 0;
                if (below(3) == 0) new_job(JobKind::Notify, Flag::Queues);
                return finish(std::to_string(below(100)));
            case 19: start(Kind::Acquire, any_object()).amount = below(4); return finish();
            case 20:
                start(Kind::Release, any_object()).amount = 1 + below(4);
                if (below(3) == 0) new_job(JobKind::Notify, Flag::Queues);
                return finish();
            default:
                if (self == Id::Main) return wait();
                return end();
        }
    }

    void spawn() {
        const bool later = below(4) == 0;
        start(Kind::Spawn, Id{next_id_++}).amount = later ? soon() : never;
        new_job(JobKind::Start, later ? Flag::Arms : Flag::Queues);
        finish("task\x1ftask\x1f" + std::to_string(below(10)));
    }

    void wait() {
        const bool sleeps = below(2);
        start(Kind::Wait, sleeps ? Id::None : any_object());
        flag(Flag::Switch);
        event_.reason = static_cast<std::uint8_t>(sleeps ? 1 : 1 + below(wait_reason_count - 1));
        event_.amount = sleeps ? soon() : never;
        if (sleeps) new_job(JobKind::Wake, Flag::Arms);
        finish(std::to_string(below(10)));
    }

    void cancel() {
        const auto timers = state_.timers();
        const auto& callbacks = state_.callbacks();
        const auto which = below(static_cast<std::uint32_t>(timers.size() + callbacks.size()) + 1);
        if (which >= timers.size() + callbacks.size()) return;
        const auto job = which < timers.size() ? timers[which] : callbacks[which - timers.size()];
        start(Kind::Cancel, job.target);
        event_.job = job.id;
        event_.job_kind = job.kind;
        flag(Flag::Cancels);
        finish();
    }

    void end() {
        const auto reason = below(3);
        if (reason == 1) {
            start(Kind::Fail);
            finish("ValueError: by chance");
        }
        start(Kind::End).reason = static_cast<std::uint8_t>(reason);
        flag(Flag::Switch);
        if (below(2)) new_job(JobKind::Notify, Flag::Queues);
        finish(reason == 1 ? "" : "None");
    }

    std::mt19937_64 random_;
    Moment state_;
    TraceEvent event_;
    std::vector<RandomEvent> events_;
    Nanoseconds now_ = 0;
    std::uint32_t next_id_ = raw(Id::First);
    std::uint32_t next_job_ = 1;
};

}  // namespace

std::vector<RandomEvent> plausible_events(std::uint64_t seed, std::size_t count) { return Player(seed).play(count); }

std::vector<RandomEvent> arbitrary_events(std::uint64_t seed, std::size_t count) {
    std::mt19937_64 random(seed);
    const auto id = [&] {
        const auto pick = random();
        return Id{static_cast<std::uint32_t>(pick % 8 == 0 ? random() : random() % 20)};
    };
    std::vector<RandomEvent> events(count);
    for (auto& [event, text] : events) {
        event.time = static_cast<Nanoseconds>(random());
        event.amount = random() % 2 ? static_cast<std::int64_t>(random()) : static_cast<std::int64_t>(random() % 9) - 2;
        event.greenlet = id();
        event.object = id();
        event.site = Site(static_cast<std::uint32_t>(random() % 3), static_cast<std::uint32_t>(random() % 99));
        event.job = JobId{static_cast<std::uint32_t>(random() % 30)};
        event.kind = static_cast<Kind>(random() % (kind_count + 3));
        event.reason = static_cast<std::uint8_t>(random() % 20);
        event.job_kind = static_cast<JobKind>(random() % 12);
        event.flags = static_cast<std::uint8_t>(random());
        text.assign(random() % 12, static_cast<char>('a' + random() % 26));
    }
    return events;
}

std::shared_ptr<TraceStore> store_of(const std::vector<RandomEvent>& events, std::uint32_t chunk_events) {
    auto store = std::make_shared<TraceStore>();
    Gate gate;
    Recorder recorder(
        gate, [&](std::shared_ptr<const Chunk> chunk) { store->add(std::move(chunk)); },
        chunk_events ? Recorder::ChunkSize{chunk_events, 256} : Recorder::ChunkSize{});
    recorder.site("first.cpp", 1);
    recorder.site("second.cpp", 1);
    for (const auto& [event, text] : events) recorder.record(event, text);
    recorder.publish();
    store->refresh();
    return store;
}

}  // namespace support
