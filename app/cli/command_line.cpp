#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/near_names.h"
#include "cli/problem.h"
#include "cli/recording.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "version.h"

namespace app {

namespace {

constexpr const char* helpText = R"(Greenscope shows who runs, who waits and for what, one step at a time.

greenscope [EXAMPLE|FILE.py|FILE.gscope]
                                     open the window there
    -- ARGUMENTS                     of FILE.py; also of run, trace and export
greenscope list [--json]             the examples, chapter by chapter
greenscope run EXAMPLE|FILE.py       run without a window: the program's own output
    --language cpp|python            of an example; default: cpp
    --clock virtual|real             default: virtual
    --seed N                         default: 0
    --save OUT.gscope                keep the record
greenscope trace EXAMPLE|FILE.py|FILE.gscope
                                     the record as text
    --format oracle|json             default: oracle
    -o FILE                          default: standard output
greenscope export EXAMPLE|FILE.py|FILE.gscope -o FILE.{png,svg,pdf}
    --size WxH                       default: as large as it needs
    --axis order|time                default: order
    --from '#12'|1.5s  --to ...      a part of the run
    --theme light|dark|print         default: print
greenscope load URL                  send requests to an HTTP server, and tell how it copes
    -n REQUESTS                      default: 10000
    -c AT_ONCE                       default: 100
    -k                               keep connections; default: one for each request
    --json                           the result for programs
greenscope --version | --help

Exit codes: 0 done; 1 main raised, or requests failed; 2 wrong usage, or no display for a
window; 3 a file can't be read or written, or nobody answers; 130 after Ctrl-C. "run" ends as the program does:
with its SystemExit's code, or with 128 and the number of a signal without a handler.
)";

// What is accepted, for who leaves it out.
constexpr const char* language = "cpp or python";
constexpr const char* place = "a step, as in #12, or a time, as in 1.5s";

// The options of one verb, and what it does once they are read.
struct Verb {
    CLI::App* app;
    std::function<int()> act;
    bool built = true;
    std::string needs = "an example; accepted: those of \"greenscope list\"";
};

bool takesArguments(std::string_view verb) { return verb == "run" || verb == "trace" || verb == "export"; }

class CommandLine {
public:
    CommandLine();
    int run(int argc, const char* const* argv);

private:
    CLI::App* add(const std::string& name, std::function<int()> act);
    [[noreturn]] void refuse(const CLI::ArgumentMismatch& error) const;
    void addSource(CLI::App* app, std::string& into);
    void addNotBuilt(const std::string& name);
    void checkExtras(const CLI::App& app) const;
    void checkName(const std::string& name) const;
    int openWindow();

    CLI::App app_{"", "greenscope"};
    std::vector<Verb> verbs_;
    bool version_ = false;
    std::string present_;
    ListOptions list_;
    RunVerbOptions run_;
    TraceOptions trace_;
    ExportVerbOptions export_;
    LoadOptions load_;
    WindowOptions window_;
};

void setUp(CLI::App& app) {
    app.set_help_flag("-h,--help");
    // Left over arguments are judged by checkExtras, which knows near names.
    app.allow_extras();
}

CommandLine::CommandLine() {
    setUp(app_);
    app_.add_flag("--version", version_);
    app_.add_option("--present", present_);
    app_.add_option("source", window_.source);

    auto* list = add("list", [this] { return listVerb(list_); });
    list->add_flag("--json", list_.json);

    auto* run = add("run", [this] { return runVerb(run_); });
    addSource(run, run_.program);
    run->add_option("--language", run_.language, language);
    run->add_option("--clock", run_.clock, "virtual or real");
    run->add_option("--seed", run_.seed, "a number");
    run->add_option("--save", run_.save, "a file that ends in .gscope");

    auto* trace = add("trace", [this] { return traceVerb(trace_); });
    addSource(trace, trace_.source);
    trace->add_option("--language", trace_.language, language);
    trace->add_option("--format", trace_.format, "oracle or json");
    trace->add_option("-o,--output", trace_.output, "a file");

    auto* picture = add("export", [this] { return exportVerb(export_); });
    addSource(picture, export_.source);
    picture->add_option("--language", export_.language, language);
    picture->add_option("-o,--output", export_.output, "a file that ends in .png, .svg or .pdf");
    picture->add_option("--size", export_.size, "WIDTHxHEIGHT, as in 1600x900");
    picture->add_option("--axis", export_.axis, "order or time");
    picture->add_option("--from", export_.from, place);
    picture->add_option("--to", export_.to, place);
    picture->add_option("--theme", export_.theme, "light, dark or print");

    auto* load = add("load", [this] { return loadVerb(load_); });
    addSource(load, load_.url);
    verbs_.back().needs = "an address, as in http://127.0.0.1:8000/";
    load->add_option("-n,--requests", load_.requests, "a number");
    load->add_option("-c,--at-once", load_.atOnce, "a number");
    load->add_flag("-k,--keep", load_.keep);
    load->add_flag("--json", load_.json);

    addNotBuilt("explore");
    addNotBuilt("lint-lesson");
}

CLI::App* CommandLine::add(const std::string& name, std::function<int()> act) {
    auto* verb = app_.add_subcommand(name);
    setUp(*verb);
    verbs_.push_back({verb, std::move(act)});
    return verb;
}

void CommandLine::addSource(CLI::App* app, std::string& into) { app->add_option("source", into); }

void CommandLine::addNotBuilt(const std::string& name) {
    auto* verb = add(name, [name]() -> int {
        throw Problem(exitUsage, name + " is not built yet; accepted: list, run, trace, export or load");
    });
    verb->set_help_flag();
    verbs_.back().built = false;
}

void CommandLine::checkExtras(const CLI::App& app) const {
    const auto extras = app.remaining();
    if (extras.empty()) return;
    const auto& first = extras.front();
    const auto of = app.get_name() == app_.get_name() ? std::string() : app.get_name() + ": ";
    if (!first.starts_with('-')) throw Problem(exitUsage, of + "one argument too many: \"" + first + "\"");
    std::vector<std::string> names;
    for (const auto* option : app.get_options())
        for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    for (const auto* option : app.get_options())
        for (const auto& name : option->get_snames())
            if (name != "h") names.push_back("-" + name);
    const std::vector<std::string_view> views(names.begin(), names.end());
    const auto typed = first.substr(0, first.find('='));
    throw Problem(exitUsage, of + "no option \"" + typed + "\": " + meant(typed, views) + "accepted: " + oneOf(views));
}

void CommandLine::checkName(const std::string& name) const {
    if (name.empty() || kindOf(name) != SourceKind::Example || tutorial::find(name)) return;
    std::vector<std::string> known;
    for (const auto& verb : verbs_)
        if (verb.built) known.push_back(verb.app->get_name());
    for (const auto& example : tutorial::examples()) known.emplace_back(example.id);
    const std::vector<std::string_view> names(known.begin(), known.end());
    throw Problem(exitUsage, "no example and no verb \"" + name + "\": " + meant(name, names) +
                                 "accepted: " + oneOf(names) + std::string(orFile));
}

// An option without its value. The library's own words name the option and the type that it stores.
void CommandLine::refuse(const CLI::ArgumentMismatch& error) const {
    const std::string text = error.what();
    const auto name = text.substr(0, text.find(':'));
    for (const auto& verb : verbs_) {
        if (!verb.app->parsed()) continue;
        if (const auto* option = verb.app->get_option_no_throw(name))
            throw Problem(exitUsage,
                          verb.app->get_name() + ": " + name + " needs a value: " + option->get_description());
    }
    throw Problem(exitUsage, name + " needs a value (see greenscope --help)");
}

int CommandLine::openWindow() {
    checkName(window_.source);
    checkExtras(app_);
    if (!present_.empty()) throw Problem(exitUsage, "--present is not built yet; accepted: greenscope " + present_);
    return windowVerb(window_);
}

int CommandLine::run(int argc, const char* const* argv) {
    const auto* const end = argv + argc;
    const auto* const mark = std::find_if(argv, end, [](const char* word) { return std::string_view(word) == "--"; });
    if (mark != end)
        for (auto* arguments : {&run_.arguments, &trace_.arguments, &export_.arguments, &window_.arguments})
            arguments->assign(mark + 1, end);
    try {
        app_.parse(static_cast<int>(mark - argv), argv);
    } catch (const CLI::CallForHelp&) {
        writeOut(helpText);
        return exitDone;
    } catch (const CLI::ArgumentMismatch& error) {
        refuse(error);
    } catch (const CLI::ParseError& error) {
        throw Problem(exitUsage, std::string(error.what()) + " (see greenscope --help)");
    }
    if (version_) {
        writeOut(std::string("greenscope ") + version + "\n");
        return exitDone;
    }
    for (const auto& verb : verbs_) {
        if (!verb.app->parsed()) continue;
        const auto* source = verb.app->get_option_no_throw("source");
        if (source) checkExtras(*verb.app);
        if (source && source->count() == 0) throw Problem(exitUsage, verb.app->get_name() + " needs " + verb.needs);
        if (mark != end && !takesArguments(verb.app->get_name()))
            throw Problem(exitUsage, verb.app->get_name() + ": nothing can stand after --");
        if (verb.app->get_name() == "list") checkExtras(*verb.app);
        return verb.act();
    }
    return openWindow();
}

}  // namespace

int runCommandLine(int argc, const char* const* argv) {
    ignoreBrokenPipes();
    try {
        return CommandLine().run(argc, argv);
    } catch (const Problem& problem) {
        report(problem.what());
        return problem.code();
    } catch (const BrokenPipe&) {
        return exitDone;
    } catch (const std::exception& error) {
        report(error.what());
        return exitFile;
    }
}

}  // namespace app
