// Files in and out of the window: recordings, pictures, the clipboard.
#include <QClipboard>
#include <QImageReader>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QtTest>

#include "gui/bench.h"
#include "window/export_dialog.h"

using green::trace::EventNumber;
using tests::Window;

namespace {

// Answers with a path instead of asking the user.
app::FileChooser always(const QString& path) {
    const auto answer = [path](QWidget*, const QString&, const QString&, const QString&) { return path; };
    return {answer, answer};
}

bool isBlank(const QImage& picture) {
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            if (picture.pixel(x, y) != picture.pixel(0, 0)) return false;
    return true;
}

}  // namespace

class MainWindowFilesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void savesAndOpensARecording();
    void saysWhatIsWrongWithAFile();
    void opensWhatIsWholeOfADamagedFile();
    void keepsTheRunWhereNothingCanBeRead();
    void takesADroppedRecording();
    void leavesOtherDropsAlone();
    void aRecordingIsLeftForAnExample();
    void exportsFromTheDialog();
    void asksBeforeItReplaces();
    void exportsWhatIsInView();
    void theDialogStaysOpenOnAProblem();
    void exportsStraightFromTheMenu_data();
    void exportsStraightFromTheMenu();
    void nothingHappensWithoutAFile();
    void copiesThePicture();

private:
    QString path(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    bool saveRun(Window& window, const QString& file);
    QTemporaryDir folder_;
};

bool MainWindowFilesTest::saveRun(Window& window, const QString& file) {
    if (!window.open("bounded-queue")) return false;
    window.press(Qt::Key_F5);
    if (!window.waitForEnd()) return false;
    window.main.files().setChooser(always(file));
    window.press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    return QFile::exists(file);
}

void MainWindowFilesTest::savesAndOpensARecording() {
    const auto file = path("run.gscope");
    Window window;
    QVERIFY(saveRun(window, file));
    QVERIFY(window.main.messages().text().contains(file));
    const auto last = window.main.view().store().last();
    QVERIFY(window.open("context-switch"));
    window.press(Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(window.badge(), QStringLiteral("RECORDING"));
    QVERIFY(window.main.view().store().last() == last);
    QVERIFY(window.main.windowTitle().startsWith(QStringLiteral("run.gscope")));
    QVERIFY(!window.find<QAction>("restart")->isEnabled());
    // The transport works without an engine, to the end and back.
    window.press(Qt::Key_Home);
    for (int i = 0; i < 5; ++i) window.press(Qt::Key_PageDown);
    QCOMPARE(window.switches(), 5U);
    window.press(Qt::Key_Left);
    window.press(Qt::Key_End);
    QCOMPARE(window.playhead(), window.size());
    QVERIFY(window.main.view().moment() == last);
}

void MainWindowFilesTest::saysWhatIsWrongWithAFile() {
    Window window;
    QVERIFY(window.open("context-switch"));
    const auto size = window.size();
    const auto missing = path("missing.gscope");
    window.main.files().setChooser(always(missing));
    window.press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(window.main.messages().text().contains(missing));
    // What was shown stays.
    QCOMPARE(window.size(), size);
    QCOMPARE(window.badge(), QStringLiteral("LIVE"));
    const auto nowhere = path("nowhere/run.gscope");
    window.main.files().setChooser(always(nowhere));
    window.press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(window.main.messages().text().contains(nowhere));
}

void MainWindowFilesTest::opensWhatIsWholeOfADamagedFile() {
    const auto whole = path("whole.gscope");
    Window window;
    QVERIFY(saveRun(window, whole));
    QFile file(whole);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(file.size() - 20));
    file.close();
    const auto size = window.size();
    window.press(Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(window.badge(), QStringLiteral("RECORDING"));
    // Only the last chunk is lost, and even a short run has several.
    QVERIFY(window.size() >= size / 4);
    QVERIFY(window.main.messages().text().contains(whole));
}

void MainWindowFilesTest::keepsTheRunWhereNothingCanBeRead() {
    const auto whole = path("header.gscope");
    Window window;
    QVERIFY(saveRun(window, whole));
    QFile file(whole);
    QVERIFY(file.open(QIODevice::ReadWrite));
    // The header stays, the first chunk does not.
    QVERIFY(file.resize(file.size() / 8));
    file.close();
    const auto size = window.size();
    window.press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(window.main.messages().text().contains(whole));
    QCOMPARE(window.size(), size);
    QVERIFY(window.badge() != QStringLiteral("RECORDING"));
}

void MainWindowFilesTest::takesADroppedRecording() {
    const auto file = path("dropped.gscope");
    Window window;
    QVERIFY(saveRun(window, file));
    QVERIFY(window.open("context-switch"));
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&window.main, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&window.main, &drop);
    QCOMPARE(window.badge(), QStringLiteral("RECORDING"));
}

void MainWindowFilesTest::leavesOtherDropsAlone() {
    Window window;
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path("picture.png")), QUrl(QStringLiteral("https://example.org/a.gscope"))});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
    enter.ignore();
    QApplication::sendEvent(&window.main, &enter);
    QVERIFY(!enter.isAccepted());
}

void MainWindowFilesTest::aRecordingIsLeftForAnExample() {
    Window window;
    QVERIFY(saveRun(window, path("left.gscope")));
    window.press(Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(window.badge(), QStringLiteral("RECORDING"));
    window.press(Qt::Key_PageDown, Qt::ControlModifier);
    QVERIFY(window.settle());
    QCOMPARE(window.badge(), QStringLiteral("LIVE"));
}

void MainWindowFilesTest::exportsFromTheDialog() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    window.press(Qt::Key_E, Qt::ControlModifier);
    auto* dialog = window.main.findChild<app::ExportDialog*>();
    QTRY_VERIFY(dialog && dialog->isVisible());
    const auto child = [dialog](const char* name) { return dialog->findChild<QWidget*>(QLatin1String(name)); };
    qobject_cast<QComboBox*>(child("exportSize"))->setCurrentIndex(1);
    qobject_cast<QSpinBox*>(child("exportWidth"))->setValue(700);
    qobject_cast<QSpinBox*>(child("exportHeight"))->setValue(500);
    qobject_cast<QComboBox*>(child("exportTheme"))->setCurrentIndex(2);
    auto* file = qobject_cast<QLineEdit*>(child("exportFile"));
    file->selectAll();
    QTest::keyClicks(file, path("dialog.png"));
    QTest::mouseClick(child("exportWrite"), Qt::LeftButton);
    const QImage picture(path("dialog.png"));
    QCOMPARE(picture.size(), QSize(700, 500));
    QVERIFY(!isBlank(picture));
    QVERIFY(picture.pixelColor(1, 1).lightness() < 100);  // dark
    QVERIFY(window.main.messages().text().contains(path("dialog.png")));
    // News takes itself away.
    auto* timeout = window.find<QTimer>("messageTimeout");
    QVERIFY(timeout->isActive());
    timeout->start(0);
    QTRY_VERIFY(window.main.messages().text().isEmpty());
}

void MainWindowFilesTest::asksBeforeItReplaces() {
    const auto there = path("there.png");
    QFile old(there);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("mine") == 4);
    old.close();
    Window window;
    QVERIFY(window.open("context-switch"));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    window.press(Qt::Key_E, Qt::ControlModifier);
    auto* dialog = window.main.findChild<app::ExportDialog*>();
    QTRY_VERIFY(dialog && dialog->isActiveWindow());
    // The label's key goes to the field.
    QTest::keyClick(dialog, Qt::Key_N, Qt::AltModifier);
    auto* file = dialog->findChild<QLineEdit*>(QStringLiteral("exportFile"));
    QCOMPARE(QApplication::focusWidget(), file);
    file->selectAll();
    QTest::keyClicks(file, there);
    QTest::keyClick(file, Qt::Key_Return);
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("exportProblem"))->text().contains(QStringLiteral("there.png")));
    QCOMPARE(QFileInfo(there).size(), 4);
    QTest::keyClick(file, Qt::Key_Return);
    QVERIFY(!dialog->isVisible());
    QVERIFY(!QImage(there).isNull());
}

void MainWindowFilesTest::exportsWhatIsInView() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.press(Qt::Key_F5);
    QVERIFY(window.waitForEnd());
    window.press(Qt::Key_F);
    for (int i = 0; i < 4; ++i) window.press(Qt::Key_W);
    QList<qsizetype> slices;
    for (const int range : {0, 1}) {
        window.press(Qt::Key_E, Qt::ControlModifier);
        auto* dialog = window.main.findChild<app::ExportDialog*>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        auto* format = dialog->findChild<QComboBox*>(QStringLiteral("exportFormat"));
        format->setCurrentIndex(format->findData(QStringLiteral("svg")));
        dialog->findChild<QComboBox*>(QStringLiteral("exportRange"))->setCurrentIndex(range);
        QVERIFY(dialog->request().path.endsWith(QStringLiteral(".svg")));
        auto* file = dialog->findChild<QLineEdit*>(QStringLiteral("exportFile"));
        const auto written = path(range == 0 ? "whole.svg" : "view.svg");
        file->setText(written);
        QTest::keyClick(file, Qt::Key_Return);
        QTRY_VERIFY(!window.main.findChild<app::ExportDialog*>());
        QFile svg(written);
        QVERIFY(svg.open(QIODevice::ReadOnly));
        slices += svg.readAll().count("data-slice");
    }
    QVERIFY(slices[1] > 0);
    QVERIFY(slices[1] < slices[0]);
}

void MainWindowFilesTest::theDialogStaysOpenOnAProblem() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.press(Qt::Key_E, Qt::ControlModifier);
    auto* dialog = window.main.findChild<app::ExportDialog*>();
    QTRY_VERIFY(dialog && dialog->isVisible());
    dialog->findChild<QLineEdit*>(QStringLiteral("exportFile"))->setText(path("nowhere/a.png"));
    QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("exportWrite")), Qt::LeftButton);
    QVERIFY(dialog->isVisible());
    auto* problem = dialog->findChild<QLabel*>(QStringLiteral("exportProblem"));
    QVERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(path("nowhere/a.png")));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
}

void MainWindowFilesTest::exportsStraightFromTheMenu_data() {
    QTest::addColumn<QByteArray>("action");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("png") << QByteArray("export-png") << "direct.png" << QByteArray("\x89PNG");
    QTest::newRow("svg") << QByteArray("export-svg") << "direct.svg" << QByteArray("<?xml");
    QTest::newRow("pdf without its ending") << QByteArray("export-pdf") << "direct" << QByteArray("%PDF");
}

void MainWindowFilesTest::exportsStraightFromTheMenu() {
    QFETCH(QByteArray, action);
    QFETCH(QString, file);
    QFETCH(QByteArray, begin);
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.main.files().setChooser(always(folder_.filePath(file)));
    window.press(window.find<QAction>(action.constData())->shortcut());
    auto written = folder_.filePath(file);
    if (!QFile::exists(written)) written += QStringLiteral(".pdf");
    QFile picture(written);
    QVERIFY(picture.open(QIODevice::ReadOnly));
    QVERIFY(picture.read(16).startsWith(begin));
}

void MainWindowFilesTest::nothingHappensWithoutAFile() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.main.files().setChooser(always({}));
    for (const auto* action : {"open", "save", "export-png", "export-svg", "export-pdf"})
        window.press(window.find<QAction>(action)->shortcut());
    QCOMPARE(window.main.messages().text(), QString());
    QCOMPARE(window.badge(), QStringLiteral("LIVE"));
}

void MainWindowFilesTest::copiesThePicture() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    QApplication::clipboard()->clear();
    window.press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const auto picture = QApplication::clipboard()->image();
    QVERIFY(picture.width() > 100);
    QVERIFY(!isBlank(picture));
}

QTEST_MAIN(MainWindowFilesTest)
#include "main_window_files_test.moc"
