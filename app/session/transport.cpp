#include "session/transport.h"

#include <algorithm>

namespace app {

using green::trace::EventNumber;
using green::trace::Flag;
using green::trace::TraceEvent;

namespace {

constexpr std::size_t mostQueuedSteps = 64;

bool stopsAt(const TraceEvent& event, Transport::Grain grain) {
    switch (grain) {
        case Transport::Grain::Event: return true;
        case Transport::Grain::Call: return static_cast<bool>(event.site);
        case Transport::Grain::Switch: return event.has(Flag::Switch);
    }
    return true;
}

green::trace::Gate::Rule ruleFor(Transport::Grain grain) {
    switch (grain) {
        case Transport::Grain::Event: return green::trace::after_events(1);
        case Transport::Grain::Call: return green::trace::after_call();
        case Transport::Grain::Switch: return green::trace::after_switches(1);
    }
    return green::trace::after_events(1);
}

}  // namespace

Transport::Transport(views::RunView& view, Session& session, QObject* parent)
    : QObject(parent), view_(view), session_(session) {
    connect(&session_, &Session::pumped, this, &Transport::onPumped);
    connect(&session_, &Session::started, this, [this] {
        queued_.clear();
        setMode(Mode::Paused);
        emit changed();
    });
    connect(&session_, &Session::limitReached, this, [this] { setMode(Mode::Paused); });
    connect(&view_, &views::RunView::playheadMoved, this, &Transport::onPlayheadMoved);
}

Transport::Place Transport::place() const {
    if (session_.isRecording()) return Place::Recording;
    if (!view_.atLiveEdge()) return Place::Past;
    return session_.isOver() ? Place::Ended : Place::Live;
}

void Transport::movePlayhead(EventNumber number) {
    moving_ = true;
    view_.setPlayhead(number);
    moving_ = false;
}

EventNumber Transport::next(Grain grain) const {
    return view_.store().find_forward(view_.playhead(),
                                      [grain](const TraceEvent& event) { return stopsAt(event, grain); });
}

void Transport::forward(Grain grain) {
    if (const auto number = next(grain)) {
        movePlayhead(number);
        return;
    }
    // From the edge the playhead follows the engine.
    movePlayhead(view_.store().size());
    session_.letOn(ruleFor(grain));
}

void Transport::stepForward(Grain grain) {
    if (isPlaying()) pause();
    if (session_.engine() == Session::Engine::Running && next(grain) == 0) {
        if (queued_.size() < mostQueuedSteps) queued_.push_back(grain);
        return;
    }
    forward(grain);
    emit changed();
}

void Transport::stepBack(Grain grain) {
    if (isPlaying()) pause();
    queued_.clear();
    if (view_.playhead() == 0) return;
    movePlayhead(view_.store().find_back(view_.playhead() - 1,
                                         [grain](const TraceEvent& event) { return stopsAt(event, grain); }));
}

void Transport::toStart() {
    queued_.clear();
    view_.setPlayhead(0);
}

void Transport::toLiveEdge() {
    queued_.clear();
    view_.setPlayhead(view_.store().size());
}

void Transport::goTo(EventNumber number) {
    if (isPlaying()) pause();
    queued_.clear();
    movePlayhead(number);
    if (number > view_.store().size()) session_.letOn(green::trace::after_number(number));
}

void Transport::play() {
    if (isPlaying()) return;
    queued_.clear();
    if (atEnd()) movePlayhead(0);
    if (speed_ == unlimited) {
        runOn();
        return;
    }
    due_ = 1;  // so that the key is answered at once
    clock_ = static_cast<double>(view_.moment().time());
    setMode(Mode::Paced);
}

void Transport::runOn() {
    queued_.clear();
    movePlayhead(view_.store().size());
    if (session_.isOver()) {
        setMode(Mode::Paused);
        return;
    }
    setMode(Mode::Free);
    session_.letOn();
}

void Transport::pause() {
    queued_.clear();
    setMode(Mode::Paused);
    session_.hold();
}

void Transport::setMode(Mode mode) {
    if (mode == mode_) return;
    mode_ = mode;
    emit playingChanged();
    emit changed();
}

void Transport::setSpeed(double speed) {
    if (speed != unlimited) speed = std::clamp(speed, slowest, fastest);
    if (speed == speed_) return;
    speed_ = speed;
    emit speedChanged();
    if (!isPlaying()) return;
    if (speed == unlimited) {
        runOn();
    } else if (mode_ == Mode::Free) {
        session_.hold();
        due_ = 1;
        clock_ = static_cast<double>(view_.moment().time());
        setMode(Mode::Paced);
    }
}

void Transport::setAxis(views::Axis axis) {
    axis_ = axis;
    due_ = 0;
    clock_ = static_cast<double>(view_.moment().time());
}

void Transport::advance(std::chrono::nanoseconds elapsed) {
    if (mode_ != Mode::Paced) return;
    const auto seconds = std::chrono::duration<double>(elapsed).count() * speed_;
    if (axis_ == views::Axis::Order)
        advanceOrder(seconds);
    else
        advanceTime(seconds);
    if (atEnd()) setMode(Mode::Paused);
}

void Transport::advanceOrder(double seconds) {
    due_ += seconds * switchesPerSecond;
    while (due_ >= 1) {
        // What the engine can't keep up with is not made up for later.
        if (session_.engine() == Session::Engine::Running && next(Grain::Switch) == 0) {
            due_ = 1;
            return;
        }
        due_ -= 1;
        forward(Grain::Switch);
        if (atEnd()) return;
    }
}

void Transport::advanceTime(double seconds) {
    clock_ += seconds * 1e9;
    const auto time = static_cast<green::trace::Nanoseconds>(clock_);
    const auto number = view_.store().last_at(time);
    if (number > view_.playhead()) movePlayhead(number);
    if (view_.atLiveEdge() && session_.engine() == Session::Engine::Held)
        session_.letOn(green::trace::until_time(time));
}

void Transport::onPumped() {
    if (session_.engine() == Session::Engine::Held && !queued_.empty()) {
        const auto grain = queued_.front();
        queued_.pop_front();
        forward(grain);
    }
    if (session_.isOver() && (mode_ == Mode::Free || atEnd())) {
        queued_.clear();
        setMode(Mode::Paused);
    }
    emit changed();
}

void Transport::onPlayheadMoved() {
    // Somebody scrubbed: on the Time axis the clock goes on from there. At the live edge the playhead
    // also follows the engine, which is never ahead of the clock.
    const auto time = static_cast<double>(view_.moment().time());
    if (!moving_) clock_ = view_.atLiveEdge() ? std::max(clock_, time) : time;
    emit changed();
}

}  // namespace app
