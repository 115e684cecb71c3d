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
    void requestsAreInTheRecord();
    void hostileClientsAreRefused();
    void zmqIsInTheRecordAndHasTimeouts();
    void ownClassesTellOfHttp();
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
    // It listens, and is started.
    QCOMPARE(std::vector(told.begin(), told.begin() + 7),
             (std::vector<std::string>{"object", "object", "open bound", "open listening", "open listening", "object",
                                       "wait connect"}));
    const auto& objects = run.store->last().objects();
    QCOMPARE(objects[0].kind, green::trace::ObjectKind::Server);
    QCOMPARE(objects[0].value, objects[1].name);
    QVERIFY(objects[0].listener == objects[1].id);
    QCOMPARE(objects[1].accepted, std::uint64_t{1});
    QVERIFY(std::ranges::find(told, "wait serve") != told.end());
    QVERIFY(std::ranges::find(told, "send answer") != told.end());
    QVERIFY(run.greenlet("answer").ended);
}

// Each in its connection's greenlet, with what was asked and answered.
void NetworkTest::requestsAreInTheRecord() {
    const auto run = running::run_python(R"(import gevent
from gevent import socket
from gevent.pywsgi import WSGIServer
def application(env, start_response):
    print('asked', env['PATH_INFO'])
    start_response('200 OK', [('Date', 'today')])
    return [b'answer']
server = WSGIServer(('127.0.0.1', 0), application, log=None)
server.start()
with socket.create_connection(server.address) as client:
    client.sendall(b'GET /one HTTP/1.1\r\n\r\nGET /two HTTP/1.0\r\n\r\n')
    print(client.makefile('rb').read().count(b'answer'))
server.stop()
)");
    QCOMPARE(run.err, std::string());
    QCOMPARE(run.out, std::string("asked /one\nasked /two\n2\n"));
    const auto told = told_of(*run.store);
    // Head and body leave in one call.
    const auto is_answer = [](const std::string& line) { return line.starts_with("send HTTP/1.1 200 OK"); };
    QCOMPARE(std::ranges::count_if(told, is_answer), 2);
    QVERIFY(std::ranges::any_of(told, [](const auto& line) { return line.starts_with("receive GET /one HTTP/1.1"); }));
    QVERIFY(run.greenlet("http").ended);
    const auto& objects = run.store->last().objects();
    const auto server =
        std::ranges::find(objects, green::trace::ObjectKind::HttpServer, &green::trace::ObjectState::kind);
    QVERIFY(server != objects.end());
    QVERIFY(server->value.starts_with("http://127.0.0.1:"));
    QCOMPARE(server->requests, std::uint64_t{2});
}

// What another server might read in another way, and what never ends. gevent's own takes much of it.
void NetworkTest::hostileClientsAreRefused() {
    const auto run = running::run_python(R"(import gevent, gc, os
from gevent import socket
from gevent.pywsgi import WSGIServer
def application(env, start_response):
    start_response('200 OK', [])
    return [env['wsgi.input'].read() + b' served'] if env['PATH_INFO'] == '/read' else [b'served']
server = WSGIServer(('127.0.0.1', 0), application, log=None, error_log=None)
server.start()
def ask(text):
    with socket.create_connection(server.address, timeout=10) as client:
        client.sendall(text + b'GET /smuggled HTTP/1.1\r\n\r\n')
        client.shutdown(socket.SHUT_WR)
        answer = client.makefile('rb').read()
    return ' '.join(part[:3].decode() for part in answer.split(b'HTTP/1.1 ')[1:])
def post(*fields, body=b'', path=b'/'):
    return b'POST %b HTTP/1.1\r\n' % path + b''.join(field + b'\r\n' for field in fields) + b'\r\n' + body
descriptors = len(os.listdir('/proc/self/fd'))
chunked, chunks = b'Transfer-Encoding: chunked', b'3\r\nabc\r\n0\r\n'
for name, text in {
    'two lengths': post(b'Content-Length: 1', b'Content-Length: 2', body=b'a'),
    'same length': post(b'Content-Length: 1', b'Content-Length: 1', body=b'a'),
    'sign': post(b'Content-Length: +1', body=b'a'),
    'underscore': post(b'Content-Length: 1_0', body=b'a'),
    'other digits': post('Content-Length: \u00b9'.encode('latin-1'), body=b'a'),
    'huge': post(b'Content-Length: ' + b'9' * 30, body=b'a'),
    'other coding': post(b'Transfer-Encoding: gzip, chunked', body=chunks + b'\r\n'),
    'two codings': post(chunked, chunked, body=chunks + b'\r\n'),
    'coding in disguise': post(b'Transfer-Encoding : chunked', body=chunks + b'\r\n'),
    'trailers': post(chunked, body=chunks + b'X: y\r\n\r\n'),
    'many trailers': post(chunked, body=chunks + b'X: y\r\n' * 200 + b'\r\n'),
    'long chunk': post(chunked, body=b'3\r\nabcde\r\n0\r\n\r\n', path=b'/read'),
    'long chunk, not read': post(chunked, body=b'3\r\nabcde\r\n0\r\n\r\n'),
    'lone newline': post(chunked, body=b'3\nabc\r\n0\r\n\r\n', path=b'/read'),
    'no colon': post(b'nonsense'),
    'folded first': post(b' Content-Length: 1'),
    'return in value': post(b'A: b\rContent-Length: 1'),
    'nothing in value': post(b'A: \0'),
    'returns alone': post(b'\r'),
    'many fields': post(*[b'A: b'] * 200),
    'long line': b'GET /' + b'x' * 10000,
    'garbage': bytes(range(256)) * 10,
    'short body': post(b'Content-Length: 500', body=b'a'),
    'only the head': b'HEAD / HTTP/1.1\r\n\r\n',
}.items():
    print(name + ':', ask(text))
with socket.create_connection(server.address, timeout=10) as client:
    client.sendall(b'HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n')
    print(client.makefile('rb').read().endswith(b'Content-Length: 6\r\n\r\n'))
# Slow ones hold up nobody else, and leave nothing behind.
slow = [socket.create_connection(server.address) for _ in range(50)]
for client in slow:
    client.sendall(b'GET / HTT')
print('beside slow ones:', ask(b''))
for client in slow:
    client.close()
del slow, client
print('and after:', ask(b''))
gc.collect()
print(len(os.listdir('/proc/self/fd')) - descriptors)
server.stop()
)");
    QCOMPARE(run.err, std::string());
    QCOMPARE(run.out, std::string(R"(two lengths: 400
same length: 200 200
sign: 400
underscore: 400
other digits: 400
huge: 400
other coding: 400
two codings: 400
coding in disguise: 400
trailers: 200 200
many trailers: 200
long chunk: 400
long chunk, not read: 200
lone newline: 400
no colon: 400
folded first: 400
return in value: 400
nothing in value: 400
returns alone: 400
many fields: 400
long line: 414
garbage: 400
short body: 200
only the head: 200 200
True
beside slow ones: 200
and after: 200
0
)"));
}

// Sockets are called as the program calls them. Under pyzmq's own zmq.green timeouts have no effect.
void NetworkTest::zmqIsInTheRecordAndHasTimeouts() {
    const auto run = running::run_python(R"(import zmq.green as zmq
import gevent
context = zmq.Context()
server = context.socket(zmq.PULL)
server.bind('inproc://here')
server.rcvtimeo = 5
try:
    server.recv()
except zmq.Again as error:
    print(error, error.errno == zmq.EAGAIN)
server.rcvtimeo = -1
waiting = gevent.spawn(server.recv)
client = context.socket(zmq.PUSH)
client.connect('inproc://here')
gevent.sleep(0)
client.send(b'some bytes')
print(waiting.get())
waiting = gevent.spawn(server.recv)
gevent.sleep(0)
server.close()
try:
    waiting.get()
except zmq.ZMQError as error:
    print(error.errno == zmq.ENOTSOCK)
context.term()
for make in (lambda: context.socket(zmq.PUSH), lambda: zmq.Socket(context, zmq.PUSH)):
    try:
        make()
    except zmq.ZMQError as error:
        print(error.errno == zmq.ENOTSUP)
try:
    import _greenscope
    _greenscope.ZmqSocket(None, zmq.PUSH)
except TypeError as error:
    print(error)
import zmq as plain
try:
    plain.Context()
except NotImplementedError as error:
    print(error)
)");
    QCOMPARE(run.out, std::string("Resource temporarily unavailable True\nb'some bytes'\nTrue\nTrue\nTrue\n"
                                  "not a ZmqContext: None\n"
                                  "zmq.Context would hold up all greenlets, and Greenscope has only zmq.green.Context: "
                                  "import zmq.green as zmq\n"));
    const auto told = told_of(*run.store);
    QVERIFY(std::ranges::find(told, "send some bytes") != told.end());
    QVERIFY(std::ranges::find(told, "receive some bytes") != told.end());
    const auto& objects = run.store->last().objects();
    QVERIFY(std::ranges::any_of(objects, [](const auto& object) { return object.name.starts_with("server ("); }));
}

// What a server of a class of its own tells of HTTP.
void NetworkTest::ownClassesTellOfHttp() {
    const auto run = running::run_python(R"(from gevent.server import StreamServer
class WebServer(StreamServer):
    _scheme = 'http'
server = WebServer(('127.0.0.1', 0), print)
server.start()
server._stop_event.serves('GET /')
server.stop()
)");
    QCOMPARE(run.err, std::string());
    const auto& objects = run.store->last().objects();
    QCOMPARE(objects[0].name, std::string("WebServer-1"));
    QCOMPARE(objects[0].kind, green::trace::ObjectKind::HttpServer);
    QCOMPARE(objects[0].value, "http://" + objects[1].name);
    QCOMPARE(objects[0].requests, std::uint64_t{1});
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
