// One recorded program, unmodified, on the engine: python_oracle PROGRAM.py RECORDING.json. Says what differs.
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <cstdio>
#include <filesystem>

#include "oracle_recording.h"
#include "python/python_program.h"
#include "running.h"
#include "trace/oracle_format.h"

namespace {

QByteArray read(const char* path) {
    QFile file(QString::fromLocal8Bit(path));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s: %s", path, qPrintable(file.errorString()));
    return file.readAll();
}

QByteArray printed_in(const QJsonObject& recording) {
    QByteArray printed;
    for (const auto& line : recording["stdout"].toArray()) printed += line.toString().toUtf8() + '\n';
    return printed;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) qFatal("usage: python_oracle PROGRAM.py RECORDING.json");
    const auto name = std::filesystem::path(argv[1]).filename().string();
    const green::python::PythonProgram program{.file_name = name, .text = read(argv[1]).toStdString()};
    const auto run = running::run_with(
        [&](green::trace::Gate& gate, green::RunOptions options) {
            return green::python::run(program, gate, std::move(options));
        },
        {.id = name});
    const auto expected = oracle::parsed(read(argv[2]));
    const auto is = oracle::parsed(QByteArray::fromStdString(green::trace::oracle_json(*run.store)));
    auto found = oracle::difference(is, expected);
    // What the program's user sees is what the record says.
    if (QByteArray::fromStdString(run.out) != printed_in(expected)) found += "\n  printed: " + run.out;
    if (found.isEmpty() && run.result.exit_code == 0) return 0;
    std::fprintf(stderr, "%s differs:%s\nexit code %d\n%s", name.c_str(), found.constData(), run.result.exit_code,
                 run.err.c_str());
    return 1;
}
