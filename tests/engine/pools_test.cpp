// Groups and pools: R61 to R63.
#include <stdexcept>
#include <string>
#include <vector>

#include "running.h"

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using green::Greenlet;
using green::Group;
using green::Pool;
using green::trace::Id;
using green::trace::Kind;
using green::trace::ObjectKind;
using green::trace::ObjectState;
using green::trace::WaitReason;
using running::run;

namespace {

void nap(int ms) { green::sleep(std::chrono::milliseconds(ms)); }
int echo(int n) { return n; }
void broken() { throw std::runtime_error("broken"); }

const ObjectState& object(const green::trace::Moment& moment, std::string_view name) {
    for (const auto& object : moment.objects())
        if (object.name == name) return object;
    throw std::out_of_range("no object " + std::string(name));
}

}  // namespace

class PoolsTest : public QObject {
    Q_OBJECT

private slots:
    // R61: a member leaves one notification after it has died.
    void a_group_learns_of_a_death_from_a_link() {
        const auto result = run([] {
            Group group;
            auto g = group.spawn(echo, 1);
            auto killed = group.spawn(nap, 10);
            g.rawlink([=](const Greenlet&) { green::print("link: {}", group.size()); });
            killed.kill();
            green::print("killed: {} {}", killed.dead(), group.size());
            green::sleep();
            green::sleep();
            green::print("later: {}", group.size());
        });
        QCOMPARE(result.lines(), (Lines{"killed: true 2", "link: 0", "later: 0"}));
    }

    // R61: it was empty once; by the time that the waiting greenlet runs, it may not be.
    void join_waits_until_a_group_was_empty_once() {
        const auto result = run([] {
            Group group;
            green::print("{}", group.join());
            auto g = group.spawn(nap, 10);
            green::spawn([=]() mutable {
                const bool was_empty = group.join();
                green::print("first: {} {}", was_empty, group.size());
                group.spawn(nap, 10);
            });
            green::print("in vain: {}", group.join(5ms));
            const bool was_empty = group.join();
            green::print("second: {} {}", was_empty, group.size());
        });
        QCOMPARE(result.lines(), (Lines{"true", "in vain: false", "first: true 0", "second: true 1"}));
    }

    void join_can_raise_what_a_member_raised() {
        const auto result = run([] {
            Group group;
            group.spawn(broken);
            const auto told = group.spawn(nap, 10);
            try {
                group.join({}, true);
            } catch (const std::runtime_error& error) {
                green::print("{} {}", error.what(), group.size());
            }
            green::print("{}", group.join({}, true));
        });
        QCOMPARE(result.lines(), (Lines{"broken 0", "true"}));
    }

    void one_that_has_ended_is_a_member_until_the_next_notification() {
        const auto result = run([] {
            auto g = green::spawn(echo, 1);
            g.join();
            Group group;
            group.add(g);
            group.add(g);
            green::print("{}", group.size());
            const bool was_empty = group.join();
            green::print("{} {}", was_empty, group.contains(g));
            auto other = group.spawn(nap, 10);
            group.discard(other);
            green::print("{} {}", group.size(), other.has_links());
        });
        QCOMPARE(result.lines(), (Lines{"1", "true false", "0 false"}));
    }

    // Those that come while it kills are killed as well.
    void kill_goes_on_until_nobody_is_left() {
        const auto result = run([] {
            Group group;
            group.spawn([=]() mutable {
                try {
                    green::sleep(1s);
                } catch (const green::GreenletExit&) {
                    group.spawn([] {
                        try {
                            green::sleep(1s);
                        } catch (const green::GreenletExit&) {
                            green::print("the late one too");
                        }
                    });
                    green::sleep(5ms);
                }
            });
            green::sleep();
            group.kill();
            green::print("{}", group.size());
        });
        QCOMPARE(result.lines(), (Lines{"the late one too", "0"}));
    }

    // R62.
    void a_pool_lets_wait_in_order_of_arrival() {
        const auto result = run([] {
            Pool pool(1, "crew");
            pool.spawn(nap, 10);
            for (const char* name : {"a", "b", "c"})
                green::spawn(
                    [=](const std::string& who) mutable { pool.spawn([=] { green::print("{} is in", who); }); },
                    std::string(name));
            green::sleep(1ms);
            green::print("{} {} {}", pool.full(), pool.free_count(), pool.size());
            green::sleep(20ms);
            green::print("{} {}", pool.free_count(), pool.wait_available());
        });
        QCOMPARE(result.lines(), (Lines{"true 0 1", "a is in", "b is in", "c is in", "1 1"}));
    }

    void a_full_pool_can_refuse() {
        const auto result = run([] {
            Pool none(0);
            green::print("{} {}", none.full(), none.wait_available(5ms));
            try {
                none.add(green::make_greenlet(echo, 1), false);
            } catch (const green::Full&) {
                green::print("PoolFull is a Full");
            }
            try {
                none.start(green::make_greenlet(echo, 1), true, 5ms);
            } catch (const green::PoolFull&) {
                green::print("in vain");
            }
            try {
                const Pool negative(-1);
            } catch (const green::ValueError& error) {
                green::print("{}", error.what());
            }
            Pool unbounded;
            for (int i = 0; i < 3; ++i) unbounded.spawn(nap, 5);
            green::print("{} {} {}", unbounded.full(), unbounded.free_count(), unbounded.wait_available());
        });
        QCOMPARE(result.lines(),
                 (Lines{"true 0", "PoolFull is a Full", "in vain", "size must not be negative: -1", "false 1 1"}));
    }

    // Whoever is killed while it waits for a place takes none.
    void a_killed_spawner_takes_no_place() {
        const auto result = run([] {
            Pool pool(1);
            pool.spawn(nap, 10);
            auto spawner = green::spawn([=]() mutable { pool.spawn(echo, 1); });
            green::sleep();
            spawner.kill();
            pool.join();
            green::sleep();
            green::print("{} {}", pool.free_count(), pool.wait_available());
        });
        QCOMPARE(result.lines(), (Lines{"1 1"}));
    }

    // R63.
    void apply_from_a_member_calls_on_the_spot() {
        const auto result = run([] {
            Pool pool(1);
            const int n = pool.apply(
                [](Pool& same) { return same.apply([] { return green::getcurrent().name() == "<lambda>" ? 1 : 2; }); },
                std::tuple(pool));
            green::print("{}", n);
            try {
                pool.apply(broken);
            } catch (const std::runtime_error& error) {
                green::print("{}", error.what());
            }
            pool.apply([] { green::print("void"); });
        });
        QCOMPARE(result.lines(), (Lines{"1", "broken", "void"}));
        QVERIFY(result.err.find("broken") != std::string::npos);
    }

    void apply_async_never_waits() {
        const auto result = run([] {
            Pool pool(1);
            pool.spawn(nap, 10);
            auto g = pool.apply_async(echo, std::tuple(7), [](int n) { green::print("callback {}", n); });
            auto failing = pool.apply_async(broken);
            green::print("{} {}", pool.contains(g), pool.size());
            green::print("{}", g.get<int>());
            failing.join();
            green::print("{}", failing.successful());
        });
        QCOMPARE(result.lines(), (Lines{"false 1", "callback 7", "7", "false"}));
    }

    // R63: the items are begun when it is called, and not when the first result is asked for.
    void imap_begins_ahead_of_its_consumer() {
        const auto result = run([] {
            Pool pool(2);
            auto results = pool.imap(
                [](int n) {
                    green::print("begin {}", n);
                    return n;
                },
                std::vector{1, 2, 3});
            green::sleep(1ms);
            green::print("asked");
            int sum = 0;
            for (const int n : results) sum += n;
            green::print("{}", sum);
        });
        QCOMPARE(result.lines(), (Lines{"begin 1", "begin 2", "begin 3", "asked", "6"}));
    }

    void imap_with_maxsize_does_not_run_far_ahead() {
        const auto result = run([] {
            Pool pool(10);
            auto results = pool.imap_unordered(
                [](int n) {
                    green::print("begin {}", n);
                    return n;
                },
                std::vector{1, 2, 3, 4}, 1);
            green::sleep(1ms);
            green::print("asked");
            while (const auto n = results.next()) {
                green::print("got {}", *n);
                green::sleep(1ms);
            }
        });
        QCOMPARE(result.lines(),
                 (Lines{"begin 1", "asked", "got 1", "begin 2", "got 2", "begin 3", "got 3", "begin 4", "got 4"}));
    }

    // As in Python, where the results lie in a queue too.
    void the_record_shows_what_the_results_are() {
        const auto odd = [](int n) {
            if (n % 2 == 0) throw green::ValueError("even");
            return n;
        };
        const auto texts = [](const running::Run& of) {
            Lines put;
            for (green::trace::EventNumber n = 1; n <= of.store->size(); ++n)
                if (of.store->event(n).kind == green::trace::Kind::Put) put.emplace_back(of.store->text(n));
            return put;
        };
        const auto ordered = run([&] {
            auto results = Pool(2).imap(odd, std::vector{1, 2});
            green::sleep(1ms);
        });
        QCOMPARE(texts(ordered),
                 (Lines{"(0, 1)", "(1, Failure(ValueError('even')))", "(2, Failure(StopIteration()))"}));
        const auto unordered = run([&] {
            auto results = Pool(2).imap_unordered(odd, std::vector{1});
            green::sleep(1ms);
        });
        QCOMPARE(texts(unordered), (Lines{"1", "Failure(StopIteration())"}));
    }

    void a_killed_task_of_imap_raises_its_exit() {
        const auto result = run([] {
            Pool pool(2);
            auto results =
                pool.imap([](int n) { return green::sleep(std::chrono::milliseconds(n)), n; }, std::vector{5, 1000, 6});
            green::sleep(1ms);
            green::kill(pool.members()[1]);
            green::print("{}", *results.next());
            try {
                results.next();
            } catch (const green::GreenletExit&) {
                green::print("exit");
            }
            green::print("{}", *results.next());
            green::print("{}", results.next().has_value());
        });
        QCOMPARE(result.lines(), (Lines{"5", "exit", "6", "false"}));
    }

    // What the window draws.
    void members_and_waiters_are_recorded() {
        const auto result = run([] {
            Pool pool(1, "crew");
            pool.spawn(nap, 10);
            pool.spawn(nap, 20);
            Group group("friends");
            group.add(green::getcurrent());
            pool.join();
        });
        const auto& store = *result.store;
        bool waited_for_a_place = false;
        bool joined = false;
        for (green::trace::EventNumber n = 1; n <= store.size(); ++n) {
            const auto& event = store.event(n);
            if (event.kind != Kind::Wait) continue;
            const auto moment = store.moment(n);
            if (event.wait_reason() == WaitReason::PoolSpawn) {
                waited_for_a_place = true;
                const auto& crew = object(moment, "crew");
                QVERIFY(crew.kind == ObjectKind::Pool);
                QCOMPARE(crew.capacity, 1);
                QCOMPARE(crew.members.size(), std::size_t{1});
                QCOMPARE(crew.waiters, (std::vector{Id::Main}));
            }
            if (event.wait_reason() == WaitReason::GroupJoin) {
                joined = true;
                QCOMPARE(object(moment, "crew").members.size(), std::size_t{1});
                QCOMPARE(object(moment, "friends").members, (std::vector{Id::Main}));
            }
        }
        QVERIFY(waited_for_a_place && joined);
        QVERIFY(object(store.last(), "crew").members.empty());
        QVERIFY(object(store.last(), "crew").waiters.empty());
        QCOMPARE(store.last().objects().size(), std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(PoolsTest)
#include "pools_test.moc"
