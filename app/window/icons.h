// The glyphs of buttons, drawn as paths: a fresh machine's fonts and icon themes lack them.
#pragma once

#include <QIcon>

#include "palette/palette.h"

namespace app {

enum class IconId {
    First,
    Back,
    FarBack,
    Play,
    Pause,
    Forward,
    FarForward,
    Last,
    Clock,
    Minus,
    Plus,
    Fit,
    Export,
    Close,
    Float,
    ArrowUp,
    ArrowDown,
    Information,
    Warning,
};

// In the theme's colours, with a paler one for disabled buttons.
QIcon icon(IconId id, views::Theme theme);
// The mark of the application.
QIcon applicationIcon();

}  // namespace app
