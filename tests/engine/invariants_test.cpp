// Thousands of programs made by chance over everything that greenlets wait on. Whatever they do, no wake-up, item or
// permit is lost or doubled, what is promised an order keeps it, each wait ends or its greenlet waits rightly when
// nothing can happen any more; and the record says the same.
//
//     GREENSCOPE_SEED=17 test_engine_invariants        runs program 17 alone, and prints its events
//     GREENSCOPE_PROGRAMS=100000 test_engine_invariants
#include <QTest>
#include <cstdio>

#include "invariants/program.h"
#include "running.h"

class InvariantsTest : public QObject {
    Q_OBJECT

private slots:
    void everythingAddsUp();
    void aProgramRunsAgainInTheSameWay();
};

namespace {

#if defined(GREENSCOPE_SANITIZED)
constexpr int programs = 1000;
#else
constexpr int programs = 4000;
#endif

std::vector<std::string> events(const invariants::Outcome& outcome) {
    running::Run run;
    run.store = outcome.store;
    return run.events();
}

}  // namespace

void InvariantsTest::everythingAddsUp() {
    bool is_one = false;
    const int one = qEnvironmentVariableIntValue("GREENSCOPE_SEED", &is_one);
    bool is_given = false;
    const int given = qEnvironmentVariableIntValue("GREENSCOPE_PROGRAMS", &is_given);
    const int first = is_one ? one : 1;
    const int last = is_one ? one : is_given ? given : programs;
    for (int seed = first; seed <= last; ++seed) {
        const auto outcome = invariants::run_program(static_cast<std::uint64_t>(seed));
        if (is_one)
            for (const auto& event : events(outcome)) std::puts(event.c_str());
        std::string text;
        for (const auto& problem : outcome.problems) text += "\n  " + problem;
        QVERIFY2(text.empty(), ("GREENSCOPE_SEED=" + std::to_string(seed) + text).c_str());
    }
}

void InvariantsTest::aProgramRunsAgainInTheSameWay() {
    for (std::uint64_t seed = 1; seed <= 50; ++seed)
        QCOMPARE(events(invariants::run_program(seed)), events(invariants::run_program(seed)));
}

QTEST_APPLESS_MAIN(InvariantsTest)
#include "invariants_test.moc"
