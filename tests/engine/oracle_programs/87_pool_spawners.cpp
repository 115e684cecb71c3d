// Several greenlets fill one pool; a full pool can also refuse.
#include "python.h"

namespace oracle_87 {

using namespace std::chrono_literals;

void job(const std::string& name) {
    python::print(name, "runs");
    green::sleep();
}

void spawner(green::Pool pool, char name) {
    for (int n = 0; n < 2; ++n) {
        pool.spawn(job, name + std::to_string(n));
        python::print(std::string(1, name), "spawned", n);
    }
}

void sleep() { green::sleep(10s); }

void program() {
    green::Pool pool(2);
    std::vector<green::Greenlet> gs;
    for (const char name : {'a', 'b', 'c'}) gs.push_back(green::spawn(spawner, pool, name));
    green::joinall(gs);
    python::print("all spawned, free", pool.free_count());
    pool.join();
    python::print("joined, free", pool.free_count(), "available", pool.wait_available());

    for (int i = 0; i < 2; ++i) pool.spawn(sleep);
    try {
        pool.add(green::make_greenlet(job, std::string("x")), false);
    } catch (const green::PoolFull&) {
        python::print("PoolFull");
    }
    try {
        pool.start(green::make_greenlet(job, std::string("y")), true, 20ms);
    } catch (const green::PoolFull&) {
        python::print("PoolFull after a while");
    }
    python::print("wait_available:", pool.wait_available(20ms));
    pool.kill();
    python::print("free", pool.free_count());
}

}  // namespace oracle_87
