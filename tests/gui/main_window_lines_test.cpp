// Stepping by line, breakpoints and variables in the window, with real keys and clicks.
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest>

#include "gui/bench.h"
#include "gui/toy_python.h"
#include "source/source_view.h"
#include "variables/variables_view.h"
#include "window/dock.h"

using tests::ToyPython;
using tests::Window;

namespace {

constexpr auto program = "print one\nprint two\n\n# three\nsleep\nprint four\nprint five\n";

struct Bench {
    QTemporaryDir folder;
    ToyPython toy;
    Window window;

    explicit Bench(app::Settings settings = {}) : window(std::move(settings), toy.interpreter()) {}

    QString path() const { return folder.filePath(QStringLiteral("lines.py")); }
    bool open() {
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly) || file.write(program) < 0) return false;
        file.close();
        return window.openFile(path());
    }
    views::SourceView& source() { return *window.find<views::SourceView>("sourceView"); }
    QString variables() { return window.find<views::VariablesView>("variablesView")->plainText(); }
    QString message() { return window.main.messages().text(); }
    // The number of a line is clicked.
    void clickNumber(int line) {
        auto* numbers = window.find<QWidget>("lineNumbers");
        const QTextCursor cursor(source().document()->findBlockByNumber(line - 1));
        QTest::mouseClick(numbers, Qt::LeftButton, {},
                          {10, source().viewport()->y() + source().cursorRect(cursor).center().y()});
    }
    std::uint32_t press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        window.press(key, modifiers);
        return window.settle() ? source().currentLine() : 0;
    }
};

}  // namespace

class MainWindowLinesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void keysStepByLineForwardAndBack();
    void thePaneOfVariablesFollows();
    void aClickOnANumberSetsABreakpoint();
    void theKeySetsABreakpointAtTheCursor();
    void breakpointsMoveWithTheTextAndAreKept();
    void filesOfOneNameHaveBreakpointsOfTheirOwn();
    void breakpointsGoWithATextToItsNewFile();
    void aRunWithoutLinesSaysSo();
};

void MainWindowLinesTest::keysStepByLineForwardAndBack() {
    Bench bench;
    QVERIFY(bench.open());
    QCOMPARE(bench.source().currentLine(), 2U);  // the newest event is its
    QCOMPARE(bench.press(Qt::Key_F10, Qt::AltModifier), 2U);
    QVERIFY(bench.window.main.view().isBeforeLine());
    QCOMPARE(bench.press(Qt::Key_F11, Qt::AltModifier), 1U);
    QCOMPARE(bench.press(Qt::Key_F10), 2U);
    QCOMPARE(bench.press(Qt::Key_F11), 5U);
    QCOMPARE(bench.press(Qt::Key_F10), 6U);
    QCOMPARE(bench.window.badge(), QStringLiteral("LIVE"));
    QVERIFY(bench.window.main.session().isHeldAtLine());
    QCOMPARE(bench.press(Qt::Key_F10), 7U);
    QCOMPARE(bench.press(Qt::Key_F10), 7U);
    QCOMPARE(bench.window.badge(), QStringLiteral("ENDED"));
}

void MainWindowLinesTest::thePaneOfVariablesFollows() {
    Bench bench;
    QVERIFY(bench.open());
    QVERIFY(bench.window.find<views::VariablesView>("variablesView")->visibleRegion().isEmpty());
    QCOMPARE(bench.press(Qt::Key_F10), 5U);
    QTRY_VERIFY(!bench.window.find<views::VariablesView>("variablesView")->visibleRegion().isEmpty());
    QCOMPARE(bench.variables(), QStringLiteral("main, before line 5\n> <module> lines.py:5\nVariables of <module>\n"
                                               "* words = sleep (was print two)"));
}

void MainWindowLinesTest::aClickOnANumberSetsABreakpoint() {
    Bench bench;
    QVERIFY(bench.open());
    auto* before = QApplication::focusWidget();
    bench.clickNumber(7);
    QCOMPARE(bench.source().breakpoints(), std::set<std::uint32_t>{7});
    // The text must not get the keys by that.
    QCOMPARE(QApplication::focusWidget(), before);
    QCOMPARE(bench.press(Qt::Key_F5), 7U);
    QVERIFY(bench.window.main.session().isHeldAtLine());
    bench.clickNumber(7);
    QVERIFY(bench.source().breakpoints().empty());
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
}

void MainWindowLinesTest::theKeySetsABreakpointAtTheCursor() {
    Bench bench;
    QVERIFY(bench.open());
    bench.source().goToLine(3);
    bench.window.press(Qt::Key_F9);
    QCOMPARE(bench.source().breakpoints(), std::set<std::uint32_t>{5});  // 3 is empty, 4 a comment
    bench.source().goToLine(1);
    bench.window.press(Qt::Key_F9);
    QCOMPARE(bench.source().breakpoints(), (std::set<std::uint32_t>{1, 5}));
    // Back in the record, and forward again.
    QCOMPARE(bench.press(Qt::Key_F5, Qt::AltModifier), 1U);
    QCOMPARE(bench.press(Qt::Key_F5), 5U);
    QCOMPARE(bench.press(Qt::Key_F5, Qt::AltModifier), 1U);
    bench.window.press(Qt::Key_F9, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(bench.source().breakpoints().empty());
}

void MainWindowLinesTest::breakpointsMoveWithTheTextAndAreKept() {
    QTemporaryDir place;
    const auto file = place.filePath(QStringLiteral("settings.ini"));
    Bench bench(app::Settings::inFile(file));
    QVERIFY(bench.open());
    bench.clickNumber(6);
    bench.source().goToLine(1);
    bench.window.press(Qt::Key_F2);
    bench.window.press(Qt::Key_Return);
    QCOMPARE(bench.source().breakpoints(), std::set<std::uint32_t>{7});
    QCOMPARE(app::Settings::inFile(file).breakpoints(QStringLiteral("file:") + bench.path()),
             std::set<std::uint32_t>{7});
    bench.window.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.source().breakpoints(), std::set<std::uint32_t>{6});
    // An example has its own.
    bench.window.main.openExample(QStringLiteral("bounded-queue"));
    QVERIFY(bench.window.settle());
    QVERIFY(bench.source().breakpoints().empty());
    QVERIFY(bench.open());
    QCOMPARE(bench.source().breakpoints(), std::set<std::uint32_t>{6});
    bench.window.press(Qt::Key_Escape);
    QCOMPARE(bench.press(Qt::Key_F5), 6U);
    QVERIFY(bench.window.main.session().isHeldAtLine());
}

void MainWindowLinesTest::filesOfOneNameHaveBreakpointsOfTheirOwn() {
    using Lines = std::set<std::uint32_t>;
    QTemporaryDir place;
    const auto settings = place.filePath(QStringLiteral("settings.ini"));
    Bench bench(app::Settings::inFile(settings));
    QVERIFY(bench.open());
    bench.clickNumber(6);
    Bench other(app::Settings::inFile(settings));
    QVERIFY(other.open());  // a file of that name elsewhere
    QCOMPARE(other.source().breakpoints(), Lines{});
    other.clickNumber(2);
    QVERIFY(bench.window.openFile(other.path()));
    QCOMPARE(bench.source().breakpoints(), Lines{2});
    QVERIFY(bench.open());
    QCOMPARE(bench.source().breakpoints(), Lines{6});
    bench.window.press(Qt::Key_Escape);
    QCOMPARE(bench.press(Qt::Key_F5), 6U);
    const auto kept = app::Settings::inFile(settings);
    QCOMPARE(kept.breakpoints(QStringLiteral("file:") + bench.path()), Lines{6});
    QCOMPARE(kept.breakpoints(QStringLiteral("file:") + other.path()), Lines{2});
}

void MainWindowLinesTest::breakpointsGoWithATextToItsNewFile() {
    using Lines = std::set<std::uint32_t>;
    Bench bench;
    QVERIFY(bench.open());
    bench.clickNumber(6);
    const auto copy = bench.folder.filePath(QStringLiteral("copy.py"));
    const auto answer = [copy](QWidget*, const QString&, const QString&, const QString&) { return copy; };
    bench.window.main.files().setChooser({answer, answer});
    bench.window.press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(bench.source().fileName(), QStringLiteral("copy.py"));
    QCOMPARE(bench.source().breakpoints(), Lines{6});
    QCOMPARE(bench.window.main.session().breakpoints().file, std::string("copy.py"));
    QVERIFY(bench.open());
    QCOMPARE(bench.source().breakpoints(), Lines{6});
}

void MainWindowLinesTest::aRunWithoutLinesSaysSo() {
    Bench bench;
    bench.window.main.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bench.window.main));
    QVERIFY(bench.window.open("context-switch"));
    QVERIFY(bench.variables().startsWith(QStringLiteral("This run has no lines: it is C++.")));
    const auto playhead = bench.window.playhead();
    bench.window.press(Qt::Key_F11);
    QCOMPARE(bench.message(), QStringLiteral("Only Python programs are stepped by line; this one is in C++."));
    QCOMPARE(bench.window.playhead(), playhead);
    QVERIFY(bench.window.find<QAction>("line-into")->toolTip().contains(QStringLiteral("Only Python programs")));
    bench.window.press(Qt::Key_F9);
    QCOMPARE(bench.message(), QStringLiteral("Only Python programs have breakpoints."));
    bench.window.press(Qt::Key_F10);
    QVERIFY(bench.window.settle());
    QVERIFY(bench.window.playhead() > playhead);
}

QTEST_MAIN(MainWindowLinesTest)
#include "main_window_lines_test.moc"
