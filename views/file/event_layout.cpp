#include "file/event_layout.h"

#include <QtEndian>
#include <algorithm>
#include <string_view>

namespace views {

using green::trace::Flag;
using green::trace::TraceEvent;

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> ownFields{{{"time", "i64"},
                                                                                   {"amount", "i64"},
                                                                                   {"greenlet", "u32"},
                                                                                   {"object", "u32"},
                                                                                   {"site", "u32"},
                                                                                   {"text", "u32"},
                                                                                   {"job", "u32"},
                                                                                   {"kind", "u8"},
                                                                                   {"reason", "u8"},
                                                                                   {"job_kind", "u8"},
                                                                                   {"flags", "u8"}}};

QByteArray bytesOf(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

// The names of 0, 1, 2, … up to the first number that has none.
template <class Value>
QByteArrayList namesOf() {
    QByteArrayList names;
    for (int number = 0; number < 256; ++number) {
        const auto name = green::trace::name(static_cast<Value>(number));
        if (name == "unknown") break;
        names.append(bytesOf(name));
    }
    return names;
}

// By number of the file, our number; `fallback` where the name is not ours.
std::array<std::uint8_t, 256> matched(const QByteArrayList& theirs, const QByteArrayList& ours, std::uint8_t fallback) {
    std::array<std::uint8_t, 256> table{};
    table.fill(fallback);
    for (qsizetype i = 0; i < std::min<qsizetype>(theirs.size(), 256); ++i)
        if (const auto found = ours.indexOf(theirs[i]); found >= 0)
            table[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(found);
    return table;
}

template <class Number>
void append(QByteArray& bytes, Number number) {
    const auto little = qToLittleEndian(number);
    bytes.append(reinterpret_cast<const char*>(&little), sizeof little);
}

// 0 for a type that is unknown.
int bytesOfType(const QByteArray& type) {
    for (const int bytes : {1, 2, 4, 8})
        if (const auto bits = QByteArray::number(8 * bytes); type == "u" + bits || type == "i" + bits) return bytes;
    return 0;
}

}  // namespace

std::vector<LayoutField> ownLayout() {
    std::vector<LayoutField> layout;
    layout.reserve(ownFields.size());
    for (const auto& [name, type] : ownFields) layout.push_back({bytesOf(name), bytesOf(type)});
    return layout;
}

NameTables ownNames() {
    NameTables names;
    names.kinds = namesOf<green::trace::Kind>();
    names.waits = namesOf<green::trace::WaitReason>();
    names.ends = namesOf<green::trace::EndReason>();
    names.objects = namesOf<green::trace::ObjectKind>();
    names.jobs = namesOf<green::trace::JobKind>();
    for (int bit = 0; bit < green::trace::flag_count; ++bit)
        names.flags.append(bytesOf(green::trace::name(static_cast<Flag>(1 << bit))));
    return names;
}

void appendEvent(QByteArray& bytes, const TraceEvent& event, std::uint32_t text) {
    append(bytes, event.time);
    append(bytes, event.amount);
    append(bytes, raw(event.greenlet));
    append(bytes, raw(event.object));
    append(bytes, event.site.raw);
    append(bytes, text);
    append(bytes, raw(event.job));
    append(bytes, static_cast<std::uint8_t>(event.kind));
    append(bytes, event.reason);
    append(bytes, static_cast<std::uint8_t>(event.job_kind));
    append(bytes, event.flags);
}

std::optional<EventDecoder> EventDecoder::make(const std::vector<LayoutField>& layout, const NameTables& names) {
    EventDecoder decoder;
    for (const auto& field : layout) {
        const int bytes = bytesOfType(field.type);
        if (bytes == 0) return std::nullopt;
        const auto own = std::ranges::find(ownFields, field.name, [](const auto& own) { return bytesOf(own.first); });
        if (own != ownFields.end())
            decoder.places_[static_cast<std::size_t>(own - ownFields.begin())] = {decoder.eventBytes_, bytes,
                                                                                  field.type.startsWith('i')};
        decoder.eventBytes_ += bytes;
    }
    if (std::ranges::any_of(decoder.places_, [](const Place& place) { return place.offset < 0; })) return std::nullopt;

    for (qsizetype i = 0; i < std::min<qsizetype>(names.kinds.size(), 256); ++i)
        decoder.kinds_[static_cast<std::size_t>(i)] = green::trace::kind_named(names.kinds[i].toStdString());
    const auto own = ownNames();
    decoder.waits_ = matched(names.waits, own.waits, 0);
    decoder.ends_ = matched(names.ends, own.ends, 0);
    decoder.objects_ = matched(names.objects, own.objects, 0);
    decoder.jobs_ = matched(names.jobs, own.jobs, static_cast<std::uint8_t>(green::trace::JobKind::Function));
    for (qsizetype bit = 0; bit < std::min<qsizetype>(names.flags.size(), 8); ++bit)
        if (const auto found = own.flags.indexOf(names.flags[bit]); found >= 0)
            decoder.flags_[static_cast<std::size_t>(bit)] = static_cast<std::uint8_t>(1 << found);
    return decoder;
}

std::int64_t EventDecoder::value(const char* bytes, Field field) const {
    const auto& place = places_[field];
    std::uint64_t number = 0;
    for (int i = place.bytes - 1; i >= 0; --i)
        number = number << 8 | static_cast<std::uint8_t>(bytes[place.offset + i]);
    if (place.isSigned && place.bytes < 8) {
        const auto sign = std::uint64_t{1} << (8 * place.bytes - 1);
        number = (number ^ sign) - sign;
    }
    return static_cast<std::int64_t>(number);
}

TraceEvent EventDecoder::decode(const char* bytes) const {
    TraceEvent event;
    event.time = value(bytes, Time);
    event.amount = value(bytes, Amount);
    event.greenlet = static_cast<green::trace::Id>(value(bytes, Greenlet));
    event.object = static_cast<green::trace::Id>(value(bytes, Object));
    event.site.raw = static_cast<std::uint32_t>(value(bytes, Site));
    event.text = static_cast<std::uint32_t>(value(bytes, Text));
    event.job = static_cast<green::trace::JobId>(value(bytes, Job));
    event.job_kind = static_cast<green::trace::JobKind>(jobs_[value(bytes, JobKind) & 0xFF]);
    const auto flags = static_cast<std::uint8_t>(value(bytes, Flags));
    for (std::size_t bit = 0; bit < 8; ++bit)
        if (flags >> bit & 1) event.flags |= flags_[bit];

    const auto kind = kinds_[value(bytes, Kind) & 0xFF];
    event.kind = kind.value_or(green::trace::Kind::Work);
    if (!kind) {
        event.amount = 0;
        event.flags &= static_cast<std::uint8_t>(~static_cast<std::uint8_t>(Flag::Arms));  // the deadline is gone
    }
    const auto reason = static_cast<std::size_t>(value(bytes, Reason) & 0xFF);
    switch (event.kind) {
        case green::trace::Kind::Wait: event.reason = waits_[reason]; break;
        case green::trace::Kind::End:
        case green::trace::Kind::Set:
        case green::trace::Kind::Discard: event.reason = ends_[reason]; break;
        case green::trace::Kind::Object: event.reason = objects_[reason]; break;
        default: event.reason = static_cast<std::uint8_t>(reason); break;
    }
    return event;
}

}  // namespace views
