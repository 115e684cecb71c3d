// Programs that use the network, unmodified: what they print is what they printed under real gevent (NAME.txt, made
// with `python3 NAME.py > NAME.txt`).
#include <QDir>
#include <QFile>
#include <QTest>

#include "running_python.h"

class NetworkTest : public QObject {
    Q_OBJECT

private slots:
    void printsAsUnderGevent_data();
    void printsAsUnderGevent();
    void isInTheRecord();
};

namespace {

std::string read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s", qPrintable(path));
    return file.readAll().toStdString();
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
    std::vector<std::string> told;
    const auto& store = *run.store;
    for (green::trace::EventNumber n = 1; n <= store.size(); ++n) {
        const auto& event = store.event(n);
        using green::trace::Kind;
        if (event.kind == Kind::Wait && event.object != green::trace::Id::None)
            told.push_back("wait " + std::string(name(event.wait_reason())));
        else if (event.kind == Kind::Open)
            told.push_back("open " + std::string(name(event.socket_state())));
        else if (event.kind == Kind::Send || event.kind == Kind::Receive)
            told.push_back(std::string(name(event.kind)) + ' ' + std::string(store.text(n)));
        else if (event.kind == Kind::Object || event.kind == Kind::Close)
            told.push_back(std::string(name(event.kind)));
    }
    QCOMPARE(told, (std::vector<std::string>{"object", "open bound", "open listening", "object", "wait accept",
                                             "wait connect", "open connected", "wait get", "object", "wait receive",
                                             "send some bytes", "wait join", "receive some bytes", "close"}));
}

QTEST_APPLESS_MAIN(NetworkTest)
#include "network_test.moc"
