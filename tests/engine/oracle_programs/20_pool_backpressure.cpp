// Pool.spawn blocks while the pool is full.
#include "python.h"

namespace oracle_20 {

using namespace std::chrono_literals;

void job(green::Pool pool, int n) {
    static constexpr std::chrono::milliseconds delays[]{60ms, 20ms, 30ms, 80ms, 10ms};
    python::print("job", n, "starts,", pool.free_count(), "free");
    green::sleep(delays[n]);
    python::print("job", n, "ends");
}

void program() {
    green::Pool pool(2);
    for (int n = 0; n < 5; ++n) {
        python::print("main: spawning", n, pool.full() ? "- full" : "- room");
        pool.spawn(job, pool, n);
        python::print("main: spawned", n);
    }
    pool.join();
    python::print("free:", pool.free_count());
}

}  // namespace oracle_20
