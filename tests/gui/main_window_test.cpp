// The window, driven by real key presses and clicks: running, stepping, playing, looking around.
#include <QAbstractItemView>
#include <QLineEdit>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <stdexcept>

#include "gui/bench.h"
#include "timeline/timeline_view.h"
#include "window/dock.h"

using green::trace::EventNumber;
using green::trace::Id;
using green::trace::Kind;
using green::trace::WaitReason;
using tests::Window;
using Engine = app::Session::Engine;

class MainWindowTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void choosesEachExample_data();
    void choosesEachExample();
    void keysFollowCauses();
    void stepsForwardAndBack_data();
    void stepsForwardAndBack();
    void stepsByItsButtons();
    void goesToBothEnds();
    void goesToAStepByNumber();
    void playsAndPauses();
    void runsToTheEnd();
    void playsAsFastAsPossible();
    void restarts();
    void changesTheClock();
    void saysThatWhatComesFromOutsideIsNotRepeatable();
    void scrubsWithTheMouse();
    void zoomsAndPans();
    void changesTheAxis();
    void lettersAreInertInTextFields();
    void spacePressesTheButtonThatHasTheFocus();
    void showsTheKeys();
    void hidesPanesAndResetsTheLayout();
    void themesPaintInTheirColours();
    void remembersWhatItIsTold();
    void aFailedGreenletLeavesTheWindowAlone();
    void saysHowMainFailed();
    void asksWhenMemoryIsUsedUp();
    void closesInEveryState_data();
    void closesInEveryState();
};

void MainWindowTest::choosesEachExample_data() {
    QTest::addColumn<QByteArray>("id");
    for (const auto& example : tutorial::examples()) {
        const QByteArray id(example.id.data(), static_cast<qsizetype>(example.id.size()));
        QTest::newRow(id.constData()) << id;
    }
}

void MainWindowTest::choosesEachExample() {
    QFETCH(QByteArray, id);
    Window window;
    QVERIFY(window.open(id == "context-switch" ? "sync-async" : "context-switch"));
    auto* picker = window.find<QComboBox>("examplePicker");
    QTest::mouseClick(picker, Qt::LeftButton);
    auto* list = picker->view();
    QTRY_VERIFY(list->isVisible());
    const auto row = list->model()->index(picker->findData(QString::fromLatin1(id)), 0);
    // A list that has just dropped down takes no click for a moment; keys it takes at once.
    list->setCurrentIndex(row);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_COMPARE(window.main.view().store().recipe().id, id.toStdString());
    QVERIFY(window.settle());
    QCOMPARE(window.badge(), QStringLiteral("LIVE"));
    QCOMPARE(window.switches(), 0U);
    QVERIFY(window.playhead() > 0);
    QVERIFY(window.main.windowTitle().startsWith(QString::fromLatin1(id + ".cpp")));
    QCOMPARE(window.main.settings().lastExample(), QString());  // nothing is kept in tests
}

void MainWindowTest::keysFollowCauses() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    auto& view = window.main.view();
    window.press(Qt::Key_BracketLeft);
    QVERIFY(window.main.messages().text().contains(QStringLiteral("Nobody woke main")));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    // The boss waits for room in the queue, and a worker makes it.
    const auto& store = view.store();
    EventNumber waits = 1;
    while (store.event(waits).kind != Kind::Wait || store.event(waits).wait_reason() != WaitReason::QueuePut) ++waits;
    const auto boss = store.event(waits).greenlet;
    EventNumber goesOn = waits;
    while (store.event(goesOn).kind != Kind::Resume || store.event(goesOn).object != boss) ++goesOn;
    view.select(boss);
    view.setPlayhead(goesOn);
    window.press(Qt::Key_BracketLeft);
    const auto got = window.playhead();
    QVERIFY(got > waits && got < goesOn);
    QCOMPARE(store.event(got).kind, Kind::Get);
    QCOMPARE(view.selection(), store.event(got).greenlet);
    QVERIFY(view.selection() != boss);
    window.press(Qt::Key_BracketRight);
    QCOMPARE(window.playhead(), goesOn);
    QCOMPARE(view.selection(), boss);
    // Back and back, up to who was there from the beginning.
    for (int i = 0; i < 100 && view.selection() != Id::Main; ++i) window.press(Qt::Key_BracketLeft);
    QCOMPARE(view.selection(), Id::Main);
    // After the end nobody wakes anybody.
    view.setPlayhead(store.size());
    window.press(Qt::Key_BracketRight);
    QVERIFY(window.main.messages().text().contains(QStringLiteral("main wakes nobody")));
    QCOMPARE(window.playhead(), store.size());
}

void MainWindowTest::stepsForwardAndBack_data() {
    QTest::addColumn<QKeySequence>("forward");
    QTest::addColumn<QKeySequence>("back");
    QTest::addColumn<int>("grain");  // 0 event, 1 call, 2 switch
    const auto row = [](const char* forward, const char* back, int grain) {
        QTest::newRow(forward) << QKeySequence(QString::fromLatin1(forward)) << QKeySequence(QString::fromLatin1(back))
                               << grain;
    };
    row("Right", "Left", 0);
    row(".", ",", 0);
    row("F10", "Alt+F10", 1);
    row("N", "Shift+N", 1);
    row("Shift+Right", "Shift+Left", 2);
    row("PgDown", "PgUp", 2);
}

void MainWindowTest::stepsForwardAndBack() {
    QFETCH(QKeySequence, forward);
    QFETCH(QKeySequence, back);
    QFETCH(int, grain);
    const auto stops = [grain](const green::trace::TraceEvent& event) {
        return grain == 0 || (grain == 1 && event.site) || (grain == 2 && event.has(green::trace::Flag::Switch));
    };
    Window window;
    QVERIFY(window.open("bounded-queue"));
    std::vector<EventNumber> places;
    for (int i = 0; i < 12; ++i) {
        const auto before = window.playhead();
        window.press(forward);
        QVERIFY(window.settle());
        QVERIFY(window.playhead() > before);
        QVERIFY(stops(*window.main.view().event()));
        for (auto between = before + 1; between < window.playhead(); ++between)
            QVERIFY(!stops(window.main.view().store().event(between)));
        places.push_back(window.playhead());
    }
    const auto size = window.size();
    for (auto place = places.rbegin() + 1; place != places.rend(); ++place) {
        window.press(back);
        QCOMPARE(window.playhead(), *place);
        QCOMPARE(window.badge(), QStringLiteral("PAST"));
    }
    for (auto place = places.begin() + 1; place != places.end(); ++place) {
        window.press(forward);
        QCOMPARE(window.playhead(), *place);
    }
    QCOMPARE(window.size(), size);
    QCOMPARE(window.badge(), QStringLiteral("LIVE"));
}

void MainWindowTest::stepsByItsButtons() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    const auto start = window.playhead();
    window.click("button-step");
    QVERIFY(window.settle());
    QCOMPARE(window.playhead(), start + 1);
    window.click("button-switch");
    QVERIFY(window.settle());
    QCOMPARE(window.switches(), 2U);
    window.click("button-switch-back");
    QCOMPARE(window.switches(), 1U);
    window.click("button-step-back");
    QCOMPARE(window.playhead(), start);
    QCOMPARE(window.text("statusStep"), QStringLiteral("Step %1 of %2").arg(start).arg(window.size()));
    QCOMPARE(window.text("statusSwitch"), QStringLiteral("Switch 0 of 2"));
    window.click("button-first");
    QCOMPARE(window.playhead(), EventNumber(0));
    QVERIFY(!window.find<QAbstractButton>("button-step-back")->isEnabled());
    window.click("button-last");
    QCOMPARE(window.playhead(), window.size());
    QVERIFY(!window.find<QAbstractButton>("button-last")->isEnabled());
}

void MainWindowTest::goesToBothEnds() {
    Window window;
    QVERIFY(window.open("context-switch"));
    const auto edge = window.playhead();
    window.press(Qt::Key_Home);
    QCOMPARE(window.playhead(), EventNumber(0));
    QCOMPARE(window.badge(), QStringLiteral("PAST"));
    window.press(Qt::Key_End);
    QCOMPARE(window.playhead(), edge);
    QCOMPARE(window.badge(), QStringLiteral("LIVE"));
}

void MainWindowTest::goesToAStepByNumber() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.press(Qt::Key_G, Qt::ControlModifier);
    auto* box = window.find<QSpinBox>("stepBox");
    QVERIFY(box->hasFocus());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("40"));
    window.press(Qt::Key_Return);
    QVERIFY(window.settle());
    QTRY_COMPARE(window.playhead(), EventNumber(40));
    QCOMPARE(window.text("stepsInAll"), QStringLiteral("of 40"));
    QVERIFY(!box->hasFocus());
    window.press(Qt::Key_Left);
    QCOMPARE(box->value(), 39);
}

void MainWindowTest::playsAndPauses() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.find<QComboBox>("speed")->setCurrentIndex(7);  // 16×
    window.press(Qt::Key_Space);
    QVERIFY(window.main.transport().isPlaying());
    QCOMPARE(window.find<QToolButton>("button-play")->text(), QStringLiteral("Pause"));
    QTRY_VERIFY(window.switches() >= 3);
    window.press(Qt::Key_Space);
    QVERIFY(!window.main.transport().isPlaying());
    QVERIFY(window.settle());
    QCOMPARE(window.main.session().engine(), Engine::Held);
    QCOMPARE(window.find<QToolButton>("button-play")->text(), QStringLiteral("Play"));
    window.click("button-play");
    QTRY_VERIFY_WITH_TIMEOUT(!window.main.transport().isPlaying(), 30'000);
    QCOMPARE(window.badge(), QStringLiteral("ENDED"));
}

void MainWindowTest::runsToTheEnd() {
    Window window;
    QVERIFY(window.open("sync-async"));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    QTRY_COMPARE(window.badge(), QStringLiteral("ENDED"));
    QCOMPARE(window.playhead(), window.size());
    QVERIFY(!window.find<QAbstractButton>("button-step")->isEnabled());
}

void MainWindowTest::playsAsFastAsPossible() {
    Window window;
    QVERIFY(window.open(tests::leisurely()));
    auto* speed = window.find<QComboBox>("speed");
    speed->setCurrentIndex(speed->count() - 1);
    window.press(Qt::Key_Space);
    QTRY_VERIFY(window.size() > 3000);
    // The window answers while the program runs.
    window.press(Qt::Key_Home);
    QCOMPARE(window.playhead(), EventNumber(0));
    QCOMPARE(window.badge(), QStringLiteral("PAST"));
    window.press(Qt::Key_Space);
    QVERIFY(window.settle());
    QCOMPARE(window.main.session().engine(), Engine::Held);
}

void MainWindowTest::restarts() {
    Window window;
    QVERIFY(window.open("context-switch"));
    const auto start = window.playhead();
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    window.press(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(window.settle());
    QCOMPARE(window.playhead(), start);
    QCOMPARE(window.size(), start);
    QCOMPARE(window.badge(), QStringLiteral("LIVE"));
}

void MainWindowTest::changesTheClock() {
    Window window;
    QVERIFY(window.open("context-switch"));
    QVERIFY(window.find<QToolButton>("clock")->text().startsWith(QStringLiteral("Virtual clock")));
    window.press(Qt::Key_R, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(window.settle());
    QVERIFY(window.find<QToolButton>("clock")->text().startsWith(QStringLiteral("Real clock")));
    QCOMPARE(window.text("statusSeed"), QStringLiteral("Real clock, not repeatable"));
    window.press(Qt::Key_V, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(window.settle());
    QCOMPARE(window.text("statusSeed"), QStringLiteral("Seed 0, repeatable"));
}

void MainWindowTest::saysThatWhatComesFromOutsideIsNotRepeatable() {
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("run.gscope"));
    const auto answer = [file](QWidget*, const QString&, const QString&, const QString&) { return file; };
    Window window;
    QVERIFY(window.open("child-process"));
    QCOMPARE(window.text("statusSeed"), QStringLiteral("Seed 0, repeatable"));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    QTRY_COMPARE(window.text("statusSeed"), QStringLiteral("Seed 0, not repeatable"));
    // Of the run, not of the moment.
    window.press(Qt::Key_Home);
    QCOMPARE(window.text("statusSeed"), QStringLiteral("Seed 0, not repeatable"));
    window.main.files().setChooser({answer, answer});
    window.press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(window.open("context-switch"));
    QCOMPARE(window.text("statusSeed"), QStringLiteral("Seed 0, repeatable"));
    window.press(Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(window.badge(), QStringLiteral("RECORDING"));
    QCOMPARE(window.text("statusSeed"), QStringLiteral("Seed 0, not repeatable"));
}

void MainWindowTest::scrubsWithTheMouse() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    window.press(Qt::Key_F);
    auto* timeline = window.main.findChild<views::TimelineView*>();
    // In the ruler, in the middle of the tracks.
    const QPoint middle(timeline->width() * 6 / 10, 32);
    QTest::mouseClick(timeline, Qt::LeftButton, {}, middle);
    QVERIFY(window.playhead() > 20);
    QVERIFY(window.playhead() < window.size() - 20);
    QCOMPARE(window.badge(), QStringLiteral("PAST"));
    const auto there = window.playhead();
    window.press(Qt::Key_Right);
    QCOMPARE(window.playhead(), there + 1);
    window.press(Qt::Key_End);
    QCOMPARE(window.badge(), QStringLiteral("ENDED"));
}

void MainWindowTest::zoomsAndPans() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    auto& range = window.main.findChild<views::TimelineView*>()->range();
    window.press(Qt::Key_F);
    QVERIFY(range.fitted());
    const auto whole = range.end() - range.begin();
    window.press(Qt::Key_W);
    QVERIFY(range.end() - range.begin() < whole);
    window.click("button-zoom-in");
    const auto near = range.end() - range.begin();
    window.press(Qt::Key_A);
    const auto begin = range.begin();
    window.press(Qt::Key_D);
    QVERIFY(range.begin() > begin);
    window.press(Qt::Key_S);
    QVERIFY(range.end() - range.begin() > near);
    window.click("button-zoom-out");
    window.click("button-fit");
    QVERIFY(range.fitted());
}

void MainWindowTest::changesTheAxis() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    auto* timeline = window.main.findChild<views::TimelineView*>();
    QCOMPARE(timeline->axis(), views::Axis::Order);
    window.press(Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(timeline->axis(), views::Axis::Time);
    QVERIFY(window.find<QAbstractButton>("axisTime")->isChecked());
    window.click("axisOrder");
    QCOMPARE(timeline->axis(), views::Axis::Order);
    QVERIFY(!window.find<QAction>("axis")->isChecked());
}

void MainWindowTest::lettersAreInertInTextFields() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    auto& range = window.main.findChild<views::TimelineView*>()->range();
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    window.press(Qt::Key_Home);
    const auto begin = range.begin();
    const auto end = range.end();
    window.press(Qt::Key_G, Qt::ControlModifier);
    for (const auto key : {Qt::Key_W, Qt::Key_S, Qt::Key_A, Qt::Key_D, Qt::Key_F, Qt::Key_Space, Qt::Key_Period,
                           Qt::Key_Comma, Qt::Key_Left, Qt::Key_Right, Qt::Key_End}) {
        window.press(key);
        QCOMPARE(window.playhead(), EventNumber(0));
        QCOMPARE(range.begin(), begin);
        QCOMPARE(range.end(), end);
        QVERIFY(!window.main.transport().isPlaying());
    }
}

void MainWindowTest::spacePressesTheButtonThatHasTheFocus() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    const auto start = window.playhead();
    window.find<QAbstractButton>("button-step")->setFocus(Qt::TabFocusReason);
    window.press(Qt::Key_Space);
    QVERIFY(window.settle());
    QCOMPARE(window.playhead(), start + 1);
    QVERIFY(!window.main.transport().isPlaying());
}

void MainWindowTest::showsTheKeys() {
    Window window;
    QVERIFY(window.open("context-switch"));
    auto* overlay = window.find<QWidget>("keyOverlay");
    QVERIFY(!overlay->isVisible());
    window.press(Qt::Key_F1);
    QVERIFY(overlay->isVisible());
    QStringList shown;
    for (const auto* label : overlay->findChildren<QLabel*>()) shown += label->text();
    for (const auto& spec : app::actionSpecs())
        for (const auto& key : QKeySequence::listFromString(QString::fromUtf8(spec.keys)))
            QVERIFY2(shown.contains(key.toString(QKeySequence::NativeText)), spec.id);
    window.press(Qt::Key_Escape);
    QVERIFY(!overlay->isVisible());
    window.press(Qt::Key_Question);
    QVERIFY(overlay->isVisible());
    // All of them are in sight, whatever the size of the window.
    const auto* card = window.find<QWidget>("keyCard");
    for (const QSize size : {QSize(1280, 720), QSize(1920, 1080), QSize(1280, 720)}) {
        window.main.resize(size);
        QTRY_COMPARE(overlay->size(), size);
        QVERIFY2(overlay->rect().contains(card->geometry()), qPrintable(QString::number(card->width())));
        for (const auto* label : card->findChildren<QLabel*>())
            QVERIFY2(label->width() >= label->minimumSizeHint().width(), qPrintable(label->text()));
    }
    QTest::mouseClick(overlay, Qt::LeftButton, {}, QPoint(3, 3));
    QVERIFY(!overlay->isVisible());
}

void MainWindowTest::hidesPanesAndResetsTheLayout() {
    Window window;
    QVERIFY(window.open("context-switch"));
    const auto docks = window.main.findChildren<app::Dock*>();
    QCOMPARE(docks.size(), 10);
    auto* source = window.find<app::Dock>("sourceDock");
    // The shares of the size that the window has now; it was made on a smaller screen.
    window.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QApplication::processEvents();
    const auto before = source->geometry();
    QCOMPARE(before.width(), 528);
    for (int key = Qt::Key_0; key <= Qt::Key_9; ++key) {
        window.press(static_cast<Qt::Key>(key), Qt::AltModifier);
        QApplication::processEvents();  // what was behind it comes to the front
    }
    for (const auto* dock : docks) QVERIFY2(dock->isHidden(), qPrintable(dock->objectName()));
    window.press(Qt::Key_1, Qt::AltModifier);
    QVERIFY(!source->isHidden());
    source->setFloating(true);
    window.press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    for (const auto* dock : docks) {
        QVERIFY(!dock->isHidden());
        QVERIFY(!dock->isFloating());
    }
    QTRY_COMPARE(source->geometry(), before);
    QTest::mouseClick(source->findChild<QToolButton*>(QStringLiteral("dockClose")), Qt::LeftButton);
    QVERIFY(source->isHidden());
    QVERIFY(!window.find<QAction>("show-source")->isChecked());
}

void MainWindowTest::themesPaintInTheirColours() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    const auto corner = [&window] {
        const auto picture = window.main.grab().toImage();
        return picture.pixelColor(window.find<QWidget>("transportBar")->geometry().center().x(), 40);
    };
    window.press(Qt::Key_F11, Qt::ControlModifier);
    QCOMPARE(window.main.palette().color(QPalette::Window), views::palette(views::Theme::Dark).window);
    QCOMPARE(window.main.findChild<views::TimelineView*>()->theme(), views::Theme::Dark);
    const auto dark = corner();
    window.press(Qt::Key_F10, Qt::ControlModifier);
    QCOMPARE(window.main.palette().color(QPalette::Window), views::palette(views::Theme::Light).window);
    QVERIFY(window.find<QAction>("theme-light")->isChecked());
    QVERIFY(corner().lightness() > dark.lightness() + 100);
}

void MainWindowTest::remembersWhatItIsTold() {
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("settings.ini"));
    {
        Window window(app::Settings::inFile(file));
        QVERIFY(window.open("context-switch"));
        window.main.openExample(QStringLiteral("sync-async"));
        QVERIFY(window.settle());
        window.press(Qt::Key_F11, Qt::ControlModifier);
        window.press(Qt::Key_T, Qt::ControlModifier);
        window.press(Qt::Key_7, Qt::AltModifier);
    }
    Window window(app::Settings::inFile(file));
    QCOMPARE(window.main.settings().lastExample(), QStringLiteral("sync-async"));
    QCOMPARE(window.main.findChild<views::TimelineView*>()->theme(), views::Theme::Dark);
    QCOMPARE(window.main.findChild<views::TimelineView*>()->axis(), views::Axis::Time);
    QVERIFY(window.find<QAction>("theme-dark")->isChecked());
    QVERIFY(window.find<app::Dock>("legendDock")->isHidden());
    QVERIFY(!window.find<app::Dock>("sourceDock")->isHidden());
}

void MainWindowTest::aFailedGreenletLeavesTheWindowAlone() {
    Window window;
    QVERIFY(window.open(tests::program([] {
        green::joinall({green::spawn([] { throw std::runtime_error("no luck"); })});
        green::print("main goes on");
    })));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    QVERIFY(window.main.isVisible());
    QCOMPARE(window.main.messages().text(), QString());
    QCOMPARE(window.text("statusEngine"), QStringLiteral("Program has ended"));
}

void MainWindowTest::saysHowMainFailed() {
    Window window;
    QVERIFY(window.open(tests::program([] { throw std::runtime_error("no luck"); })));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    QTRY_VERIFY(window.main.messages().text().contains(QStringLiteral("no luck")));
    QCOMPARE(window.text("statusEngine"), QStringLiteral("Program has failed"));
    window.click("messageClose");
    QCOMPARE(window.main.messages().text(), QString());
}

void MainWindowTest::asksWhenMemoryIsUsedUp() {
    Window window;
    window.main.session().setBudget(8 << 20);
    QVERIFY(window.open(tests::endless()));
    window.press(Qt::Key_F5);
    QTRY_VERIFY(window.main.messages().isVisible());
    QVERIFY(!window.main.transport().isPlaying());
    const auto size = window.size();
    window.click("messageChoice0");
    QTRY_VERIFY(window.size() > size);
    window.press(Qt::Key_F5);
    QTRY_VERIFY(window.main.messages().isVisible());
    window.click("messageChoice1");
    QVERIFY(window.waitForEnd());
    QCOMPARE(window.text("statusEngine"), QStringLiteral("Program was stopped"));
}

void MainWindowTest::closesInEveryState_data() {
    QTest::addColumn<QByteArray>("state");
    for (const auto* state : {"empty", "held", "free", "playing", "ended", "recording", "stuck"})
        QTest::newRow(state) << QByteArray(state);
}

void MainWindowTest::closesInEveryState() {
    QFETCH(QByteArray, state);
    const auto go = std::make_shared<std::atomic<bool>>(false);
    const auto computing = std::make_shared<std::atomic<bool>>(false);
    std::weak_ptr<int> alive;
    {
        Window window;
        if (state == "held") QVERIFY(window.open("bounded-queue"));
        if (state == "free") {
            QVERIFY(window.open(tests::endless()));
            window.press(Qt::Key_F5);
            QTRY_VERIFY(window.size() > 1000);
        }
        if (state == "playing") {
            QVERIFY(window.open("bounded-queue"));
            window.press(Qt::Key_Space);
            QTRY_VERIFY(window.switches() > 0);
        }
        if (state == "ended") {
            QVERIFY(window.open("bounded-queue"));
            window.press(Qt::Key_F5);
            QVERIFY(window.waitForEnd());
        }
        if (state == "recording") window.main.session().showRecording(tests::record(tests::example("sync-async")));
        if (state == "stuck") {
            auto token = std::make_shared<int>(0);
            alive = token;
            QVERIFY(window.open(tests::program([go, computing, token = std::move(token)] {
                green::sleep(std::chrono::nanoseconds(0));
                *computing = true;
                while (!*go) {
                }
            })));
            window.press(Qt::Key_F5);
            QTRY_VERIFY(*computing);
        }
        window.press(Qt::Key_Q, Qt::ControlModifier);
        QVERIFY(!window.main.isVisible());
        QCOMPARE(window.main.session().leftThreadBehind(), state == "stuck");
    }
    *go = true;
    QTRY_VERIFY(alive.expired());
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
