#include "cli/recording.h"

#include <QFileInfo>
#include <algorithm>
#include <array>
#include <cctype>
#include <exception>
#include <vector>

#include "cli/interrupt.h"
#include "cli/near_names.h"
#include "cli/problem.h"
#include "file/session_file.h"
#include "program/text_file.h"
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
    if (endsWith(name, ".py")) return SourceKind::Python;
    return SourceKind::Example;
}

namespace {

void checkLanguage(const std::string& language) {
    constexpr std::array<std::string_view, 2> languages{"cpp", "python"};
    if (!language.empty()) choose("language", language, languages);
}

Interpreter pythonOrProblem(const std::string& name) {
    auto python = Interpreter::ofBuild();
    if (!python)
        throw Problem(exitUsage, name +
                                     ": this build of Greenscope has no Python (it needs Python 3.11); accepted: "
                                     "the examples in C++ and recordings");
    return python;
}

Program programInFile(const ProgramRequest& request) {
    if (request.language == "cpp")
        throw Problem(exitUsage, request.name + " is a Python program; accepted with it: --language python");
    const auto python = pythonOrProblem(request.name);
    try {
        const auto path = QString::fromLocal8Bit(request.name);
        const QFileInfo info(path);
        return programOf({.file_name = info.fileName().toStdString(),
                          .text = readProgram(path).text.toStdString(),
                          .arguments = request.arguments,
                          .directory = info.absolutePath().toStdString()},
                         info.fileName().toStdString(), request.clock, request.seed, python);
    } catch (const TextFileError& error) {
        throw Problem(exitFile, error.what());
    }
}

}  // namespace

void checkArguments(const std::string& name, const std::vector<std::string>& arguments) {
    if (arguments.empty() || kindOf(name) == SourceKind::Python) return;
    throw Problem(exitUsage, "-- " + arguments.front() + ": " + (name.empty() ? "what is open last" : name) +
                                 " takes no arguments; accepted with them: a file that ends in .py");
}

Program programFor(const ProgramRequest& request) {
    checkLanguage(request.language);
    checkArguments(request.name, request.arguments);
    if (kindOf(request.name) == SourceKind::Python) return programInFile(request);
    const auto& example = exampleNamed(request.name, orProgram);
    if (request.language != "python") return programOf(example, request.clock, request.seed);
    if (!example.isInPython())
        throw Problem(exitUsage, request.name + " is there in C++ alone; accepted with it: --language cpp");
    return programOf({.file_name = std::string(example.pythonFile), .text = std::string(example.pythonSource)},
                     std::string(example.title), request.clock, request.seed, pythonOrProblem(request.name));
}

FinishedRun runProgram(const Program& program, const RunOutput& output, Keep keep) {
    green::trace::Gate gate;
    green::trace::TraceFeed feed;
    std::size_t bytes = 0;
    bool tooLarge = false;
    std::exception_ptr failure;
    Interrupt interrupt([&] {
        gate.stop();
        if (program.interrupt) program.interrupt();
    });

    green::RunOptions options;
    options.clock = program.recipe.clock;
    options.seed = program.recipe.seed;
    if (keep == Keep::Record)
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
    options.out = guarded(output.out);
    options.err = guarded(output.err);

    FinishedRun run;
    try {
        run.result = program.run(gate, std::move(options));
    } catch (const std::exception& error) {
        throw Problem(exitFile, program.recipe.id + ": " + error.what());
    }
    run.interrupted = interrupt.happened();
    if (failure) std::rethrow_exception(failure);
    if (tooLarge && !run.interrupted)
        throw Problem(exitFile, program.recipe.id + ": the record has outgrown " +
                                    std::to_string(Session::defaultBudget >> 20) + " MiB; the run was stopped");
    if (keep == Keep::Nothing) return run;
    run.store = std::make_shared<TraceStore>(program.recipe);
    for (auto& chunk : feed.take()) run.store->add(std::move(chunk));
    run.store->refresh();
    return run;
}

std::shared_ptr<TraceStore> recordOf(const ProgramRequest& request, bool& damaged) {
    const auto& name = request.name;
    damaged = false;
    checkLanguage(request.language);
    checkArguments(name, request.arguments);
    if (kindOf(name) != SourceKind::Recording) {
        if (kindOf(name) == SourceKind::Example) exampleNamed(name, orFile);
        auto run = runProgram(programFor(request), {}, Keep::Record);
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
