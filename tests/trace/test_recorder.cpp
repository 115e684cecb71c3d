// From the engine's thread into chunks, and over to a reader on another.
#include <QTest>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "trace/feed.h"
#include "trace/gate.h"
#include "trace/recorder.h"
#include "trace/store.h"

using namespace green::trace;

namespace {

TraceEvent print() {
    TraceEvent event;
    event.kind = Kind::Print;
    event.greenlet = Id::Main;
    return event;
}

// A recorder and the chunks that it opened.
struct Tape {
    Gate gate;
    std::vector<std::shared_ptr<const Chunk>> chunks;
    Recorder recorder;

    explicit Tape(Recorder::ChunkSize size = {})
        : recorder(
              gate, [this](std::shared_ptr<const Chunk> chunk) { chunks.push_back(std::move(chunk)); }, size) {}

    std::unique_ptr<TraceStore> store() {
        recorder.publish();
        auto store = std::make_unique<TraceStore>();
        for (const auto& chunk : chunks) store->add(chunk);
        store->refresh();
        return store;
    }
};

}  // namespace

class RecorderTest : public QObject {
    Q_OBJECT

private slots:
    void texts_read_back_whatever_is_in_them() {
        Tape tape;
        const std::string zeros("a\0b", 3);
        const std::string long_one(10'000, 'x');
        for (const std::string& text : {std::string(), std::string("hi"), zeros, long_one, std::string("grün")})
            tape.recorder.record(print(), text);
        const auto store = tape.store();
        QCOMPARE(store->size(), EventNumber{5});
        QVERIFY(store->text(1).empty());
        QCOMPARE(store->event(1).text, 0u);
        QCOMPARE(store->text(2), std::string_view("hi"));
        QCOMPARE(store->text(3), std::string_view(zeros));
        QCOMPARE(store->text(4), std::string_view(long_one));
        QCOMPARE(store->text(5), std::string_view("grün"));
    }

    void a_text_larger_than_a_chunk_gets_one_that_holds_it() {
        Tape tape({100, 64});
        tape.recorder.record(print(), "before");
        tape.recorder.record(print(), std::string(5'000, 'y'));
        tape.recorder.record(print(), "after");
        const auto store = tape.store();
        QCOMPARE(tape.chunks.size(), std::size_t{2});
        QCOMPARE(store->text(2), std::string_view(std::string(5'000, 'y')));
        QCOMPARE(store->text(3), std::string_view("after"));
        QCOMPARE(store->text(1), std::string_view("before"));
    }

    void no_text_outgrows_a_chunk() {
        Tape tape;
        tape.recorder.record(print(), std::string(Recorder::max_text_bytes + 1, 'z'));
        QCOMPARE(tape.store()->text(1).size(), Recorder::max_text_bytes);
    }

    void chunks_follow_each_other_without_a_gap() {
        Tape tape({4, 1'000});
        for (int i = 0; i < 10; ++i) tape.recorder.record(print());
        QCOMPARE(tape.chunks.size(), std::size_t{3});
        QCOMPARE(tape.chunks[1]->first(), EventNumber{5});
        QCOMPARE(tape.chunks[2]->first(), EventNumber{9});
        QCOMPARE(tape.recorder.next(), EventNumber{11});
        QCOMPARE(tape.store()->size(), EventNumber{10});
    }

    void chunks_grow_with_the_state() {
        Tape tape({4, 1'000});
        tape.recorder.record(print());
        tape.recorder.set_state_size(1'000);
        for (int i = 0; i < 4; ++i) tape.recorder.record(print());
        QCOMPARE(tape.chunks[0]->capacity(), 4u);
        QVERIFY(tape.chunks[1]->capacity() >= 1'000);
    }

    void each_chunk_names_the_files_of_its_sites() {
        Tape tape({2, 1'000});
        const char* one = "one.cpp";
        const char* two = "two.cpp";
        for (std::uint32_t line = 1; line <= 6; ++line) {
            auto event = print();
            event.site = tape.recorder.site(line % 2 ? one : two, line);
            tape.recorder.record(event);
        }
        const auto store = tape.store();
        QCOMPARE(tape.chunks.size(), std::size_t{3});
        for (EventNumber n = 1; n <= 6; ++n) {
            QCOMPARE(store->file(n), std::string_view(n % 2 ? one : two));
            QCOMPARE(store->event(n).site.line(), static_cast<std::uint32_t>(n));
        }
    }

    void a_file_is_known_by_its_name_not_by_its_address() {
        Tape tape;
        const std::string copy = "one.cpp";
        QCOMPARE(tape.recorder.site("one.cpp", 1).file(), tape.recorder.site(copy.c_str(), 1).file());
        QVERIFY(tape.recorder.site("two.cpp", 1).file() != tape.recorder.site("one.cpp", 1).file());
    }

    void a_site_may_force_a_new_chunk_for_its_file() {
        // Room for the text of the event, but not for the file's name too.
        Tape tape({100, 40});
        tape.recorder.record(print(), "0123456789012345");
        auto event = print();
        event.site = tape.recorder.site("a-rather-long-name-of-a-file.cpp", 9);
        tape.recorder.record(event, "text");
        const auto store = tape.store();
        QCOMPARE(store->size(), EventNumber{2});
        QCOMPARE(store->text(2), std::string_view("text"));
        QCOMPARE(store->file(2), std::string_view("a-rather-long-name-of-a-file.cpp"));
    }

    void lines_of_the_256th_file_are_nowhere() {
        Tape tape;
        std::vector<std::string> names;
        for (int i = 0; i < 300; ++i) names.push_back("file-" + std::to_string(i) + ".cpp");
        for (std::size_t i = 0; i < names.size(); ++i)
            QCOMPARE(static_cast<bool>(tape.recorder.site(names[i].c_str(), 1)), i < Site::max_file);
        // Known ones are still known.
        QCOMPARE(tape.recorder.site(names[3].c_str(), 1).file(), 4u);
    }

    void without_a_sink_events_are_only_counted() {
        Gate gate;
        Recorder recorder(gate, {});
        QVERIFY(!recorder.keeps());
        recorder.record(print(), "lost");
        QCOMPARE(recorder.next(), EventNumber{2});
        recorder.publish();
    }

    void nothing_is_recorded_once_sealed() {
        Tape tape;
        tape.recorder.record(print());
        QVERIFY(tape.recorder.keeps());
        tape.recorder.seal();
        QVERIFY(!tape.recorder.keeps());
        tape.recorder.record(print());
        QCOMPARE(tape.recorder.next(), EventNumber{2});
        QCOMPARE(tape.chunks.back()->published(), 1u);
    }

    void readers_see_what_is_published_and_no_more() {
        Tape tape;
        tape.recorder.record(print());
        QCOMPARE(tape.chunks[0]->published(), 0u);
        tape.recorder.publish();
        QCOMPARE(tape.chunks[0]->published(), 1u);
        tape.recorder.record(print());
        QCOMPARE(tape.chunks[0]->published(), 1u);
    }

    void a_feed_gives_each_chunk_once() {
        TraceFeed feed;
        feed.add(std::make_shared<Chunk>(1, 1, 8));
        feed.add(std::make_shared<Chunk>(2, 1, 8));
        QCOMPARE(feed.take().size(), std::size_t{2});
        QVERIFY(feed.take().empty());
    }

    // Under the thread sanitizer this is the proof that the two sides share nothing unsafely.
    void a_reader_on_another_thread_loses_nothing() {
        constexpr EventNumber total = 50'000;
        Gate gate;
        TraceFeed feed;
        std::thread engine([&] {
            Recorder recorder(gate, [&](std::shared_ptr<const Chunk> chunk) { feed.add(std::move(chunk)); },
                              {512, 4'096});
            for (EventNumber n = 1; n <= total; ++n) {
                auto event = print();
                event.site = recorder.site(n % 3 ? "one.cpp" : "two.cpp", static_cast<std::uint32_t>(n & 0xFFFF) + 1);
                recorder.record(event, std::to_string(n));
                if (n % 37 == 0) recorder.publish();
            }
            recorder.publish();
        });
        TraceStore store;
        bool sites_are_named = true;
        while (store.size() < total) {
            for (auto& chunk : feed.take()) store.add(std::move(chunk));
            store.refresh();
            const auto site = store.last().greenlet(Id::Main)->site;
            if (store.size() > 0 && store.file_of(site).empty()) sites_are_named = false;
            std::this_thread::yield();
        }
        engine.join();
        QVERIFY(sites_are_named);
        for (EventNumber n = 1; n <= total; ++n) QCOMPARE(store.text(n), std::string_view(std::to_string(n)));
    }
};

QTEST_APPLESS_MAIN(RecorderTest)
#include "test_recorder.moc"
