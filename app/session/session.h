// The run that the window shows: owns its engine thread, adopts its chunks into a TraceStore once a
// frame, and hands the store to the views. GUI thread only.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "run.h"
#include "session/breakpoints.h"
#include "session/engine_run.h"
#include "session/program.h"
#include "time/run_view.h"
#include "trace/gate.h"

namespace app {

class Session : public QObject {
    Q_OBJECT
public:
    // What the engine is doing, as far as its record has been adopted.
    enum class Engine {
        None,     // nothing runs: at first, and while a recording is shown
        Running,  // on its way, or there is more of its record to adopt
        Held,     // waits at the gate; the store has everything
        Ended,    // the store has everything
    };

    static constexpr std::size_t defaultBudget = 512ULL << 20;
    // How long an ending program is waited for.
    static constexpr std::chrono::milliseconds patience{1000};

    explicit Session(views::RunView& view, QObject* parent = nullptr);
    ~Session() override;

    // Ends the present run and begins another, which is held before its first switch. One in Python can't begin while
    // another one in Python was left behind (startFailed).
    void start(Program program);
    // The same program again, from its beginning.
    void restart();
    bool canRestart() const { return program_.has_value(); }
    // The program of the present or last run; none after a recording was opened.
    const std::optional<Program>& program() const { return program_; }

    // Ends the present run and shows a run that was recorded earlier.
    void showRecording(std::shared_ptr<green::trace::TraceStore> store);
    bool isRecording() const { return recording_; }

    // Ends the run. What was recorded stays.
    void stop();

    Engine engine() const { return engine_; }
    // The engine waits or has ended, but it was faster than its record can be adopted: engine() is Running
    // until that is done.
    bool isCatchingUp() const { return catchingUp_; }
    // No more events will come.
    bool isOver() const { return engine_ == Engine::None || engine_ == Engine::Ended; }
    // How the run ended, once engine() is Ended.
    const green::RunResult& result() const { return result_; }

    // Run control; does nothing where nothing runs, and asks (limitReached) where memory is used up.
    void letOn(green::trace::Gate::Rule rule, green::trace::Gate::LineRule lineRule = {});
    void letOn();
    void hold();

    // Lines of the program that hold the engine before it runs them, whoever lets it on; at once, also while it runs.
    void setBreakpoints(Breakpoints breakpoints);
    const Breakpoints& breakpoints() const { return breakpoints_; }
    // The engine is held before the newest line of the store.
    bool isHeldAtLine() const;

    // Sends the run a signal (SIGINT, …), never this process; does nothing where nothing runs. One that is held
    // gets it when it goes on.
    void send(int signal);

    // Bytes that the record of a run may take; counts from the next start.
    void setBudget(std::size_t bytes) { budget_ = bytes; }
    std::size_t budget() const { return budget_; }
    bool atLimit() const { return run_ && run_->atLimit(); }
    // Lets the record grow by another budget.
    void raiseLimit();

    // Takes up what the engine has recorded, for at most a few milliseconds: the window stays alive
    // under a program that records faster than it can be adopted. Called once a frame by itself.
    void pump();

    // True while a program goes on that had to be left behind because it never came to the gate: the process must
    // then end without waiting for its threads.
    bool leftThreadBehind() const;

signals:
    // Another run is shown; the store has been changed.
    void started();
    void engineChanged();
    // After each pump.
    void pumped();
    // The record has used up its memory; the engine is held.
    void limitReached();
    // A program does not react to being stopped. It is asked again and again.
    void programStuck();
    // All programs that were left behind have ended after all.
    void stuckEnded();
    // A run could not be started; `reason` is for people.
    void startFailed(const QString& reason);

private:
    void endRun();
    void leaveBehind();
    void lookBehind();
    // Why `program_` can't be run; empty if it can.
    QString obstacle() const;
    void show(std::shared_ptr<green::trace::TraceStore> store);
    void setEngine(Engine engine);
    // For so long. False: there is more to adopt.
    bool adopt(std::chrono::nanoseconds time);
    void adoptLines();
    void openGate();
    // `rule`, which may be null, together with the breakpoints.
    green::trace::Gate::LineRule withBreakpoints(green::trace::Gate::LineRule rule) const;

    views::RunView& view_;
    std::optional<Program> program_;
    std::unique_ptr<EngineRun> run_;
    std::shared_ptr<green::trace::TraceStore> store_;
    std::deque<std::shared_ptr<const green::trace::Chunk>> pending_;
    std::deque<green::trace::LineBlock> pendingLines_;  // of which not all events are adopted
    Breakpoints breakpoints_;
    std::shared_ptr<SharedBreakpoints> asked_ = std::make_shared<SharedBreakpoints>();  // by the engine's thread
    bool free_ = false;                                                                 // nobody steps
    std::size_t budget_ = defaultBudget;
    Engine engine_ = Engine::None;
    green::RunResult result_;
    bool recording_ = false;
    bool askedAboutLimit_ = false;
    bool catchingUp_ = false;
    struct Left {
        std::unique_ptr<EngineRun> run;
        std::string language;
    };
    std::vector<Left> left_;  // behind
    QTimer behind_;           // looks whether they have ended
    QTimer frame_;
};

}  // namespace app
