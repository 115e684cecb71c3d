// A damaged record is folded as far as it makes sense; it never reads or takes memory that it must not.
// Run under the sanitizers to see the rest of what this promises.
#include <QTest>
#include <cstring>
#include <limits>

#include "support/random_trace.h"
#include "trace/chunk.h"
#include "trace/moment.h"

using namespace green::trace;

class DamageTest : public QObject {
    Q_OBJECT

private slots:
    void arbitrary_events_keep_the_state_whole() {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            Moment moment;
            EventNumber number = 0;
            for (const auto& [event, text] : support::arbitrary_events(seed, 400)) {
                moment.apply(event, text);
                QCOMPARE(moment.number(), ++number);
            }
            QVERIFY(moment.greenlets().size() + moment.objects().size() <= number + 2);
            for (const auto& greenlet : moment.greenlets()) QVERIFY(moment.greenlet(greenlet.id) == &greenlet);
            for (const auto& object : moment.objects()) QVERIFY(moment.object(object.id) == &object);
            Nanoseconds last = std::numeric_limits<Nanoseconds>::min();
            for (const auto& timer : moment.timers()) {
                QVERIFY(timer.deadline >= last);
                last = timer.deadline;
            }
        }
    }

    void far_ids_are_nobody() {
        Moment moment;
        TraceEvent event;
        event.kind = Kind::Spawn;
        // Each a little further than the last: the table must not follow step by step either.
        for (std::uint32_t id = 500'000; id < 4'000'000'000u; id += 1'000'000) {
            event.object = Id{id};
            moment.apply(event, "far");
            QVERIFY(!moment.greenlet(event.object));
        }
        QCOMPARE(moment.greenlets().size(), std::size_t{2});
    }

    void an_id_is_made_once() {
        Moment moment;
        TraceEvent event;
        event.kind = Kind::Object;
        event.object = Id::Main;
        moment.apply(event, "not main");
        QCOMPARE(moment.name_of(Id::Main), std::string_view("main"));
        event.kind = Kind::Spawn;
        event.object = Id::First;
        moment.apply(event, "first");
        moment.apply(event, "second");
        QCOMPARE(moment.name_of(Id::First), std::string_view("first"));
        event.object = Id::None;
        moment.apply(event, "nobody");
        QCOMPARE(moment.greenlets().size(), std::size_t{4});
    }

    void places_outside_of_a_chunk_hold_no_text() {
        Chunk chunk(1, 4, 64);
        const auto place = chunk.add_text("hello");
        QCOMPARE(chunk.text(place), std::string_view("hello"));
        for (const std::uint32_t wrong : {61u, 62u, 64u, 65u, 1'000'000u, 0xFFFFFFFFu})
            QCOMPARE(chunk.text(wrong), std::string_view());
        // Inside a text: its letters are no sensible length.
        QCOMPARE(chunk.text(place + 4), std::string_view());
        QCOMPARE(chunk.file_name(7), std::string_view());
        QCOMPARE(chunk.file_name(256), std::string_view());
        QCOMPARE(chunk.file_name(0xFFFFFFFF), std::string_view());
    }

    void a_put_far_outside_goes_to_the_back() {
        Moment moment;
        TraceEvent event;
        event.kind = Kind::Object;
        event.object = Id::First;
        moment.apply(event, "queue");
        event.kind = Kind::Put;
        for (const auto amount :
             {std::numeric_limits<std::int64_t>::min(), std::int64_t{5}, std::numeric_limits<std::int64_t>::max()}) {
            event.amount = amount;
            moment.apply(event, std::to_string(amount));
            QCOMPARE(moment.object(Id::First)->items.back(), std::to_string(amount));
        }
    }
};

QTEST_APPLESS_MAIN(DamageTest)
#include "test_damage.moc"
