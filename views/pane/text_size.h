// The size of a view's main text: from Ctrl and the wheel, or from a setting.
#pragma once

#include <optional>

class QWheelEvent;

namespace views {

inline constexpr int usualTextSize = 13;  // pixels

// `pixels`, but neither too small to be read nor too large for a projector's wall.
int readableTextSize(int pixels);

// Ctrl and the wheel: the size after this turn. Nothing where the wheel scrolls.
std::optional<int> textSizeAfter(const QWheelEvent& event, int pixels);

}  // namespace views
