#include <QtTest>

#include "narration/sentence_view.h"
#include "support/trace_text.h"

class TestSentenceView : public QObject {
    Q_OBJECT
private slots:
    void itTellsTheEventAtThePlayhead() {
        views::RunView run;
        views::SentenceView view(run);
        QVERIFY(view.plainText().startsWith("Nothing has happened yet."));
        run.setStore(support::trace_from_text("main prints a\nmain prints b\n"));
        run.setPlayhead(2);
        QCOMPARE(view.plainText(), "main prints “b”.");
        QCOMPARE(view.richText(), "<b>main</b> prints “b”.");
        QCOMPARE(view.accessibleDescription(), "main prints “b”.");
        run.setPlayhead(1);
        QCOMPARE(view.plainText(), "main prints “a”.");
        run.setStore(support::trace_from_text("main prints c\n"));
        run.setPlayhead(1);
        QCOMPARE(view.plainText(), "main prints “c”.");
    }

    // Else everything below would jump from step to step.
    void itIsAlwaysAsHighAsTwoLines() {
        views::RunView run;
        run.setStore(support::trace_from_text("main prints a\nmain prints \"" + std::string(70, 'w') +
                                              "\"\nmain spawns \"" + std::string(300, 'n') + "\"\n"));
        views::SentenceView view(run);
        const int height = view.sizeHint().height();
        QCOMPARE(height, 67);
        for (green::trace::EventNumber n = 0; n <= 3; ++n) {
            run.setPlayhead(n);
            view.resize(600, height);
            const auto image = view.grab().toImage();
            QCOMPARE(view.sizeHint().height(), height);
            // Nothing is cut off: the first and the last line of pixels are empty.
            for (const int y : {0, image.height() - 1})
                for (int x = 0; x < image.width(); ++x)
                    QCOMPARE(image.pixelColor(x, y), views::palette(views::Theme::Light).surface);
        }
    }

    // No line has a single word, and none ends between a number and its unit.
    void itBreaksEvenly() {
        views::RunView run;
        run.setStore(support::trace_from_text("main prints \"" +
                                              std::string("one two three four five six seven eight") +
                                              "\"\nmain waits sleep 0.05 for 50ms\n"));
        views::SentenceView view(run);
        view.show();
        run.setPlayhead(1);
        const auto whole = view.plainText();
        QFont font = view.font();
        font.setPixelSize(view.textSize());
        const int needed = QFontMetrics(font).horizontalAdvance(whole);
        view.resize(needed * 95 / 100, view.sizeHint().height());
        const auto lines = view.shownLines();
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines[1].size() * 2 > lines[0].size(), qPrintable(lines.join(u'|')));
        QCOMPARE(lines.join(u' '), whole);
    }

    void aNumberStaysWithItsUnit() {
        views::RunView run;
        run.setStore(support::trace_from_text("main waits sleep 0.05 for 50ms\n"));
        views::SentenceView view(run);
        view.show();
        run.setPlayhead(1);
        QVERIFY(view.plainText().contains("50 ms"));
        for (int width = 200; width < 700; width += 5) {
            view.resize(width, view.sizeHint().height());
            const auto lines = view.shownLines();
            for (const auto& line : lines)
                QVERIFY2(!line.back().isDigit() && !line.startsWith("ms"), qPrintable(lines.join(u'|')));
        }
    }

    void aLargerSizeNeedsMoreRoom() {
        views::RunView run;
        views::SentenceView view(run);
        view.setTextSize(44);
        QCOMPARE(view.sizeHint().height(), 134);
    }
};

QTEST_MAIN(TestSentenceView)
#include "test_sentence_view.moc"
