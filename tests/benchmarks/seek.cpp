// Moving the playhead to a random event in a trace of 1,000,000, against folding the whole trace once.
#include <cstdlib>
#include <random>
#include <vector>

#include "benchmarks/report.h"
#include "support/random_trace.h"
#include "trace/gate.h"
#include "trace/recorder.h"
#include "trace/store.h"

using namespace green::trace;

namespace {

constexpr std::size_t total = 1'000'000;

// A few long-lived workers that yield and pass items on: what most programs do most of the time.
std::shared_ptr<TraceStore> steady_trace() {
    auto store = std::make_shared<TraceStore>();
    Gate gate;
    Recorder recorder(gate, [&](std::shared_ptr<const Chunk> chunk) { store->add(std::move(chunk)); });
    constexpr std::uint32_t workers = 100;
    std::uint32_t job = 1;
    const auto record = [&](Kind kind, Id greenlet, Id object, JobKind job_kind, std::uint32_t job_id,
                            std::uint8_t flags, std::string_view text = {}) {
        TraceEvent event;
        event.kind = kind;
        event.greenlet = greenlet;
        event.object = object;
        event.job = JobId{job_id};
        event.job_kind = job_kind;
        event.flags = flags;
        if (greenlet != Id::Hub) event.site = recorder.site("program.cpp", 7);
        recorder.record(event, text);
    };
    constexpr auto queues = static_cast<std::uint8_t>(Flag::Queues);
    const Id queue{raw(Id::First) + workers};
    record(Kind::Object, Id::Main, queue, JobKind::None, 0, 0, "tasks");
    for (std::uint32_t i = 0; i < workers; ++i)
        record(Kind::Spawn, Id::Main, Id{raw(Id::First) + i}, JobKind::Start, job++, queues, "worker");
    record(Kind::Wait, Id::Main, Id::None, JobKind::None, 0, static_cast<std::uint8_t>(Flag::Switch));
    for (std::uint32_t turn = 0; recorder.next() <= total; ++turn) {
        const Id worker{raw(Id::First) + turn % workers};
        record(Kind::Resume, Id::Hub, worker, turn < workers ? JobKind::Start : JobKind::Wake, turn + 1,
               Flag::Switch | Flag::Runs);
        record(turn % 8 < 4 ? Kind::Put : Kind::Get, worker, queue, JobKind::None, 0, 0, "item");
        record(Kind::Yield, worker, Id::None, JobKind::Wake, job++, Flag::Switch | Flag::Queues);
    }
    recorder.publish();
    store->refresh();
    return store;
}

void measure(std::string_view what, const TraceStore& store) {
    const auto whole = bench::nanoseconds([&] {
        Moment moment;
        for (EventNumber n = 1; n <= store.size(); ++n) moment.apply(store.event(n), store.text(n));
        bench::keep(moment);
    });
    std::mt19937_64 random(1);
    Moment moment;
    std::vector<double> seeks;
    for (int i = 0; i < 300; ++i) {
        const auto target = random() % (store.size() + 1);
        seeks.push_back(bench::nanoseconds([&] { store.seek(moment, target); }));
        bench::keep(moment);
    }
    std::printf("%.*s: %zu events, %zu chunks, %zu greenlets; fold of all %.0f ns an event\n",
                static_cast<int>(what.size()), what.data(), static_cast<std::size_t>(store.size()),
                store.chunks().size(), store.last().greenlets().size(), whole / static_cast<double>(store.size()));
    bench::print(
        {"  seek to a random event, median", bench::median(seeks) / 1e6, "ms", "fold of everything", whole / 1e6});
    bench::print({"  seek to a random event, worst of 300", *std::ranges::max_element(seeks) / 1e6, "ms",
                  "fold of everything", whole / 1e6});
}

}  // namespace

int main() {
    measure("100 workers", *steady_trace());
    // Tens of thousands of greenlets that come and go: states are large.
    measure("by chance", *support::store_of(support::plausible_events(1, total)));
}
