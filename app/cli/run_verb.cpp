#include <array>
#include <charconv>

#include "cli/near_names.h"
#include "cli/problem.h"
#include "cli/recording.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "file/session_file.h"

namespace app {

namespace {

std::uint64_t parseSeed(const std::string& text) {
    std::uint64_t seed = 0;
    if (text.empty()) return seed;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc() || end != text.data() + text.size())
        throw Problem(exitUsage, "bad seed \"" + text + "\": accepted is a number from 0 to 18446744073709551615");
    return seed;
}

green::trace::ClockKind parseClock(const std::string& text) {
    constexpr std::array<std::string_view, 2> clocks{"virtual", "real"};
    if (text.empty() || choose("clock", text, clocks) == 0) return green::trace::ClockKind::Virtual;
    return green::trace::ClockKind::Real;
}

}  // namespace

int runVerb(const RunVerbOptions& options) {
    if (kindOf(options.program) == SourceKind::Recording)
        throw Problem(exitUsage, options.program +
                                     " is a recording, which can't be run; open it, or use \"greenscope "
                                     "trace\" or \"greenscope export\"");
    if (!options.save.empty() && kindOf(options.save) != SourceKind::Recording)
        throw Problem(exitUsage, "--save " + options.save + ": accepted is a file that ends in .gscope");
    const auto program = programFor({.name = options.program,
                                     .language = options.language,
                                     .clock = parseClock(options.clock),
                                     .seed = parseSeed(options.seed),
                                     .arguments = options.arguments});
    const auto run = runProgram(program, {writeOut, writeErr}, options.save.empty() ? Keep::Nothing : Keep::Record);
    if (run.store) {
        try {
            views::saveSession(*run.store, QString::fromLocal8Bit(options.save));
        } catch (const views::SessionFileError& error) {
            throw Problem(exitFile, error.what());
        }
    }
    if (run.interrupted) return exitInterrupted;
    return run.result.exit_code;
}

}  // namespace app
