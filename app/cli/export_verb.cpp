#include <QGuiApplication>
#include <algorithm>
#include <array>
#include <cstdlib>

#include "cli/near_names.h"
#include "cli/problem.h"
#include "cli/range.h"
#include "cli/recording.h"
#include "cli/verbs.h"
#include "export/export_timeline.h"

namespace app {

namespace {

void checkEnding(const std::string& path) {
    constexpr std::array<std::string_view, 3> built{"png", "svg", "pdf"};
    constexpr std::array<std::string_view, 3> later{"gif", "webp", "csv"};
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    const auto ending = dot == std::string::npos ? std::string() : name.substr(dot + 1);
    if (std::ranges::find(later, ending) != later.end())
        throw Problem(exitUsage, path + ": " + ending + " is not built yet; accepted: " + oneOf(built));
    if (ending.empty())
        throw Problem(exitUsage, path + " has no ending that names a format; accepted: .png, .svg or .pdf");
    choose("format", ending, built);
}

views::Axis parseAxis(const std::string& text) {
    constexpr std::array<std::string_view, 2> axes{"order", "time"};
    return text.empty() || choose("axis", text, axes) == 0 ? views::Axis::Order : views::Axis::Time;
}

views::Theme parseTheme(const std::string& text) {
    constexpr std::array<std::string_view, 3> themes{"light", "dark", "print"};
    if (text.empty()) return views::Theme::Print;
    constexpr std::array values{views::Theme::Light, views::Theme::Dark, views::Theme::Print};
    return values[choose("theme", text, themes)];
}

// What Qt has to say to programmers is no news for a script.
void onQtMessage(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg) report(text.toStdString());
    // Else Qt would abort.
    if (type == QtFatalMsg) std::_Exit(exitFile);
}

}  // namespace

int exportVerb(const ExportVerbOptions& options) {
    if (options.output.empty()) throw Problem(exitUsage, "export needs -o FILE, which ends in .png, .svg or .pdf");
    checkEnding(options.output);
    views::ExportOptions picture;
    if (!options.size.empty()) picture.size = parseSize(options.size);
    picture.axis = parseAxis(options.axis);
    picture.theme = parseTheme(options.theme);
    std::optional<Place> from;
    std::optional<Place> to;
    if (!options.from.empty()) from = parsePlace("--from", options.from);
    if (!options.to.empty()) to = parsePlace("--to", options.to);

    bool damaged = false;
    const auto store =
        recordOf({.name = options.source, .language = options.language, .arguments = options.arguments}, damaged);
    if (from) picture.from = beginAt(*from, picture.axis, *store);
    if (to) picture.to = endAt(*to, picture.axis, *store);
    if (from && to && *picture.from >= *picture.to)
        throw Problem(exitUsage, "nothing lies between --from " + from->text + " and --to " + to->text +
                                     ": accepted is a --from before --to");

    // Fonts need a GUI application, but no display.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qInstallMessageHandler(onQtMessage);
    int argc = 1;
    char name[] = "greenscope";
    char* argv[] = {name, nullptr};
    const QGuiApplication application(argc, argv);
    try {
        views::exportTimeline(*store, QString::fromLocal8Bit(options.output), picture);
    } catch (const views::ExportError& error) {
        throw Problem(exitFile, error.what());
    }
    return damaged ? exitFile : exitDone;
}

}  // namespace app
