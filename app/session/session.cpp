#include "session/session.h"

#include <QElapsedTimer>
#include <algorithm>
#include <system_error>
#include <utility>

namespace app {

using green::trace::Gate;
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
        run_ = std::make_unique<EngineRun>(*program_, green::trace::before_switch(), budget_, [this] {
            QMetaObject::invokeMethod(this, &Session::pump, Qt::QueuedConnection);
        });
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
    setEngine(Engine::Ended);
    leaveBehind();
    emit pumped();
}

void Session::send(int signal) {
    if (run_ && engine_ != Engine::Ended) run_->send(signal);
}

void Session::letOn(Gate::Rule rule) {
    if (!run_ || engine_ == Engine::Ended) return;
    if (run_->atLimit()) {
        emit limitReached();
        return;
    }
    run_->gate().run_until(std::move(rule));
    setEngine(Engine::Running);
    frame_.start();
}

void Session::letOn() {
    if (!run_ || engine_ == Engine::Ended) return;
    if (run_->atLimit()) {
        emit limitReached();
        return;
    }
    run_->gate().open();
    setEngine(Engine::Running);
    frame_.start();
}

void Session::hold() {
    if (run_ && engine_ == Engine::Running) run_->gate().hold();
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
    view_.refresh(follow, 0);
    return !more;
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
