#include "comparison.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "interpreter.h"
#include "running.h"
#include "trace/oracle_format.h"

namespace generated {

namespace {

std::string shortened(const QString& id) { return (id.startsWith('g') ? id.mid(1) : id.left(1)).toStdString(); }

std::string switches_of(const QJsonObject& document) {
    std::string text = "~ ";
    const auto switches = document["switches"].toArray();
    const auto ticks = document["ticks"].toArray();
    int tick = 0;
    QString at = "main";
    const char* between = "";
    for (int i = 0; i < switches.size(); ++i) {
        const auto row = switches[i].toArray();
        if (row[0].toString() != at) text += between + std::string("(from ") + row[0].toString().toStdString() + ")";
        at = row[1].toString();
        if (const int now = ticks[i].toInt(); now != tick) {
            tick = now;
            text += between + std::string("@") + std::to_string(tick);
            between = " ";
        }
        text += between + shortened(at) + (row.size() > 2 ? "!" : "");
        between = " ";
    }
    return text;
}

}  // namespace

std::string recording_of(const std::string& text) {
    Interpreter interpreter(text);
    return recording_of(running::run([&] { interpreter.run(); }));
}

std::string recording_of(const running::Run& run) {
    const auto document =
        QJsonDocument::fromJson(QByteArray::fromStdString(green::trace::oracle_json(*run.store))).object();
    std::string lines;
    for (const auto& line : document["stdout"].toArray()) lines += "> " + line.toString().toStdString() + "\n";
    lines += switches_of(document);
    const auto greenlets = document["greenlets"].toObject();
    const auto tell = [&](const QString& id, const std::string& name) {
        const auto greenlet = greenlets[id].toObject();
        const auto value = greenlet["value"];
        const auto state = greenlet["state"].toString().toStdString();
        const auto result = value.isNull() ? std::string("-") : value.toString().toStdString();
        lines += "\n= " + name + " " + state + " " + (state == "failed" ? described(result) : result);
    };
    for (int n = 1; greenlets.contains("g" + QString::number(n)); ++n)
        tell("g" + QString::number(n), std::to_string(n));
    // Raw ones have no numbers: the recorder counts them as they begin.
    for (const auto* state : {"finished", "pending"})
        for (int n = 1; greenlets.contains("r" + QString::number(n)); ++n)
            if (greenlets["r" + QString::number(n)].toObject()["state"] == QLatin1String(state))
                tell("r" + QString::number(n), "r");
    for (const auto& error : document["errors"].toArray())
        lines += "\n! " + error.toArray()[0].toString().toStdString() + " " +
                 described(error.toArray()[1].toString().toStdString());
    if (!run.result.error.empty()) lines += "\nmain ended with " + run.result.error;
    return lines;
}

std::string difference(const Entry& entry) { return difference(entry, recording_of(entry.text)); }

std::string difference(const Entry& entry, const std::string& recording) {
    const auto is = split(recording, '\n');
    const auto expected = split(entry.recording, '\n');
    std::string text;
    for (std::size_t i = 0; i < std::max(is.size(), expected.size()); ++i) {
        const auto ours = i < is.size() ? is[i] : "(nothing)";
        const auto theirs = i < expected.size() ? expected[i] : "(nothing)";
        if (ours != theirs) text += "\n  is     " + ours + "\n  gevent " + theirs;
    }
    return text;
}

}  // namespace generated
