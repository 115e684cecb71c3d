// The tutorial in the window: finding examples, their guides, links into the run, and how far somebody has come.
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeView>
#include <QtTest>

#include "app/programs.h"
#include "chapters/chapter_view.h"
#include "gui/bench.h"
#include "gui/toy_python.h"
#include "guide/guide_view.h"
#include "window/dock.h"

using tests::Window;
using views::Progress;

namespace {

const auto guide =
    u"---\ntitle: Turns\n---\nSee [a later moment](#14), and [an earlier one](#3).\n\n## Answer\n\nIt is foo.\n";

struct Bench {
    Window window;

    // Without Python, unless given one.
    explicit Bench(app::Settings settings = {}, app::Interpreter python = {})
        : window(std::move(settings), std::move(python)) {}

    bool example(const char* id) { return window.openExample(id); }
    bool file(const QString& path) { return window.openFile(path); }
    views::GuideView& guideView() { return *window.find<views::GuideView>("guideView"); }
    views::ChapterModel& chapters() { return window.find<views::ChapterView>("chapterView")->chapters(); }
    QTreeView& rows() { return *window.find<QTreeView>("chapterRows"); }
    QLineEdit& words() { return *window.find<QLineEdit>("chapterWords"); }
    app::Dock& dock(const char* name) { return *window.find<app::Dock>(name); }
    QString subtitle(const char* name) { return dock(name).findChild<QLabel*>("dockSubtitle")->text(); }
    QString shown() { return QString::fromStdString(window.main.view().store().recipe().id); }
    // Another pane has its place.
    bool isBehind(const QWidget& pane) { return pane.visibleRegion().isEmpty(); }
    Progress progress(const char* id) { return chapters().progress(QString::fromLatin1(id)); }
    // The row of an example is clicked at.
    void click(const char* id) {
        const auto& filter = *qobject_cast<QSortFilterProxyModel*>(rows().model());
        const auto row = filter.mapFromSource(chapters().indexOf(QString::fromLatin1(id)));
        rows().scrollTo(row);
        QTest::mouseClick(rows().viewport(), Qt::LeftButton, {}, rows().visualRect(row).center());
    }
    void type(const QString& text) { QTest::keyClicks(QApplication::focusWidget(), text); }
};

QString title(const tutorial::Example& example) {
    return QString::fromUtf8(example.title.data(), static_cast<qsizetype>(example.title.size()));
}
QString titleOf(const char* id) { return title(*tutorial::find(id)); }

}  // namespace

class MainWindowLessonsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void thePanesFollowWhatIsOpen();
    void anExampleIsFoundByWords();
    void chaptersAreFoundBeforeTexts_data();
    void chaptersAreFoundBeforeTexts();
    void aClickOpensAnExample();
    void theGuidesLinksLeadIntoTheRun();
    void theAnswerIsUnfoldedByItsKey();
    void theKeysGoOnStepping();
    void progressIsKept();
    void aRunThatIsStoppedIsNotWalked();
    void anEditedTextIsNotWalked();
    void progressCanBeReset();
    void aRecordingOfAnExampleHasItsGuide();
    void otherFilesHaveNoGuide_data();
    void otherFilesHaveNoGuide();
    void anotherTextThanTheOriginalIsSaid();
    void hiddenPanesComeBack();
};

void MainWindowLessonsTest::thePanesFollowWhatIsOpen() {
    Bench bench;
    const auto before = tutorial::examples().front();
    const auto after = tutorial::examples()[1];
    QVERIFY(bench.example(std::string(before.id).c_str()));
    QVERIFY(bench.guideView().toPlainText().startsWith(title(before)));
    bench.window.press(Qt::Key_PageDown, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.shown().toStdString(), after.id);
    QCOMPARE(bench.chapters().open().toStdString(), after.id);
    QCOMPARE(bench.rows().currentIndex().data(views::ChapterModel::IdRole).toString().toStdString(), after.id);
    QVERIFY(bench.guideView().toPlainText().startsWith(title(after)));
    QCOMPARE(bench.subtitle("guideDock").toStdString(), after.chapter);
    bench.window.press(Qt::Key_PageUp, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.chapters().open().toStdString(), before.id);
    // The guide is in front, the examples behind it.
    QVERIFY(!bench.isBehind(bench.guideView()));
    QVERIFY(bench.isBehind(bench.rows()));
    // When they come up, the open one is in sight, also in a small window.
    bench.window.main.resize(1000, 600);
    QVERIFY(bench.example(std::string(tutorial::examples().back().id).c_str()));
    bench.window.press(Qt::Key_F7);
    QTRY_VERIFY(
        bench.rows().viewport()->rect().contains(bench.rows().visualRect(bench.rows().currentIndex()).center()));
    QCOMPARE(bench.rows().currentIndex().data(views::ChapterModel::IdRole).toString().toStdString(),
             tutorial::examples().back().id);
}

void MainWindowLessonsTest::anExampleIsFoundByWords() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.window.press(Qt::Key_F7);
    QVERIFY(bench.words().hasFocus());
    QTRY_VERIFY(!bench.isBehind(bench.rows()));
    bench.type("patience boss");  // the name of a variable, and of a greenlet
    QCOMPARE(bench.shown(), "context-switch");
    bench.window.press(Qt::Key_Return);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.shown(), "bounded-queue");
    QTRY_VERIFY(!bench.isBehind(bench.guideView()));
    QVERIFY(bench.guideView().toPlainText().startsWith(titleOf("bounded-queue")));
    // The keys are the transport's at once.
    const auto at = bench.window.playhead();
    bench.window.press(Qt::Key_Right);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.window.playhead(), at + 1);
}

void MainWindowLessonsTest::chaptersAreFoundBeforeTexts_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("chapter");
    QTest::newRow("lock") << "lock"
                          << "Locks and Semaphores";
    QTest::newRow("timeout") << "timeout"
                             << "Timeouts";
}

void MainWindowLessonsTest::chaptersAreFoundBeforeTexts() {
    QFETCH(QString, words);
    QFETCH(QString, chapter);
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.window.press(Qt::Key_F7);
    bench.type(words);
    QCOMPARE(bench.rows().model()->index(0, 0).data().toString(), chapter);
    bench.window.press(Qt::Key_Return);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.subtitle("guideDock"), chapter);
}

void MainWindowLessonsTest::aClickOpensAnExample() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.window.press(Qt::Key_F7);
    bench.click("sync-async");
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.shown(), "sync-async");
    bench.window.press(Qt::Key_Right);
    QVERIFY(bench.window.settle());
    const auto at = bench.window.playhead();
    // The one that is open is not run anew.
    bench.window.press(Qt::Key_F7);
    bench.click("sync-async");
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.window.playhead(), at);
    QVERIFY(bench.window.main.centralWidget()->hasFocus());
}

void MainWindowLessonsTest::theGuidesLinksLeadIntoTheRun() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    QVERIFY(bench.window.size() < 14);
    bench.guideView().showGuide(views::guideOf(guide));
    bench.window.press(Qt::Key_F6);
    QVERIFY(bench.guideView().hasFocus());
    bench.window.press(Qt::Key_Tab);
    bench.window.press(Qt::Key_Return);
    QVERIFY(bench.window.settle());
    // The engine has run on, up to there and no further.
    QCOMPARE(bench.window.playhead(), 14U);
    QCOMPARE(bench.window.size(), 14U);
    QCOMPARE(bench.window.badge(), "LIVE");
    bench.window.press(Qt::Key_Tab);
    bench.window.press(Qt::Key_Return);
    QCOMPARE(bench.window.playhead(), 3U);
    QCOMPARE(bench.window.size(), 14U);
    QCOMPARE(bench.window.badge(), "PAST");
    bench.window.press(Qt::Key_Backtab, Qt::ShiftModifier);
    bench.window.press(Qt::Key_Return);
    QCOMPARE(bench.window.playhead(), 14U);
}

void MainWindowLessonsTest::theAnswerIsUnfoldedByItsKey() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.guideView().showGuide(views::guideOf(u"---\ntitle: T\n---\nNothing is asked.\n"));
    bench.window.press(Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(bench.window.main.messages().text(), "There is no guide here that asks something.");
    bench.guideView().showGuide(views::guideOf(guide));
    QVERIFY(!bench.guideView().toPlainText().contains("It is foo."));
    bench.window.press(Qt::Key_F7);  // the guide is behind the examples
    bench.window.press(Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(bench.guideView().toPlainText().contains("It is foo."));
    QTRY_VERIFY(!bench.isBehind(bench.guideView()));
    bench.window.press(Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(!bench.guideView().toPlainText().contains("It is foo."));
}

// Whoever has clicked into the guide or the examples can go on with the window's keys.
void MainWindowLessonsTest::theKeysGoOnStepping() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    const auto steps = [&bench] {
        const auto at = bench.window.playhead();
        bench.window.press(Qt::Key_Right);
        return bench.window.settle() && bench.window.playhead() == at + 1;
    };
    bench.window.press(Qt::Key_F6);
    QTest::mouseClick(bench.guideView().viewport(), Qt::LeftButton, {}, QPoint(40, 20));
    QVERIFY(bench.guideView().hasFocus());
    QVERIFY(steps());
    bench.window.press(Qt::Key_F7);
    bench.window.press(Qt::Key_Down);
    QVERIFY(bench.rows().hasFocus());
    QVERIFY(steps());
    bench.window.press(Qt::Key_Escape);
    QVERIFY(bench.window.main.centralWidget()->hasFocus());
}

void MainWindowLessonsTest::progressIsKept() {
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("settings.ini"));
    {
        Bench bench(app::Settings::inFile(file));
        QCOMPARE(bench.progress("sync-async"), Progress::Unseen);
        QVERIFY(bench.example("sync-async"));
        QCOMPARE(bench.progress("sync-async"), Progress::Opened);
        QVERIFY(bench.example("context-switch"));
        bench.window.press(Qt::Key_F5);
        QVERIFY(bench.window.waitForEnd());
        QTRY_COMPARE(bench.progress("context-switch"), Progress::Walked);
        QVERIFY(bench.subtitle("examplesDock").startsWith("1 of "));
        // Run again, it stays what it was; the next one is only opened, though the run before it is at its end.
        bench.window.press(Qt::Key_R, Qt::ControlModifier);
        QVERIFY(bench.window.settle());
        QCOMPARE(bench.progress("context-switch"), Progress::Walked);
        bench.window.press(Qt::Key_F5);
        QVERIFY(bench.window.waitForEnd());
        QVERIFY(bench.example("select-polling"));
        QCOMPARE(bench.progress("select-polling"), Progress::Opened);
    }
    Bench bench(app::Settings::inFile(file));
    QCOMPARE(bench.progress("context-switch"), Progress::Walked);
    QCOMPARE(bench.progress("sync-async"), Progress::Opened);
    QCOMPARE(bench.progress("bounded-queue"), Progress::Unseen);
    QVERIFY(bench.subtitle("examplesDock").startsWith("1 of "));
}

void MainWindowLessonsTest::aRunThatIsStoppedIsNotWalked() {
    Bench bench;
    QVERIFY(bench.example("bounded-queue"));
    bench.window.press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE(bench.window.main.session().engine(), app::Session::Engine::Ended);
    bench.window.press(Qt::Key_End);
    QCOMPARE(bench.progress("bounded-queue"), Progress::Opened);
}

void MainWindowLessonsTest::anEditedTextIsNotWalked() {
    const tests::ToyPython toy;
    Bench bench({}, toy.interpreter());
    QVERIFY(bench.example("context-switch"));
    // Of the original text the toy makes no step: it has been at its end.
    bench.window.press(Qt::Key_F7, Qt::ControlModifier | Qt::ShiftModifier);
    for (const char* text : {"raise no luck", "print fine"}) {
        bench.window.press(Qt::Key_F2);
        bench.window.press(Qt::Key_A, Qt::ControlModifier);
        bench.type(QString::fromLatin1(text));
        bench.window.press(Qt::Key_R, Qt::ControlModifier);
        QVERIFY(bench.window.settle());
        bench.window.press(Qt::Key_F5);
        QVERIFY(bench.window.waitForEnd());
        QTRY_COMPARE(bench.window.badge(), "ENDED");
        QCOMPARE(bench.progress("context-switch"), Progress::Opened);
    }
    bench.window.press(Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);
    bench.window.press(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
    QTRY_COMPARE(bench.progress("context-switch"), Progress::Walked);
}

void MainWindowLessonsTest::progressCanBeReset() {
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("settings.ini"));
    Bench bench(app::Settings::inFile(file));
    QVERIFY(bench.example("sync-async"));
    bench.window.press(Qt::Key_F5);
    QVERIFY(bench.window.waitForEnd());
    QVERIFY(bench.example("context-switch"));
    bench.window.press(Qt::Key_F7, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(bench.progress("sync-async"), Progress::Unseen);
    QCOMPARE(bench.progress("context-switch"), Progress::Opened);  // it is
    QCOMPARE(app::Settings::inFile(file).progress("sync-async"), Progress::Unseen);
    const auto buttons = bench.window.main.messages().findChildren<QPushButton*>();
    QCOMPARE(buttons.size(), 1);
    QTest::mouseClick(buttons.front(), Qt::LeftButton);
    QCOMPARE(bench.progress("sync-async"), Progress::Walked);
}

void MainWindowLessonsTest::otherFilesHaveNoGuide_data() {
    QTest::addColumn<bool>("python");
    QTest::newRow("with Python") << true;
    QTest::newRow("without Python, where they are only read") << false;
}

void MainWindowLessonsTest::otherFilesHaveNoGuide() {
    QFETCH(bool, python);
    const tests::ToyPython toy;
    Bench bench({}, python ? toy.interpreter() : app::Interpreter());
    QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("mine.py"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("print hello\n");
    file.close();
    QVERIFY(bench.example("context-switch"));
    QVERIFY(bench.file(path));
    QCOMPARE(bench.guideView().toPlainText(),
             "mine.py is open, a program of your own. Guides are there for the examples; F7 finds one.");
    QCOMPARE(bench.window.find<QLabel>("chapterNotice")->text(), "mine.py is open, a program of your own.");
    QCOMPARE(bench.chapters().open(), QString());
    QCOMPARE(bench.subtitle("guideDock"), QString());
    auto other = tests::example("sync-async");
    other.recipe.id = "theirs";
    bench.window.main.session().showRecording(tests::record(std::move(other)));
    QCOMPARE(bench.window.find<QLabel>("chapterNotice")->text(), "A recording of sync-async.cpp is open.");
    QVERIFY(bench.example("context-switch"));
    QVERIFY(bench.guideView().toPlainText().startsWith(titleOf("context-switch")));
    QVERIFY(!bench.window.find<QLabel>("chapterNotice")->isVisibleTo(bench.window.find<QWidget>("chapterView")));
}

void MainWindowLessonsTest::aRecordingOfAnExampleHasItsGuide() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.window.main.session().showRecording(tests::record(tests::example("sync-async")));
    QVERIFY(bench.guideView().toPlainText().startsWith(titleOf("sync-async")));
    QCOMPARE(bench.chapters().open(), QStringLiteral("sync-async"));
    QVERIFY(bench.window.main.session().isRecording());
    // Its row runs it.
    bench.window.press(Qt::Key_F7);
    bench.click("sync-async");
    QVERIFY(bench.window.settle());
    QVERIFY(!bench.window.main.session().isRecording());
    QCOMPARE(bench.shown(), QStringLiteral("sync-async"));
}

void MainWindowLessonsTest::anotherTextThanTheOriginalIsSaid() {
    const tests::ToyPython toy;
    Bench bench({}, toy.interpreter());
    QVERIFY(bench.example("context-switch"));
    const auto says = [&bench] { return bench.guideView().toPlainText().startsWith("This run is not the original"); };
    QVERIFY(!says());
    bench.window.press(Qt::Key_F2);
    bench.type("#");
    QVERIFY(!says());  // what runs is what it was
    bench.window.press(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    QVERIFY(says());
    bench.window.press(Qt::Key_Z, Qt::ControlModifier);
    bench.window.press(Qt::Key_R, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    QVERIFY(!says());
    bench.window.press(Qt::Key_R, Qt::ControlModifier | Qt::AltModifier);  // the real clock
    QVERIFY(bench.window.settle());
    QVERIFY(says());
}

void MainWindowLessonsTest::hiddenPanesComeBack() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.window.press(Qt::Key_0, Qt::AltModifier);
    QTRY_VERIFY(!bench.isBehind(bench.dock("examplesDock")));
    bench.window.press(Qt::Key_9, Qt::AltModifier);
    QVERIFY(bench.dock("guideDock").isHidden() && bench.dock("examplesDock").isHidden());
    bench.window.press(Qt::Key_PageDown, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    QVERIFY(bench.dock("guideDock").isHidden());
    bench.window.press(Qt::Key_F6);
    QVERIFY(!bench.dock("guideDock").isHidden());
    QVERIFY(bench.window.find<QAction>("show-guide")->isChecked());
    bench.window.press(Qt::Key_F7);
    QVERIFY(!bench.dock("examplesDock").isHidden());
}

QTEST_MAIN(MainWindowLessonsTest)
#include "main_window_lessons_test.moc"
