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

    void aLargerSizeNeedsMoreRoom() {
        views::RunView run;
        views::SentenceView view(run);
        view.setTextSize(44);
        QCOMPARE(view.sizeHint().height(), 134);
    }
};

QTEST_MAIN(TestSentenceView)
#include "test_sentence_view.moc"
