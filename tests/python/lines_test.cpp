// The side stream: each line of a program before it runs, with its stack and its variables.
#include <QTest>

#include "running_python.h"
#include "trace/line_store.h"
#include "two_greenlets.h"

using namespace green::trace;
using running::two_greenlets;

namespace {

running::Run recorded(const std::string& text, Gate* gate = nullptr) {
    return running::run_python(text, {.run = {.gate = gate}, .lines = std::make_shared<LineFeed>()});
}

// "8 9 3 4 5": the lines of the greenlet that was made as the n-th.
std::string lines_of(const TraceStore& store, std::size_t n) {
    const auto id = store.last().greenlets()[n + 1].id;
    std::string text;
    for (LineNumber line = 0; line < store.lines().size(); ++line)
        if (store.lines().line(line).greenlet == id)
            text += (text.empty() ? "" : " ") + std::to_string(store.lines().line(line).line);
    return text;
}

std::string variables(const LineText& text) {
    std::string shown;
    for (const auto& variable : text.variables)
        shown += (shown.empty() ? "" : " ") + std::string(variable.name) + "=" + std::string(variable.value);
    return shown;
}

}  // namespace

class LinesTest : public QObject {
    Q_OBJECT

private slots:
    void eachGreenletHasItsLines();
    void aLineKnowsItsStackAndItsVariables();
    void aLineKnowsTheGlobalsThatItsFunctionNames();
    void theEventsAreTheSameWithAndWithoutLines();
    void aLineRuleHoldsBeforeALine();
    void stoppingAtALineEndsTheProgram();
    void generatorsAndExceptionsKeepTheDepthRight();
};

void LinesTest::eachGreenletHasItsLines() {
    const auto run = recorded(two_greenlets);
    QCOMPARE(run.out, std::string("1 2\n2 4\n"));
    QCOMPARE(lines_of(*run.store, 1), std::string("9 4 5 6 10"));
    QCOMPARE(lines_of(*run.store, 2), std::string("9 4 5 6 10"));
    QVERIFY(!run.store->lines().is_cut());
    QCOMPARE(std::string(run.store->lines().file(0)), std::string("program.py"));
}

void LinesTest::aLineKnowsItsStackAndItsVariables() {
    const auto run = recorded(two_greenlets);
    const auto& lines = run.store->lines();
    const auto id = run.store->last().greenlets()[3].id;
    // At the end of the first half of the second one: it waits in inner, and the next event is the hub's.
    const auto yield = run.store->find_forward(
        0, [&](const TraceEvent& event) { return event.kind == Kind::Yield && event.greenlet == id; });
    QVERIFY(yield > 0);
    const auto at = lines.last_of(id, lines.count_before(yield));
    QVERIFY(at.has_value());
    QCOMPARE(lines.line(*at).line, 5U);
    QCOMPARE(std::string(lines.text(*at).function), std::string("inner"));
    QCOMPARE(variables(lines.text(*at)), std::string("n=2 doubled=4"));
    const auto stack = lines.stack(*at);
    QCOMPARE(stack.size(), std::size_t{2});
    QCOMPARE(lines.line(stack[1]).line, 9U);
    QCOMPARE(variables(lines.text(stack[1])), std::string("n=2"));
    // Over, out, and back again.
    QCOMPARE(lines.line(lines.next_of(id, *at, 2).value()).line, 6U);
    QCOMPARE(lines.line(lines.next_of(id, *at, 1).value()).line, 10U);
    QCOMPARE(lines.line(lines.previous_of(id, lines.next_of(id, *at, 1).value(), 1).value()).line, 9U);
}

// Data only, in the order in which they are named; a module's own variables stand there already.
void LinesTest::aLineKnowsTheGlobalsThatItsFunctionNames() {
    const auto run = recorded(R"(import gevent

class Box:
    pass

counter = 4
unused = 1
shelf = []

def bump(name):
    global counter
    seen = counter
    gevent.sleep(0)
    counter = seen + len(shelf) + (1 if Box else 0)

bump('ann')
)");
    const auto& lines = run.store->lines();
    std::string shown;
    for (LineNumber n = 0; n < lines.size(); ++n) {
        const auto text = lines.text(n);
        if (text.function == "bump")
            shown += std::to_string(lines.line(n).line) + ": " + variables(text) + "\n";
        else
            QVERIFY(variables(text).find("global ") == std::string::npos);
    }
    QCOMPARE(shown, std::string("12: name='ann' global counter=4 global shelf=[]\n"
                                "13: name='ann' seen=4 global counter=4 global shelf=[]\n"
                                "14: name='ann' seen=4 global counter=4 global shelf=[]\n"));
}

void LinesTest::theEventsAreTheSameWithAndWithoutLines() {
    QCOMPARE(recorded(two_greenlets).events(), running::run_python(two_greenlets).events());
}

void LinesTest::aLineRuleHoldsBeforeALine() {
    Gate gate;
    std::vector<std::uint32_t> held;
    gate.on_held([&] {
        held.push_back(0);
        gate.open();
    });
    gate.run_until([](const TraceEvent&, EventNumber) { return false; },
                   [](const Line& next, std::string_view file) { return next.line == 6 && file == "program.py"; });
    const auto run = recorded(two_greenlets, &gate);
    QCOMPARE(held.size(), std::size_t{1});
    QCOMPARE(run.out, std::string("1 2\n2 4\n"));
}

void LinesTest::stoppingAtALineEndsTheProgram() {
    Gate gate;
    gate.on_held([&] { gate.stop(); });
    gate.run_until([](const TraceEvent&, EventNumber) { return false; },
                   [](const Line& next, std::string_view) { return next.line == 3; });
    const auto run = recorded("n = 0\nwhile True:\n    n += 1\n", &gate);
    QCOMPARE(run.result.ending, green::RunResult::Ending::Stopped);
}

void LinesTest::generatorsAndExceptionsKeepTheDepthRight() {
    const auto run = recorded(R"(def numbers():
    yield 1
    yield 2

def fails():
    raise ValueError

for n in numbers():
    pass
try:
    fails()
except ValueError:
    pass
last = 1
)");
    const auto& lines = run.store->lines();
    QCOMPARE(std::string(lines.file(lines.size() - 1)), std::string("program.py"));
    QCOMPARE(lines.line(lines.size() - 1).line, 14U);
    QCOMPARE(lines.line(lines.size() - 1).depth, std::uint16_t{1});
    QCOMPARE(run.result.error, std::string());
}

QTEST_APPLESS_MAIN(LinesTest)
#include "lines_test.moc"
