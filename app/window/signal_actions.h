// The actions of *Send signal*: they signal the run, never this process.
#pragma once

#include "session/session.h"
#include "window/actions.h"
#include "window/message_bar.h"

namespace app {

// Lets the actions work on `session` for as long as it lives, enabled while there is a run that has not ended. All
// three must live in one window.
void connectSignalActions(Actions& actions, Session& session, MessageBar& messages);

}  // namespace app
