// The layout of exported pictures, before anything is drawn.
#include "export/picture.h"

#include <QTest>

#include "export/picture_frame.h"
#include "export_support.h"

using namespace views;

namespace {

// Letters of one width: the same on every machine.
TextRuler ruler() {
    return TextRuler(
        [](const QString& text, TextStyle style) { return static_cast<qreal>(text.size()) * style.size * 0.55; });
}

Picture planned(const TimelineModel& model, const ExportOptions& options = {}, qreal tallest = 8000) {
    auto text = ruler();
    return planPicture(model, options, text, tallest);
}

int systems(const Picture& picture) { return static_cast<int>(picture.parts.size()) - 2; }

QStringList textsOf(const std::vector<PlanShape>& shapes) {
    QStringList texts;
    for (const auto& shape : shapes)
        if (const auto* text = std::get_if<PlanText>(&shape)) texts << text->text;
    return texts;
}

// What lies outside the picture, or nothing.
QString outside(const Picture& picture) {
    const QRectF all = QRectF(QPointF(0, 0), picture.size).adjusted(-0.5, -0.5, 0.5, 0.5);
    for (const auto& part : picture.parts)
        for (const auto& shape : part.shapes) {
            if (const auto* box = std::get_if<PlanBox>(&shape); box && !all.contains(box->rect.translated(part.at)))
                return QString("box at %1, %2, %3 wide").arg(box->rect.x()).arg(box->rect.y()).arg(box->rect.width());
            if (const auto* text = std::get_if<PlanText>(&shape)) {
                const qreal left = text->align & Qt::AlignRight     ? text->at.x() - text->width
                                   : text->align & Qt::AlignHCenter ? text->at.x() - text->width / 2
                                                                    : text->at.x();
                const QRectF place(left + part.at.x(), text->at.y() + part.at.y() - 10, text->width, 10);
                if (!all.contains(place)) return "text " + text->text;
            }
        }
    return {};
}

}  // namespace

class ExportPictureTest : public QObject {
    Q_OBJECT

private slots:
    void wrapsALongRunLikeMusic();
    void givesEveryStepTheSameWidth();
    void keepsEverythingInsideThePicture_data();
    void keepsEverythingInsideThePicture();
    void fillsASheetBetterThanOneLine();
    void staysWithinTheHeightAllowed();
    void showsTheFirstTracksWhereNotAllFit();
    void saysWhatIsShown();
    void explainsOnlyLooksThatOccur();
    void theRealClockIsNotSaidToJump();
    void aNameIsNotRepeatedBelowItself();
    void breaksLinesBetweenWords();
    void drawsARunWithoutEvents();
};

void ExportPictureTest::wrapsALongRunLikeMusic() {
    const auto few = support::turns(2, 5);
    const auto many = support::turns(2, 60);  // 243 steps
    QCOMPARE(systems(planned(TimelineModel(*few))), 1);
    QCOMPARE(systems(planned(TimelineModel(*many))), 3 + 1);
}

void ExportPictureTest::givesEveryStepTheSameWidth() {
    const auto run = support::turns(2, 61);
    const TimelineModel model(*run);
    const auto picture = planned(model);
    QVERIFY(systems(picture) > 2);
    qreal least = 1e9;
    qreal most = 0;
    for (const auto& part : picture.parts)
        for (const auto& slice : part.slices) {
            // Slices that end where their system does may be cut.
            if (slice.look != Look::Running || slice.rect.right() > picture.size.width() - 85 ||
                slice.rect.left() < 160)
                continue;
            const qreal step = slice.rect.width() / static_cast<qreal>(slice.to - slice.from);
            least = std::min(least, step);
            most = std::max(most, step);
        }
    QVERIFY2(most - least < 0.01, qPrintable(QString("%1 to %2").arg(least).arg(most)));
    QVERIFY(least >= 17);
}

void ExportPictureTest::keepsEverythingInsideThePicture_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("rounds");
    for (const int count : {1, 3, 40, 400})
        for (const int rounds : {1, 50})
            for (const auto& size :
                 {QSize(), QSize(1600, 900), QSize(595, 842), QSize(200, 100), QSize(4000, 60), QSize(60, 4000)})
                QTest::newRow(qPrintable(QString("%1 greenlets, %2 rounds, %3x%4")
                                             .arg(count)
                                             .arg(rounds)
                                             .arg(size.width())
                                             .arg(size.height())))
                    << size << count << rounds;
}

void ExportPictureTest::keepsEverythingInsideThePicture() {
    QFETCH(QSize, size);
    QFETCH(int, count);
    QFETCH(int, rounds);
    const auto run = support::turns(count, rounds);
    const TimelineModel model(*run);
    ExportOptions options;
    if (size.isValid()) options.size = size;
    for (const Axis axis : {Axis::Order, Axis::Time}) {
        options.axis = axis;
        const auto picture = planned(model, options);
        QCOMPARE(outside(picture), QString());
        if (size.isValid())
            QVERIFY(std::abs(picture.size.height() / picture.size.width() * size.width() - size.height()) < 0.01);
        // Parts don't overlap.
        for (std::size_t i = 1; i + 1 < picture.parts.size(); ++i)
            QVERIFY(picture.parts[i].at.y() > picture.parts[i - 1].at.y());
    }
}

void ExportPictureTest::fillsASheetBetterThanOneLine() {
    const auto run = support::queueRun();
    const TimelineModel model(*run);
    ExportOptions options;
    options.size = QSize(595, 842);
    const auto upright = planned(model, options);
    options.size = QSize(842, 300);
    const auto lying = planned(model, options);
    QVERIFY(systems(upright) >= systems(lying));
    QVERIFY(upright.size.width() < lying.size.width());  // it is drawn larger
}

void ExportPictureTest::staysWithinTheHeightAllowed() {
    const auto run = support::turns(5, 2000);
    const TimelineModel model(*run);
    QVERIFY(planned(model, {}, 3000).size.height() <= 3000);
    QVERIFY(planned(model, {}, 8000).size.height() <= 8000);
}

void ExportPictureTest::showsTheFirstTracksWhereNotAllFit() {
    const auto run = support::turns(500, 1);
    const TimelineModel model(*run);
    const auto picture = planned(model, {}, 2000);
    QVERIFY(picture.size.height() <= 2000);
    const auto texts = textsOf(picture.parts.front().shapes).join(' ');
    QVERIFY2(texts.contains(QRegularExpression("The first \\d\\d of 502 tracks")), qPrintable(texts));
    QVERIFY(textsOf(picture.parts[1].shapes).contains("g0"));
    QVERIFY(!textsOf(picture.parts[1].shapes).contains("g499"));
}

void ExportPictureTest::saysWhatIsShown() {
    const auto run = support::queueRun();
    const TimelineModel model(*run);
    ExportOptions options;
    const auto size = QString::number(run->size());
    const auto summary = [&] { return pictureSummary(model, pictureRange(model, options), options.axis); };
    QVERIFY2(summary().startsWith("bounded-queue.cpp. " + size + " steps, "), qPrintable(summary()));
    QVERIFY2(summary().contains("100 ms on the virtual clock."), qPrintable(summary()));
    options.from = 4;
    options.to = 8;
    QVERIFY2(summary().contains("Steps 5 to 8 of " + size + ", 3 switches, at 0 ms on the virtual clock."),
             qPrintable(summary()));
    options.to.reset();
    QVERIFY2(summary().contains("from 0 ms to 100 ms"), qPrintable(summary()));
    options.axis = Axis::Time;
    options.from = 1'000'000;
    const auto range = pictureRange(model, options);
    QCOMPARE(model.timeOf(range.first), green::trace::Nanoseconds{0});
    QCOMPARE(model.timeOf(range.first + 1), green::trace::Nanoseconds{100'000'000});
    QCOMPARE(range.last, run->size());
}

void ExportPictureTest::explainsOnlyLooksThatOccur() {
    const auto run = support::queueRun();
    const TimelineModel model(*run);
    const auto texts = [&](const ExportOptions& options) {
        QStringList texts;
        for (const auto& entry : legendEntries(model, pictureRange(model, options), options.axis, false, Theme::Print))
            texts << entry.text;
        return texts;
    };
    QCOMPARE(texts({}), QStringList({"running", "runnable", "hub sleeps, clock jumps", "waits for data", "finished",
                                     "failed", "item in a queue", "item waits for room", "hub hands over"}));
    ExportOptions first;
    first.to = 2;
    QCOMPARE(texts(first), QStringList({"running"}));
    first.to = 3;
    QCOMPARE(texts(first), QStringList({"running", "runnable"}));
}

void ExportPictureTest::theRealClockIsNotSaidToJump() {
    auto recipe = support::queueRecipe();
    recipe.clock = green::trace::ClockKind::Real;
    const auto run = support::trace_from_text(support::queueProgram(), recipe);
    const TimelineModel model(*run);
    for (const Axis axis : {Axis::Order, Axis::Time}) {
        ExportOptions options;
        options.axis = axis;
        QStringList texts;
        for (const auto& part : planned(model, options).parts) texts << textsOf(part.shapes);
        const QString all = texts.join('|');
        QVERIFY2(!all.contains("jump") && !all.contains("stands still") && !all.contains("virtual"), qPrintable(all));
        QVERIFY2(texts.contains("hub sleeps"), qPrintable(all));
    }
}

void ExportPictureTest::aNameIsNotRepeatedBelowItself() {
    const auto run = support::trace_from_text(
        "main spawns task(0)\nmain spawns boss\n"
        "main spawns \"worker('steve', 0.1)\" as steve named steve running worker\n",
        support::queueRecipe());
    const TimelineModel model(*run);
    QStringList texts;
    for (const auto& part : planned(model).parts) texts << textsOf(part.shapes);
    QCOMPARE(texts.count("task(0)"), 1);
    QCOMPARE(texts.count("boss"), 1);
    QVERIFY(!texts.contains("boss()"));
    QVERIFY(texts.contains("steve") && texts.contains("worker('steve', 0.1)"));
}

void ExportPictureTest::breaksLinesBetweenWords() {
    auto text = ruler();
    const TextStyle style{10, 400};  // 5.5 a letter
    QCOMPARE(wrapped("one two three", 60, style, text), QStringList({"one two", "three"}));
    QCOMPARE(wrapped("  unbreakable  ", 10, style, text), QStringList({"unbreakable"}));
    QCOMPARE(wrapped("", 10, style, text), QStringList());
}

void ExportPictureTest::drawsARunWithoutEvents() {
    const green::trace::TraceStore empty(support::queueRecipe());
    const TimelineModel model(empty);
    const auto picture = planned(model);
    QCOMPARE(outside(picture), QString());
    QVERIFY(textsOf(picture.parts.front().shapes).join(' ').contains("Nothing has happened yet."));
    ExportOptions time;
    time.axis = Axis::Time;
    QVERIFY(planned(model, time).size.height() > 0);
}

QTEST_GUILESS_MAIN(ExportPictureTest)
#include "export_picture_test.moc"
