// Two actors play ping-pong through their inboxes.
#include <green.h>
#include <string>

using Message = std::string;
using Inbox = green::Queue<Message>;

class Actor {
public:
    explicit Actor(const std::string& name)
        : inbox(name + ".inbox") {}
    virtual ~Actor() = default;
    virtual void receive(Message message) = 0;

    void run() {
        running = true;
        while (running) {
            receive(inbox.get());
        }
    }

    Inbox inbox;
    bool running = false;
};

class Pinger : public Actor {
public:
    Pinger() : Actor("Pinger") {}

    void receive(Message message) override {
        green::print("pinger got {}", message);
        if (message == "stop") {
            running = false;
        } else {
            pong->put("ping");
        }
    }

    Inbox* pong = nullptr;
};

class Ponger : public Actor {
public:
    Ponger() : Actor("Ponger") {}

    void receive(Message message) override {
        green::print("ponger got {}", message);
        --rounds;
        running = rounds > 0;
        ping->put(running ? "pong" : "stop");
    }

    Inbox* ping = nullptr;
    int rounds = 3;
};

void program() {
    auto ping = green::make_greenlet(Pinger());
    auto pong = green::make_greenlet(Ponger());
    ping->pong = &pong->inbox;
    pong->ping = &ping->inbox;

    ping.start();
    pong.start();
    ping->inbox.put("start");
    ping.join();
    pong.join();
}
