#include "file/session_format.h"

#include <QCborStreamWriter>
#include <QCoreApplication>

#include "file/cbor_item.h"
#include "trace/json_text.h"

namespace views {

using green::trace::ClockKind;
using green::trace::Recipe;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(views::SessionFile)
};

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = green::trace::utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

void append(QCborStreamWriter& writer, std::string_view text) {
    if (isUtf8(text))
        writer.appendTextString(text.data(), static_cast<qsizetype>(text.size()));
    else
        writer.appendByteString(text.data(), static_cast<qsizetype>(text.size()));
}

std::string_view viewOf(const QByteArray& bytes) { return {bytes.constData(), static_cast<std::size_t>(bytes.size())}; }

void appendNames(QCborStreamWriter& writer, std::string_view key, const QByteArrayList& names) {
    append(writer, key);
    writer.startArray(static_cast<quint64>(names.size()));
    for (const auto& name : names) append(writer, viewOf(name));
    writer.endArray();
}

void appendRecipe(QCborStreamWriter& writer, const Recipe& recipe) {
    writer.startMap(7);
    append(writer, "id");
    append(writer, recipe.id);
    append(writer, "title");
    append(writer, recipe.title);
    append(writer, "language");
    append(writer, recipe.language);
    append(writer, "clock");
    append(writer, recipe.clock == ClockKind::Virtual ? "virtual" : "real");
    append(writer, "seed");
    writer.append(static_cast<quint64>(recipe.seed));
    append(writer, "version");
    append(writer, recipe.version);
    append(writer, "sources");
    writer.startArray(recipe.sources.size());
    for (const auto& source : recipe.sources) {
        writer.startArray(2);
        append(writer, source.name);
        append(writer, source.text);
        writer.endArray();
    }
    writer.endArray();
    writer.endMap();
}

// A list of exactly two texts.
std::pair<QByteArray, QByteArray> readPair(CborItem& item) {
    QByteArrayList both;
    item.array([&] {
        if (both.size() == 2) item.mismatch(Text::tr("a pair"));
        both.append(item.bytes());
    });
    if (both.size() != 2) item.mismatch(Text::tr("a pair"));
    return {both[0], both[1]};
}

Recipe readRecipe(CborItem& item) {
    Recipe recipe;
    const auto text = [&item](std::string& value) { return value = item.bytes().toStdString(), true; };
    item.map([&](const QByteArray& key) {
        if (key == "id") return text(recipe.id);
        if (key == "title") return text(recipe.title);
        if (key == "language") return text(recipe.language);
        if (key == "version") return text(recipe.version);
        if (key == "clock") return recipe.clock = item.bytes() == "real" ? ClockKind::Real : ClockKind::Virtual, true;
        if (key == "seed") return recipe.seed = item.number(), true;
        if (key != "sources") return false;
        item.array([&] {
            constexpr std::size_t mostSources = 4096;
            const auto [name, source] = readPair(item);
            if (recipe.sources.size() == mostSources) item.mismatch(Text::tr("at most %1 sources").arg(mostSources));
            recipe.sources.push_back({name.toStdString(), source.toStdString()});
        });
        return true;
    });
    return recipe;
}

QByteArrayList readNames(CborItem& item) {
    constexpr qsizetype most = 256;  // the numbers of a byte
    QByteArrayList names;
    item.array([&] {
        if (names.size() == most) item.mismatch(Text::tr("at most %1 names").arg(most));
        names.append(item.bytes());
    });
    return names;
}

NameTables readNameTables(CborItem& item) {
    NameTables tables;
    item.map([&](const QByteArray& key) {
        for (const auto& [name, table] : {std::pair{"kinds", &tables.kinds}, std::pair{"waits", &tables.waits},
                                          std::pair{"ends", &tables.ends}, std::pair{"objects", &tables.objects},
                                          std::pair{"jobs", &tables.jobs}, std::pair{"flags", &tables.flags}})
            if (key == name) return *table = readNames(item), true;
        return false;
    });
    return tables;
}

// A few bytes of a file must not become many of memory: no more texts than events could have.
void readTexts(CborItem& item, std::vector<QByteArray>& texts) {
    quint64 bytes = 0;
    item.array([&] {
        texts.push_back(item.bytes());
        bytes += static_cast<quint64>(texts.back().size());
        if (texts.size() > mostChunkEvents || bytes > mostChunkTextBytes)
            item.mismatch(Text::tr("at most %1 texts of %2 bytes").arg(mostChunkEvents).arg(mostChunkTextBytes));
    });
}

}  // namespace

QByteArray encodeHeader(const SessionHeader& header) {
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    writer.startMap(6);
    append(writer, "version");
    writer.append(header.version);
    append(writer, "writer");
    append(writer, "Greenscope " + QCoreApplication::applicationVersion().toStdString());
    append(writer, "events");
    writer.append(header.events);
    append(writer, "recipe");
    appendRecipe(writer, header.recipe);
    append(writer, "layout");
    writer.startArray(header.layout.size());
    for (const auto& field : header.layout) {
        writer.startArray(2);
        append(writer, viewOf(field.name));
        append(writer, viewOf(field.type));
        writer.endArray();
    }
    writer.endArray();
    append(writer, "names");
    writer.startMap(6);
    appendNames(writer, "kinds", header.names.kinds);
    appendNames(writer, "waits", header.names.waits);
    appendNames(writer, "ends", header.names.ends);
    appendNames(writer, "objects", header.names.objects);
    appendNames(writer, "jobs", header.names.jobs);
    appendNames(writer, "flags", header.names.flags);
    writer.endMap();
    writer.endMap();
    return bytes;
}

SessionHeader decodeHeader(const QByteArray& bytes) {
    constexpr std::size_t mostFields = 64;
    QCborStreamReader reader(bytes);
    CborItem item(reader, bytes.size());
    SessionHeader header;
    header.version = 0;
    item.map([&](const QByteArray& key) {
        if (key == "version") return header.version = item.number(), true;
        if (key == "events") return header.events = item.number(), true;
        if (key == "recipe") return header.recipe = readRecipe(item), true;
        if (key == "names") return header.names = readNameTables(item), true;
        if (key != "layout") return false;
        item.array([&] {
            const auto [name, type] = readPair(item);
            if (header.layout.size() == mostFields) item.mismatch(Text::tr("at most %1 fields").arg(mostFields));
            header.layout.push_back({name, type});
        });
        return true;
    });
    return header;
}

QByteArray encodeChunk(const SessionChunk& chunk) {
    QByteArray events;
    events.reserve(static_cast<qsizetype>(chunk.events.size()) * ownEventBytes);
    for (const auto& event : chunk.events) appendEvent(events, event, event.text);

    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    writer.startMap(5);
    append(writer, "first");
    writer.append(chunk.first);
    append(writer, "count");
    writer.append(static_cast<quint64>(chunk.events.size()));
    append(writer, "texts");
    writer.startArray(chunk.texts.size());
    for (const auto& text : chunk.texts) append(writer, viewOf(text));
    writer.endArray();
    append(writer, "files");
    writer.startMap(chunk.files.size());
    for (const auto& [number, name] : chunk.files) {
        writer.append(static_cast<quint64>(number));
        append(writer, name);
    }
    writer.endMap();
    append(writer, "events");
    writer.append(events);
    writer.endMap();
    return bytes;
}

SessionChunk decodeChunk(const QByteArray& bytes, const EventDecoder& decoder) {
    QCborStreamReader reader(bytes);
    CborItem item(reader, bytes.size());
    SessionChunk chunk;
    quint64 count = 0;
    QByteArray events;
    qint64 eventsPlace = 0;
    item.map([&](const QByteArray& key) {
        if (key == "first") return chunk.first = item.number(), true;
        if (key == "count") return count = item.number(), true;
        if (key == "events") return eventsPlace = item.place(), events = item.bytes(), true;
        if (key == "texts") return readTexts(item, chunk.texts), true;
        if (key != "files") return false;
        item.numberMap([&](quint64 number) {
            if (number < 1 || number > green::trace::Site::max_file)
                item.mismatch(Text::tr("a file number from 1 to %1").arg(green::trace::Site::max_file));
            auto& name = chunk.files[static_cast<std::uint32_t>(number)] = item.bytes().toStdString();
            constexpr std::size_t longestName = 4096;
            if (name.size() > longestName) item.mismatch(Text::tr("a file name of at most %1 bytes").arg(longestName));
        });
        return true;
    });
    const auto eventBytes = decoder.eventBytes();
    if (count > mostChunkEvents) throw CborMismatch{0, Text::tr("at most %1 events").arg(mostChunkEvents)};
    if (events.size() % eventBytes != 0 || static_cast<quint64>(events.size() / eventBytes) != count)
        throw CborMismatch{eventsPlace, Text::tr("%1 events of %2 bytes").arg(count).arg(eventBytes)};
    chunk.events.reserve(static_cast<std::size_t>(count));
    for (qsizetype at = 0; at < events.size(); at += eventBytes) {
        chunk.events.push_back(decoder.decode(events.constData() + at));
        if (chunk.events.back().text > chunk.texts.size())
            throw CborMismatch{eventsPlace + at, Text::tr("a text from 0 to %1").arg(chunk.texts.size())};
    }
    return chunk;
}

}  // namespace views
