// The look of the window's own parts: calm surfaces, 1 px lines, one accent.
#pragma once

#include <QApplication>
#include <QFont>
#include <QPalette>
#include <QString>

#include "palette/palette.h"

namespace app {

// Fixed measures, in pixels.
inline constexpr int toolBarHeight = 48;
inline constexpr int dockTitleHeight = 32;
inline constexpr int statusBarHeight = 26;
inline constexpr int controlHeight = 32;
inline constexpr int inset = 12;
// Windows below these have no room for everything at once.
inline constexpr int roomyWidth = 1300;
inline constexpr int roomyHeight = 850;

// The base style and the font; remembers what the desktop looks like. Once, before the first window.
void prepareApplication(QApplication& application);
// Colours all windows of the application.
void applyTheme(QApplication& application, views::Theme theme);
// What the desktop used when the application was prepared.
views::Theme systemTheme(const QApplication& application);

QString styleSheet(views::Theme theme);

}  // namespace app
