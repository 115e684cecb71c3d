// Every greenlet sees its own values in a local.
#include <map>

#include "python.h"

namespace oracle_25 {

using Attributes = std::map<std::string, std::string>;
using Stash = green::Local<Attributes>;

Attributes none() { return {}; }

void set(Stash& stash, const std::string& name, const std::string& value) {
    stash.update([&](Attributes& attributes) { attributes[name] = value; });
}

void first(Stash stash) {
    set(stash, "x", "1");
    green::sleep();
    python::print("first sees", stash->at("x"));
}

void second(Stash stash) {
    set(stash, "y", "2");
    green::sleep();
    python::print("second sees", stash->at("y"));
    if (!stash->contains("x")) python::print("x is not local to second");
}

void program() {
    Stash stash(none);
    set(stash, "x", "main");
    green::joinall({green::spawn(first, stash), green::spawn(second, stash)});
    std::vector<std::string> names;
    for (const auto& [name, value] : *stash) names.push_back(name);
    python::print("main sees", stash->at("x"), names);
}

}  // namespace oracle_25
