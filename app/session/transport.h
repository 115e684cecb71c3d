// Moves the playhead: by one step in either direction, anywhere at once, or at a speed. The playhead
// is apart from the engine: behind the live edge only the playhead moves; at the live edge a step
// forward lets the engine run on by that much. GUI thread only.
#pragma once

#include <QObject>
#include <chrono>
#include <deque>
#include <limits>
#include <variant>

#include "session/line_steps.h"
#include "session/session.h"
#include "time/axis.h"
#include "time/run_view.h"

namespace app {

class Transport : public QObject {
    Q_OBJECT
public:
    enum class Grain {
        Event,
        Call,    // the next event that comes from a line of the program
        Switch,  // the next event that moves control
    };
    enum class Place {
        Live,       // at the live edge of a run that may go on
        Past,       // behind the live edge
        Ended,      // at the end of a run
        Recording,  // in a run that was recorded earlier
    };

    // The speed that lets the engine run as fast as it can.
    static constexpr double unlimited = std::numeric_limits<double>::infinity();
    static constexpr double slowest = 0.1;
    static constexpr double fastest = 16;
    static constexpr double switchesPerSecond = 2;  // at speed 1, on the Order axis

    Transport(views::RunView& view, Session& session, QObject* parent = nullptr);

    Place place() const;
    bool atEnd() const { return session_.isOver() && view_.atLiveEdge(); }

    // Steps end playing. A step forward while the engine is still on its way is done when it is held.
    void stepForward(Grain grain);
    void stepBack(Grain grain);
    // By lines, inside the greenlet whose line the view shows. At the live edge the engine runs on until that greenlet
    // is about to run such a line, or has ended; the others run meanwhile. Where the run has no lines, or none that
    // would do, nothing moves.
    void stepLine(LineGrain grain);
    void stepLineBack(LineGrain grain);
    // These, and moving the RunView's playhead, leave playing as it is.
    void toStart();
    // The end of the run, once it has ended.
    void toLiveEdge();
    // Beyond the live edge: the engine runs on up to there, or to its end.
    void goTo(green::trace::EventNumber number);

    // Plays on from the playhead; from the end of a run, from its beginning. Stops by itself there.
    void play();
    // Also holds the engine.
    void pause();
    void toggle() { isPlaying() ? pause() : play(); }
    // To the next breakpoint, or the end of the run, as fast as the engine can.
    void runOn();
    // To the breakpoint before, or the beginning.
    void runBack();
    bool isPlaying() const { return mode_ != Mode::Paused; }

    // slowest to fastest, clamped, or unlimited.
    void setSpeed(double speed);
    double speed() const { return speed_; }
    // What speed means: switches, or the run's clock.
    void setAxis(views::Axis axis);

    // The clock of playing: `elapsed` real time has passed since the last call. Whoever owns the
    // transport calls it while isPlaying().
    void advance(std::chrono::nanoseconds elapsed);

signals:
    void playingChanged();
    void speedChanged();
    // After anything here, or in the session, may have changed place().
    void changed();

private:
    enum class Mode { Paused, Paced, Free };

    void setMode(Mode mode);
    // The playhead after one step from where it is; 0 if only the engine knows.
    green::trace::EventNumber next(Grain grain) const;
    void forward(Grain grain);
    // False: only the engine knows, and it is on its way.
    bool forward(LineGrain grain);
    // Playing has come to `number`: to the breakpoint on the way there, if there is one, and then it ends.
    void playTo(green::trace::EventNumber number);
    void stopAt(green::trace::LineNumber breakpoint);
    // The engine has come to a halt: where that is before a line the view shows it.
    void onHeld();
    void takeQueued();
    void onPumped();
    void onPlayheadMoved();
    void movePlayhead(green::trace::EventNumber number);
    void advanceOrder(double seconds);
    void advanceTime(double seconds);

    views::RunView& view_;
    Session& session_;
    Mode mode_ = Mode::Paused;
    double speed_ = 1;
    views::Axis axis_ = views::Axis::Order;
    std::deque<std::variant<Grain, LineGrain>> queued_;  // steps that wait for the engine
    double due_ = 0;                                     // switches that are due, on the Order axis
    double clock_ = 0;                                   // where the run's clock should be in ns, on the Time axis
    bool moving_ = false;                                // the playhead is moved by this object
    bool wasHeld_ = false;                               // the engine, and the view has been told where
};

}  // namespace app
