// Where the panes stand, by real key presses and drags: what fits, what follows the window, and what stays as somebody
// has put it.
#include <QScrollBar>
#include <QtTest>

#include "gui/bench.h"
#include "guide/guide_view.h"
#include "source/source_view.h"
#include "timeline/timeline_view.h"
#include "window/dock.h"

using tests::Window;

namespace {

constexpr QSize small(1280, 720);
constexpr QSize usual(1600, 1000);
constexpr QSize wide(1920, 1080);

struct Bench {
    Window window;

    explicit Bench(app::Settings settings = {}) : window(std::move(settings)) {}
    bool open(const char* id, QSize size) { return window.openExample(id) && resize(size); }
    bool resize(QSize size) {
        window.main.resize(size);
        QApplication::processEvents();
        return window.main.size() == size;
    }
    bool runToEnd() {
        window.press(Qt::Key_F5);
        return window.waitForEnd();
    }
    app::Dock& dock(const char* name) { return *window.find<app::Dock>(name); }
    bool isInFront(const char* name) { return !dock(name).isHidden() && !dock(name).visibleRegion().isEmpty(); }
    views::SourceView& source() { return *window.find<views::SourceView>("sourceView"); }
    // Draws the source's edge elsewhere.
    bool drag(int by) {
        QPoint from(dock("sourceDock").geometry().right() - 3, dock("sourceDock").y() + 50);
        while (!window.main.isSeparator(from))
            if (from.rx()++ > dock("sourceDock").geometry().right() + 9) return false;
        QTest::mouseMove(&window.main, from);
        QTest::mousePress(&window.main, Qt::LeftButton, {}, from);
        QTest::mouseMove(&window.main, from + QPoint(by, 0));
        QApplication::processEvents();
        QTest::mouseRelease(&window.main, Qt::LeftButton, {}, from + QPoint(by, 0));
        QApplication::processEvents();
        return true;
    }
};

}  // namespace

class MainWindowLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void sixTracksFitIntoASmallWindow();
    void aGuideHasItsShareOfTheColumn_data();
    void aGuideHasItsShareOfTheColumn();
    void aShortProgramLeavesItsRoomToTheGuide();
    void aWideWindowShowsWholeLines();
    void panesFollowTheWindow();
    void anEdgeThatIsMovedStays();
    void aPaneBehindAnotherComesToTheFrontFirst();
    void textSizesAreRemembered();
};

void MainWindowLayoutTest::sixTracksFitIntoASmallWindow() {
    Bench bench;
    QVERIFY(bench.open("bounded-queue", small));
    QVERIFY(bench.runToEnd());
    const auto& plan = bench.window.main.findChild<views::TimelineView*>()->plan();
    const qreal hub = bench.window.main.findChild<views::TimelineView*>()->measures().hub;
    int whole = 0;
    for (const auto& row : plan.rows) {
        const qreal top = plan.tracks.top() + (row.kind == views::RowKind::Hub ? 0 : hub);
        whole += row.y >= top - 0.5 && row.y + row.height <= plan.tracks.bottom() + 0.5;
    }
    QVERIFY2(whole >= 6, qPrintable(QString::number(whole)));
}

void MainWindowLayoutTest::aGuideHasItsShareOfTheColumn_data() {
    QTest::addColumn<QSize>("size");
    QTest::newRow("small") << small;
    QTest::newRow("usual") << usual;
    QTest::newRow("wide") << wide;
}

void MainWindowLayoutTest::aGuideHasItsShareOfTheColumn() {
    QFETCH(QSize, size);
    Bench bench;
    QVERIFY(bench.open("actors", size));  // a long program
    const int guide = bench.dock("guideDock").height();
    const int source = bench.dock("sourceDock").height();
    QVERIFY2(guide * 100 >= (guide + source) * 40 && guide < source,
             qPrintable(QStringLiteral("%1 and %2").arg(guide).arg(source)));
}

void MainWindowLayoutTest::aShortProgramLeavesItsRoomToTheGuide() {
    Bench bench;
    QVERIFY(bench.open("actors", wide));
    const int before = bench.dock("guideDock").height();
    QVERIFY(bench.window.openExample("greenlets-and-hub"));
    QTRY_VERIFY(bench.dock("guideDock").height() > before + 20);
    QCOMPARE(bench.source().verticalScrollBar()->maximum(), 0);
}

void MainWindowLayoutTest::aWideWindowShowsWholeLines() {
    Bench bench;
    QVERIFY(bench.open("bounded-queue", wide));
    for (const auto& example : tutorial::examples()) {
        if (!example.isInPython()) continue;
        QTextDocument text;
        text.setDocumentLayout(new QPlainTextDocumentLayout(&text));
        text.setPlainText(
            QString::fromUtf8(example.pythonSource.data(), static_cast<qsizetype>(example.pythonSource.size())));
        bench.source().showText(text, QStringLiteral("text.py"), QStringLiteral("python"), false);
        QApplication::processEvents();
        QVERIFY2(bench.source().horizontalScrollBar()->maximum() == 0, example.id.data());
        bench.source().showRun();
    }
}

void MainWindowLayoutTest::panesFollowTheWindow() {
    Bench bench;
    QVERIFY(bench.open("bounded-queue", wide));
    QVERIFY(bench.isInFront("consoleDock") && bench.isInFront("greenletsDock") && bench.isInFront("legendDock"));
    QVERIFY(bench.dock("sourceDock").width() > 600);
    bench.window.press(Qt::Key_8, Qt::AltModifier);
    QVERIFY(bench.isInFront("variablesDock"));
    QVERIFY(bench.resize(small));
    QVERIFY(bench.isInFront("consoleDock") != bench.isInFront("greenletsDock"));
    QVERIFY(bench.isInFront("objectsDock") != bench.isInFront("legendDock"));
    QVERIFY(bench.isInFront("variablesDock"));  // it was chosen
    QCOMPARE(bench.dock("sourceDock").width(), 422);
    QVERIFY(bench.isInFront("consoleDock") && bench.isInFront("objectsDock"));
    QVERIFY(bench.resize(wide));
    QVERIFY(bench.isInFront("consoleDock") && bench.isInFront("greenletsDock") && bench.isInFront("legendDock"));
    QVERIFY(bench.isInFront("variablesDock"));
    QVERIFY(bench.dock("sourceDock").width() > 600);
}

void MainWindowLayoutTest::anEdgeThatIsMovedStays() {
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("settings.ini"));
    int width = 0;
    {
        Bench bench(app::Settings::inFile(file));
        QVERIFY(bench.open("bounded-queue", usual));
        QVERIFY(bench.window.main.settings().layout().isEmpty());
        width = bench.dock("sourceDock").width();
        QVERIFY(bench.drag(-90));
        QCOMPARE(bench.dock("sourceDock").width(), width - 90);
        QVERIFY(bench.resize(wide));
        QCOMPARE(bench.dock("sourceDock").width(), width - 90);
    }
    {
        Bench bench(app::Settings::inFile(file));
        QVERIFY(bench.window.activate());
        QTRY_COMPARE(bench.dock("sourceDock").width(), width - 90);
        bench.window.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(bench.resize(usual));
        QCOMPARE(bench.dock("sourceDock").width(), width);
    }
    // What nobody has changed is not kept: another screen, or another version, has its own.
    QVERIFY(app::Settings::inFile(file).layout().isEmpty());
}

void MainWindowLayoutTest::aPaneBehindAnotherComesToTheFrontFirst() {
    Bench bench;
    QVERIFY(bench.open("bounded-queue", usual));
    const auto check = [&](Qt::Key key, const char* name, const char* action) {
        const auto* shown = bench.window.find<QAction>(action);
        QVERIFY(!bench.isInFront(name) && !bench.dock(name).isHidden());
        bench.window.press(key, Qt::AltModifier);
        QTRY_VERIFY(bench.isInFront(name));
        QVERIFY(shown->isChecked());
        bench.window.press(key, Qt::AltModifier);
        QVERIFY(bench.dock(name).isHidden());
        QVERIFY(!shown->isChecked());
        bench.window.press(key, Qt::AltModifier);
        QTRY_VERIFY(bench.isInFront(name));
        QVERIFY(shown->isChecked());
    };
    check(Qt::Key_8, "variablesDock", "show-variables");
    check(Qt::Key_9, "examplesDock", "show-examples");
    check(Qt::Key_5, "whyDock", "show-why");
    check(Qt::Key_0, "guideDock", "show-guide");
}

// In all panes by keys, in one by Ctrl and the wheel; both are there the next time.
void MainWindowLayoutTest::textSizesAreRemembered() {
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("settings.ini"));
    const auto guide = [](Bench& bench) { return bench.window.find<views::GuideView>("guideView")->textSize(); };
    {
        Bench bench(app::Settings::inFile(file));
        QVERIFY(bench.open("bounded-queue", usual));
        bench.window.press(Qt::Key_Plus, Qt::ControlModifier | Qt::AltModifier);
        bench.window.press(Qt::Key_Plus, Qt::ControlModifier | Qt::AltModifier);
        bench.window.press(Qt::Key_Minus, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(guide(bench), 14);
        auto* text = bench.source().viewport();
        QWheelEvent turn(QPointF(20, 20), text->mapToGlobal(QPointF(20, 20)), {}, {0, 120}, Qt::NoButton,
                         Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(text, &turn);
        QCOMPARE(bench.source().textSize(), 15);
    }
    {
        Bench bench(app::Settings::inFile(file));
        QCOMPARE(guide(bench), 14);
        QCOMPARE(bench.source().textSize(), 15);
        QVERIFY(bench.window.activate());
        bench.window.press(Qt::Key_0, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(guide(bench), 13);
        QCOMPARE(bench.source().textSize(), 13);
    }
    Bench bench(app::Settings::inFile(file));
    QCOMPARE(guide(bench), 13);
    QCOMPARE(bench.source().textSize(), 13);
}

QTEST_MAIN(MainWindowLayoutTest)
#include "main_window_layout_test.moc"
