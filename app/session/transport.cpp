#include "session/transport.h"

#include <algorithm>

namespace app {

using green::trace::EventNumber;
using green::trace::Flag;
using green::trace::LineNumber;
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
        wasHeld_ = false;
        setMode(Mode::Paused);
        emit changed();
    });
    connect(&session_, &Session::engineChanged, this, [this] {
        if (session_.engine() == Session::Engine::Running) wasHeld_ = false;
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
    if (!view_.atLiveEdge()) movePlayhead(view_.store().size());
    session_.letOn(ruleFor(grain));
}

bool Transport::forward(LineGrain grain) {
    const LineStep step(view_, grain);
    if (const auto line = step.forward()) {
        moving_ = true;
        view_.goToLine(*line);
        moving_ = false;
        return true;
    }
    if (const auto end = step.end()) {
        movePlayhead(end);
        return true;
    }
    if (session_.engine() == Session::Engine::Running) return false;
    const bool knowsLines = view_.lines() == views::RunView::Lines::Kept && !view_.store().lines().is_cut();
    if (session_.isOver() || !knowsLines) {
        if (knowsLines) movePlayhead(view_.store().size());
        return true;
    }
    if (!view_.atLiveEdge()) movePlayhead(view_.store().size());
    session_.letOn(step.rule(), step.lineRule());
    return true;
}

void Transport::stepForward(Grain grain) {
    if (isPlaying()) pause();
    if (session_.engine() == Session::Engine::Running && next(grain) == 0) {
        if (queued_.size() < mostQueuedSteps) queued_.emplace_back(grain);
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

void Transport::stepLine(LineGrain grain) {
    if (isPlaying()) pause();
    if (!forward(grain) && queued_.size() < mostQueuedSteps) queued_.emplace_back(grain);
    emit changed();
}

void Transport::stepLineBack(LineGrain grain) {
    if (isPlaying()) pause();
    queued_.clear();
    if (const auto line = LineStep(view_, grain).back()) {
        moving_ = true;
        view_.goToLine(*line);
        moving_ = false;
    }
    emit changed();
}

void Transport::toStart() {
    queued_.clear();
    view_.setPlayhead(0);
}

void Transport::toLiveEdge() {
    queued_.clear();
    view_.setPlayhead(view_.store().size());
    onHeld();
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
    const auto& lines = view_.store().lines();
    if (const auto line = firstBreakpoint(lines, session_.breakpoints(), view_.linesBegun(), lines.size()))
        return stopAt(*line);
    if (!view_.atLiveEdge() || session_.isOver()) movePlayhead(view_.store().size());
    if (session_.isOver()) {
        setMode(Mode::Paused);
        return;
    }
    setMode(Mode::Free);
    session_.letOn();
}

void Transport::runBack() {
    if (isPlaying()) pause();
    queued_.clear();
    const auto& lines = view_.store().lines();
    auto begun = view_.linesBegun();
    // It may stand at one.
    if (begun > 0 && lines.line(begun - 1).after == view_.playhead()) --begun;
    const auto line = lastBreakpoint(lines, session_.breakpoints(), 0, begun);
    if (line)
        stopAt(*line);
    else
        movePlayhead(0);
}

void Transport::stopAt(LineNumber breakpoint) {
    setMode(Mode::Paused);
    const auto greenlet = view_.store().lines().line(breakpoint).greenlet;
    moving_ = true;
    view_.goToLine(breakpoint);
    // Who looks at another one would not see why it was held.
    if (view_.lineGreenlet() != greenlet) view_.select(greenlet);
    moving_ = false;
    emit changed();
}

void Transport::playTo(EventNumber number) {
    const auto& lines = view_.store().lines();
    if (const auto line =
            firstBreakpoint(lines, session_.breakpoints(), view_.linesBegun(), lines.count_before(number)))
        stopAt(*line);
    else
        movePlayhead(number);
}

void Transport::onHeld() {
    const auto& lines = view_.store().lines();
    if (!view_.atLiveEdge() || !session_.isHeldAtLine() || lines.empty()) return;
    const auto newest = lines.size() - 1;
    if (firstBreakpoint(lines, session_.breakpoints(), newest, lines.size())) {
        queued_.clear();
        stopAt(newest);
        return;
    }
    moving_ = true;
    view_.goToLine(newest);
    moving_ = false;
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
        if (const auto number = next(Grain::Switch))
            playTo(number);
        else
            forward(Grain::Switch);
        if (atEnd() || mode_ != Mode::Paced) return;
    }
}

void Transport::advanceTime(double seconds) {
    clock_ += seconds * 1e9;
    const auto time = static_cast<green::trace::Nanoseconds>(clock_);
    const auto number = view_.store().last_at(time);
    if (number > view_.playhead()) playTo(number);
    if (mode_ != Mode::Paced) return;
    if (view_.atLiveEdge() && session_.engine() == Session::Engine::Held)
        session_.letOn(green::trace::until_time(time));
}

void Transport::takeQueued() {
    const auto step = queued_.front();
    queued_.pop_front();
    if (const auto* grain = std::get_if<Grain>(&step))
        forward(*grain);
    else
        forward(std::get<LineGrain>(step));
}

void Transport::onPumped() {
    if (session_.engine() == Session::Engine::Held && !wasHeld_) {
        wasHeld_ = true;
        onHeld();
    }
    while (session_.engine() != Session::Engine::Running && !queued_.empty()) takeQueued();
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
