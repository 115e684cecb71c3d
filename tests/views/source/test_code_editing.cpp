// What keys do to a program's text. In the texts here | is the cursor, and < a selection's other end.
#include <QTextBlock>
#include <QTextDocument>
#include <QtTest>

#include "source/code_editing.h"

namespace {

class Text {
public:
    explicit Text(QString marked) {
        auto position = marked.indexOf(u'|');
        auto anchor = marked.indexOf(u'<');
        if (anchor >= 0 && anchor < position) --position;
        if (anchor > position) --anchor;
        document_.setPlainText(marked.remove(u'|').remove(u'<'));
        cursor = QTextCursor(&document_);
        if (anchor >= 0) cursor.setPosition(static_cast<int>(anchor));
        cursor.setPosition(static_cast<int>(position), anchor >= 0 ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
    }
    QString text() const { return document_.toPlainText(); }
    QString marked() const {
        QString all = text();
        all.insert(cursor.position(), u'|');
        return all;
    }
    void undo() { document_.undo(); }

private:
    QTextDocument document_;

public:
    QTextCursor cursor;
};

}  // namespace

class TestCodeEditing : public QObject {
    Q_OBJECT
private slots:
    void newLines_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char* name, const char* before, const char* after) {
            QTest::newRow(name) << before << after;
        };
        row("keeps the indent", "    a()|", "    a()\n    |");
        row("goes in after a colon", "def f():|", "def f():\n    |");
        row("also before a comment", "  if a:  # why|", "  if a:  # why\n      |");
        row("a colon within is none", "x = {1: 2}|", "x = {1: 2}\n|");
        row("goes out after return", "    return 1|", "    return 1\n|");
        row("goes out after pass", "        pass|", "        pass\n    |");
        row("a word that only begins so", "    passing()|", "    passing()\n    |");
        row("takes the rest along", "    a(b,|  c)", "    a(b,\n    |c)");
        row("takes the place of a selection", "    a<bc|d", "    a\n    |d");
        row("at the very beginning", "|a", "\n|a");
    }
    void newLines() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        Text text(before);
        const auto was = text.text();
        views::newLine(text.cursor);
        QCOMPARE(text.marked(), after);
        text.undo();
        QCOMPARE(text.text(), was);
    }

    void linesGoInAndOut_data() {
        QTest::addColumn<bool>("in");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char* name, bool in, const char* before, const char* after) {
            QTest::newRow(name) << in << before << after;
        };
        row("to the next stop", true, "ab|c", "ab  |c");
        row("from a stop to the next", true, "abcd|", "abcd    |");
        row("the lines of a selection", true, "<a\n\n  b|", "    a\n\n      b|");
        row("not the line where it only ends", true, "<a\n|b", "    a\n|b");
        row("out again", false, "    a|", "a|");
        row("as far as it goes", false, "  a|", "a|");
        row("a tab is a stop", false, "\ta|", "a|");
        row("several lines", false, "<    a\nb\n      c|", "a\nb\n  c|");
        row("nothing to take away", false, "a|", "a|");
    }
    void linesGoInAndOut() {
        QFETCH(bool, in);
        QFETCH(QString, before);
        QFETCH(QString, after);
        Text text(before);
        const auto was = text.text();
        if (in)
            views::indent(text.cursor);
        else
            views::unindent(text.cursor);
        QCOMPARE(text.marked(), after);
        if (text.text() == was) return;
        text.undo();
        QCOMPARE(text.text(), was);
    }

    void backspaceGoesToTheStopBefore() {
        Text deep("        |a");
        QVERIFY(views::backToStop(deep.cursor));
        QCOMPARE(deep.marked(), "    |a");
        Text odd("      |a");
        QVERIFY(views::backToStop(odd.cursor));
        QCOMPARE(odd.marked(), "    |a");
        for (const char* ordinary : {"a    |", "|a", "<  |", "\t|"}) {
            Text text(ordinary);
            QVERIFY2(!views::backToStop(text.cursor), ordinary);
        }
    }

    void homeGoesToTheTextFirst() {
        Text text("    ab|c");
        views::toLineStart(text.cursor, QTextCursor::MoveAnchor);
        QCOMPARE(text.marked(), "    |abc");
        views::toLineStart(text.cursor, QTextCursor::KeepAnchor);
        QCOMPARE(text.marked(), "|    abc");
        QCOMPARE(text.cursor.selectedText(), "    ");
    }

    void comments_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("a line") << "  a|"
                                << "  # a";
        QTest::newRow("back again") << "  # a|"
                                    << "  a";
        QTest::newRow("without a blank") << "#a|"
                                         << "a";
        QTest::newRow("lines, at the same column") << "<if a:\n\n    b|"
                                                   << "# if a:\n\n#     b";
        QTest::newRow("lines of which some are comments") << "<# a\nb|"
                                                          << "# # a\n# b";
        QTest::newRow("all back") << "<# a\n    # b|"
                                  << "a\n    b";
        QTest::newRow("an empty line") << "|"
                                       << "# ";
    }
    void comments() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        Text text(before);
        const auto was = text.text();
        views::toggleComment(text.cursor, "#");
        QCOMPARE(text.text(), after);
        text.undo();
        QCOMPARE(text.text(), was);
    }

    void brackets_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("one");
        QTest::addColumn<int>("other");
        QTest::newRow("behind the closing one") << "f(a[1])|" << 6 << 1;
        QTest::newRow("before the opening one") << "f|(a)" << 1 << 3;
        QTest::newRow("over lines") << "{|\n(\n}" << 0 << 4;
        QTest::newRow("nested") << "((a)|)" << 3 << 1;
        QTest::newRow("none") << "a|b" << -1 << -1;
        QTest::newRow("never closed") << "(|a" << -1 << -1;
    }
    void brackets() {
        QFETCH(QString, text);
        QFETCH(int, one);
        QFETCH(int, other);
        const Text marked(text);
        const auto found = views::bracketsAt(marked.cursor);
        QCOMPARE(found.has_value(), one >= 0);
        if (!found) return;
        QCOMPARE(found->one, one);
        QCOMPARE(found->other, other);
    }
};

QTEST_MAIN(TestCodeEditing)
#include "test_code_editing.moc"
