#include "timeline/labels.h"

#include <QTest>
#include <algorithm>

#include "sample_run.h"

using namespace views;
using green::trace::Id;
using support::TraceText;

namespace {

struct Planned {
    explicit Planned(const char* text = sample::run) {
        trace.add(text);
        model = std::make_unique<TimelineModel>(*trace.store());
    }
    // The texts of the slice of that track that begins at `from`, with steps so wide.
    QStringList texts(const char* track, green::trace::EventNumber from, double px, double begin = 0,
                      int playhead = -1) {
        PlanOptions options;
        if (playhead >= 0) options.playhead = static_cast<green::trace::EventNumber>(playhead);
        const double end = static_cast<double>(model->size());
        const QSizeF size(sample::header + (end - begin) * px, 500);
        plan = planTimeline(*model, {begin, end}, size, options, ruler);
        return sample::textsOf(plan, trace.id(track), from);
    }
    // All candidates, longest first.
    QStringList candidates(const char* track, std::size_t i) {
        return sliceLabels(*model, *model->greenlet(trace.id(track)), i);
    }
    double glyphs(Look look) const {
        const auto shapes = sample::shapesOf<PlanGlyph>(plan);
        return static_cast<double>(
            std::ranges::count_if(shapes, [&](const PlanGlyph& glyph) { return glyph.look == look; }));
    }

    TraceText trace;
    std::unique_ptr<TimelineModel> model;
    TextRuler ruler = sample::fixedRuler();
    TimelinePlan plan;
};

}  // namespace

class LabelsTest : public QObject {
    Q_OBJECT
private slots:
    void candidatesComeLongestFirst();
    void runningBlocksSayWhatTheyDid();
    void longBlocksAreCounted();
    void locksAndEventsHaveNames();
    void whatWentThroughConnectionsCounts();
    void requestsSayWhatIsAskedFor();
    void theFirstThatFitsIsDrawn();
    void nothingIsEverCutOff();
    void waitingLabelsStandAboveTheirRail();
    void labelsStayInViewOnTheLeft();
    void endsKeepTheirSignsOnTheLeft();
    void oneHeaderRunsHoweverFarItIsZoomedOut();
    void noLabelCrossesThePlayhead();
    void theRulerMeasuresOnce();
    void clockTextsUseTheFittingUnit();
    void numbersAreGrouped();
    void queuesSayWhatTheyHold();
};

void LabelsTest::candidatesComeLongestFirst() {
    Planned planned;
    QCOMPARE(planned.candidates("boss", 0), QStringList{"start"});
    QCOMPARE(planned.candidates("boss", 1), (QStringList{"put 1, 2", "1, 2"}));
    QCOMPARE(planned.candidates("boss", 2), (QStringList{"put(3)", "put"}));
    QCOMPARE(planned.candidates("boss", 3), QStringList{"ends"});
    QCOMPARE(planned.candidates("boss", 4), QStringList{"finished"});
    QCOMPARE(planned.candidates("worker", 1), (QStringList{"got 1", "1"}));
    QCOMPARE(planned.candidates("worker", 2), (QStringList{"sleep(0)", "sleep"}));
    QCOMPARE(planned.candidates("worker", 4), (QStringList{"sleep(0.1)", "sleep"}));
    QCOMPARE(planned.candidates("main", 0), QStringList{"spawns 2"});
    QCOMPARE(planned.candidates("main", 1), (QStringList{"joinall (2 left)", "joinall"}));
}

void LabelsTest::runningBlocksSayWhatTheyDid() {
    Planned planned(R"(main prints "hello there"
main waits sleep 1 for 1s
hub idles until 1s
t=1s hub resumes main
main works 200ms
main waits lock acquire
hub queues wake for main
hub resumes main
main waits io
)");
    QCOMPARE(planned.candidates("main", 0), (QStringList{"hello there", "prints"}));
    QCOMPARE(planned.candidates("main", 2), (QStringList{"works 200 ms", "works"}));
    QCOMPARE(planned.candidates("main", 3).last(), "acquire");
    QCOMPARE(planned.candidates("main", 4), (QStringList{"after acquire(acquire)", "acquire(acquire)"}));
}

// A block is not called after the last thing that happened in it, nor after its end, if it did more than that.
void LabelsTest::longBlocksAreCounted() {
    Planned planned(R"(main creates foo
main prints a
main prints b
main starts foo
main spawns bar
main waits joinall "2 left"
hub resumes foo
foo works 1ms
foo prints x
foo works 2ms
foo prints y
foo ends
hub resumes bar
bar prints z
bar ends queueing notify
hub runs notify bar
hub resumes main directly
main prints c
main prints d
main prints e
main ends
)");
    QCOMPARE(planned.candidates("main", 0), (QStringList{"spawns 1, starts 1, prints 2", "spawns 1"}));
    const auto& foo = planned.model->greenlet(planned.trace.id("foo"))->slices;
    QCOMPARE(foo.look(foo.size() - 2), Look::Running);
    QCOMPARE(planned.candidates("foo", foo.size() - 2), (QStringList{"works 3 ms, prints 2", "works 3 ms", "works"}));
    const auto& bar = planned.model->greenlet(planned.trace.id("bar"))->slices;
    QCOMPARE(planned.candidates("bar", bar.size() - 2), (QStringList{"z", "prints"}));
    QCOMPARE(planned.candidates("main", 2).front(), "prints 3");

    // Nothing is counted of which only a part was looked at.
    std::string text;
    for (int i = 0; i < 300; ++i) text += "main prints a\n";
    Planned many((text + "main waits sleep 1 for 1s\n").c_str());
    QCOMPARE(many.candidates("main", 0), QStringList());
}

// Calls of locks and events look alike: their labels say which one where there is room.
void LabelsTest::locksAndEventsHaveNames() {
    Planned planned(R"(main makes semaphore door of 1
main makes event go
main spawns foo
main acquires door
main sets go
main yields
hub resumes foo
foo waits lock on door
hub resumes main
main releases door queueing notify
main yields
)");
    QCOMPARE(planned.candidates("main", 0), (QStringList{"takes door, sets go", "sets go", "sets"}));
    QCOMPARE(planned.candidates("main", 2), (QStringList{"releases door", "releases"}));
    QCOMPARE(planned.candidates("foo", 2), (QStringList{"acquire() on door", "acquire()", "acquire"}));
    QCOMPARE(standing(*planned.model, planned.trace.id("foo"), 8).doing,
             (QStringList{"waits: acquire() on door", "waits: door", "waits: acquire()", "waits: acquire", "waits"}));
}

void LabelsTest::whatWentThroughConnectionsCounts() {
    Planned planned(R"(main makes socket line
main receives "hello" from line
main sends "hi" to line
main closes line
main yields
hub resumes main
main makes socket other
main closes other
main yields
)");
    QCOMPARE(planned.candidates("main", 0), (QStringList{"reads line, writes line", "writes line", "writes"}));
    QCOMPARE(planned.candidates("main", 2), (QStringList{"closes other", "closes"}));
}

void LabelsTest::requestsSayWhatIsAskedFor() {
    Planned planned(R"(main makes http-server web
main serves "GET /room/1" of web
main yields
)");
    QCOMPARE(planned.candidates("main", 0), (QStringList{"GET /room/1", "GET"}));
}

void LabelsTest::theFirstThatFitsIsDrawn() {
    Planned planned;
    // "put 1, 2" is 48 wide and needs 3 on each side; its block is three steps.
    QCOMPARE(planned.texts("boss", 5, 18), QStringList{"put 1, 2"});
    QCOMPARE(planned.texts("boss", 5, 17.9), QStringList{"1, 2"});
    QCOMPARE(planned.texts("boss", 5, 10), QStringList{"1, 2"});
    QCOMPARE(planned.texts("boss", 5, 9.9), QStringList());
    // Beside its glyph "put(3)" needs 36 + 21 + 4 of six steps.
    QCOMPARE(planned.texts("boss", 8, 10.2), QStringList{"put(3)"});
    QCOMPARE(planned.texts("boss", 8, 10), QStringList{"put"});
    QCOMPARE(planned.texts("boss", 8, 7), QStringList());
    QVERIFY(planned.glyphs(Look::WaitsData) > 0);
}

void LabelsTest::nothingIsEverCutOff() {
    Planned planned;
    for (double px = 4; px < 40; px += 0.7) {
        planned.texts("boss", 5, px);
        for (const auto& text : sample::shapesOf<PlanText>(planned.plan)) {
            if (text.slice < 0) continue;
            QVERIFY(!text.text.contains(QChar(0x2026)));
            const auto& slice = planned.plan.slices[static_cast<std::size_t>(text.slice)];
            const double left = text.align == Qt::AlignHCenter ? text.at.x() - text.width / 2 : text.at.x();
            QVERIFY(left >= slice.rect.left() && left + text.width <= slice.rect.right());
        }
    }
}

void LabelsTest::waitingLabelsStandAboveTheirRail() {
    Planned planned;
    planned.texts("boss", 8, 20);
    for (const auto& text : sample::shapesOf<PlanText>(planned.plan)) {
        if (text.text != "put(3)") continue;
        QCOMPARE(text.at, QPointF(313 + 5 + 12 * 1.33, 156 - 5));
        QVERIFY(text.halo.isValid());
        return;
    }
    QFAIL("no label");
}

void LabelsTest::labelsStayInViewOnTheLeft() {
    Planned planned;
    QCOMPARE(planned.texts("boss", 8, 20, 9), QStringList{"put(3)"});
    for (const auto& text : sample::shapesOf<PlanText>(planned.plan))
        if (text.text == "put(3)") QCOMPARE(text.at.x(), sample::header + 5 + 12 * 1.33);
}

// Of somebody who ended before the picture begins it can still be seen how.
void LabelsTest::endsKeepTheirSignsOnTheLeft() {
    Planned planned;
    planned.texts("boss", 15, 20, 18);
    QVERIFY(sample::allTexts(planned.plan).contains("finished"));
    // Boss's, and worker's, which ends in the picture.
    QCOMPARE(planned.glyphs(Look::Finished), 2.0);

    Planned failed(R"(main spawns foo
main waits sleep 1 for 1s
hub resumes foo
foo fails "ValueError: no"
foo ends
hub idles until 1s
t=1s hub resumes main
main works 1ms
main works 1ms
main works 1ms
main works 1ms
main works 1ms
main works 1ms
)");
    for (const double begin : {0.0, 7.0}) {
        failed.texts("foo", 5, 30, begin);
        QVERIFY(sample::allTexts(failed.plan).contains("ValueError: no"));
        QCOMPARE(failed.glyphs(Look::Failed), 1.0);
    }
}

// Main runs at step 2, and nobody else, the hub's queue being drawn as columns or not.
void LabelsTest::oneHeaderRunsHoweverFarItIsZoomedOut() {
    Planned planned;
    for (const double px : {20.0, 3.0}) {
        planned.texts("boss", 8, px, 0, 2);
        QCOMPARE(planned.plan.dense, px < 4);
        int running = 0;
        for (const auto& glyph : sample::shapesOf<PlanGlyph>(planned.plan))
            running += glyph.look == Look::Running && glyph.box.right() < sample::header;
        QCOMPARE(running, 1);
    }
}

void LabelsTest::noLabelCrossesThePlayhead() {
    Planned planned;
    for (int playhead = 0; playhead <= sample::steps; ++playhead) {
        planned.texts("boss", 8, 20, 0, playhead);
        const double x = sample::header + playhead * 20;
        for (const auto& text : sample::shapesOf<PlanText>(planned.plan)) {
            if (text.slice < 0) continue;
            const double left = text.align == Qt::AlignHCenter ? text.at.x() - text.width / 2 : text.at.x();
            QVERIFY2(left >= x || left + text.width <= x,
                     qPrintable(QStringLiteral("%1 at %2").arg(text.text).arg(playhead)));
        }
    }
    // With too little room on one side it moves to the other.
    QCOMPARE(planned.texts("boss", 8, 20, 0, 9), QStringList{"put(3)"});
}

void LabelsTest::theRulerMeasuresOnce() {
    int measured = 0;
    TextRuler ruler([&](const QString& text, TextStyle style) {
        ++measured;
        return static_cast<qreal>(text.size() * style.size);
    });
    QCOMPARE(ruler.width("ab", {12, 400}), 24.0);
    QCOMPARE(ruler.width("ab", {12, 400}), 24.0);
    QCOMPARE(ruler.width("ab", {11, 400}), 22.0);
    QCOMPARE(measured, 2);
    QCOMPARE(ruler.fitting({"abcd", "ab"}, 24, {12, 400}), "ab");
    QCOMPARE(ruler.fitting({"abcd", "ab"}, 23, {12, 400}), "");
    QCOMPARE(ruler.fitting({"", "ab"}, 0, {12, 400}), "");
}

void LabelsTest::clockTextsUseTheFittingUnit() {
    QCOMPARE(clockText(0), "0 ms");
    QCOMPARE(clockText(160'000'000), "160 ms");
    QCOMPARE(clockText(1'500'000'000), "1.5 s");
    QCOMPARE(clockText(2'500), QStringLiteral("2.5 µs"));
    QCOMPARE(clockText(7), "7 ns");
    // Four digits are enough to be read, unless somebody asks for more.
    QCOMPARE(clockText(100'237'100), "100.2 ms");
    QCOMPARE(clockText(100'237'100, 7), "100.2371 ms");
    QCOMPARE(clockText(999'940'000), "999.9 ms");
    QCOMPARE(clockText(999'999'900), "1 s");
    QCOMPARE(clockText(999'999'900, 7), "999.9999 ms");
    QCOMPARE(clockText(1'234'567'890), "1.235 s");
    QCOMPARE(clockText(12'345'678'900'000), "12346 s");
    QCOMPARE(clockText(-1'500'000), "-1.5 ms");
}

void LabelsTest::numbersAreGrouped() {
    QCOMPARE(number(7), "7");
    QCOMPARE(number(1'048'576), "1,048,576");
}

void LabelsTest::queuesSayWhatTheyHold() {
    Planned planned(R"(main makes queue bounded of 1
main makes queue free
main stores a in bounded
main stores a in free
)");
    const auto& queues = planned.model->queues();
    QCOMPARE(holding(queues[0], 2), "0 of 1");
    QCOMPARE(holding(queues[0], 3), "1 of 1, full");
    QCOMPARE(holding(queues[1], 3), "empty");
    QCOMPARE(holding(queues[1], 4), "holds 1");
    QCOMPARE(limit(queues[0]), "holds at most 1");
    QCOMPARE(limit(queues[1]), "no limit");
}

QTEST_MAIN(LabelsTest)
#include "labels_test.moc"
