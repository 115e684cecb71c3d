// Programs and records for tests of the session.
#pragma once

#include <green.h>

#include <QtTest>
#include <chrono>
#include <memory>
#include <vector>

#include "session/program.h"
#include "trace/feed.h"
#include "trace/store.h"

namespace tests {

inline app::Program example(const char* id) {
    const auto* found = tutorial::find(id);
    if (!found) qFatal("no example %s", id);
    return app::programOf(*found);
}

inline app::Program program(std::function<void()> body) {
    app::Program program;
    program.recipe.id = "test";
    program.recipe.language = "cpp";
    program.run = [body = std::move(body)](green::trace::Gate& gate, green::RunOptions options) {
        return green::run(body, gate, std::move(options));
    };
    return program;
}

// Two greenlets that hand over to each other for ever.
inline app::Program endless() {
    return program([] {
        const auto turn = [] {
            for (;;) green::sleep(std::chrono::nanoseconds(0));
        };
        green::joinall({green::spawn(turn), green::spawn(turn)});
    });
}

// The same, but slow enough for any build of the window to keep up with.
inline app::Program leisurely() {
    return program([] {
        const auto turn = [] {
            for (;;) {
                const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(100);
                while (std::chrono::steady_clock::now() < until) {
                }
                green::sleep(std::chrono::nanoseconds(0));
            }
        };
        green::joinall({green::spawn(turn), green::spawn(turn)});
    });
}

// An HTTP server that says hello for ever.
inline app::Program serving() {
    return program([] {
        green::HttpServer server(green::Address("127.0.0.1", 0),
                                 [](green::HttpRequest&, green::StartResponse start_response) {
                                     start_response("200 OK");
                                     return green::HttpBody("hello");
                                 });
        server.serve_forever();
    });
}

// The whole record of a run of `program`, on this thread.
inline std::shared_ptr<green::trace::TraceStore> record(const app::Program& program) {
    green::trace::Gate gate;
    green::trace::TraceFeed feed;
    green::RunOptions options;
    options.clock = program.recipe.clock;
    options.sink = [&feed](auto chunk) { feed.add(std::move(chunk)); };
    program.run(gate, std::move(options));
    auto store = std::make_shared<green::trace::TraceStore>(program.recipe);
    for (auto& chunk : feed.take()) store->add(std::move(chunk));
    store->refresh();
    return store;
}

// The states after each event, by folding from the start: moments[n] is the one after event n.
inline std::vector<green::trace::Moment> fold(const green::trace::TraceStore& store) {
    std::vector<green::trace::Moment> moments(1);
    for (green::trace::EventNumber n = 1; n <= store.size(); ++n) {
        moments.push_back(moments.back());
        moments.back().apply(store.event(n), store.text(n));
    }
    return moments;
}

}  // namespace tests
