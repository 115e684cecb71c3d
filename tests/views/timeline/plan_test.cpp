#include "timeline/plan.h"

#include <QTest>
#include <algorithm>

#include "sample_run.h"
#include "timeline/rows.h"

using namespace views;
using green::trace::Id;
using support::TraceText;

namespace {

// A plan of the sample run, or of another one, on a picture with 20 pixels a step.
struct Planned {
    explicit Planned(const char* text = sample::run, green::trace::ClockKind clock = green::trace::ClockKind::Virtual)
        : trace(recipe(clock)) {
        trace.add(text);
        model = std::make_unique<TimelineModel>(*trace.store());
    }
    TimelinePlan order(PlanOptions options = {}, double begin = 0, double end = sample::steps) {
        return planTimeline(*model, {begin, end}, sample::size(end - begin), options, ruler);
    }
    // Four pixels a millisecond.
    TimelinePlan time(PlanOptions options = {}, double begin = 0, double end = 120e6) {
        options.axis = Axis::Time;
        const QSizeF size(sample::header + (end - begin) / 1e6 * 4, sample::size().height());
        return planTimeline(*model, {begin, end}, size, options, ruler);
    }
    Id id(const char* name) const { return trace.id(name); }
    static green::trace::Recipe recipe(green::trace::ClockKind clock) {
        green::trace::Recipe recipe;
        recipe.clock = clock;
        return recipe;
    }

    TraceText trace;
    std::unique_ptr<TimelineModel> model;
    TextRuler ruler = sample::fixedRuler();
};

PlanOptions at(green::trace::EventNumber playhead, Id selection = Id::None) {
    PlanOptions options;
    options.playhead = playhead;
    options.selection = selection;
    return options;
}

const PlanBox* boxWith(const std::vector<PlanBox>& boxes, const QColor& fill) {
    const auto found = std::ranges::find(boxes, fill, &PlanBox::fill);
    return found == boxes.end() ? nullptr : &*found;
}

bool hasLine(const TimelinePlan& plan, const QLineF& line, Dash dash = Dash::Solid) {
    return std::ranges::any_of(sample::shapesOf<PlanLine>(plan),
                               [&](const PlanLine& drawn) { return drawn.line == line && drawn.dash == dash; });
}

}  // namespace

class PlanTest : public QObject {
    Q_OBJECT
private slots:
    void rowsStandInOrder();
    void slicesHaveTheirLevels();
    void everySliceIsPlannedOnce();
    void idsNameTrackAndSteps();
    void slicesAreCutAtTheEdges();
    void hubSleepsInADottedCellAndTheClockJumps();
    void switchesAreHairlinesFromTheHub();
    void stepsAreNotched();
    void itemsAreBarsInTheirPlaces();
    void aTimerSaysHowItEndsInWhatRoomThereIs();
    void fewItemsOfAQueueWithoutLimitAreBars();
    void deepQueuesAreCharts();
    void timeoutsAreBarsThatSayHowTheyEnd();
    void timeoutsOfOneInstantAreOneTick();
    void playheadStandsAtTheRightEdge();
    void withoutPlayheadNothingIsFaded();
    void headersTellTheMoment();
    void selectionIsFramedAndItsWakeDrawn();
    void timeFoldsInstantsIntoTicks();
    void timeShowsHowLongThingsLast();
    void rulerNumbersStepsAndClock();
    void jumpTimesFitWhereTheUnitDoesNot();
    void theLastTickHasItsTime();
    void turnsAreCountedBeforeAnEndToo();
    void theRealClockDoesNotJump();
    void scrolledRowsLieBelowTheHub();
    void minimapShowsTheWholeRun();
    void whatLiesAtAPlaceIsFound();
    void aMutatedRunChangesThePicture();
    void failedAndKilledCannotBeOverlooked();
    void anEmptyRunHasAPicture();
    void samplesAndChipsCoverEveryLook();
};

void PlanTest::rowsStandInOrder() {
    Planned planned;
    const auto plan = planned.order();
    QStringList rows;
    for (const auto& row : plan.rows) rows << QStringLiteral("%1 %2+%3").arg(row.name).arg(row.y).arg(row.height);
    QCOMPARE(rows, (QStringList{"hub 44+32", "main 76+48", "boss 124+48", "worker 172+48", "tasks 220+66"}));
    QCOMPARE(plan.tracks, QRectF(153, 44, 480, 290));
    QCOMPARE(timelineHeight(*planned.model, {}), 286.0);
}

void PlanTest::slicesHaveTheirLevels() {
    Planned planned;
    const auto plan = planned.order();
    // Of one base line: running 32 high, runnable 19, waiting 8; the hub's all 18.
    QCOMPARE(sample::boxOf(plan, Id::Main, 0), QRectF(153, 84, 80, 32));
    QCOMPARE(sample::boxOf(plan, Id::Main, 4), QRectF(233, 108, 400, 8));
    QCOMPARE(sample::boxOf(plan, planned.id("boss"), 2), QRectF(193, 145, 60, 19));
    QCOMPARE(sample::boxOf(plan, planned.id("boss"), 5), QRectF(253, 132, 60, 32));
    QCOMPARE(sample::boxOf(plan, Id::Hub, 4), QRectF(233, 51, 20, 18));
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    const auto waits = std::ranges::find(boxes, QRectF(233, 108, 400, 8), &PlanBox::rect);
    QCOMPARE(waits->pattern, std::optional(Look::WaitsData));
    QCOMPARE(waits->edge, colours(Look::WaitsData, Theme::Light).edge);
    // Finished: a line of two pixels.
    QVERIFY(hasLine(plan, {453, 163, 633, 163}));
}

void PlanTest::everySliceIsPlannedOnce() {
    Planned planned;
    const auto plan = planned.order();
    // Main's last slice has not lasted for a step yet.
    QCOMPARE(plan.slices.size(), planned.model->sliceCount() - 1);
    for (const auto& slice : plan.slices) {
        const auto same = [&](const PlanSlice& other) {
            return other.track == slice.track && other.from == slice.from;
        };
        QCOMPARE(std::ranges::count_if(plan.slices, same), 1);
    }
    // In each column one slice is running: one thread, one baton.
    for (unsigned step = 0; step < sample::steps; ++step) {
        const auto runs = [&](const PlanSlice& slice) {
            return slice.look == Look::Running && slice.from <= step && slice.to > step;
        };
        const bool sleeps = step == 19;
        QCOMPARE(std::ranges::count_if(plan.slices, runs), sleeps ? 0 : 1);
    }
}

void PlanTest::idsNameTrackAndSteps() {
    Planned planned;
    QStringList ids;
    for (const auto& slice : planned.order().slices)
        if (slice.track == planned.id("boss")) ids << sliceId(slice);
    const auto boss = raw(planned.id("boss"));
    const auto id = [boss](const char* range) { return QStringLiteral("%1/%2").arg(boss).arg(QLatin1String(range)); };
    QCOMPARE(ids, (QStringList{id("2-5"), id("5-8"), id("8-14"), id("14-15"), id("15-24")}));
}

void PlanTest::slicesAreCutAtTheEdges() {
    Planned planned;
    const auto plan = planned.order({}, 6, 10);
    QCOMPARE(plan.size.width(), 153.0 + 80);
    QCOMPARE(sample::boxOf(plan, planned.id("boss"), 5), QRectF(153, 132, 40, 32));
    QCOMPARE(sample::boxOf(plan, planned.id("boss"), 8), QRectF(193, 156, 40, 8));
    QCOMPARE(sample::boxOf(plan, planned.id("boss"), 2), QRectF());
    // A label of a slice that is cut off on the left stays in view.
    const auto texts = sample::shapesOf<PlanText>(plan);
    const auto joinall =
        std::ranges::find_if(texts, [](const PlanText& text) { return text.text.startsWith("joinall"); });
    QVERIFY(joinall != texts.end());
    QVERIFY(joinall->at.x() > 153 && joinall->at.x() + joinall->width < 233);
}

void PlanTest::hubSleepsInADottedCellAndTheClockJumps() {
    Planned planned;
    const auto plan = planned.order();
    QCOMPARE(sample::boxOf(plan, Id::Hub, 19), QRectF(533, 51, 20, 18));
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    QCOMPARE(std::ranges::find(boxes, QRectF(533, 51, 20, 18), &PlanBox::rect)->pattern, std::optional(Look::Sleeps));
    // The line stands where the first step of the new time begins.
    QVERIFY(hasLine(plan, {552.5, 44, 552.5, 334}, Dash::Dotted));
    QVERIFY(sample::allTexts(plan).contains("100 ms"));
}

void PlanTest::switchesAreHairlinesFromTheHub() {
    Planned planned;
    const auto plan = planned.order();
    QVERIFY(hasLine(plan, {252.5, 69, 252.5, 132}));  // event 5, down to boss
    QVERIFY(hasLine(plan, {332.5, 69, 332.5, 180}));  // event 9, down to worker
    QVERIFY(hasLine(plan, {432.5, 69, 432.5, 132}));  // event 14
    const auto lines = sample::shapesOf<PlanLine>(plan);
    const auto hairlines = std::ranges::count_if(lines, [](const PlanLine& line) { return line.line.y1() == 69; });
    QCOMPARE(hairlines, 5);  // the last one, at the end of the picture, would lie outside
}

void PlanTest::stepsAreNotched() {
    Planned planned;
    const auto plan = planned.order();
    for (const double x : {273.0, 293.0}) QVERIFY(hasLine(plan, {x, 159, x, 163}));
    QVERIFY(!hasLine(plan, {253, 159, 253, 163}));
    QVERIFY(!hasLine(plan, {313, 159, 313, 163}));
}

void PlanTest::itemsAreBarsInTheirPlaces() {
    Planned planned;
    const auto plan = planned.order();
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    // 66 high for two places and one above: 16 of margins and gaps leave 16 each, less the gaps of 3.
    const double place = (66 - 2 * 6 - 2 * 3) / 3.0;
    const QRectF first(273, 220 + 6 + 2 * (place + 3), 60, place);
    const QRectF second(293, 220 + 6 + place + 3, 180, place);
    const QRectF waits(313, 226, 80, place);
    const auto box = [&](const QRectF& rect) { return std::ranges::find(boxes, rect, &PlanBox::rect); };
    QVERIFY(box(first) != boxes.end());
    QVERIFY(box(second) != boxes.end());
    QVERIFY(box(waits) != boxes.end());
    QCOMPARE(box(waits)->dash, Dash::Dashed);
    QCOMPARE(box(first)->fill, colours(Look::QueueItem, Theme::Light).fill);
    QVERIFY(!sample::allTexts(plan).contains("3 waits for room"));  // 16 letters are too wide for 80 pixels
    QVERIFY(sample::allTexts(plan).contains("3"));
}

void PlanTest::timeoutsAreBarsThatSayHowTheyEnd() {
    Planned planned(R"(main arms timeout "0.1 seconds" after 100ms
main spawns task
main waits sleep 1 for 1s
hub resumes task
task prints "a"
task ends
hub idles until 100ms
t=100ms hub resumes main with "Timeout: 0.1 seconds"
main prints "b"
main arms timeout "0.2 seconds" after 200ms
main prints "c"
main prints "d"
main cancels timeout
main prints "e"
main prints "f"
main prints "g"
main prints "h"
)");
    const auto plan = planned.order(at(9), 0, 17);
    const auto row = std::ranges::find(plan.rows, RowKind::Timeouts, &PlanRow::kind);
    QVERIFY(row != plan.rows.end());
    QCOMPARE(row->id, timeouts_row);
    QCOMPARE(row->doing, "none is armed");
    QCOMPARE(plan.items.size(), 2U);
    const auto& fired = plan.items.front().rect;
    const auto& cancelled = plan.items.back().rect;
    // With a pixel to each side, so that also the shortest can be pointed at.
    QCOMPARE(fired.left(), sample::header + 20 - 1);
    QCOMPARE(fired.right(), sample::header + 7 * 20 + 1);
    QCOMPARE(cancelled.left(), sample::header + 10 * 20 - 1);
    QCOMPARE(cancelled.right(), sample::header + 12 * 20 + 1);
    QVERIFY(fired.top() > row->y && fired.bottom() < row->y + row->height);

    const auto texts = sample::shapesOf<PlanText>(plan);
    const auto says = [&](const QString& text) { return std::ranges::count(texts, text, &PlanText::text) == 1; };
    QVERIFY(says("0.1 seconds"));
    QVERIFY(says("fires"));
    QVERIFY(says("cancelled"));
    // Only what fires has a solid end, which tells it apart without the words.
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    const auto isEnd = [&](const PlanBox& box) {
        return box.fill == palette(Theme::Light).text && box.rect.width() == 4;
    };
    QCOMPARE(std::ranges::count_if(boxes, isEnd), 1);
    QCOMPARE(std::ranges::find_if(boxes, isEnd)->rect.right(), fired.right() - 1);

    QCOMPARE(itemTitle(*planned.model, plan.items.front()),
             "Timeout for main: 0.1 seconds\nArmed at step 1, due at 100 ms\nFired at step 8");
    QCOMPARE(itemTitle(*planned.model, plan.items.back()),
             "Timeout for main: 0.2 seconds\nArmed at step 10, due at 300 ms\nCancelled at step 13");
    QCOMPARE(planned.order(at(1), 0, 17).rows[row - plan.rows.begin()].doing, "1 armed");
}

void PlanTest::timeoutsOfOneInstantAreOneTick() {
    std::string text = "main works 50ms\n";
    for (int i = 0; i < 1000; ++i) text += "main arms timeout \"1 second\" after 1s\nmain cancels timeout\n";
    Planned planned((text + "main works 50ms\nmain prints a\n").c_str());
    const auto plan = planned.time();
    QVERIFY(!plan.dense);
    QCOMPARE(plan.items.size(), 1U);
}

// What lies in an inbox can be read.
void PlanTest::aTimerSaysHowItEndsInWhatRoomThereIs() {
    std::string text = "main arms timeout \"0.05 seconds\" after 50ms\nmain cancels timeout\n";
    for (int i = 0; i < 10; ++i) text += "main prints a\n";
    Planned planned(text.c_str());
    const auto endsOf = [&](double px, PlanOptions options = {}) {
        const TimelinePlan plan = planTimeline(*planned.model, {0, 12}, {153 + 12 * px, 400}, options, planned.ruler);
        const auto& bar = plan.items.at(0).rect;
        QStringList texts;
        for (const auto& shape : sample::shapesOf<PlanText>(plan))
            if (shape.at.x() > 153 && bar.top() < shape.at.y() && shape.at.y() < bar.bottom() + 4) texts << shape.text;
        for (const auto& shape : sample::shapesOf<PlanGlyph>(plan))
            if (shape.look == Look::Killed && shape.box.left() > bar.right() - 2) texts << "x";
        return texts.join('|');
    };
    // Its bar is one step wide, and what it is for stands behind it.
    QCOMPARE(endsOf(34), "0.05 seconds for main: cancelled|x");
    QCOMPARE(endsOf(20), "0.05 seconds: cancelled|x");
    QCOMPARE(endsOf(14), "main: cancelled|x");
    QCOMPARE(endsOf(9), "cancelled|x");
    QCOMPARE(endsOf(5), "x");
    // No word crosses the playhead: six of the steps are before it.
    QCOMPARE(endsOf(34, at(8)), "0.05 seconds: cancelled|x");
    // In a bar that is wide enough it is said inside.
    QCOMPARE(endsOf(100), "0.05 seconds|cancelled|x");
    QCOMPARE(endsOf(140), "0.05 seconds for main|cancelled|x");
}

void PlanTest::fewItemsOfAQueueWithoutLimitAreBars() {
    Planned planned(R"(main makes queue inbox
main stores "'ping'" in inbox
main prints x
main prints x
main takes "'ping'" from inbox
main prints x
)");
    const auto plan = planned.order({}, 0, 6);
    const auto& row = plan.rows.back();
    QCOMPARE(row.height, 48.0);
    QCOMPARE(plan.items.size(), 1U);
    // One place, as high as two lines of text at most, in the middle.
    QCOMPARE(plan.items[0].rect, QRectF(193, row.y + 12, 40, 24));
    // With its quotes it would need 36 pixels and 4 on each side.
    const auto texts = sample::shapesOf<PlanText>(plan);
    QVERIFY(std::ranges::find(texts, "ping", &PlanText::text) != texts.end());
    QVERIFY(sample::allTexts(planTimeline(*planned.model, {0, 6}, {153 + 6 * 22, 400}, {}, planned.ruler))
                .contains("'ping'"));
}

void PlanTest::deepQueuesAreCharts() {
    Planned planned(R"(main makes queue jobs of 7
main stores a in jobs
main stores b in jobs
main takes a from jobs
main prints x
)");
    const auto plan = planned.order({}, 0, 6);
    QCOMPARE(plan.rows.back().height, 72.0);
    const double floor = plan.rows.back().y + 72 - 6;
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    // At most seven: one is a seventh of the chart's 54 pixels.
    QVERIFY(std::ranges::find(boxes, QRectF(193, floor - 8, 20, 8), &PlanBox::rect) != boxes.end());
    QVERIFY(std::ranges::find(boxes, QRectF(213, floor - 15, 20, 15), &PlanBox::rect) != boxes.end());
    QVERIFY(std::ranges::find(boxes, QRectF(233, floor - 8, 20, 8), &PlanBox::rect) != boxes.end());
}

void PlanTest::playheadStandsAtTheRightEdge() {
    Planned planned;
    const auto plan = planned.order(at(8));
    const double x = 153 + 8 * 20;
    QVERIFY(hasLine(plan, {x, 21, x, 334}));
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    const auto* band = boxWith(boxes, palette(Theme::Light).band);
    QVERIFY(band);
    QCOMPARE(band->rect, QRectF(x - 20, 44, 20, 290));
    const auto* future = boxWith(boxes, palette(Theme::Light).future);
    QVERIFY(future);
    QCOMPARE(future->rect, QRectF(x, 44, 633 - x, 290));
    // At the very beginning everything is future, and the tag keeps in the picture.
    const auto first = planned.order(at(0));
    QCOMPARE(boxWith(sample::shapesOf<PlanBox>(first), palette(Theme::Light).future)->rect.left(), 153.0);
    for (const auto& text : sample::shapesOf<PlanText>(first))
        if (text.text == "0") QVERIFY(text.at.x() > 153);
    // Out of view it leaves no line.
    const auto later = planned.order(at(8), 10, 20);
    QVERIFY(!boxWith(sample::shapesOf<PlanBox>(later), palette(Theme::Light).band));
    QCOMPARE(boxWith(sample::shapesOf<PlanBox>(later), palette(Theme::Light).future)->rect.left(), 153.0);
}

void PlanTest::withoutPlayheadNothingIsFaded() {
    Planned planned;
    PlanOptions options;
    options.measures = TimelineMeasures::picture();
    options.theme = Theme::Print;
    const auto plan = planned.order(options);
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    QVERIFY(!boxWith(boxes, palette(Theme::Print).future));
    QVERIFY(!boxWith(boxes, palette(Theme::Print).band));
    QVERIFY(plan.minimap.isNull());
    QCOMPARE(sample::allTexts(plan).count("worker"), 1);  // worker() would say no more
    QVERIFY(!sample::allTexts(plan).contains("worker()"));
    QVERIFY(sample::allTexts(plan).contains("holds at most 2"));
}

void PlanTest::headersTellTheMoment() {
    Planned planned;
    const auto doing = [&](green::trace::EventNumber playhead) {
        QStringList all;
        for (const auto& row : planned.order(at(playhead)).rows) all << row.doing;
        return all.join(" | ");
    };
    QCOMPARE(doing(0), " | running | not started | not started | 0 of 2");
    QCOMPARE(doing(8), "picks next | waits: joinall (2 left) | waits: put(3) | runnable | 2 of 2, full");
    QCOMPARE(doing(11), "picks next | waits: joinall (2 left) | waits: put(3) | runnable | 1 of 2");
    QCOMPARE(doing(20), "sleeps | waits: joinall (2 left) | finished | sleep(0.1) | 1 of 2");
    QCOMPARE(doing(24), " | running | finished | finished | 1 of 2");
}

void PlanTest::selectionIsFramedAndItsWakeDrawn() {
    Planned planned;
    const auto plan = planned.order(at(8, planned.id("boss")));
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    const auto frame = std::ranges::find_if(
        boxes, [](const PlanBox& box) { return box.edge == palette(Theme::Light).accent && box.edgeWidth == 2; });
    QVERIFY(frame != boxes.end());
    QCOMPARE(frame->rect, QRectF(313, 156, 120, 8).adjusted(-1, -1, 1, 1));
    // From the middle of step 10, in which the worker made room, to the end of the wait.
    const auto paths = sample::shapesOf<PlanPath>(plan);
    QCOMPARE(paths.size(), 3U);
    QCOMPARE(QPointF(paths[0].path.elementAt(0)), QPointF(343, 180));
    QCOMPARE(paths[0].path.currentPosition(), QPointF(432, 166));
    // Who sleeps wakes by itself: no arrow. Nor has one who runs and wakes nobody.
    QVERIFY(sample::shapesOf<PlanPath>(planned.order(at(18, planned.id("worker")))).empty());
    QVERIFY(sample::shapesOf<PlanPath>(planned.order(at(6, planned.id("boss")))).empty());
    // One who runs has an arrow to each whom that wakes: main to both whom it spawns, the worker to the boss.
    QCOMPARE(sample::shapesOf<PlanPath>(planned.order(at(2, Id::Main))).size(), 6U);
    const auto wakes = sample::shapesOf<PlanPath>(planned.order(at(10, planned.id("worker"))));
    QCOMPARE(wakes.size(), 3U);
    QCOMPARE(QPointF(wakes[0].path.elementAt(0)), QPointF(343, 180));
    QCOMPARE(wakes[0].path.currentPosition(), QPointF(432, 166));
}

void PlanTest::timeFoldsInstantsIntoTicks() {
    Planned planned;
    const auto plan = planned.time();
    QVERIFY(!plan.dense);
    // The worker ran twice at 0 ms, then slept for 400 pixels, then ended in an instant.
    const auto worker = planned.id("worker");
    std::vector<PlanSlice> slices;
    for (const auto& slice : plan.slices)
        if (slice.track == worker) slices.push_back(slice);
    QCOMPARE(slices.size(), 3U);
    QCOMPARE(slices[0].count, 2U);
    QCOMPARE(slices[0].from, 3U);
    QCOMPARE(slices[0].to, 18U);
    QCOMPARE(sample::boxOf(plan, worker, 3), QRectF(153, 180, 1, 32));
    QCOMPARE(sample::boxOf(plan, worker, 18), QRectF(154, 204, 399, 8));
    QCOMPARE(sample::boxOf(plan, worker, 21), QRectF(553, 180, 1, 32));
    QVERIFY(sample::allTexts(plan).contains(QStringLiteral("×2")));
    QVERIFY(sample::allTexts(plan).contains("sleep(0.1)"));
}

void PlanTest::timeShowsHowLongThingsLast() {
    Planned planned(R"(main works 20ms
main spawns a
main works 30ms
main waits join on a
hub resumes a
)");
    const auto plan = planned.time({}, 0, 100e6);
    // Main computed for 50 ms; a was runnable for 30 of them.
    QCOMPARE(sample::boxOf(plan, Id::Main, 0), QRectF(153, 84, 200, 32));
    QCOMPARE(sample::boxOf(plan, planned.id("a"), 2), QRectF(233, 145, 120, 19));
}

void PlanTest::rulerNumbersStepsAndClock() {
    Planned planned;
    const auto order = sample::allTexts(planned.order());
    for (const char* text : {"5", "10", "15", "20", "Clock", "Step", "100 ms"}) QVERIFY2(order.contains(text), text);
    QVERIFY(!order.contains("7"));
    QVERIFY(order.contains("0 ms: the clock stands still while code runs"));
    PlanOptions terse;
    terse.explainClock = false;
    QVERIFY(sample::allTexts(planned.order(terse)).contains("0 ms"));
    const auto time = sample::allTexts(planned.time());
    for (const char* text : {"0 ms", "20 ms", "100 ms"}) QVERIFY2(time.contains(text), text);
    QVERIFY(time.contains(QStringLiteral("1–20")));
    QVERIFY(time.contains(QStringLiteral("21–24")));
}

// Three jumps of 0.1 s, each two steps after the one before.
const char* const short_sleeps = R"(main waits sleep 0.1 for 100ms
hub idles until 100ms
t=100ms hub resumes main
main waits sleep 0.1 for 100ms
hub idles until 200ms
t=200ms hub resumes main
main waits sleep 0.1 for 100ms
hub idles until 300ms
t=300ms hub resumes main
main prints x
)";

void PlanTest::jumpTimesFitWhereTheUnitDoesNot() {
    Planned planned(short_sleeps);
    const auto ruler = [&](double px) {
        const auto plan = planTimeline(*planned.model, {0, 30}, {sample::header + 30 * px, 300}, {}, planned.ruler);
        QStringList texts;
        qreal end = 0;
        auto drawn = sample::shapesOf<PlanText>(plan);
        std::ranges::sort(drawn, {}, [](const PlanText& text) { return text.at.x(); });
        for (const auto& text : drawn) {
            if (text.at.x() < sample::header || text.at.y() > 20) continue;
            if (text.at.x() < end) texts << "overlaps";
            end = text.at.x() + text.width;
            texts << text.text;
        }
        return texts.join(' ');
    };
    // A bracket is three steps wide; "100 ms" needs 36 and its margin.
    QCOMPARE(ruler(20), "0 ms 100 ms 200 ms 300 ms");
    QCOMPARE(ruler(11), "0 100 200 300 ms");
    QVERIFY(ruler(140).startsWith("0 ms: the clock stands still"));
    // Where not even that fits, the line before has the times.
    Planned longer((QByteArray("main prints x\n").repeated(30) + short_sleeps).constData());
    const auto late = [&](double steps) {
        return planTimeline(*longer.model, {0, steps}, {sample::header + steps * 7, 300}, {}, longer.ruler);
    };
    QVERIFY(sample::allTexts(late(60)).contains(QStringLiteral("100, 200 ms →")));
    QVERIFY(sample::allTexts(late(60)).contains("300 ms"));
    QVERIFY(sample::allTexts(late(41)).contains(QStringLiteral("100, 200, 300 ms →")));
    for (const auto& text : sample::shapesOf<PlanText>(late(41)))
        if (text.text.endsWith(u'→')) QVERIFY(text.at.x() + text.width < sample::header + 32 * 7);
    // Narrower ones leave a time out, but for the last.
    QVERIFY2(ruler(6).endsWith("300 ms"), qPrintable(ruler(6)));
    QVERIFY(!ruler(6).contains("overlaps"));
}

void PlanTest::theLastTickHasItsTime() {
    Planned planned;
    PlanOptions options;
    options.axis = Axis::Time;
    // The run ends 16 pixels before the picture does, as it does when all is shown; with room for the labels of
    // both the last ticks, and without.
    for (const double width : {816.0, 736.0}) {
        const auto plan = planTimeline(*planned.model, {0, 100e6 * width / (width - 16)}, {sample::header + width, 400},
                                       options, planned.ruler);
        const double tick = sample::header + width - 16;
        const auto texts = sample::shapesOf<PlanText>(plan);
        const auto last = std::ranges::find(texts, QString("100 ms"), &PlanText::text);
        QVERIFY(last != texts.end());
        QVERIFY(last->at.x() + last->width < tick);
        for (const auto& text : texts)
            if (text.at.y() == last->at.y() && text.text != last->text)
                QVERIFY2(text.at.x() + text.width < last->at.x(), qPrintable(text.text));
        const auto steps = std::ranges::find(texts, QStringLiteral("21–24"), &PlanText::text);
        QVERIFY(steps != texts.end());
        QVERIFY(steps->at.x() + steps->width <= tick);
    }
}

void PlanTest::turnsAreCountedBeforeAnEndToo() {
    Planned planned;
    const auto plan = planned.time();
    // Boss ran twice at 0 ms, and ended there.
    const auto texts = sample::shapesOf<PlanText>(plan);
    const auto boss = std::ranges::find_if(plan.rows, [&](const PlanRow& row) { return row.id == planned.id("boss"); });
    QVERIFY(std::ranges::any_of(texts, [&](const PlanText& text) {
        return text.text == QStringLiteral("×2") && text.at.y() > boss->y && text.at.y() < boss->y + boss->height;
    }));
    // What it says of the end stands beside it.
    for (const auto& text : texts)
        if (text.text == "finished" && text.at.y() > boss->y && text.at.y() < boss->y + boss->height)
            QVERIFY(text.at.x() > 154 + 3 + 12);
    QVERIFY(sample::allTexts(plan).contains("finished"));
}

void PlanTest::theRealClockDoesNotJump() {
    const char* const run = R"(t=3us main spawns a
t=12us main waits join on a
t=40us hub resumes a
t=60us a waits sleep 0.1 for 100ms
t=70us hub idles until 100070us
t=100237us hub resumes a
t=100240100ns a ends
)";
    Planned planned(run, green::trace::ClockKind::Real);
    for (const double px : {20.0, 60.0}) {
        const auto plan = planTimeline(*planned.model, {0, 8}, {sample::header + 8 * px, 300}, {}, planned.ruler);
        const auto texts = sample::allTexts(plan);
        QVERIFY2(texts.filter("stands still").isEmpty(), qPrintable(texts.join('|')));
        QVERIFY2(texts.contains("100.2 ms"), qPrintable(texts.join('|')));
        // One line for the wait that was long, none for what a step takes.
        const auto lines = sample::shapesOf<PlanLine>(plan);
        const auto jumps = std::ranges::count_if(lines, [&](const PlanLine& line) {
            return line.dash == Dash::Dotted && line.line.y1() == plan.tracks.top();
        });
        QCOMPARE(jumps, 1);
    }
    const auto wide = planTimeline(*planned.model, {0, 8}, {sample::header + 8 * 60, 300}, {}, planned.ruler);
    QCOMPARE(sample::allTexts(wide).filter("clock runs").size(), 1);
    // The same on the virtual clock: there a microsecond is somebody's work.
    Planned virtually(run);
    QCOMPARE(virtually.model->jumps().size(), 7U);
    QCOMPARE(planned.model->jumps().size(), 1U);
}

void PlanTest::scrolledRowsLieBelowTheHub() {
    Planned planned;
    PlanOptions options = at(8);
    options.scroll = 60;
    const auto plan = planned.order(options);
    QStringList rows;
    for (const auto& row : plan.rows) rows << QStringLiteral("%1 %2").arg(row.name).arg(row.y);
    // Boss is scrolled away altogether, worker in part; the hub and main stay.
    QCOMPARE(rows, (QStringList{"hub 44", "main 76", "worker 112", "tasks 160"}));
    const auto clips = sample::shapesOf<PlanClip>(plan);
    QVERIFY(!clips.empty());
    QCOMPARE(clips.front().rect.top(), 124.0);
    QCOMPARE(plan.rowAt(70)->id, Id::Hub);
    QCOMPARE(plan.rowAt(120)->id, Id::Main);
    // With room for no more than three tracks main scrolls too.
    QCOMPARE(scrolledTop(options.measures, 44 + 32 + 4 * 48), 124.0);
    QCOMPARE(scrolledTop(options.measures, 44 + 32 + 4 * 48 - 1), 76.0);
}

void PlanTest::minimapShowsTheWholeRun() {
    Planned planned;
    const auto plan = planned.order(at(8), 6, 18);
    QCOMPARE(plan.minimap, QRectF(153, 334, 240, 52));
    // 24 steps on 232 pixels; the frame is around the visible half.
    const auto boxes = sample::shapesOf<PlanBox>(plan);
    const auto frame = std::ranges::find_if(boxes, [](const PlanBox& box) { return box.edgeWidth == 1.5; });
    QVERIFY(frame != boxes.end());
    QCOMPARE(frame->rect, QRectF(157 + 58, 337, 116, 46));
    QVERIFY(hasLine(plan, {157 + 8 * 232 / 24.0, 335, 157 + 8 * 232 / 24.0, 385}));
    QVERIFY(sample::allTexts(plan).contains("24 steps, 100 ms"));
}

void PlanTest::whatLiesAtAPlaceIsFound() {
    Planned planned;
    const auto plan = planned.order(at(8));
    QCOMPARE(plan.rowAt(130)->id, planned.id("boss"));
    QVERIFY(!plan.rowAt(10));
    const auto* slice = plan.sliceAt({330, 140});
    QVERIFY(slice);
    QCOMPARE(slice->from, 8U);
    QVERIFY(!plan.sliceAt({330, 20}));
    QVERIFY(!plan.sliceAt({100, 140}));
    QCOMPARE(sliceTitle(*planned.model, *slice),
             "boss\nwaits for data: put(3)\nSteps 9 to 14\nAt 0 ms\nprogram.cpp, line 13");
    const auto* sleep = plan.sliceAt({153 + 19 * 20, 200});
    QCOMPARE(sliceTitle(*planned.model, *sleep),
             "worker\nsleeps: sleep(0.1)\nSteps 19 to 21\nFrom 0 ms to 100 ms, for 100 ms\n"
             "Until 100 ms at the latest\nprogram.cpp, line 23");
}

// Nothing is keyed on a name: leave out one step, and everything behind it moves.
void PlanTest::aMutatedRunChangesThePicture() {
    Planned planned;
    QString mutated = QString::fromUtf8(sample::run);
    mutated.remove(
        "worker yields                    at 22\nhub runs unlock tasks\nhub stores 3 in tasks\n"
        "hub resumes boss directly\nboss ends                        queueing notify\nhub resumes worker\n");
    mutated.replace("hub runs notify boss\n", "hub runs unlock tasks\n");
    Planned other(mutated.toUtf8().constData());
    const auto a = planned.order();
    const auto b = other.order();
    QCOMPARE(sample::boxOf(b, other.id("worker"), 9), QRectF(333, 180, 60, 32));  // it ran on
    QVERIFY(sample::boxOf(a, planned.id("worker"), 9) != sample::boxOf(b, other.id("worker"), 9));
    QVERIFY(a.slices.size() != b.slices.size());
    QVERIFY(sample::textsOf(b, other.id("worker"), 9).contains("got 1, 2"));
    QVERIFY(sample::textsOf(a, planned.id("worker"), 9).contains("got 1"));
}

void PlanTest::failedAndKilledCannotBeOverlooked() {
    Planned planned(R"(main spawns a
main spawns b
main kills b
main waits joinall
hub resumes a
a fails "ValueError: no"
a ends
hub resumes b
b ends killed
hub idles
)");
    const auto plan = planned.order({}, 0, 24);
    QVERIFY(sample::textsOf(plan, planned.id("a"), 7).isEmpty());  // its line ends where the run does: no room
    TimelinePlan wide = planTimeline(*planned.model, {0, 12}, {153 + 1200, 500}, {}, planned.ruler);
    QCOMPARE(sample::textsOf(wide, planned.id("a"), 7), QStringList{"ValueError: no"});
    QCOMPARE(sample::textsOf(wide, planned.id("b"), 9), QStringList{"killed"});
    const auto glyphs = sample::shapesOf<PlanGlyph>(wide);
    QVERIFY(std::ranges::any_of(glyphs, [](const PlanGlyph& glyph) { return glyph.look == Look::Failed; }));
    QVERIFY(std::ranges::any_of(glyphs, [](const PlanGlyph& glyph) { return glyph.look == Look::Killed; }));
}

void PlanTest::anEmptyRunHasAPicture() {
    Planned planned("");
    for (const auto& plan : {planned.order(at(0)), planned.time(at(0))}) {
        QCOMPARE(plan.rows.size(), 2U);
        QVERIFY(plan.slices.empty());
        QVERIFY(sample::allTexts(plan).contains("main"));
    }
}

void PlanTest::samplesAndChipsCoverEveryLook() {
    for (int i = 0; i < look_count; ++i) {
        const auto look = static_cast<Look>(i);
        QVERIFY(!planChip(look, {0, 0}, 22, Theme::Dark).empty());
        const auto shapes = planSample(look, {0, 0, 36, 20}, Theme::Light);
        QCOMPARE(shapes.empty(), look == Look::HubIdle);
        for (const auto& shape : shapes)
            if (const auto* box = std::get_if<PlanBox>(&shape)) QVERIFY(QRectF(0, 0, 36, 20).contains(box->rect));
    }
    QCOMPARE(planChip(std::nullopt, {0, 0}, 22, Theme::Light).size(), 2U);
}

QTEST_MAIN(PlanTest)
#include "plan_test.moc"
