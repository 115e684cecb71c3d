#include "timeline/draw.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QTest>

#include "sample_run.h"

using namespace views;
using green::trace::Id;
using support::TraceText;

class DrawTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        trace_.add(sample::run);
        model_ = std::make_unique<TimelineModel>(*trace_.store());
    }
    void slicesHaveTheirColours();
    void patternsAreSeen();
    void whatIsFutureIsFaded();
    void boxesLieOnWholePixels();
    void finePixelsShowTheSamePicture();
    void themesDiffer();
    void vectorsNeedNoPixels();
    void clipsEndWhereTheyEnd();
    void aPictureInsideAPicture();

private:
    TimelinePlan plan(PlanOptions options = {}, double begin = 0) {
        return planTimeline(*model_, {begin, begin + sample::steps}, sample::size(), options, ruler_);
    }
    QImage picture(const TimelinePlan& plan, qreal ratio = 1) {
        QImage image((plan.size * ratio).toSize(), QImage::Format_RGB32);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::magenta);
        QPainter painter(&image);
        draw(plan, painter);
        return image;
    }

    TraceText trace_;
    std::unique_ptr<TimelineModel> model_;
    TextRuler ruler_;
};

void DrawTest::slicesHaveTheirColours() {
    const QImage image = picture(plan());
    const auto at = [&](Look look) { return colours(look, Theme::Light); };
    QCOMPARE(image.pixelColor(156, 90), at(Look::Running).fill);    // main runs
    QCOMPARE(image.pixelColor(153, 100), at(Look::Running).edge);   // from the left edge on
    QCOMPARE(image.pixelColor(240, 150), at(Look::Runnable).fill);  // boss can run
    QCOMPARE(image.pixelColor(240, 140), palette(Theme::Light).surface);
    QCOMPARE(image.pixelColor(500, 163), at(Look::Finished).fill);
    // Nothing of the canvas shows through.
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) QVERIFY(image.pixelColor(x, y) != QColor(Qt::magenta));
}

void DrawTest::patternsAreSeen() {
    const QImage image = picture(plan());
    const auto& data = colours(Look::WaitsData, Theme::Light);
    int ink = 0;
    int ground = 0;
    for (int x = 400; x < 500; ++x) {
        ink += image.pixelColor(x, 112) == data.ink;
        ground += image.pixelColor(x, 112) == data.fill;
    }
    QVERIFY(ink > 10 && ground > 10);
}

void DrawTest::whatIsFutureIsFaded() {
    PlanOptions options;
    options.playhead = 2;
    const QImage image = picture(plan(options));
    const auto& fill = colours(Look::Running, Theme::Light).fill;
    QCOMPARE(image.pixelColor(160, 90), fill);
    QVERIFY(image.pixelColor(225, 90).lightness() > fill.lightness() + 60);
    QCOMPARE(image.pixelColor(193, 200), palette(Theme::Light).text);  // the playhead itself
}

void DrawTest::boxesLieOnWholePixels() {
    // A third of a pixel off, edges stay as sharp as they were.
    const QImage image = picture(plan({}, 1 / 60.0));
    int edges = 0;
    for (int x = 153; x < 633; ++x) edges += image.pixelColor(x, 150) == colours(Look::Running, Theme::Light).edge;
    QCOMPARE(edges, 4);  // two blocks of boss
}

void DrawTest::finePixelsShowTheSamePicture() {
    const QImage coarse = picture(plan());
    const QImage fine = picture(plan(), 2);
    QCOMPARE(fine.size(), coarse.size() * 2);
    for (const QPoint& at : {QPoint(156, 90), QPoint(240, 150), QPoint(500, 163), QPoint(20, 300), QPoint(240, 55)})
        QCOMPARE(fine.pixelColor(at * 2), coarse.pixelColor(at));
}

void DrawTest::themesDiffer() {
    PlanOptions dark;
    dark.theme = Theme::Dark;
    const QImage image = picture(plan(dark));
    QCOMPARE(image.pixelColor(156, 90), colours(Look::Running, Theme::Dark).fill);
    QCOMPARE(image.pixelColor(400, 90), palette(Theme::Dark).surface);
}

void DrawTest::vectorsNeedNoPixels() {
    QBuffer svg;
    svg.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&svg);
    generator.setSize(sample::size().toSize());
    QPainter painter(&generator);
    draw(plan(), painter);
    painter.end();
    QVERIFY(svg.data().contains("</svg>"));
    QVERIFY(!svg.data().contains("<image"));  // patterns are lines
    QVERIFY(svg.data().contains("joinall (2 left)"));

    QBuffer pdf;
    pdf.open(QIODevice::WriteOnly);
    QPdfWriter writer(&pdf);
    QPainter on_paper(&writer);
    draw(plan(), on_paper);
    on_paper.end();
    QVERIFY(pdf.data().startsWith("%PDF"));
    QVERIFY(!pdf.data().contains("/Subtype /Image"));
}

void DrawTest::clipsEndWhereTheyEnd() {
    QImage image(20, 20, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    TimelinePainter().draw({PlanClip{{0, 0, 10, 20}}, PlanBox{{0, 0, 20, 10}, Qt::red, {}}, PlanClip{},
                            PlanBox{{0, 10, 20, 10}, Qt::blue, {}}},
                           Theme::Light, 1, painter);
    painter.end();
    QCOMPARE(image.pixelColor(5, 5), QColor(Qt::red));
    QCOMPARE(image.pixelColor(15, 5), QColor(Qt::white));
    QCOMPARE(image.pixelColor(15, 15), QColor(Qt::blue));
}

// An exported picture places each line of music with its own offset.
void DrawTest::aPictureInsideAPicture() {
    const auto shown = plan();
    QImage image(700, 500, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.translate(30, 60);
    draw(shown, painter);
    painter.resetTransform();
    painter.end();
    QCOMPARE(image.copy(QRect(QPoint(30, 60), shown.size.toSize())).pixelColor(156, 90),
             colours(Look::Running, Theme::Light).fill);
    QCOMPARE(image.pixelColor(10, 10), QColor(Qt::white));
    QCOMPARE(image.pixelColor(183, 160), colours(Look::Running, Theme::Light).edge);
}

QTEST_MAIN(DrawTest)
#include "draw_test.moc"
