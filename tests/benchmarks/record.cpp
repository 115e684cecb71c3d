// What it costs to record one event, against reading the time stamp counter once.
#include <memory>
#include <string_view>
#include <vector>

#include "benchmarks/report.h"
#include "trace/gate.h"
#include "trace/recorder.h"

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

using namespace green::trace;

namespace {

constexpr int events = 200'000;
constexpr int rounds = 9;

double time_stamps() {
    return bench::nanoseconds([] {
               for (int i = 0; i < events; ++i) {
#if defined(__x86_64__)
                   bench::keep(__rdtsc());
#else
                   bench::keep(std::chrono::steady_clock::now());
#endif
               }
           }) /
           events;
}

enum class Keep { Nothing, LastChunk, Everything };

double recording(Keep keep, std::string_view text, bool with_site) {
    Gate gate;
    std::vector<std::shared_ptr<const Chunk>> chunks;
    Recorder::Sink sink;
    if (keep == Keep::LastChunk) sink = [&](std::shared_ptr<const Chunk> chunk) { chunks.assign(1, std::move(chunk)); };
    if (keep == Keep::Everything)
        sink = [&](std::shared_ptr<const Chunk> chunk) { chunks.push_back(std::move(chunk)); };
    Recorder recorder(gate, std::move(sink));
    TraceEvent event;
    event.kind = Kind::Yield;
    event.greenlet = Id::First;
    return bench::nanoseconds([&] {
               for (int i = 0; i < events; ++i) {
                   event.time = i;
                   if (with_site) event.site = recorder.site("program.cpp", 12);
                   recorder.record(event, text);
               }
               bench::keep(recorder.next());
           }) /
           events;
}

}  // namespace

int main() {
    struct Case {
        std::string_view what;
        Keep keep;
        std::string_view text;
        bool with_site;
        double target;
        std::vector<double> figures{};
    };
    std::vector<Case> cases{
        {"record, off", Keep::Nothing, "", false, 0.1},
        {"record, on", Keep::LastChunk, "", false, 1.15},
        {"record, on, with its source line", Keep::LastChunk, "", true, 1.15},
        {"record, on, with a line and 8 bytes of text", Keep::LastChunk, "12345678", true, 0},
        {"record, on, into fresh memory", Keep::Everything, "", true, 0},
    };
    std::vector<double> stamps;
    // Interleaved, so that a slow moment of the machine hits all of them.
    for (int round = 0; round < rounds; ++round) {
        stamps.push_back(time_stamps());
        for (auto& one : cases) one.figures.push_back(recording(one.keep, one.text, one.with_site));
    }
    for (const auto& one : cases)
        bench::print({one.what, bench::median(one.figures), "ns", "rdtsc", bench::median(stamps), one.target});
}
