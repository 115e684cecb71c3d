#pragma once

#include <QString>

class QTextDocument;

namespace views {

// The exact text of `document`, lines ended by "\n". QTextDocument::toPlainText makes blanks of no-break spaces.
QString textOf(const QTextDocument& document);

}  // namespace views
