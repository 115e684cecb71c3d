// How many greenlets can wait at once, and what a program gets that wants more.
#include <QTest>

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "context/stack_pool.h"
#include "green.h"
#include "run.h"

using green::context::Stack;
using green::context::StackPool;

namespace {

// More than stacks can have guards with mappings of their own under Debian's vm.max_map_count.
constexpr int more_than_mappings = 40'000;

std::size_t number_in(const char* file) {
    std::size_t number = 0;
    std::ifstream(file) >> number;
    return number;
}

// Linux 6.13 and later.
bool has_guards_without_mappings() {
    constexpr int madvise_guard_install = 102;
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* at = mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) throw std::runtime_error("no page");
    const bool has = madvise(at, page, madvise_guard_install) == 0;
    munmap(at, page);
    return has;
}

// The process may have so many bytes of addresses more than it has now.
class AddressLimit {
public:
    explicit AddressLimit(std::size_t more) {
        getrlimit(RLIMIT_AS, &before_);
        auto limit = before_;
        limit.rlim_cur = number_in("/proc/self/statm") * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + more;
        setrlimit(RLIMIT_AS, &limit);
    }
    ~AddressLimit() { setrlimit(RLIMIT_AS, &before_); }
    AddressLimit(const AddressLimit&) = delete;
    AddressLimit& operator=(const AddressLimit&) = delete;

private:
    rlimit before_{};
};

struct Counts {
    int waiting = 0;
    int refused = 0;
    int later = 0;
    std::string message{};
    std::string error{};
};

// Lets so many wait at once; when they have gone, as many again one after the other.
Counts wait_at_once(int count) {
    Counts counts;
    green::trace::Gate gate;
    const auto result = green::run(
        [&] {
            green::Event over;
            std::vector<green::Greenlet> all;
            for (int i = 0; i < count; ++i)
                all.push_back(green::spawn([&counts, over]() mutable {
                    ++counts.waiting;
                    over.wait();
                }));
            green::sleep();
            over.set();
            for (auto& greenlet : all) {
                try {
                    greenlet.get();
                } catch (const std::system_error& error) {
                    ++counts.refused;
                    counts.message = error.what();
                }
            }
            for (int i = 0; i < count; ++i) green::spawn([&] { ++counts.later; }).join();
        },
        gate, {});
    counts.error = result.error;
    return counts;
}

}  // namespace

class StackLimitsTest : public QObject {
    Q_OBJECT

private slots:
    void moreWaitAtOnceThanThereAreMappings();
    void aProgramCatchesTheErrorAndGoesOn();
    void withMappingsTheEndOfStacksIsAClearError();
};

void StackLimitsTest::moreWaitAtOnceThanThereAreMappings() {
    const auto counts = wait_at_once(more_than_mappings);
    QCOMPARE(counts.error, std::string());
    QCOMPARE(counts.waiting + counts.refused, more_than_mappings);
    if (has_guards_without_mappings())
        QCOMPARE(counts.refused, 0);
    else if (number_in("/proc/sys/vm/max_map_count") < std::size_t{2} * more_than_mappings)
        QVERIFY(counts.refused > 0);
    QCOMPARE(counts.later, more_than_mappings);
}

void StackLimitsTest::aProgramCatchesTheErrorAndGoesOn() {
    constexpr int count = 500;
    const AddressLimit limit(std::size_t{64} << 20);
    const auto counts = wait_at_once(count);
    QCOMPARE(counts.error, std::string());
    QVERIFY(counts.waiting > 10);
    QVERIFY(counts.refused > 10);
    QCOMPARE(counts.waiting + counts.refused, count);
    QVERIFY2(counts.message.starts_with("no stack for another greenlet ("), counts.message.c_str());
    QCOMPARE(counts.later, count);
}

// The kernel's limit on mappings; where that lets through more than a test should make, a limit on memory.
void StackLimitsTest::withMappingsTheEndOfStacksIsAClearError() {
    constexpr std::size_t small = std::size_t{16} << 10;
    constexpr std::size_t most = 500'000;
    constexpr std::size_t memory = std::size_t{64} << 20;
    const auto mappings = number_in("/proc/sys/vm/max_map_count");
    const bool mappings_end_first = mappings <= most;
    StackPool pool(small, StackPool::Guards::Mappings);
    std::vector<Stack> taken;
    taken.reserve(most);
    std::optional<AddressLimit> limit;
    if (!mappings_end_first) limit.emplace(memory);
    std::string message;
    try {
        while (taken.size() < most) taken.push_back(pool.take());
    } catch (const std::system_error& error) {
        QCOMPARE(error.code().value(), ENOMEM);
        message = error.what();
    }
    const auto expected = "no stack for another greenlet (" + std::to_string(taken.size()) + " in use";
    QVERIFY2(message.starts_with(expected), message.c_str());
    // A stack has two mappings, its guard's and its own.
    QVERIFY(taken.size() > (mappings_end_first ? mappings / 2 - 1000 : memory / (small + StackPool::guard_bytes) / 2));
    QCOMPARE(pool.in_use(), taken.size());
    // One goes, one comes.
    pool.give_back(taken.back());
    QVERIFY(pool.take().bottom == taken.back().bottom);
}

QTEST_APPLESS_MAIN(StackLimitsTest)
#include "stack_limits_test.moc"
