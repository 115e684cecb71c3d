// Thirteen timers with three deadlines; the second time some are taken out of the heap's middle.
#include <memory>
#include <string_view>

#include "python.h"

namespace oracle_33 {

using namespace std::chrono_literals;

using Order = std::shared_ptr<std::vector<std::string>>;

constexpr int delays[] = {3, 1, 2, 3, 1, 2, 3, 1, 2, 1, 3, 2, 2};
constexpr std::string_view names = "abcdefghijklm";

void note(const Order& order, const std::string& name) { order->push_back(name); }

std::vector<green::Greenlet> plant(const Order& order) {
    order->clear();
    std::vector<green::Greenlet> greenlets;
    for (std::size_t i = 0; i < names.size(); ++i)
        greenlets.push_back(green::spawn_later(delays[i] * 30ms, note, order, std::to_string(delays[i]) + names[i]));
    return greenlets;
}

void program() {
    const auto order = std::make_shared<std::vector<std::string>>();
    green::joinall(plant(order));
    python::print(*order);

    green::sleep(10ms);
    auto greenlets = plant(order);
    for (const char name : std::string_view("bfmd"))
        greenlets[names.find(name)].kill(std::make_exception_ptr(green::GreenletExit()), false);
    green::joinall(greenlets);
    python::print(*order);
}

}  // namespace oracle_33
