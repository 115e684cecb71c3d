// Where a line of output goes on below, in columns of a monospaced font.
#pragma once

#include <QString>
#include <vector>

namespace views {

// The characters at which the rows of `text` begin, the first of them 0: never empty. A row holds at most
// `columns` columns (at least 2) and ends after a space, unless the word behind that is longer than a row; signs of
// East Asian scripts and those outside the basic plane take two.
std::vector<qsizetype> wrap(const QString& text, int columns);

}  // namespace views
