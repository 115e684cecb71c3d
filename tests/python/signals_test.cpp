// Signals to a program in Python: its own handlers, those of the language, and none (rule R70).
#include <QTest>
#include <csignal>
#include <memory>

#include "running_python.h"
#include "signals.h"

namespace {

const std::string imports =
    "from signal import SIG_DFL, SIG_IGN, SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGWINCH, raise_signal\n";

}  // namespace

class SignalsTest : public QObject {
    Q_OBJECT

private slots:
    void ofTheProgramItself_data();
    void ofTheProgramItself();
    void fromTheWindow_data();
    void fromTheWindow();
    void theRecordSaysWhichCame();
};

// What real gevent does, with the exit code that a shell would tell.
void SignalsTest::ofTheProgramItself_data() {
    QTest::addColumn<std::string>("program");
    QTest::addColumn<std::string>("out");
    QTest::addColumn<int>("code");
    const std::string begin = "import gevent, os, signal\n" + imports + "me = os.getpid()\n";
    const auto row = [&](const char* name, const std::string& program, const std::string& out, int code) {
        QTest::newRow(name) << begin + program << out << code;
    };
    row("an interrupt that is caught",
        "try:\n    os.kill(me, SIGINT)\n    print('never')\nexcept KeyboardInterrupt:\n    "
        "print('caught')\nprint('end')\n",
        "caught\nend\n", 0);
    row("an interrupt that is not caught", "os.kill(me, SIGINT)\nprint('never')\n", "", 130);
    row("an interrupt in a greenlet",
        "g = gevent.spawn(os.kill, me, SIGINT)\ntry:\n    gevent.sleep(1)\nexcept KeyboardInterrupt:\n    "
        "print('caught')\n"
        "print('end')\n",
        "caught\nend\n", 0);
    row("a handler",
        "signal.signal(SIGUSR2, lambda n, frame: print(n, frame.f_lineno))\nos.kill(me, SIGUSR2)\nprint('end')\n",
        "12 5\nend\n", 0);
    row("a handler that raises",
        "def handler(n, frame):\n    raise LookupError(n)\nsignal.signal(SIGTERM, handler)\n"
        "try:\n    raise_signal(SIGTERM)\nexcept LookupError as error:\n    print(error)\n",
        "15\n", 0);
    row("one that is ignored", "signal.signal(SIGTERM, SIG_IGN)\nos.kill(me, SIGTERM)\nprint('end')\n", "end\n", 0);
    row("one that kills", "print('begin')\nos.kill(me, SIGTERM)\nprint('never')\n", "begin\n", 143);
    row("one that kills a patched program",
        "from gevent import monkey\nmonkey.patch_all()\nimport atexit, threading, time\natexit.register(print, "
        "'never')\n"
        "os.kill(me, SIGTERM)\ntime.sleep(0.1)\n",
        "", 143);
    row("one that kills a program with threads",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()\nos.kill(me, SIGTERM)\n", "",
        143);
    row("one that kills by default again", "signal.signal(SIGINT, SIG_DFL)\nos.kill(me, SIGINT)\n", "", 130);
    row("one that does nothing", "os.kill(me, SIGWINCH)\nprint('end')\n", "end\n", 0);
    row("a watcher",
        "gevent.signal_handler(SIGUSR1, print, 'came')\nos.kill(me, SIGUSR1)\nprint('sent')\ngevent.sleep(1)\n",
        "sent\ncame\n", 0);
    row("a watcher after a handler",
        "signal.signal(SIGUSR1, print)\ngevent.signal_handler(SIGUSR1, print, 'came')\nos.kill(me, SIGUSR1)\n"
        "gevent.sleep(1)\nprint(signal.getsignal(SIGUSR1) is print)\n",
        "came\nTrue\n", 0);
    row("a handler after a watcher",
        "gevent.signal_handler(SIGUSR1, print, 'never')\nprint(signal.signal(SIGUSR1, lambda n, _: print(n)) is "
        "SIG_DFL)\n"
        "os.kill(me, SIGUSR1)\ngevent.sleep(1)\n",
        "True\n10\n", 0);
    row("a watcher that is gone",
        "watcher = gevent.signal_handler(SIGINT, print, 'came')\nos.kill(me, "
        "SIGINT)\ngevent.sleep(1)\nwatcher.cancel()\n"
        "try:\n    os.kill(me, SIGINT)\nexcept KeyboardInterrupt:\n    print('never')\n",
        "came\n", 130);
    row("of a thread",
        "from gevent.threadpool import ThreadPool\nsignal.signal(SIGUSR1, lambda n, _: print(n))\n"
        "ThreadPool(1).apply(os.kill, (me, SIGUSR1))\ngevent.sleep(0.01)\nprint('end')\n",
        "10\nend\n", 0);
    row("no signal", "try:\n    os.kill(me, 99)\nexcept OSError as error:\n    print(error.strerror)\n",
        "Invalid argument\n", 0);
}

void SignalsTest::ofTheProgramItself() {
    QFETCH(std::string, program);
    const auto run = running::run_python(program);
    QTEST(run.out, "out");
    QTEST(run.result.exit_code, "code");
}

void SignalsTest::fromTheWindow_data() {
    QTest::addColumn<std::string>("program");
    QTest::addColumn<std::string>("out");
    QTest::addColumn<int>("code");
    QTest::newRow("a handler") << std::string(
                                      "signal.signal(SIGTERM, lambda n, frame: print(n, frame))\n"
                                      "print('waiting')\nsleep(1)\nprint('end')\n")
                               << std::string("waiting\n15 None\nend\n") << 0;
    QTest::newRow("a handler that raises") << std::string(
                                                  "def handler(n, frame):\n    raise LookupError(n)\n"
                                                  "signal.signal(SIGTERM, handler)\nprint('waiting')\n"
                                                  "try:\n    sleep(1)\nexcept LookupError as error:\n"
                                                  "    print(error)\n")
                                           << std::string("waiting\n15\n") << 0;
    QTest::newRow("ignored") << std::string("signal.signal(SIGTERM, SIG_IGN)\nprint('waiting')\nsleep(1)\n")
                             << std::string("waiting\n") << 0;
    QTest::newRow("none") << std::string("print('waiting')\nsleep(1)\nprint('never')\n") << std::string("waiting\n")
                          << 143;
    QTest::newRow("interrupted")
        << std::string(
               "number = SIGINT\nprint('waiting')\ntry:\n    sleep(1)\nexcept KeyboardInterrupt:\n"
               "    print('caught')\nprint('end')\n")
        << std::string("waiting\ncaught\nend\n") << 0;
    QTest::newRow("interrupted, and over")
        << std::string("number = SIGINT\nprint('waiting')\nsleep(1)\n") << std::string("waiting\n") << 130;
}

// They come while the hub has control.
void SignalsTest::fromTheWindow() {
    QFETCH(std::string, program);
    const auto mailbox = std::make_shared<green::Signals>();
    const int number = program.starts_with("number = SIGINT") ? SIGINT : SIGTERM;
    std::string out;
    green::RunOptions options;
    options.incoming_signals = mailbox;
    options.out = [&](std::string_view text) {
        out += text;
        if (text == "waiting\n") mailbox->send(number);
    };
    green::trace::Gate gate;
    const auto result = green::python::run(
        {.file_name = "program.py", .text = "import signal\nfrom gevent import sleep\n" + imports + program}, gate,
        std::move(options));
    QTEST(out, "out");
    QTEST(result.exit_code, "code");
}

void SignalsTest::theRecordSaysWhichCame() {
    const auto run = running::run_python(
        "import os, signal\nsignal.signal(signal.SIGUSR1, lambda *_: None)\nos.kill(os.getpid(), signal.SIGUSR1)\n");
    std::vector<std::string> came;
    for (green::trace::EventNumber n = 1; n <= run.store->size(); ++n)
        if (run.store->event(n).kind == green::trace::Kind::Signal) came.emplace_back(run.store->text(n));
    QCOMPARE(came, std::vector<std::string>{"SIGUSR1"});
}

QTEST_APPLESS_MAIN(SignalsTest)
#include "signals_test.moc"
