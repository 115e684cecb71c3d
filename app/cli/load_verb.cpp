#include <charconv>
#include <string>

#include "cli/interrupt.h"
#include "cli/problem.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "green.h"
#include "load/load.h"
#include "load/load_report.h"

namespace app {

namespace {

// More at once would need more descriptors than the system usually gives.
constexpr unsigned mostAtOnce = 1000;
constexpr std::uint64_t mostRequests = 10'000'000;

template <class Number>
Number parse(const char* option, const std::string& text, Number otherwise, Number most) {
    if (text.empty()) return otherwise;
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > most)
        throw Problem(exitUsage, std::string("load: bad ") + option + " \"" + text +
                                     "\": accepted is a number from 1 to " + std::to_string(most));
    return number;
}

}  // namespace

int loadVerb(const LoadOptions& options) {
    LoadPlan plan{.url = options.url, .keepsConnections = options.keep};
    plan.requests = parse("-n", options.requests, plan.requests, mostRequests);
    plan.atOnce = parse("-c", options.atOnce, plan.atOnce, mostAtOnce);
    green::trace::Gate gate;
    LoadResult result;
    {
        const Interrupt interrupt([&gate] { gate.stop(); });
        try {
            result = sendLoad(plan, gate, [&plan](std::uint64_t done) {
                writeErr(std::to_string(done) + " of " + std::to_string(plan.requests) + '\n');
            });
        } catch (const green::ValueError& error) {
            throw Problem(exitUsage, "load: bad address \"" + options.url + "\": " + error.what() +
                                         "; accepted is one as in http://127.0.0.1:8000/");
        }
    }
    if (result.answered == 0 && result.failed > 0)
        throw Problem(exitFile, "nobody answers at " + plan.url + ": " + result.failure);
    writeOut(options.json ? loadJson(plan, result) : loadText(plan, result));
    if (result.stopped) return exitInterrupted;
    return result.failed > 0 ? exitMainRaised : exitDone;
}

}  // namespace app
