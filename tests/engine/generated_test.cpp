// The engine against real gevent on programs that were made by chance: what they print, every switch with
// its virtual millisecond, how every greenlet ends and what the hub reports.
#include <QTest>
#include <set>

#include "generated/comparison.h"
#include "generated/interpreter.h"

class GeneratedTest : public QObject {
    Q_OBJECT

private slots:
    void schedulesAsGeventDid();
    void findsEachKindOfDifference_data();
    void findsEachKindOfDifference();
    void usesEveryOperation();
};

void GeneratedTest::schedulesAsGeventDid() {
    const auto corpus = generated::read_corpus(GREENSCOPE_GENERATED);
    QVERIFY(corpus.size() >= 300);
    for (const auto& entry : corpus) {
        const auto found = generated::difference(entry);
        QVERIFY2(found.empty(), (entry.name + found + "\n" + entry.text).c_str());
    }
}

// A comparison that finds nothing says something only if it can find something.
void GeneratedTest::findsEachKindOfDifference_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("a line") << "> g1 caught"
                            << "> g2 caught";
    QTest::newRow("a line more") << "> g1 caught"
                                 << "> g1 x\n> g1 caught";
    QTest::newRow("a switch") << "h 1 h m"
                              << "h m";
    QTest::newRow("a throw") << "1!"
                             << "1";
    QTest::newRow("a tick") << "@10"
                            << "@20";
    QTest::newRow("a state") << "= 1 finished"
                             << "= 1 killed";
    QTest::newRow("a value") << "= 1 finished 3"
                             << "= 1 finished 4";
    QTest::newRow("an error") << "! g2 Boom: 1"
                              << "! g2 Boom: 2";
}

void GeneratedTest::findsEachKindOfDifference() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    generated::Entry entry{"by hand",
                           "main: spawn a; spawn b; sleep 10; kill 1\n"
                           "a: try { sleep 20 } GreenletExit { return 3 }\n"
                           "b: raise e=Boom,1",
                           "> g1 caught GreenletExit\n"
                           "> main kill done\n"
                           "~ h 1 h 2 h @10 m h 1! h m\n"
                           "= 1 finished 3\n"
                           "= 2 failed Boom: 1\n"
                           "! g2 Boom: 1"};
    QCOMPARE(generated::difference(entry), std::string());
    auto changed = QString::fromStdString(entry.recording);
    QVERIFY(changed.contains(from) || from == "h 1 h m");
    changed.replace(from == "h 1 h m" ? "h 1! h m" : from, to);
    entry.recording = changed.toStdString();
    QVERIFY(!generated::difference(entry).empty());
}

// A word that no program uses is tested by nothing.
void GeneratedTest::usesEveryOperation() {
    std::set<std::string> used;
    const std::function<void(const generated::Block&)> look = [&](const generated::Block& block) {
        for (const auto& statement : block) {
            used.insert(statement.words.at(0));
            for (const auto& inner : statement.blocks) look(inner);
        }
    };
    for (const auto& entry : generated::read_corpus(GREENSCOPE_GENERATED))
        for (const auto& [name, body] : generated::parse(entry.text)) look(body);
    for (const auto& [name, operation] : generated::operations())
        QVERIFY2(used.contains(std::string(name)), std::string(name).c_str());
}

QTEST_APPLESS_MAIN(GeneratedTest)
#include "generated_test.moc"
