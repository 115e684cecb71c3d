// Finding the state at any event: keyframes and folding must agree with folding from the start.
#include <QTest>
#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

#include "support/random_trace.h"
#include "support/trace_text.h"
#include "trace/feed.h"
#include "trace/recorder.h"
#include "trace/store.h"

using namespace green::trace;

namespace {

// The state at every event, folded from the start without a store.
std::vector<Moment> folded(const std::vector<support::RandomEvent>& events) {
    std::vector<Moment> moments(1);
    for (const auto& [event, text] : events) {
        moments.push_back(moments.back());
        moments.back().apply(event, text);
    }
    return moments;
}

constexpr std::size_t length = 1'500;

}  // namespace

class StoreTest : public QObject {
    Q_OBJECT

private slots:
    void every_moment_equals_folding_from_the_start_data() {
        QTest::addColumn<int>("chunk_events");
        for (const int size : {1, 2, 7, 64, 1'000, 100'000}) QTest::newRow(qPrintable(QString::number(size))) << size;
    }
    void every_moment_equals_folding_from_the_start() {
        QFETCH(int, chunk_events);
        const auto events = support::plausible_events(static_cast<std::uint64_t>(chunk_events), length);
        const auto expected = folded(events);
        const auto store = support::store_of(events, static_cast<std::uint32_t>(chunk_events));
        QCOMPARE(store->size(), EventNumber{events.size()});
        QVERIFY(store->chunks().size() >= events.size() / static_cast<std::size_t>(chunk_events));
        for (EventNumber n = 0; n <= store->size(); ++n)
            QVERIFY2(store->moment(n) == expected[n], qPrintable(QString::number(n)));
        QVERIFY(store->last() == expected.back());
    }

    void random_walks_lead_to_the_same_states() {
        const auto events = support::plausible_events(5, length);
        const auto expected = folded(events);
        const auto store = support::store_of(events, 32);
        std::mt19937_64 random(6);
        Moment moment;
        for (int step = 0; step < 1'000; ++step) {
            // Mostly small steps both ways, sometimes anywhere.
            auto target = random() % (store->size() + 1);
            if (random() % 4) {
                const auto stride = static_cast<std::int64_t>(random() % 9) - 4;
                const auto near = static_cast<std::int64_t>(moment.number()) + stride;
                target = static_cast<EventNumber>(
                    std::clamp<std::int64_t>(near, 0, static_cast<std::int64_t>(store->size())));
            }
            store->seek(moment, target);
            QVERIFY(moment == expected[target]);
        }
    }

    void arbitrary_events_fold_alike_too() {
        const auto events = support::arbitrary_events(11, length);
        const auto expected = folded(events);
        const auto store = support::store_of(events, 16);
        for (EventNumber n = 0; n <= store->size(); n += 13) QVERIFY(store->moment(n) == expected[n]);
    }

    void events_texts_and_files_read_back() {
        const auto store = support::trace_from_text(
            "file a.cpp\n"
            "main prints \"one\" at 3\n"
            "file b.cpp\n"
            "main prints \"two\" at 4\n"
            "main prints \"three\"",
            {}, 1);
        QCOMPARE(store->chunks().size(), std::size_t{3});
        QCOMPARE(store->text(1), std::string_view("one\n"));
        QCOMPARE(store->text(2), std::string_view("two\n"));
        QCOMPARE(store->file(1), std::string_view("a.cpp"));
        QCOMPARE(store->file(2), std::string_view("b.cpp"));
        QCOMPARE(store->file(3), std::string_view());
        // The site of main at the end is from the second chunk.
        QCOMPARE(store->file_of(store->last().greenlet(Id::Main)->site), std::string_view("b.cpp"));
        QCOMPARE(store->file_of(store->moment(1).greenlet(Id::Main)->site), std::string_view("a.cpp"));
        QCOMPARE(store->file_of(Site()), std::string_view());
    }

    void finds_events_before_and_after() {
        const auto store = support::trace_from_text(
            "main prints a\nmain works 5ms\nmain prints b\nmain works 5ms\nmain prints c", {}, 2);
        const auto prints = [](const TraceEvent& event) { return event.kind == Kind::Print; };
        QCOMPARE(store->find_forward(0, prints), EventNumber{1});
        QCOMPARE(store->find_forward(1, prints), EventNumber{3});
        QCOMPARE(store->find_forward(5, prints), EventNumber{0});
        QCOMPARE(store->find_back(5, prints), EventNumber{5});
        QCOMPARE(store->find_back(4, prints), EventNumber{3});
        QCOMPARE(store->find_back(99, prints), EventNumber{5});
        QCOMPARE(store->find_back(0, prints), EventNumber{0});
        QCOMPARE(store->last_at(-1), EventNumber{0});
        QCOMPARE(store->last_at(0), EventNumber{2});
        QCOMPARE(store->last_at(4'999'999), EventNumber{2});
        QCOMPARE(store->last_at(5'000'000), EventNumber{4});
        QCOMPARE(store->last_at(never), EventNumber{5});
    }

    void refuses_what_does_not_exist() {
        const auto store = support::trace_from_text("main prints a");
        QVERIFY_EXCEPTION_THROWN(store->event(0), std::out_of_range);
        QVERIFY_EXCEPTION_THROWN(store->event(2), std::out_of_range);
        QVERIFY_EXCEPTION_THROWN(store->text(2), std::out_of_range);
        QVERIFY_EXCEPTION_THROWN(store->moment(2), std::out_of_range);
        const TraceStore empty;
        QVERIFY(empty.moment(0) == Moment());
        QVERIFY_EXCEPTION_THROWN(empty.event(1), std::out_of_range);
    }

    void a_chunk_must_begin_where_the_store_ends() {
        TraceStore store;
        QVERIFY_EXCEPTION_THROWN(store.add(std::make_shared<Chunk>(2, 4, 64)), std::invalid_argument);
        const auto first = std::make_shared<Chunk>(1, 4, 64);
        first->append({});
        first->publish();
        store.add(first);
        QVERIFY_EXCEPTION_THROWN(store.add(std::make_shared<Chunk>(1, 4, 64)), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(store.add(std::make_shared<Chunk>(3, 4, 64)), std::invalid_argument);
        store.add(std::make_shared<Chunk>(2, 4, 64));
        QCOMPARE(store.size(), EventNumber{1});
    }

    void takes_up_what_is_published_a_part_at_a_time() {
        support::TraceText trace;
        trace.publish("main prints a\nmain prints b\nmain prints c");
        const auto store = trace.store();
        QCOMPARE(store->size(), EventNumber{0});
        QCOMPARE(store->refresh(2), std::size_t{2});
        QCOMPARE(store->size(), EventNumber{2});
        QVERIFY_EXCEPTION_THROWN(store->event(3), std::out_of_range);
        QCOMPARE(store->refresh(), std::size_t{1});
        QCOMPARE(store->refresh(), std::size_t{0});
        trace.publish("main prints d");
        QCOMPARE(store->size(), EventNumber{3});
        QCOMPARE(store->refresh(), std::size_t{1});
        QCOMPARE(store->text(4), std::string_view("d\n"));
    }

    void keyframes_are_the_states_before_their_chunks() {
        const auto events = support::plausible_events(3, 100);
        const auto expected = folded(events);
        const auto store = support::store_of(events, 30);
        for (std::size_t i = 0; i < store->chunks().size(); ++i)
            QVERIFY(store->keyframe(i) == expected[store->chunks()[i]->first() - 1]);
        QVERIFY(store->bytes() >= 100 * sizeof(TraceEvent));
    }
};

QTEST_APPLESS_MAIN(StoreTest)
#include "test_store.moc"
