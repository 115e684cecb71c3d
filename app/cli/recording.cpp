#include "cli/recording.h"

#include <algorithm>
#include <cctype>
#include <exception>
#include <vector>

#include "cli/interrupt.h"
#include "cli/near_names.h"
#include "cli/problem.h"
#include "file/session_file.h"
#include "session/program.h"
#include "session/session.h"
#include "trace/feed.h"

namespace app {

using green::trace::Chunk;
using green::trace::TraceStore;

namespace {

bool endsWith(std::string_view name, std::string_view ending) {
    const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
    return name.size() > ending.size() && std::ranges::equal(name.substr(name.size() - ending.size()), ending, same);
}

}  // namespace

const tutorial::Example& exampleNamed(std::string_view name, std::string_view also) {
    if (const auto* example = tutorial::find(name)) return *example;
    std::vector<std::string_view> ids;
    for (const auto& example : tutorial::examples()) ids.push_back(example.id);
    throw Problem(exitUsage, "no example \"" + std::string(name) + "\": " + meant(name, ids) +
                                 "accepted: " + oneOf(ids) + std::string(also));
}

SourceKind kindOf(const std::string& name) {
    if (endsWith(name, ".gscope")) return SourceKind::Recording;
    if (endsWith(name, ".py"))
        throw Problem(exitUsage, name +
                                     ": Python programs are not built yet; accepted: an example (see \"greenscope "
                                     "list\") or a recording (FILE.gscope)");
    return SourceKind::Example;
}

FinishedRun runExample(const RunRequest& request) {
    const auto program = programOf(*request.example, request.clock, request.seed);
    green::trace::Gate gate;
    green::trace::TraceFeed feed;
    std::size_t bytes = 0;
    bool tooLarge = false;
    std::exception_ptr failure;
    Interrupt interrupt([&gate] { gate.stop(); });

    green::RunOptions options;
    options.clock = request.clock;
    options.seed = request.seed;
    if (request.record)
        options.sink = [&](std::shared_ptr<const Chunk> chunk) {
            bytes += chunk->bytes();
            feed.add(std::move(chunk));
            if (bytes <= Session::defaultBudget) return;
            tooLarge = true;
            gate.stop();
        };
    // The engine must not be left by an exception in the middle of an event.
    const auto guarded = [&](const std::function<void(std::string_view)>& write) {
        return [&gate, &failure, write](std::string_view text) {
            if (failure || !write) return;
            try {
                write(text);
            } catch (...) {
                failure = std::current_exception();
                gate.stop();
            }
        };
    };
    options.out = guarded(request.out);
    options.err = guarded(request.err);

    FinishedRun run;
    run.result = program.run(gate, std::move(options));
    run.interrupted = interrupt.happened();
    if (failure) std::rethrow_exception(failure);
    if (tooLarge && !run.interrupted)
        throw Problem(exitFile, std::string(request.example->id) + ": the record has outgrown " +
                                    std::to_string(Session::defaultBudget >> 20) + " MiB; the run was stopped");
    if (!request.record) return run;
    run.store = std::make_shared<TraceStore>(program.recipe);
    for (auto& chunk : feed.take()) run.store->add(std::move(chunk));
    run.store->refresh();
    return run;
}

std::shared_ptr<TraceStore> recordOf(const std::string& name, bool& damaged) {
    damaged = false;
    if (kindOf(name) == SourceKind::Example) {
        RunRequest request;
        request.example = &exampleNamed(name, orRecording);
        auto run = runExample(request);
        if (run.interrupted) throw Problem(exitInterrupted, "interrupted");
        return run.store;
    }
    try {
        auto loaded = views::loadSession(QString::fromLocal8Bit(name));
        if (!loaded.damage.isEmpty()) {
            damaged = true;
            report(loaded.damage.toStdString());
        }
        return loaded.store;
    } catch (const views::SessionFileError& error) {
        throw Problem(exitFile, error.what());
    }
}

}  // namespace app
