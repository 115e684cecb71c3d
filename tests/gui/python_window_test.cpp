// Real Python in the window: what the tests with a stand-in can't show.
#include <QLineEdit>
#include <QTemporaryDir>
#include <QtTest>

#include "console/console_view.h"
#include "gui/bench.h"
#include "source/source_view.h"

using tests::Window;
using Engine = app::Session::Engine;

namespace {

struct Bench {
    Window window{{}, app::Interpreter::ofBuild()};

    bool example(const char* id) { return window.openExample(id); }
    // In place of the example's text.
    void write(const char* text) {
        source().setFocus();
        source().selectAll();
        source().insertPlainText(QString::fromUtf8(text));
        window.press(Qt::Key_R, Qt::ControlModifier);
    }
    views::SourceView& source() { return *window.find<views::SourceView>("sourceView"); }
    QString console() { return window.find<views::ConsoleView>("consoleView")->wholeText(); }
    QString message() { return window.main.messages().text(); }
};

}  // namespace

class PythonWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void greenletsStandAtTheirLines();
    void errorsAreShownWhereTheyAre_data();
    void errorsAreShownWhereTheyAre();
    void aProgramFindsWhatLiesBesideIt();
    void aProgramGetsItsArgumentsWheneverItRuns();
    void stderrIsInTheConsole();
    void stopsARunawayAtOnce_data();
    void stopsARunawayAtOnce();
    void asksForInput();
    void runsAgainAndAgain();
};

void PythonWindowTest::greenletsStandAtTheirLines() {
    Bench bench;
    QVERIFY(bench.example("bounded-queue"));
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
    QVERIFY(bench.console().contains("worker bob quits"));
    // The boss is held back: his put and the joinall of main stand at their lines.
    QStringList lines;
    for (const auto& line : bench.source().toPlainText().split(u'\n')) lines << line.trimmed();
    const auto at = [&](const char* line) {
        return static_cast<std::uint32_t>(lines.indexOf(QLatin1String(line)) + 1);
    };
    bench.window.press(Qt::Key_Home);
    bool stood = false;
    for (int i = 0; i < 30 && !stood; ++i) {
        bench.window.press(Qt::Key_PageDown);
        stood = bench.source().plainText().contains(QStringLiteral("%1: boss (waits: put(4))").arg(at("tasks.put(i)")));
    }
    QVERIFY(stood);
    QVERIFY(bench.source().plainText().contains(QStringLiteral("%1: main (waits: joinall)").arg(at("joinall(["))));
}

void PythonWindowTest::errorsAreShownWhereTheyAre_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("error");
    QTest::newRow("syntax") << QByteArray("import gevent\n\ndef f(:\n    pass\n") << 3 << "SyntaxError: invalid syntax";
    QTest::newRow("a module that is not there")
        << QByteArray("import gevent\nimport nowhere\n") << 2 << "ModuleNotFoundError: No module named 'nowhere'";
    QTest::newRow("in a function") << QByteArray("def f():\n    return 1 / 0\n\nf()\n") << 2
                                   << "ZeroDivisionError: division by zero";
    QTest::newRow("behind a library") << QByteArray("import json\njson.loads('{')\n") << 2 << "JSONDecodeError";
    QTest::newRow("indentation") << QByteArray("x = 1\n  y = 2\n") << 2 << "IndentationError: unexpected indent";
}

void PythonWindowTest::errorsAreShownWhereTheyAre() {
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(QString, error);
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write(text.constData());
    QVERIFY(bench.window.settle());
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
    QTRY_COMPARE(static_cast<int>(bench.source().errorLine()), line);
    QVERIFY2(bench.message().startsWith(QStringLiteral("Line %1: ").arg(line)) && bench.message().contains(error),
             qPrintable(bench.message()));
    QVERIFY2(bench.console().contains(error), qPrintable(bench.console()));
    QVERIFY2(bench.console().contains(QStringLiteral("File \"context-switch.py\", line %1").arg(line)),
             qPrintable(bench.console()));
}

void PythonWindowTest::aProgramFindsWhatLiesBesideIt() {
    QTemporaryDir folder;
    const auto put = [&](const char* name, const QByteArray& text) {
        QFile file(folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("%s", name);
        return file.fileName();
    };
    put("data.txt", "beside");
    const auto file = put("mine.py",
                          "import os, sys\nhere = os.path.dirname(__file__)\n"
                          "print(open(os.path.join(here, 'data.txt')).read(), sys.argv[0] == __file__)\n1 / 0\n");
    Bench bench;
    QVERIFY(bench.window.openFile(file));
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
    QVERIFY2(bench.console().startsWith("beside True\n"), qPrintable(bench.console()));
    QTRY_COMPARE(bench.source().errorLine(), 4u);
}

void PythonWindowTest::aProgramGetsItsArgumentsWheneverItRuns() {
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("mine.py")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("import sys\nprint(sys.argv[1:])\n") > 0);
    file.close();
    Bench bench;
    QVERIFY(bench.window.activate() && bench.window.main.openFile(file.fileName(), {"a b", "--c"}));
    for (int run = 0; run < 2; ++run) {
        QVERIFY(bench.window.settle());
        bench.window.press(Qt::Key_F5);
        QVERIFY(bench.window.waitForEnd());
        QCOMPARE(bench.console(), QStringLiteral("['a b', '--c']\n"));
        bench.window.press(Qt::Key_R, Qt::ControlModifier);
    }
}

void PythonWindowTest::stderrIsInTheConsole() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("import gevent, sys\nprint('careful', 1, file=sys.stderr)\ngevent.spawn(lambda: 1 / 0).join()\n");
    QVERIFY(bench.window.settle());
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
    QVERIFY2(bench.console().startsWith("careful 1\n"), qPrintable(bench.console()));
    QCOMPARE(bench.console().count("ZeroDivisionError: division by zero"), 1);
    QVERIFY2(bench.console().contains(" failed:\nTraceback (most recent call last):\n"), qPrintable(bench.console()));
}

void PythonWindowTest::stopsARunawayAtOnce_data() {
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const char* text) { QTest::newRow(name) << QByteArray(text); };
    row("that computes", "import gevent\ngevent.sleep(0)\nopen('BEGUN', 'w').close()\nwhile True:\n    pass\n");
    row("that catches everything",
        "import gevent\ngevent.sleep(0)\nopen('BEGUN', 'w').close()\nn = 0\nwhile n < 3:\n    try:\n        while "
        "True:\n            pass\n"
        "    except BaseException:\n        n += 1\n");
    row("that sleeps in the real world",
        "import gevent, select\ngevent.sleep(0)\nopen('BEGUN', 'w').close()\nselect.select([], [], [], 100)\n");
    row("that only gives way", "import gevent\nopen('BEGUN', 'w').close()\nwhile True:\n    gevent.sleep(0)\n");
}

void PythonWindowTest::stopsARunawayAtOnce() {
    QFETCH(QByteArray, text);
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    QTemporaryDir folder;
    const auto begun = folder.filePath("begun");
    bench.write(QByteArray(text).replace("BEGUN", begun.toUtf8()).constData());
    QVERIFY(bench.window.settle());
    bench.window.press(Qt::Key_F5);
    QTRY_VERIFY(QFile::exists(begun));
    bench.window.press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE(bench.window.main.session().engine(), Engine::Ended);
    QVERIFY2(!bench.window.main.session().leftThreadBehind(), qPrintable(bench.message()));
    bench.write("print('alive')\n");
    QVERIFY(bench.window.settle());
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
    QCOMPARE(bench.console(), "alive\n");
}

void PythonWindowTest::asksForInput() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write(
        "name = input('Name? ')\nprint('hello', name)\ntry:\n    input()\nexcept EOFError:\n    print('over')\n");
    auto* line = bench.window.find<QLineEdit>("inputText");
    QTRY_VERIFY(line->isVisible());
    QCOMPARE(bench.window.text("inputPrompt"), "Name?");
    QTest::keyClicks(line, "Ada");
    QTest::keyClick(line, Qt::Key_Return);
    bench.window.press(Qt::Key_F5);
    QTRY_VERIFY(bench.console().contains("hello Ada"));
    QTRY_COMPARE(bench.window.text("inputPrompt"), "input:");
    QTest::mouseClick(bench.window.find<QAbstractButton>("inputEnd"), Qt::LeftButton);
    QVERIFY(bench.window.waitForEnd());
    QCOMPARE(bench.console(), "Name? Ada\nhello Ada\nover\n");
    // A wait that is stopped leaves the interpreter to the next program.
    bench.write("input()\n");
    QTRY_VERIFY(line->isVisible());
    bench.window.press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE(bench.window.main.session().engine(), Engine::Ended);
    QVERIFY(!bench.window.main.session().leftThreadBehind());
    bench.write("print('next')\n");
    QVERIFY(bench.window.settle());
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
    QCOMPARE(bench.console(), "next\n");
}

// From any state of the run before it, and with the other language between.
void PythonWindowTest::runsAgainAndAgain() {
    Bench bench;
    for (const char* id : {"context-switch", "sync-async", "select-polling", "bounded-queue"}) {
        QVERIFY(bench.example(id));
        for (int turn = 0; turn < 6; ++turn) {
            for (int i = 0; i < turn; ++i) bench.window.press(Qt::Key_PageDown);
            QVERIFY(bench.window.settle());
            bench.window.press(turn % 3 == 2 ? Qt::Key_L : Qt::Key_R, Qt::ControlModifier);
            QVERIFY(bench.window.settle());
            QCOMPARE(bench.message(), "");
            QCOMPARE(bench.window.badge(), "LIVE");
        }
        QVERIFY(bench.source().fits());
    }
}

QTEST_MAIN(PythonWindowTest)
#include "python_window_test.moc"
