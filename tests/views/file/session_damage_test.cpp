// Damaged session files: whatever was done to one, what is read is the beginning of the run, and the
// damage is said.
#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include "file/checksum.h"
#include "file/session_file.h"
#include "file/session_format.h"
#include "session_support.h"
#include "support/trace_text.h"
#include "trace/json_format.h"
#include "trace/oracle_format.h"

using namespace green::trace;
using support::prefixDifference;

namespace {

// A small run, and its file with one event a chunk or so: the texts are cut by hand below.
std::shared_ptr<TraceStore> smallRun() {
    return support::trace_from_text(
        R"(
        main makes queue tasks of 1   at 3
        main spawns boss(1)           at 4
        main waits joinall "1 left"   at 6
        hub resumes boss
        boss stores "1" in tasks      at 8
        boss prints "stored"          at 9
        t=100ms boss ends "None"
    )",
        {"small", "Small", "cpp", ClockKind::Virtual, 1, {{"program.cpp", "//\n"}}, "0.1.0"});
}

QByteArray item(const char* name, const QByteArray& inside) {
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    writer.startArray(3);
    writer.append(name);
    writer.append(static_cast<quint64>(views::checksum(inside)));
    writer.append(QCborKnownTags::EncodedCbor);
    writer.append(inside);
    writer.endArray();
    return bytes;
}

views::SessionHeader headerOf(const TraceStore& store) {
    return {views::sessionVersion, store.size(), store.recipe(), views::ownLayout(), views::ownNames()};
}

QByteArray headerItem(const views::SessionHeader& header) {
    return QByteArray("\xD9\xD9\xF7") + item("greenscope", views::encodeHeader(header));
}

views::SessionChunk chunkOf(const TraceStore& store, EventNumber first, EventNumber last) {
    views::SessionChunk chunk;
    chunk.first = first;
    for (auto n = first; n <= last; ++n) {
        auto event = store.event(n);
        event.text = 0;
        if (const auto text = store.text(n); !text.empty()) {
            chunk.texts.emplace_back(text.data(), static_cast<qsizetype>(text.size()));
            event.text = static_cast<std::uint32_t>(chunk.texts.size());
        }
        if (event.site) chunk.files[event.site.file()] = store.file(n);
        chunk.events.push_back(event);
    }
    return chunk;
}

// The run with two events to a chunk.
QByteArray smallFile(const TraceStore& store) {
    auto bytes = headerItem(headerOf(store));
    for (EventNumber first = 1; first <= store.size(); first += 2)
        bytes += item("chunk", views::encodeChunk(chunkOf(store, first, std::min(first + 1, store.size()))));
    return bytes;
}

}  // namespace

class SessionDamageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void readsTheUndamagedFile();
    void survivesEveryTruncation();
    void survivesEveryChangedByte();
    void survivesRandomDamage();
    void survivesDamageUnderARightChecksum();
    void refusesWhatNoRunCanHold_data();
    void refusesWhatNoRunCanHold();
    void doesNotBelieveLengths();
    void doesNotBelieveNestedLists();
    void saysWhereAndWhatIsMissing();
    void noticesAMissingChunkInTheMiddle();

private:
    struct Outcome {
        bool opened = false;
        QString said;
        std::shared_ptr<TraceStore> store;
    };
    Outcome load(const QByteArray& bytes) const;
    // What is wrong, if `bytes` is not refused, or opens to a beginning of the run with its damage said.
    QString failure(const QByteArray& bytes) const { return failure(load(bytes)); }
    QString failure(const Outcome& outcome) const;

    QTemporaryDir folder_;
    std::shared_ptr<TraceStore> store_ = smallRun();
    QByteArray file_ = smallFile(*store_);
    qsizetype headerBytes_ = headerItem(headerOf(*store_)).size();
};

void SessionDamageTest::initTestCase() { QVERIFY(folder_.isValid()); }

SessionDamageTest::Outcome SessionDamageTest::load(const QByteArray& bytes) const {
    const auto path = folder_.filePath("damaged.gscope");
    support::write(path, bytes);
    try {
        auto loaded = views::loadSession(path);
        return {true, loaded.damage, loaded.store};
    } catch (const views::SessionFileError& error) {
        return {false, QString::fromUtf8(error.what()), nullptr};
    }
}

QString SessionDamageTest::failure(const Outcome& outcome) const {
    if (outcome.said.isEmpty()) return "the damage was not said";
    if (!outcome.said.contains("damaged.gscope") || !outcome.said.contains("byte "))
        return "says no place: " + outcome.said;
    return outcome.opened ? prefixDifference(*outcome.store, *store_) : QString();
}

void SessionDamageTest::readsTheUndamagedFile() {
    const auto outcome = load(file_);
    QVERIFY(outcome.opened);
    QCOMPARE(outcome.said, QString());
    QCOMPARE(outcome.store->size(), store_->size());
    QCOMPARE(prefixDifference(*outcome.store, *store_), QString());
}

void SessionDamageTest::survivesEveryTruncation() {
    EventNumber most = 0;
    for (qsizetype length = 0; length < file_.size(); ++length) {
        const auto bytes = file_.left(length);
        const auto outcome = load(bytes);
        const auto wrong = failure(outcome);
        if (!wrong.isEmpty()) QFAIL(qPrintable(QString("cut at byte %1: %2").arg(length).arg(wrong)));
        QCOMPARE(outcome.opened, length >= headerBytes_);
        if (!outcome.opened) continue;
        QVERIFY(outcome.store->size() >= most);
        most = outcome.store->size();
    }
    QCOMPARE(most, EventNumber{6});  // all but the last chunk's
}

void SessionDamageTest::survivesEveryChangedByte() {
    for (qsizetype at = 0; at < file_.size(); ++at)
        for (const int mask : {1 << at % 8, 0x20}) {  // 0x20 makes bytes of a text, and a text of bytes
            auto bytes = file_;
            bytes[at] = static_cast<char>(bytes[at] ^ mask);
            const auto wrong = failure(bytes);
            if (!wrong.isEmpty()) QFAIL(qPrintable(QString("mask %1 on byte %2: %3").arg(mask).arg(at).arg(wrong)));
        }
}

void SessionDamageTest::survivesRandomDamage() {
    QRandomGenerator random(4711);
    for (int round = 0; round < 500; ++round) {
        auto bytes = file_;
        const auto begin = random.bounded(bytes.size());
        const auto length = random.bounded(1, 40);
        switch (random.bounded(3)) {
            case 0: bytes.remove(begin, length); break;
            case 1:
                for (int i = 0; i < length; ++i) bytes.insert(begin, static_cast<char>(random.bounded(256)));
                break;
            default:
                for (auto i = begin; i < std::min<qsizetype>(begin + length, bytes.size()); ++i)
                    bytes[i] = static_cast<char>(random.bounded(256));
        }
        if (bytes == file_) continue;
        const auto wrong = failure(bytes);
        if (!wrong.isEmpty()) QFAIL(qPrintable(QString("round %1: %2").arg(round).arg(wrong)));
    }
}

void SessionDamageTest::survivesDamageUnderARightChecksum() {
    // What gets past the checksum was made on purpose. Whatever a reader takes of it, it can show.
    QRandomGenerator random(1993);
    const auto header = views::encodeHeader(headerOf(*store_));
    const auto chunk = views::encodeChunk(chunkOf(*store_, 1, store_->size()));
    const auto damaged = [&random](QByteArray bytes) {
        for (int i = random.bounded(3); i >= 0; --i)
            bytes[random.bounded(bytes.size())] = static_cast<char>(random.bounded(4) ? random.bounded(256) : 0xFF);
        return bytes;
    };
    int taken = 0;
    for (int round = 0; round < 2000; ++round) {
        const bool inHeader = round % 4 == 0;
        const auto outcome = load(QByteArray("\xD9\xD9\xF7") + item("greenscope", inHeader ? damaged(header) : header) +
                                  item("chunk", inHeader ? chunk : damaged(chunk)));
        if (!outcome.opened) continue;
        if (outcome.store->size() > 0) ++taken;
        QVERIFY(!events_json(*outcome.store).empty());
        QVERIFY(!oracle_json(*outcome.store).empty());
        for (EventNumber n = 0; n <= outcome.store->size(); ++n) {
            const auto moment = outcome.store->moment(n);
            QVERIFY(moment.greenlet(moment.running()));
        }
    }
    QVERIFY2(taken > 50, QByteArray::number(taken));
}

void SessionDamageTest::refusesWhatNoRunCanHold_data() {
    QTest::addColumn<int>("event");  // which one is changed, from 0
    QTest::addColumn<TraceEvent>("changed");
    const auto change = [this](const char* name, int event, const std::function<void(TraceEvent&)>& change) {
        auto changed = store_->event(static_cast<EventNumber>(event) + 1);
        changed.text = 0;
        change(changed);
        QTest::newRow(name) << event << changed;
    };
    change("time before the run", 0, [](TraceEvent& event) { event.time = -1; });
    change("time beyond all runs", 6, [](TraceEvent& event) { event.time = INT64_MAX; });
    change("time that runs back", 6, [](TraceEvent& event) { event.time = INT64_MIN; });
    change("amount that would overflow", 4, [](TraceEvent& event) { event.amount = INT64_MIN; });
    change("unknown actor", 4, [](TraceEvent& event) { event.greenlet = Id{77}; });
    change("an object acts", 4, [](TraceEvent& event) { event.greenlet = Id{3}; });
    change("unknown object", 4, [](TraceEvent& event) { event.object = Id{77}; });
    change("switch to a queue", 3, [](TraceEvent& event) { event.object = Id{3}; });
    change("switch to nobody", 3, [](TraceEvent& event) { event.object = Id::None; });
    change("greenlet 4294967295", 1, [](TraceEvent& event) { event.object = Id{0xFFFFFFFF}; });
    change("a second hub", 1, [](TraceEvent& event) { event.object = Id::Hub; });
    change("text that is not there", 4, [](TraceEvent& event) { event.text = 2'000'000'000; });
}

void SessionDamageTest::refusesWhatNoRunCanHold() {
    QFETCH(int, event);
    QFETCH(TraceEvent, changed);
    // The checksum is right: somebody made this file so.
    auto chunk = chunkOf(*store_, 1, store_->size());
    chunk.events[static_cast<std::size_t>(event)] = changed;
    const auto outcome = load(headerItem(headerOf(*store_)) + item("chunk", views::encodeChunk(chunk)));
    QVERIFY(outcome.opened);
    QVERIFY(!outcome.said.isEmpty());
    QCOMPARE(outcome.store->size(), EventNumber{0});
}

void SessionDamageTest::doesNotBelieveLengths() {
    const QByteArray huge("\x5B\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9);  // bytes
    const QByteArray list("\x9B\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9);
    const QByteArray table("\xBB\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9);
    const auto header = headerItem(headerOf(*store_));
    for (const auto& bytes :
         {huge, list, table, QByteArray("\x83") + huge, QByteArray("\x83\x65") + "chunk\x00\xD8\x18" + huge}) {
        QCOMPARE(failure(header + bytes), QString());
        QCOMPARE(failure(QByteArray("\xD9\xD9\xF7") + bytes), QString());
    }
    for (const auto& inside : {huge, list, table, QByteArray("\xA1\x65texts") + list,
                               QByteArray("\xA1\x66"
                                          "events") +
                                   huge,
                               QByteArray("\xA1\x65"
                                          "files") +
                                   table,
                               QByteArray("\xA1\x65"
                                          "count\x1B\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF")}) {
        QCOMPARE(failure(header + item("chunk", inside)), QString());
        QCOMPARE(failure(QByteArray("\xD9\xD9\xF7") + item("greenscope", inside)), QString());
    }
}

void SessionDamageTest::doesNotBelieveNestedLists() {
    const QByteArray nested(200'000, '\x81');
    const auto header = headerItem(headerOf(*store_));
    QCOMPARE(failure(header + nested), QString());
    QCOMPARE(failure(header + item("chunk", QByteArray("\xA1\x61x") + nested)), QString());
    QCOMPARE(failure(QByteArray("\xD9\xD9\xF7") + item("greenscope", QByteArray("\xA1\x61x") + nested)), QString());
}

void SessionDamageTest::saysWhereAndWhatIsMissing() {
    const auto outcome = load(file_.left(file_.size() - 1));
    QVERIFY2(outcome.said.contains("Read 6 of its 7 events."), qPrintable(outcome.said));
    auto flipped = file_;
    flipped[headerBytes_ + 60] = static_cast<char>(~flipped[headerBytes_ + 60]);
    const auto first = load(flipped);
    QVERIFY2(first.said.contains("checksum") && first.said.contains("Read 0 of its 7 events."), qPrintable(first.said));
}

void SessionDamageTest::noticesAMissingChunkInTheMiddle() {
    const auto header = headerItem(headerOf(*store_));
    const auto bytes = header + item("chunk", views::encodeChunk(chunkOf(*store_, 1, 2))) +
                       item("chunk", views::encodeChunk(chunkOf(*store_, 5, 7)));
    const auto outcome = load(bytes);
    QVERIFY2(outcome.said.contains("a chunk that begins with event 3"), qPrintable(outcome.said));
    QCOMPARE(outcome.store->size(), EventNumber{2});
}

QTEST_APPLESS_MAIN(SessionDamageTest)
#include "session_damage_test.moc"
