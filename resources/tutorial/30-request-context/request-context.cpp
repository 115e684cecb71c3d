// `request` is the request at hand, without being
// passed along.
#include <green.h>
#include <map>
#include <string>
#include <vector>

using namespace std::chrono_literals;

using Request = std::map<std::string, std::string>;
using Items = std::vector<Request>;
using Local = green::Local<std::map<std::string, Items>>;

struct LocalStack : Local {
    using Local::Local;

    Items items() const {
        return has_value() ? get().at("items") : Items();
    }

    void push(const Request& item) {
        auto now = items();
        now.push_back(item);
        set({{"items", now}});
    }

    void pop() {
        auto now = items();
        now.pop_back();
        set({{"items", now}});
    }
};

struct LocalProxy {
    std::string operator[](const char* name) const {
        if (stack.items().empty()) {
            throw green::RuntimeError(
                "there is no request here");
        }
        return stack.items().back().at(name);
    }

    LocalStack stack;
};

// What a Python program has as global variables.
struct Globals {
    LocalStack requests{"requests"};
    LocalProxy request{requests};
};

void log(const Globals& globals, std::string text) {
    green::print("{} {}", text,
                 globals.request["path"]);
}

void handle(Globals globals, std::string path) {
    globals.requests.push({{"path", path}});
    log(globals, "begin");
    green::sleep(0s);
    log(globals, "end");
    globals.requests.pop();
}

void program() {
    Globals globals;
    green::joinall({
        green::spawn(handle, globals, "/news"),
        green::spawn(handle, globals, "/mail"),
    });
    try {
        log(globals, "main looks at");
    } catch (const green::RuntimeError& error) {
        green::print("main is told: {}", error.what());
    }
}
