// A toy in place of Python: programs of a few words, one a line, so that the window is tested alike in every build.
//     print WORDS | sleep | raise WORDS | input PROMPT | spin | stuck
// Other lines do nothing. Each is recorded as a line of a module with one variable, `words`. "spin" computes until it
// is interrupted, "stuck" until `release` is set.
#pragma once

#include <green.h>

#include <atomic>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>

#include "session/interpreter.h"

namespace tests {

struct ToyPython {
    std::shared_ptr<std::atomic<int>> interrupts = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<bool>> computing = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> release = std::make_shared<std::atomic<bool>>(false);

    app::Interpreter interpreter() const {
        return {[toy = *this](const green::python::PythonProgram& program, green::trace::Gate& gate,
                              green::RunOptions options) {
                    int line = 0;
                    auto result = green::run([&] { toy.main(program, line); }, gate, std::move(options));
                    if (result.ending == green::RunResult::Ending::MainRaised)
                        result.error_place = {program.file_name, line};
                    return result;
                },
                [interrupts = interrupts] { ++*interrupts; }};
    }

private:
    void main(const green::python::PythonProgram& program, int& line) const {
        std::istringstream text(program.text);
        for (std::string word, rest, whole; std::getline(text, whole);) {
            ++line;
            std::istringstream words(whole);
            word.clear();
            rest.clear();
            words >> word >> std::ws;
            std::getline(words, rest);
            auto& hub = green::Hub::get();
            if (!word.empty() && word != "#" && hub.recorder().keeps_lines())
                hub.recorder().record_line(hub.current().id(), program.file_name.c_str(),
                                           static_cast<std::uint32_t>(line), 1,
                                           green::trace::to_text({"<module>", {{"words", whole}}}));
            const green::trace::SourceLocation where(program.file_name.c_str(), static_cast<unsigned>(line));
            if (word == "print") green::write(rest + "\n", where);
            if (word == "sleep") green::sleep(std::chrono::nanoseconds(0), where);
            if (word == "raise") throw std::runtime_error(rest);
            if (word == "spin" || word == "stuck") compute(word == "spin");
            if (word != "input") continue;
            const auto answer = program.input(rest);
            green::write(answer ? "got " + *answer + "\n" : "EOF\n", where);
        }
    }
    void compute(bool reacts) const {
        *computing = true;
        while (!*release)
            if (reacts && *interrupts > 0) throw std::runtime_error("interrupted");
    }
};

}  // namespace tests
