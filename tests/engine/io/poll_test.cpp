// poll of the gevent way, on sockets of the same run.
#include <poll.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "io/poll.h"
#include "running.h"

using namespace std::chrono_literals;
using green::Poll;
using running::run;
using Events = std::vector<std::pair<int, short>>;
using Lines = std::vector<std::string>;

class PollTest : public QObject {
    Q_OBJECT

private slots:
    void what_is_ready_is_told() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            Poll poll;
            poll.add(one.fileno(), POLLIN);
            auto waiting = green::spawn([&, number = one.fileno()] {
                green::print("{}", poll.poll() == Events{{number, POLLIN}});
            });
            green::sleep();
            green::print("nothing yet");
            other.sendall("x");
            waiting.join();
            // Both, since it asks for both.
            poll.add(one.fileno());
            green::print("{}", poll.poll() == Events{{one.fileno(), POLLIN | POLLOUT}});
            poll.modify(one.fileno(), POLLOUT);
            green::print("{}", poll.poll() == Events{{one.fileno(), POLLOUT}});
            // The other side is gone: that can be read.
            one.recv(1);
            poll.modify(one.fileno(), POLLIN);
            other.close();
            green::print("{}", poll.poll() == Events{{one.fileno(), POLLIN}});
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"nothing yet", "true", "true", "true", "true"}));
    }

    void several_at_once_in_the_order_of_their_numbers() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            Poll poll;
            poll.add(other.fileno(), POLLIN);
            poll.add(one.fileno(), POLLIN);
            one.sendall("x");
            other.sendall("x");
            const auto ready = poll.poll();
            green::print("{} {}", ready.size(), ready[0].first < ready[1].first);
        });
        QCOMPARE(result.lines(), (Lines{"2 true"}));
    }

    void it_gives_up() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            Poll poll;
            poll.add(one.fileno(), POLLIN);
            green::print("{} {}", poll.poll(1ms).size(), poll.poll(0ms).size());
            other.sendall("x");
            // No time, but the loop looks once.
            green::print("{}", poll.poll(0ms).size());
        });
        QCOMPARE(result.lines(), (Lines{"0 0", "1"}));
    }

    void nothing_to_watch() {
        const auto result = run([] {
            const Poll poll;
            green::print("{}", poll.poll(1h).size());
            try {
                poll.poll(-1ms);
            } catch (const green::LoopExit&) {
                green::print("for ever");
            }
        });
        QCOMPARE(result.lines(), (Lines{"0", "for ever"}));
        QCOMPARE(result.end_time(), std::chrono::nanoseconds(1h).count());
    }

    void what_is_not_open() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            const int number = one.fileno();
            Poll poll;
            poll.add(number, POLLIN);
            one.close();
            green::print("{}", poll.poll() == Events{{number, POLLNVAL}});
            poll.remove(number);
            try {
                poll.remove(number);
            } catch (const std::out_of_range&) {
                green::print("unknown");
            }
            try {
                poll.modify(number, POLLIN);
            } catch (const std::system_error& error) {
                green::print("{}", error.code().value() == ENOENT);
            }
        });
        QCOMPARE(result.lines(), (Lines{"true", "unknown", "true"}));
    }
};

QTEST_APPLESS_MAIN(PollTest)
#include "poll_test.moc"
