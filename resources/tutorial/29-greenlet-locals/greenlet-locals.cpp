// One object, and different values in it for each
// greenlet.
#include <green.h>
#include <map>
#include <string>

using namespace std::chrono_literals;

using Values = std::map<std::string, std::string>;

std::string shared_user;

void visitor(green::Local<Values> stash,
             std::string name) {
    shared_user = name;
    stash.set({{"user", name}});
    green::sleep(0s);
    green::print("{} finds {} and {}", name, shared_user,
                 stash->at("user"));
}

void program() {
    green::Local<Values> stash("stash");

    green::joinall({
        green::spawn(green::named("ann"), visitor,
                     stash, "ann"),
        green::spawn(green::named("ben"), visitor,
                     stash, "ben"),
    });

    green::print("main finds {}", shared_user);
    try {
        green::print("and {}", stash->at("user"));
    } catch (const green::AttributeError&) {
        green::print("and nothing of its own");
    }
}
