// What keys do to a program's text beyond typing. Each is one step of undo, and leaves the cursor where one goes on.
#pragma once

#include <QTextCursor>
#include <optional>

namespace views {

inline constexpr int indentWidth = 4;

// A new line, as far in as this one; further in after a colon, out again after return, pass, break, continue and
// raise.
void newLine(QTextCursor& cursor);
// The lines of the selection further in; without one, spaces up to the next stop.
void indent(QTextCursor& cursor);
// The lines of the selection, or the cursor's, up to four columns out.
void unindent(QTextCursor& cursor);
// Before the first character of a line: back to the stop before. False: that is an ordinary Backspace.
bool backToStop(QTextCursor& cursor);
// To the beginning of the line's text; from there to that of the line.
void toLineStart(QTextCursor& cursor, QTextCursor::MoveMode mode);
// Makes the lines of the selection, or the cursor's, comments; where all of them are, code again.
void toggleComment(QTextCursor& cursor, const QString& mark);

// The bracket beside the cursor and its partner, as positions; nothing where there is none. Strings and comments
// are not told apart from code.
struct BracketPair {
    int one = -1;
    int other = -1;
};
std::optional<BracketPair> bracketsAt(const QTextCursor& cursor);

}  // namespace views
