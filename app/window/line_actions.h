// The actions that step by line.
#pragma once

#include "session/transport.h"
#include "window/actions.h"
#include "window/message_bar.h"

namespace app {

// Lets them work on `transport` for as long as it lives. In a run without lines stepping over goes to the next call
// instead, the others do nothing, and both say why; so do the actions' tips. All must live in one window.
void connectLineActions(Actions& actions, Transport& transport, views::RunView& view, MessageBar& messages);

}  // namespace app
