// The actions that follow causes: who woke a greenlet, whom it wakes.
#pragma once

#include "session/transport.h"
#include "window/actions.h"
#include "window/message_bar.h"

namespace app {

// Lets them work on `transport` for as long as it lives: they move the playhead and choose the greenlet at the other
// end, so that pressed again they go on from there. Where there is none, they say why. All must live in one window.
void connectCauseActions(Actions& actions, Transport& transport, views::RunView& view, MessageBar& messages);

}  // namespace app
