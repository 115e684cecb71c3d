#include "time/causes.h"

#include <QtTest>

#include "support/trace_text.h"

using green::trace::Id;
using support::TraceText;
using views::causeOf;
using views::lastWakeUp;
using views::nextWokenBy;
using views::wakesOf;

namespace {

// steve waits for a task, the boss stores one, and the hub lets steve go on.
constexpr const char* a_handover =
    "main makes queue tasks\n"
    "main spawns steve\n"  // 2
    "main spawns boss\n"
    "main waits joinall\n"
    "hub resumes steve\n"  // 5
    "steve waits queue-get on tasks\n"
    "hub resumes boss\n"  // 7
    "boss prints \"here\"\n"
    "boss stores \"1\" in tasks queueing unlock\n"  // 9
    "boss waits sleep for 5ms\n"
    "hub runs unlock tasks\n"
    "hub resumes steve directly\n"  // 12
    "steve takes \"1\" from tasks\n"
    "steve waits io\n"
    "hub idles for 5ms\n"
    "t=5ms hub resumes boss\n";  // 16

}  // namespace

class CausesTest : public QObject {
    Q_OBJECT

private slots:
    void init() { trace_.add(a_handover); }
    void cleanup() { trace_ = TraceText(); }

    void aWakeUpHasACause() {
        QCOMPARE(causeOf(store(), 5), 2u);    // the spawn
        QCOMPARE(causeOf(store(), 12), 9u);   // through the queue's own job
        QCOMPARE(causeOf(store(), 16), 10u);  // its own timer
        QCOMPARE(causeOf(store(), 8), 8u);    // nobody woke it: it does that itself
        QCOMPARE(causeOf(store(), 0), 0u);
        QCOMPARE(causeOf(store(), 99), 0u);
    }

    void whatComesFromOutsideHasNone() {
        trace_.add("boss waits hub\nhub idles\nt=6ms hub resumes steve directly");
        QCOMPARE(causeOf(store(), 19), 0u);
    }

    void theLastWakeUpIsFound() {
        QCOMPARE(lastWakeUp(store(), id("steve"), 16), 12u);
        QCOMPARE(lastWakeUp(store(), id("steve"), 12), 12u);
        QCOMPARE(lastWakeUp(store(), id("steve"), 11), 5u);
        QCOMPARE(lastWakeUp(store(), id("steve"), 4), 0u);
        QCOMPARE(lastWakeUp(store(), id("steve"), 99), 12u);
        QCOMPARE(lastWakeUp(store(), Id::Main, 16), 0u);  // it began the run
    }

    void theNextEffectIsFound() {
        QCOMPARE(nextWokenBy(store(), id("boss"), 7, 100), 12u);
        QCOMPARE(nextWokenBy(store(), id("boss"), 9, 100), 12u);
        QCOMPARE(nextWokenBy(store(), id("boss"), 10, 100), 0u);  // then it only wakes itself
        QCOMPARE(nextWokenBy(store(), id("steve"), 5, 100), 0u);
        QCOMPARE(nextWokenBy(store(), Id::Main, 1, 100), 5u);
        QCOMPARE(nextWokenBy(store(), Id::Main, 3, 100), 7u);  // steve was spawned before
        QCOMPARE(nextWokenBy(store(), id("boss"), 8, 2), 0u);
    }

    void allEffectsOfAStretchAreFound() {
        using Wakes = std::vector<views::Wake>;
        QCOMPARE(wakesOf(store(), Id::Main, 1, 4, 100), (Wakes{{2, 5}, {3, 7}}));
        QCOMPARE(wakesOf(store(), Id::Main, 3, 4, 100), (Wakes{{3, 7}}));
        QCOMPARE(wakesOf(store(), Id::Main, 1, 4, 1), (Wakes{{2, 5}}));
        QCOMPARE(wakesOf(store(), id("boss"), 7, 10, 100), (Wakes{{9, 12}}));
        QCOMPARE(wakesOf(store(), id("steve"), 1, 16, 100), Wakes{});
    }

private:
    const green::trace::TraceStore& store() { return *trace_.store(); }
    Id id(std::string_view handle) { return trace_.id(handle); }

    TraceText trace_;
};

QTEST_GUILESS_MAIN(CausesTest)
#include "causes_test.moc"
