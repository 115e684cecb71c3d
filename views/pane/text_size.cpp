#include "pane/text_size.h"

#include <QWheelEvent>
#include <algorithm>

namespace views {

int readableTextSize(int pixels) {
    constexpr int smallest = 9;
    constexpr int largest = 48;
    return std::clamp(pixels, smallest, largest);
}

std::optional<int> textSizeAfter(const QWheelEvent& event, int pixels) {
    if (!(event.modifiers() & Qt::ControlModifier)) return std::nullopt;
    const int turned = event.angleDelta().y();
    return turned == 0 ? pixels : readableTextSize(pixels + (turned > 0 ? 1 : -1));
}

}  // namespace views
