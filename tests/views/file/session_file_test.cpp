// A run written to a session file and read again is the same run.
#include "file/session_file.h"
#include "file/line_items.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "file/checksum.h"
#include "file/session_format.h"
#include "session_support.h"
#include "support/line_text.h"
#include "support/trace_text.h"
#include "trace/feed.h"
#include "trace/gate.h"
#include "trace/recorder.h"

using namespace green::trace;
using support::contents;
using support::prefixDifference;

namespace {

Recipe recipe() {
    return {"bounded-queue",
            "A queue of \u201cthree\u201d",
            "cpp",
            ClockKind::Virtual,
            18446744073709551615U,
            {{"bounded-queue.cpp", "int main() {\n}\n"}, {"latin1.cpp", "// \xE4\n"}, {"bom.cpp", "\xEF\xBB\xBF//"}},
            "0.1.0"};
}

constexpr char everything[] = R"(
    main makes queue tasks of 1                       at 3
    main spawns boss(1) named "boss" running work     at 4
    main spawns slow after 1500ms                     at 5
    main spawns bad
    main spawns never
    main discards never
    main arms timeout "1" after 1s
    main waits joinall "2 left" for 10s               at 6
    hub resumes boss
    boss stores "1" in tasks
    boss prints "two\nlines \\ \t"
    boss waits queue-put on tasks "2"                 at 8
    hub resumes bad
    bad takes "1" from tasks
    bad fails "ValueError: no"
    bad reports "ValueError: no"
    bad ends queueing notify
    hub runs notify bad
    hub idles for 1s
    t=1s hub idles for 500ms
    t=1500ms hub resumes slow
    file other.cpp
    slow kills boss                                   at 900
    slow works 20ms
    slow ends "None"
)";

std::shared_ptr<TraceStore> roundTrip(const TraceStore& store, const QString& path) {
    views::saveSession(store, path);
    const auto loaded = views::loadSession(path);
    if (!loaded.damage.isEmpty()) qFatal("%s", qPrintable(loaded.damage));
    return loaded.store;
}

// The session in `bytes` with another header.
QByteArray withHeader(const QByteArray& bytes, const QByteArray& header) {
    QCborStreamReader reader(bytes);
    reader.next();  // the signature
    reader.next();
    QByteArray changed;
    QCborStreamWriter writer(&changed);
    writer.append(QCborKnownTags::Signature);
    writer.startArray(3);
    writer.append("greenscope");
    writer.append(static_cast<quint64>(views::checksum(header)));
    writer.append(QCborKnownTags::EncodedCbor);
    writer.append(header);
    writer.endArray();
    return changed + bytes.mid(reader.currentOffset());
}

views::SessionHeader headerOf(const TraceStore& store) {
    views::SessionHeader header;
    header.events = store.size();
    header.recipe = store.recipe();
    header.layout = views::ownLayout();
    header.names = views::ownNames();
    return header;
}

QString saveError(const TraceStore& store, const QString& path) {
    try {
        views::saveSession(store, path);
    } catch (const views::SessionFileError& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

QString loadError(const QString& path) {
    try {
        views::loadSession(path);
    } catch (const views::SessionFileError& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

}  // namespace

class SessionFileTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(folder_.isValid()); }
    void returnsEveryEventTextAndState();
    void returnsAnEmptyRun();
    void returnsTextsOfAnyBytes();
    void writesOnlyTextThatIsUtf8AsText();
    void returnsARunOfManyChunks();
    void readsChunksOfAFileOnTheirOwn();
    void keepsLargeStatesFromBeingCopiedForEachChunk();
    void writesTheSameBytesForTheSameRun();
    void readsFilesThatNumberTheirKindsOtherwise();
    void readsFilesWithMoreAndWiderFields();
    void turnsKindsThatItDoesNotKnowIntoHarmlessEvents();
    void leavesOutItemsThatItDoesNotKnow();
    void returnsEveryLine();
    void saysWhereLinesAreDamaged();
    void refusesANewerVersion();
    void saysWhatIsWrongWithAPath();
    void leavesTheOldFileWhereItCantWrite();

private:
    QString path(const char* name) const { return folder_.filePath(QLatin1String(name)); }

    QTemporaryDir folder_;
};

void SessionFileTest::returnsEveryEventTextAndState() {
    const auto store = support::trace_from_text(everything, recipe(), 3);
    const auto loaded = roundTrip(*store, path("everything.gscope"));
    QCOMPARE(loaded->size(), store->size());
    QCOMPARE(prefixDifference(*loaded, *store), QString());
    for (EventNumber n = 0; n <= store->size(); ++n) QVERIFY(loaded->moment(n) == store->moment(n));
}

void SessionFileTest::returnsAnEmptyRun() {
    const TraceStore store(recipe());
    const auto loaded = roundTrip(store, path("empty.gscope"));
    QCOMPARE(loaded->size(), EventNumber{0});
    QVERIFY(loaded->recipe() == store.recipe());
}

void SessionFileTest::returnsTextsOfAnyBytes() {
    Gate gate;
    TraceFeed feed;
    Recorder recorder(gate, [&feed](std::shared_ptr<const Chunk> chunk) { feed.add(std::move(chunk)); });
    TraceEvent event;
    event.kind = Kind::Print;
    event.greenlet = Id::Main;
    for (const auto& text : {std::string("\0\0", 2), std::string("\xFF\xFE"), std::string("\xEF\xBB\xBFx"),
                             std::string(), std::string(3 << 20, 'x'), std::string(3 << 20, 'x'), std::string("\n")})
        recorder.record(event, text);
    recorder.publish();
    TraceStore store(recipe());
    for (auto& chunk : feed.take()) store.add(std::move(chunk));
    store.refresh();
    const auto loaded = roundTrip(store, path("bytes.gscope"));
    QCOMPARE(loaded->size(), EventNumber{7});
    QCOMPARE(prefixDifference(*loaded, store), QString());
}

void SessionFileTest::writesOnlyTextThatIsUtf8AsText() {
    views::SessionChunk chunk;
    chunk.texts = {"\xC3\xA9", "\xFF\xFE"};
    const auto bytes = views::encodeChunk(chunk);
    QVERIFY(bytes.contains("\x62\xC3\xA9"));  // a text of two bytes
    QVERIFY(bytes.contains("\x42\xFF\xFE"));  // two bytes
}

void SessionFileTest::returnsARunOfManyChunks() {
    std::string text = "main spawns foo\nmain waits join on foo\n";
    for (int i = 0; i < 20'000; ++i)
        text += "hub resumes foo\nfoo prints \"" + std::to_string(i % 7) + "\" at 5\nfoo yields\n";
    const auto store = support::trace_from_text(text, recipe());
    const auto loaded = roundTrip(*store, path("many.gscope"));
    QVERIFY(loaded->chunks().size() > 2);
    QCOMPARE(loaded->size(), store->size());
    QCOMPARE(prefixDifference(*loaded, *store), QString());
}

void SessionFileTest::readsChunksOfAFileOnTheirOwn() {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "main prints \"" + std::to_string(i) + "\" at 5\n";
    const auto store = support::trace_from_text(text, recipe());
    views::saveSession(*store, path("own.gscope"));
    const auto bytes = contents(path("own.gscope"));

    // Past the signature and the header, the second chunk.
    const auto decoder = views::EventDecoder::make(views::ownLayout(), views::ownNames());
    qint64 at = 0;
    for (int item = 0; item < 2; ++item) {
        QCborStreamReader reader(bytes.constData() + at, bytes.size() - at);
        if (item == 0) reader.next();
        reader.next();
        at += reader.currentOffset();
    }
    QCborStreamReader reader(bytes.constData() + at, bytes.size() - at);
    QVERIFY(reader.enterContainer());
    QCOMPARE(reader.readString().data, QString("chunk"));
    reader.readString();
    const auto sum = reader.toUnsignedInteger();
    reader.next();
    QCOMPARE(reader.toTag(), static_cast<QCborTag>(QCborKnownTags::EncodedCbor));
    reader.next();
    const auto inside = reader.readByteArray().data;
    QCOMPARE(static_cast<quint64>(views::checksum(inside)), sum);
    const auto chunk = views::decodeChunk(inside, *decoder);
    QCOMPARE(chunk.first, quint64{33});
    QCOMPARE(chunk.events.size(), std::size_t{32});
    QCOMPARE(chunk.texts.at(chunk.events.front().text - 1), QByteArray("32\n"));
    QCOMPARE(chunk.files.at(chunk.events.front().site.file()), std::string("program.cpp"));
}

void SessionFileTest::keepsLargeStatesFromBeingCopiedForEachChunk() {
    std::string text;
    for (int i = 0; i < 30'000; ++i) text += "main spawns g" + std::to_string(i) + "\n";
    for (int i = 0; i < 150'000; ++i) text += "main prints \"x\"\n";
    const auto store = support::trace_from_text(text, recipe());
    const auto loaded = roundTrip(*store, path("large.gscope"));
    QCOMPARE(loaded->size(), store->size());
    QCOMPARE(prefixDifference(*loaded, *store), QString());
    // The file has many chunks; a copy of 30,000 greenlets for each would be larger than the record.
    QVERIFY2(loaded->chunks().size() <= 4, QByteArray::number(static_cast<int>(loaded->chunks().size())));
}

void SessionFileTest::writesTheSameBytesForTheSameRun() {
    // However the record is cut into chunks in memory.
    views::saveSession(*support::trace_from_text(everything, recipe(), 2), path("a.gscope"));
    views::saveSession(*support::trace_from_text(everything, recipe(), 5), path("b.gscope"));
    QCOMPARE(contents(path("a.gscope")), contents(path("b.gscope")));
}

void SessionFileTest::readsFilesThatNumberTheirKindsOtherwise() {
    const auto store = support::trace_from_text("main prints \"a\"\nmain spawns foo\n", recipe());
    views::saveSession(*store, path("renumbered.gscope"));
    auto header = headerOf(*store);
    const auto print = header.names.kinds.indexOf("print");
    const auto work = header.names.kinds.indexOf("work");
    header.names.kinds.swapItemsAt(print, work);
    header.names.flags.swapItemsAt(2, 3);  // queues, arms
    support::write(path("renumbered.gscope"),
                   withHeader(contents(path("renumbered.gscope")), views::encodeHeader(header)));
    const auto loaded = views::loadSession(path("renumbered.gscope"));
    QCOMPARE(loaded.damage, QString());
    QCOMPARE(loaded.store->event(1).kind, Kind::Work);
    QVERIFY(loaded.store->event(2).has(Flag::Arms));
    QVERIFY(!loaded.store->event(2).has(Flag::Queues));
}

void SessionFileTest::readsFilesWithMoreAndWiderFields() {
    auto layout = views::ownLayout();
    layout.insert(layout.begin(), {"priority", "i16"});
    for (auto& field : layout)
        if (field.name == "kind") field.type = "u32";
    const auto decoder = views::EventDecoder::make(layout, views::ownNames());
    QVERIFY(decoder.has_value());
    QCOMPARE(decoder->eventBytes(), views::ownEventBytes + 2 + 3);

    TraceEvent event;
    event.time = 123'456'789'012'345;
    event.amount = -1;
    event.greenlet = Id{0xFFFFFFFF};
    event.site = Site(255, 0xFFFFFF);
    event.kind = Kind::Put;
    event.flags = 127;
    QByteArray bytes;
    views::appendEvent(bytes, event, 0);
    QCOMPARE(bytes.size(), qsizetype{views::ownEventBytes});
    bytes.insert(37, QByteArray(3, '\0'));
    bytes.insert(0, QByteArray(2, '\x55'));
    QVERIFY(decoder->decode(bytes.constData()) == event);

    layout.erase(layout.begin() + 3);
    QVERIFY(!views::EventDecoder::make(layout, views::ownNames()));
    QVERIFY(!views::EventDecoder::make({{"time", "f64"}}, views::ownNames()));
}

void SessionFileTest::turnsKindsThatItDoesNotKnowIntoHarmlessEvents() {
    const auto store = support::trace_from_text(everything, recipe());
    views::saveSession(*store, path("unknown.gscope"));
    auto header = headerOf(*store);
    header.names.kinds[static_cast<int>(Kind::Print)] = "sing";
    header.names.waits[static_cast<int>(WaitReason::JoinAll)] = "ponder";
    support::write(path("unknown.gscope"), withHeader(contents(path("unknown.gscope")), views::encodeHeader(header)));
    const auto loaded = views::loadSession(path("unknown.gscope"));
    QCOMPARE(loaded.damage, QString());
    QCOMPARE(loaded.store->size(), store->size());
    const auto print = store->find_forward(0, [](const TraceEvent& event) { return event.kind == Kind::Print; });
    QCOMPARE(loaded.store->event(print).kind, Kind::Work);
    QCOMPARE(loaded.store->event(print).amount, std::int64_t{0});
    QCOMPARE(loaded.store->event(print + 1).kind, store->event(print + 1).kind);
    const auto wait = store->find_forward(0, [](const TraceEvent& event) { return event.kind == Kind::Wait; });
    QCOMPARE(loaded.store->event(wait).wait_reason(), WaitReason::None);
}

void SessionFileTest::leavesOutItemsThatItDoesNotKnow() {
    const auto store = support::trace_from_text(everything, recipe());
    views::saveSession(*store, path("extra.gscope"));
    QByteArray extra;
    QCborStreamWriter writer(&extra);
    writer.startArray(3);
    writer.append("notes");
    writer.append(static_cast<quint64>(views::checksum(QByteArray("\xF6", 1))));
    writer.append(QCborKnownTags::EncodedCbor);
    writer.append(QByteArray("\xF6", 1));
    writer.endArray();
    support::write(path("extra.gscope"), contents(path("extra.gscope")) + extra);
    const auto loaded = views::loadSession(path("extra.gscope"));
    QCOMPARE(loaded.damage, QString());
    QCOMPARE(prefixDifference(*loaded.store, *store), QString());
}

void SessionFileTest::returnsEveryLine() {
    support::TraceText trace(recipe());
    trace.add(everything);
    const auto store = trace.store();
    std::string text;
    for (int n = 0; n < 40'000; ++n)
        text += "after 9 boss " + std::to_string(n + 1) + (n % 2 ? "   inner n=" : " outer n=") +
                std::to_string(n / 3) + "\n";
    store->add_lines(support::line_block(trace, "after 0 main 1 <module>\n", "program.py"));
    auto bosses = support::line_block(trace, text, "boss.py");
    // Blocks count their files on through the whole run.
    for (auto& line : bosses.lines) line.file = 1;
    store->add_lines(std::move(bosses));
    auto last = support::line_block(trace, "after " + std::to_string(store->size()) + " main 7 <module> s=\xE4\n");
    last.files.clear();
    last.is_last = true;
    store->add_lines(std::move(last));
    const auto again = roundTrip(*store, path("lines.gscope"));
    const auto& lines = store->lines();
    QCOMPARE(again->lines().size(), lines.size());
    QVERIFY(again->lines().is_cut());
    for (std::size_t n = 0; n < lines.size(); ++n) {
        auto left = again->lines().line(n);
        auto right = lines.line(n);
        QCOMPARE(again->lines().file(n), lines.file(n));
        left.text = right.text = 0;  // where it lies is the store's own affair
        left.file = right.file = 0;
        QVERIFY(left == right);
        QCOMPARE(to_text(again->lines().text(n)), to_text(lines.text(n)));
    }
    QCOMPARE(prefixDifference(*again, *store), QString());
}

void SessionFileTest::saysWhereLinesAreDamaged() {
    support::TraceText trace(recipe());
    trace.add(everything);
    const auto store = trace.store();
    const auto block = support::line_block(trace, "after 3 main 1 <module> n=1\nafter 3 main 2 <module> n=2\n");
    const auto damageOf = [&](auto change) {
        TraceStore changed(recipe());
        auto wrong = block;
        change(wrong);
        changed.add_lines(std::move(wrong));
        auto item = views::linesFrom(changed.lines(), 0, ~EventNumber{0});
        if (item.lines.empty()) qFatal("no lines");
        views::saveSession(*store, path("damaged.gscope"));
        const auto inside = views::encodeLines(item);
        QByteArray extra;
        QCborStreamWriter writer(&extra);
        writer.startArray(3);
        writer.append(QLatin1String("lines"));
        writer.append(static_cast<quint64>(views::checksum(inside)));
        writer.append(QCborKnownTags::EncodedCbor);
        writer.append(inside);
        writer.endArray();
        support::write(path("damaged.gscope"), contents(path("damaged.gscope")) + extra);
        const auto loaded = views::loadSession(path("damaged.gscope"));
        // The events are all there, and the lines that are wrong are not.
        if (loaded.store->size() != store->size()) return QStringLiteral("events are lost");
        return loaded.damage.isEmpty() ? QString::number(loaded.store->lines().size()) : loaded.damage;
    };
    QCOMPARE(damageOf([](auto&) {}), QStringLiteral("2"));
    QVERIFY(
        damageOf([](auto& lines) { lines.lines[1].after = 1'000; }).contains("a line after an event that was there"));
    QVERIFY(damageOf([](auto& lines) { lines.lines[1].after = 2; }).contains("a line after an event that was there"));
    QVERIFY(damageOf([](auto& lines) {
                lines.lines[0].greenlet = green::trace::Id{999};
            }).contains("a line of a greenlet that exists"));
    QVERIFY(damageOf([](auto& lines) { lines.lines[0].depth = 0; }).contains("a line on a stack"));
}

void SessionFileTest::refusesANewerVersion() {
    const TraceStore store(recipe());
    views::saveSession(store, path("newer.gscope"));
    auto header = headerOf(store);
    header.version = 2;
    support::write(path("newer.gscope"), withHeader(contents(path("newer.gscope")), views::encodeHeader(header)));
    const auto error = loadError(path("newer.gscope"));
    QVERIFY2(error.contains("newer.gscope") && error.contains("version 1, not 2"), qPrintable(error));
}

void SessionFileTest::saysWhatIsWrongWithAPath() {
    support::write(path("text.gscope"), "print('hello')\n");
    support::write(path("nothing.gscope"), "");
    for (const auto& [name, part] : {std::pair{"missing.gscope", "No such file"}, std::pair{"text.gscope", "byte 0"},
                                     std::pair{"nothing.gscope", "byte 0"}, std::pair{".", "folder"}}) {
        const auto error = loadError(path(name));
        QVERIFY2(error.startsWith(path(name)) && error.contains(part), qPrintable(error));
        QVERIFY2(!error.contains('\n'), qPrintable(error));
    }
}

void SessionFileTest::leavesTheOldFileWhereItCantWrite() {
    const TraceStore store(recipe());
    auto error = saveError(store, path("no/such/folder.gscope"));
    QVERIFY2(error.startsWith(path("no/such/folder.gscope")) && error.contains("No such file"), qPrintable(error));

    QVERIFY(QDir(folder_.path()).mkdir("taken.gscope"));
    error = saveError(store, path("taken.gscope"));
    QVERIFY2(error.startsWith(path("taken.gscope")), qPrintable(error));

    // A device must stay one.
    error = saveError(store, "/dev/null");
    QVERIFY2(error.startsWith("/dev/null"), qPrintable(error));
    QVERIFY(!QFileInfo("/dev/null").isFile());

    const auto left = QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden);
    for (const auto& name : left) QVERIFY2(!name.startsWith("taken") && !name.startsWith("folder"), qPrintable(name));
}

QTEST_APPLESS_MAIN(SessionFileTest)
#include "session_file_test.moc"
