// Which greenlets and objects an event can have changed: lets a view that keeps an index follow the
// playhead step by step without looking at all greenlets.
#pragma once

#include <optional>
#include <vector>

#include "trace/store.h"

namespace views {

class Changes {
public:
    // The ids that may differ between the last call and now, each once; nullopt where all may: at the first
    // call, and after a long jump, where looking at everything is cheaper than at every event between.
    std::optional<std::vector<green::trace::Id>> take(const green::trace::TraceStore& store,
                                                      const green::trace::Moment& now);
    // Another run: forgets what was seen.
    void reset() { known_ = false; }

private:
    bool known_ = false;
    green::trace::EventNumber at_ = 0;
    green::trace::Id running_ = green::trace::Id::None;
};

}  // namespace views
