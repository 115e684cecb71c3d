// The programs that were made by chance, which real gevent was recorded with: the same interpreter of their language,
// tests/oracle/generated/interpret.py, on our own gevent. One in five; GREENSCOPE_GENERATED_EVERY=1 runs them all.
#include <QFile>
#include <QTest>
#include <regex>

#include "generated/comparison.h"
#include "running_python.h"

namespace {

// interpret.py calls the errors of wrong calls so, whatever their words (its `describe`).
std::string with_misuse(std::string recording) {
    static const std::regex wrong_call("AssertionError: [^\\n]*");
    return std::regex_replace(recording, wrong_call, "Misuse");
}

}  // namespace

class PythonGeneratedTest : public QObject {
    Q_OBJECT

private slots:
    void schedulesAsGeventDid();
};

void PythonGeneratedTest::schedulesAsGeventDid() {
    QFile file(QStringLiteral(GREENSCOPE_GENERATED "/interpret.py"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    const auto interpreter = file.readAll().toStdString();
    const auto corpus = generated::read_corpus(GREENSCOPE_GENERATED "/programs.txt");
    QVERIFY(corpus.size() >= 300);
    // An interpreter for each takes a minute in all. The engine runs every one of them without (engine_generated).
    bool given = false;
    const int every = qEnvironmentVariableIntValue("GREENSCOPE_GENERATED_EVERY", &given);
    const std::size_t step = given && every > 0 ? static_cast<std::size_t>(every) : 5;
    int different = 0;
    for (std::size_t i = 0; i < corpus.size(); i += step) {
        const auto& entry = corpus[i];
        const auto run = running::run_python(interpreter + "\n\nInterpreter(r'''" + entry.text + "''').run()\n");
        const auto found = generated::difference(entry, with_misuse(generated::recording_of(run)));
        if (found.empty()) continue;
        ++different;
        qWarning("%s", (entry.name + found + "\n" + entry.text + "\n" + run.err).c_str());
    }
    QCOMPARE(different, 0);
}

QTEST_APPLESS_MAIN(PythonGeneratedTest)
#include "generated_test.moc"
