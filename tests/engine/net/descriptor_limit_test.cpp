// A server in a process that has no descriptors left. (The undefined behaviour sanitizer takes descriptors for its own
// looks at memory, and says that an object is none where it gets none.)
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "hub/hub.h"
#include "net/stream_server.h"
#include "running.h"

using namespace std::chrono_literals;
using green::Address;
using green::Socket;
using green::StreamServer;
using running::run;
using Lines = std::vector<std::string>;

namespace {

const Address any_port("127.0.0.1", 0);

void echo(Socket client, const Address&) {
    for (auto text = client.recv(1000); !text.empty(); text = client.recv(1000)) client.sendall(text);
}

std::string ask(Socket& socket, const std::string& text) {
    socket.sendall(text);
    return socket.recv(1000);
}

// As many passes of the loop, at least, and time for a few pauses of a server in each.
void let_the_loop_pass(int times) {
    for (int i = 0; i < times; ++i) green::sleep(5ms);
}

// From here on no descriptor can be made, until it goes.
class NoneLeft {
public:
    NoneLeft() {
        getrlimit(RLIMIT_NOFILE, &before_);
        const green::Descriptor next(::dup(0));
        const rlimit none_left{static_cast<rlim_t>(next.number()), before_.rlim_max};
        setrlimit(RLIMIT_NOFILE, &none_left);
    }
    ~NoneLeft() { setrlimit(RLIMIT_NOFILE, &before_); }
    NoneLeft(const NoneLeft&) = delete;
    NoneLeft& operator=(const NoneLeft&) = delete;

private:
    rlimit before_{};
};

}  // namespace

class DescriptorLimitTest : public QObject {
    Q_OBJECT

private slots:
    // The system has the connection, but no descriptor for it is left: others are still served, and so is that one
    // later.
    void descriptors_run_out() {
        const auto begin = std::chrono::steady_clock::now();
        const auto result = run([&] {
            StreamServer server(any_port, echo, {.min_delay = 1ms, .max_delay = 2ms});
            server.start();
            auto first = green::create_connection(server.address());
            green::print("{}", ask(first, "a"));
            Socket second(Address::Family::Ipv4);
            auto none_left = std::make_unique<NoneLeft>();
            second.connect(server.address());
            second.sendall("b");
            let_the_loop_pass(10);
            green::print("{} {}", ask(first, "c"), server.started());
            none_left.reset();
            green::print("{}", second.recv(1));
            green::print("{}", server.accepting());
        });
        QCOMPARE(result.lines(), (Lines{"a", "c true", "b", "true"}));
        // Each time it tried, and it did not try all the time.
        std::size_t reports = 0;
        for (auto at = result.err.find("Too many open files"); at != std::string::npos;
             at = result.err.find("Too many open files", at + 1))
            ++reports;
        const auto most = static_cast<std::size_t>((std::chrono::steady_clock::now() - begin) / 1ms) + 1;
        QVERIFY2(reports >= 2 && reports <= most, qPrintable(QString::number(reports)));
        QVERIFY(result.err.find("<StreamServer-1> failed with") != std::string::npos);
    }

    void the_pauses_grow() {
        const auto result = run([&] {
            StreamServer server(any_port, echo, {.min_delay = 1ms, .max_delay = 4ms});
            server.start();
            Socket client(Address::Family::Ipv4);
            const NoneLeft none_left;
            client.connect(server.address());
            let_the_loop_pass(20);
        });
        std::vector<green::trace::Nanoseconds> pauses;
        for (green::trace::EventNumber n = 1; n <= result.store->size(); ++n) {
            const auto& event = result.store->event(n);
            if (event.kind == green::trace::Kind::Callback && event.has(green::trace::Flag::Arms))
                pauses.push_back(event.amount - event.time);
        }
        QVERIFY(pauses.size() >= 6);
        // As long as asked for, and a little more: the clock has gone on since it was looked at.
        for (std::size_t i = 0; i < pauses.size(); ++i) QVERIFY(pauses[i] >= (i == 0 ? 1 : i == 1 ? 2 : 4) * 1'000'000);
        // At eight milliseconds each it would not have stopped growing.
        QVERIFY(*std::min_element(pauses.begin() + 2, pauses.end()) < 8'000'000);
    }
};

QTEST_APPLESS_MAIN(DescriptorLimitTest)
#include "descriptor_limit_test.moc"
