#include "file/session_file.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSaveFile>
#include <algorithm>
#include <optional>

#include "file/cbor_item.h"
#include "file/checksum.h"
#include "file/event_layout.h"
#include "file/line_items.h"
#include "file/record_builder.h"
#include "file/session_format.h"

namespace views {

using green::trace::EventNumber;
using green::trace::LineNumber;
using green::trace::LineStore;
using green::trace::TraceStore;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(views::SessionFile)
};

SessionFileError error(const QString& path, const QString& what) {
    return SessionFileError(Text::tr("%1: %2").arg(QDir::toNativeSeparators(path), what).toStdString());
}

// Writing.

void writeItem(QCborStreamWriter& writer, const char* name, const QByteArray& inside) {
    writer.startArray(3);
    writer.append(QLatin1String(name));
    writer.append(static_cast<quint64>(checksum(inside)));
    writer.append(QCborKnownTags::EncodedCbor);
    writer.append(inside);
    writer.endArray();
}

// The events from `first` on that fit into one item. As many as stand before it: a short run, too, has
// several items, so that its file keeps some of it when damaged.
SessionChunk chunkFrom(const TraceStore& store, EventNumber first) {
    constexpr std::size_t mostTextBytes = 16 << 20;
    constexpr EventNumber firstChunkEvents = 32;
    const auto most = std::clamp<EventNumber>(first - 1, firstChunkEvents, mostChunkEvents);
    SessionChunk chunk;
    chunk.first = first;
    QHash<QByteArray, std::uint32_t> places;
    std::size_t textBytes = 0;
    for (auto n = first; n <= store.size() && chunk.events.size() < most && textBytes < mostTextBytes; ++n) {
        auto event = store.event(n);
        const auto text = store.text(n);
        event.text = 0;
        if (!text.empty()) {
            const QByteArray bytes(text.data(), static_cast<qsizetype>(text.size()));
            auto& place = places[bytes];
            if (place == 0) {
                chunk.texts.push_back(bytes);
                place = static_cast<std::uint32_t>(chunk.texts.size());
                textBytes += text.size();
            }
            event.text = place;
        }
        if (const auto file = event.site.file(); file != 0) chunk.files.try_emplace(file, store.file(n));
        chunk.events.push_back(event);
    }
    return chunk;
}

// Those that stand before the event after `last`. Returns the first that does not.
LineNumber writeLines(QCborStreamWriter& writer, const LineStore& lines, LineNumber first, EventNumber last) {
    for (;;) {
        const auto item = linesFrom(lines, first, last);
        if (item.lines.empty()) return first;
        writeItem(writer, sessionLinesName, encodeLines(item));
        first += item.lines.size();
    }
}

// Reading.

struct Item {
    QByteArray name;
    QByteArray inside;
    qint64 place = 0;  // of the inside's first byte
};

// Reads the item at the file's position and leaves the file behind it. Throws CborMismatch.
Item readItem(QFile& file, bool isFirst) {
    QCborStreamReader reader(&file);  // counts places from the file's beginning
    CborItem item(reader, file.size());
    Item read;
    quint64 sum = 0;
    if (isFirst && !(reader.isTag() && reader.toTag() == static_cast<QCborTag>(QCborKnownTags::Signature)))
        item.mismatch(Text::tr("the header of a session"));
    if (isFirst) reader.next();
    int part = 0;
    item.array([&] {
        switch (part++) {
            case 0:
                if (!reader.isString()) item.mismatch(Text::tr("the name of an item"));
                read.name = item.bytes();
                break;
            case 1: sum = item.number(); break;
            case 2:
                item.tag(static_cast<QCborTag>(QCborKnownTags::EncodedCbor));
                if (!reader.isByteArray()) item.mismatch(Text::tr("bytes"));
                read.inside = item.bytes();
                break;
            default: item.mismatch(Text::tr("three parts"));
        }
    });
    if (part != 3) item.mismatch(Text::tr("three parts"));
    const auto end = reader.currentOffset();
    read.place = end - read.inside.size();
    if (checksum(read.inside) != sum)
        throw CborMismatch{read.place, Text::tr("%1 bytes with the checksum %2").arg(read.inside.size()).arg(sum)};
    if (!file.seek(end)) throw CborMismatch{end, Text::tr("a file that can be read")};
    return read;
}

struct Opening {
    SessionHeader header;
    EventDecoder decoder;
};

Opening readHeader(QFile& file) {
    const auto item = readItem(file, true);
    if (item.name != sessionHeaderName) throw CborMismatch{0, Text::tr("a header named \"%1\"").arg(sessionHeaderName)};
    try {
        auto header = decodeHeader(item.inside);
        if (header.version < 1 || header.version > sessionVersion)
            throw CborMismatch{0, Text::tr("version %1, not %2").arg(sessionVersion).arg(header.version)};
        const auto decoder = EventDecoder::make(header.layout, header.names);
        if (!decoder) throw CborMismatch{0, Text::tr("a layout with every field of an event")};
        return {std::move(header), *decoder};
    } catch (const CborMismatch& mismatch) {
        throw CborMismatch{item.place + mismatch.place, mismatch.expected};
    }
}

// Adds the chunks at the file's position to `builder`, to the end of the file.
void readChunks(QFile& file, const EventDecoder& decoder, RecordBuilder& builder) {
    while (file.pos() < file.size()) {
        const auto item = readItem(file, false);
        const bool isChunk = item.name == sessionChunkName;
        if (!isChunk && item.name != sessionLinesName) continue;
        try {
            const auto expected =
                isChunk ? builder.add(decodeChunk(item.inside, decoder)) : builder.add(decodeLines(item.inside));
            if (!expected.isEmpty()) throw CborMismatch{0, expected};
        } catch (const CborMismatch& mismatch) {
            throw CborMismatch{item.place + mismatch.place, mismatch.expected};
        }
    }
}

}  // namespace

void saveSession(const TraceStore& store, const QString& path) {
    // The new file takes the old one's place: that must not be a device.
    const QFileInfo info(path);
    if (info.exists() && !info.isFile()) throw error(path, Text::tr("can't be written: it is no file"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) throw error(path, Text::tr("can't be written: %1").arg(file.errorString()));
    QCborStreamWriter writer(&file);
    SessionHeader header;
    header.events = store.size();
    header.recipe = store.recipe();
    header.layout = ownLayout();
    header.names = ownNames();
    writer.append(QCborKnownTags::Signature);
    writeItem(writer, sessionHeaderName, encodeHeader(header));
    LineNumber line = 0;
    for (EventNumber next = 1; next <= header.events && file.error() == QFileDevice::NoError;) {
        const auto chunk = chunkFrom(store, next);
        writeItem(writer, sessionChunkName, encodeChunk(chunk));
        next += chunk.events.size();
        line = writeLines(writer, store.lines(), line, next - 1);
    }
    // Reports what went wrong with any write before it, a full disk say.
    if (!file.commit()) throw error(path, Text::tr("can't be written: %1").arg(file.errorString()));
}

LoadedSession loadSession(const QString& path) {
    const QFileInfo info(path);
    if (info.exists() && !info.isFile()) throw error(path, Text::tr("expected a session file, not a folder or device"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) throw error(path, Text::tr("can't be read: %1").arg(file.errorString()));

    std::optional<Opening> opening;
    try {
        opening = readHeader(file);
    } catch (const CborMismatch& mismatch) {
        throw error(path,
                    Text::tr("no Greenscope session: byte %1: expected %2").arg(mismatch.place).arg(mismatch.expected));
    }

    RecordBuilder builder(opening->header.recipe);
    QString damage;
    try {
        readChunks(file, opening->decoder, builder);
    } catch (const CborMismatch& mismatch) {
        damage = Text::tr("byte %1: expected %2").arg(mismatch.place).arg(mismatch.expected);
    }
    const auto total = opening->header.events;
    if (damage.isEmpty() && builder.size() != total)
        damage = Text::tr("byte %1: expected another chunk").arg(file.size());
    LoadedSession loaded{builder.finish(), {}};
    if (!damage.isEmpty())
        loaded.damage = Text::tr("%1 is damaged at %2. Read %3 of its %4 events.")
                            .arg(QDir::toNativeSeparators(path), damage)
                            .arg(loaded.store->size())
                            .arg(total);
    return loaded;
}

}  // namespace views
