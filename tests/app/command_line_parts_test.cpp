// What the command line is made of, without a process.
#include <sys/wait.h>
#include <unistd.h>
#include <QtTest>
#include <array>
#include <csignal>
#include <future>

#include "cli/interrupt.h"
#include "cli/near_names.h"
#include "cli/problem.h"
#include "cli/range.h"
#include "programs.h"

using namespace std::chrono_literals;

namespace {

int codeOfChild(int (*body)()) {
    const auto child = fork();
    if (child == 0) _exit(body());
    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}

}  // namespace

class CommandLinePartsTest : public QObject {
    Q_OBJECT

private slots:
    void findsTheNearestName_data();
    void findsTheNearestName();
    void readsSizes();
    void refusesSizes_data();
    void refusesSizes();
    void readsPlaces();
    void refusesPlaces_data();
    void refusesPlaces();
    void mapsPlacesToBothAxes();
    void firstInterruptAsksTheProgramToStop();
    void anInterruptEndsAProgramThatDoesNotReact();
};

void CommandLinePartsTest::findsTheNearestName_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("found");
    QTest::newRow("a letter left out") << "bounded-queu"
                                       << "bounded-queue";
    QTest::newRow("letters swapped") << "bonuded-queue"
                                     << "bounded-queue";
    QTest::newRow("a part") << "bounded"
                            << "bounded-queue";
    QTest::newRow("a verb") << "exprot"
                            << "export";
    QTest::newRow("short") << "rum"
                           << "run";
    QTest::newRow("nothing near") << "zebra"
                                  << "";
    QTest::newRow("nothing") << ""
                             << "";
    QTest::newRow("endless") << QString(100'000, u'x') << "";
}

void CommandLinePartsTest::findsTheNearestName() {
    QFETCH(QString, typed);
    QFETCH(QString, found);
    constexpr std::array<std::string_view, 4> names{"context-switch", "bounded-queue", "run", "export"};
    const auto name = app::nearest(typed.toStdString(), names);
    QCOMPARE(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())), found);
}

void CommandLinePartsTest::readsSizes() {
    QCOMPARE(app::parseSize("800x600"), QSize(800, 600));
    QCOMPARE(app::parseSize("16x20000"), QSize(16, 20000));
}

void CommandLinePartsTest::refusesSizes_data() {
    QTest::addColumn<QString>("size");
    for (const auto* size : {"", "x", "800", "800x", "x600", "800x600x2", "-800x600", "15x600", "800x20001", "8e2x600",
                             "800 x 600", "99999999999999999999x600"})
        QTest::newRow(size) << size;
}

void CommandLinePartsTest::refusesSizes() {
    QFETCH(QString, size);
    QVERIFY_EXCEPTION_THROWN(app::parseSize(size.toStdString()), app::Problem);
}

void CommandLinePartsTest::readsPlaces() {
    const auto step = app::parsePlace("--from", "#12");
    QVERIFY(!step.isTime);
    QCOMPARE(step.value, 12);
    const auto time = [](const char* text) {
        const auto place = app::parsePlace("--from", text);
        return place.isTime ? place.value : -1;
    };
    QCOMPARE(time("1.5s"), 1'500'000'000);
    QCOMPARE(time("200ms"), 200'000'000);
    QCOMPARE(time("10us"), 10'000);
    QCOMPARE(time("7ns"), 7);
    QCOMPARE(time("0s"), 0);
}

void CommandLinePartsTest::refusesPlaces_data() {
    QTest::addColumn<QString>("place");
    for (const auto* place : {"", "#", "#0", "#-1", "#1.5", "12", "s", "1,5s", "-1s", "nans", "infs", "1e99s", "12m",
                              "#99999999999999999999"})
        QTest::newRow(place) << place;
}

void CommandLinePartsTest::refusesPlaces() {
    QFETCH(QString, place);
    QVERIFY_EXCEPTION_THROWN(app::parsePlace("--from", place.toStdString()), app::Problem);
}

void CommandLinePartsTest::mapsPlacesToBothAxes() {
    const auto store = tests::record(tests::program([] {
        green::print("at 0");
        green::sleep(100ms);
        green::print("at 100 ms");
    }));
    using views::Axis;
    const auto place = [](const char* text) { return app::parsePlace("--from", text); };
    // The cell of event n is from n - 1 to n.
    QCOMPARE(app::beginAt(place("#2"), Axis::Order, *store), 1);
    QCOMPARE(app::endAt(place("#2"), Axis::Order, *store), 2);
    QCOMPARE(app::beginAt(place("100ms"), Axis::Time, *store), 100'000'000);
    const auto first = app::beginAt(place("50ms"), Axis::Order, *store);
    QVERIFY(store->event(static_cast<green::trace::EventNumber>(first) + 1).time >= 50'000'000);
    QVERIFY(store->event(static_cast<green::trace::EventNumber>(first)).time < 50'000'000);
    QCOMPARE(app::endAt(place("50ms"), Axis::Order, *store), first);
    QCOMPARE(app::beginAt(place("0s"), Axis::Order, *store), 0);
    QVERIFY_EXCEPTION_THROWN(app::beginAt(place("#999"), Axis::Order, *store), app::Problem);
    QVERIFY_EXCEPTION_THROWN(app::endAt(place("2s"), Axis::Order, *store), app::Problem);
}

// In a process of its own: Qt Test has a thread that would take the signal.
void CommandLinePartsTest::firstInterruptAsksTheProgramToStop() {
    const auto code = codeOfChild([] {
        std::promise<void> asked;
        app::Interrupt interrupt([&asked] { asked.set_value(); });
        if (interrupt.happened()) return 1;
        kill(getpid(), SIGINT);
        asked.get_future().wait();
        return interrupt.happened() ? 0 : 2;
    });
    QCOMPARE(code, 0);
}

void CommandLinePartsTest::anInterruptEndsAProgramThatDoesNotReact() {
    const auto code = codeOfChild([]() -> int {
        app::Interrupt interrupt([] {});
        kill(getpid(), SIGINT);
        for (;;) pause();
    });
    QCOMPARE(code, 130);
}

QTEST_GUILESS_MAIN(CommandLinePartsTest)
#include "command_line_parts_test.moc"
