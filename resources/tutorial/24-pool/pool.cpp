// A pool of two: whoever spawns a third has to wait for
// a place.
#include <green.h>

using namespace std::chrono_literals;

void job(int number, std::chrono::milliseconds time) {
    green::print("job {} begins", number);
    green::sleep(time);
    green::print("job {} is done", number);
}

void program() {
    green::Pool pool(2, "pool");

    int number = 1;
    for (auto time : {30ms, 50ms, 40ms, 30ms}) {
        green::print("main hands out job {}", number);
        pool.spawn(job, number++, time);
    }

    green::print("all handed out, free places: {}",
                 pool.free_count());
    pool.join();
    green::print("all done, free places: {}",
                 pool.free_count());
}
