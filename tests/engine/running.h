// Runs a program on the engine and keeps everything that a test can look at.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <QByteArray>
#include <QTest>

#include "green.h"
#include "run.h"
#include "trace/feed.h"
#include "trace/store.h"

namespace running {

struct Run {
    green::RunResult result;
    std::string out;
    std::string err;
    std::shared_ptr<green::trace::TraceStore> store;

    // The lines that it printed.
    std::vector<std::string> lines() const;
    // The switches as "main>hub hub>g1! …", where "!" is a throw; names as in tests/oracle.
    std::string switches() const;
    // The state of the greenlet with that run function (or name), at the end.
    const green::trace::GreenletState& greenlet(std::string_view name) const;
    // One line for each event, with everything that is in it: for comparing whole runs.
    std::vector<std::string> events() const;
    green::trace::Nanoseconds end_time() const { return store->last().time(); }
};

struct Options {
    green::trace::ClockKind clock = green::trace::ClockKind::Virtual;
    std::string id = "test";
    green::trace::Gate* gate = nullptr;  // null: an open one
};

Run run(const std::function<void()>& program, Options options = {});
// The same of what runs in another way: green::python::run, say.
using Start = std::function<green::RunResult(green::trace::Gate&, green::RunOptions)>;
Run run_with(const Start& start, Options options = {});

}  // namespace running

// How Qt Test shows what differs.
namespace QTest {

template <>
inline char* toString(const std::string& text) {
    return qstrdup(text.c_str());
}
template <>
inline char* toString(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += "\n      " + line;
    return qstrdup(text.c_str());
}

}  // namespace QTest
