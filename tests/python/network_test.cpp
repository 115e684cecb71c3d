// Programs that use the network, unmodified: what they print is what they printed under real gevent (NAME.txt, made
// with `python3 NAME.py > NAME.txt`).
#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>

#include "running_python.h"

class NetworkTest : public QObject {
    Q_OBJECT

private slots:
    void printsAsUnderGevent_data();
    void printsAsUnderGevent();
    void isInTheRecord();
    void serversAreInTheRecord();
    void aVirtualClockDoesNotJumpOverAServer();
};

namespace {

std::string read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s", qPrintable(path));
    return file.readAll().toStdString();
}

// What the record has of sockets and servers.
std::vector<std::string> told_of(const green::trace::TraceStore& store) {
    using green::trace::Kind;
    std::vector<std::string> told;
    for (green::trace::EventNumber n = 1; n <= store.size(); ++n) {
        const auto& event = store.event(n);
        if (event.kind == Kind::Wait && event.object != green::trace::Id::None)
            told.push_back("wait " + std::string(name(event.wait_reason())));
        else if (event.kind == Kind::Open)
            told.push_back("open " + std::string(name(event.socket_state())));
        else if (event.kind == Kind::Send || event.kind == Kind::Receive)
            told.push_back(std::string(name(event.kind)) + ' ' + std::string(store.text(n)));
        else if (event.kind == Kind::Object || event.kind == Kind::Close)
            told.emplace_back(name(event.kind));
    }
    return told;
}

}  // namespace

void NetworkTest::printsAsUnderGevent_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<bool>("is_real");
    const QDir folder(GREENSCOPE_NETWORK_PROGRAMS);
    for (const auto& file : folder.entryInfoList({"*.py"})) {
        const auto program = file.absolutePath() + '/' + file.completeBaseName();
        QTest::newRow(qPrintable(file.completeBaseName() + ", virtual clock")) << program << false;
        QTest::newRow(qPrintable(file.completeBaseName() + ", real clock")) << program << true;
    }
}

void NetworkTest::printsAsUnderGevent() {
    QFETCH(QString, program);
    QFETCH(bool, is_real);
    const auto clock = is_real ? green::trace::ClockKind::Real : green::trace::ClockKind::Virtual;
    const auto run = running::run_python(read(program + ".py"), {.run = {.clock = clock}});
    QCOMPARE(run.err, std::string());
    QCOMPARE(run.out, read(program + ".txt"));
    QCOMPARE(run.result.exit_code, 0);
}

// As a C++ program's sockets are.
void NetworkTest::isInTheRecord() {
    const auto run = running::run_python(R"(import gevent
from gevent import socket
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen()
accepting = gevent.spawn(listener.accept)
client = socket.socket()
gevent.sleep(0)
client.connect(listener.getsockname())
served, _ = accepting.get()
reading = gevent.spawn(served.recv, 10)
gevent.sleep(0)
client.sendall(b'some bytes')
reading.join()
client.close()
)");
    QCOMPARE(run.err, std::string());
    const auto told = told_of(*run.store);
    QCOMPARE(told, (std::vector<std::string>{"object", "open bound", "open listening", "object", "wait accept",
                                             "wait connect", "open connected", "wait get", "object", "wait receive",
                                             "send some bytes", "wait join", "receive some bytes", "close"}));
}

// With its handler's greenlet called after the handler.
void NetworkTest::serversAreInTheRecord() {
    const auto run = running::run_python(R"(import gevent
from gevent import socket
from gevent.server import StreamServer
def answer(client, address):
    client.sendall(b'answer')
server = StreamServer(('127.0.0.1', 0), answer)
server.start()
client = socket.create_connection(server.address)
gevent.spawn_later(0.001, server.stop)
server.serve_forever()
)");
    QCOMPARE(run.err, std::string());
    const auto told = told_of(*run.store);
    QCOMPARE(std::vector(told.begin(), told.begin() + 6),
             (std::vector<std::string>{"object", "object", "open bound", "open listening", "object", "wait connect"}));
    QVERIFY(std::ranges::find(told, "wait serve") != told.end());
    QVERIFY(std::ranges::find(told, "send answer") != told.end());
    QVERIFY(run.greenlet("answer").ended);
}

// Who connects is elsewhere, and takes real time.
void NetworkTest::aVirtualClockDoesNotJumpOverAServer() {
    const auto run = running::run_python(R"(import gevent, time
from gevent.server import StreamServer
server = StreamServer(('127.0.0.1', 0), print)
server.start()
begin = time.clock_gettime(time.CLOCK_MONOTONIC)  # which is the machine's
gevent.sleep(0.02)
print(time.clock_gettime(time.CLOCK_MONOTONIC) - begin >= 0.02)
server.stop()
)");
    QCOMPARE(run.err, std::string());
    QCOMPARE(run.out, std::string("True\n"));
}

QTEST_APPLESS_MAIN(NetworkTest)
#include "network_test.moc"
