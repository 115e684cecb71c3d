#include "session/program.h"

#include "version.h"

namespace app {

Program programOf(const tutorial::Example& example, green::trace::ClockKind clock, std::uint64_t seed) {
    Program program{tutorial::recipe(example, clock, seed),
                    [body = example.program](green::trace::Gate& gate, green::RunOptions options) {
                        return green::run(body, gate, std::move(options));
                    }};
    if (program.recipe.version.empty()) program.recipe.version = version;
    return program;
}

Program programOf(green::python::PythonProgram program, std::string title, green::trace::ClockKind clock,
                  std::uint64_t seed, const Interpreter& python) {
    green::trace::Recipe recipe{
        program.file_name, std::move(title), "python", clock, seed, {{program.file_name, program.text}}, version};
    return {std::move(recipe),
            [program = std::move(program), run = python.run](green::trace::Gate& gate, green::RunOptions options) {
                return run(program, gate, std::move(options));
            },
            python.interrupt};
}

}  // namespace app
