// The source view as an editor: real keys on a text, beside the run that it was made of.
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextDocument>
#include <QtTest>

#include "source/source_view.h"
#include "support/trace_text.h"

using support::TraceText;

namespace {

constexpr const char* program = "def foo():\n    pass\n\n\nfoo()\nfoo()\n";

green::trace::Recipe recipe() {
    green::trace::Recipe recipe;
    recipe.language = "python";
    recipe.sources = {{"program.py", program}};
    return recipe;
}

// A run that stands at line 5, with its text open for editing.
struct Bench {
    TraceText trace{recipe()};
    views::RunView run;
    QTextDocument document;
    views::SourceView view{run};

    Bench() {
        trace.add("file program.py\nmain prints a at 5\nmain prints b at 6\n");
        run.setStore(trace.store());
        run.setPlayhead(1);
        document.setPlainText(QString::fromUtf8(program));
        view.showText(document, "program.py", "python", true);
        view.resize(480, 300);
        view.show();
    }
    bool ready() {
        view.setFocus();
        return QTest::qWaitForWindowActive(&view);
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, key, modifiers); }
    QString text() const { return document.toPlainText(); }
};

}  // namespace

class TestSourceEditing : public QObject {
    Q_OBJECT
private slots:
    void typingWritesAndUndoTakesBack() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.view.goToLine(5);
        QTest::keyClicks(&bench.view, "if 1:");
        bench.press(Qt::Key_Return);
        QTest::keyClicks(&bench.view, "x");
        QCOMPARE(bench.text(), "def foo():\n    pass\n\n\nif 1:\n    xfoo()\nfoo()\n");
        while (bench.document.isUndoAvailable()) bench.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(bench.text(), program);
        bench.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(bench.text() != program);
    }

    void tabsMoveLines() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.press(Qt::Key_A, Qt::ControlModifier);
        bench.press(Qt::Key_Tab);
        QCOMPARE(bench.text(), "    def foo():\n        pass\n\n\n    foo()\n    foo()\n");
        bench.press(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(bench.text(), program);
        bench.view.goToLine(2);
        bench.press(Qt::Key_Home);
        QCOMPARE(bench.view.textCursor().positionInBlock(), 4);
        bench.press(Qt::Key_Backspace);
        QCOMPARE(bench.document.findBlockByNumber(1).text(), "pass");
        bench.view.toggleComment();
        QCOMPARE(bench.document.findBlockByNumber(1).text(), "# pass");
    }

    // Lines that somebody has changed are other lines.
    void greenletsAreShownWhereTheTextIsTheOneThatRan() {
        Bench bench;
        QVERIFY(bench.ready());
        QSignalSpy changed(&bench.view, &views::SourceView::fitsChanged);
        QVERIFY(bench.view.fits());
        QCOMPARE(bench.view.currentLine(), 5u);
        QCOMPARE(bench.view.pillsAt(5), QStringList{"main"});
        QTest::keyClicks(&bench.view, "x");
        QVERIFY(!bench.view.fits());
        QCOMPARE(bench.view.currentLine(), 0u);
        QCOMPARE(bench.view.spots().size(), std::size_t{0});
        QCOMPARE(bench.view.plainText(), "");
        bench.run.setPlayhead(2);
        bench.press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(bench.view.fits());
        QCOMPARE(bench.view.plainText(), "6: main (running)");
        QCOMPARE(changed.count(), 2);
        // A no-break space is not a blank.
        bench.view.goToLine(2);
        QTest::keyClick(&bench.view, Qt::Key_Delete);
        QTest::keyClicks(&bench.view, QString(QChar::Nbsp));
        QVERIFY(!bench.view.fits());
        while (bench.document.isUndoAvailable()) bench.press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(bench.view.fits());
        // A run of the same words under another name is another program's.
        bench.view.showText(bench.document, "other.py", "python", true);
        QVERIFY(!bench.view.fits());
    }

    void theRunsOwnTextIsNotEdited() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.view.showRun();
        QTest::keyClicks(&bench.view, "x");
        bench.press(Qt::Key_Tab);
        bench.press(Qt::Key_Delete);
        QCOMPARE(bench.view.toPlainText() + '\n', program);
        QCOMPARE(bench.text(), program);
        QVERIFY(bench.view.fits());
    }

    // Two texts, one after the other, as behind tabs.
    void eachTextKeepsItsCursorAndItsUndo() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.view.goToLine(5);
        QTest::keyClicks(&bench.view, "xy");
        const int place = bench.view.textCursor().position();
        bench.view.showRun();
        bench.view.showText(bench.document, "program.py", "python", true);
        QCOMPARE(bench.view.textCursor().position(), place);
        while (bench.document.isUndoAvailable()) bench.press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(bench.text(), program);
    }

    void anErrorStaysAtItsLine() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.view.markError(5, "NameError: foo");
        QCOMPARE(bench.view.errorLine(), 5u);
        const auto ground = [&] {
            bench.view.refreshNow();
            const auto image = bench.view.viewport()->grab().toImage();
            int lines = 0;
            for (int line = 0; line < 7; ++line)
                if (image.pixelColor(300, line * 20 + 10) == views::palette(views::Theme::Light).errorSoft)
                    lines += 1 << line;
            return lines;
        };
        QCOMPARE(ground(), 1 << 4);
        bench.view.goToLine(1);
        bench.press(Qt::Key_Return);
        QCOMPARE(bench.view.errorLine(), 6u);
        QCOMPARE(ground(), 1 << 5);
        bench.view.clearError();
        QCOMPARE(ground(), 0);
        bench.view.markError(99, "elsewhere");
        QCOMPARE(bench.view.errorLine(), 0u);
    }

    void findsForwardAndBackRoundTheEnd() {
        Bench bench;
        QVERIFY(bench.ready());
        QCOMPARE(bench.view.mark("FOO"), 3);
        QCOMPARE(bench.view.goToMarked(true), 1);
        QCOMPARE(bench.view.goToMarked(true), 2);
        QCOMPARE(bench.view.goToMarked(true), 3);
        QCOMPARE(bench.view.textCursor().blockNumber(), 5);
        QCOMPARE(bench.view.goToMarked(true), 1);
        QCOMPARE(bench.view.goToMarked(false), 3);
        QCOMPARE(bench.view.textCursor().selectedText(), "foo");
        QCOMPARE(bench.view.mark("nowhere"), 0);
        QCOMPARE(bench.view.goToMarked(true), 0);
        QCOMPARE(bench.view.mark({}), 0);
    }

    // Stepping and playing keys belong to the text while it is edited, and to the window while it is read.
    void keysBelongToWhoUsesThem() {
        Bench bench;
        QVERIFY(bench.ready());
        const auto taken = [&](int key, Qt::KeyboardModifiers modifiers, const char* text = "") {
            QKeyEvent event(QEvent::ShortcutOverride, key, modifiers, QString::fromLatin1(text));
            event.ignore();
            QCoreApplication::sendEvent(&bench.view, &event);
            return event.isAccepted();
        };
        for (const int key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_PageDown, Qt::Key_Space, Qt::Key_W})
            QVERIFY(taken(key, {}, key == Qt::Key_W ? "w" : key == Qt::Key_Space ? " " : ""));
        for (const int key : {Qt::Key_R, Qt::Key_S, Qt::Key_F, Qt::Key_Up, Qt::Key_PageDown, Qt::Key_Slash})
            QVERIFY(!taken(key, Qt::ControlModifier));
        for (const int key : {Qt::Key_F5, Qt::Key_F10, Qt::Key_F1}) QVERIFY(!taken(key, {}));
        QVERIFY(!taken(Qt::Key_1, Qt::AltModifier, "1"));
        bench.view.showRun();
        for (const int key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_PageDown, Qt::Key_Space, Qt::Key_W})
            QVERIFY(!taken(key, {}, key == Qt::Key_W ? "w" : ""));
        QVERIFY(taken(Qt::Key_Down, {}));
    }

    void escLeavesTheText() {
        Bench bench;
        QVERIFY(bench.ready());
        QSignalSpy left(&bench.view, &views::SourceView::left);
        bench.press(Qt::Key_Escape);
        QCOMPARE(left.count(), 1);
    }

    // Every line is as high as the lines of all panes, whatever the font says, and the numbers stand beside them.
    void linesHaveTheirHeight() {
        Bench bench;
        QVERIFY(bench.ready());
        QTextCursor cursor(&bench.document);
        for (int line = 0; line < 6; ++line) {
            cursor.setPosition(bench.document.findBlockByNumber(line).position());
            const auto rect = bench.view.cursorRect(cursor);
            QVERIFY2(rect.center().y() >= line * 20 + 7 && rect.center().y() <= line * 20 + 13,
                     qPrintable(QStringLiteral("%1: %2").arg(line).arg(rect.center().y())));
        }
        bench.view.setTextSize(26);
        cursor.setPosition(bench.document.findBlockByNumber(3).position());
        QVERIFY(bench.view.cursorRect(cursor).center().y() > 130);
        QVERIFY(bench.view.findChild<QWidget*>("lineNumbers")->width() >= 80);
    }
};

QTEST_MAIN(TestSourceEditing)
#include "test_source_editing.moc"
