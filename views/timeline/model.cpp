#include "timeline/model.h"

#include <QCoreApplication>
#include <algorithm>
#include <string_view>

#include "time/causes.h"

namespace views {

using green::trace::EventNumber;
using green::trace::Flag;
using green::trace::GreenletState;
using green::trace::Id;
using green::trace::Kind;
using green::trace::Nanoseconds;
using green::trace::ObjectKind;
using green::trace::Role;
using green::trace::TraceEvent;
using green::trace::WaitReason;

namespace {

template <class Tracks>
auto lookup(Tracks& tracks, const std::vector<std::uint32_t>& places, Id id) -> decltype(tracks.data()) {
    const std::size_t index = raw(id);
    if (index >= places.size() || places[index] == 0) return nullptr;
    return &tracks[places[index] - 1];
}

void enter(std::vector<std::uint32_t>& places, Id id, std::size_t place) {
    if (raw(id) >= places.size()) places.resize(raw(id) + 1);
    places[raw(id)] = static_cast<std::uint32_t>(place + 1);
}

bool isEnd(Look look) { return look == Look::Finished || look == Look::Killed || look == Look::Failed; }

// The slice that a state begins at event n.
Slice sliceOf(const GreenletState& greenlet, std::uint32_t n, Nanoseconds time) {
    Slice slice;
    slice.from = n;
    slice.time = time;
    slice.look = lookOf(greenlet);
    if (slice.look == Look::Running || slice.look == Look::HubIdle) return slice;
    slice.detail = static_cast<std::uint32_t>(greenlet.since);
    slice.reason = greenlet.reason;
    slice.wake = greenlet.wake;
    return slice;
}

bool sameState(const Slice& a, const Slice& b) {
    if (a.look != b.look) return false;
    return a.look == Look::Running || a.look == Look::HubIdle || isEnd(a.look) ||
           (a.detail == b.detail && a.wake == b.wake);
}

}  // namespace

TimelineModel::TimelineModel(const green::trace::TraceStore& store)
    : store_(store), least_jump_(store.recipe().clock == green::trace::ClockKind::Real ? 1'000'000 : 1) {
    for (const auto& [id, role] : {std::pair(Id::Hub, Role::Hub), std::pair(Id::Main, Role::Main)}) {
        enter(track_of_, id, tracks_.size());
        tracks_.push_back({id, role, {}});
        tracks_.back().slices.push(sliceOf(*moment_.greenlet(id), 0, 0));
    }
    idle_slices_ = 1;
    update();
}

bool TimelineModel::update() {
    const EventNumber end = store_.size();
    const bool more = moment_.number() < end;
    const auto& chunks = store_.chunks();
    while (moment_.number() < end) {
        const EventNumber n = moment_.number() + 1;
        while (chunk_ + 1 < chunks.size() && chunks[chunk_ + 1]->first() <= n) ++chunk_;
        const auto& chunk = *chunks[chunk_];
        const auto& event = chunk.event(static_cast<std::uint32_t>(n - chunk.first()));
        fold(n, event, chunk.text_of(event));
    }
    return more;
}

std::int64_t TimelineModel::extent(Axis axis) const {
    return axis == Axis::Order ? static_cast<std::int64_t>(size()) : duration();
}

GreenletTrack* TimelineModel::track(Id id) { return lookup(tracks_, track_of_, id); }
QueueTrack* TimelineModel::queueTrack(Id id) { return lookup(queues_, queue_of_, id); }
const GreenletTrack* TimelineModel::greenlet(Id id) const { return lookup(tracks_, track_of_, id); }
const QueueTrack* TimelineModel::queue(Id id) const { return lookup(queues_, queue_of_, id); }

void TimelineModel::fold(EventNumber number, const TraceEvent& event, std::string_view text) {
    const auto n = static_cast<std::uint32_t>(number);
    const Nanoseconds before = moment_.time();
    const Id ran = moment_.running();
    const std::size_t known = moment_.greenlets().size();
    moment_.apply(event, text);

    if (event.time - before >= least_jump_) jumps_.push_back(n);
    if (run_queue_sum_.empty()) run_queue_sum_.push_back(0);
    const auto length = static_cast<std::uint32_t>(moment_.callbacks().size());
    longest_ = std::max(longest_, length);
    run_queue_.push_back(static_cast<std::uint16_t>(std::min<std::uint32_t>(length, UINT16_MAX)));
    // The next block begins behind this event.
    if (number % block == 0) {
        std::uint64_t sum = run_queue_sum_.back();
        for (std::size_t i = number - block; i < number; ++i) sum += run_queue_[i];
        run_queue_sum_.push_back(sum);
    }
    if (number % time_block == 0) block_times_.push_back(event.time);

    foldActor(n, event, before);
    if (moment_.greenlets().size() > known) {
        const auto& created = moment_.greenlets().back();
        enter(track_of_, created.id, tracks_.size());
        tracks_.push_back({created.id, created.role, {}});
        tracks_.back().slices.push(sliceOf(created, n, event.time));
    }
    // Nobody else's state can have changed.
    for (const Id id : {event.greenlet, event.object, ran, moment_.running()}) foldState(id, n, event);
    foldQueue(n, event);
    foldTimeout(n, event);
}

// In the cell of event n its actor runs, whatever the events around it made of its state.
void TimelineModel::foldActor(std::uint32_t n, const TraceEvent& event, Nanoseconds before) {
    auto& hub = tracks_.front().slices;
    const bool slept = hub.last().look == Look::Sleeps;
    if (slept && event.greenlet != Id::Hub) {
        Slice idle;
        idle.from = n - 1;
        idle.time = event.time;
        idle.look = Look::HubIdle;
        hub.push(idle);
        ++idle_slices_;
    }
    auto* actor = track(event.greenlet);
    if (!actor) return;
    auto& slices = actor->slices;
    Slice cell;
    cell.from = n - 1;
    // The hub slept from the Idle's own time until something happened.
    const bool sleeps = event.kind == Kind::Idle && event.greenlet == Id::Hub;
    const bool woke = slept && event.greenlet == Id::Hub;
    cell.time = sleeps || woke ? event.time : before;
    cell.look = sleeps ? Look::Sleeps : Look::Running;
    if (sleeps) {
        cell.detail = n;
        cell.reason = WaitReason::Sleep;
    }
    if (slices.last().look == cell.look && !sleeps) return;
    if (slices.last().from < n - 1) {
        slices.push(cell);
        return;
    }
    // It was given a state only a moment ago, of which there is no cell to be seen.
    if (slices.last().look == Look::HubIdle) --idle_slices_;
    const bool goes_on = slices.size() > 1 && slices[slices.size() - 2].look == cell.look && !sleeps;
    if (goes_on)
        slices.dropLast();
    else
        slices.replaceLast(cell);
}

void TimelineModel::foldState(Id id, std::uint32_t n, const TraceEvent& event) {
    auto* changed = track(id);
    const auto* state = moment_.greenlet(id);
    if (!changed || !state) return;
    auto& slices = changed->slices;
    // Its sleep ends with the next event: only then is it known for how long it slept.
    if (id == Id::Hub && slices.last().look == Look::Sleeps) return;
    const Slice slice = sliceOf(*state, n, event.time);
    if (sameState(slices.last(), slice)) return;
    if (slice.look == Look::HubIdle) ++idle_slices_;
    if (slices.last().from < n) {
        slices.push(slice);
        return;
    }
    if (slices.last().look == Look::HubIdle) --idle_slices_;
    slices.replaceLast(slice);
}

void TimelineModel::foldTimeout(std::uint32_t n, const TraceEvent& event) {
    if (event.has(Flag::Runs) || event.has(Flag::Cancels)) timeouts_.over(n, event.time, event.job);
    if (event.kind == Kind::Timeout && event.has(Flag::Arms)) timeouts_.arm(n, event.time, event.job);
}

void TimelineModel::foldQueue(std::uint32_t n, const TraceEvent& event) {
    // A channel stores nothing that a bar could show.
    if (event.kind == Kind::Object && holds_items(event.object_kind()) && event.object_kind() != ObjectKind::Channel &&
        moment_.object(event.object) && !queue(event.object)) {
        enter(queue_of_, event.object, queues_.size());
        queues_.emplace_back(event.object, event.amount);
    }
    if (auto* queue = queueTrack(event.object)) {
        if (event.kind == Kind::Put) queue->put(n, event.time, event.amount, event.greenlet == Id::Hub && !event.site);
        if (event.kind == Kind::Get) queue->get(n, event.time, event.amount);
    }
    // Who is first in line to put? Looked up only where that can have changed: a queue may have thousands
    // who wait to get.
    Id changed = Id::None;
    if (event.kind == Kind::Wait && event.wait_reason() == WaitReason::QueuePut) changed = event.object;
    if (event.kind == Kind::Put) changed = event.object;
    if (event.kind == Kind::Resume) changed = queueOfLastPut(event.object);
    auto* queue = queueTrack(changed);
    if (!queue || (event.kind != Kind::Wait && !queue->somebodyWaits())) return;
    std::uint32_t wait = 0;
    for (const Id waiter : moment_.object(changed)->waiters) {
        const auto* greenlet = moment_.greenlet(waiter);
        if (!greenlet || greenlet->reason != WaitReason::QueuePut) continue;
        wait = static_cast<std::uint32_t>(greenlet->since);
        break;
    }
    queue->waits(n, wait);
}

// It may have left without its item: a timeout, a kill. Its state has forgotten by now what it waited
// for; its slices have not.
Id TimelineModel::queueOfLastPut(Id id) const {
    const auto* resumed = greenlet(id);
    if (!resumed) return Id::None;
    const auto& slices = resumed->slices;
    for (std::size_t i = slices.size(); i-- > 0 && i + 3 >= slices.size();)
        if (slices[i].look == Look::WaitsData && slices[i].reason == WaitReason::QueuePut)
            return store_.event(slices[i].detail).object;
    return Id::None;
}

const TraceEvent& TimelineModel::event(EventNumber n) const {
    const auto& chunks = store_.chunks();
    const auto holds = [n](const auto& chunk) {
        return chunk->first() <= n && n - chunk->first() < chunk->published();
    };
    if (last_chunk_ >= chunks.size() || !holds(chunks[last_chunk_])) {
        const auto after = std::ranges::upper_bound(chunks, n, {}, [](const auto& chunk) { return chunk->first(); });
        last_chunk_ = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - chunks.begin() - 1, 0));
        if (n > size() || !holds(chunks[last_chunk_])) return store_.event(n);  // which says what is wrong
    }
    return chunks[last_chunk_]->event(static_cast<std::uint32_t>(n - chunks[last_chunk_]->first()));
}

Nanoseconds TimelineModel::timeOf(EventNumber n) const {
    const auto known = std::min(n, size());
    return known == 0 ? 0 : event(known).time;
}

EventNumber TimelineModel::eventAt(Nanoseconds time) const {
    // Whole blocks by their last events, then within the one in which the time is passed.
    const auto after = std::ranges::upper_bound(block_times_, time);
    EventNumber n = static_cast<EventNumber>(after - block_times_.begin()) * time_block;
    while (n < size() && event(n + 1).time <= time) ++n;
    return n;
}

std::int64_t TimelineModel::place(Axis axis, EventNumber n) const {
    return axis == Axis::Order ? static_cast<std::int64_t>(n) : timeOf(n);
}

const green::trace::Moment& TimelineModel::moment(EventNumber n) const {
    if (n >= size()) return moment_;
    store_.seek(shown_, n);
    return shown_;
}

double TimelineModel::meanRunQueue(EventNumber from, EventNumber to) const {
    to = std::min(to, size());
    if (from >= to) return 0;
    const auto before = [this](EventNumber n) {
        std::uint64_t sum = run_queue_sum_[n / block];
        for (std::size_t i = n / block * block; i < n; ++i) sum += run_queue_[i];
        return sum;
    };
    return static_cast<double>(before(to) - before(from)) / static_cast<double>(to - from);
}

QString TimelineModel::name(Id id) const {
    if (id == timeouts_row) return QCoreApplication::translate("Timeline", "timeouts");
    return names_.of(store_.last(), id);
}

EventNumber TimelineModel::causeOf(EventNumber n) const {
    if (n == 0 || n > size()) return 0;
    if (last_cause_.of != n) last_cause_ = {n, views::causeOf(store_, n)};
    return last_cause_.is;
}

const std::vector<Wake>& TimelineModel::wakesOf(Id greenlet, EventNumber from, EventNumber to) const {
    constexpr EventNumber most = 500;
    auto& last = last_wakes_;
    // More of the record changes nothing where it already went far enough.
    const bool is_known =
        last.of == greenlet && last.from == from && last.to == to && (last.size == size() || last.size >= to + most);
    if (!is_known) last = {greenlet, from, to, size(), views::wakesOf(store_, greenlet, from, to, most)};
    return last.are;
}

std::size_t TimelineModel::sliceCount() const {
    std::size_t count = 0;
    for (const auto& track : tracks_) count += track.slices.size();
    return count - idle_slices_;
}

}  // namespace views
