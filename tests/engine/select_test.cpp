// select on real descriptors, on virtual time. Rules are those of tests/oracle/RULES.md.
#include <QTest>
#include <system_error>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "running.h"

using namespace green::trace;
using namespace std::chrono_literals;

using Lines = std::vector<std::string>;

namespace {

class Pipe {
public:
    Pipe() {
        if (pipe(ends_) != 0) throw std::system_error(errno, std::generic_category());
    }
    ~Pipe() {
        close_reader();
        close_writer();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reader() const { return ends_[0]; }
    int writer() const { return ends_[1]; }
    void send(char c = 'x') const { QCOMPARE(write(ends_[1], &c, 1), 1); }
    void receive() const {
        char c = 0;
        QCOMPARE(read(ends_[0], &c, 1), 1);
    }
    void close_reader() { close_end(ends_[0]); }
    void close_writer() { close_end(ends_[1]); }

private:
    static void close_end(int& end) {
        if (end >= 0) close(end);
        end = -1;
    }
    int ends_[2] = {-1, -1};
};

long long now() { return green::Clock::now().time_since_epoch() / 1ms; }

}  // namespace

class SelectTest : public QObject {
    Q_OBJECT

private slots:
    void r66_whatIsReadyTakesOneSleepZero();
    void r66_withoutTimeItAsksOnce();
    void r66_nothingWithinTheLimit();
    void r66_itWaitsForAnotherGreenlet();
    void r66_readersAndWriters();
    void r66_severalBecomeReadyTogether();
    void r66_negativeTimeIsRefused();
    void r66_aForeignTimeoutGoesThrough();
    void r66_itCanBeKilled();
    void r42_ioBehindATimeoutOfTheSameIteration();
    void aClosedEndIsReady();
    void aDescriptorThatIsNotOpenIsAnError();
    void aDescriptorThatIsClosedWhileSomebodyWaits();
    void theLoopsOwnDescriptorsAreNobodysBusiness();
    void severalMayWaitForOneDescriptor();
    void aWatcherKeepsTheLoopGoing();
    void readyDescriptorsAreSeenWhileOthersGiveWay();
};

void SelectTest::r66_whatIsReadyTakesOneSleepZero() {
    const Pipe pipe;
    pipe.send();
    const auto run = running::run([&] {
        green::spawn([] { green::print("queued before"); });
        const auto ready = green::select({pipe.reader()}, {pipe.writer()}, {}, 1s);
        green::print("{} {}", ready.read.size(), ready.write.size());
    });
    QCOMPARE(run.lines(), (Lines{"queued before", "1 1"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>main"));
    QCOMPARE(run.end_time(), 0);
}

void SelectTest::r66_withoutTimeItAsksOnce() {
    const Pipe pipe;
    const auto run = running::run([&] {
        green::spawn([&] { pipe.send(); });
        green::print("{}", repr(green::select({pipe.reader()}, {}, {}, 0s)));
    });
    QCOMPARE(run.lines(), (Lines{"([], [], [])"}));
}

void SelectTest::r66_nothingWithinTheLimit() {
    const Pipe pipe;
    const auto run = running::run([&] {
        for (const auto& descriptors : {std::vector{pipe.reader()}, std::vector<int>()}) {
            const auto ready = green::select(descriptors, {}, {}, 10ms);
            green::print("{} at {}", repr(ready), now());
        }
    });
    QCOMPARE(run.lines(), (Lines{"([], [], []) at 10", "([], [], []) at 20"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>main! main>hub hub>main!"));
}

void SelectTest::r66_itWaitsForAnotherGreenlet() {
    const Pipe pipe;
    const auto run = running::run([&] {
        auto reader = green::spawn([&] {
            const auto ready = green::select({pipe.reader()}, {}, {}, 1s);
            green::print("{} at {}", ready.read == std::vector{pipe.reader()}, now());
            pipe.receive();
        });
        green::sleep(10ms);
        pipe.send();
        green::print("written");
        reader.join();
    });
    QCOMPARE(run.lines(), (Lines{"written", "true at 10"}));
    // Its watcher runs in the loop and queues the wake-up, which comes with the next pass.
    QCOMPARE(run.switches(), std::string("main>hub hub>g1 g1>hub hub>main main>hub hub>g1 g1>hub hub>main"));
    QCOMPARE(run.greenlet("<lambda>").state, State::Finished);
}

void SelectTest::r66_readersAndWriters() {
    int ends[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const auto run = running::run([&] {
        const auto show = [&](const green::Selected& selected) {
            const auto text = [&](const std::vector<int>& list) {
                std::string names;
                for (const int fd : list) names += fd == ends[0] ? "a" : "b";
                return names;
            };
            green::print("read '{}' write '{}'", text(selected.read), text(selected.write));
        };
        show(green::select({ends[0], ends[1]}, {ends[1], ends[0]}, {ends[0]}));
        QCOMPARE(write(ends[0], "x", 1), 1);
        show(green::select({ends[0], ends[1]}, {}, {}));
    });
    QCOMPARE(run.lines(), (Lines{"read '' write 'ba'", "read 'b' write ''"}));
    close(ends[0]);
    close(ends[1]);
}

void SelectTest::r66_severalBecomeReadyTogether() {
    const Pipe one;
    const Pipe two;
    const auto run = running::run([&] {
        auto reader = green::spawn([&] {
            auto ready = green::select({one.reader(), two.reader()}, {}, {});
            green::print("{}", ready.read.size());
        });
        green::sleep();
        one.send();
        two.send();
        reader.join();
    });
    QCOMPARE(run.lines(), (Lines{"2"}));
}

void SelectTest::r66_negativeTimeIsRefused() {
    const auto run =
        running::run([] { QVERIFY_THROWS_EXCEPTION(std::invalid_argument, green::select({}, {}, {}, -1ms)); });
    QCOMPARE(run.switches(), std::string());
}

void SelectTest::r66_aForeignTimeoutGoesThrough() {
    const Pipe pipe;
    const auto run = running::run([&] {
        try {
            const green::Timeout::Scope limit{green::Timeout(5ms)};
            green::select({pipe.reader()}, {}, {}, 10ms);
        } catch (const green::Timeout&) {
            green::print("Timeout at {}", now());
        }
        // Nothing is left of its watcher.
        pipe.send();
        green::sleep(1ms);
    });
    QCOMPARE(run.lines(), (Lines{"Timeout at 5"}));
    QCOMPARE(run.switches(), std::string("main>hub hub>main! main>hub hub>main"));
}

void SelectTest::r66_itCanBeKilled() {
    const Pipe pipe;
    const auto run = running::run([&] {
        auto g = green::spawn([&] { green::select({pipe.reader()}, {}, {}); });
        green::sleep();
        g.kill();
        green::print("{}", g.value_repr());
    });
    QCOMPARE(run.lines(), (Lines{"GreenletExit()"}));
}

// The watcher only queues the wake-up, so the Timeout that is due as well is first; what was found is not lost.
void SelectTest::r42_ioBehindATimeoutOfTheSameIteration() {
    const Pipe pipe;
    const auto run = running::run([&] {
        auto reader = green::spawn([&] {
            const auto ready = green::select({pipe.reader()}, {}, {}, 1ms);
            green::print("{} at {}", ready.read.size(), now());
        });
        green::sleep();
        // In one pass the data comes and the time goes by.
        pipe.send();
        green::work(5ms);
        reader.join();
    });
    QCOMPARE(run.lines(), (Lines{"1 at 5"}));
    QVERIFY(run.switches().find("hub>g1!") != std::string::npos);
}

void SelectTest::aClosedEndIsReady() {
    Pipe pipe;
    const auto run = running::run([&] {
        auto reader = green::spawn([&] { green::print("{}", green::select({pipe.reader()}, {}, {}).read.size()); });
        green::sleep();
        pipe.close_writer();
        reader.join();
    });
    QCOMPARE(run.lines(), (Lines{"1"}));
}

void SelectTest::aDescriptorThatIsNotOpenIsAnError() {
    const Pipe pipe;
    const int closed = fcntl(pipe.reader(), F_DUPFD, 500);  // where nobody else takes the number
    close(closed);
    const auto run = running::run([&] {
        for (const int fd : {closed, -1}) {
            try {
                green::select({fd}, {}, {}, 1s);
            } catch (const std::system_error& error) {
                green::print("{}", error.code() == std::errc::bad_file_descriptor);
            }
        }
        QVERIFY_THROWS_EXCEPTION(std::system_error, green::select({}, {closed}, {}));
        QVERIFY_THROWS_EXCEPTION(std::system_error, green::select({}, {}, {closed}));
    });
    QCOMPARE(run.lines(), (Lines{"true", "true"}));
    QCOMPARE(run.switches(), std::string());
}

// libev itself would end the process.
void SelectTest::aDescriptorThatIsClosedWhileSomebodyWaits() {
    Pipe early;
    Pipe late;
    const auto run = running::run([&] {
        const auto wait_for = [](int fd, std::vector<int> also) {
            also.push_back(fd);
            const auto ready = green::select({fd}, also, {}, 10ms);
            green::print("{} {} at {}", ready.read.size(), ready.write.size(), now());
        };
        auto fresh = green::spawn(wait_for, early.reader(), std::vector<int>());
        // Closed before the loop has looked at it even once: it counts as ready.
        green::spawn([&] { early.close_reader(); });
        fresh.join();
        // Closed later: nobody can tell any more.
        auto waiting = green::spawn(wait_for, late.reader(), std::vector<int>());
        green::sleep(1ms);
        late.close_reader();
        waiting.join();
    });
    QCOMPARE(run.lines(), (Lines{"1 1 at 0", "0 0 at 10"}));
}

void SelectTest::theLoopsOwnDescriptorsAreNobodysBusiness() {
    std::vector<int> closed;
    for (int fd = 3; fd < 40; ++fd)
        if (fcntl(fd, F_GETFD) < 0) closed.push_back(fd);
    const auto run = running::run([&] {
        for (const int fd : closed) {
            try {
                green::select({fd}, {fd}, {}, 1ms);
            } catch (const std::system_error&) {
            }
        }
        green::print("lives");
    });
    QCOMPARE(run.lines(), (Lines{"lives"}));
}

void SelectTest::severalMayWaitForOneDescriptor() {
    const Pipe pipe;
    const auto run = running::run([&] {
        std::vector<green::Greenlet> all;
        for (int i = 0; i < 3; ++i)
            all.push_back(
                green::spawn([&] { green::print("{}", green::select({pipe.reader()}, {}, {}).read.size()); }));
        green::sleep(1ms);
        pipe.send();
        green::joinall(all);
    });
    QCOMPARE(run.lines(), (Lines{"1", "1", "1"}));
}

void SelectTest::aWatcherKeepsTheLoopGoing() {
    const Pipe pipe;
    const auto run = running::run([&] {
        green::Queue<int> queue;
        green::spawn([&, queue]() mutable {
            green::select({pipe.reader()}, {}, {});
            queue.put(1);
        });
        green::spawn_later(1ms, [&] { pipe.send(); });
        // No LoopExit: the descriptor may yet become ready.
        green::print("{}", queue.get());
    });
    QCOMPARE(run.lines(), (Lines{"1"}));
}

void SelectTest::readyDescriptorsAreSeenWhileOthersGiveWay() {
    const Pipe pipe;
    const auto run = running::run([&] {
        bool done = false;
        auto reader = green::spawn([&] {
            green::select({pipe.reader()}, {}, {});
            done = true;
        });
        green::sleep();
        pipe.send();
        while (!done) {
            green::work(100us);
            green::sleep();
        }
        green::print("{}", green::Clock::now().time_since_epoch() / 100us);
    });
    // The 50th callback of the pass leaves the clock at 4.9 ms, the 100th at 9.9: only then the loop polls (R8).
    // The reader's wake-up then is behind one more of main's.
    QCOMPARE(run.lines(), (Lines{"100"}));
}

QTEST_APPLESS_MAIN(SelectTest)
#include "select_test.moc"
