// The editor of a program's text by itself: no run is beside it.
#include <QLineEdit>
#include <QSignalSpy>
#include <QTextBlock>
#include <QtTest>

#include "source/code_editor.h"

namespace {

struct Bench {
    QTextDocument first{QStringLiteral("def foo():\n    pass\n\nfoo()\n")};
    QTextDocument second{QStringLiteral("int main() {}\n")};
    views::CodeEditor editor;

    Bench() {
        editor.resize(400, 300);
        editor.showText(first, "program.py", "python", true);
        editor.show();
    }
    bool ready() {
        editor.setFocus();
        return QTest::qWaitForWindowActive(&editor);
    }
    // At the right end of a line, where nothing is written.
    QColor groundOf(int line) {
        const auto picture = editor.viewport()->grab().toImage();
        const int y = editor.cursorRect(QTextCursor(editor.document()->findBlockByNumber(line - 1))).center().y();
        return picture.pixelColor(picture.width() - 2, y);
    }
};

}  // namespace

class TestCodeEditor : public QObject {
    Q_OBJECT
private slots:
    void itIsWrittenIn() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.editor.goToLine(4);
        QTest::keyClicks(&bench.editor, "x = ");
        QCOMPARE(bench.first.findBlockByNumber(3).text(), "x = foo()");
        QCOMPARE(bench.editor.cursorLine(), 4U);
        bench.editor.toggleComment();
        QCOMPARE(bench.first.findBlockByNumber(3).text(), "# x = foo()");
    }

    void eachTextKeepsItsCursorAndTakesWhatItsLanguageHas() {
        Bench bench;
        bench.editor.goToLine(4);
        bench.editor.toggleBreakpoint(3);  // empty: at the next one
        QCOMPARE(bench.editor.breakpoints(), std::set<std::uint32_t>{4});
        QSignalSpy changed(&bench.editor, &views::CodeEditor::breakpointsChanged);
        bench.editor.showText(bench.second, "program.cpp", "cpp", false);
        QVERIFY(!bench.editor.takesBreakpoints());
        QVERIFY(!bench.editor.isEditable());
        bench.editor.toggleComment();
        QCOMPARE(bench.second.toPlainText(), "int main() {}\n");
        bench.editor.showText(bench.first, "program.py", "python", true);
        QCOMPARE(bench.editor.cursorLine(), 4U);
        QCOMPARE(bench.editor.breakpoints(), std::set<std::uint32_t>{4});
        QCOMPARE(changed.count(), 0);
    }

    void aWrongLineStandsOut() {
        Bench bench;
        const auto& shades = views::palette(views::Theme::Light);
        QCOMPARE(bench.groundOf(2), shades.surface);
        bench.editor.markError(2, "no such name");
        QCOMPARE(bench.groundOf(2), shades.errorSoft);
        QCOMPARE(bench.groundOf(1), shades.surface);
        bench.editor.clearError();
        QCOMPARE(bench.groundOf(2), shades.surface);
    }

    // Whoever was stepping goes on stepping.
    void aClickAtALinesNumberLeavesTheFocusWhereItWas() {
        QWidget window;
        QLineEdit other(&window);
        views::CodeEditor editor(&window);
        QTextDocument text(QStringLiteral("a = 1\nb = 2\n"));
        editor.setGeometry(0, 30, 300, 200);
        editor.showText(text, "program.py", "python", true);
        window.resize(300, 240);
        window.show();
        other.setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QVERIFY(other.hasFocus());
        auto* gutter = editor.findChild<QWidget*>("lineNumbers");
        QTest::mouseClick(gutter, Qt::LeftButton, {}, QPoint(10, 40));
        QCOMPARE(editor.breakpoints(), std::set<std::uint32_t>{2});
        QVERIFY(other.hasFocus());
        // After a key the text is where somebody writes.
        editor.setFocus(Qt::MouseFocusReason);
        QTest::keyClick(&editor, Qt::Key_Home);
        QTest::mouseClick(gutter, Qt::LeftButton, {}, QPoint(10, 40));
        QVERIFY(editor.breakpoints().empty());
        QVERIFY(editor.hasFocus());
    }
};

QTEST_MAIN(TestCodeEditor)
#include "test_code_editor.moc"
