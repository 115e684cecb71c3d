// What the window remembers from one time to the next. Can do without any file: for tests, and then
// nothing outlives the object.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QVariant>
#include <cstdint>
#include <memory>
#include <set>

#include "chapters/progress.h"
#include "time/axis.h"

namespace app {

enum class ThemeChoice { System, Light, Dark };

class Settings {
public:
    // Remembers nothing.
    Settings() = default;
    // The user's own, in the place that the desktop has for them.
    static Settings ofUser();
    // In an INI file.
    static Settings inFile(const QString& path);

    ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    views::Axis axis() const;
    void setAxis(views::Axis axis);
    // Of examples: "python" or "cpp"; empty as long as nobody has chosen.
    QString language() const;
    void setLanguage(const QString& language);
    // The program that was opened last, as an absolute path; empty if it was an example.
    QString lastFile() const;
    void setLastFile(const QString& path);
    QString lastExample() const;
    void setLastExample(const QString& id);
    // With the example of that name.
    views::Progress progress(const QString& example) const;
    void setProgress(const QString& example, views::Progress progress);
    // The lines with a breakpoint in the program of that key (ProgramText::key).
    std::set<std::uint32_t> breakpoints(const QString& program) const;
    void setBreakpoints(const QString& program, const std::set<std::uint32_t>& lines);
    // As QMainWindow saves them; empty at first, the layout as long as nobody has changed it.
    QByteArray geometry() const;
    QByteArray layout() const;
    void setWindow(const QByteArray& geometry, const QByteArray& layout);
    // The program of that key is being run, and may take the whole application down with it. Written at once.
    bool isRunning(const QString& program) const;
    void setRunning(const QString& program, bool running);
    // Of the pane of that name, in pixels; 0 if it is as it was at first.
    int textSize(const QString& pane) const;
    void setTextSize(const QString& pane, int pixels);
    // Where files were last opened or written; at first the user's documents, if there is such a place.
    QString folder() const;
    void setFolder(const QString& folder);

private:
    explicit Settings(std::unique_ptr<QSettings> store) : store_(std::move(store)) {}
    QVariant value(const char* key) const;
    void set(const char* key, const QVariant& value);
    void remove(const char* key);

    std::unique_ptr<QSettings> store_;
};

}  // namespace app
