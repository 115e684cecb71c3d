// Two actors, each with an inbox, throw a ball to and fro.
#include "python.h"

namespace oracle_27 {

using Inbox = green::Queue<std::string>;

constexpr int rounds_to_play = 5;

class Pinger {
public:
    Pinger(Inbox inbox, Inbox other) : inbox_(std::move(inbox)), other_(std::move(other)) {}

    void operator()() {
        for (int rounds = 0;; ++rounds) {
            python::print("pinger got", inbox_.get());
            if (rounds == rounds_to_play) break;
            other_.put("ping");
            green::sleep();
        }
        other_.put("stop");
    }

private:
    Inbox inbox_;
    Inbox other_;
};

class Ponger {
public:
    Ponger(Inbox inbox, Inbox other) : inbox_(std::move(inbox)), other_(std::move(other)) {}

    void operator()() {
        for (;;) {
            const auto message = inbox_.get();
            python::print("ponger got", message);
            if (message == "stop") return;
            other_.put("pong");
            green::sleep();
        }
    }

private:
    Inbox inbox_;
    Inbox other_;
};

void program() {
    Inbox to_ping;
    Inbox to_pong;
    auto ping = green::make_greenlet(Pinger(to_ping, to_pong));
    auto pong = green::make_greenlet(Ponger(to_pong, to_ping));
    ping.start();
    pong.start();
    to_ping.put("start");
    green::joinall({ping, pong});
}

}  // namespace oracle_27
