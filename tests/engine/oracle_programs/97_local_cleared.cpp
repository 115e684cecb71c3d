// The values of a local go away when their greenlet has ended.
#include <memory>

#include "python.h"

namespace oracle_97 {

struct Value {
    explicit Value(std::string its_name) : name(std::move(its_name)) {}
    ~Value() { python::print(name, "dropped"); }
    Value(const Value&) = delete;
    Value& operator=(const Value&) = delete;
    std::string name;
};

using Stash = green::Local<std::shared_ptr<Value>>;
using Settings = green::Local<int>;

void count(Settings& settings) {
    settings.update([](int& n) { ++n; });
}

void work(Stash stash, Settings settings, const std::string& name) {
    stash.set(std::make_shared<Value>(name));
    count(settings);
    green::sleep();
    count(settings);
    python::print(name, "ends with", *settings);
}

void program() {
    Stash stash;
    Settings settings([] {
        python::print("a new view");
        return 10;
    });
    green::joinall(
        {green::spawn(work, stash, settings, std::string("a")), green::spawn(work, stash, settings, std::string("b"))});
    python::print("joined, main has", *settings);
    green::sleep();
}

}  // namespace oracle_97
