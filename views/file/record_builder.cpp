#include "file/record_builder.h"

#include <QCoreApplication>
#include <algorithm>
#include <utility>

namespace views {

using green::trace::Chunk;
using green::trace::EventNumber;
using green::trace::Flag;
using green::trace::Id;
using green::trace::Kind;
using green::trace::Moment;
using green::trace::TraceEvent;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(views::SessionFile)
};

// Numbers of ns beyond this (73 years) could overflow when views add and subtract them.
constexpr std::int64_t furthest = std::int64_t{1} << 61;

bool makesThing(Kind kind) { return kind == Kind::Create || kind == Kind::Spawn || kind == Kind::Object; }

// About how many bytes a copy of the state takes.
std::size_t weight(const Moment& moment) {
    std::size_t bytes = 0;
    for (const auto& greenlet : moment.greenlets())
        bytes += sizeof greenlet + greenlet.name.size() + greenlet.run.size() + greenlet.arguments.size() +
                 greenlet.call_arguments.size() + greenlet.result.size();
    for (const auto& object : moment.objects()) {
        bytes += sizeof object + object.name.size() + object.waiters.size() * sizeof(Id);
        for (const auto& item : object.items) bytes += sizeof(std::string) + item.size();
    }
    return bytes + (moment.callbacks().size() + moment.timers().size()) * sizeof(green::trace::Job);
}

}  // namespace

RecordBuilder::RecordBuilder(green::trace::Recipe recipe)
    : store_(std::make_shared<green::trace::TraceStore>(std::move(recipe))),
      things_{Thing::Unknown, Thing::Greenlet, Thing::Greenlet} {}

RecordBuilder::Thing RecordBuilder::thing(Id id) const {
    return raw(id) < things_.size() ? things_[raw(id)] : Thing::Unknown;
}

QString RecordBuilder::problem(const TraceEvent& event, EventNumber number) {
    if (event.time < time_ || event.time > furthest) return Text::tr("an event not earlier than the one before");
    time_ = event.time;
    if (event.amount != green::trace::never && (event.amount > furthest || event.amount < -furthest))
        return Text::tr("an amount that a run can have");
    if (event.greenlet != Id::None && thing(event.greenlet) != Thing::Greenlet)
        return Text::tr("an event of a greenlet that exists");
    if (makesThing(event.kind)) {
        // Ids count up: a table by id may grow with the events, but not jump to gigabytes.
        if (event.object == Id::None || raw(event.object) > 65'536 + 16 * number)
            return Text::tr("an id that counts up");
        if (raw(event.object) >= things_.size()) things_.resize(raw(event.object) + 1);
        auto& made = things_[raw(event.object)];
        if (made != Thing::Unknown) return Text::tr("an id that is new");
        made = event.kind == Kind::Object ? Thing::Object : Thing::Greenlet;
        return {};
    }
    if (event.object != Id::None && thing(event.object) == Thing::Unknown)
        return Text::tr("an event about something that exists");
    const bool handsOver = event.kind == Kind::Resume && event.has(Flag::Switch);
    if (handsOver && thing(event.object) != Thing::Greenlet) return Text::tr("a switch to a greenlet");
    return {};
}

QString RecordBuilder::problem(const SessionChunk& chunk) {
    if (chunk.first != size_ + 1) return Text::tr("a chunk that begins with event %1").arg(size_ + 1);
    for (const auto& [number, name] : chunk.files)
        if (const auto known = files_.try_emplace(number, name).first; known->second != name)
            return Text::tr("the same source file under number %1 as before").arg(number);
    for (EventNumber number = chunk.first; const auto& event : chunk.events)
        if (auto text = problem(event, number); !text.isEmpty())
            return Text::tr("%1 (event %2)").arg(text).arg(number);
        else
            ++number;
    return {};
}

QString RecordBuilder::add(SessionLines lines) {
    for (auto after = linesAfter_; const auto& line : lines.lines) {
        if (line.after < after || line.after > size_) return Text::tr("a line after an event that was there");
        if (thing(line.greenlet) != Thing::Greenlet) return Text::tr("a line of a greenlet that exists");
        after = line.after;
    }
    if (!lines.lines.empty()) linesAfter_ = lines.lines.back().after;
    store_->add_lines(blockOf(std::move(lines), lineFiles_));
    return {};
}

QString RecordBuilder::add(SessionChunk chunk) {
    if (auto text = problem(chunk); !text.isEmpty()) return text;
    const auto offset = static_cast<std::uint32_t>(texts_.size());
    for (auto& event : chunk.events) {
        if (event.text != 0) event.text += offset;
        events_.push_back(event);
    }
    for (auto& text : chunk.texts) {
        textBytes_ += static_cast<std::size_t>(text.size()) + sizeof(std::uint32_t);
        texts_.push_back(std::move(text));
    }
    size_ += chunk.events.size();
    // A chunk's texts have places of 32 bits: what is joined, and the chunk on top of it, must fit.
    constexpr std::size_t most = std::size_t{1} << 28;
    constexpr std::size_t least = Chunk::default_events * sizeof(TraceEvent);
    if (events_.size() * sizeof(TraceEvent) + textBytes_ >= std::clamp(wanted_, least, most)) flush();
    return {};
}

void RecordBuilder::flush() {
    if (events_.empty()) return;
    std::size_t fileBytes = 0;
    for (const auto& [number, name] : files_) fileBytes += name.size() + sizeof(std::uint32_t);
    const auto textCapacity = textBytes_ + fileBytes + sizeof(std::uint32_t);
    const auto chunk = std::make_shared<Chunk>(size_ - events_.size() + 1, static_cast<std::uint32_t>(events_.size()),
                                               static_cast<std::uint32_t>(textCapacity));
    for (const auto& [number, name] : files_) chunk->set_file(number, chunk->add_text(name));
    std::vector<std::uint32_t> places{0};
    places.reserve(texts_.size() + 1);
    for (const auto& text : texts_)
        places.push_back(chunk->add_text({text.constData(), static_cast<std::size_t>(text.size())}));
    for (auto event : events_) {
        event.text = places[event.text];
        chunk->append(event);
    }
    chunk->publish();
    store_->add(chunk);
    store_->refresh();
    events_.clear();
    texts_.clear();
    textBytes_ = 0;
    // Each chunk of the store costs a copy of the state, of its table by id and of the files' names.
    constexpr std::size_t chunkPerState = 2;
    constexpr std::size_t placeBytes = 12;
    wanted_ = chunkPerState * (weight(store_->last()) + things_.size() * placeBytes + fileBytes);
}

std::shared_ptr<green::trace::TraceStore> RecordBuilder::finish() {
    flush();
    return store_;
}

}  // namespace views
