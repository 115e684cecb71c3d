#include <QMenu>
#include <QScrollBar>
#include <QtTest>

#include "pane/draw.h"
#include "source/source_view.h"
#include "support/line_text.h"
#include "support/trace_text.h"

using support::TraceText;

namespace {

green::trace::Recipe recipe(int lines = 12, int width = 5) {
    green::trace::Recipe recipe;
    std::string text;
    for (int i = 0; i < lines; ++i) text += std::string(static_cast<std::size_t>(width), 'x') + "\n";
    recipe.sources = {{"path/program.cpp", text}};
    return recipe;
}

QPoint middle(const views::Spot& spot) { return spot.rect.center().toPoint(); }

}  // namespace

class TestSourceView : public QObject {
    Q_OBJECT
private slots:
    void everyGreenletStandsAtItsLine() {
        TraceText trace(recipe());
        trace.add(
            "main spawns foo at 2\n"
            "main spawns bar at 3\n"
            "main waits joinall \"2 left\" at 4\n"
            "hub resumes foo\n"
            "foo yields at 7\n"
            "hub resumes bar\n"
            "bar prints hi at 7\n"
            "bar ends\n");
        views::RunView run;
        run.setStore(trace.store());
        views::SourceView view(run);
        view.resize(480, 400);
        view.show();
        run.setPlayhead(2);
        QCOMPARE(view.plainText(), "2: foo (has not run yet)\n3: main (running), bar (has not run yet)");
        QCOMPARE(view.currentLine(), 3u);
        run.setPlayhead(5);
        QCOMPARE(view.plainText(), "3: bar (has not run yet)\n4: main (waits: joinall)\n7: foo (runnable)");
        QCOMPARE(view.currentLine(), 7u);
        run.setPlayhead(7);
        QCOMPARE(view.pillsAt(7), (QStringList{"foo", "bar"}));
        // Who has ended is nowhere.
        run.setPlayhead(8);
        QCOMPARE(view.pillsAt(7), QStringList{"foo"});
    }

    // The hub takes over for a moment; then the one that it hands over to goes on from its line.
    void theHubHasNoLine() {
        TraceText trace(recipe());
        trace.add("main yields at 4\nhub runs wake main\nhub resumes main directly\n");
        views::RunView run;
        run.setStore(trace.store());
        views::SourceView view(run);
        run.setPlayhead(1);
        QCOMPARE(view.currentLine(), 4u);
        run.setPlayhead(2);
        QCOMPARE(view.currentLine(), 0u);
        run.setPlayhead(3);
        QCOMPARE(view.currentLine(), 4u);
    }

    void aLineOfAnotherFileIsNotShown() {
        TraceText trace(recipe());
        trace.add("file other.cpp\nmain prints a at 4\nfile /elsewhere/program.cpp\nmain prints b at 6\n");
        views::RunView run;
        run.setStore(trace.store());
        views::SourceView view(run);
        run.setPlayhead(1);
        QCOMPARE(view.currentLine(), 0u);
        QCOMPARE(view.plainText(), "");
        run.setPlayhead(2);
        QCOMPARE(view.plainText(), "6: main (running)");
    }

    // Who has called nothing yet stands where it was spawned, also in its first moments.
    void whoHasNotRunYetStandsWhereItWasSpawned() {
        TraceText trace(recipe());
        trace.add("main spawns bob at 2\nmain waits join on bob at 3\nhub resumes bob\nbob prints a at 6\n");
        views::RunView run;
        run.setStore(trace.store());
        views::SourceView view(run);
        view.resize(480, 400);
        view.show();
        run.setPlayhead(2);
        QCOMPARE(view.pillsAt(2), QStringList{"bob"});
        QCOMPARE(view.spots().front().text, "bob has not run yet; spawned here, line 2");
        const auto edge = [&](const views::Spot& spot) {
            const auto image = view.viewport()->grab().toImage();
            const auto paper = views::palette(views::Theme::Light).surface;
            int ink = 0;
            for (int x = 4; x < spot.rect.width() - 4; ++x)
                ink += image.pixelColor(spot.rect.topLeft().toPoint() + QPoint(x, 0)) != paper;
            return ink * 100 / (qRound(spot.rect.width()) - 8);
        };
        QVERIFY2(edge(view.spots()[0]) < 90, "dashed");
        QVERIFY2(edge(view.spots()[1]) == 100, "solid");
        run.setPlayhead(3);
        QCOMPARE(view.currentLine(), 0u);
        QCOMPARE(view.plainText(), "2: bob (running)\n3: main (waits: join())");
        QCOMPARE(view.spots().front().text, "bob runs for the first time; spawned here, line 2");
        run.setPlayhead(4);
        QCOMPARE(view.plainText(), "3: main (waits: join())\n6: bob (running)");
    }

    // Names where there is room for them, else glyphs; a count only where not even those fit.
    void pillsGetShortInsteadOfCoveringTheCode() {
        for (const int width : {10, 40, 46, 48, 50, 54, 70}) {
            TraceText trace(recipe(12, width));
            trace.add(
                "main spawns steve at 2\nmain spawns john at 2\nmain spawns bob at 2\nmain yields at 3\n"
                "hub resumes steve\nsteve yields at 7\nhub resumes john\njohn yields at 7\n"
                "hub resumes bob\nbob prints a at 7\n");
            views::RunView run;
            run.setStore(trace.store());
            run.setPlayhead(trace.store()->size());
            views::SourceView view(run);
            view.resize(480, 400);
            view.show();
            const qreal codeEnd = 4 + QFontMetricsF(views::codeFont(13)).horizontalAdvance(QString(width, u'x'));
            const auto pills = view.pillsAt(7);
            const auto left = std::ranges::find_if(view.spots(), [](const auto& spot) {
                                  return spot.text.endsWith("line 7") || spot.text.contains("in line 7");
                              })->rect.left();
            const qreal right = view.viewport()->width() - 8;
            const qreal room = right - codeEnd - 8;
            if (room > 170) {
                QCOMPARE(pills, (QStringList{"steve", "john", "bob"}));
            } else if (room >= 68) {
                // The one that runs keeps its name the longest.
                QCOMPARE(pills.size(), 3);
                QVERIFY2(pills[0] == "(steve)" || pills[0] == "steve", qPrintable(pills[0]));
                QVERIFY2(room < 110 || pills[2] == "bob", qPrintable(pills.join(u' ')));
            }
            // No smaller than one glyph and a count.
            if (room > 52) QVERIFY2(left >= codeEnd, qPrintable(QString::number(width)));
            QVERIFY(left >= right - 52 || left >= codeEnd);
            if (pills.last().startsWith(u'+')) {
                QCOMPARE(pills, (QStringList{"(bob)", "+2"}));
                const auto fold = std::ranges::find_if(
                    view.spots(), [](const auto& spot) { return spot.id == green::trace::Id::None; });
                QCOMPARE(fold->text, "2 more greenlets in line 7: steve, john");
            }
        }
    }

    void whereTheCodeReachesTheEdgeThePillStandsInFrontOfIt() {
        green::trace::Recipe indented;
        indented.sources = {{"program.cpp", "x\n    " + std::string(60, 'x') + "\n"}};
        TraceText trace(indented);
        trace.add("main prints a at 2\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(1);
        views::SourceView view(run);
        view.resize(480, 400);
        view.show();
        const auto pill = view.spots().front().rect;
        QVERIFY(pill.left() >= 0);
        QVERIFY(pill.right() <= 4 + QFontMetricsF(views::codeFont(13)).horizontalAdvance("    "));
    }

    void clickingAPillSelectsTheGreenlet() {
        TraceText trace(recipe());
        trace.add("main spawns foo at 2\nmain waits join on foo at 3\nhub resumes foo\nfoo yields at 5\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(4);
        views::SourceView view(run);
        view.resize(480, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(view.spots().size(), std::size_t{2});
        const auto foo = view.spots()[1];
        QVERIFY(foo.rect.right() <= view.viewport()->width() - 8);
        QCOMPARE(foo.text, "foo: runnable, line 5");
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, middle(foo));
        QCOMPARE(run.selection(), trace.id("foo"));
    }

    // As many as fit beside the text, the selected one among them, and a list for the rest.
    void aLongRowFoldsIntoACount() {
        TraceText trace(recipe());
        std::string lines;
        for (char c = 'a'; c <= 'z'; ++c) lines += "main spawns greenlet_" + std::string(1, c) + " at 2\n";
        lines += "main yields at 3\n";
        for (char c = 'a'; c <= 'z'; ++c) {
            const auto name = "greenlet_" + std::string(1, c);
            lines += "hub resumes " + name + "\n" + name + " yields at 5\n";
        }
        trace.add(lines);
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(trace.store()->size());
        views::SourceView view(run);
        view.resize(480, 400);
        view.show();
        auto pills = view.pillsAt(5);
        QVERIFY(pills.size() > 2);
        QCOMPARE(pills.first(), "(greenlet_a)");
        QCOMPARE(pills.last(), QStringLiteral("+%1").arg(26 - (pills.size() - 1)));
        QVERIFY(view.spots().front().rect.left() > 4);

        run.select(trace.id("greenlet_x"));
        pills = view.pillsAt(5);
        QVERIFY(pills.contains("greenlet_x"));
        const auto& folded =
            *std::ranges::find_if(view.spots(), [](const auto& spot) { return spot.text.contains("more greenlets"); });
        QVERIFY2(folded.text.contains("greenlet_z") && !folded.text.contains("greenlet_x"), qPrintable(folded.text));

        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto fold =
            *std::ranges::find_if(view.spots(), [](const auto& spot) { return spot.id == green::trace::Id::None; });
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, middle(fold));
        auto* menu = view.findChild<QMenu*>("lineMenu");
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 26);
        menu->actions()[2]->trigger();
        QCOMPARE(run.selection(), trace.id("greenlet_c"));
        menu->close();
    }

    void theViewScrollsAsLittleAsItMustAndLeavesTheUserAlone() {
        TraceText trace(recipe(100));
        trace.add("main prints a at 3\nmain prints b at 5\nmain prints c at 60\nmain prints d at 59\n");
        views::RunView run;
        run.setStore(trace.store());
        views::SourceView view(run);
        view.resize(480, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto at = [&](EventNumber n) {
            run.setPlayhead(n);
            view.refreshNow();
            return view.verticalScrollBar()->value();
        };
        QCOMPARE(at(1), 0);
        QCOMPARE(at(2), 0);
        const int low = at(3);
        const int page = view.viewport()->height() / 20;  // lines, as the bar counts
        QVERIFY(low + page >= 60 && low + page <= 63);
        QCOMPARE(at(4), low);
        view.verticalScrollBar()->setValue(0);
        run.select(green::trace::Id::Main);
        view.refreshNow();
        QCOMPARE(view.verticalScrollBar()->value(), 0);
    }

    // Only the one that runs is filled.
    void theRunningOneIsFilled() {
        TraceText trace(recipe());
        trace.add("main spawns foo at 2\nmain yields at 3\nhub resumes foo\nfoo prints a at 6\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(4);
        views::SourceView view(run);
        view.resize(480, 400);
        view.show();
        const auto image = view.viewport()->grab().toImage();
        const auto inside = [&](const views::Spot& spot) {
            return image.pixelColor(spot.rect.topLeft().toPoint() + QPoint(4, 3));
        };
        QCOMPARE(view.spots().size(), std::size_t{2});
        QCOMPARE(inside(view.spots()[0]), views::palette(views::Theme::Light).surface);
        QCOMPARE(inside(view.spots()[1]), views::colours(views::Look::Running, views::Theme::Light).fill);
    }

    // print(f()) at line 3: f's line ran last, but it has returned; and what the hub does has no line.
    void aCallsOwnLineIsNewerThanThatOfWhatItCalled() {
        TraceText trace(recipe());
        trace.add(
            "main makes queue jobs at 1\nmain spawns foo at 2\nmain prints a at 3\nmain yields at 4\nhub resumes "
            "foo\n");
        trace.store()->add_lines(support::line_block(trace, R"(after 0 main 1 outer
after 1 main 2 outer
after 2 main 3 outer
after 2 main 8   f
after 3 main 4 outer
)",
                                                     "path/program.cpp"));
        views::RunView run;
        run.setStore(trace.store());
        views::SourceView view(run);
        run.setPlayhead(2);
        QCOMPARE(view.currentLine(), 2u);
        run.goToLine(3);
        QCOMPARE(view.currentLine(), 8u);
        run.setPlayhead(3);
        QCOMPARE(view.currentLine(), 3u);
        QCOMPARE(view.plainText(), "2: foo (has not run yet)\n3: main (running)");
        run.setPlayhead(5);
        QCOMPARE(view.currentLine(), 0u);
        QCOMPARE(view.plainText(), "2: foo (running)\n4: main (runnable)");
    }

    void anotherRunBringsItsOwnText() {
        TraceText first(recipe());
        TraceText second(recipe(3));
        first.add("main prints a at 3\n");
        second.add("main prints a at 1\n");
        views::RunView run;
        views::SourceView view(run);
        QSignalSpy changed(&view, &views::SourceView::fileChanged);
        run.setStore(first.store());
        run.setPlayhead(1);
        QCOMPARE(view.currentLine(), 3u);
        run.setStore(second.store());
        QCOMPARE(view.fileName(), "path/program.cpp");
        QCOMPARE(view.plainText(), "");
        run.setPlayhead(1);
        QCOMPARE(view.plainText(), "1: main (running)");
        QCOMPARE(changed.count(), 2);
    }

private:
    using EventNumber = green::trace::EventNumber;
};

QTEST_MAIN(TestSourceView)
#include "test_source_view.moc"
