// Baker and customer use a shelf for two loaves and
// never wait.
#include <green.h>

using namespace std::chrono_literals;

using Shelf = green::Queue<int>;

void baker(Shelf shelf) {
    for (int loaf = 1; loaf < 7; ++loaf) {
        try {
            shelf.put_nowait(loaf);
            green::print("baker puts loaf {} on the shelf",
                         loaf);
        } catch (const green::Full&) {
            green::print("shelf is full, baker eats loaf {}",
                         loaf);
            green::sleep(0s);
        }
    }
}

void customer(Shelf shelf) {
    for (int i = 0; i < 6; ++i) {
        try {
            int loaf = shelf.get_nowait();
            green::print("customer takes loaf {}", loaf);
        } catch (const green::Empty&) {
            green::print("shelf is empty, customer looks "
                         "again later");
            green::sleep(0s);
        }
    }
}

void program() {
    Shelf shelf(2, "shelf");
    green::joinall({
        green::spawn(baker, shelf),
        green::spawn(customer, shelf),
    });
    green::print("left on the shelf: {}", shelf.qsize());
}
