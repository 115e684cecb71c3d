// Guests order dishes that the kitchen sends out later.
#include <green.h>
#include <map>
#include <string>

using namespace std::chrono_literals;

using Dish = green::AsyncResult<std::string>;
using Orders = std::map<std::string, Dish>;

void kitchen(Dish soup, Dish cake) {
    green::sleep(30ms);
    soup.set("tomato soup");
    green::sleep(20ms);
    cake.set_exception(
        green::RuntimeError("the oven is cold"));
}

void guest(std::string name, Orders orders) {
    try {
        green::print("{} eats {}", name,
                     orders.at(name).get());
    } catch (const green::RuntimeError& error) {
        green::print("{} hears that {}", name,
                     error.what());
    }
}

void program() {
    Dish soup("soup");
    Dish cake("cake");
    Orders orders{
        {"ann", soup}, {"ben", soup}, {"cleo", cake}};

    green::joinall({
        green::spawn(kitchen, soup, cake),
        green::spawn(green::named("ann"), guest,
                     "ann", orders),
        green::spawn(green::named("ben"), guest,
                     "ben", orders),
        green::spawn(green::named("cleo"), guest,
                     "cleo", orders),
    });
    green::print("still there: {}", soup.get());
}
