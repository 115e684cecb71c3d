#include <QApplication>
#include <QFileInfo>
#include <cstdlib>
#include <optional>

#include "cli/problem.h"
#include "cli/recording.h"
#include "cli/verbs.h"
#include "examples.h"
#include "file/session_file.h"
#include "program/text_file.h"
#include "settings/settings.h"
#include "window/main_window.h"
#include "window/style.h"

namespace app {

namespace {

constexpr const char* noDisplay =
    "no display to open a window on; accepted without one: \"greenscope export\", \"run\", \"trace\" and \"list\"";

// Platforms whose windows nobody sees.
bool isInvisible(const QString& platform) {
    return platform.startsWith(u"offscreen") || platform.startsWith(u"minimal") || platform.startsWith(u"vnc");
}

void requireDisplay() {
    const auto platform = qEnvironmentVariable("QT_QPA_PLATFORM");
    const bool none =
        platform.isEmpty() && qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
    if (none || isInvisible(platform)) throw Problem(exitUsage, noDisplay);
}

// Qt aborts the process where it can't reach the display; say so in a line and with our exit code.
void onStartMessage(QtMsgType type, const QMessageLogContext&, const QString&) {
    if (type != QtFatalMsg) return;
    report(noDisplay);
    std::_Exit(exitUsage);
}

QString firstExample(const Settings& settings) {
    auto last = settings.lastExample();
    if (tutorial::find(last.toStdString())) return last;
    const auto first = tutorial::examples().front().id;
    return QString::fromUtf8(first.data(), static_cast<qsizetype>(first.size()));
}

// What was open last; an example where that can't be read any more.
void openLast(MainWindow& window) {
    const auto file = window.settings().lastFile();
    if (!file.isEmpty() && QFileInfo::exists(file) && window.openFile(file)) return;
    window.openExample(firstExample(window.settings()));
}

// Throws Problem where it is no program.
void checkProgram(const std::string& path) {
    try {
        readProgram(QString::fromLocal8Bit(path));
    } catch (const TextFileError& error) {
        throw Problem(exitFile, error.what());
    }
}

views::LoadedSession load(const std::string& path) {
    try {
        return views::loadSession(QString::fromLocal8Bit(path));
    } catch (const views::SessionFileError& error) {
        throw Problem(exitFile, error.what());
    }
}

}  // namespace

int windowVerb(const WindowOptions& options) {
    checkArguments(options.source, options.arguments);
    std::optional<views::LoadedSession> recording;
    if (!options.source.empty()) {
        if (kindOf(options.source) == SourceKind::Example)
            exampleNamed(options.source, orFile);
        else if (kindOf(options.source) == SourceKind::Recording)
            recording = load(options.source);
        else
            checkProgram(options.source);
    }
    requireDisplay();

    int argc = 1;
    char name[] = "greenscope";
    char* argv[] = {name, nullptr};
    const auto usual = qInstallMessageHandler(onStartMessage);
    QApplication application(argc, argv);
    qInstallMessageHandler(usual);
    if (isInvisible(QGuiApplication::platformName())) throw Problem(exitUsage, noDisplay);
    QGuiApplication::setDesktopFileName(QStringLiteral("greenscope"));
    prepareApplication(application);

    int code = exitDone;
    bool leftThreadBehind = false;
    {
        MainWindow window(Settings::ofUser(), Interpreter::ofBuild(), Drafts::ofUser());
        if (recording)
            window.files().show(*recording, QString::fromLocal8Bit(options.source));
        else if (options.source.empty())
            openLast(window);
        else if (kindOf(options.source) == SourceKind::Python)
            window.openFile(QString::fromLocal8Bit(options.source), options.arguments);
        else
            window.openExample(QString::fromLocal8Bit(options.source));
        window.show();
        code = QApplication::exec();
        window.session().stop();
        leftThreadBehind = window.session().leftThreadBehind();
    }
    // A program that never comes to the gate still computes, on things that the end of the process
    // would take from under it.
    if (leftThreadBehind) std::_Exit(code);
    return code;
}

}  // namespace app
