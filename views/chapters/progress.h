// How far a learner has come with an example.
#pragma once

#include <QPainterPath>
#include <QString>

namespace views {

enum class Progress {
    Unseen,
    Opened,
    Walked,  // to the end of its run
};

// "opened", in the user's language.
QString progressText(Progress progress);
// To be filled, in a box of 12 by 12: a ring, a ring that is half full, a tick in a disc.
QPainterPath progressGlyph(Progress progress);

}  // namespace views
