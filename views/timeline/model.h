// What a timeline knows of a run: slices for each greenlet, bars for each queue, the length of the run
// queue, and the clock. Folds each event of the store once, as the store grows. GUI thread only.
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "palette/names.h"
#include "time/causes.h"
#include "timeline/queue_track.h"
#include "timeline/slice_track.h"
#include "timeline/timeout_track.h"
#include "trace/moment.h"
#include "trace/store.h"

namespace views {

struct GreenletTrack {
    green::trace::Id id = green::trace::Id::None;
    green::trace::Role role = green::trace::Role::Greenlet;
    SliceTrack slices;
};

class TimelineModel {
public:
    // `store` must outlive the model. Folds what it has.
    explicit TimelineModel(const green::trace::TraceStore& store);
    TimelineModel(const TimelineModel&) = delete;
    TimelineModel& operator=(const TimelineModel&) = delete;

    // Takes up the events that the store has got since, amortised O(1) each. True if there were any.
    bool update();

    const green::trace::TraceStore& store() const { return store_; }
    green::trace::EventNumber size() const { return moment_.number(); }
    green::trace::Nanoseconds duration() const { return moment_.time(); }
    // The run's length in axis units: size() or duration().
    std::int64_t extent(Axis axis) const;

    // Hub, main, then greenlets in the order of their creation.
    const std::vector<GreenletTrack>& greenlets() const { return tracks_; }
    const std::vector<QueueTrack>& queues() const { return queues_; }
    const TimeoutTrack& timeouts() const { return timeouts_; }
    // Null if there is none.
    const GreenletTrack* greenlet(green::trace::Id id) const;
    const QueueTrack* queue(green::trace::Id id) const;

    // 1 <= n <= size(); neighbours are found at once.
    const green::trace::TraceEvent& event(green::trace::EventNumber n) const;
    // The time of event n; 0 before the first.
    green::trace::Nanoseconds timeOf(green::trace::EventNumber n) const;
    // The last event at or before that time; 0 if there is none.
    green::trace::EventNumber eventAt(green::trace::Nanoseconds time) const;
    // The state after event n, 0 <= n <= size(). Good until the next call.
    const green::trace::Moment& moment(green::trace::EventNumber n) const;
    // Events at which the clock had jumped, in order: moved on at all, or, on the real clock, which always
    // does, by a millisecond.
    const std::vector<std::uint32_t>& jumps() const { return jumps_; }
    // Where n lies on the axis: itself, or its time.
    std::int64_t place(Axis axis, green::trace::EventNumber n) const;

    // The mean and the largest length of the run queue after events (from, to].
    double meanRunQueue(green::trace::EventNumber from, green::trace::EventNumber to) const;
    std::uint32_t longestRunQueue() const { return longest_; }

    // As shown; unambiguous. Also of timeouts_row.
    QString name(green::trace::Id id) const;
    // As in time/causes.h.
    green::trace::EventNumber causeOf(green::trace::EventNumber n) const;
    // Likewise, not far beyond `to`. Good until the next call.
    const std::vector<Wake>& wakesOf(green::trace::Id greenlet, green::trace::EventNumber from,
                                     green::trace::EventNumber to) const;

    // How many slices the tracks have; the hub's idle ones don't count.
    std::size_t sliceCount() const;

private:
    static constexpr std::uint32_t block = 64;
    static constexpr std::uint32_t time_block = 16;

    void fold(green::trace::EventNumber n, const green::trace::TraceEvent& event, std::string_view text);
    void foldActor(std::uint32_t n, const green::trace::TraceEvent& event, green::trace::Nanoseconds before);
    void foldState(green::trace::Id id, std::uint32_t n, const green::trace::TraceEvent& event);
    void foldTimeout(std::uint32_t n, const green::trace::TraceEvent& event);
    void foldQueue(std::uint32_t n, const green::trace::TraceEvent& event);
    green::trace::Id queueOfLastPut(green::trace::Id id) const;
    GreenletTrack* track(green::trace::Id id);
    QueueTrack* queueTrack(green::trace::Id id);

    const green::trace::TraceStore& store_;
    std::size_t chunk_ = 0;  // the one that has the next event
    green::trace::Moment moment_;
    const green::trace::Nanoseconds least_jump_;
    std::vector<GreenletTrack> tracks_;
    std::vector<QueueTrack> queues_;
    TimeoutTrack timeouts_;
    std::vector<std::uint32_t> track_of_;  // by id: 1 + its place in tracks_; 0 for none
    std::vector<std::uint32_t> queue_of_;
    std::vector<std::uint32_t> jumps_;
    std::vector<std::uint16_t> run_queue_;                // after each event, at most 65,535
    std::vector<std::uint64_t> run_queue_sum_;            // of the events before each block
    std::vector<green::trace::Nanoseconds> block_times_;  // of the last event of each time_block
    std::uint32_t longest_ = 0;
    std::size_t idle_slices_ = 0;

    mutable Names names_;
    mutable green::trace::Moment shown_;  // the playhead's, as a rule: near to the one asked for before
    mutable std::size_t last_chunk_ = 0;  // where the last event was found
    struct Cause {
        green::trace::EventNumber of = 0;
        green::trace::EventNumber is = 0;
    };
    struct Wakes {
        green::trace::Id of = green::trace::Id::None;
        green::trace::EventNumber from = 0;
        green::trace::EventNumber to = 0;
        green::trace::EventNumber size = 0;  // of the record then
        std::vector<Wake> are;
    };
    // The same ones are asked for in every frame.
    mutable Cause last_cause_;
    mutable Wakes last_wakes_;
};

}  // namespace views
