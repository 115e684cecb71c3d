// Level of detail: what a plan of a long run costs, and that nothing gets lost in it.
#include <QImage>
#include <QPainter>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "long_run.h"
#include "timeline/draw.h"
#include "timeline/plan.h"

using namespace views;
using green::trace::Id;

namespace {

constexpr std::uint64_t events = 1'000'000;

TextRuler ruler([](const QString& text, TextStyle) { return 6.0 * static_cast<double>(text.size()); });

template <class Shape>
std::vector<Shape> shapesOf(const TimelinePlan& plan) {
    std::vector<Shape> shapes;
    for (const auto& shape : plan.shapes)
        if (const auto* one = std::get_if<Shape>(&shape)) shapes.push_back(*one);
    return shapes;
}

}  // namespace

class DetailTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void fewShapesAtAnyZoom();
    void allOfTheRunIsCovered();
    void columnsKeepTheirContentsWhilePanning();
    void fourPixelsAStepIsTheBorder();
    void timeIsDenseWhereEventsAreSpreadOut();
    void timeIsFoldedWhereEventsCrowd();
    void depthsShowTheirPeaks();
    void slicesAreSmall();
    void pixelsAndShapesAgree();

private:
    TimelinePlan plan(double begin, double end, Axis axis = Axis::Order) const {
        PlanOptions options;
        options.axis = axis;
        options.playhead = events / 2;
        return planTimeline(*model_, {begin, end}, {1600, 900}, options, ruler);
    }

    std::unique_ptr<sample::LongRun> run_;
    std::unique_ptr<TimelineModel> model_;
};

void DetailTest::initTestCase() {
    run_ = std::make_unique<sample::LongRun>(events);
    model_ = std::make_unique<TimelineModel>(run_->store());
    QVERIFY(model_->size() >= events);
    QVERIFY(model_->sliceCount() >= 1'000'000);
}

void DetailTest::fewShapesAtAnyZoom() {
    const auto whole = static_cast<double>(model_->size());
    for (double shown = 20; shown <= whole; shown *= 1.7) {
        const auto dense = plan(whole / 3, whole / 3 + shown);
        QVERIFY2(dense.shapes.size() < 10'000, qPrintable(QString::number(shown)));
        const auto time = static_cast<double>(model_->duration());
        const auto folded = plan(time / 3, time / 3 + time * shown / whole, Axis::Time);
        QVERIFY2(folded.shapes.size() < 10'000, qPrintable(QString::number(shown)));
    }
}

// One thread, one baton: over all tracks the running shares of a column add up to the whole.
void DetailTest::allOfTheRunIsCovered() {
    PlanOptions options;
    options.playhead = 0;
    // High enough for all rows.
    const auto plan = planTimeline(*model_, {0, static_cast<double>(model_->size())}, {1600, 1400}, options, ruler);
    QVERIFY(plan.dense);
    const auto columns = shapesOf<PlanColumns>(plan);
    const auto merged = std::ranges::count_if(columns, [](const PlanColumns& row) { return row.merged; });
    QCOMPARE(static_cast<std::size_t>(merged), model_->greenlets().size() - 1);
    const auto& hub = model_->greenlet(Id::Hub)->slices;
    const std::size_t count = columns.front().columns.size();
    QCOMPARE(count, 362U);
    const double units = plan.scale.perPixel * 4;
    std::size_t hint = 0;
    Shares before{};
    for (std::size_t i = 0; i + 1 < count; ++i) {
        double running = 0;
        for (const auto& row : columns)
            if (row.merged) running += std::pow(row.columns[i].share, 2);
        const auto begin = static_cast<std::int64_t>(units * static_cast<double>(i));
        const auto end = static_cast<std::int64_t>(units * static_cast<double>(i + 1));
        const Shares after = hub.before(Axis::Order, end, hint);
        running += static_cast<double>(after[0] - before[0]) / static_cast<double>(end - begin);
        before = after;
        // In the first one the tracks begin.
        if (i > 0) QVERIFY2(std::abs(running - 1) < 1e-4, qPrintable(QString::number(running)));
    }
}

void DetailTest::columnsKeepTheirContentsWhilePanning() {
    const auto first = shapesOf<PlanColumns>(plan(100'000, 500'000));
    const double units = 400'000 / 1447.0 * 4;
    const auto moved = shapesOf<PlanColumns>(plan(100'000 + 10 * units, 500'000 + 10 * units));
    for (std::size_t row = 0; row < first.size(); ++row)
        for (std::size_t i = 10; i < 300; ++i) {
            if (!first[row].merged) continue;
            QCOMPARE(moved[row].columns[i - 10].share, first[row].columns[i].share);
            QCOMPARE(moved[row].columns[i - 10].look, first[row].columns[i].look);
        }
}

void DetailTest::fourPixelsAStepIsTheBorder() {
    QVERIFY(!plan(1000, 1000 + 1447 / 4.0).dense);
    QVERIFY(plan(1000, 1000 + 1447 / 3.99).dense);
    QVERIFY(!plan(1000, 1000 + 1447 / 4.0).slices.empty());
    QVERIFY(plan(1000, 1000 + 1447 / 3.99).slices.empty());
}

void DetailTest::timeIsDenseWhereEventsAreSpreadOut() {
    const auto time = static_cast<double>(model_->duration());
    QVERIFY(plan(0, time, Axis::Time).dense);
    QVERIFY(!plan(0, 100'000, Axis::Time).dense);  // some hundred events
}

void DetailTest::timeIsFoldedWhereEventsCrowd() {
    // All of it in three instants.
    const sample::LongRun still(30'000, 4, 0);
    const TimelineModel model(still.store());
    PlanOptions options;
    options.axis = Axis::Time;
    const auto plan = planTimeline(model, {0, 1e6}, {1600, 900}, options, ruler);
    QVERIFY(!plan.dense);
    QVERIFY(plan.shapes.size() < 200);
    std::uint32_t turns = 0;
    const auto id = Id{raw(Id::First)};
    for (const auto& slice : plan.slices)
        if (slice.track == id) turns += slice.count;
    const auto& slices = model.greenlet(id)->slices;
    QCOMPARE(turns, slices.turns(0, slices.size()));
}

void DetailTest::depthsShowTheirPeaks() {
    const auto& queue = model_->queues().front();
    // Wherever the deepest moment is, some column is as high.
    const auto whole = static_cast<double>(model_->size());
    PlanOptions options;
    const auto plan = planTimeline(*model_, {0, whole}, {1600, 1400}, options, ruler);
    float highest = 0;
    for (const auto& row : shapesOf<PlanColumns>(plan))
        if (!row.merged && row.bar.rgb() == colours(Look::QueueItem, Theme::Light).edge.rgb())
            for (const auto& column : row.columns) highest = std::max(highest, column.share);
    QCOMPARE(highest, static_cast<float>(queue.deepest() / 500.0));
}

void DetailTest::slicesAreSmall() {
    std::size_t bytes = 0;
    for (const auto& track : model_->greenlets()) bytes += track.slices.bytes();
    // 24 bytes each, a summary of 100 for each 16; vectors may have reserved twice that.
    QVERIFY(bytes / model_->sliceCount() < 70);
}

// The image that is put together by hand shows what the shapes say.
void DetailTest::pixelsAndShapesAgree() {
    const auto shown = plan(0, static_cast<double>(model_->size()));
    QImage image(1600, 900, QImage::Format_RGB32);
    QPainter painter(&image);
    draw(shown, painter);
    painter.end();
    int bars = 0;
    for (const auto& row : shapesOf<PlanColumns>(shown)) {
        if (!row.merged || row.base > 800) continue;
        for (std::size_t i = 1; i < 100; ++i) {  // before the playhead: the rest is faded
            const int x = static_cast<int>(std::lround(row.x + static_cast<double>(i) * 4)) + 1;
            const int height = static_cast<int>(std::lround(row.columns[i].share * row.tall));
            if (height == 0) continue;
            ++bars;
            const int floor = static_cast<int>(row.floor);
            QCOMPARE(image.pixelColor(x, floor - 1), row.bar);
            QCOMPARE(image.pixelColor(x, floor - height), row.bar);
            QCOMPARE(image.pixelColor(x, floor - height - 1), palette(Theme::Light).surface);
            const auto edge = colours(row.columns[i].look, Theme::Light).edge;
            QCOMPARE(image.pixelColor(x, static_cast<int>(row.base) - 1), edge);
        }
    }
    QVERIFY(bars > 500);
}

QTEST_MAIN(DetailTest)
#include "detail_test.moc"
