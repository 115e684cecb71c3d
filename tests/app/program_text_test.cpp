// A text that is edited, and its draft.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextCursor>
#include <QtTest>

#include "program/program_text.h"

using app::Draft;
using app::Drafts;
using app::ProgramText;

class ProgramTextTest : public QObject {
    Q_OBJECT

private slots:
    void leavesTheDraftOfAnotherWindowAlone();
    void leavesWhatAnotherWindowMadeOfTheSameDraftAlone();
    void init();
    void knowsWhetherItIsEdited();
    void resetsToTheListingAndUndoBringsTheEditsBack();
    void keepsADraftShortlyAfterTheLastKey();
    void takesUpTheDraftOfAnEarlierSession();
    void forgetsTheDraftOfWhatIsNoLongerEdited();
    void aFileIsNeverWrittenUnasked();
    void savingWritesTheFileAndTheDraftIsGone();
    void anExampleStaysAnExample();
    void seesThatTheFileHasChanged();
    void resetReadsTheFileAnew();
    void aDamagedDraftIsNone();
    void saysThatADraftCannotBeWritten();
    void everyCharacterIsKept();
    void seesThatTheCopyOfAnExampleHasChanged();
    void whatCannotBeReadAnyMoreHasChanged();
    void anExamplesOriginalIsTheListing();

private:
    QString path(const char* name) const { return folder_->filePath(QLatin1String(name)); }
    static void write(const QString& path, const QByteArray& bytes) {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("%s", qPrintable(path));
    }
    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void type(ProgramText& text, const char* what) {
        QTextCursor(&text.document()).insertText(QString::fromUtf8(what));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    Drafts drafts_;
};

void ProgramTextTest::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    drafts_ = Drafts::in(path("drafts"));
}

void ProgramTextTest::knowsWhetherItIsEdited() {
    ProgramText text("foo", "foo.py", "a\nb\n", drafts_);
    QCOMPARE(text.text(), "a\nb\n");
    QVERIFY(!text.isEdited());
    QSignalSpy changed(&text, &ProgramText::editedChanged);
    type(text, "xy");
    QVERIFY(text.isEdited());
    type(text, "z");
    QCOMPARE(changed.count(), 1);
    while (text.document().isUndoAvailable()) text.document().undo();
    QVERIFY(!text.isEdited());
    QCOMPARE(changed.count(), 2);
}

void ProgramTextTest::resetsToTheListingAndUndoBringsTheEditsBack() {
    ProgramText text("foo", "foo.py", "a\n", drafts_);
    type(text, "x");
    text.reset();
    QCOMPARE(text.text(), "a\n");
    QVERIFY(!text.isEdited());
    text.document().undo();
    QCOMPARE(text.text(), "xa\n");
    QVERIFY(text.isEdited());
}

void ProgramTextTest::keepsADraftShortlyAfterTheLastKey() {
    ProgramText text("foo", "foo.py", "a\n", drafts_);
    type(text, "x");
    QVERIFY(!drafts_.find("example:foo"));
    QTRY_VERIFY(drafts_.find("example:foo"));
    QCOMPARE(*drafts_.find("example:foo"), (Draft{"xa\n", "a\n"}));
    type(text, "y");
    QVERIFY(text.keepDraft());
    QCOMPARE(drafts_.find("example:foo")->text, text.text());
}

void ProgramTextTest::takesUpTheDraftOfAnEarlierSession() {
    {
        ProgramText text("foo", "foo.py", "a\n", drafts_);
        type(text, "x");
    }
    ProgramText text("foo", "foo.py", "a\n", drafts_);
    QCOMPARE(text.text(), "xa\n");
    QVERIFY(text.takeRestored());
    QVERIFY(text.isEdited());
    // Also to before the edits.
    text.document().undo();
    QCOMPARE(text.text(), "a\n");
    ProgramText other("bar", "bar.py", "a\n", drafts_);
    QVERIFY(!other.takeRestored());
    QCOMPARE(other.text(), "a\n");
}

void ProgramTextTest::forgetsTheDraftOfWhatIsNoLongerEdited() {
    {
        ProgramText text("foo", "foo.py", "a\n", drafts_);
        type(text, "x");
        QVERIFY(text.keepDraft());
        QVERIFY(drafts_.find("example:foo"));
        text.reset();
    }
    QVERIFY(!drafts_.find("example:foo"));
}

void ProgramTextTest::aFileIsNeverWrittenUnasked() {
    write(path("a.py"), "a\n");
    {
        ProgramText text(path("a.py"), drafts_);
        QCOMPARE(text.name(), "a.py");
        QCOMPARE(text.folder(), folder_->path());
        type(text, "x");
    }
    QCOMPARE(read(path("a.py")), QByteArray("a\n"));
    ProgramText text(path("a.py"), drafts_);
    QVERIFY(text.takeRestored());
    QVERIFY(!text.hasChangedOnDisk());
    QCOMPARE(text.text(), "xa\n");
}

void ProgramTextTest::savingWritesTheFileAndTheDraftIsGone() {
    write(path("a.py"), "a\r\n");
    {
        ProgramText text(path("a.py"), drafts_);
        type(text, "x");
        QVERIFY(text.keepDraft());
        text.save(text.path());
        QCOMPARE(read(path("a.py")), QByteArray("xa\r\n"));
        QVERIFY(!text.isEdited());
        type(text, "y");
        text.save(path("b.py"));
        QCOMPARE(text.name(), "b.py");
        QVERIFY(!text.isEdited());
    }
    QCOMPARE(read(path("a.py")), QByteArray("xa\r\n"));
    QCOMPARE(read(path("b.py")), QByteArray("yxa\r\n"));
    QCOMPARE(QDir(path("drafts")).entryList(QDir::Files), QStringList());
}

void ProgramTextTest::anExampleStaysAnExample() {
    ProgramText text("foo", "foo.py", "a\n", drafts_);
    QCOMPARE(text.path(), "");
    type(text, "x");
    text.save(path("copy.py"));
    QCOMPARE(text.path(), path("copy.py"));
    QCOMPARE(text.name(), "foo.py");
    QVERIFY(text.isEdited());
    text.reset();
    QCOMPARE(text.text(), "a\n");
    QCOMPARE(read(path("copy.py")), QByteArray("xa\n"));
    QVERIFY(!text.hasChangedOnDisk());
}

void ProgramTextTest::seesThatTheFileHasChanged() {
    write(path("a.py"), "a\n");
    {
        ProgramText text(path("a.py"), drafts_);
        QVERIFY(!text.hasChangedOnDisk());
        type(text, "x");
        write(path("a.py"), "other\n");
        QVERIFY(text.hasChangedOnDisk());
    }
    // Also where it changed after a crash.
    ProgramText text(path("a.py"), drafts_);
    QVERIFY(text.takeRestored());
    QCOMPARE(text.text(), "xa\n");
    QVERIFY(text.hasChangedOnDisk());
    QVERIFY(QFile::remove(path("a.py")));
    QVERIFY(!text.hasChangedOnDisk());
}

void ProgramTextTest::resetReadsTheFileAnew() {
    write(path("a.py"), "a\n");
    ProgramText text(path("a.py"), drafts_);
    type(text, "x");
    write(path("a.py"), "other\n");
    text.reset();
    QCOMPARE(text.text(), "other\n");
    QVERIFY(!text.isEdited());
    QVERIFY(QFile::remove(path("a.py")));
    type(text, "x");
    QVERIFY_EXCEPTION_THROWN(text.reset(), app::TextFileError);
    QCOMPARE(text.text(), "xother\n");
}

void ProgramTextTest::aDamagedDraftIsNone() {
    QVERIFY(drafts_.keep("example:foo", {"x", "a"}));
    const auto files = QDir(path("drafts")).entryInfoList(QDir::Files);
    QCOMPARE(files.size(), 1);
    for (const char* damaged : {"", "{", "[]", "{\"program\": \"example:foo\"}", "\xFF\xFE"}) {
        write(files.front().filePath(), damaged);
        QVERIFY(!drafts_.find("example:foo"));
    }
    ProgramText text("foo", "foo.py", "a\n", drafts_);
    QCOMPARE(text.text(), "a\n");
}

void ProgramTextTest::saysThatADraftCannotBeWritten() {
    write(path("drafts"), "a file where the folder should be");
    ProgramText text("foo", "foo.py", "a\n", drafts_);
    QSignalSpy failed(&text, &ProgramText::draftFailed);
    type(text, "x");
    QTRY_COMPARE(failed.count(), 1);
}

// Also those that a document takes for its own.
void ProgramTextTest::everyCharacterIsKept() {
    QString all;
    for (char32_t c = 0; c <= 0xFFFF; ++c)
        if (c != U'\r' && !QChar::isSurrogate(c)) all += QChar(static_cast<char16_t>(c));
    all += QStringLiteral("\U0001F600\u2028\U0001F600\U0010FFFF\u2029\n");
    write(path("a.py"), all.toUtf8());
    {
        ProgramText text(path("a.py"), drafts_);
        QVERIFY(text.text() == all);
        QVERIFY(!text.isEdited());
        QCOMPARE(text.document().blockCount(), 3);
        type(text, "x");
        QVERIFY(text.text() == u'x' + all);
    }
    ProgramText text(path("a.py"), drafts_);
    QVERIFY(text.takeRestored());
    QVERIFY(text.text() == u'x' + all);
    text.save(text.path());
    QVERIFY(read(path("a.py")) == 'x' + all.toUtf8());
    type(text, "y");
    text.reset();
    QVERIFY(text.text() == u'x' + all);
    QVERIFY(!text.isEdited());
}

void ProgramTextTest::seesThatTheCopyOfAnExampleHasChanged() {
    ProgramText text("foo", "foo.py", "a\n", drafts_);
    text.save(path("copy.py"));
    QVERIFY(!text.hasChangedOnDisk());
    type(text, "x");
    QVERIFY(!text.hasChangedOnDisk());
    write(path("copy.py"), "b\n");
    QVERIFY(text.hasChangedOnDisk());
    text.reset();
    QCOMPARE(text.text(), "a\n");
    QVERIFY(text.hasChangedOnDisk());
    text.save(text.path());
    QVERIFY(!text.hasChangedOnDisk());
}

void ProgramTextTest::whatCannotBeReadAnyMoreHasChanged() {
    write(path("a.py"), "a\n");
    ProgramText text(path("a.py"), drafts_);
    write(path("a.py"), "\xE4\n");
    QVERIFY(text.hasChangedOnDisk());
}

void ProgramTextTest::anExamplesOriginalIsTheListing() {
    QVERIFY(drafts_.keep("example:foo", {"mine\n", "old\n"}));
    {
        ProgramText text("foo", "foo.py", "new\n", drafts_);
        QCOMPARE(text.text(), "mine\n");
        QVERIFY(text.isEdited());
        text.document().undo();
        QCOMPARE(text.text(), "new\n");
        QVERIFY(!text.isEdited());
        type(text, "x");
    }
    QCOMPARE(*drafts_.find("example:foo"), (Draft{"xnew\n", "new\n"}));
}

void ProgramTextTest::leavesTheDraftOfAnotherWindowAlone() {
    write(path("a.py"), "a\n");
    ProgramText shown(path("a.py"), drafts_);
    ProgramText edited(path("a.py"), drafts_);
    edited.document().setPlainText("b\n");
    QVERIFY(edited.keepDraft());
    // As new colours do.
    shown.document().markContentsDirty(0, 1);
    QVERIFY(shown.keepDraft());
    QVERIFY(drafts_.find(edited.key()));
}

// As two windows do that find the same draft, of a listing that is not what it was.
void ProgramTextTest::leavesWhatAnotherWindowMadeOfTheSameDraftAlone() {
    QVERIFY(drafts_.keep("example:foo", {"b\n", "older\n"}));
    ProgramText shown("foo", "foo.py", "a\n", drafts_);
    ProgramText edited("foo", "foo.py", "a\n", drafts_);
    edited.document().setPlainText("c\n");
    QVERIFY(edited.keepDraft());
    shown.document().markContentsDirty(0, 1);
    QVERIFY(shown.keepDraft());
    QCOMPARE(drafts_.find(edited.key())->text, "c\n");
}

QTEST_MAIN(ProgramTextTest)
#include "program_text_test.moc"
