// The command line as scripts see it: the real program, run as a process without a display.
#include <sys/wait.h>
#include <unistd.h>
#include <QImageReader>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>
#include <string_view>

#include "examples.h"
#include "python/python_program.h"

namespace {

struct Outcome {
    int code = -1;
    QByteArray out;
    QByteArray err;
};

QProcessEnvironment withoutDisplay() {
    auto environment = QProcessEnvironment::systemEnvironment();
    for (const auto* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(QLatin1String(name));
    return environment;
}

Outcome finish(QProcess& process) {
    Outcome outcome;
    if (!process.waitForFinished(60'000)) return outcome;
    outcome.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

Outcome greenscope(const QStringList& arguments, const QProcessEnvironment& environment = withoutDisplay()) {
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(GREENSCOPE_PROGRAM), arguments);
    return finish(process);
}

Outcome shell(const QString& script) {
    QProcess process;
    process.setProcessEnvironment(withoutDisplay());
    process.start(QStringLiteral("bash"), {QStringLiteral("-c"), script, QStringLiteral(GREENSCOPE_PROGRAM)});
    return finish(process);
}

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& path, const QByteArray& text) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
}

}  // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private slots:
    void wrongUsageIsOneLineAndTwo_data();
    void wrongUsageIsOneLineAndTwo();
    void badFilesAreOneLineAndThree_data();
    void badFilesAreOneLineAndThree();
    void tellsHelpAndVersion();
    void listsTheExamples();
    void runsAnExample();
    void runsAPythonProgram();
    void aPythonProgramKnowsWhereItIs();
    void handsAPythonProgramItsArguments();
    void aPythonProgramsErrorsAreItsOwn_data();
    void aPythonProgramsErrorsAreItsOwn();
    void tracesToAFile();
    void savesARunThatTracesTheSame();
    void tellsOfADamagedRecording();
    void exportsPictures();
    void exportsAPart();
    void leavesNothingHalfWritten();
    void opensNoWindowWithoutADisplay_data();
    void opensNoWindowWithoutADisplay();
    void aReaderThatLeavesIsNoError();
    void aFullDiskIsAnError();

private:
    QString path(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    QTemporaryDir folder_;
};

void CommandLineTest::wrongUsageIsOneLineAndTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::addColumn<QString>("hint");
    const auto row = [](const char* name, const char* arguments, const char* named, const char* hint) {
        QTest::newRow(name) << QString::fromUtf8(arguments).split(u' ') << QString::fromUtf8(named)
                            << QString::fromUtf8(hint);
    };
    row("unknown example", "run bonded-queue", "bonded-queue", "did you mean \"bounded-queue\"?");
    row("unknown example, nothing near", "trace zebra", "zebra", "context-switch");
    row("unknown verb", "exprot", "exprot", "did you mean \"export\"?");
    row("unknown verb with more", "exprot bounded-queue", "exprot", "did you mean \"export\"?");
    row("unknown option", "run context-switch --sede 1", "--sede", "did you mean \"--seed\"?");
    row("unknown option of the window", "--versoin", "--versoin", "did you mean \"--version\"?");
    row("option without value", "run context-switch --seed", "--seed", "a number");
    row("format without value", "trace context-switch --format", "--format", "oracle or json");
    row("record of another ending", "run context-switch --save q.txt", "q.txt", ".gscope");
    row("no example", "run", "run", "greenscope list");
    row("too many", "run context-switch bounded-queue", "bounded-queue", "");
    row("arguments of an example", "run context-switch -- a", "context-switch", ".py");
    row("arguments of a list", "list -- a", "list", "--");
    row("arguments of the last", "-- a", "-- a", ".py");
    row("bad seed", "run context-switch --seed x", "\"x\"", "number");
    row("bad clock", "run context-switch --clock virtaul", "virtaul", "did you mean \"virtual\"?");
    row("bad language", "run context-switch --language java", "java", "cpp");
    row("another language than it has", "run websocket-ticker --language python", "websocket-ticker", "--language cpp");
    row("bad format", "trace context-switch --format jsno", "jsno", "did you mean \"json\"?");
    row("no picture named", "export context-switch", "-o", ".png, .svg or .pdf");
    row("no ending", "export context-switch -o picture", "picture", ".png");
    row("bad ending", "export context-switch -o a.pgn", "pgn", "did you mean \"png\"?");
    row("bad size", "export context-switch -o a.png --size 0x600", "0x600", "1600x900");
    row("bad axis", "export context-switch -o a.png --axis tiem", "tiem", "did you mean \"time\"?");
    row("bad theme", "export context-switch -o a.png --theme drak", "drak", "did you mean \"dark\"?");
    row("bad place", "export context-switch -o a.png --from 12", "\"12\"", "'#12'");
    row("place outside", "export context-switch -o a.png --from #9999", "#9999", "#1 to #");
    row("time outside", "export context-switch -o a.png --to 5s", "5s", "ends at");
    row("empty part", "export context-switch -o a.png --from #9 --to #3", "#9", "before");
    row("run of a recording", "run a.gscope", "a.gscope", "trace");
    row("perfetto", "trace context-switch --format perfetto", "perfetto", "not built yet");
    row("gif", "export context-switch -o a.gif", "gif", "not built yet");
    row("webp", "export context-switch -o a.webp", "webp", "not built yet");
    row("csv", "export context-switch -o a.csv", "csv", "not built yet");
    row("explore", "explore context-switch", "explore", "not built yet");
    row("lint-lesson", "lint-lesson guide.md", "lint-lesson", "not built yet");
    row("present", "--present bounded-queue", "--present", "not built yet");
}

void CommandLineTest::wrongUsageIsOneLineAndTwo() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    QFETCH(QString, hint);
    const auto outcome = greenscope(arguments);
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.out, QByteArray());
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY2(outcome.err.startsWith("greenscope: "), outcome.err.constData());
    QVERIFY2(outcome.err.contains(named.toUtf8()), outcome.err.constData());
    QVERIFY2(outcome.err.contains(hint.toUtf8()), outcome.err.constData());
    QVERIFY(!QFile::exists(QStringLiteral("a.png")));
}

void CommandLineTest::badFilesAreOneLineAndThree_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const auto missing = path("missing.gscope");
    const auto nowhere = path("nowhere/out");
    QTest::newRow("window on a missing file") << QStringList{missing} << missing;
    QTest::newRow("trace of a missing file") << QStringList{"trace", missing} << missing;
    QTest::newRow("export of a missing file") << QStringList{"export", missing, "-o", path("a.png")} << missing;
    const auto junk = path("junk.gscope");
    QFile file(junk);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no recording");
    file.close();
    QTest::newRow("window on junk") << QStringList{junk} << junk;
    QTest::newRow("trace of junk") << QStringList{"trace", junk} << junk;
    for (const auto* ending : {".png", ".svg", ".pdf"})
        QTest::newRow(ending) << QStringList{"export", "context-switch", "-o", nowhere + ending} << nowhere;
    QTest::newRow("trace into nowhere") << QStringList{"trace", "context-switch", "-o", nowhere} << nowhere;
    QTest::newRow("save into nowhere") << QStringList{"run", "context-switch", "--save", nowhere + ".gscope"}
                                       << nowhere;
}

void CommandLineTest::badFilesAreOneLineAndThree() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    const auto outcome = greenscope(arguments);
    QVERIFY2(outcome.code == 3, outcome.err.constData());
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY2(outcome.err.contains(named.toUtf8()), outcome.err.constData());
}

void CommandLineTest::tellsHelpAndVersion() {
    const auto version = greenscope({"--version"});
    QCOMPARE(version.code, 0);
    QVERIFY(version.out.startsWith("greenscope "));
    for (const auto& arguments : {QStringList{"--help"}, QStringList{"-h"}, QStringList{"export", "--help"}}) {
        const auto help = greenscope(arguments);
        QCOMPARE(help.code, 0);
        for (const auto* word : {"list", "run", "trace", "export", "--size", "--format", "130"})
            QVERIFY2(help.out.contains(word), word);
    }
}

void CommandLineTest::listsTheExamples() {
    const auto text = greenscope({"list"});
    QCOMPARE(text.code, 0);
    const auto json = greenscope({"list", "--json"});
    QCOMPARE(json.code, 0);
    const auto list = QJsonDocument::fromJson(json.out).array();
    QCOMPARE(static_cast<std::size_t>(list.size()), tutorial::examples().size());
    for (const auto& entry : list) {
        const auto id = entry.toObject().value(u"id").toString();
        QVERIFY(tutorial::find(id.toStdString()));
        QVERIFY(text.out.contains(id.toUtf8()));
        QVERIFY(text.out.contains(entry.toObject().value(u"chapter").toString().toUtf8()));
        QJsonArray languages{"cpp"};
        if (tutorial::find(id.toStdString())->isInPython()) languages.append("python");
        QCOMPARE(entry.toObject().value(u"languages").toArray(), languages);
    }
}

void CommandLineTest::runsAnExample() {
    const QByteArray expected("foo: first half\nbar: first half\nfoo: second half\nbar: second half\nboth done\n");
    for (const auto* clock : {"virtual", "real"}) {
        const auto outcome = greenscope({"run", "context-switch", "--clock", clock, "--seed", "5"});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.out, expected);
        QCOMPARE(outcome.err, QByteArray());
    }
}

void CommandLineTest::runsAPythonProgram() {
    const auto file = path("program.py");
    write(file,
          "import gevent, sys\n"
          "gevent.joinall([gevent.spawn(print, n) for n in range(2)])\n"
          "print(sys.argv, file=sys.stderr)\n"
          "sys.exit(5)\n");
    const auto outcome = greenscope({"run", file});
    if (!green::python::available()) {
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains("has no Python"), outcome.err.constData());
        return;
    }
    QCOMPARE(outcome.code, 5);
    QCOMPARE(outcome.out, QByteArray("0\n1\n"));
    QCOMPARE(outcome.err, QStringLiteral("['%1']\n").arg(file).toUtf8());
    QCOMPARE(greenscope({"run", "context-switch", "--language", "python"}).out,
             greenscope({"run", "context-switch", "--language", "cpp"}).out);
    const auto saved = path("program.gscope");
    QCOMPARE(greenscope({"run", file, "--save", saved}).code, 5);
    QCOMPARE(greenscope({"trace", saved}).out, greenscope({"trace", file}).out);
    const auto picture = path("program.svg");
    QCOMPARE(greenscope({"export", file, "-o", picture}).code, 0);
    QVERIFY(read(picture).contains("<svg"));
}

// Wherever it was started from.
void CommandLineTest::aPythonProgramKnowsWhereItIs() {
    if (!green::python::available()) return;  // see above
    QVERIFY(QDir(folder_.path()).mkpath("sub"));
    write(path("sub/data.txt"), "beside");
    write(path("sub/program.py"),
          "import os\n"
          "print(open(os.path.join(os.path.dirname(__file__), 'data.txt')).read(), __file__)\n"
          "raise ValueError('here')\n");
    const auto outcome = shell(QStringLiteral("cd '%1' && \"$0\" run sub/program.py").arg(folder_.path()));
    QCOMPARE(outcome.out, "beside " + path("sub/program.py").toUtf8() + '\n');
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains("program.py\", line 3, in <module>"), outcome.err.constData());
}

void CommandLineTest::handsAPythonProgramItsArguments() {
    if (!green::python::available()) return;  // see above
    const auto file = path("arguments.py");
    write(file, "import sys\nprint(sys.argv[1:])\n");
    QCOMPARE(greenscope({"run", file, "--seed", "5", "--", "a b", "--seed", "--", "-h"}).out,
             QByteArray("['a b', '--seed', '--', '-h']\n"));
    QVERIFY(greenscope({"trace", file, "--format", "json", "--", "word"}).out.contains("['word']"));
    QCOMPARE(greenscope({"run", file, "--"}).out, QByteArray("[]\n"));
}

void CommandLineTest::aPythonProgramsErrorsAreItsOwn_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("syntax") << QByteArray("x = 1\nif x\n") << 1 << QByteArray("program.py\", line 2");
    QTest::newRow("no module") << QByteArray("import nosuch\n") << 1 << QByteArray("No module named 'nosuch'");
    QTest::newRow("error") << QByteArray("\n1 / 0\n") << 1 << QByteArray("line 2, in <module>");
    QTest::newRow("not UTF-8") << QByteArray("x = 1\ny = '\xe9'\n") << 3 << QByteArray("line 2: this is not UTF-8");
    QTest::newRow("empty") << QByteArray() << 0 << QByteArray();
    QTest::newRow("too large") << QByteArray("#").leftJustified((10 << 20) + 1, '#') << 3 << QByteArray("program.py");
    QTest::newRow("nobody can go on") << QByteArray("import gevent.event\ngevent.event.Event().wait()\n") << 1
                                      << QByteArray("LoopExit: This operation would block forever");
    QTest::newRow("input") << QByteArray("input()\n") << 1 << QByteArray("nobody to ask");
}

void CommandLineTest::aPythonProgramsErrorsAreItsOwn() {
    if (!green::python::available()) return;  // see above
    QFETCH(QByteArray, text);
    QFETCH(int, code);
    QFETCH(QByteArray, said);
    const auto file = path("program.py");
    write(file, text);
    const auto outcome = greenscope({"run", file});
    QCOMPARE(outcome.code, code);
    QVERIFY2(outcome.err.contains(said), outcome.err.constData());
    QCOMPARE(outcome.err.isEmpty(), said.isEmpty());
}

void CommandLineTest::tracesToAFile() {
    for (const auto* format : {"oracle", "json"}) {
        const auto printed = greenscope({"trace", "bounded-queue", "--format", format});
        QCOMPARE(printed.code, 0);
        QVERIFY(!QJsonDocument::fromJson(printed.out).isNull());
        const auto file = path("trace.json");
        const auto written = greenscope({"trace", "bounded-queue", "--format", format, "-o", file});
        QCOMPARE(written.code, 0);
        QCOMPARE(written.out, QByteArray());
        QCOMPARE(read(file), printed.out);
    }
    // The first format is what nothing asks for.
    QCOMPARE(greenscope({"trace", "bounded-queue"}).out,
             greenscope({"trace", "bounded-queue", "--format", "oracle"}).out);
}

void CommandLineTest::savesARunThatTracesTheSame() {
    for (const auto& example : tutorial::examples()) {
        if (!example.repeatable) continue;
        const auto id = QString::fromUtf8(example.id.data(), static_cast<qsizetype>(example.id.size()));
        const auto file = path("run.gscope");
        QCOMPARE(greenscope({"run", id, "--save", file}).code, 0);
        for (const auto* format : {"oracle", "json"}) {
            const auto direct = greenscope({"trace", id, "--format", format});
            const auto saved = greenscope({"trace", file, "--format", format});
            QCOMPARE(saved.code, 0);
            QCOMPARE(saved.out, direct.out);
        }
    }
}

void CommandLineTest::tellsOfADamagedRecording() {
    const auto file = path("whole.gscope");
    QCOMPARE(greenscope({"run", "bounded-queue", "--save", file}).code, 0);
    const auto bytes = read(file);
    const auto cut = path("cut.gscope");
    QFile shorter(cut);
    QVERIFY(shorter.open(QIODevice::WriteOnly));
    shorter.write(bytes.first(bytes.size() - 10));
    shorter.close();
    for (const auto& arguments : {QStringList{"trace", cut}, QStringList{"export", cut, "-o", path("cut.svg")}}) {
        const auto outcome = greenscope(arguments);
        QCOMPARE(outcome.code, 3);
        QCOMPARE(outcome.err.count('\n'), 1);
        QVERIFY2(outcome.err.contains(cut.toUtf8()), outcome.err.constData());
    }
}

void CommandLineTest::exportsPictures() {
    const auto png = path("a.png");
    QCOMPARE(greenscope({"export", "bounded-queue", "-o", png, "--size", "800x600", "--theme", "dark"}).code, 0);
    QCOMPARE(QImageReader(png).size(), QSize(800, 600));

    const auto svg = path("a.svg");
    QCOMPARE(greenscope({"export", "bounded-queue", "-o", svg, "--axis", "time"}).code, 0);
    QXmlStreamReader reader(read(svg));
    int slices = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        slices += reader.isStartElement() && reader.attributes().hasAttribute(QLatin1String("data-slice"));
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(slices > 20);

    const auto pdf = path("a.pdf");
    const auto outcome = greenscope({"export", "bounded-queue", "-o", pdf});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.out + outcome.err, QByteArray());
    QVERIFY(read(pdf).startsWith("%PDF"));
}

void CommandLineTest::exportsAPart() {
    const auto slices = [this](const QStringList& range) {
        const auto svg = path("part.svg");
        const auto outcome = greenscope(QStringList{"export", "bounded-queue", "-o", svg} + range);
        return outcome.code == 0 ? read(svg).count("data-slice") : -1;
    };
    const auto all = slices({});
    const auto some = slices({"--from", "#12", "--to", "#30"});
    QVERIFY(some > 0);
    QVERIFY(some < all);
    const auto late = slices({"--from", "100ms"});
    QVERIFY(late > 0);
    QVERIFY(late < all);
}

void CommandLineTest::leavesNothingHalfWritten() {
    QTemporaryDir folder;
    const auto target = folder.filePath(QStringLiteral("taken.png"));
    QVERIFY(QDir().mkdir(target));  // a folder stands where the file should go
    QCOMPARE(greenscope({"export", "context-switch", "-o", target}).code, 3);
    QCOMPARE(greenscope({"trace", "context-switch", "-o", target}).code, 3);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
             QStringList{QStringLiteral("taken.png")});
}

void CommandLineTest::opensNoWindowWithoutADisplay_data() {
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::newRow("none") << ""
                          << "";
    QTest::newRow("one that is not there") << "DISPLAY"
                                           << ":9876";
    QTest::newRow("offscreen") << "QT_QPA_PLATFORM"
                               << "offscreen";
    QTest::newRow("minimal") << "QT_QPA_PLATFORM"
                             << "minimal";
}

void CommandLineTest::opensNoWindowWithoutADisplay() {
    QFETCH(QString, variable);
    QFETCH(QString, value);
    auto environment = withoutDisplay();
    if (!variable.isEmpty()) environment.insert(variable, value);
    for (const auto& arguments : {QStringList{}, QStringList{"bounded-queue"}}) {
        const auto outcome = greenscope(arguments, environment);
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.err.count('\n'), 1);
        QVERIFY2(outcome.err.contains("greenscope export"), outcome.err.constData());
    }
}

void CommandLineTest::aReaderThatLeavesIsNoError() {
    // The reader has gone before the first byte is written.
    for (const auto* verb : {"list", "run", "trace"}) {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        close(ends[0]);
        const auto child = fork();
        if (child == 0) {
            dup2(ends[1], STDOUT_FILENO);
            if (std::string_view(verb) == "list")
                execl(GREENSCOPE_PROGRAM, "greenscope", verb, nullptr);
            else
                execl(GREENSCOPE_PROGRAM, "greenscope", verb, "bounded-queue", nullptr);
            _exit(127);
        }
        close(ends[1]);
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }
}

void CommandLineTest::aFullDiskIsAnError() {
    const auto outcome = shell(QStringLiteral("\"$0\" list > /dev/full"));
    QCOMPARE(outcome.code, 3);
    QVERIFY2(outcome.err.contains("standard output"), outcome.err.constData());
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
