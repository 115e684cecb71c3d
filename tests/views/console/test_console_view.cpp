#include <QAction>
#include <QClipboard>
#include <QScrollBar>
#include <QtTest>

#include "console/console_view.h"
#include "console/wrap.h"
#include "support/trace_text.h"

using support::TraceText;
using views::ConsoleLines;

namespace {

// "3:hello 5+6:ab !7:error": the events of each line, and its text.
QString linesOf(const green::trace::TraceStore& store, ConsoleLines& lines) {
    lines.update(store);
    QStringList all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        QStringList events;
        QString text;
        for (std::size_t k = 0; k < lines.pieceCount(i); ++k) {
            events << QString::number(lines.piece(i, k).event);
            text += lines.text(store, lines.piece(i, k));
        }
        all << (lines.line(i).error ? "!" : "") + events.join(u'+') + ":" + text + (lines.line(i).open ? "..." : "");
    }
    return all.join(u'|');
}

}  // namespace

class TestConsoleView : public QObject {
    Q_OBJECT
private slots:
    // Also in a narrow pane; only a word that is longer than a row is broken.
    void rowsEndAtBlanks_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QStringList>("rows");
        QTest::newRow("blanks early in the row")
            << "value 6 exception None" << 15 << QStringList{"value 6 ", "exception None"};
        QTest::newRow("as long as a row") << "a exception" << 9 << QStringList{"a ", "exception"};
        QTest::newRow("a word too long for any row") << "a exceptions b" << 9 << QStringList{"a excepti", "ons b"};
        QTest::newRow("no blank") << "exceptions" << 4 << QStringList{"exce", "ptio", "ns"};
    }
    void rowsEndAtBlanks() {
        QFETCH(QString, text);
        QFETCH(int, columns);
        QFETCH(QStringList, rows);
        const auto starts = views::wrap(text, columns);
        QStringList shown;
        for (std::size_t i = 0; i < starts.size(); ++i)
            shown += text.mid(starts[i], (i + 1 < starts.size() ? starts[i + 1] : text.size()) - starts[i]);
        QCOMPARE(shown, rows);
    }

    void printsBecomeLines_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("expected");
        QTest::newRow("one each") << "main prints a\nmain prints b"
                                  << "1:a|2:b";
        QTest::newRow("joined up") << "main writes a\nmain writes b\nmain prints c\nmain prints d"
                                   << "1+2+3:abc|4:d";
        QTest::newRow("several lines in one print") << "main writes \"a\\nb\\nc\"\nmain prints d"
                                                    << "1:a|1:b|1+2:cd";
        QTest::newRow("empty lines") << "main prints \"\"\nmain prints \"\\n\""
                                     << "1:|2:|2:";
        QTest::newRow("a report has its own line") << "main writes a\nmain reports \"E: x\"\nmain prints b"
                                                   << "1:a|!2:E: x|3:b";
        QTest::newRow("still open") << "main writes a"
                                    << "1:a...";
    }
    void printsBecomeLines() {
        QFETCH(QString, lines);
        QFETCH(QString, expected);
        const auto store = support::trace_from_text(lines.toStdString());
        ConsoleLines all;
        QCOMPARE(linesOf(*store, all), expected);

        // The same where it grows event by event, over chunks of one event.
        TraceText growing({}, 1);
        ConsoleLines later;
        for (const auto& line : lines.split(u'\n')) {
            growing.add(line.toStdString());
            later.update(*growing.store());
        }
        QCOMPARE(linesOf(*growing.store(), later), expected);
    }

    void thePlayheadPartsTheOutput() {
        views::RunView run;
        run.setStore(
            support::trace_from_text("main prints a\nmain yields\nhub resumes main\nmain prints b\nmain prints c\n"));
        views::ConsoleView view(run);
        view.resize(400, 200);
        view.show();
        QCOMPARE(view.lineCount(), std::size_t{3});
        QCOMPARE(view.linesBefore(), std::size_t{0});
        QCOMPARE(view.plainText(), "");
        run.setPlayhead(3);
        QCOMPARE(view.linesBefore(), std::size_t{1});
        QCOMPARE(view.plainText(), "a\n");
        QCOMPARE(view.wholeText(), "a\nb\nc\n");
        // 6 px, lines of 20, and 9 for the playhead's line.
        const auto& spots = view.spots();
        QCOMPARE(spots[0].rect.top(), 6.0);
        QCOMPARE(spots[1].rect.top(), 35.0);
        QCOMPARE(spots[2].rect.top(), 55.0);
        const auto image = view.viewport()->grab().toImage();
        QCOMPARE(image.pixelColor(300, 30), views::palette(views::Theme::Light).text);
        QCOMPARE(image.pixelColor(300, 40), views::palette(views::Theme::Light).surface);
    }

    // What the window notes is nobody's print: it has no step, and goes with the run.
    void notesStandBetween() {
        views::RunView run;
        auto trace = TraceText().add("main prints a\nmain writes b");
        run.setStore(trace.store());
        run.setPlayhead(2);
        views::ConsoleView view(run);
        view.resize(400, 200);
        view.show();
        QCOMPARE(view.plainText(), "a\nb");
        view.note("noted");
        QCOMPARE(view.plainText(), "a\nb\nnoted\n");
        trace.add("main prints c");
        run.refresh(false);
        run.setPlayhead(3);
        QCOMPARE(view.wholeText(), "a\nb\nnoted\nc\n");
        QCOMPARE(view.visibleRows(), (QStringList{"a", "b", "noted", "c"}));
        QCOMPARE(view.spots()[2].text, "noted");
        QVERIFY(!view.grab().isNull());
        // It came when both had been printed.
        run.setPlayhead(1);
        QCOMPARE(view.plainText(), "a\n");
        QCOMPARE(view.linesBefore(), std::size_t{1});
        run.setStore(support::trace_from_text("main prints d"));
        QCOMPARE(view.wholeText(), "d\n");
    }

    void whatComesLaterIsFaint() {
        views::RunView run;
        run.setStore(support::trace_from_text("main prints MMMM\nmain prints MMMM\n"));
        run.setPlayhead(1);
        views::ConsoleView view(run);
        view.resize(400, 200);
        view.show();
        const auto image = view.viewport()->grab().toImage();
        const auto darkest = [&](const QRectF& row) {
            int least = 255;
            for (int y = static_cast<int>(row.top()); y < row.bottom(); ++y)
                for (int x = 64; x < 110; ++x) least = std::min(least, qGray(image.pixel(x, y)));
            return least;
        };
        QVERIFY(darkest(view.spots()[0].rect) < 80);
        QVERIFY(darkest(view.spots()[1].rect) > 110);
    }

    void aClickGoesToWhereALineWasPrinted() {
        views::RunView run;
        run.setStore(support::trace_from_text("main writes aaaa\nmain prints bbbb\nmain prints c\n"));
        views::ConsoleView view(run);
        view.resize(400, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto spots = view.spots();
        QCOMPARE(spots.size(), std::size_t{3});
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, spots[2].rect.center().toPoint());
        QCOMPARE(run.playhead(), 3u);
        // Each part of a joined line is its own print.
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.spots()[0].rect.center().toPoint());
        QCOMPARE(run.playhead(), 1u);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.spots()[1].rect.center().toPoint());
        QCOMPARE(run.playhead(), 2u);
    }

    void aReportIsMarkedAndSaysWhoFailed() {
        views::RunView run;
        run.setStore(support::trace_from_text(
            "main spawns foo\nmain yields\nhub resumes foo\nfoo fails \"E: x\"\nfoo reports \"E: x\"\n"));
        run.setPlayhead(5);
        views::ConsoleView view(run);
        view.resize(400, 200);
        view.show();
        QCOMPARE(view.plainText(), "foo failed: E: x\n");
        QCOMPARE(view.spots()[0].text, "Step 5, stderr: foo failed: E: x");
    }

    // Python tells of the error itself, at length: before of main's, after of a greenlet's.
    void anErrorIsSaidOnce() {
        views::RunView run;
        run.setStore(support::trace_from_text(
            "main spawns foo\nmain yields\nhub resumes foo\nfoo fails \"E: x\"\nfoo reports \"E: x\"\n"
            "foo reports \"Traceback:\\n  f()\\nE: x\\nfoo failed with E\" about nobody\nfoo ends\n"
            "hub resumes main\nmain reports \"Traceback:\\n  g()\\nE: y\" about nobody\nmain reports \"E: y\"\n"));
        views::ConsoleView view(run);
        view.resize(400, 300);
        view.show();
        QCOMPARE(view.wholeText(),
                 "foo failed:\nTraceback:\n  f()\nE: x\nfoo failed with E\nTraceback:\n  g()\nE: y\nmain failed.\n");
        QCOMPARE(view.visibleRows().size(), 9);
    }

    // A traceback stands above the report as it is, in the colour of errors.
    void whatElseGoesToStderrIsShownAsItIs() {
        views::RunView run;
        run.setStore(support::trace_from_text("main reports \"Traceback:\\n  f()\" about nobody\nmain prints a\n"));
        run.setPlayhead(2);
        views::ConsoleView view(run);
        view.resize(400, 200);
        view.show();
        QCOMPARE(view.plainText(), "Traceback:\n  f()\na\n");
        QCOMPARE(view.spots()[1].text, "Step 1, stderr:   f()");
        const auto image = view.viewport()->grab().toImage();
        const auto inColour = [&](const views::Spot& spot) {
            const auto error = views::palette(views::Theme::Light).error;
            for (int x = 90; x < 200; ++x)
                for (int y = qRound(spot.rect.top()); y < spot.rect.bottom(); ++y)
                    if (image.pixelColor(x, y) == error) return true;
            return false;
        };
        QVERIFY(inColour(view.spots()[0]));
        QVERIFY(!inColour(view.spots()[2]));
    }

    void thePlayheadStaysInSightInALongOutput() {
        std::string lines;
        for (int i = 0; i < 500; ++i) lines += "main prints line" + std::to_string(i) + "\n";
        views::RunView run;
        run.setStore(support::trace_from_text(lines));
        views::ConsoleView view(run);
        view.resize(400, 200);
        view.show();
        for (const green::trace::EventNumber n : {500, 1, 250, 251, 249}) {
            run.setPlayhead(n);
            view.refreshNow();
            const int edge = 6 + static_cast<int>(n) * 20 - view.verticalScrollBar()->value();
            QVERIFY2(edge >= 0 && edge + 9 <= view.viewport()->height(), qPrintable(QString::number(n)));
            // Lines that nobody sees are not laid out.
            QVERIFY(view.spots().size() <= 12);
        }
        const int before = view.verticalScrollBar()->value();
        run.setPlayhead(250);
        view.refreshNow();
        QCOMPARE(view.verticalScrollBar()->value(), before);
    }

    // Output is what a program says for itself: none of it may be left out.
    void aLongLineGoesOnBelow() {
        const QString words = "the quick brown fox jumps over the lazy dog and runs on to the edge";
        views::RunView run;
        run.setStore(support::trace_from_text("main prints \"" + words.toStdString() +
                                              "\"\nmain prints b\nmain prints " + std::string(100, 'm') + "\n"));
        run.setPlayhead(3);
        views::ConsoleView view(run);
        view.resize(350, 400);
        view.show();
        const auto spots = view.spots();
        // 350 - 64 - 8 px hold 37 characters or less: two rows at least, at a space, below the first letter.
        QCOMPARE(spots[0].rect.top(), 6.0);
        QCOMPARE(spots[1].rect.top(), 26.0);
        QCOMPARE(spots[1].rect.left(), 64.0);
        QCOMPARE(spots[1].moment, 1u);
        const auto rows = view.visibleRows();
        QVERIFY(rows.size() >= 6);
        QCOMPARE(rows[0] + rows[1], words);
        QVERIFY2(rows[0].endsWith(u' '), qPrintable(rows[0]));
        QCOMPARE(rows[2], "b");
        QCOMPARE(rows.mid(3).join(QString()), QString(100, u'm'));
        const auto image = view.viewport()->grab().toImage();
        for (int x = 342; x < 350; ++x)
            for (int y = 0; y < image.height(); ++y)
                if (y < 6 + 20 * rows.size()) QCOMPARE(image.pixelColor(x, y), image.pixelColor(1, 1));
    }

    // What a program has printed in pieces, some of it after the playhead.
    void piecesOfALongLineKeepTheirSteps() {
        views::RunView run;
        run.setStore(support::trace_from_text("main writes " + std::string(30, 'a') + "\nmain writes " +
                                              std::string(30, 'b') + "\nmain prints c\n"));
        run.setPlayhead(1);
        views::ConsoleView view(run);
        view.resize(350, 400);
        view.show();
        QCOMPARE(view.visibleRows().join(QString()), QString(30, u'a') + QString(30, u'b') + u'c');
        std::vector<green::trace::EventNumber> steps;
        for (const auto& spot : view.spots()) steps.push_back(spot.moment);
        QCOMPARE(steps, (std::vector<green::trace::EventNumber>{1, 2, 2, 3}));
    }

    // A change of width moves every line; the last one must still be the last.
    void everyRowCanBeReached() {
        TraceText trace;
        for (int i = 0; i < 300; ++i)
            trace.add("main prints \"" + std::string(static_cast<std::size_t>(i), 'x') + "\"\n");
        trace.add("main prints end\n");
        views::RunView run;
        run.setStore(trace.store());
        views::ConsoleView view(run);
        view.show();
        for (const int width : {350, 200, 900, 120}) {
            view.resize(width, 300);
            view.refreshNow();
            view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
            QCOMPARE(view.visibleRows().last(), "end");
            QVERIFY(view.spots().back().rect.bottom() <= 300);
            view.verticalScrollBar()->setValue(0);
            QCOMPARE(view.visibleRows().first(), "");
            QCOMPARE(view.visibleRows()[1], "x");
        }
        // Output that comes later is found below.
        trace.add("main prints more\n");
        run.refresh(false);
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        view.refreshNow();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        QCOMPARE(view.visibleRows().last(), "more");
    }

    // What led here matters more than what follows.
    void goingBackKeepsWhatCameBefore() {
        std::string lines;
        for (int i = 0; i < 500; ++i) lines += "main prints line" + std::to_string(i) + "\n";
        views::RunView run;
        run.setStore(support::trace_from_text(lines));
        views::ConsoleView view(run);
        view.resize(400, 300);
        view.show();
        for (const green::trace::EventNumber n : {500, 250, 100, 99, 90, 80, 60}) {
            run.setPlayhead(n);
            view.refreshNow();
            const int edge = 6 + static_cast<int>(n) * 20 - view.verticalScrollBar()->value();
            QVERIFY2(edge >= 100, qPrintable(QStringLiteral("%1: %2").arg(n).arg(edge)));
            if (n == 250 || n == 100) QVERIFY2(edge >= 180 && edge <= 220, qPrintable(QString::number(edge)));
        }
    }

    void bothCopiesGoToTheClipboard() {
        views::RunView run;
        run.setStore(support::trace_from_text("main prints a\nmain writes b\n"));
        run.setPlayhead(1);
        views::ConsoleView view(run);
        view.findChild<QAction*>("copyAction")->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), "a\n");
        view.findChild<QAction*>("copyAllAction")->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(), "a\nb");
    }

    void aNewRunStartsEmpty() {
        views::RunView run;
        run.setStore(support::trace_from_text("main prints a\n"));
        run.setPlayhead(1);
        views::ConsoleView view(run);
        QCOMPARE(view.lineCount(), std::size_t{1});
        run.setStore(support::trace_from_text("main yields\n"));
        QCOMPARE(view.lineCount(), std::size_t{0});
        QCOMPARE(view.wholeText(), "");
    }
};

QTEST_MAIN(TestConsoleView)
#include "test_console_view.moc"
