// A program may let go of its last handle of something while a greenlet waits in it. What is wrong shows as a
// use of freed memory, under AddressSanitizer.
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "running.h"

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using running::run;

namespace {

void nap(int ms) { green::sleep(std::chrono::milliseconds(ms)); }

// Calls `wait` with the handle in a greenlet, and lets go of the handle while that waits.
template <class Handle, class Wait>
green::Greenlet let_go_during(Handle handle, Wait wait) {
    const auto last = std::make_shared<std::unique_ptr<Handle>>(std::make_unique<Handle>(std::move(handle)));
    auto waiting = green::spawn([=] { wait(**last); });
    green::sleep();
    last->reset();
    return waiting;
}

}  // namespace

class HandlesTest : public QObject {
    Q_OBJECT

private slots:
    void a_pool_without_a_place() {
        const auto result = run([] {
            green::Pool pool(1);
            pool.spawn(nap, 10);
            let_go_during(std::move(pool), [](green::Pool& full) {
                full.spawn([] { green::print("it got its place"); });
            }).join();
            green::sleep(1ms);
        });
        QCOMPARE(result.lines(), (Lines{"it got its place"}));
    }

    void who_waits_in_vain() {
        const auto result = run([] {
            let_go_during(green::Semaphore(0), [](green::Semaphore& none) {
                green::print("{} permits", none.wait(10ms));
            }).join();
            let_go_during(green::Pool(0), [](green::Pool& full) {
                green::print("{} places", full.wait_available(10ms));
            }).join();
            let_go_during(green::AsyncResult<int>(), [](green::AsyncResult<int>& unset) {
                green::print("{}", unset.wait(10ms).has_value());
            }).join();
            let_go_during(green::AsyncResult<int>(), [](green::AsyncResult<int>& unset) {
                try {
                    unset.get(10ms);
                } catch (const green::Timeout& expired) {
                    green::print("{}", expired.message());
                }
            }).join();
            let_go_during(green::make_greenlet([] {}), [](green::Greenlet& unstarted) {
                unstarted.join(10ms);
                green::print("not joined");
            }).join();
        });
        QCOMPARE(result.lines(), (Lines{"0 permits", "0 places", "false", "0.01 seconds", "not joined"}));
    }

    void who_gets_it_in_the_end() {
        const auto result = run([] {
            auto answer = green::spawn([] {
                green::sleep(1ms);
                return 42;
            });
            let_go_during(std::move(answer), [](green::Greenlet& greenlet) {
                green::print("{}", greenlet.get<int>());
            }).join();
            auto doomed = green::spawn(nap, 10);
            green::sleep();
            let_go_during(std::move(doomed), [](green::Greenlet& greenlet) {
                greenlet.kill();
                green::print("killed");
            }).join();
            const auto slow = [](int ms) {
                nap(ms);
                return ms;
            };
            auto results = green::Pool(2).imap(slow, std::vector{2, 1});
            let_go_during(std::move(results), [](auto& all) { green::print("{}", *all.next()); }).join();
        });
        QCOMPARE(result.lines(), (Lines{"42", "killed", "2"}));
    }

    void threads_and_processes() {
        const auto result = run([] {
            let_go_during(green::ThreadPool(1), [](green::ThreadPool& threads) {
                for (const int n : threads.map([](int i) { return i * i; }, std::vector{2, 3, 4}))
                    green::print("{}", n);
            }).join();
            let_go_during(green::Popen({"sh", "-c", "exit 3"}), [](green::Popen& process) {
                green::print("{}", process.wait());
            }).join();
            const green::Stream pipe = green::Stream::Pipe;
            let_go_during(green::Popen({"cat"}, {.in = pipe, .out = pipe}), [](green::Popen& process) {
                green::print("{}", process.communicate("text").first);
            }).join();
            let_go_during(green::Popen({"echo", "word"}, {.out = pipe}), [](green::Popen& process) {
                green::write(process.read());
            }).join();
            const auto thrice = [](int n) { return 3 * n; };
            let_go_during(green::ProcessPool(1).imap_unordered(thrice, std::vector{1}), [](auto& results) {
                green::print("{}", *results.next());
            }).join();
        });
        QCOMPARE(result.lines(), (Lines{"4", "9", "16", "3", "text", "word", "3"}));
    }

    // Why nothing can happen any more is asked of what they wait for.
    void a_queue_that_nobody_can_reach() {
        const auto result = run([] {
            let_go_during(green::JoinableQueue<int>(0, {1}, "tasks"), [](auto& tasks) { tasks.join(); }).join();
        });
        QCOMPARE(result.result.why, (Lines{"main waits in join() for the end of <lambda>",
                                           "<lambda> waits in join() on tasks; nobody is left who could end that"}));
    }

    void a_process_that_has_ended() {
        const auto result = run([] {
            const std::vector<green::Waitable> both{green::Popen({"true"}), green::Event("never")};
            green::wait(both);
        });
        QCOMPARE(result.result.why, (Lines{"main waits in wait(); nobody is left who could end that"}));
    }

    void links_that_are_taken_back() {
        const auto result = run([] {
            auto waiting = green::iwait({green::Event("never")});
            green::spawn([&] { waiting.close(); });
            waiting.next();
        });
        QCOMPARE(result.result.why, (Lines{"main waits in wait(); nobody is left who could end that"}));
    }

    void an_iteration_that_outlives_its_run() {
        std::unique_ptr<green::WaitIterator<green::Waitable>> kept;
        run([&] {
            green::Event set("set");
            set.set();
            const std::vector<green::Waitable> both{set, green::Event("never")};
            kept = std::make_unique<green::WaitIterator<green::Waitable>>(both, green::WaitOptions{.timeout = 1s},
                                                                          green::trace::WaitReason::Wait,
                                                                          green::trace::SourceLocation::current());
            QVERIFY(kept->next());
        });
        // Its timer and its links, of a hub that is no more, go with it.
        kept.reset();
    }
};

QTEST_APPLESS_MAIN(HandlesTest)
#include "handles_test.moc"
