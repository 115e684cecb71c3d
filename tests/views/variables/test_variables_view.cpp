#include <QSignalSpy>
#include <QtTest>

#include "support/line_text.h"
#include "variables/variables_view.h"

using green::trace::Recipe;
using support::TraceText;

namespace {

constexpr auto events = R"(main spawns foo
main waits join on foo
hub resumes foo
foo prints "2"
foo yields
hub resumes foo
foo ends "None" queueing notify
)";

constexpr auto lines = R"(after 0 main 12 <module>
after 3 foo 9 outer n=1
after 3 foo 4   inner n=1
after 3 foo 5   inner n=1 doubled=2
after 4 foo 6   inner n=3 doubled=2
after 6 foo 10 outer n=1 result=2
)";

Recipe python(green::trace::ClockKind clock = green::trace::ClockKind::Virtual) {
    Recipe recipe;
    recipe.language = "python";
    recipe.clock = clock;
    recipe.sources.push_back({"/home/somebody/program.py", ""});
    return recipe;
}

struct Shown {
    TraceText trace;
    views::RunView run;
    views::VariablesView view{run};

    explicit Shown(const Recipe& recipe = python(), const std::string& side = lines) : trace(recipe) {
        trace.add(events);
        if (!side.empty()) trace.store()->add_lines(support::line_block(trace, side, "/home/somebody/program.py"));
        run.setStore(trace.store());
        view.resize(300, 400);
        view.show();
    }
    QString text() { return view.plainText(); }
};

}  // namespace

class TestVariablesView : public QObject {
    Q_OBJECT

private slots:
    void theStackAndTheVariables() {
        Shown shown;
        shown.run.goToLine(3);
        QCOMPARE(shown.run.playhead(), 3U);
        QCOMPARE(shown.text(), QStringLiteral("foo, before line 5\n> inner program.py:5\n  outer program.py:9\n"
                                              "Variables of inner\n  n = 1\n* doubled = 2 (new)"));
        shown.run.goToLine(4);
        QCOMPARE(shown.text(), QStringLiteral("foo, before line 6\n> inner program.py:6\n  outer program.py:9\n"
                                              "Variables of inner\n* n = 3 (was 1)\n  doubled = 2"));
    }

    // What all greenlets share is seen to change, although no line of this one did that.
    void globalsThatTheFunctionNamesStandBelow() {
        Shown shown(python(),
                    "after 3 foo 4 bump name=ann | counter=4\nafter 3 foo 5 bump name=ann seen=4 | counter=4\n"
                    "after 6 foo 6 bump name=ann seen=4 | counter=5\n");
        shown.run.goToLine(1);
        QCOMPARE(shown.text().section(u'\n', 2),
                 QStringLiteral(
                     "Variables of bump\n  name = ann\n* seen = 4 (new)\nGlobals that bump names\n  counter = 4"));
        shown.run.goToLine(2);
        QCOMPARE(shown.text().section(u'\n', 2), QStringLiteral("Variables of bump\n  name = ann\n  seen = 4\n"
                                                                "Globals that bump names\n* counter = 5 (was 4)"));
    }

    void itFollowsThePlayhead() {
        Shown shown;
        shown.run.setPlayhead(4);
        QVERIFY(shown.text().startsWith(QStringLiteral("foo, in line 5\n> inner")));
        shown.run.setPlayhead(7);
        QCOMPARE(shown.text().section(u'\n', 0, 1),
                 QStringLiteral("foo has ended; its last line was 10\n> outer program.py:10"));
        shown.run.setPlayhead(2);
        // The hub runs: who ran a line last.
        QCOMPARE(shown.text(),
                 QStringLiteral("main, in line 12\n> <module> program.py:12\n<module> has no variables yet"));
    }

    void theSelectedGreenletIsShown() {
        Shown shown;
        shown.run.setPlayhead(4);
        shown.run.select(green::trace::Id::Main);
        QVERIFY(shown.text().startsWith(QStringLiteral("main, in line 12")));
        shown.run.select(shown.trace.id("foo"));
        QVERIFY(shown.text().startsWith(QStringLiteral("foo, in line 5")));
        shown.run.setPlayhead(2);
        QCOMPARE(shown.text(), QStringLiteral("foo has not begun."));
    }

    void aFunctionIsChosenByAClickAndByKeys() {
        Shown shown;
        shown.run.goToLine(4);
        QSignalSpy moved(&shown.run, &views::RunView::lineMoved);
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, shown.view.spots()[1].rect.center().toPoint());
        QCOMPARE(moved.count(), 1);
        QCOMPARE(shown.run.frame(), std::optional<green::trace::LineNumber>(1));
        QCOMPARE(shown.text(), QStringLiteral("foo, before line 6\n  inner program.py:6\n> outer program.py:9\n"
                                              "Variables of outer\n  n = 1"));
        QTest::keyClick(&shown.view, Qt::Key_Up);
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QVERIFY(shown.text().contains(QStringLiteral("> inner")));
        // Another line: its innermost one.
        QTest::keyClick(&shown.view, Qt::Key_Down);
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QVERIFY(shown.text().contains(QStringLiteral("> outer")));
        shown.run.goToLine(3);
        QVERIFY(shown.text().contains(QStringLiteral("> inner")));
    }

    void whereThereAreNoLinesItSaysWhy() {
        Recipe cpp;
        cpp.language = "cpp";
        QVERIFY(Shown(cpp, {}).text().startsWith(QStringLiteral("This run has no lines: it is C++.")));
        QVERIFY(Shown(python(green::trace::ClockKind::Real), {})
                    .text()
                    .startsWith(QStringLiteral("This run has no lines: it is on the real clock")));
        QCOMPARE(Shown(python(), {}).text(), QStringLiteral("No lines were recorded in this run."));
        QCOMPARE(Shown().text(), QStringLiteral("main has not begun."));
    }

    void whereTheyEndItSaysSo() {
        Shown shown;
        green::trace::LineBlock last;
        last.is_last = true;
        shown.trace.store()->add_lines(std::move(last));
        shown.run.setPlayhead(5);
        QVERIFY(!shown.text().contains(QStringLiteral("recorded up to here")));
        shown.run.setPlayhead(7);
        QCOMPARE(shown.text().section(u'\n', 1, 1),
                 QStringLiteral("Lines are recorded up to here: 6 of them. More are not kept."));
    }

    void linesThatArriveLateAreShown() {
        Shown shown(python(), "after 0 main 12 <module>\n");
        shown.run.setPlayhead(4);
        QVERIFY(shown.text().contains(QStringLiteral("foo has not begun.")));
        auto late = support::line_block(shown.trace, "after 3 foo 9 outer n=1\n");
        late.files.clear();
        shown.trace.store()->add_lines(std::move(late));
        shown.run.refresh(false);
        QVERIFY(shown.text().startsWith(QStringLiteral("foo, in line 9")));
    }
};

QTEST_MAIN(TestVariablesView)
#include "test_variables_view.moc"
