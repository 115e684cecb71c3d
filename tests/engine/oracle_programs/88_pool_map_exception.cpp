// map raises the first exception by position; the others run on.
#include <map>

#include "python.h"

namespace oracle_88 {

using namespace std::chrono_literals;

std::string work(const std::string& name) {
    static const std::map<std::string, std::chrono::milliseconds> delays{
        {"a", 120ms}, {"b", 60ms}, {"c", 20ms}, {"d", 50ms}, {"e", 0ms}};
    green::sleep(delays.at(name));
    python::print("work", name);
    if (name == "b" || name == "d") throw python::ValueError("bad " + name);
    return name;
}

void map(green::Pool& pool, const std::vector<std::string>& items) {
    try {
        python::print(pool.map(work, items));
    } catch (const python::ValueError& error) {
        python::print("caught", error.what());
    }
    python::print("left in the pool:", pool.size());
    pool.join();
}

void program() {
    green::Pool pool(3);
    map(pool, {"a", "b", "c", "d", "e"});
    map(pool, {"b", "c", "a"});
    try {
        pool.apply(work, std::tuple(std::string("d")));
    } catch (const python::ValueError& error) {
        python::print("apply raised", error.what());
    }
}

}  // namespace oracle_88
