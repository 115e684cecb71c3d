// The JSON of a run: everything under stable names, and valid whatever the texts are.
#include "trace/json_format.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "support/trace_text.h"
#include "trace/json_text.h"

using namespace green::trace;

namespace {

QJsonObject parsed(const std::string& text) {
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
    if (error.error != QJsonParseError::NoError) qFatal("not JSON: %s", qPrintable(error.errorString()));
    return document.object();
}

QByteArray compact(const QJsonValue& value) { return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact); }

QJsonArray eventsOf(std::string_view text) {
    return parsed(events_json(*support::trace_from_text(text)))["events"].toArray();
}

}  // namespace

class JsonFormatTest : public QObject {
    Q_OBJECT

private slots:
    void writesTheRecipe();
    void listsGreenletsAndObjects();
    void writesEventsUnderStableNames();
    void writesOneEventALine();
    void writesNeverAsNull();
    void namesEveryFlag();
    void writesTheSameInPieces();
    void escapesWhatJsonForbids_data();
    void escapesWhatJsonForbids();
    void staysValidForEveryPairOfBytes();
};

void JsonFormatTest::writesTheRecipe() {
    Recipe recipe{"bounded-queue", "A queue of three",    "cpp",
                  ClockKind::Real, 18446744073709551615U, {{"a.cpp", "int main() {\n}\n"}},
                  "0.1.0"};
    const auto text = events_json(TraceStore(recipe));
    const auto run = parsed(text);
    QCOMPARE(run["format"].toString(), QString("greenscope-trace"));
    QCOMPARE(run["version"].toInt(), 1);
    const auto written = run["recipe"].toObject();
    QCOMPARE(written["id"].toString(), QString("bounded-queue"));
    QCOMPARE(written["title"].toString(), QString("A queue of three"));
    QCOMPARE(written["language"].toString(), QString("cpp"));
    QCOMPARE(written["clock"].toString(), QString("real"));
    QCOMPARE(written["version"].toString(), QString("0.1.0"));
    QVERIFY(text.find("\"seed\":18446744073709551615") != std::string::npos);
    const auto source = written["sources"].toArray().first().toObject();
    QCOMPARE(source["name"].toString(), QString("a.cpp"));
    QCOMPARE(source["text"].toString(), QString("int main() {\n}\n"));
    QVERIFY(run["events"].toArray().isEmpty());
}

void JsonFormatTest::listsGreenletsAndObjects() {
    const auto run = parsed(events_json(*support::trace_from_text(R"(
        main makes queue tasks of 3
        main makes queue rest
        main spawns worker(1, 2) named "steve" running work
        main waits hub
        hub resumes worker
        worker ends "7"
    )")));
    const auto greenlets = run["greenlets"].toArray();
    QCOMPARE(greenlets.size(), 3);
    QCOMPARE(compact(greenlets[0]), QByteArray(R"({"arguments":"","id":1,"name":"main","role":"main","run":"main",)"
                                               R"("state":"waiting"})"));
    QCOMPARE(greenlets[1].toObject()["role"].toString(), QString("hub"));
    QCOMPARE(compact(greenlets[2]), QByteArray(R"({"arguments":"1, 2","id":5,"name":"steve","result":"7",)"
                                               R"("role":"greenlet","run":"work","state":"finished"})"));
    const auto objects = run["objects"].toArray();
    QCOMPARE(compact(objects[0]), QByteArray(R"({"capacity":3,"id":3,"kind":"queue","name":"tasks"})"));
    QCOMPARE(compact(objects[1]), QByteArray(R"({"capacity":null,"id":4,"kind":"queue","name":"rest"})"));
}

void JsonFormatTest::writesEventsUnderStableNames() {
    const auto events = eventsOf(R"(
        main makes queue tasks of 3 at 4
        main spawns worker(1) at 12
        t=1500ns main waits queue-get on tasks "" for 100ms at 14
        hub resumes worker
        worker stores "a" in tasks at 21
        worker ends "None"
    )");
    QCOMPARE(events.size(), 6);
    QCOMPARE(compact(events[0]), QByteArray(R"({"amount":3,"greenlet":1,"kind":"object","n":1,"object":3,)"
                                            R"("reason":"queue","site":"program.cpp:4","text":"tasks","time":0})"));
    QCOMPARE(compact(events[1]), QByteArray(R"({"arguments":"1","flags":["queues"],"greenlet":1,"job":1,)"
                                            R"("job_kind":"start","kind":"spawn","n":2,"name":"worker","object":4,)"
                                            R"("run":"worker","site":"program.cpp:12","time":0})"));
    QCOMPARE(compact(events[2]), QByteArray(R"({"amount":100001500,"flags":["switch"],"greenlet":1,"kind":"wait",)"
                                            R"("n":3,"object":3,"reason":"queue-get","site":"program.cpp:14",)"
                                            R"("time":1500})"));
    QCOMPARE(compact(events[3]), QByteArray(R"({"flags":["switch","runs"],"greenlet":2,"job":1,"job_kind":"start",)"
                                            R"("kind":"resume","n":4,"object":4,"time":1500})"));
    QCOMPARE(compact(events[4]), QByteArray(R"({"amount":-1,"greenlet":4,"kind":"put","n":5,"object":3,)"
                                            R"("site":"program.cpp:21","text":"a","time":1500})"));
    QCOMPARE(compact(events[5]), QByteArray(R"({"flags":["switch"],"greenlet":4,"kind":"end","n":6,)"
                                            R"("reason":"finished","text":"None","time":1500})"));
}

void JsonFormatTest::writesOneEventALine() {
    const auto store = support::trace_from_text("main prints \"a\\nb\"\nmain prints \"c\"\nmain waits hub\n");
    const auto lines = QByteArray::fromStdString(events_json(*store)).split('\n');
    int events = 0;
    for (const auto& line : lines)
        if (line.startsWith("{\"n\":")) {
            ++events;
            QVERIFY2(line.contains("\"kind\":"), line);
        }
    QCOMPARE(events, 3);
}

void JsonFormatTest::writesNeverAsNull() {
    const auto events = eventsOf("main waits hub\nhub idles\n");
    QVERIFY(events[0].toObject()["amount"].isNull());
    QVERIFY(events[1].toObject()["amount"].isNull());
    QVERIFY(!eventsOf("main prints \"a\"")[0].toObject().contains("amount"));
}

void JsonFormatTest::namesEveryFlag() {
    const auto names = [](Flag flag) {
        return QByteArray(name(flag).data(), static_cast<qsizetype>(name(flag).size()));
    };
    QCOMPARE(names(Flag::Switch), QByteArray("switch"));
    QCOMPARE(names(Flag::Throw), QByteArray("throw"));
    QCOMPARE(names(Flag::Queues), QByteArray("queues"));
    QCOMPARE(names(Flag::Arms), QByteArray("arms"));
    QCOMPARE(names(Flag::Runs), QByteArray("runs"));
    QCOMPARE(names(Flag::Cancels), QByteArray("cancels"));
    QCOMPARE(names(Flag::Outside), QByteArray("outside"));
    QVERIFY(static_cast<int>(Flag::Outside) == 1 << (flag_count - 1));
}

void JsonFormatTest::writesTheSameInPieces() {
    std::string text;
    for (int i = 0; i < 3000; ++i) text += "main prints \"line " + std::to_string(i) + "\"\n";
    const auto store = support::trace_from_text(text);
    std::string joined;
    int pieces = 0;
    write_events_json(*store, [&](std::string_view piece) {
        joined += piece;
        ++pieces;
    });
    QVERIFY(pieces > 1);
    QCOMPARE(joined, events_json(*store));
    QCOMPARE(parsed(joined)["events"].toArray().size(), 3000);
}

void JsonFormatTest::escapesWhatJsonForbids_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("plain") << QByteArray("a/b \x7f") << QByteArray("\"a/b \x7f\"");
    QTest::newRow("quotes") << QByteArray("\"\\") << QByteArray(R"("\"\\")");
    QTest::newRow("named controls") << QByteArray("\b\f\n\r\t") << QByteArray(R"("\b\f\n\r\t")");
    QTest::newRow("other controls") << QByteArray("\0\x1f\x1b", 3) << QByteArray("\"\\u0000\\u001f\\u001b\"");
    QTest::newRow("UTF-8") << QByteArray("\u00e4\u20ac\U0001F600") << QByteArray("\"\u00e4\u20ac\U0001F600\"");
    QTest::newRow("lone byte") << QByteArray("a\xFFz") << QByteArray("\"a\uFFFDz\"");
    QTest::newRow("cut short") << QByteArray("a\xE2\x82") << QByteArray("\"a\uFFFD\uFFFD\"");
    QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << QByteArray("\"\uFFFD\uFFFD\uFFFD\"");
    QTest::newRow("overlong") << QByteArray("\xC0\xAF\xE0\x80\xAF") << QByteArray("\"\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\"");
    QTest::newRow("beyond Unicode") << QByteArray("\xF4\x90\x80\x80") << QByteArray("\"\uFFFD\uFFFD\uFFFD\uFFFD\"");
}

void JsonFormatTest::escapesWhatJsonForbids() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    QCOMPARE(QByteArray::fromStdString(json_string({text.constData(), static_cast<std::size_t>(text.size())})), json);
}

void JsonFormatTest::staysValidForEveryPairOfBytes() {
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second), 'x'};
            QJsonParseError error;
            QJsonDocument::fromJson(QByteArray::fromStdString('[' + json_string(text) + ']'), &error);
            if (error.error != QJsonParseError::NoError) QFAIL(qPrintable(QString("%1 %2").arg(first).arg(second)));
        }
}

QTEST_APPLESS_MAIN(JsonFormatTest)
#include "json_format_test.moc"
