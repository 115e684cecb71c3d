// A planned picture as SVG that people can work with: each slice is a <g data-slice="…"> with a <title>
// (its tooltip), texts are texts in named fonts, and nothing is used that simple viewers lack.
#pragma once

#include <QByteArray>
#include <QSizeF>
#include <QStringList>
#include <functional>

#include "export/picture.h"

namespace views {

// `size` is what the picture is scaled to, `fonts` the families in order of preference, `titleOf` what
// the <title> of a slice says. A slice that goes on in another system is a <g data-continues="…"> there,
// so that each slice is a data-slice once.
QByteArray svgOf(const Picture& picture, QSizeF size, const QStringList& fonts,
                 const std::function<QString(const PlanSlice& slice)>& titleOf);

}  // namespace views
