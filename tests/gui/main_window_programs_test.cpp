// Programs in the window: both languages of an example, editing, running again, files, errors, input, stopping.
#include <QClipboard>
#include <QLineEdit>
#include <QMimeData>
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest>

#include "console/console_view.h"
#include "gui/bench.h"
#include "gui/toy_python.h"
#include "source/source_view.h"
#include "window/dock.h"

using tests::ToyPython;
using tests::Window;
using Engine = app::Session::Engine;

namespace {

app::FileChooser always(const QString& file) {
    const auto answer = [file](QWidget*, const QString&, const QString&, const QString&) { return file; };
    return {answer, answer};
}

// A window on Python, or the toy that stands in for it.
struct Bench {
    ToyPython toy;
    Window window;

    explicit Bench(app::Drafts drafts = {}, app::Settings settings = {})
        : window(std::move(settings), toy.interpreter(), std::move(drafts)) {}
    ~Bench() { *toy.release = true; }

    bool example(const char* id) { return window.openExample(id); }
    bool file(const QString& path) { return window.openFile(path); }
    views::SourceView& source() { return *window.find<views::SourceView>("sourceView"); }
    QTabBar& tabs() { return *window.find<QTabBar>("languageTabs"); }
    QString notice() {
        auto* label = window.find<QLabel>("noticeText");
        return label->isVisible() ? label->text() : QString();
    }
    QString message() { return window.main.messages().text(); }
    QString console() { return window.find<views::ConsoleView>("consoleView")->wholeText(); }
    QString ran() { return QString::fromStdString(window.main.view().store().recipe().sources.front().text); }
    // With real keys, in place of all that is there.
    void write(const QString& text) {
        window.press(Qt::Key_F2);
        window.press(Qt::Key_A, Qt::ControlModifier);
        window.press(Qt::Key_Delete);
        for (const auto c : text) {
            if (c == u'\n')
                window.press(Qt::Key_Return);
            else
                QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
        }
    }
    bool runAgain() {
        window.press(Qt::Key_R, Qt::ControlModifier);
        return window.settle();
    }
    bool runToTheEnd() {
        window.press(Qt::Key_F5);
        return window.waitForEnd();
    }
};

}  // namespace

class MainWindowProgramsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void anExampleHasTwoLanguages();
    void theChosenLanguageIsRemembered();
    void whatIsThereInCppAloneHasNoOtherLanguage();
    void withoutPythonItsTextIsOnlyRead();
    void runsTheTextAsItNowIs();
    void saysWhenThePictureIsOfAnOlderText();
    void theTextGoesBackAndForth();
    void keysDoNotStepWhileSomebodyWrites();
    void showsWhereTheErrorIs();
    void aNewRunForgetsTheError();
    void findsWords();
    void opensAProgram();
    void takesADroppedProgram();
    void saysWhatIsWrongWithAProgram_data();
    void saysWhatIsWrongWithAProgram();
    void anEmptyFileIsABeginning();
    void savesWhereItWasOpened();
    void savesAnExampleToAFile();
    void asksBeforeItWritesOverSomebodyElsesChange();
    void seesThatTheFileHasChanged();
    void editsOutliveACrash();
    void editsOfAFileOutliveACrash();
    void textsAreKeptWhileOthersAreShown();
    void stopsAProgramThatComputes();
    void offersAWayOutWhereNothingHelps();
    void asksForInput();
    void inputEnds_data();
    void inputEnds();
    void stopEndsTheWaitForInput();
    void theClockKeepsTheText();
    void aRecordingIsOnlyRead();
    void whatTookTheApplicationDownIsNotRunUnasked_data();
    void whatTookTheApplicationDownIsNotRunUnasked();
    void aProgramThatWasClosedWhileItRanRunsAgain();
    void unusualSeparatorsOutliveEditing();
    void asksBeforeItWritesOverTheCopyOfAnExample();
    void takesWhatWasWrittenWhileAnotherProgramWasOpen();
    void keepsEditsOfAFileThatWasWrittenMeanwhile();
    void anExamplesOriginalIsTheListing();
    void aMessageIsAboutTheProgramThatItNames();

private:
    QString path(const char* name) const { return folder_->filePath(QLatin1String(name)); }
    QString write(const char* name, const QByteArray& bytes) const {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("%s", name);
        return file.fileName();
    }
    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    app::Drafts drafts() const { return app::Drafts::in(path("drafts")); }
    std::unique_ptr<QTemporaryDir> folder_;
};

void MainWindowProgramsTest::anExampleHasTwoLanguages() {
    Bench bench;
    QVERIFY(bench.example("bounded-queue"));
    const auto& recipe = bench.window.main.view().store().recipe();
    QCOMPARE(recipe.language, std::string("python"));
    QCOMPARE(recipe.id, std::string("bounded-queue"));
    QVERIFY(bench.tabs().isVisible());
    QCOMPARE(bench.tabs().tabText(bench.tabs().currentIndex()), "Python");
    QVERIFY(bench.source().toPlainText().contains("from gevent"));
    QVERIFY(bench.source().fits());
    QVERIFY(bench.window.main.windowTitle().startsWith("bounded-queue.py"));
    QCOMPARE(bench.window.find<QComboBox>("examplePicker")->currentData().toString(), "bounded-queue");

    QTest::mouseClick(&bench.tabs(), Qt::LeftButton, {}, bench.tabs().tabRect(1).center());
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.window.main.view().store().recipe().language, std::string("cpp"));
    QVERIFY(bench.source().toPlainText().contains("#include"));
    QVERIFY(bench.source().isReadOnly());
    QVERIFY(bench.window.main.windowTitle().startsWith("bounded-queue.cpp"));

    bench.window.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.window.main.view().store().recipe().language, std::string("python"));
    QCOMPARE(bench.tabs().currentIndex(), 0);
    QVERIFY(!bench.source().isReadOnly());
}

void MainWindowProgramsTest::theChosenLanguageIsRemembered() {
    const auto settings = path("settings.ini");
    {
        Bench bench({}, app::Settings::inFile(settings));
        QVERIFY(bench.example("bounded-queue"));
        bench.window.press(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(bench.window.settle());
        bench.window.press(Qt::Key_PageUp, Qt::ControlModifier);
        QVERIFY(bench.window.settle());
        QCOMPARE(bench.window.main.view().store().recipe().language, std::string("cpp"));
    }
    Bench bench({}, app::Settings::inFile(settings));
    QVERIFY(bench.example("context-switch"));
    QCOMPARE(bench.window.main.view().store().recipe().language, std::string("cpp"));
    QCOMPARE(bench.tabs().currentIndex(), 1);
}

// What was chosen counts again for the next one that has both.
void MainWindowProgramsTest::whatIsThereInCppAloneHasNoOtherLanguage() {
    Bench bench;
    QVERIFY(bench.example("websocket-ticker"));
    QVERIFY(!bench.tabs().isVisible());
    QCOMPARE(bench.window.main.view().store().recipe().language, std::string("cpp"));
    QVERIFY(bench.source().toPlainText().contains("HttpServer"));
    bench.window.press(Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(bench.message(), "This example is there in C++ alone.");
    QCOMPARE(bench.window.main.view().store().recipe().language, std::string("cpp"));
    bench.window.press(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(bench.message(), "The C++ text is compiled in and can't be edited.");
    QVERIFY(bench.example("context-switch"));
    QVERIFY(bench.tabs().isVisible());
    QCOMPARE(bench.window.main.view().store().recipe().language, std::string("python"));
    QVERIFY(bench.example("websocket-ticker"));
    QVERIFY(!bench.tabs().isVisible());
}

void MainWindowProgramsTest::withoutPythonItsTextIsOnlyRead() {
    Window window;
    window.main.openExample("context-switch");
    QVERIFY(window.settle());
    auto* tabs = window.find<QTabBar>("languageTabs");
    QCOMPARE(tabs->currentIndex(), 1);
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
    auto* source = window.find<views::SourceView>("sourceView");
    QVERIFY(source->toPlainText().contains("gevent"));
    QVERIFY(source->isReadOnly());
    QVERIFY(!source->fits());
    QCOMPARE(window.text("noticeText"), "This build has no Python: the program can be read, but not run.");
    // The run goes on to be shown.
    QCOMPARE(window.main.view().store().recipe().language, std::string("cpp"));
    window.press(Qt::Key_Right);
    QVERIFY(window.settle());
    window.press(Qt::Key_Slash, Qt::ControlModifier);
    QVERIFY2(window.main.messages().text().contains("no Python"), qPrintable(window.main.messages().text()));
}

void MainWindowProgramsTest::runsTheTextAsItNowIs() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("print one\nsleep\nprint two");
    QVERIFY(bench.runAgain());
    QCOMPARE(bench.ran(), "print one\nsleep\nprint two");
    QCOMPARE(bench.window.main.view().store().recipe().id, std::string("context-switch"));
    QVERIFY(bench.runToTheEnd());
    QCOMPARE(bench.console(), "one\ntwo\n");
    // The picture is the text's: its lines are marked.
    bench.window.press(Qt::Key_Escape);
    bench.window.press(Qt::Key_Home);
    bench.window.press(Qt::Key_Right);
    QCOMPARE(bench.source().currentLine(), 1u);
    QCOMPARE(bench.source().pillsAt(1), QStringList{"main"});
}

void MainWindowProgramsTest::saysWhenThePictureIsOfAnOlderText() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    auto* subtitle = bench.window.find<app::Dock>("sourceDock")->findChild<QLabel*>("dockSubtitle");
    QCOMPARE(bench.notice(), "");
    QCOMPARE(subtitle->text(), "");
    bench.window.press(Qt::Key_F2);
    QTest::keyClick(QApplication::focusWidget(), 'x');
    QCOMPARE(bench.notice(), "The picture shows the text before your edits. Ctrl+R runs it anew.");
    QCOMPARE(subtitle->text(), "edited");
    QCOMPARE(bench.source().spots().size(), std::size_t{0});
    bench.window.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.notice(), "");
    QCOMPARE(subtitle->text(), "");
    QTest::keyClick(QApplication::focusWidget(), 'x');
    bench.window.click("noticeButton");
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.notice(), "");
    QCOMPARE(subtitle->text(), "edited");
    QVERIFY(bench.ran().startsWith('x'));
}

void MainWindowProgramsTest::theTextGoesBackAndForth() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    const auto original = bench.source().toPlainText();
    bench.write("print mine");
    bench.window.press(Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(bench.source().toPlainText(), original);
    QVERIFY(bench.message().contains("Ctrl+Z"));
    bench.window.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.source().toPlainText(), "print mine");
    // Also from outside of the text.
    bench.window.press(Qt::Key_Escape);
    bench.window.press(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(bench.source().toPlainText(), original);
    bench.window.press(Qt::Key_Slash, Qt::ControlModifier);
    QVERIFY(bench.source().toPlainText() != original);
    bench.window.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    bench.window.press(Qt::Key_Slash, Qt::ControlModifier);
    QVERIFY2(bench.message().contains("compiled in"), qPrintable(bench.message()));
}

void MainWindowProgramsTest::keysDoNotStepWhileSomebodyWrites() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    const auto start = bench.window.playhead();
    bench.write("a b.c,d");
    for (const auto key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End, Qt::Key_PageDown})
        bench.window.press(key);
    QCOMPARE(bench.window.playhead(), start);
    QVERIFY(!bench.window.main.transport().isPlaying());
    QCOMPARE(bench.source().toPlainText(), "a b.c,d");
    bench.window.press(Qt::Key_Escape);
    QVERIFY(!bench.source().hasFocus());
    bench.window.press(Qt::Key_Home);
    QCOMPARE(bench.window.playhead(), green::trace::EventNumber(0));
}

void MainWindowProgramsTest::showsWhereTheErrorIs() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("print one\nsleep\nraise no luck");
    QVERIFY(bench.runAgain());
    QVERIFY(bench.runToTheEnd());
    QTRY_COMPARE(bench.source().errorLine(), 3u);
    QVERIFY2(bench.message().startsWith("Line 3: ") && bench.message().contains("no luck"),
             qPrintable(bench.message()));
    bench.window.press(Qt::Key_Escape);
    bench.window.click("messageChoice0");
    QVERIFY(bench.source().hasFocus());
    QCOMPARE(bench.source().textCursor().blockNumber(), 2);
    // It stays while it is mended.
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(bench.source().errorLine(), 4u);
    // The window lives.
    bench.window.press(Qt::Key_Escape);
    bench.window.press(Qt::Key_Home);
    QCOMPARE(bench.window.playhead(), green::trace::EventNumber(0));
}

void MainWindowProgramsTest::aNewRunForgetsTheError() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("raise at once");
    QVERIFY(bench.runAgain());
    QVERIFY(bench.runToTheEnd());
    QTRY_COMPARE(bench.source().errorLine(), 1u);
    bench.write("print fine");
    QVERIFY(bench.runAgain());
    QCOMPARE(bench.source().errorLine(), 0u);
    QCOMPARE(bench.message(), "");
}

void MainWindowProgramsTest::findsWords() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("foo\nbar\nFoo");
    bench.window.press(Qt::Key_Home, Qt::ControlModifier);
    bench.window.press(Qt::Key_F, Qt::ControlModifier);
    auto* words = bench.window.find<QLineEdit>("findWords");
    QTRY_VERIFY(words->hasFocus());
    QTest::keyClicks(words, "foo");
    QCOMPARE(bench.window.text("findCount"), "1 of 2");
    bench.window.press(Qt::Key_Return);
    QCOMPARE(bench.window.text("findCount"), "2 of 2");
    QCOMPARE(bench.source().textCursor().selectedText(), "Foo");
    bench.window.press(Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(bench.window.text("findCount"), "1 of 2");
    bench.window.press(Qt::Key_F3);
    QCOMPARE(bench.window.text("findCount"), "2 of 2");
    bench.window.click("findNext");
    QCOMPARE(bench.window.text("findCount"), "1 of 2");
    QTest::keyClicks(words, "x");
    QCOMPARE(bench.window.text("findCount"), "not found");
    bench.window.press(Qt::Key_Escape);
    QVERIFY(!words->isVisible());
    QVERIFY(bench.source().hasFocus());
}

void MainWindowProgramsTest::opensAProgram() {
    const auto file = write("mine.py", "print mine\nsleep\n");
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.window.main.files().setChooser(always(file));
    bench.window.press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.window.main.view().store().recipe().id, std::string("mine.py"));
    QCOMPARE(bench.ran(), "print mine\nsleep\n");
    QVERIFY(!bench.tabs().isVisible());
    QVERIFY(bench.window.main.windowTitle().startsWith("mine.py"));
    QCOMPARE(bench.window.find<QComboBox>("examplePicker")->placeholderText(), "mine.py");
    QVERIFY(bench.runToTheEnd());
    QCOMPARE(bench.console(), "mine\n");
    // And back to an example.
    QVERIFY(bench.example("context-switch"));
    QVERIFY(bench.tabs().isVisible());
}

void MainWindowProgramsTest::takesADroppedProgram() {
    const auto file = write("dropped.py", "print dropped\n");
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    const auto before = bench.source().toPlainText();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    // Over the text, which does not take it for words.
    QDragEnterEvent onText(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
    onText.ignore();
    QApplication::sendEvent(bench.source().viewport(), &onText);
    QCOMPARE(bench.source().toPlainText(), before);
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&bench.window.main, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&bench.window.main, &drop);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.ran(), "print dropped\n");
}

void MainWindowProgramsTest::saysWhatIsWrongWithAProgram_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    QTest::newRow("missing") << "missing.py" << QByteArray() << "there is no such file";
    QTest::newRow("a folder") << "" << QByteArray() << "is a folder";
    QTest::newRow("not UTF-8") << "latin.py" << QByteArray("# \xE4\n") << "line 1: this is not UTF-8";
    QTest::newRow("too large") << "large.py" << QByteArray(app::largestProgram + 1, '#') << "programs of up to";
}

void MainWindowProgramsTest::saysWhatIsWrongWithAProgram() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    if (!bytes.isEmpty()) write(name.toUtf8().constData(), bytes);
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    const auto before = bench.source().toPlainText();
    const auto file = name.isEmpty() ? folder_->path() : folder_->filePath(name);
    bench.window.main.files().setChooser(always(file));
    bench.window.press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY2(bench.message().contains(message) && bench.message().contains(file), qPrintable(bench.message()));
    // What was shown stays, and works.
    QCOMPARE(bench.source().toPlainText(), before);
    QVERIFY(bench.runAgain());
    QCOMPARE(bench.window.main.view().store().recipe().id, std::string("context-switch"));
}

void MainWindowProgramsTest::anEmptyFileIsABeginning() {
    const auto file = write("empty.py", "");
    Bench bench;
    QVERIFY(bench.file(file));
    QVERIFY2(bench.message().contains("empty.py is empty"), qPrintable(bench.message()));
    bench.write("print new");
    QVERIFY(bench.runAgain());
    QVERIFY(bench.runToTheEnd());
    QCOMPARE(bench.console(), "new\n");
}

void MainWindowProgramsTest::savesWhereItWasOpened() {
    const auto file = write("mine.py", "print mine\n");
    Bench bench(drafts());
    QVERIFY(bench.file(file));
    bench.write("print yours");
    QCOMPARE(read(file), QByteArray("print mine\n"));
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(read(file), QByteArray("print yours"));
    QVERIFY(bench.message().contains(file));
    QVERIFY(!bench.window.main.programs().edited()->isEdited());
    const auto other = path("other.py");
    bench.window.main.files().setChooser(always(path("other")));
    bench.window.press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(read(other), QByteArray("print yours"));
    QVERIFY(bench.runAgain());
    QVERIFY(bench.window.main.windowTitle().startsWith("other.py"));
    // The first file is another text again.
    bench.write("print third");
    QVERIFY(bench.file(file));
    QCOMPARE(bench.source().toPlainText(), "print yours");
    QVERIFY(bench.file(other));
    QCOMPARE(bench.source().toPlainText(), "print third");
    bench.window.main.files().setChooser(always(path("nowhere/a.py")));
    bench.window.press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY2(bench.message().contains("can't be written"), qPrintable(bench.message()));
}

void MainWindowProgramsTest::savesAnExampleToAFile() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("print mine");
    const auto file = path("copy.py");
    bench.window.main.files().setChooser(always(file));
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(read(file), QByteArray("print mine"));
    // From then on without asking.
    bench.window.main.files().setChooser(always({}));
    bench.write("print more");
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(read(file), QByteArray("print more"));
    // A text that is only read can be copied too.
    bench.window.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    bench.window.main.files().setChooser(always(path("copy.cpp")));
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(read(path("copy.cpp")).contains("#include"));
}

void MainWindowProgramsTest::asksBeforeItWritesOverSomebodyElsesChange() {
    const auto file = write("mine.py", "print mine\n");
    Bench bench;
    QVERIFY(bench.file(file));
    bench.write("print yours");
    write("mine.py", "print theirs\n");
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(read(file), QByteArray("print theirs\n"));
    QVERIFY2(bench.message().contains("changed by somebody else"), qPrintable(bench.message()));
    bench.window.click("messageChoice0");
    QCOMPARE(read(file), QByteArray("print yours"));
}

void MainWindowProgramsTest::seesThatTheFileHasChanged() {
    const auto file = write("mine.py", "print mine\n");
    Bench bench;
    QVERIFY(bench.file(file));
    bench.write("print yours");
    write("mine.py", "print theirs\n");
    QTRY_VERIFY(bench.message().contains("changed by somebody else"));
    QCOMPARE(bench.source().toPlainText(), "print yours");
    bench.window.click("messageChoice0");
    QCOMPARE(bench.source().toPlainText(), "print theirs\n");
    bench.window.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.source().toPlainText(), "print yours");
    // Also where the file was replaced, as editors do; and again after that.
    for (const char* text : {"print fourth\n", "print fifth\n"}) {
        write("new.py", text);
        QVERIFY(QFile::remove(file) && QFile::rename(path("new.py"), file));
        QTRY_VERIFY(bench.message().contains("changed by somebody else"));
        bench.window.click("messageChoice0");
        QCOMPARE(bench.source().toPlainText(), QLatin1String(text));
    }
}

// Nothing is closed here: what the first window has written by itself is there for the second one.
void MainWindowProgramsTest::editsOutliveACrash() {
    Bench first(drafts());
    QVERIFY(first.example("context-switch"));
    const auto original = first.source().toPlainText();
    first.write("print mine");
    QTRY_VERIFY(drafts().find("example:context-switch"));
    Bench second(drafts());
    QVERIFY(second.example("context-switch"));
    QCOMPARE(second.source().toPlainText(), "print mine");
    QCOMPARE(second.ran(), "print mine");
    QVERIFY2(second.message().contains("Your edits of context-switch.py are back"), qPrintable(second.message()));
    second.window.click("messageChoice0");
    QCOMPARE(second.source().toPlainText(), original);
    // Said once.
    QVERIFY(second.example("sync-async"));
    QVERIFY(second.example("context-switch"));
    QCOMPARE(second.message(), "");
}

void MainWindowProgramsTest::editsOfAFileOutliveACrash() {
    const auto file = write("mine.py", "print mine\n");
    {
        Bench bench(drafts());
        QVERIFY(bench.file(file));
        bench.write("print yours");
    }
    QCOMPARE(read(file), QByteArray("print mine\n"));
    {
        Bench bench(drafts());
        QVERIFY(bench.file(file));
        QCOMPARE(bench.source().toPlainText(), "print yours");
        QVERIFY2(bench.message().contains("are back."), qPrintable(bench.message()));
    }
    write("mine.py", "print theirs\n");
    Bench bench(drafts());
    QVERIFY(bench.file(file));
    QCOMPARE(bench.source().toPlainText(), "print yours");
    QVERIFY2(bench.message().contains("has changed since"), qPrintable(bench.message()));
    bench.window.click("messageChoice1");
    QCOMPARE(bench.source().toPlainText(), "print theirs\n");
}

void MainWindowProgramsTest::textsAreKeptWhileOthersAreShown() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("print first");
    QVERIFY(bench.example("bounded-queue"));
    bench.write("print second");
    bench.window.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    bench.window.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.source().toPlainText(), "print second");
    QCOMPARE(bench.ran(), "print second");
    QVERIFY(bench.example("context-switch"));
    QCOMPARE(bench.source().toPlainText(), "print first");
    bench.window.press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(bench.source().toPlainText() != "print first");
}

void MainWindowProgramsTest::stopsAProgramThatComputes() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("sleep\nspin");
    QVERIFY(bench.runAgain());
    bench.window.press(Qt::Key_F5);
    QTRY_VERIFY(*bench.toy.computing);
    bench.window.press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE(bench.window.main.session().engine(), Engine::Ended);
    QVERIFY(!bench.window.main.session().leftThreadBehind());
    QVERIFY(*bench.toy.interrupts > 0);
}

void MainWindowProgramsTest::offersAWayOutWhereNothingHelps() {
    Bench bench(drafts());
    QVERIFY(bench.example("context-switch"));
    bench.write("sleep\nstuck");
    QVERIFY(bench.runAgain());
    bench.window.press(Qt::Key_F5);
    QTRY_VERIFY(*bench.toy.computing);
    QTest::keyClick(QApplication::focusWidget(), 'x');
    bench.window.press(Qt::Key_F5, Qt::ShiftModifier);
    QVERIFY2(bench.message().contains("does not react"), qPrintable(bench.message()));
    QCOMPARE(drafts().find("example:context-switch")->text, "sleep\nstuckx");
    // Another Python program can't run beside it.
    QVERIFY(bench.runAgain());
    QVERIFY2(bench.message().contains("only one can run at a time"), qPrintable(bench.message()));
    *bench.toy.release = true;
    QTRY_VERIFY(bench.message().contains("has ended now"));
    bench.write("print again");
    QVERIFY(bench.runAgain());
    QVERIFY(bench.runToTheEnd());
    QCOMPARE(bench.console(), "again\n");
}

void MainWindowProgramsTest::asksForInput() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    auto* line = bench.window.find<QLineEdit>("inputText");
    QVERIFY(!line->isVisible());
    bench.write("input Your name? \ninput And then?");
    bench.window.press(Qt::Key_Escape);
    bench.window.press(Qt::Key_R, Qt::ControlModifier);
    bench.window.press(Qt::Key_F5);
    QTRY_VERIFY(line->isVisible());
    QCOMPARE(bench.window.text("inputPrompt"), "Your name?");
    QCOMPARE(bench.window.text("statusSeed"), "Seed 0, repeatable");
    QTRY_VERIFY(line->hasFocus());
    QTest::keyClicks(line, "Ada");
    bench.window.press(Qt::Key_Return);
    QTRY_COMPARE(bench.window.text("inputPrompt"), "And then?");
    QTRY_VERIFY(line->isVisible());
    QCOMPARE(line->text(), "");
    QTest::keyClicks(line, "42");
    bench.window.press(Qt::Key_Return);
    QVERIFY(bench.window.waitForEnd());
    QCOMPARE(bench.console(), "Ada\ngot Ada\n42\ngot 42\n");
    // Somebody else may answer otherwise.
    QTRY_COMPARE(bench.window.text("statusSeed"), "Seed 0, not repeatable");
    QTRY_VERIFY(!line->isVisible());
    // The keys are the transport's again.
    bench.window.press(Qt::Key_Home);
    QCOMPARE(bench.window.playhead(), green::trace::EventNumber(0));
}

void MainWindowProgramsTest::inputEnds_data() {
    QTest::addColumn<bool>("byKey");
    QTest::newRow("by Ctrl+D") << true;
    QTest::newRow("by the button") << false;
}

void MainWindowProgramsTest::inputEnds() {
    QFETCH(bool, byKey);
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("input more?");
    bench.window.press(Qt::Key_Escape);
    bench.window.press(Qt::Key_R, Qt::ControlModifier);
    bench.window.press(Qt::Key_F5);
    auto* line = bench.window.find<QLineEdit>("inputText");
    QTRY_VERIFY(line->isVisible() && line->hasFocus());
    if (byKey)
        bench.window.press(Qt::Key_D, Qt::ControlModifier);
    else
        bench.window.click("inputEnd");
    QVERIFY(bench.window.waitForEnd());
    QCOMPARE(bench.console(), "EOF\n");
}

void MainWindowProgramsTest::stopEndsTheWaitForInput() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("input for ever?");
    bench.window.press(Qt::Key_R, Qt::ControlModifier);
    auto* line = bench.window.find<QLineEdit>("inputText");
    QTRY_VERIFY(line->isVisible());
    // Who writes is not disturbed.
    QVERIFY(bench.source().hasFocus());
    bench.window.press(Qt::Key_F5, Qt::ShiftModifier);
    QTRY_COMPARE(bench.window.main.session().engine(), Engine::Ended);
    QVERIFY(!bench.window.main.session().leftThreadBehind());
    QTRY_VERIFY(!line->isVisible());
}

void MainWindowProgramsTest::theClockKeepsTheText() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("print mine");
    bench.window.press(Qt::Key_R, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(bench.window.settle());
    QCOMPARE(bench.ran(), "print mine");
    QCOMPARE(bench.window.main.view().store().recipe().clock, green::trace::ClockKind::Real);
    QVERIFY(bench.runAgain());
    QCOMPARE(bench.window.main.view().store().recipe().clock, green::trace::ClockKind::Real);
}

void MainWindowProgramsTest::aRecordingIsOnlyRead() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("print mine\nsleep");
    QVERIFY(bench.runAgain());
    QVERIFY(bench.runToTheEnd());
    const auto file = path("run.gscope");
    bench.window.main.files().setChooser(always(file));
    bench.window.press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
    QVERIFY(bench.example("bounded-queue"));
    bench.window.press(Qt::Key_O, Qt::ControlModifier);
    QCOMPARE(bench.window.badge(), "RECORDING");
    QCOMPARE(bench.source().toPlainText(), "print mine\nsleep");
    QVERIFY(bench.source().isReadOnly());
    QVERIFY(bench.source().fits());
    QVERIFY(!bench.tabs().isVisible());
    QCOMPARE(bench.notice(), "");
}

void MainWindowProgramsTest::whatTookTheApplicationDownIsNotRunUnasked_data() {
    QTest::addColumn<bool>("ofExample");
    QTest::newRow("a file") << false;
    QTest::newRow("an example that was edited") << true;
}

// The first window's program is where one that kills the application would: nothing is closed.
void MainWindowProgramsTest::whatTookTheApplicationDownIsNotRunUnasked() {
    QFETCH(bool, ofExample);
    const auto settings = path("settings.ini");
    const auto file = write("mine.py", "stuck\n");
    if (ofExample) QVERIFY(drafts().keep("example:context-switch", {"stuck\n", "a\n"}));
    const auto open = [&](Bench& bench) {
        if (!bench.window.activate()) return false;
        if (!ofExample) return bench.window.main.openFile(file);
        bench.window.main.openExample(QStringLiteral("context-switch"));
        return true;
    };
    Bench first(drafts(), app::Settings::inFile(settings));
    QVERIFY(open(first));
    QVERIFY(read(settings).contains("[running]"));
    QTRY_VERIFY(*first.toy.computing);
    Bench second(drafts(), app::Settings::inFile(settings));
    QVERIFY(open(second));
    QCOMPARE(second.window.main.session().engine(), Engine::None);
    QCOMPARE(second.source().toPlainText(), "stuck\n");
    QVERIFY2(second.notice().contains("Greenscope ended while it ran"), qPrintable(second.notice()));
    QVERIFY(second.window.main.windowTitle().startsWith(ofExample ? "context-switch.py" : "mine.py"));
    // Asked for, it runs; once it is held it is a program like others.
    second.write("print fine\nsleep");
    QVERIFY(second.runAgain());
    QCOMPARE(second.window.main.session().engine(), Engine::Held);
    QCOMPARE(second.ran(), "print fine\nsleep");
    QCOMPARE(second.notice(), "");
    QVERIFY(second.window.main.programs().edited()->keepDraft());
    Bench third(drafts(), app::Settings::inFile(settings));
    QVERIFY(open(third) && third.window.settle());
    QCOMPARE(third.window.main.session().engine(), Engine::Held);
    QCOMPARE(third.ran(), "print fine\nsleep");
}

void MainWindowProgramsTest::aProgramThatWasClosedWhileItRanRunsAgain() {
    const auto settings = path("settings.ini");
    const auto file = write("mine.py", "spin\n");
    {
        Bench first({}, app::Settings::inFile(settings));
        QVERIFY(first.window.activate() && first.window.main.openFile(file));
        QTRY_VERIFY(*first.toy.computing);
    }
    Bench second({}, app::Settings::inFile(settings));
    QVERIFY(second.window.activate() && second.window.main.openFile(file));
    QTRY_VERIFY(*second.toy.computing);
}

void MainWindowProgramsTest::unusualSeparatorsOutliveEditing() {
    const QByteArray text("print a\xE2\x80\xA8 b\xE2\x80\xA9 c\n");
    const auto file = write("mine.py", text);
    Bench bench;
    QVERIFY(bench.file(file));
    QCOMPARE(bench.ran().toUtf8(), text);
    QVERIFY(!bench.window.main.programs().edited()->isEdited());
    QVERIFY(bench.source().fits());
    QCOMPARE(bench.source().blockCount(), 2);
    bench.window.press(Qt::Key_F2);
    QTest::keyClick(QApplication::focusWidget(), '#');
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(read(file), '#' + text);
    // Elsewhere, too, and back.
    bench.window.press(Qt::Key_A, Qt::ControlModifier);
    bench.window.press(Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text().toUtf8(), '#' + text);
    QCOMPARE(bench.source().toPlainText(), "");
    bench.window.press(Qt::Key_V, Qt::ControlModifier);
    QVERIFY(!bench.window.main.programs().edited()->isEdited());
}

void MainWindowProgramsTest::asksBeforeItWritesOverTheCopyOfAnExample() {
    Bench bench;
    QVERIFY(bench.example("context-switch"));
    bench.write("print mine");
    const auto file = path("copy.py");
    bench.window.main.files().setChooser(always(file));
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(read(file), QByteArray("print mine"));
    write("copy.py", "print theirs\n");
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(read(file), QByteArray("print theirs\n"));
    QVERIFY2(bench.message().contains("changed by somebody else"), qPrintable(bench.message()));
    bench.window.click("messageChoice0");
    QCOMPARE(read(file), QByteArray("print mine"));
    // Without asking again.
    bench.write("print more");
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(read(file), QByteArray("print more"));
}

void MainWindowProgramsTest::takesWhatWasWrittenWhileAnotherProgramWasOpen() {
    const auto file = write("mine.py", "print old\n");
    Bench bench;
    QVERIFY(bench.file(file));
    QVERIFY(bench.example("context-switch"));
    write("mine.py", "print new\n");
    QVERIFY(bench.file(file));
    QCOMPARE(bench.source().toPlainText(), "print new\n");
    QCOMPARE(bench.ran(), "print new\n");
    QVERIFY(!bench.window.main.programs().edited()->isEdited());
}

void MainWindowProgramsTest::keepsEditsOfAFileThatWasWrittenMeanwhile() {
    const auto file = write("mine.py", "print old\n");
    Bench bench;
    QVERIFY(bench.file(file));
    bench.write("print mine");
    QVERIFY(bench.example("context-switch"));
    write("mine.py", "print new\n");
    QVERIFY(bench.file(file));
    QCOMPARE(bench.source().toPlainText(), "print mine");
    QVERIFY2(bench.message().contains("changed by somebody else"), qPrintable(bench.message()));
    bench.window.click("messageChoice0");
    QCOMPARE(bench.source().toPlainText(), "print new\n");
}

void MainWindowProgramsTest::anExamplesOriginalIsTheListing() {
    QVERIFY(drafts().keep("example:context-switch", {"print mine", "print the listing of an older version"}));
    Bench bench(drafts());
    QVERIFY(bench.example("context-switch"));
    QCOMPARE(bench.source().toPlainText(), "print mine");
    QVERIFY2(bench.message().contains("has changed since"), qPrintable(bench.message()));
    bench.window.press(Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);
    const auto listing = tutorial::find("context-switch")->pythonSource;
    QCOMPARE(bench.source().toPlainText().toStdString(), listing);
    QVERIFY(!bench.window.main.programs().edited()->isEdited());
    bench.window.press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.source().toPlainText(), "print mine");
}

// It stays while a program is stuck, whatever is opened after that.
void MainWindowProgramsTest::aMessageIsAboutTheProgramThatItNames() {
    auto settings = app::Settings::inFile(path("settings.ini"));
    settings.setLanguage(QStringLiteral("cpp"));
    const auto file = write("mine.py", "sleep\nstuck\n");
    Bench bench({}, std::move(settings));
    QVERIFY(bench.file(file));
    bench.window.press(Qt::Key_F5);
    QTRY_VERIFY(*bench.toy.computing);
    bench.window.press(Qt::Key_F5, Qt::ShiftModifier);
    QVERIFY(bench.window.main.session().leftThreadBehind());
    bench.write("print mine");
    write("mine.py", "print theirs\n");
    bench.window.press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY2(bench.message().contains("changed by somebody else"), qPrintable(bench.message()));
    QVERIFY(bench.example("context-switch"));
    QVERIFY(!bench.window.main.programs().edited());
    QVERIFY2(bench.message().contains("changed by somebody else"), qPrintable(bench.message()));
    bench.window.click("messageChoice0");
    QCOMPARE(read(file), QByteArray("print mine"));
    QVERIFY(bench.source().toPlainText().contains("#include"));
}

QTEST_MAIN(MainWindowProgramsTest)
#include "main_window_programs_test.moc"
