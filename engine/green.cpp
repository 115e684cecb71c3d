#include "green.h"

#include "hub/hub.h"

namespace green {

Clock::time_point Clock::now() { return time_point(duration(Hub::get().clock().read())); }

void note_outside() {
    if (auto* hub = Hub::find()) hub->note_outside();
}

void write(std::string_view text, trace::SourceLocation where) { Hub::get().print(text, where); }

RunResult run(const std::function<void()>& program, trace::Gate& gate, RunOptions options) {
    Hub hub(gate, std::move(options));
    return hub.run_main(program);
}

}  // namespace green
