// What happens outside of the run: threads and processes, and how the hub waits for them.
#include <unistd.h>

#include <csignal>
#include <latch>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "running.h"

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using green::Popen;
using green::ProcessPool;
using green::Stream;
using green::ThreadPool;
using running::run;

class OutsideTest : public QObject {
    Q_OBJECT

private slots:
    // --- threads ---

    void a_thread_computes_while_greenlets_run() {
        const auto result = run([] {
            ThreadPool threads(2, "threads");
            const auto may_end = std::make_shared<std::latch>(1);
            auto answer = threads.spawn([=] {
                may_end->wait();
                return std::this_thread::get_id();
            });
            green::print("{} {}", answer.ready(), threads.size());
            green::spawn([=] {
                green::print("others run");
                may_end->count_down();
            });
            green::print("{}", answer.get() != std::this_thread::get_id());
            green::print("{} {}", threads.join(), threads.size());
        });
        QCOMPARE(result.lines(), (Lines{"false 1", "others run", "true", "true 0"}));
    }

    void a_failure_in_a_thread_is_reported_and_raised() {
        const auto result = run([] {
            ThreadPool threads(1);
            try {
                threads.apply([]() -> int { throw std::runtime_error("in a thread"); });
            } catch (const std::runtime_error& error) {
                green::print("{}", error.what());
            }
            threads.apply([](int) {}, std::tuple(1));
            try {
                const ThreadPool none(0);
            } catch (const green::ValueError& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.lines(), (Lines{"in a thread", "size must be positive: 0"}));
        QVERIFY(result.err.find("in a thread") != std::string::npos);
    }

    // Who finds no free thread waits; results come in the items' order all the same.
    void more_tasks_than_threads() {
        const auto result = run([] {
            ThreadPool threads(2);
            std::vector<int> numbers(50);
            std::iota(numbers.begin(), numbers.end(), 0);
            const auto squares = threads.map([](int n) { return n * n; }, numbers);
            green::print("{} {}", squares.size(), squares.back());
        });
        QCOMPARE(result.lines(), (Lines{"50 2401"}));
        QCOMPARE(result.end_time() < 1'000'000, true);  // no virtual time passes in threads
    }

    // Nobody waits for a thread when the run is over.
    void a_run_ends_though_a_thread_still_works() {
        const auto may_end = std::make_shared<std::latch>(1);
        const auto result = run([=] {
            ThreadPool threads(1);
            threads.spawn([=] { may_end->wait(); });
            green::print("main ends");
        });
        may_end->count_down();
        QCOMPARE(result.lines(), (Lines{"main ends"}));
    }

    // --- processes ---

    void a_process_is_waited_for_without_blocking() {
        const auto result = run([] {
            Popen reader({"cat"}, {.in = Stream::Pipe, .out = Stream::Pipe});
            green::spawn([=]() mutable {
                green::print("others run");
                reader.write("a line\n");
                reader.close_stdin();
            });
            std::string text;
            for (auto some = reader.read(); !some.empty(); some = reader.read()) text += some;
            green::write(text);
            green::print("{}", reader.wait());
            green::print("{}", *reader.poll());
        });
        QCOMPARE(result.lines(), (Lines{"others run", "a line", "0", "0"}));
    }

    void communicate_writes_and_reads_at_the_same_time() {
        const auto result = run([] {
            // More than pipes hold.
            const std::string much(1 << 20, 'x');
            Popen both({"sh", "-c", "tee /dev/stderr"}, {.in = Stream::Pipe, .out = Stream::Pipe, .err = Stream::Pipe});
            const auto [out, err] = both.communicate(much);
            green::print("{} {} {}", out == much, err == much, *both.returncode());
            Popen deaf({"true"}, {.in = Stream::Pipe});
            deaf.communicate(much);
            green::print("{}", *deaf.returncode());
            green::print("{}", green::check_output({"printf", "%s", "hello"}));
            try {
                green::check_output({"sh", "-c", "exit 3"});
            } catch (const green::CalledProcessError& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.lines(),
                 (Lines{"true true 0", "0", "hello", "Command 'sh -c exit 3' returned non-zero exit status 3"}));
    }

    void a_process_can_be_killed_and_given_up_on() {
        const auto result = run([] {
            Popen sleeper({"sleep", "1000"});
            try {
                sleeper.wait(1ms);
            } catch (const green::TimeoutExpired& error) {
                green::print("{}", error.what());
            }
            green::print("{}", sleeper.returncode().has_value());
            sleeper.terminate();
            green::print("{}", green::wait({green::Waitable(sleeper)}).size());
            green::print("{}", *sleeper.returncode() == -SIGTERM);
            sleeper.kill();
        });
        QCOMPARE(result.lines(), (Lines{"Command 'sleep 1000' timed out", "false", "1", "true"}));
    }

    void what_cannot_be_started_is_an_error() {
        const auto result = run([] {
            try {
                Popen({"/no/such/program"});
            } catch (const std::system_error& error) {
                green::print("{}", error.code().value() == ENOENT);
            }
            try {
                Popen({});
            } catch (const std::invalid_argument& error) {
                green::print("{}", error.what());
            }
            Popen quiet({"true"});
            try {
                quiet.read();
            } catch (const std::logic_error& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.lines(), (Lines{"true", "Popen: no program", "stdout is not a pipe, or is closed"}));
    }

    // What the run started does not outlive it.
    void processes_end_with_the_run() {
        int pid = 0;
        run([&] {
            const Popen sleeper({"sleep", "1000"});
            pid = sleeper.pid();
        });
        QVERIFY(pid > 0);
        QCOMPARE(kill(pid, 0), -1);
        QCOMPARE(errno, ESRCH);
    }

    void a_pool_of_processes_maps() {
        const auto result = run([] {
            const ProcessPool pool(4);
            std::vector<int> numbers(40);
            std::iota(numbers.begin(), numbers.end(), 0);
            green::print("{}", pool.map([](int n) { return n * n; }, numbers).back());
            int sum = 0;
            for (const int n : pool.imap_unordered([](int n) { return n; }, numbers)) sum += n;
            green::print("{}", sum);
            const auto pids = pool.map([](int) { return getpid(); }, numbers);
            green::print("{}", std::ranges::find(pids, getpid()) == pids.end());
            // Larger than a pipe holds.
            const auto texts =
                pool.map([](int n) { return std::string(100'000, static_cast<char>('a' + n)); }, std::vector{0, 1});
            green::print("{} {}", texts[0].size(), texts[1].front());
        });
        QCOMPARE(result.lines(), (Lines{"1521", "780", "true", "100000 b"}));
    }

    void errors_come_back_from_processes() {
        const auto result = run([] {
            const ProcessPool pool(2);
            auto results = pool.imap_unordered(
                [](int n) {
                    if (n == 1) throw std::runtime_error("bad");
                    return n;
                },
                std::vector{1});
            try {
                results.next();
            } catch (const green::RuntimeError& error) {
                green::print("{}", error.what());
            }
            try {
                pool.map([](int n) { return green::sleep(), n; }, std::vector{1});
            } catch (const green::RuntimeError& error) {
                green::print("{}", error.what());
            }
            try {
                pool.map([](int) -> int { _exit(1); }, std::vector{1});
            } catch (const green::RuntimeError& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.lines(),
                 (Lines{"std::runtime_error: bad", "std::logic_error: an engine call outside of green::run",
                        "a process of the pool has died"}));
    }
};

QTEST_APPLESS_MAIN(OutsideTest)
#include "outside_test.moc"
