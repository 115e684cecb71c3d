// imap raises where the bad item is, and can go on after it.
#include "python.h"

namespace oracle_89 {

using namespace std::chrono_literals;

int work(int n) {
    static constexpr std::chrono::milliseconds delays[]{20ms, 120ms, 40ms, 10ms};
    green::sleep(delays[n]);
    if (n == 2) throw python::ValueError("bad " + std::to_string(n));
    return n;
}

void consume(const std::string& name, auto results) {
    for (;;) {
        try {
            const auto result = results.next();
            if (!result) break;
            python::print(name, *result);
        } catch (const python::ValueError& error) {
            python::print(name, "caught", error.what());
        }
    }
    python::print(name, "over");
}

void program() {
    green::Pool pool(2);
    const std::vector<int> items{0, 1, 2, 3};
    consume("imap", pool.imap(work, items));
    consume("imap_unordered", pool.imap_unordered(work, items));
}

}  // namespace oracle_89
