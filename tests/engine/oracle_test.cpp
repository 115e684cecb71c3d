// The engine against the recordings of the real gevent: what programs print, every switch with its
// virtual millisecond, how every greenlet ends and what the hub reports. The only test that reads them.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <map>
#include <set>

#include "examples.h"
#include "oracle_programs/table.h"
#include "oracle_recording.h"
#include "running.h"
#include "trace/oracle_format.h"

using namespace green::trace;
using oracle::difference;
using oracle::parsed;

namespace {

QJsonObject recording(const QString& number) {
    return oracle::recording(QStringLiteral(GREENSCOPE_ORACLE_DIR "/expected"), number);
}

}  // namespace

namespace {

const std::map<std::string, std::string> recorded_examples{
    {"context-switch", "01"}, {"select-polling", "02"}, {"sync-async", "03"}, {"bounded-queue", "16"}};

}  // namespace

class OracleTest : public QObject {
    Q_OBJECT

private slots:
    void schedulesAsGeventDid_data();
    void schedulesAsGeventDid();
    void findsEachKindOfDifference_data();
    void findsEachKindOfDifference();
    void theCoverageTableTellsTheTruth();
    void eachRuleHasATestOrAReason();
};

void OracleTest::schedulesAsGeventDid_data() {
    QTest::addColumn<void (*)()>("program");
    QTest::addColumn<QString>("number");
    for (const auto& [id, number] : recorded_examples) {
        const auto* example = tutorial::find(id);
        QVERIFY2(example, id.c_str());
        QTest::newRow(("example " + id).c_str()) << example->program << QString::fromStdString(number);
    }
    for (const auto& program : oracle::programs()) {
        const std::string number(program.number);
        QTest::newRow(number.c_str()) << program.program << QString::fromStdString(number);
    }
}

void OracleTest::schedulesAsGeventDid() {
    using Program = void (*)();
    QFETCH(Program, program);
    QFETCH(QString, number);
    const auto run = running::run(program, {.id = number.toStdString()});
    QCOMPARE(run.result.error, std::string());
    QCOMPARE(run.result.exit_code, 0);
    const auto is = parsed(QByteArray::fromStdString(oracle_json(*run.store)));
    const auto expected = recording(number);
    const auto found = difference(is, expected);
    QVERIFY2(found.isEmpty(), found.constData());
    // What the program's user sees is what the record says.
    QByteArray printed;
    for (const auto& line : expected["stdout"].toArray()) printed += line.toString().toUtf8() + '\n';
    QCOMPARE(QByteArray::fromStdString(run.out), printed);
}

// A comparison that finds nothing says something only if it can find something.
void OracleTest::findsEachKindOfDifference_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("a line") << QByteArray("sleeper: caught") << QByteArray("sleeper: awake");
    QTest::newRow("a throw") << QByteArray(R"(["hub","g1","throw"])") << QByteArray(R"(["hub","g1"])");
    QTest::newRow("a switch") << QByteArray(R"(["g1","hub"])") << QByteArray(R"(["g1","main"])");
    QTest::newRow("a tick") << QByteArray(R"("ticks":[0)") << QByteArray(R"("ticks":[1)");
    QTest::newRow("one switch more") << QByteArray(R"("switches":[)") << QByteArray(R"("switches":[["g1","hub"],)");
    QTest::newRow("a state") << QByteArray(R"("state":"killed")") << QByteArray(R"("state":"finished")");
    QTest::newRow("a value") << QByteArray("GreenletExit()") << QByteArray("None");
    QTest::newRow("a name") << QByteArray(R"("name":"sleeper")") << QByteArray(R"("name":"function")");
    QTest::newRow("an error") << QByteArray(R"("errors":[)") << QByteArray(R"("errors":[["g1","ValueError"])");
}

void OracleTest::findsEachKindOfDifference() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const auto expected = recording("41");
    auto changed = QJsonDocument(expected).toJson(QJsonDocument::Compact);
    QVERIFY2(changed.contains(from), changed.constData());
    changed.replace(changed.indexOf(from), from.size(), to);
    QVERIFY(difference(expected, expected).isEmpty());
    QVERIFY(!difference(parsed(changed), expected).isEmpty());
}

void OracleTest::theCoverageTableTellsTheTruth() {
    std::map<QString, bool> covered;
    QFile file(QStringLiteral(GREENSCOPE_ORACLE_DIR "/COVERAGE.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    static const QRegularExpression row("^\\| (\\d\\d)-([a-z0-9-]+) \\| (yes|no) \\|([^|]*)\\|$",
                                        QRegularExpression::MultilineOption);
    for (auto found = row.globalMatch(QString::fromUtf8(file.readAll())); found.hasNext();) {
        const auto match = found.next();
        const bool is_covered = match.captured(3) == "yes";
        covered[match.captured(1)] = is_covered;
        QVERIFY2(QFile::exists(QStringLiteral(GREENSCOPE_ORACLE_DIR "/expected/") + match.captured(1) + "-" +
                               match.captured(2) + ".json"),
                 qPrintable(match.captured(0)));
        QVERIFY2(is_covered || !match.captured(4).trimmed().isEmpty(), qPrintable(match.captured(0)));
    }
    std::map<QString, bool> expected;
    for (const auto& name : QDir(QStringLiteral(GREENSCOPE_ORACLE_DIR "/expected")).entryList({"*.json"}))
        expected[name.left(2)] = false;
    for (const auto& [id, number] : recorded_examples) expected[QString::fromStdString(number)] = true;
    for (const auto& program : oracle::programs()) expected[QString::fromUtf8(program.number.data(), 2)] = true;
    QCOMPARE(covered.size(), std::size_t{99});
    for (const auto& [number, is_covered] : expected)
        QVERIFY2(covered.contains(number) && covered[number] == is_covered, qPrintable(number));
}

void OracleTest::eachRuleHasATestOrAReason() {
    const auto text = [](const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    };
    const auto numbers = [](const QString& source, const QRegularExpression& mention) {
        std::set<int> found;
        for (auto match = mention.globalMatch(source); match.hasNext();) {
            const auto next = match.next();
            const int first = next.captured(1).toInt();
            const int last = next.captured(2).isEmpty() ? first : next.captured(2).toInt();
            for (int n = first; n <= last; ++n) found.insert(n);
        }
        return found;
    };
    std::set<int> named;
    const QDir tests(QStringLiteral(GREENSCOPE_ORACLE_DIR "/../engine"));
    for (const auto& name : tests.entryList({"*_test.cpp"})) {
        static const QRegularExpression mention("\\b[Rr](\\d+)(?: to R?(\\d+))?(?=\\b|_)");
        named.merge(numbers(text(tests.filePath(name)), mention));
    }
    static const QRegularExpression row("^\\| R(\\d+)() \\| [^|]+ \\|$", QRegularExpression::MultilineOption);
    const auto excused = numbers(text(QStringLiteral(GREENSCOPE_ORACLE_DIR "/COVERAGE.md")), row);
    constexpr int rules = 70;
    for (int n = 1; n <= rules; ++n)
        QVERIFY2(named.contains(n) != excused.contains(n), qPrintable(QString("R%1").arg(n)));
}

QTEST_APPLESS_MAIN(OracleTest)
#include "oracle_test.moc"
