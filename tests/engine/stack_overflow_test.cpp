// What a program says whose function calls itself without end. It ends the process, so the test starts
// itself anew with the program's name.
#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <csignal>
#include <map>

#include "running.h"

using namespace std::chrono_literals;

namespace {

volatile bool without_end = true;

// Each call uses some of the stack and needs it afterwards.
int deeper(int depth) {
    volatile char some[256] = {};
    some[depth % 256] = 1;
    return without_end ? deeper(depth + 1) + some[0] : 0;
}

constexpr int line_of_the_last_call = __LINE__ + 3;
void overflow_in_a_greenlet() {
    auto g = green::spawn(green::named("the deep one"), [] {
        green::sleep();
        deeper(0);
    });
    g.join();
}

void overflow_in_main() { deeper(0); }

void another_fault() {
    volatile int* nothing = nullptr;
    green::spawn([=] { *nothing = 1; }).join();
}

void big_frames_that_fit() {
    green::spawn([] {
        volatile char some[400 * 1024];
        for (std::size_t i = 0; i < sizeof some; i += 4096) some[i] = 1;
        green::sleep();
    }).join();
}

const std::map<QString, void (*)()> programs{{"greenlet", overflow_in_a_greenlet},
                                             {"main", overflow_in_main},
                                             {"fault", another_fault},
                                             {"fits", big_frames_that_fit}};

}  // namespace

class StackOverflowTest : public QObject {
    Q_OBJECT

private slots:
    void namesTheGreenletAndItsLastLine();
    void namesMain();
    void leavesOtherFaultsAlone();
    void saysNothingWhereTheStackIsLargeEnough();

private:
    struct Ended {
        bool crashed;
        int code;
        QString said;
    };
    static Ended run(const QString& program) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {"--run", program});
        process.waitForFinished(-1);
        return {process.exitStatus() == QProcess::CrashExit, process.exitCode(),
                QString::fromUtf8(process.readAllStandardError())};
    }
};

void StackOverflowTest::namesTheGreenletAndItsLastLine() {
    const auto ended = run("greenlet");
    QVERIFY2(!ended.crashed, qPrintable(ended.said));
    QCOMPARE(ended.code, 128 + SIGSEGV);
    QVERIFY2(ended.said.startsWith("greenscope: greenlet the deep one used up its stack of "), qPrintable(ended.said));
    const auto place = QString("stack_overflow_test.cpp, line %1.").arg(line_of_the_last_call);
    QVERIFY2(ended.said.contains(place), qPrintable(ended.said));
    QCOMPARE(ended.said.count('\n'), 1);
}

void StackOverflowTest::namesMain() {
    const auto ended = run("main");
    QVERIFY2(ended.said.startsWith("greenscope: greenlet main used up"), qPrintable(ended.said));
    QCOMPARE(ended.code, 128 + SIGSEGV);
}

void StackOverflowTest::leavesOtherFaultsAlone() {
    const auto ended = run("fault");
    QVERIFY(ended.crashed);
    QCOMPARE(ended.said, QString());
}

void StackOverflowTest::saysNothingWhereTheStackIsLargeEnough() {
    const auto ended = run("fits");
    QVERIFY(!ended.crashed);
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.said, QString());
}

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--run") {
        running::run(programs.at(argv[2]));
        return 0;
    }
    const QCoreApplication application(argc, argv);
    StackOverflowTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "stack_overflow_test.moc"
