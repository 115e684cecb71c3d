// The tutorial beside the run: the pane of chapters follows what is open, the guide tells about it and leads to moments
// of the run, and how far a learner has come is remembered.
#pragma once

#include <QObject>

#include "session/session.h"
#include "session/transport.h"
#include "settings/settings.h"
#include "window/actions.h"
#include "window/message_bar.h"
#include "window/panes.h"
#include "window/programs.h"

namespace app {

class Lessons : public QObject {
    Q_OBJECT
public:
    // What it works with; all of it outlives it.
    struct Surroundings {
        Actions& actions;
        Panes& panes;
        Programs& programs;
        Session& session;
        Transport& transport;
        views::RunView& view;
        Settings& settings;
        MessageBar& messages;
    };

    Lessons(Surroundings around, QObject* parent);

signals:
    // By the user, in the pane of chapters.
    void exampleChosen(const QString& id);
    // Somebody has done with a pane: the keys are the transport's again.
    void left();

private:
    void connectActions();
    void choose(const QString& id);
    void onShown();
    void onTransport();
    void showGuide();
    void toggleAnswer();
    void reach(const QString& id, views::Progress progress);
    void tellProgress();
    void resetProgress();
    void setProgress(const QString& id, views::Progress progress);
    // The run is of the example's own text, on the clock that makes every run the same.
    bool isOriginal() const;
    // On either clock.
    bool hasOriginalText() const;

    Surroundings in_;
    views::ChapterView& chapters_;
    views::GuideView& guide_;
    const tutorial::Example* shown_ = nullptr;  // whose guide it is
};

}  // namespace app
