#include "source/code_editing.h"

#include <QRegularExpression>
#include <QTextBlock>
#include <QTextDocument>

namespace views {

namespace {

// Brackets further away are not looked for: a key press must stay fast.
constexpr int farthestBracket = 20'000;

// One step of undo for as long as it lives.
class Step {
public:
    explicit Step(QTextCursor& cursor) : cursor_(cursor) { cursor_.beginEditBlock(); }
    ~Step() { cursor_.endEditBlock(); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

private:
    QTextCursor& cursor_;
};

qsizetype indentOf(const QString& line) {
    qsizetype width = 0;
    while (width < line.size() && (line[width] == u' ' || line[width] == u'\t')) ++width;
    return width;
}

QString spaces(qsizetype count) { return QString(count, u' '); }

// The lines that a selection touches; one that only ends at a line's beginning does not touch it.
std::vector<QTextBlock> linesOf(const QTextCursor& cursor) {
    const auto* document = cursor.document();
    auto block = document->findBlock(cursor.selectionStart());
    auto last = document->findBlock(cursor.selectionEnd());
    if (last != block && cursor.selectionEnd() == last.position()) last = last.previous();
    std::vector<QTextBlock> lines;
    for (; block.isValid(); block = block.next()) {
        lines.push_back(block);
        if (block == last) break;
    }
    return lines;
}

void replace(const QTextBlock& block, qsizetype from, qsizetype length, const QString& with) {
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + static_cast<int>(from));
    cursor.setPosition(block.position() + static_cast<int>(from + length), QTextCursor::KeepAnchor);
    cursor.insertText(with);
}

bool endsWithColon(const QString& before) {
    static const QRegularExpression colon(QStringLiteral(":\\s*(#.*)?$"));
    return colon.match(before).hasMatch();
}

bool leaves(const QString& before) {
    static const QRegularExpression leaving(QStringLiteral("^\\s+(return|pass|break|continue|raise)\\b"));
    return leaving.match(before).hasMatch();
}

}  // namespace

void newLine(QTextCursor& cursor) {
    const Step step(cursor);
    cursor.removeSelectedText();
    const auto before = cursor.block().text().left(cursor.positionInBlock());
    const bool atEnd = cursor.atBlockEnd();
    auto indent = before.left(indentOf(before));
    if (endsWithColon(before))
        indent += spaces(indentWidth);
    else if (atEnd && leaves(before))
        indent.chop(std::min<qsizetype>(indentWidth, indent.size()));
    // What stood after the cursor goes on right behind the indent.
    if (!atEnd) {
        QTextCursor blanks(cursor);
        while (!blanks.atBlockEnd() && blanks.block().text()[blanks.positionInBlock()] == u' ')
            blanks.movePosition(QTextCursor::Right);
        cursor.setPosition(blanks.position(), QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
    }
    cursor.insertBlock();
    cursor.insertText(indent);
}

void indent(QTextCursor& cursor) {
    const Step step(cursor);
    if (!cursor.hasSelection()) {
        cursor.insertText(spaces(indentWidth - cursor.positionInBlock() % indentWidth));
        return;
    }
    for (const auto& line : linesOf(cursor))
        if (!line.text().trimmed().isEmpty()) replace(line, 0, 0, spaces(indentWidth));
}

void unindent(QTextCursor& cursor) {
    const Step step(cursor);
    for (const auto& line : linesOf(cursor)) {
        const auto text = line.text();
        qsizetype out = text.startsWith(u'\t') ? 1 : std::min<qsizetype>(indentWidth, indentOf(text));
        if (const auto tab = text.left(out).indexOf(u'\t'); tab > 0) out = tab;
        if (out > 0) replace(line, 0, out, {});
    }
}

bool backToStop(QTextCursor& cursor) {
    const int column = cursor.positionInBlock();
    const auto before = cursor.block().text().left(column);
    if (cursor.hasSelection() || column == 0 || !before.trimmed().isEmpty() || before.contains(u'\t')) return false;
    const int back = (column - 1) % indentWidth + 1;
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, back);
    cursor.removeSelectedText();
    return true;
}

void toLineStart(QTextCursor& cursor, QTextCursor::MoveMode mode) {
    const auto text = static_cast<int>(indentOf(cursor.block().text()));
    cursor.setPosition(cursor.block().position() + (cursor.positionInBlock() == text ? 0 : text), mode);
}

void toggleComment(QTextCursor& cursor, const QString& mark) {
    const Step step(cursor);
    auto lines = linesOf(cursor);
    if (lines.size() > 1) std::erase_if(lines, [](const QTextBlock& line) { return line.text().trimmed().isEmpty(); });
    if (lines.empty()) return;
    qsizetype column = indentOf(lines.front().text());
    bool all = true;
    for (const auto& line : lines) {
        column = std::min(column, indentOf(line.text()));
        all = all && line.text().trimmed().startsWith(mark);
    }
    for (const auto& line : lines) {
        if (!all) {
            replace(line, column, 0, mark + u' ');
            continue;
        }
        const auto text = line.text();
        const auto at = indentOf(text);
        const auto blank = at + mark.size() < text.size() && text[at + mark.size()] == u' ' ? 1 : 0;
        replace(line, at, mark.size() + blank, {});
    }
}

std::optional<BracketPair> bracketsAt(const QTextCursor& cursor) {
    static const QString opening = QStringLiteral("([{");
    static const QString closing = QStringLiteral(")]}");
    const auto* document = cursor.document();
    for (const int at : {cursor.position() - 1, cursor.position()}) {
        if (at < 0) continue;
        const QChar bracket = document->characterAt(at);
        const bool opens = opening.contains(bracket);
        if (!opens && !closing.contains(bracket)) continue;
        const QChar partner = opens ? closing[opening.indexOf(bracket)] : opening[closing.indexOf(bracket)];
        const int direction = opens ? 1 : -1;
        int depth = 0;
        for (int i = at, looked = 0; i >= 0 && i < document->characterCount() && looked < farthestBracket;
             i += direction, ++looked) {
            const QChar c = document->characterAt(i);
            if (c == bracket) ++depth;
            if (c == partner && --depth == 0) return BracketPair{at, i};
        }
    }
    return std::nullopt;
}

}  // namespace views
