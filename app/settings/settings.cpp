#include "settings/settings.h"

#include <QDir>
#include <QStandardPaths>
#include <QUrl>

namespace app {

Settings Settings::ofUser() {
    return Settings(std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                                QStringLiteral("greenscope"), QStringLiteral("greenscope")));
}

Settings Settings::inFile(const QString& path) {
    return Settings(std::make_unique<QSettings>(path, QSettings::IniFormat));
}

QVariant Settings::value(const char* key) const { return store_ ? store_->value(QLatin1String(key)) : QVariant(); }

void Settings::set(const char* key, const QVariant& value) {
    if (store_) store_->setValue(QLatin1String(key), value);
}

void Settings::remove(const char* key) {
    if (store_) store_->remove(QLatin1String(key));
}

ThemeChoice Settings::theme() const {
    const auto name = value("theme").toString();
    if (name == u"light") return ThemeChoice::Light;
    if (name == u"dark") return ThemeChoice::Dark;
    return ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice theme) {
    set("theme", theme == ThemeChoice::Light  ? QStringLiteral("light")
                 : theme == ThemeChoice::Dark ? QStringLiteral("dark")
                                              : QStringLiteral("system"));
}

views::Axis Settings::axis() const {
    return value("axis").toString() == u"time" ? views::Axis::Time : views::Axis::Order;
}

void Settings::setAxis(views::Axis axis) {
    set("axis", axis == views::Axis::Time ? QStringLiteral("time") : QStringLiteral("order"));
}

QString Settings::language() const { return value("language").toString(); }
void Settings::setLanguage(const QString& language) { set("language", language); }

QString Settings::lastFile() const { return value("lastFile").toString(); }
void Settings::setLastFile(const QString& path) { set("lastFile", path); }

QString Settings::lastExample() const { return value("lastExample").toString(); }
void Settings::setLastExample(const QString& id) { set("lastExample", id); }

namespace {

QByteArray progressKey(const QString& example) { return "progress/" + example.toLatin1(); }

}  // namespace

views::Progress Settings::progress(const QString& example) const {
    const auto name = value(progressKey(example).constData()).toString();
    if (name == u"walked") return views::Progress::Walked;
    return name == u"opened" ? views::Progress::Opened : views::Progress::Unseen;
}

void Settings::setProgress(const QString& example, views::Progress progress) {
    const auto key = progressKey(example);
    switch (progress) {
        case views::Progress::Unseen: return remove(key.constData());
        case views::Progress::Opened: return set(key.constData(), QStringLiteral("opened"));
        case views::Progress::Walked: return set(key.constData(), QStringLiteral("walked"));
    }
}

namespace {

// A path is no key.
QByteArray breakpointsKey(const QString& program) { return "breakpoints/" + QUrl::toPercentEncoding(program); }
QByteArray runningKey(const QString& program) { return "running/" + QUrl::toPercentEncoding(program); }

}  // namespace

std::set<std::uint32_t> Settings::breakpoints(const QString& program) const {
    std::set<std::uint32_t> lines;
    for (const auto& text : value(breakpointsKey(program).constData()).toStringList())
        if (const auto line = text.toUInt(); line != 0) lines.insert(line);
    return lines;
}

void Settings::setBreakpoints(const QString& program, const std::set<std::uint32_t>& lines) {
    const auto key = breakpointsKey(program);
    QStringList texts;
    for (const auto line : lines) texts += QString::number(line);
    if (!texts.isEmpty())
        set(key.constData(), texts);
    else
        remove(key.constData());
}

bool Settings::isRunning(const QString& program) const { return value(runningKey(program).constData()).toBool(); }

void Settings::setRunning(const QString& program, bool running) {
    const auto key = runningKey(program);
    if (running)
        set(key.constData(), true);
    else
        remove(key.constData());
    if (store_) store_->sync();
}

QByteArray Settings::geometry() const { return value("window/geometry").toByteArray(); }
QByteArray Settings::layout() const { return value("window/layout").toByteArray(); }

void Settings::setWindow(const QByteArray& geometry, const QByteArray& layout) {
    set("window/geometry", geometry);
    set("window/layout", layout);
}

namespace {

QByteArray textSizeKey(const QString& pane) { return "textSize/" + pane.toLatin1(); }

}  // namespace

int Settings::textSize(const QString& pane) const { return value(textSizeKey(pane).constData()).toInt(); }

void Settings::setTextSize(const QString& pane, int pixels) {
    const auto key = textSizeKey(pane);
    if (pixels == 0)
        remove(key.constData());
    else
        set(key.constData(), pixels);
}

QString Settings::folder() const {
    const auto folder = value("folder").toString();
    for (const auto& place : {folder, QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)})
        if (!place.isEmpty() && QDir(place).exists()) return place;
    return QDir::homePath();
}

void Settings::setFolder(const QString& folder) { set("folder", folder); }

}  // namespace app
