// gevent.os: reading and writing descriptors, waiting where that is needed.
#include <sys/socket.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

#include "io/descriptor.h"
#include "io/nonblocking.h"
#include "running.h"

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using running::run;

namespace {

struct SocketPair {
    SocketPair() {
        int ends[2] = {-1, -1};
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) throw std::system_error(errno, std::generic_category());
        near = green::Descriptor(ends[0]);
        far = green::Descriptor(ends[1]);
    }
    green::Descriptor near;
    green::Descriptor far;
};

int error_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const std::system_error& error) {
        return error.code().value();
    }
    return 0;
}

}  // namespace

class NonblockingTest : public QObject {
    Q_OBJECT

private slots:
    void it_says_whether_it_was_so_already() {
        const SocketPair pair;
        QVERIFY(green::make_nonblocking(pair.near.number()));
        QVERIFY(!green::make_nonblocking(pair.near.number()));
        QVERIFY(green::make_nonblocking(pair.far.number()));
        QCOMPARE(error_of([] { green::make_nonblocking(-1); }), EBADF);
    }

    // It tries first and waits after, as sockets would.
    void reading_waits_only_where_there_is_nothing() {
        SocketPair pair;
        const auto result = run([&] {
            green::make_nonblocking(pair.near.number());
            green::print("{}", green::nb_write(pair.far.number(), "hello"));
            auto reader = green::spawn([&] {
                green::print("{}", green::nb_read(pair.near.number(), 3));
                green::print("{}", green::nb_read(pair.near.number(), 3));
                green::print("{}", green::nb_read(pair.near.number(), 3));
                green::print("'{}'", green::nb_read(pair.near.number(), 3));
            });
            green::sleep(1ms);
            green::print("nothing is left");
            green::nb_write(pair.far.number(), "bye");
            green::sleep(1ms);
            pair.far.close();
            reader.join();
        });
        QCOMPARE(result.lines(), (Lines{"5", "hel", "lo", "nothing is left", "bye", "''"}));
    }

    void writing_waits_for_room() {
        const SocketPair pair;
        const auto result = run([&] {
            green::make_nonblocking(pair.near.number());
            green::make_nonblocking(pair.far.number());
            const std::string much(10'000'000, 'x');
            std::size_t read = 0;
            auto reader = green::spawn([&] {
                green::sleep(1ms);
                green::print("reads");
                while (read < much.size()) read += green::nb_read(pair.far.number(), 100'000).size();
            });
            std::size_t written = green::nb_write(pair.near.number(), much);
            green::print("{}", written > 0 && written < much.size());
            while (written < much.size())
                written += green::nb_write(pair.near.number(), std::string_view(much).substr(written));
            reader.join();
            green::print("{}", read == much.size());
        });
        QCOMPARE(result.lines(), (Lines{"true", "reads", "true"}));
    }

    void nobody_reads_any_more() {
        SocketPair pair;
        pair.far.close();
        const auto result = run([&] {
            green::print("{}", error_of([&] { green::nb_write(pair.near.number(), "hello"); }) == EPIPE);
            green::print("{}", error_of([] { green::nb_write(-1, "hello"); }) == EBADF);
            green::print("{}", error_of([] { green::nb_read(-1, 1); }) == EBADF);
        });
        QCOMPARE(result.lines(), (Lines{"true", "true", "true"}));
    }
};

QTEST_APPLESS_MAIN(NonblockingTest)
#include "nonblocking_test.moc"
