#include <array>

#include "cli/file_output.h"
#include "cli/near_names.h"
#include "cli/problem.h"
#include "cli/recording.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "trace/json_format.h"
#include "trace/oracle_format.h"

namespace app {

int traceVerb(const TraceOptions& options) {
    constexpr std::array<std::string_view, 3> formats{"oracle", "json", "perfetto"};
    const auto format = options.format.empty() ? 0 : choose("format", options.format, formats);
    if (format == 2) throw Problem(exitUsage, "--format perfetto is not built yet; accepted: oracle or json");
    bool damaged = false;
    const auto store =
        recordOf({.name = options.source, .language = options.language, .arguments = options.arguments}, damaged);
    auto text = format == 0 ? green::trace::oracle_json(*store) : green::trace::events_json(*store);
    if (!text.ends_with('\n')) text += '\n';
    if (options.output.empty())
        writeOut(text);
    else
        writeFile(options.output, text);
    return damaged ? exitFile : exitDone;
}

}  // namespace app
