// Runs that the tests of exports draw.
#pragma once

#include <memory>
#include <string>

#include "support/trace_text.h"

namespace support {

// A boss puts, a worker takes and gives way, the clock jumps; `yields` false leaves out its giving way.
inline std::string queueProgram(bool yields = true) {
    std::string text = R"(
        main makes queue tasks of 1                        at 3
        main spawns boss                                   at 20
        main spawns worker('steve', 0.1) as steve named "steve" running worker at 21
        main waits joinall "2 left"                        at 19
        hub resumes boss
        boss stores "1" in tasks                           at 12
        boss waits queue-put on tasks "2"                  at 12
        hub resumes steve
        steve takes "1" from tasks queueing unlock         at 6
        steve prints "got <1> & more"                      at 7
    )";
    if (yields)
        text += "steve yields at 8\nhub runs unlock tasks\n";
    else
        text += "steve waits sleep \"0.5\" for 500ms at 8\nhub runs unlock tasks\n";
    text += R"(
        hub stores "2" in tasks
        hub resumes boss directly
        boss fails "ValueError: no"
        boss reports "ValueError: no"
        boss ends queueing notify
    )";
    if (yields) {
        text += R"(
            hub resumes steve
            steve takes "2" from tasks                     at 6
            steve arms timeout "0.1" after 100ms           at 6
            steve waits queue-get on tasks "" for 100ms    at 6
            hub runs notify boss
            hub idles until 100ms
            t=100ms hub resumes steve with "Timeout: 0.1 seconds"
            steve ends "None" queueing notify
            hub runs notify steve
        )";
    } else {
        text += R"(
            hub runs notify boss
            hub idles until 500ms
            t=500ms hub resumes steve
            steve ends "None" queueing notify
            hub runs notify steve
        )";
    }
    return text + "hub resumes main directly\n";
}

inline green::trace::Recipe queueRecipe() {
    return {"bounded-queue",
            "A queue of <one> holds the boss back",
            "cpp",
            green::trace::ClockKind::Virtual,
            0,
            {{"dir/bounded-queue.cpp", "//\n"}},
            "0.1.0"};
}

inline std::shared_ptr<green::trace::TraceStore> queueRun(bool yields = true) {
    return trace_from_text(queueProgram(yields), queueRecipe());
}

// `rounds` turns of `count` greenlets each.
inline std::shared_ptr<green::trace::TraceStore> turns(int count, int rounds) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "main spawns g" + std::to_string(i) + "\n";
    text += "main waits hub\n";
    for (int round = 0; round < rounds; ++round)
        for (int i = 0; i < count; ++i) {
            const auto name = "g" + std::to_string(i);
            text += "hub resumes " + name + "\n" + name + " yields at 7\n";
        }
    return trace_from_text(text, queueRecipe());
}

}  // namespace support
