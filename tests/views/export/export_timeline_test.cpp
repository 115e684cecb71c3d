// Files of exported timelines: the right format, size and contents, whole or not at all.
#include "export/export_timeline.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "export_support.h"
#include "timeline/model.h"

using namespace views;
using green::trace::EventNumber;
using green::trace::TraceStore;

namespace {

struct Svg {
    QString error;
    QStringList slices, continues, titles, texts;
    QString width, height, title;
};

Svg parsed(const QByteArray& bytes) {
    Svg svg;
    QXmlStreamReader xml(bytes);
    QStringList open;  // "slice" for each open slice group, else the element's name
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isEndElement() && !open.isEmpty()) open.removeLast();
        if (!xml.isStartElement()) continue;
        const auto name = xml.name().toString();
        const auto attributes = xml.attributes();
        if (name == "svg")
            svg.width = attributes.value("width").toString(), svg.height = attributes.value("height").toString();
        if (attributes.hasAttribute("data-slice")) svg.slices << attributes.value("data-slice").toString();
        if (attributes.hasAttribute("data-continues")) svg.continues << attributes.value("data-continues").toString();
        const bool isSlice = attributes.hasAttribute("data-slice");
        if (name == "title" || name == "text") {
            const auto text = xml.readElementText();
            if (name == "text")
                svg.texts << text;
            else if (!open.isEmpty() && open.last() == "slice")
                svg.titles << text;
            else if (open == QStringList{"svg"})
                svg.title = text;
        } else {
            open << (isSlice ? "slice" : name);
        }
    }
    if (xml.hasError()) svg.error = xml.errorString();
    return svg;
}

// How many slices the tracks have in the steps after `first`, up to and with `last`.
int slicesIn(const TimelineModel& model, EventNumber first, EventNumber last) {
    int count = 0;
    for (const auto& track : model.greenlets())
        for (std::size_t i = 0; i < track.slices.size(); ++i) {
            const auto end = track.slices.endOf(i, Axis::Order, static_cast<std::int64_t>(model.size()));
            count += track.slices[i].look != Look::HubIdle && track.slices[i].from < last &&
                     end > static_cast<std::int64_t>(first) && end > track.slices[i].from;
        }
    return count;
}

QString failure(const TraceStore& store, const QString& path, const ExportOptions& options = {}) {
    try {
        exportTimeline(store, path, options);
    } catch (const ExportError& error) {
        return QString::fromUtf8(error.what());
    }
    return "no error";
}

bool hasColour(const QImage& image, const QColor& colour) {
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y) == colour) return true;
    return false;
}

}  // namespace

class ExportTimelineTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(folder_.isValid()); }
    void svgHasEachSliceOnceWithATitle();
    void svgOfARangeHasItsSlices_data();
    void svgOfARangeHasItsSlices();
    void svgContinuesSlicesInTheNextSystem();
    void svgHasTextsAsTextAndNamesFonts();
    void svgStaysXmlWhateverTheTextsAre();
    void svgHasTheSizeAskedFor();
    void pngIsTwiceAsFineAsThePicture();
    void pngHasTheSizeAskedFor_data();
    void pngHasTheSizeAskedFor();
    void pngShowsTheStates();
    void pdfHasOnePageOfTheSize();
    void picturesDifferByThemeAxisAndTitle();
    void aChangedProgramChangesThePicture();
    void pictureIsTheSameAsTheFile();
    void longRunsGiveBoundedFiles();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void leavesNothingHalfWritten();

private:
    QString path(const QString& name) const { return folder_.filePath(name); }
    QByteArray exported(const TraceStore& store, const QString& name, const ExportOptions& options = {}) const {
        exportTimeline(store, path(name), options);
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder_;
    std::shared_ptr<TraceStore> run_ = support::queueRun();
};

void ExportTimelineTest::svgHasEachSliceOnceWithATitle() {
    const TimelineModel model(*run_);
    const auto svg = parsed(exported(*run_, "a.svg"));
    QCOMPARE(svg.error, QString());
    QCOMPARE(svg.slices.size(), slicesIn(model, 0, model.size()));
    QVERIFY(svg.slices.size() > 15);
    QCOMPARE(QSet<QString>(svg.slices.begin(), svg.slices.end()).size(), svg.slices.size());
    QCOMPARE(svg.titles.size(), svg.slices.size());
    for (const auto& title : svg.titles) QVERIFY(!title.isEmpty());
    QVERIFY2(!svg.titles.filter("steve").filter("got 1").filter("program.cpp").isEmpty(),
             qPrintable(svg.titles.join(u'\n')));
    QCOMPARE(svg.title, QString("A queue of <one> holds the boss back"));
}

void ExportTimelineTest::svgOfARangeHasItsSlices_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::newRow("first step") << 1 << 1;
    QTest::newRow("middle") << 5 << 12;
    QTest::newRow("last step") << static_cast<int>(run_->size()) << static_cast<int>(run_->size());
}

void ExportTimelineTest::svgOfARangeHasItsSlices() {
    QFETCH(int, from);
    QFETCH(int, to);
    ExportOptions options;
    options.from = from - 1;
    options.to = to;
    const TimelineModel model(*run_);
    const auto svg = parsed(exported(*run_, "range.svg", options));
    QCOMPARE(svg.slices.size(), slicesIn(model, static_cast<EventNumber>(from) - 1, static_cast<EventNumber>(to)));
    QVERIFY(!svg.slices.isEmpty());
}

void ExportTimelineTest::svgContinuesSlicesInTheNextSystem() {
    const auto run = support::turns(3, 40);
    const TimelineModel model(*run);
    const auto svg = parsed(exported(*run, "long.svg"));
    QCOMPARE(svg.error, QString());
    QCOMPARE(svg.slices.size(), slicesIn(model, 0, model.size()));
    QVERIFY(svg.continues.size() >= 3);  // main's wait, for one
    for (const auto& id : svg.continues) QVERIFY2(svg.slices.contains(id), qPrintable(id));
}

void ExportTimelineTest::svgHasTextsAsTextAndNamesFonts() {
    const auto bytes = exported(*run_, "texts.svg");
    const auto svg = parsed(bytes);
    for (const auto& text : {"A queue of <one> holds the boss back", "Greenscope", "Clock", "Step", "boss", "steve",
                             "put(2)", "100 ms", "running", "waits for data", "failed", "ValueError: no"})
        QVERIFY2(svg.texts.contains(text), text);
    QVERIFY(bytes.contains("font-family=\"Inter,"));
    QVERIFY(bytes.contains("sans-serif"));
    // Only what occurs is explained.
    QVERIFY(!svg.texts.contains("waits for a lock or place"));
}

void ExportTimelineTest::svgStaysXmlWhateverTheTextsAre() {
    green::trace::Recipe recipe = support::queueRecipe();
    recipe.title = "\x01\xFF<&\"'>\xEF\xBF\xBF";
    const auto run = support::trace_from_text(
        "main spawns foo(\x02<b>) named \"\x1b[31m&lt;\"\nmain waits join on foo \"<\\n>\"\n", recipe);
    const auto svg = parsed(exported(*run, "odd.svg"));
    QCOMPARE(svg.error, QString());
    QVERIFY2(svg.title.contains("<&\"'>"), qPrintable(svg.title));
}

void ExportTimelineTest::svgHasTheSizeAskedFor() {
    ExportOptions options;
    options.size = QSize(900, 500);
    const auto svg = parsed(exported(*run_, "size.svg", options));
    QCOMPARE(svg.width, QString("900"));
    QCOMPARE(svg.height, QString("500"));
}

void ExportTimelineTest::pngIsTwiceAsFineAsThePicture() {
    const auto svg = parsed(exported(*run_, "natural.svg"));
    const auto image = QImage::fromData(exported(*run_, "natural.png"));
    QCOMPARE(image.width(), 2 * svg.width.toInt());
    QCOMPARE(image.height(), 2 * svg.height.toInt());
    ExportOptions options;
    options.scale = 1;
    QCOMPARE(QImage::fromData(exported(*run_, "coarse.png", options)).width(), svg.width.toInt());
}

void ExportTimelineTest::pngHasTheSizeAskedFor_data() {
    QTest::addColumn<QSize>("size");
    for (const auto& size :
         {QSize(16, 16), QSize(1600, 1000), QSize(595, 842), QSize(3000, 40), QSize(40, 3000), QSize(20'000, 16)})
        QTest::newRow(qPrintable(QString("%1x%2").arg(size.width()).arg(size.height()))) << size;
}

void ExportTimelineTest::pngHasTheSizeAskedFor() {
    QFETCH(QSize, size);
    ExportOptions options;
    options.size = size;
    QCOMPARE(QImage::fromData(exported(*run_, "size.png", options)).size(), size);
}

void ExportTimelineTest::pngShowsTheStates() {
    ExportOptions options;
    options.scale = 1;
    const auto image = QImage::fromData(exported(*run_, "states.png", options)).convertToFormat(QImage::Format_RGB32);
    QCOMPARE(image.pixelColor(2, 2), QColor(Qt::white));
    for (const Look look :
         {Look::Running, Look::Runnable, Look::WaitsData, Look::Failed, Look::QueueItem, Look::ItemWaits})
        QVERIFY2(hasColour(image, colours(look, Theme::Print).fill), qPrintable(label(look)));
    QVERIFY(!hasColour(image, colours(Look::WaitsLock, Theme::Print).fill));
}

void ExportTimelineTest::pdfHasOnePageOfTheSize() {
    ExportOptions options;
    options.size = QSize(842, 595);
    const auto bytes = exported(*run_, "a.pdf", options);
    QVERIFY(bytes.startsWith("%PDF-"));
    QVERIFY(bytes.trimmed().endsWith("%%EOF"));
    const QRegularExpression box("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]");
    auto found = box.globalMatch(QString::fromLatin1(bytes));
    QVERIFY(found.hasNext());
    const auto page = found.next();
    QCOMPARE(qRound(page.captured(1).toDouble()), 842);
    QCOMPARE(qRound(page.captured(2).toDouble()), 595);
    QVERIFY(!found.hasNext());
    QVERIFY(bytes.contains("/Type /Font"));       // its texts are texts
    QVERIFY(!bytes.contains("/Subtype /Image"));  // and nothing is made of pixels
}

void ExportTimelineTest::picturesDifferByThemeAxisAndTitle() {
    ExportOptions options;
    options.size = QSize(800, 500);
    QList<QImage> pictures{timelinePicture(*run_, options)};
    QCOMPARE(timelinePicture(*run_, options), pictures.first());
    options.theme = Theme::Dark;
    pictures << timelinePicture(*run_, options);
    QCOMPARE(pictures.last().pixelColor(1, 1), palette(Theme::Dark).surface);
    options.theme = Theme::Print;
    options.axis = Axis::Time;
    pictures << timelinePicture(*run_, options);
    options.axis = Axis::Order;
    options.title = "Another";
    pictures << timelinePicture(*run_, options);
    options.from = 3;
    pictures << timelinePicture(*run_, options);
    for (qsizetype i = 0; i < pictures.size(); ++i)
        for (qsizetype k = 0; k < i; ++k)
            QVERIFY2(pictures[i] != pictures[k], qPrintable(QString("%1 %2").arg(i).arg(k)));
}

void ExportTimelineTest::aChangedProgramChangesThePicture() {
    ExportOptions options;
    options.size = QSize(1200, 800);
    const auto changed = support::queueRun(false);
    QVERIFY(timelinePicture(*run_, options) != timelinePicture(*changed, options));
    const auto before = parsed(exported(*run_, "before.svg"));
    const auto after = parsed(exported(*changed, "after.svg"));
    QVERIFY(before.slices != after.slices);
    QVERIFY(before.texts.contains("sleep(0)") && !after.texts.contains("sleep(0)"));
    QVERIFY(after.texts.contains("sleep(0.5)") && after.texts.contains("500 ms"));
}

void ExportTimelineTest::pictureIsTheSameAsTheFile() {
    ExportOptions options;
    options.size = QSize(800, 500);
    const auto file = QImage::fromData(exported(*run_, "same.png", options)).convertToFormat(QImage::Format_RGB32);
    const auto picture = timelinePicture(*run_, options).convertToFormat(QImage::Format_RGB32);
    QCOMPARE(picture.size(), file.size());
    for (int y = 0; y < file.height(); ++y)
        for (int x = 0; x < file.width(); ++x)
            if (file.pixel(x, y) != picture.pixel(x, y)) QFAIL(qPrintable(QString("pixel %1, %2").arg(x).arg(y)));
}

void ExportTimelineTest::longRunsGiveBoundedFiles() {
    const auto run = support::turns(4, 10'000);
    const auto svg = exported(*run, "bounded.svg");
    QCOMPARE(parsed(svg).error, QString());
    QVERIFY2(svg.size() < 1'000'000, QByteArray::number(svg.size()));
    QVERIFY2(!parsed(svg).texts.filter("Too many steps to show each").isEmpty(), "says that it leaves something out");
    QVERIFY(exported(*run, "bounded.pdf").size() < 1'000'000);
    const auto image = QImage::fromData(exported(*run, "bounded.png"));
    QVERIFY(image.width() <= 20'000 && image.height() <= 20'000);

    const auto wide = support::turns(2'000, 1);
    const auto many = QImage::fromData(exported(*wide, "many.png"));
    QVERIFY(!many.isNull() && many.height() <= 20'000);
    const auto texts = parsed(exported(*wide, "many.svg")).texts;
    QVERIFY(!texts.filter(QRegularExpression("The first \\d+ of 2,002 tracks")).isEmpty());
}

void ExportTimelineTest::saysWhatIsWrong_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("axis");
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    QTest::addColumn<QStringList>("said");
    const auto order = static_cast<int>(Axis::Order);
    const auto time = static_cast<int>(Axis::Time);
    const auto last = static_cast<qint64>(run_->size());
    const QSize fine(800, 600);
    QTest::newRow("ending") << "a.bmp" << fine << order << qint64{1} << last
                            << QStringList{"a.bmp", ".png, .svg or .pdf"};
    QTest::newRow("no ending") << "picture" << fine << order << qint64{0} << last << QStringList{"picture", ".png"};
    QTest::newRow("narrow") << "a.png" << QSize(15, 600) << order << qint64{1} << last
                            << QStringList{"15x600", "16 to 20000"};
    QTest::newRow("negative") << "a.svg" << QSize(-5, 600) << order << qint64{0} << last << QStringList{"-5x600"};
    QTest::newRow("high") << "a.pdf" << QSize(600, 20'001) << order << qint64{0} << last << QStringList{"600x20001"};
    QTest::newRow("too many pixels") << "a.png" << QSize(20'000, 20'000) << order << qint64{1} << last
                                     << QStringList{"20000x20000", "pixels"};
    QTest::newRow("before step 1") << "a.png" << fine << order << qint64{-1} << last << QStringList{"from 0 to"};
    QTest::newRow("beyond the end") << "a.svg" << fine << order << qint64{1} << last + 1
                                    << QStringList{QString::number(last)};
    QTest::newRow("backwards") << "a.svg" << fine << order << qint64{5} << qint64{5} << QStringList{"5 and 5"};
    QTest::newRow("before the run") << "a.svg" << fine << time << qint64{-1} << qint64{5} << QStringList{"100 ms"};
    QTest::newRow("after the run") << "a.svg" << fine << time << qint64{0} << qint64{100'000'001}
                                   << QStringList{"100 ms"};
    QTest::newRow("no time at all") << "a.svg" << fine << time << qint64{7} << qint64{7} << QStringList{"100 ms"};
    QTest::newRow("no folder") << "no/a.png" << fine << order << qint64{1} << last
                               << QStringList{"no/a.png", "No such file"};
    QTest::newRow("a folder") << "folder.svg" << fine << order << qint64{0} << last << QStringList{"folder.svg"};
}

void ExportTimelineTest::saysWhatIsWrong() {
    QFETCH(QString, name);
    QFETCH(QSize, size);
    QFETCH(int, axis);
    QFETCH(qint64, from);
    QFETCH(qint64, to);
    QFETCH(QStringList, said);
    QDir(folder_.path()).mkpath("folder.svg");
    ExportOptions options;
    options.size = size;
    options.axis = static_cast<Axis>(axis);
    options.from = from;
    options.to = to;
    const auto text = failure(*run_, path(name), options);
    for (const auto& part : said) QVERIFY2(text.contains(part), qPrintable(text));
    QVERIFY2(!text.contains('\n'), qPrintable(text));
}

void ExportTimelineTest::leavesNothingHalfWritten() {
    QTemporaryDir folder;
    const auto file = folder.filePath("kept.svg");
    exportTimeline(*run_, file, {});
    QFile before(file);
    QVERIFY(before.open(QIODevice::ReadOnly));
    const auto bytes = before.readAll();
    ExportOptions bad;
    bad.from = 1'000'000;
    QVERIFY(failure(*run_, file, bad) != "no error");
    QVERIFY(failure(*run_, folder.filePath("new.svg"), bad) != "no error");
    QFile after(file);
    QVERIFY(after.open(QIODevice::ReadOnly));
    QCOMPARE(after.readAll(), bytes);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"kept.svg"});
}

QTEST_MAIN(ExportTimelineTest)
#include "export_timeline_test.moc"
