// Programs in files, good and bad.
#include <QTemporaryDir>
#include <QtTest>

#include "program/text_file.h"

using app::readProgram;
using app::TextFileError;
using app::writeProgram;

class TextFileTest : public QObject {
    Q_OBJECT

private slots:
    void aTextComesBackAsItWas_data();
    void aTextComesBackAsItWas();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void endsWhereADeviceDoesNot();
    void writingTakesTheWholePlaceOrNone();

private:
    QString write(const char* name, const QByteArray& bytes) {
        QFile file(folder_.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) qFatal("%s", name);
        return file.fileName();
    }
    static QByteArray bytesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QTemporaryDir folder_;
};

void TextFileTest::aTextComesBackAsItWas_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("a\nb\n") << "a\nb\n";
    QTest::newRow("empty") << QByteArray("") << "";
    QTest::newRow("no end of line at the end") << QByteArray("a") << "a";
    QTest::newRow("Windows' ends of lines") << QByteArray("a\r\nb\r\n") << "a\nb\n";
    QTest::newRow("a byte order mark") << QByteArray(
                                              "\xEF\xBB\xBF"
                                              "a\n")
                                       << "a\n";
    QTest::newRow("beyond ASCII") << QByteArray("# \xC3\xA4 \xE2\x82\xAC \xF0\x9F\x90\x8D\n")
                                  << QString::fromUtf8("# ä € 🐍\n");
}

void TextFileTest::aTextComesBackAsItWas() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    const auto file = readProgram(write("a.py", bytes));
    QCOMPARE(file.text, text);
    const auto again = folder_.filePath("again.py");
    writeProgram(again, file);
    QCOMPARE(bytesOf(again), bytes);
}

void TextFileTest::saysWhatIsWrong_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("message");
    const auto missing = folder_.filePath("missing.py");
    QTest::newRow("missing") << missing << missing + ": there is no such file. A Python program was expected.";
    QTest::newRow("a folder") << folder_.path()
                              << folder_.path() + " is a folder. A file with a Python program was expected.";
    const auto large = write("large.py", QByteArray(app::largestProgram + 1, '#'));
    QTest::newRow("too large") << large << large + " has 10.00 MiB: programs of up to 10.00 MiB can be opened.";
    const auto wrong = [&](const char* name, const QByteArray& bytes, const char* what) {
        const auto path = write(name, bytes);
        QTest::newRow(name) << path << path + QLatin1String(what);
    };
    wrong("latin.py", "a\nb\n# \xE4\n",
          ", line 3: this is not UTF-8 (byte 0xe4). A Python program in UTF-8 was expected.");
    wrong("cut.py", "a\n\xE2\x82", ", line 2: this is not UTF-8 (byte 0xe2). A Python program in UTF-8 was expected.");
    wrong("utf16.py",
          QByteArray("\xFF\xFE"
                     "a\0",
                     4),
          ", line 1: this is not UTF-8 (byte 0xff). A Python program in UTF-8 was expected.");
}

void TextFileTest::saysWhatIsWrong() {
    QFETCH(QString, path);
    QFETCH(QString, message);
    try {
        readProgram(path);
        QFAIL("no error");
    } catch (const TextFileError& error) {
        QCOMPARE(QString::fromUtf8(error.what()), message);
    }
}

void TextFileTest::endsWhereADeviceDoesNot() { QVERIFY_EXCEPTION_THROWN(readProgram("/dev/zero"), TextFileError); }

void TextFileTest::writingTakesTheWholePlaceOrNone() {
    const auto path = write("mine.py", "mine");
    const auto nowhere = folder_.filePath("nowhere/a.py");
    try {
        writeProgram(nowhere, {"a", false, false});
        QFAIL("no error");
    } catch (const TextFileError& error) {
        QVERIFY2(QString::fromUtf8(error.what()).startsWith(nowhere + " can't be written: "), error.what());
    }
    writeProgram(path, {"yours", false, false});
    QCOMPARE(bytesOf(path), QByteArray("yours"));
}

QTEST_APPLESS_MAIN(TextFileTest)
#include "text_file_test.moc"
