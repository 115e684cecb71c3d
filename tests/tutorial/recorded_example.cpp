// One example in one language against what real gevent did with its Python text:
//
//     tutorial_example ID cpp|python RECORDING.json
//
// Where other processes have a part in what happens, only the lines are compared, in whatever order: those that all
// runs have, and how many others there are. Says what differs.
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <cstdio>
#include <cstring>

#include "examples.h"
#include "oracle_recording.h"
#include "python/python_program.h"
#include "running.h"
#include "trace/oracle_format.h"

namespace {

QJsonObject recorded(const char* path) {
    QFile file(QString::fromLocal8Bit(path));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s: %s", path, qPrintable(file.errorString()));
    return oracle::parsed(file.readAll());
}

running::Run run(const tutorial::Example& example, bool in_python) {
    const running::Options options{.id = std::string(example.id)};
    if (!in_python) return running::run(example.program, options);
    const green::python::PythonProgram program{.file_name = std::string(example.pythonFile),
                                               .text = std::string(example.pythonSource)};
    return running::run_with([&](green::trace::Gate& gate,
                                 green::RunOptions how) { return green::python::run(program, gate, std::move(how)); },
                             options);
}

std::vector<std::string> lines_of(const QJsonObject& recording) {
    std::vector<std::string> lines;
    for (const auto& line : recording["stdout"].toArray()) lines.push_back(line.toString().toStdString());
    return lines;
}

QByteArray joined(const std::vector<std::string>& lines) {
    QByteArray text;
    for (const auto& line : lines) text += "\n    " + QByteArray::fromStdString(line);
    return text;
}

QByteArray difference_in_lines(const std::vector<std::string>& is, const std::vector<std::string>& expected) {
    return "\n  it printed" + joined(is) + "\n  gevent printed" + joined(expected);
}

// Of a run in which others had a part.
QByteArray difference_in_any_order(std::vector<std::string> is, const QJsonObject& recording) {
    auto expected = lines_of(recording);
    std::ranges::sort(is);
    std::ranges::sort(expected);
    const auto varying = static_cast<std::size_t>(recording["varying"].toInt());
    if (std::ranges::includes(is, expected) && is.size() == expected.size() + varying) return {};
    return difference_in_lines(is, expected) +
           "\n    and other lines: " + QByteArray::number(recording["varying"].toInt());
}

QByteArray difference(const running::Run& run, const QJsonObject& recording) {
    auto found =
        oracle::difference(oracle::parsed(QByteArray::fromStdString(green::trace::oracle_json(*run.store))), recording);
    // What the program's user sees is what the record says.
    if (run.lines() != lines_of(recording)) found += difference_in_lines(run.lines(), lines_of(recording));
    return found;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) qFatal("usage: tutorial_example ID cpp|python RECORDING.json");
    const auto* example = tutorial::find(argv[1]);
    if (!example) qFatal("no example %s", argv[1]);
    const auto expected = recorded(argv[3]);
    const bool in_any_order = expected["clock"].toString() == "outside";
    if (in_any_order == example->repeatable)
        qFatal("%s: its guide and its recording differ in whether it is repeatable", argv[1]);
    const auto is = run(*example, std::strcmp(argv[2], "python") == 0);
    const auto found = in_any_order ? difference_in_any_order(is.lines(), expected) : difference(is, expected);
    if (found.isEmpty() && is.result.exit_code == 0) return 0;
    std::fprintf(stderr, "%s in %s differs:%s\nexit code %d %s\n%s", argv[1], argv[2], found.constData(),
                 is.result.exit_code, is.result.error.c_str(), is.err.c_str());
    return 1;
}
