// One example in one language against what real gevent did with its Python text, or what is written down:
//
//     tutorial_example ID cpp|python RECORDING.json|OUTPUT.txt
//
// Where other processes have a part in what happens, only the lines are compared, in whatever order: those that all
// runs have, and how many others there are. An OUTPUT.txt, for what gevent can't run, has all lines that have to be
// printed, in whatever order; a * in one stands for anything. Says what differs.
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <cstdio>
#include <cstring>

#include "examples.h"
#include "oracle_recording.h"
#include "python/python_program.h"
#include "running.h"
#include "trace/oracle_format.h"

namespace {

QByteArray contents(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s: %s", qPrintable(path), qPrintable(file.errorString()));
    return file.readAll();
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
    return "\n  it printed" + joined(is) + "\n  it should have printed" + joined(expected);
}

QByteArray difference_to_output(const std::vector<std::string>& is, const QStringList& patterns) {
    auto left = is;
    std::vector<std::string> missing;
    for (const auto& pattern : patterns) {
        const auto line = QRegularExpression::fromWildcard(pattern);
        const auto found = std::ranges::find_if(
            left, [&](const auto& printed) { return line.match(QString::fromStdString(printed)).hasMatch(); });
        if (found == left.end())
            missing.push_back(pattern.toStdString());
        else
            left.erase(found);
    }
    if (missing.empty() && left.empty()) return {};
    return "\n  it did not print" + joined(missing) + "\n  but" + joined(left);
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

QByteArray difference_to_recording(const tutorial::Example& example, const running::Run& is,
                                   const QJsonObject& recording) {
    const bool in_any_order = recording["clock"].toString() == "outside";
    if (in_any_order == example.repeatable) return "\n  its guide and its recording differ in whether it is repeatable";
    return in_any_order ? difference_in_any_order(is.lines(), recording) : difference(is, recording);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) qFatal("usage: tutorial_example ID cpp|python RECORDING.json|OUTPUT.txt");
    const auto* example = tutorial::find(argv[1]);
    if (!example) qFatal("no example %s", argv[1]);
    const auto is = run(*example, std::strcmp(argv[2], "python") == 0);
    const auto path = QString::fromLocal8Bit(argv[3]);
    const auto found = path.endsWith(".txt")
                           ? difference_to_output(is.lines(), QString::fromUtf8(contents(path)).trimmed().split('\n'))
                           : difference_to_recording(*example, is, oracle::parsed(contents(path)));
    if (found.isEmpty() && is.result.exit_code == 0) return 0;
    std::fprintf(stderr, "%s in %s differs:%s\nexit code %d %s\n%s", argv[1], argv[2], found.constData(),
                 is.result.exit_code, is.result.error.c_str(), is.err.c_str());
    return 1;
}
