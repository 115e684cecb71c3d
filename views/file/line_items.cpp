#include "file/line_items.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <QCoreApplication>
#include <QHash>
#include <QtEndian>
#include <algorithm>

#include "file/cbor_item.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Id;
using green::trace::Line;
using green::trace::LineBlock;
using green::trace::LineNumber;
using green::trace::LineStore;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(views::SessionFile)
};

constexpr qsizetype lineBytes = 28;
constexpr qsizetype mostTextBytes = 16 << 20;
constexpr std::size_t mostFiles = 4096;
// LineRecorder keeps no more of all lines together.
constexpr quint64 mostItemTextBytes = quint64{256} << 20;

template <class Number>
void appendNumber(QByteArray& bytes, Number number) {
    char place[sizeof number];
    qToLittleEndian(number, place);
    bytes.append(place, sizeof number);
}

template <class Number>
Number takeNumber(const char*& at) {
    const auto number = qFromLittleEndian<Number>(at);
    at += sizeof number;
    return number;
}

std::uint32_t placeOf(const QByteArray& value, std::vector<QByteArray>& all, QHash<QByteArray, std::uint32_t>& known) {
    auto& place = known[value];
    if (place == 0) {
        all.push_back(value);
        place = static_cast<std::uint32_t>(all.size());
    }
    return place;
}

void readTexts(CborItem& item, std::vector<QByteArray>& texts, std::size_t most) {
    quint64 bytes = 0;
    item.array([&] {
        texts.push_back(item.bytes());
        bytes += static_cast<quint64>(texts.back().size());
        if (texts.size() > most || bytes > mostItemTextBytes)
            item.mismatch(Text::tr("at most %1 texts of %2 bytes").arg(most).arg(mostItemTextBytes));
    });
}

}  // namespace

SessionLines linesFrom(const LineStore& lines, LineNumber first, EventNumber last) {
    SessionLines item;
    QHash<QByteArray, std::uint32_t> texts;
    QHash<QByteArray, std::uint32_t> files;
    qsizetype textBytes = 0;
    auto n = first;
    for (; n < lines.size() && item.lines.size() < mostItemLines && textBytes < mostTextBytes; ++n) {
        auto line = lines.line(n);
        if (line.after > last) break;
        const auto text = QByteArray::fromStdString(to_text(lines.text(n)));
        const auto before = item.texts.size();
        line.text = placeOf(text, item.texts, texts);
        if (item.texts.size() != before) textBytes += text.size();
        line.length = 0;
        line.file = static_cast<std::uint16_t>(
            placeOf(QByteArray::fromStdString(std::string(lines.file(n))), item.files, files));
        item.lines.push_back(line);
    }
    item.cut = lines.is_cut() && n == lines.size();
    return item;
}

QByteArray encodeLines(const SessionLines& item) {
    QByteArray packed;
    packed.reserve(static_cast<qsizetype>(item.lines.size()) * lineBytes);
    for (const auto& line : item.lines) {
        appendNumber<quint64>(packed, line.after);
        appendNumber<quint32>(packed, raw(line.greenlet));
        appendNumber<quint32>(packed, line.line);
        appendNumber<quint32>(packed, line.depth);
        appendNumber<quint32>(packed, line.file);
        appendNumber<quint32>(packed, static_cast<quint32>(line.text));
    }
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    writer.startMap(item.cut ? 5 : 4);
    writer.append(QLatin1String("count"));
    writer.append(static_cast<quint64>(item.lines.size()));
    writer.append(QLatin1String("lines"));
    writer.append(packed);
    for (const auto& [name, texts] : {std::pair{"texts", &item.texts}, std::pair{"files", &item.files}}) {
        writer.append(QLatin1String(name));
        writer.startArray(texts->size());
        for (const auto& text : *texts) writer.append(text);
        writer.endArray();
    }
    if (item.cut) {
        writer.append(QLatin1String("cut"));
        writer.append(quint64{1});
    }
    writer.endMap();
    return bytes;
}

SessionLines decodeLines(const QByteArray& bytes) {
    QCborStreamReader reader(bytes);
    CborItem item(reader, bytes.size());
    SessionLines read;
    QByteArray packed;
    quint64 count = 0;
    item.map([&](const QByteArray& key) {
        if (key == "count") return count = item.number(), true;
        if (key == "lines") return packed = item.bytes(), true;
        if (key == "texts") return readTexts(item, read.texts, mostItemLines), true;
        if (key == "files") return readTexts(item, read.files, mostFiles), true;
        if (key == "cut") return read.cut = item.number() != 0, true;
        return false;
    });
    if (count > mostItemLines) throw CborMismatch{0, Text::tr("at most %1 lines").arg(mostItemLines)};
    if (packed.size() % lineBytes != 0 || static_cast<quint64>(packed.size() / lineBytes) != count)
        throw CborMismatch{0, Text::tr("%1 lines of %2 bytes").arg(count).arg(lineBytes)};
    for (const char* at = packed.constData(); at != packed.constData() + packed.size();) {
        Line line;
        line.after = takeNumber<quint64>(at);
        line.greenlet = Id{takeNumber<quint32>(at)};
        line.line = takeNumber<quint32>(at);
        const auto depth = takeNumber<quint32>(at);
        const auto file = takeNumber<quint32>(at);
        line.text = takeNumber<quint32>(at);
        if (depth < 1 || depth > UINT16_MAX) throw CborMismatch{0, Text::tr("a line on a stack")};
        if (file < 1 || file > read.files.size()) throw CborMismatch{0, Text::tr("a line of a file")};
        if (line.text < 1 || line.text > read.texts.size()) throw CborMismatch{0, Text::tr("a line with a text")};
        line.depth = static_cast<std::uint16_t>(depth);
        line.file = static_cast<std::uint16_t>(file);
        read.lines.push_back(line);
    }
    return read;
}

LineBlock blockOf(SessionLines item, std::vector<QByteArray>& files) {
    LineBlock block;
    block.is_last = item.cut;
    std::vector<std::uint64_t> begins;
    for (const auto& text : item.texts) {
        begins.push_back(block.texts.size());
        block.texts.append(text.constData(), static_cast<std::size_t>(text.size()));
    }
    std::vector<std::uint16_t> numbers;
    for (const auto& file : item.files) {
        auto known = std::ranges::find(files, file);
        if (known == files.end()) {
            // Further ones can't be numbered, and are nobody's.
            if (files.size() < UINT16_MAX) {
                files.push_back(file);
                block.files.push_back(file.toStdString());
            }
            known = std::prev(files.end());
        }
        numbers.push_back(static_cast<std::uint16_t>(known - files.begin()));
    }
    for (auto& line : item.lines) {
        const auto& text = item.texts[line.text - 1];
        line.length = static_cast<std::uint32_t>(text.size());
        line.text = begins[line.text - 1];
        line.file = numbers[line.file - 1U];
    }
    block.lines = std::move(item.lines);
    return block;
}

}  // namespace views
