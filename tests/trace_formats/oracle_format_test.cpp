// The oracle's format, byte for byte, from small traces written as text.
#include "trace/oracle_format.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "support/trace_text.h"

using namespace green::trace;

namespace {

QByteArray oracleOf(std::string_view text, Recipe recipe = {}) {
    return QByteArray::fromStdString(oracle_json(*support::trace_from_text(text, std::move(recipe))));
}

QJsonObject objectOf(std::string_view text, Recipe recipe = {}) {
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(oracleOf(text, std::move(recipe)), &error);
    if (error.error != QJsonParseError::NoError) qFatal("not JSON: %s", qPrintable(error.errorString()));
    return document.object();
}

QByteArray compact(const QJsonValue& value) { return QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact); }

}  // namespace

class OracleFormatTest : public QObject {
    Q_OBJECT

private slots:
    void writesALayoutThatDiffersInNoByte();
    void writesEmptyListsOfAnEmptyRun();
    void breaksSwitchesAfterEightAndTicksAfterTwentyFour();
    void numbersGreenletsInTheOrderOfCreationWhateverElseIsMade();
    void saysHowEachGreenletEnded();
    void callsAGreenletFailedFromItsErrorOn();
    void namesWhereAnErrorWasReported();
    void cutsLinesAsPythonDoes_data();
    void cutsLinesAsPythonDoes();
    void joinsPartialPrintsToLines();
    void leavesOutTicksOfARealClock();
    void roundsTicksToTheNearestMillisecond();
    void takesTheEndingOffTheProgramsName();
};

void OracleFormatTest::writesALayoutThatDiffersInNoByte() {
    Recipe recipe;
    recipe.id = "two";
    const auto written = oracleOf(R"(
        main spawns foo
        main spawns bar(1, 'x')
        main waits joinall "2 left"
        hub resumes foo
        foo prints "say \"hi\""
        foo ends "None"
        hub resumes bar
        bar fails "ValueError: no"
        bar reports "ValueError: no"
        bar ends queueing notify
        hub runs notify bar
        hub resumes main directly
    )",
                                  recipe);
    const QByteArray expected = R"({
  "program": "two",
  "gevent": "22.10.2",
  "clock": "virtual",
  "stdout": [
    "say \"hi\""
  ],
  "switches": [
    ["main","hub"], ["hub","g1"], ["g1","hub"], ["hub","g2"], ["g2","hub"], ["hub","main"]
  ],
  "ticks": [
    0, 0, 0, 0, 0, 0
  ],
  "greenlets": {
    "g1": {"name": "foo", "state": "finished", "value": "None"},
    "g2": {"name": "bar", "state": "failed", "value": "ValueError: no"}
  },
  "errors": [
    ["g2","ValueError: no"]
  ]
}
)";
    QCOMPARE(written, expected);
}

void OracleFormatTest::writesEmptyListsOfAnEmptyRun() {
    QCOMPARE(oracleOf(""), QByteArray("{\n  \"program\": \"\",\n  \"gevent\": \"22.10.2\",\n  \"clock\": \"virtual\",\n"
                                      "  \"stdout\": [],\n  \"switches\": [],\n  \"ticks\": [],\n  \"greenlets\": {},\n"
                                      "  \"errors\": []\n}\n"));
}

void OracleFormatTest::breaksSwitchesAfterEightAndTicksAfterTwentyFour() {
    std::string text = "main spawns foo\nmain waits join on foo\n";
    for (int i = 0; i < 12; ++i) text += "hub resumes foo\nfoo yields\n";
    const auto lines = oracleOf(text).split('\n');
    const auto begin = lines.indexOf("  \"switches\": [");
    QVERIFY(begin > 0);
    QCOMPARE(lines[begin + 1].count('['), 8);
    QVERIFY(lines[begin + 1].endsWith("],"));
    QCOMPARE(lines[begin + 4].count('['), 1);
    QCOMPARE(lines[begin + 5], QByteArray("  ],"));
    QCOMPARE(lines[begin + 6], QByteArray("  \"ticks\": ["));
    QCOMPARE(lines[begin + 7].count('0'), 24);
    QCOMPARE(lines[begin + 8], QByteArray("    0"));
}

void OracleFormatTest::numbersGreenletsInTheOrderOfCreationWhateverElseIsMade() {
    const auto greenlets = objectOf(R"(
        main makes queue tasks of 3
        main creates late
        main makes event done
        main spawns soon running work
        main starts late
    )")["greenlets"]
                               .toObject();
    QCOMPARE(greenlets.keys(), QStringList({"g1", "g2"}));
    QCOMPARE(greenlets["g1"].toObject()["name"].toString(), QString("late"));
    QCOMPARE(greenlets["g2"].toObject()["name"].toString(), QString("work"));
}

void OracleFormatTest::saysHowEachGreenletEnded() {
    const auto greenlets = objectOf(R"trace(
        main spawns done
        main spawns dead
        main spawns never
        main spawns stuck
        main creates fresh
        main discards never
        main waits hub
        hub resumes done
        done ends "42"
        hub resumes dead
        dead ends killed "GreenletExit('bye')"
        hub resumes stuck
        stuck waits sleep "10" for 10s
    )trace")["greenlets"]
                               .toObject();
    const auto outcome = [&](const char* id) {
        const auto greenlet = greenlets[QLatin1String(id)].toObject();
        return compact(QJsonArray{greenlet["state"], greenlet["value"]});
    };
    QCOMPARE(outcome("g1"), QByteArray("[[\"finished\",\"42\"]]"));
    QCOMPARE(outcome("g2"), QByteArray("[[\"killed\",\"GreenletExit('bye')\"]]"));
    QCOMPARE(outcome("g3"), QByteArray("[[\"killed\",\"GreenletExit()\"]]"));
    QCOMPARE(outcome("g4"), QByteArray("[[\"pending\",null]]"));
    QCOMPARE(outcome("g5"), QByteArray("[[\"pending\",null]]"));
}

void OracleFormatTest::callsAGreenletFailedFromItsErrorOn() {
    const auto greenlets = objectOf(R"(
        main spawns foo
        main waits join on foo
        hub resumes foo
        foo fails "SystemExit: 3"
    )")["greenlets"]
                               .toObject();
    QCOMPARE(compact(greenlets["g1"]),
             QByteArray("[{\"name\":\"foo\",\"state\":\"failed\",\"value\":\"SystemExit: 3\"}]"));
}

void OracleFormatTest::namesWhereAnErrorWasReported() {
    const auto errors = objectOf(R"(
        main spawns foo
        main spawns never
        main discards never failed "ValueError: no"
        main reports "ValueError: no" about never
        main waits join on foo
        hub resumes foo
        foo ends "None" queueing notify
        hub runs notify foo
        hub reports "KeyError: 'in a link'" about foo
        hub reports "ValueError: in a callback" about hub
    )")
                            .value("errors");
    QCOMPARE(compact(errors), QByteArray("[[[\"g2\",\"ValueError: no\"],[\"link of g1\",\"KeyError: 'in a link'\"],"
                                         "[\"hub\",\"ValueError: in a callback\"]]]"));
}

void OracleFormatTest::cutsLinesAsPythonDoes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<QByteArray>>("lines");
    QTest::newRow("nothing") << QByteArray() << QList<QByteArray>{};
    QTest::newRow("one end") << QByteArray("\n") << QList<QByteArray>{""};
    QTest::newRow("no end") << QByteArray("a") << QList<QByteArray>{"a"};
    QTest::newRow("empty line") << QByteArray("a\n\nb\n") << QList<QByteArray>{"a", "", "b"};
    QTest::newRow("return") << QByteArray("a\r\nb\rc\n\rd") << QList<QByteArray>{"a", "b", "c", "", "d"};
    QTest::newRow("separators") << QByteArray(
                                       "a\vb\fc\x1c"
                                       "d\x1d"
                                       "e\x1e"
                                       "f\x1fg")
                                << QList<QByteArray>{"a", "b", "c", "d", "e", "f\x1fg"};
    QTest::newRow("Unicode") << QByteArray("a\u0085b\u2028c\u2029d\u00e4")
                             << QList<QByteArray>{"a", "b", "c", "d\u00e4"};
}

void OracleFormatTest::cutsLinesAsPythonDoes() {
    QFETCH(QByteArray, text);
    QFETCH(QList<QByteArray>, lines);
    QList<QByteArray> cut;
    for (const auto line : split_lines({text.constData(), static_cast<std::size_t>(text.size())}))
        cut.append(QByteArray(line.data(), static_cast<qsizetype>(line.size())));
    QCOMPARE(cut, lines);
}

void OracleFormatTest::joinsPartialPrintsToLines() {
    const auto lines = objectOf("main writes \"a \"\nmain writes \"b\\nc\"\nmain prints \"d\"").value("stdout");
    QCOMPARE(compact(lines), QByteArray("[[\"a b\",\"cd\"]]"));
}

void OracleFormatTest::leavesOutTicksOfARealClock() {
    Recipe recipe;
    recipe.clock = ClockKind::Real;
    const auto run = objectOf("main waits hub\n", recipe);
    QCOMPARE(run["clock"].toString(), QString("any"));
    QCOMPARE(run["switches"].toArray().size(), 1);
    QVERIFY(!run.contains("ticks"));
}

void OracleFormatTest::roundsTicksToTheNearestMillisecond() {
    const auto ticks = objectOf(R"(
        main spawns foo
        t=499us main waits join on foo
        t=501us hub resumes foo
        t=99999us foo yields
        t=100000001ns hub resumes foo
    )")
                           .value("ticks");
    QCOMPARE(compact(ticks), QByteArray("[[0,1,100,100]]"));
}

void OracleFormatTest::takesTheEndingOffTheProgramsName() {
    Recipe recipe;
    recipe.id = "16-queue-bounded.py";
    QCOMPARE(objectOf("", recipe)["program"].toString(), QString("16-queue-bounded"));
}

QTEST_APPLESS_MAIN(OracleFormatTest)
#include "oracle_format_test.moc"
