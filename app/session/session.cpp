#include "session/session.h"

#include <QElapsedTimer>
#include <algorithm>
#include <system_error>
#include <utility>

namespace app {

using green::trace::EventNumber;
using green::trace::Gate;
using green::trace::Line;
using green::trace::TraceEvent;
using green::trace::TraceStore;

namespace {

constexpr int frameMilliseconds = 16;
constexpr int behindMilliseconds = 250;
// Of a frame, for adopting. While the engine runs too, most is left to the views.
constexpr std::chrono::milliseconds shareBesideEngine{6};
constexpr std::chrono::milliseconds shareAlone{11};
constexpr std::size_t adoptBatch = 2048;

}  // namespace

Session::Session(views::RunView& view, QObject* parent) : QObject(parent), view_(view) {
    frame_.setInterval(frameMilliseconds);
    frame_.setTimerType(Qt::PreciseTimer);
    connect(&frame_, &QTimer::timeout, this, &Session::pump);
    behind_.setInterval(behindMilliseconds);
    connect(&behind_, &QTimer::timeout, this, &Session::lookBehind);
}

Session::~Session() { endRun(); }

void Session::endRun() {
    frame_.stop();
    pending_.clear();
    pendingLines_.clear();
    if (!run_) return;
    if (!run_->stop(patience)) leaveBehind();
    run_.reset();
}

void Session::leaveBehind() {
    left_.push_back({std::move(run_), program_ ? program_->recipe.language : std::string()});
    behind_.start();
    emit programStuck();
}

void Session::lookBehind() {
    if (left_.empty()) return;
    std::erase_if(left_, [](const Left& left) { return left.run->ended(); });
    for (const auto& left : left_) left.run->urge();
    if (!left_.empty()) return;
    behind_.stop();
    emit stuckEnded();
}

bool Session::leftThreadBehind() const {
    return std::ranges::any_of(left_, [](const Left& left) { return !left.run->ended(); });
}

QString Session::obstacle() const {
    const bool busy = std::ranges::any_of(
        left_, [this](const Left& left) { return left.language == "python" && !left.run->ended(); });
    if (program_->recipe.language == "python" && busy)
        return tr("the Python program before it still runs and can't be stopped, and only one can run at a time.");
    return {};
}

void Session::show(std::shared_ptr<TraceStore> store) {
    store_ = std::move(store);
    result_ = {};
    askedAboutLimit_ = false;
    catchingUp_ = false;
    view_.setStore(store_);
}

void Session::start(Program program) {
    endRun();
    program_ = std::move(program);
    recording_ = false;
    show(std::make_shared<TraceStore>(program_->recipe));
    if (const auto why = obstacle(); !why.isEmpty()) {
        setEngine(Engine::None);
        emit started();
        emit startFailed(why);
        return;
    }
    try {
        // The queued call is dropped with this object, and stop() takes the listener back before that.
        run_ = std::make_unique<EngineRun>(
            *program_, green::trace::before_switch(), withBreakpoints({}), budget_,
            [this] { QMetaObject::invokeMethod(this, &Session::pump, Qt::QueuedConnection); });
        free_ = false;
    } catch (const std::system_error& error) {
        setEngine(Engine::None);
        emit started();
        emit startFailed(QString::fromLocal8Bit(error.what()));
        return;
    }
    setEngine(Engine::Running);
    frame_.start();
    emit started();
}

void Session::restart() {
    if (program_) start(Program(*program_));
}

void Session::showRecording(std::shared_ptr<TraceStore> store) {
    endRun();
    program_.reset();
    recording_ = true;
    show(std::move(store));
    setEngine(Engine::None);
    emit started();
}

void Session::stop() {
    if (!run_ || engine_ == Engine::Ended) return;
    if (run_->stop(patience)) {
        setEngine(Engine::Running);
        pump();
        return;
    }
    while (!adopt(shareAlone)) {
    }
    result_ = {green::RunResult::Ending::Stopped, 0, {}};
    frame_.stop();
    pending_.clear();
    pendingLines_.clear();
    setEngine(Engine::Ended);
    leaveBehind();
    emit pumped();
}

void Session::send(int signal) {
    if (run_ && engine_ != Engine::Ended) run_->send(signal);
}

void Session::letOn(Gate::Rule rule, Gate::LineRule lineRule) {
    if (!run_ || engine_ == Engine::Ended) return;
    if (run_->atLimit()) {
        emit limitReached();
        return;
    }
    run_->gate().run_until(std::move(rule), withBreakpoints(std::move(lineRule)));
    free_ = false;
    setEngine(Engine::Running);
    frame_.start();
}

void Session::letOn() {
    if (!run_ || engine_ == Engine::Ended) return;
    if (run_->atLimit()) {
        emit limitReached();
        return;
    }
    openGate();
    setEngine(Engine::Running);
    frame_.start();
}

// An open gate asks nobody, and costs nothing.
void Session::openGate() {
    if (breakpoints_.empty())
        run_->gate().open();
    else
        run_->gate().run_until([](const TraceEvent&, EventNumber) { return false; }, withBreakpoints({}));
    free_ = true;
}

Gate::LineRule Session::withBreakpoints(Gate::LineRule rule) const {
    return [asked = asked_, rule = std::move(rule)](const Line& next, std::string_view file) {
        return (rule && rule(next, file)) || asked->contain(file, next.line);
    };
}

void Session::setBreakpoints(Breakpoints breakpoints) {
    const bool hadNone = breakpoints_.empty();
    breakpoints_ = std::move(breakpoints);
    asked_->set(breakpoints_);
    if (run_ && engine_ == Engine::Running && free_ && hadNone && !breakpoints_.empty()) openGate();
}

bool Session::isHeldAtLine() const { return run_ && engine_ == Engine::Held && run_->gate().held_at_line(); }

void Session::hold() {
    if (!run_ || engine_ != Engine::Running) return;
    free_ = false;
    run_->gate().hold();
}

void Session::raiseLimit() {
    if (!run_) return;
    run_->raiseBudget(budget_);
    askedAboutLimit_ = false;
}

bool Session::adopt(std::chrono::nanoseconds time) {
    for (auto& chunk : run_->takeChunks()) pending_.push_back(std::move(chunk));
    const bool follow = view_.atLiveEdge();
    QElapsedTimer spent;
    spent.start();
    bool more = false;
    for (;;) {
        if (store_->refresh(adoptBatch) == adoptBatch) {
            more = spent.nsecsElapsed() > time.count();
            if (more) break;
            continue;
        }
        // A chunk comes only after the one before it was published in full, so the store is at its end.
        if (pending_.empty()) break;
        store_->add(std::move(pending_.front()));
        pending_.pop_front();
    }
    adoptLines();
    view_.refresh(follow, 0);
    return !more;
}

// Taken after the events that they follow. A line whose event the store does not have would be one of the future.
void Session::adoptLines() {
    for (auto& block : run_->takeLines()) pendingLines_.push_back(std::move(block));
    while (!pendingLines_.empty() && pendingLines_.front().lines.back().after <= store_->size()) {
        store_->add_lines(std::move(pendingLines_.front()));
        pendingLines_.pop_front();
    }
}

void Session::pump() {
    if (!run_) return;
    // Asked before adopting: what was recorded before it was held or ended is published by then.
    auto now = Engine::Running;
    if (run_->ended())
        now = Engine::Ended;
    else if (run_->gate().state() == Gate::State::Held)
        now = Engine::Held;
    const bool isBehind = !adopt(now == Engine::Running ? shareBesideEngine : shareAlone);
    catchingUp_ = isBehind && now != Engine::Running;
    if (isBehind) now = Engine::Running;
    if (now == Engine::Ended) result_ = run_->result();
    setEngine(now);
    if (now == Engine::Running)
        frame_.start();
    else
        frame_.stop();
    emit pumped();
    if (now == Engine::Held && run_ && run_->atLimit() && !askedAboutLimit_) {
        askedAboutLimit_ = true;
        emit limitReached();
    }
}

void Session::setEngine(Engine engine) {
    if (engine == engine_) return;
    engine_ = engine;
    emit engineChanged();
}

}  // namespace app
