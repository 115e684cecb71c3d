// Signals to a run: R70.
#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "running.h"

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using running::run;

class SignalsTest : public QObject {
    Q_OBJECT

private slots:
    // R70: in a new greenlet, from the loop; several before it looks are one.
    void a_handler_runs_in_a_greenlet_of_its_own() {
        const auto result = run([] {
            auto handler = green::signal_handler(
                SIGUSR1,
                [](int n) {
                    green::print("handler {} begins", n);
                    green::sleep(5ms);
                    green::print("handler ends");
                },
                7);
            green::raise_signal(SIGUSR1);
            green::raise_signal(SIGUSR1);
            green::print("raised");
            green::sleep(1ms);
            green::print("main");
            green::sleep(10ms);
            green::raise_signal(SIGUSR1);
            handler.cancel();
        });
        QCOMPARE(result.lines(), (Lines{"raised", "handler 7 begins", "main", "handler ends"}));
        QCOMPARE(result.result.exit_code, 0);
    }

    // A greenlet that never gives way holds it up.
    void a_signal_waits_for_the_loop() {
        const auto result = run([] {
            green::signal_handler(SIGINT, [] { green::print("handler"); });
            green::spawn([] {
                green::raise_signal(SIGINT);
                green::work(100ms);
                green::print("done at last");
            });
            green::sleep(1ms);
            green::sleep();
        });
        QCOMPARE(result.lines(), (Lines{"done at last", "handler"}));
    }

    // R70 and R68: what a handler throws reaches main.
    void an_error_in_a_handler_goes_to_main() {
        const auto result = run([] {
            green::signal_handler(SIGTERM, [] { throw std::runtime_error("in the handler"); });
            green::raise_signal(SIGTERM);
            try {
                green::sleep(1s);
            } catch (const std::runtime_error& error) {
                green::print("main caught: {}", error.what());
            }
        });
        QCOMPARE(result.lines(), (Lines{"main caught: in the handler"}));
        QVERIFY2(result.err.find("in the handler") != std::string::npos, result.err.c_str());
    }

    void without_a_handler_it_does_what_python_would_do() {
        const auto interrupted = run([] {
            green::raise_signal(SIGCHLD);
            green::raise_signal(SIGINT);
            try {
                green::sleep(1s);
            } catch (const green::KeyboardInterrupt&) {
                green::print("interrupted");
            }
        });
        QCOMPARE(interrupted.lines(), (Lines{"interrupted"}));
        const auto killed = run([] {
            green::spawn([] {
                green::sleep(1ms);
                green::print("never printed");
            });
            green::raise_signal(SIGQUIT);
            green::sleep(10ms);
            green::print("never printed");
        });
        QCOMPARE(killed.lines(), Lines());
        QCOMPARE(killed.result.exit_code, 128 + SIGQUIT);
        QCOMPARE(killed.result.error, std::string("killed by SIGQUIT"));
    }

    // R6: handlers are no reason for the loop to go on.
    void a_handler_does_not_keep_the_loop_going() {
        const auto result = run([] {
            green::signal_handler(SIGUSR1, [] {});
            green::print("{}", green::wait());
        });
        QCOMPARE(result.lines(), (Lines{"true"}));
    }

    void what_is_no_signal_is_refused() {
        const auto result = run([] {
            for (const int number : {0, 65}) {
                try {
                    green::signal_handler(number, [] {});
                } catch (const green::ValueError& error) {
                    green::print("{}", error.what());
                }
            }
        });
        QCOMPARE(result.lines(), (Lines{"illegal signal number: 0", "illegal signal number: 65"}));
        green::Signals mailbox;
        QVERIFY_EXCEPTION_THROWN(mailbox.send(0), std::out_of_range);
        QVERIFY_EXCEPTION_THROWN(mailbox.send(65), std::out_of_range);
        mailbox.send(64);
        mailbox.send(1);
        QCOMPARE(mailbox.take(), 1);
        QCOMPARE(mailbox.take(), 64);
        QCOMPARE(mailbox.take(), 0);
    }

    // From another thread, into a wait that nothing else would end soon.
    void a_signal_ends_a_real_wait() {
        const auto mailbox = std::make_shared<green::Signals>();
        green::trace::Gate gate;
        std::string out;
        green::RunOptions options;
        options.clock = green::trace::ClockKind::Real;
        options.incoming_signals = mailbox;
        options.out = [&](std::string_view text) {
            out += text;
            // Main is about to wait.
            if (text == "waiting\n") std::thread([mailbox] { mailbox->send(SIGUSR1); }).detach();
        };
        const auto result = green::run(
            [] {
                auto sleeper = green::spawn([] { green::sleep(1h); });
                green::signal_handler(SIGUSR1, [=]() mutable { green::kill(sleeper); });
                green::print("waiting");
                sleeper.join();
                green::print("over");
            },
            gate, std::move(options));
        QCOMPARE(out, std::string("waiting\nover\n"));
        QCOMPARE(result.exit_code, 0);
    }

    void the_record_says_which_signal_came() {
        const auto result = run([] {
            green::signal_handler(SIGQUIT, [] {});
            green::raise_signal(SIGQUIT);
            green::sleep(1ms);
        });
        const auto& store = *result.store;
        bool found = false;
        for (green::trace::EventNumber n = 1; n <= store.size(); ++n) {
            if (store.event(n).kind != green::trace::Kind::Signal) continue;
            found = true;
            QCOMPARE(std::string(store.text(n)), std::string("SIGQUIT"));
            QVERIFY(store.event(n).greenlet == green::trace::Id::Hub);
        }
        QVERIFY(found);
        QCOMPARE(result.greenlet("handle").name, std::string("<lambda>"));
    }
};

QTEST_APPLESS_MAIN(SignalsTest)
#include "signals_test.moc"
