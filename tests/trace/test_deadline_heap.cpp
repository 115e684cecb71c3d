// The heap against a naive reading of libev's own rules for the order of timers.
#include <QTest>
#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "trace/deadline_heap.h"

namespace {

struct Timer {
    std::int64_t deadline = 0;
    int number = 0;
    std::vector<std::size_t>* places = nullptr;
};
struct Traits {
    static std::int64_t deadline(const Timer& timer) { return timer.deadline; }
    static void moved(Timer& timer, std::size_t index) {
        if (timer.places) (*timer.places)[static_cast<std::size_t>(timer.number)] = index;
    }
};
using Heap = green::trace::DeadlineHeap<Timer, Traits>;

// What libev documents about its 4-heap, with entries counted from 0 and a whole-array search for
// everything: slow and plain.
class Naive {
public:
    void start(Timer timer) {
        heap_.push_back(timer);
        for (auto at = heap_.size() - 1; at > 0;) {
            const auto up = (at - 1) / 4;
            if (heap_[up].deadline <= heap_[at].deadline) break;
            std::swap(heap_[up], heap_[at]);
            at = up;
        }
    }

    void stop(std::size_t at) {
        heap_[at] = heap_.back();
        heap_.pop_back();
        if (at >= heap_.size()) return;
        while (at > 0 && heap_[at].deadline < heap_[(at - 1) / 4].deadline) {
            std::swap(heap_[at], heap_[(at - 1) / 4]);
            at = (at - 1) / 4;
        }
        for (;;) {
            auto least = at;
            for (auto child = 4 * at + 1; child <= 4 * at + 4 && child < heap_.size(); ++child)
                if (heap_[child].deadline < heap_[least].deadline) least = child;
            if (least == at) return;
            std::swap(heap_[at], heap_[least]);
            at = least;
        }
    }

    const std::vector<Timer>& entries() const { return heap_; }

private:
    std::vector<Timer> heap_;
};

std::vector<int> numbers(const std::vector<Timer>& timers) {
    std::vector<int> result;
    for (const auto& timer : timers) result.push_back(timer.number);
    return result;
}

std::vector<int> drained(Heap& heap) {
    std::vector<int> result;
    while (!heap.empty()) result.push_back(heap.remove(0).number);
    return result;
}

}  // namespace

class DeadlineHeapTest : public QObject {
    Q_OBJECT

private slots:
    void five_equal_deadlines_fire_as_1_5_4_3_2() {
        Heap heap;
        for (int i = 1; i <= 5; ++i) heap.push({100, i, nullptr});
        QCOMPARE(drained(heap), (std::vector{1, 5, 4, 3, 2}));
    }

    void distinct_deadlines_fire_in_their_order() {
        Heap heap;
        for (const int i : {7, 3, 9, 1, 8, 2, 6, 5, 4}) heap.push({i, i, nullptr});
        QCOMPARE(drained(heap), (std::vector{1, 2, 3, 4, 5, 6, 7, 8, 9}));
    }

    void removes_the_only_and_the_last_entry() {
        Heap heap;
        heap.push({1, 1, nullptr});
        QCOMPARE(heap.remove(0).number, 1);
        QVERIFY(heap.empty());
        heap.push({1, 1, nullptr});
        heap.push({2, 2, nullptr});
        QCOMPARE(heap.remove(1).number, 2);
        QCOMPARE(heap.top().number, 1);
    }

    void agrees_with_the_naive_model() {
        std::mt19937_64 random(1);
        for (int round = 0; round < 200; ++round) {
            Heap heap;
            Naive naive;
            std::vector<std::size_t> places(400);
            // Few different deadlines: the order of equal ones is what the rules are about.
            const auto spread = 1 + random() % 8;
            for (int step = 0; step < 400; ++step) {
                if (heap.empty() || random() % 5 < 3) {
                    const Timer timer{static_cast<std::int64_t>(random() % spread), step, &places};
                    heap.push(timer);
                    naive.start(timer);
                } else {
                    const auto at = random() % 3 ? 0 : random() % heap.size();
                    heap.remove(at);
                    naive.stop(at);
                }
                QCOMPARE(numbers(heap.entries()), numbers(naive.entries()));
                for (std::size_t i = 0; i < heap.size(); ++i)
                    QCOMPARE(places[static_cast<std::size_t>(heap.entries()[i].number)], i);
            }
        }
    }
};

QTEST_APPLESS_MAIN(DeadlineHeapTest)
#include "test_deadline_heap.moc"
