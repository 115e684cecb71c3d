#pragma once

#include <QString>

class QTextCursor;
class QTextDocument;

namespace views {

// A document takes some characters for its own: U+2028 and U+2029 end its lines, two more its frames. A text that has
// them is put into a document with others in their place, as long as it was.
QString forDocument(QString text);

// The exact text of `document`, or of what is selected in one, lines ended by "\n".
// QTextDocument::toPlainText makes blanks of no-break spaces.
QString textOf(const QTextDocument& document);
QString selectedTextOf(const QTextCursor& cursor);

}  // namespace views
