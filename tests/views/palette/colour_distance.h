// How far apart two colours look, to people who see all colours and to people who do not.
#pragma once

#include <QColor>

namespace colour_distance {

enum class Vision { Normal, Protanopia, Deuteranopia, Tritanopia };

// The colour as somebody with that vision sees it: the matrices of Machado, Oliveira and Fernandes
// (2009) at full severity, applied in linear light.
QColor seen(const QColor& colour, Vision vision);

// CIEDE2000, from sRGB under D65.
double ciede2000(const QColor& a, const QColor& b);

}  // namespace colour_distance
