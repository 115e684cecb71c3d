// Three actors in a ring pass a message on, twice
// round.
#include <green.h>
#include <string>

using Dish = std::string;
using Inbox = green::Queue<Dish>;

class Actor {
public:
    explicit Actor(const std::string& name)
        : inbox(name + ".inbox") {}
    virtual ~Actor() = default;
    virtual void receive(Dish dish) = 0;

    void run() {
        for (int i = 0; i < 2; ++i) {
            receive(inbox.get());
        }
    }

    Inbox inbox;
};

class Cook : public Actor {
public:
    Cook() : Actor("Cook") {}

    void receive(Dish dish) override {
        green::print("cook makes {}", dish);
        waiter->put(dish);
    }

    Inbox* waiter = nullptr;
};

class Waiter : public Actor {
public:
    Waiter() : Actor("Waiter") {}

    void receive(Dish dish) override {
        green::print("waiter brings {}", dish);
        guest->put(dish);
    }

    Inbox* guest = nullptr;
};

class Guest : public Actor {
public:
    Guest() : Actor("Guest") {}

    void receive(Dish dish) override {
        green::print("guest eats {}", dish);
        cook->put("another " + dish);
    }

    Inbox* cook = nullptr;
};

void program() {
    auto cook = green::make_greenlet(Cook());
    auto waiter = green::make_greenlet(Waiter());
    auto guest = green::make_greenlet(Guest());
    cook->waiter = &waiter->inbox;
    waiter->guest = &guest->inbox;
    guest->cook = &cook->inbox;

    cook.start();
    waiter.start();
    guest.start();

    cook->inbox.put("egg");
    guest.join();
    green::print("too late for {}", cook->inbox.get());
}
