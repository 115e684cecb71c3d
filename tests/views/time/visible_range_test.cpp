#include "time/visible_range.h"

#include <QSignalSpy>
#include <QTest>
#include <cmath>

using namespace views;

class VisibleRangeTest : public QObject {
    Q_OBJECT
private slots:
    void pixelsAndValuesGoRoundTrip();
    void orderBeginsAtSixteenPixelsAStep();
    void shortRunsBeginWider();
    void whatResetChoseFollowsTheWidthUntilAHandZooms();
    void timeBeginsWithEverything();
    void zoomKeepsThePlaceUnderThePointer();
    void zoomStopsAtItsLimitsWithoutMoving();
    void panStopsAtTheBeginning();
    void panStopsAThirdBehindTheEnd();
    void fittedStaysFittedWhileTheRunGrows();
    void shortRunsFillTheWidthToo();
    void zoomEndsTheFit();
    void followMovesOnlyWhatIsOutside();
    void showIsExact();
    void changedIsEmittedOnlyForChanges();
    void anEmptyRunHasAScale();
};

void VisibleRangeTest::pixelsAndValuesGoRoundTrip() {
    for (const Scale scale : {Scale{0, 1.0 / 16}, Scale{12345.5, 768}, Scale{1e9, 0.25}})
        for (const double pixel : {0.0, 1.0, 13.5, 1599.0}) {
            QVERIFY(std::abs(scale.toPixel(scale.toValue(pixel)) - pixel) < 1e-6);
            QVERIFY(std::abs(scale.pixels(scale.toValue(pixel) - scale.begin) - pixel) < 1e-6);
        }
    // Each of ten million steps comes back as itself at any zoom that shows it.
    const Scale wide{0, 1e7 / 1600};
    for (std::int64_t n = 0; n <= 10'000'000; n += 99'991)
        QCOMPARE(std::llround(wide.toValue(wide.toPixel(static_cast<double>(n)))), n);
}

void VisibleRangeTest::orderBeginsAtSixteenPixelsAStep() {
    VisibleRange range;
    range.setWidth(800);
    range.reset(Axis::Order, 142);
    QCOMPARE(range.begin(), 0.0);
    QCOMPARE(range.end(), 50.0);
    QVERIFY(!range.fitted());
}

// As wide as the whole run allows, in few sizes: 32, 28, 24, 20 and 16 pixels.
void VisibleRangeTest::shortRunsBeginWider() {
    VisibleRange range;
    range.setWidth(816);
    const auto step = [&](double steps) {
        range.reset(Axis::Order, steps);
        return range.scale().pixels(1);
    };
    QCOMPARE(step(5), 32.0);
    QCOMPARE(step(25), 32.0);
    QCOMPARE(step(26), 28.0);
    QCOMPARE(step(28), 28.0);
    QCOMPARE(step(33), 24.0);
    QCOMPARE(step(40), 20.0);
    QCOMPARE(step(41), 16.0);
    QCOMPARE(step(5000), 16.0);
    // A run that grows gets there in the same way, and goes on at that.
    range.reset(Axis::Order, 1);
    for (double steps = 1; steps <= 100; ++steps) {
        range.setExtent(steps);
        range.follow(steps);
        QVERIFY(range.shows(steps));
        QVERIFY(range.begin() == 0 || steps > 50);
        QCOMPARE(range.scale().pixels(1), steps <= 25   ? 32.0
                                          : steps <= 28 ? 28.0
                                          : steps <= 33 ? 24.0
                                          : steps <= 40 ? 20.0
                                                        : 16.0);
    }
}

void VisibleRangeTest::whatResetChoseFollowsTheWidthUntilAHandZooms() {
    VisibleRange range;
    range.reset(Axis::Order, 25);
    range.setWidth(416);
    QCOMPARE(range.scale().pixels(1), 16.0);
    range.setWidth(816);
    QCOMPARE(range.scale().pixels(1), 32.0);
    range.zoomAt(0.5, 0);
    range.setWidth(416);
    QCOMPARE(range.scale().pixels(1), 16.0);
    range.setWidth(816);
    QCOMPARE(range.scale().pixels(1), 16.0);
}

void VisibleRangeTest::timeBeginsWithEverything() {
    VisibleRange range;
    range.setWidth(848);
    range.reset(Axis::Time, 160e6);
    QCOMPARE(range.begin(), 0.0);
    QCOMPARE(range.scale().toPixel(160e6), 800.0);
    QVERIFY(range.fitted());
}

void VisibleRangeTest::zoomKeepsThePlaceUnderThePointer() {
    VisibleRange range;
    range.setWidth(800);
    range.reset(Axis::Order, 1000);
    range.show(100, 500);
    const double under = range.scale().toValue(200);
    range.zoomAt(2, 200);
    QCOMPARE(range.scale().toPixel(under), 200.0);
    QCOMPARE(range.begin(), 150.0);
    QCOMPARE(range.end(), 350.0);
    range.zoomAt(0.5, 200);
    QCOMPARE(range.begin(), 100.0);
    QCOMPARE(range.end(), 500.0);
}

void VisibleRangeTest::zoomStopsAtItsLimitsWithoutMoving() {
    VisibleRange range;
    range.setWidth(640);
    range.reset(Axis::Order, 1000);
    range.show(500, 510);  // 64 pixels a step: as wide as steps get
    range.zoomAt(2, 320);
    QCOMPARE(range.begin(), 500.0);
    QCOMPARE(range.end(), 510.0);
    for (int i = 0; i < 20; ++i) range.zoomAt(0.5, 320);
    QCOMPARE(range.begin(), 0.0);
    QCOMPARE(range.scale().toPixel(1000), 624.0);
}

void VisibleRangeTest::panStopsAtTheBeginning() {
    VisibleRange range;
    range.setWidth(800);
    range.reset(Axis::Order, 1000);
    range.show(100, 150);
    range.panBy(160);
    QCOMPARE(range.begin(), 110.0);
    range.panBy(-1e9);
    QCOMPARE(range.begin(), 0.0);
    QCOMPARE(range.end(), 50.0);
}

void VisibleRangeTest::panStopsAThirdBehindTheEnd() {
    VisibleRange range;
    range.setWidth(900);
    range.reset(Axis::Order, 1000);
    range.show(0, 90);
    range.panBy(1e9);
    QCOMPARE(range.begin(), 940.0);
    QCOMPARE(range.end(), 1030.0);
}

void VisibleRangeTest::fittedStaysFittedWhileTheRunGrows() {
    VisibleRange range;
    range.setWidth(416);
    range.reset(Axis::Order, 1000);
    range.fit();
    QCOMPARE(range.scale().toPixel(1000), 400.0);
    range.setExtent(2000);
    QCOMPARE(range.scale().toPixel(2000), 400.0);
    range.setWidth(816);
    QCOMPARE(range.scale().toPixel(2000), 800.0);
}

void VisibleRangeTest::shortRunsFillTheWidthToo() {
    VisibleRange range;
    range.setWidth(816);
    for (const double steps : {20.0, 10.0}) {  // 40 and 80 pixels each: wider than steps begin, and than keys make them
        range.reset(Axis::Order, steps);
        range.fit();
        QCOMPARE(range.begin(), 0.0);
        QCOMPARE(range.scale().toPixel(steps), 800.0);
    }
    range.setWidth(416);  // and again at another width
    QCOMPARE(range.scale().toPixel(10), 400.0);
    // Zooming begins there, without a leap to a limit.
    range.zoomAt(1.25, 0);
    QCOMPARE(range.scale().toPixel(10), 500.0);
    range.fit();
    range.zoomAt(0.5, 0);
    QCOMPARE(range.scale().toPixel(10), 200.0);
    // The first steps of a run that begins are no walls.
    range.reset(Axis::Order, 1);
    range.fit();
    QCOMPARE(range.scale().toPixel(1), 50.0);
}

void VisibleRangeTest::zoomEndsTheFit() {
    VisibleRange range;
    range.setWidth(416);
    range.reset(Axis::Order, 1000);
    range.fit();
    range.zoomAt(4, 0);
    const double end = range.end();
    range.setExtent(5000);
    QCOMPARE(range.end(), end);
}

void VisibleRangeTest::followMovesOnlyWhatIsOutside() {
    VisibleRange range;
    range.setWidth(960);
    range.reset(Axis::Order, 1000);
    range.show(100, 160);
    range.follow(160);
    QCOMPARE(range.begin(), 100.0);
    range.follow(161);
    QCOMPARE(range.scale().toPixel(161), 640.0);
    range.follow(50);
    QCOMPARE(range.scale().toPixel(50), 320.0);
    // At the left edge there would be nothing of the step itself.
    range.show(100, 160);
    range.follow(101);
    QCOMPARE(range.begin(), 100.0);
    range.follow(100);
    QCOMPARE(range.scale().toPixel(100), 320.0);
}

void VisibleRangeTest::showIsExact() {
    VisibleRange range;
    range.setWidth(1000);
    range.reset(Axis::Time, 2e9);
    range.show(0.5e9, 1.5e9);
    QCOMPARE(range.begin(), 0.5e9);
    QCOMPARE(range.end(), 1.5e9);
    range.show(7, 7);  // no interval: ignored
    QCOMPARE(range.begin(), 0.5e9);
}

void VisibleRangeTest::changedIsEmittedOnlyForChanges() {
    VisibleRange range;
    range.setWidth(800);
    range.reset(Axis::Order, 1000);
    QSignalSpy changes(&range, &VisibleRange::changed);
    range.panBy(-5);  // is at the beginning already
    range.follow(3);
    range.setExtent(1200);
    QCOMPARE(changes.count(), 0);
    range.panBy(16);
    QCOMPARE(changes.count(), 1);
}

void VisibleRangeTest::anEmptyRunHasAScale() {
    VisibleRange range;
    range.setWidth(0);
    range.reset(Axis::Time, 0);
    QVERIFY(range.scale().perPixel > 0);
    range.reset(Axis::Order, 0);
    range.fit();
    range.zoomAt(0.1, 0);
    QVERIFY(range.scale().perPixel > 0);
    QCOMPARE(range.begin(), 0.0);
}

QTEST_APPLESS_MAIN(VisibleRangeTest)
#include "visible_range_test.moc"
