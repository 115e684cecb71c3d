// On virtual time the same program makes the same events, every time.
#include <QTest>
#include <csignal>
#include <memory>

#include "examples.h"
#include "oracle_programs/table.h"
#include "running.h"

using namespace std::chrono_literals;

class DeterminismTest : public QObject {
    Q_OBJECT

private slots:
    void aHundredRunsAreTheSame_data();
    void aHundredRunsAreTheSame();
    void theRecordDoesNotDependOnWhetherItIsKept();
    void aDifferentProgramMakesOtherEvents();
    void whatTakesPartFromOutsideIsInTheRecord();
    void anExampleIsAsRepeatableAsItsGuideSays();
};

void DeterminismTest::aHundredRunsAreTheSame_data() {
    QTest::addColumn<void (*)()>("program");
    for (const auto& example : tutorial::examples())
        if (example.repeatable) QTest::newRow(std::string(example.id).c_str()) << example.program;
    for (const auto& program : oracle::programs())
        QTest::newRow(std::string(program.number).c_str()) << program.program;
}

// The thread sanitizer makes a run a hundred times slower, and what it looks for shows in a few.
#ifdef __SANITIZE_THREAD__
constexpr int runs = 10;
#else
constexpr int runs = 100;
#endif

void DeterminismTest::aHundredRunsAreTheSame() {
    using Program = void (*)();
    QFETCH(Program, program);
    const auto first = running::run(program);
    const auto events = first.events();
    QVERIFY(!events.empty());
    for (int i = 1; i < runs; ++i) {
        const auto again = running::run(program);
        QCOMPARE(again.events(), events);
        QCOMPARE(again.out, first.out);
        QCOMPARE(again.err, first.err);
    }
}

void DeterminismTest::theRecordDoesNotDependOnWhetherItIsKept() {
    for (const auto& example : tutorial::examples()) {
        if (!example.repeatable) continue;
        std::string out;
        green::trace::Gate gate;
        green::RunOptions options;
        options.out = [&](std::string_view text) { out += text; };
        green::run(example.program, gate, options);
        QCOMPARE(out, running::run(example.program).out);
    }
}

void DeterminismTest::aDifferentProgramMakesOtherEvents() {
    const auto one = running::run([] { green::sleep(1ms); }).events();
    const auto other = running::run([] { green::sleep(2ms); }).events();
    QVERIFY(one != other);
}

void DeterminismTest::whatTakesPartFromOutsideIsInTheRecord() {
    const auto run = running::run([] {
        green::sleep(1ms);
        green::ThreadPool(1).apply([] { return 1; });
        green::sleep(1ms);
    });
    const auto is_outside = [](const green::trace::TraceEvent& event) {
        return event.has(green::trace::Flag::Outside);
    };
    const auto first = run.store->find_forward(0, is_outside);
    QVERIFY(first > 1);
    for (auto n = first; n <= run.store->size(); ++n) QVERIFY(is_outside(run.store->event(n)));
    QVERIFY(!run.store->is_repeatable());

    const auto incoming = std::make_shared<green::Signals>();
    const auto with_signal = [&](bool from_outside) {
        return running::run_with([&](green::trace::Gate& gate, green::RunOptions options) {
            options.incoming_signals = incoming;
            const auto main = [&] {
                if (from_outside)
                    incoming->send(SIGWINCH);
                else
                    green::raise_signal(SIGWINCH);
                green::sleep(1ms);
            };
            return green::run(main, gate, std::move(options));
        });
    };
    QVERIFY(with_signal(false).store->is_repeatable());
    QVERIFY(!with_signal(true).store->is_repeatable());
    QVERIFY(!running::run([] {
                 green::note_outside();
                 green::sleep(0ms);
             }).store->is_repeatable());
    QVERIFY(!running::run([] { green::sleep(1ms); }, {.clock = green::trace::ClockKind::Real}).store->is_repeatable());
}

void DeterminismTest::anExampleIsAsRepeatableAsItsGuideSays() {
    for (const auto& example : tutorial::examples())
        QVERIFY2(running::run(example.program).store->is_repeatable() == example.repeatable,
                 std::string(example.id).c_str());
}

QTEST_APPLESS_MAIN(DeterminismTest)
#include "determinism_test.moc"
