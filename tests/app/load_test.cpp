// A load that is sent to a real server: by the real program, as a terminal and as the window run it.
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QtTest>

#include "app/serving.h"
#include "load/load.h"
#include "load/load_process.h"
#include "net/stream_server.h"

using namespace std::chrono_literals;
using app::LoadPlan;
using app::LoadResult;
using tests::Serving;

namespace {

LoadResult load(const LoadPlan& plan) {
    green::trace::Gate gate;
    return app::sendLoad(plan, gate, [](std::uint64_t) {});
}

// An address where nobody listens: a socket that is bound only keeps others from it.
class Nobody {
public:
    Nobody() {
        green::trace::Gate gate;
        green::run(
            [this] {
                socket_ = green::Socket(green::Address::Family::Ipv4);
                socket_.bind(green::Address("127.0.0.1", 0));
                url_ = "http://" + socket_.local_address().text() + "/";
            },
            gate, {});
    }
    const std::string& url() const { return url_; }

private:
    green::Socket socket_;
    std::string url_;
};

struct Outcome {
    int code = -1;
    QString out;
    QString err;
};

Outcome greenscope(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(GREENSCOPE_PROGRAM), arguments);
    Outcome outcome;
    if (!process.waitForFinished(60'000)) return outcome;
    outcome.code = process.exitCode();
    outcome.out = QString::fromUtf8(process.readAllStandardOutput());
    outcome.err = QString::fromUtf8(process.readAllStandardError());
    return outcome;
}

}  // namespace

class LoadTest : public QObject {
    Q_OBJECT

private slots:
    void all_are_answered() {
        const Serving server;
        const auto result = load({.url = server.url(), .requests = 503, .atOnce = 20});
        QCOMPARE(result.answered, std::uint64_t{503});
        QCOMPARE(result.failed, std::uint64_t{0});
        QCOMPARE(result.refused, std::uint64_t{0});
        QCOMPARE(result.bytes, std::uint64_t{503 * 5});
        QCOMPARE(result.times.size(), std::size_t{503});
        QVERIFY(!result.stopped);
        QCOMPARE(server.requests(), 503);
        QVERIFY(server.connections() > 100);
        QVERIFY(result.time > 0ns && result.perSecond() > 0);
        QVERIFY(result.within(50) > 0ns && result.within(50) <= result.within(99));
        QVERIFY(result.within(100) == result.times.back() && result.within(1) >= result.times.front());
    }

    void connections_are_kept() {
        const Serving server;
        const auto result = load({.url = server.url(), .requests = 503, .atOnce = 20, .keepsConnections = true});
        QCOMPARE(result.answered, std::uint64_t{503});
        QVERIFY(server.connections() <= 20);
    }

    void fewer_than_are_sent_at_once() {
        const Serving server;
        QCOMPARE(load({.url = server.url(), .requests = 3}).answered, std::uint64_t{3});
        QCOMPARE(server.requests(), 3);
    }

    void what_is_answered_with_an_error_is_told_apart() {
        const Serving server("503 Service Unavailable");
        const auto result = load({.url = server.url(), .requests = 10, .atOnce = 2});
        QCOMPARE(result.answered, std::uint64_t{10});
        QCOMPARE(result.refused, std::uint64_t{10});
        QCOMPARE(result.failed, std::uint64_t{0});
    }

    // Not ten thousand times.
    void it_gives_up_where_nobody_is() {
        const Nobody nobody;
        const auto result = load({.url = nobody.url(), .requests = 10'000, .atOnce = 5});
        QCOMPARE(result.answered, std::uint64_t{0});
        QVERIFY2(result.failed >= 5 && result.failed < 20, qPrintable(QString::number(result.failed)));
        QVERIFY(!result.failure.empty());
        QVERIFY(result.within(50) == 0ns);
    }

    void what_is_no_address_is_refused() {
        for (const auto* url : {"x", "ws://127.0.0.1/", "", "http://"}) {
            bool isRefused = false;
            try {
                load({.url = url});
            } catch (const green::ValueError&) {
                isRefused = true;
            }
            QVERIFY2(isRefused, url);
        }
    }

    // Each answers nothing until it is stopped.
    void it_can_be_stopped() {
        green::trace::Gate serverGate;
        green::trace::Gate gate;
        std::promise<std::string> started;
        std::thread serving([&] {
            green::RunOptions options;
            options.clock = green::trace::ClockKind::Real;
            green::run(
                [&] {
                    green::StreamServer silent(green::Address("127.0.0.1", 0),
                                               [&](green::Socket client, const green::Address&) {
                                                   client.recv(1);
                                                   gate.stop();
                                                   client.recv(10'000);
                                                   client.recv(1);
                                               });
                    silent.start();
                    started.set_value("http://" + silent.address().text() + "/");
                    silent.serve_forever();
                },
                serverGate, std::move(options));
        });
        const auto result =
            app::sendLoad({.url = started.get_future().get(), .requests = 5, .atOnce = 1}, gate, [](std::uint64_t) {});
        serverGate.stop();
        serving.join();
        QVERIFY(result.stopped);
        QCOMPARE(result.answered, std::uint64_t{0});
    }

    // --- as a terminal has it ---

    void a_terminal_gets_lines() {
        const Serving server;
        const auto url = QString::fromStdString(server.url());
        const auto outcome = greenscope({"load", url, "-n", "200", "-c", "10", "-k"});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(
            outcome.out.startsWith("Address       " + url + "\nRequests      200, 10 at once, connections are kept\n"),
            qPrintable(outcome.out));
        QVERIFY2(outcome.out.contains("\nFailed        0\nStatus 400+   0\nBytes         1000\n"),
                 qPrintable(outcome.out));
        QVERIFY2(outcome.out.contains("\n99 % within   "), qPrintable(outcome.out));
        QCOMPARE(server.requests(), 200);
    }

    void a_program_gets_json() {
        const Serving server;
        const auto outcome = greenscope({"load", QString::fromStdString(server.url()), "-n20", "-c4", "--json"});
        QCOMPARE(outcome.code, 0);
        const auto result = QJsonDocument::fromJson(outcome.out.toUtf8()).object();
        QCOMPARE(result["answered"].toInteger(), 20);
        QCOMPARE(result["at_once"].toInteger(), 4);
        QCOMPARE(result["failed"].toInteger(), 0);
        QVERIFY(result["per_second"].toDouble() > 0 && result["within"].toObject()["99"].toDouble() > 0);
    }

    void mistakes_are_one_line_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("told");
        QTest::newRow("no address") << QStringList{} << 2 << "load needs an address, as in http://127.0.0.1:8000/";
        QTest::newRow("no URL") << QStringList{"127.0.0.1:80"} << 2 << "bad address \"127.0.0.1:80\"";
        QTest::newRow("too many at once") << QStringList{"http://x/", "-c", "1001"} << 2 << "from 1 to 1000";
        QTest::newRow("none") << QStringList{"http://x/", "-n", "0"} << 2 << "bad -n \"0\"";
        QTest::newRow("no number") << QStringList{"http://x/", "-n", "1e3"} << 2 << "bad -n \"1e3\"";
        QTest::newRow("without value") << QStringList{"http://x/", "-n"} << 2 << "a number";
        QTest::newRow("no such option") << QStringList{"http://x/", "-t", "5"} << 2 << "accepted: --help, --requests";
        QTest::newRow("nobody") << QStringList{"NOBODY", "-n", "10"} << 3 << "nobody answers at http://127.0.0.1:";
    }
    void mistakes_are_one_line() {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, told);
        const Nobody nobody;
        arguments.replaceInStrings("NOBODY", QString::fromStdString(nobody.url()));
        const auto outcome = greenscope(QStringList{"load"} + arguments);
        QCOMPARE(outcome.out, QString());
        QVERIFY2(outcome.err.contains(told), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(u'\n'), 1);
        QCOMPARE(outcome.code, code);
    }

    // --- as the window has it ---

    void the_window_gets_a_line() {
        const Serving server;
        app::LoadProcess process(GREENSCOPE_PROGRAM);
        QSignalSpy ended(&process, &app::LoadProcess::ended);
        process.start(QString::fromStdString(server.url()), 300, 10);
        QVERIFY(process.isRunning());
        process.start("http://x/", 1, 1);  // does nothing
        QVERIFY(ended.wait(60'000));
        const auto line = ended[0][0].toString();
        QVERIFY2(line.contains("requests per second: 300 in ") && line.contains("10 at once") && line.contains("99 %"),
                 qPrintable(line));
        QVERIFY2(!line.contains("failed"), qPrintable(line));
        QCOMPARE(ended[0][1].toBool(), false);
        QVERIFY(!process.isRunning());
        QCOMPARE(server.requests(), 300);
    }

    void the_window_is_told_why_not() {
        const Nobody nobody;
        app::LoadProcess process(GREENSCOPE_PROGRAM);
        QSignalSpy ended(&process, &app::LoadProcess::ended);
        process.start(QString::fromStdString(nobody.url()), 10, 2);
        QVERIFY(ended.wait(60'000));
        QVERIFY2(ended[0][0].toString().contains("nobody answers at"), qPrintable(ended[0][0].toString()));
        QCOMPARE(ended[0][1].toBool(), true);
    }

    void a_program_that_is_not_there() {
        app::LoadProcess process("/nonexistent/greenscope");
        QSignalSpy ended(&process, &app::LoadProcess::ended);
        process.start("http://x/", 1, 1);
        QVERIFY(!ended.isEmpty() || ended.wait(60'000));
        QCOMPARE(ended[0][1].toBool(), true);
    }

    void the_window_can_stop_it() {
        const Serving server;
        app::LoadProcess process(GREENSCOPE_PROGRAM);
        QSignalSpy ended(&process, &app::LoadProcess::ended);
        process.start(QString::fromStdString(server.url()), 10'000'000, 10);
        QTRY_VERIFY_WITH_TIMEOUT(process.done() > 0, 60'000);
        process.cancel();
        QVERIFY(ended.wait(60'000));
        QVERIFY2(ended[0][0].toString().contains("requests per second"), qPrintable(ended[0][0].toString()));
        QCOMPARE(ended[0][1].toBool(), false);
        QVERIFY(server.requests() < 10'000'000);
    }
};

QTEST_GUILESS_MAIN(LoadTest)
#include "load_test.moc"
