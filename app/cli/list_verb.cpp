#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

#include "cli/problem.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"
#include "examples.h"

namespace app {

namespace {

QString text(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QByteArray asJson() {
    QJsonArray list;
    for (const auto& example : tutorial::examples()) {
        QJsonArray languages{QStringLiteral("cpp")};
        if (example.isInPython()) languages.append(QStringLiteral("python"));
        list.append(QJsonObject{{QStringLiteral("id"), text(example.id)},
                                {QStringLiteral("title"), text(example.title)},
                                {QStringLiteral("chapter"), text(example.chapter)},
                                {QStringLiteral("summary"), text(example.summary)},
                                {QStringLiteral("file"), text(example.file)},
                                {QStringLiteral("languages"), languages}});
    }
    return QJsonDocument(list).toJson();
}

std::string asText() {
    std::size_t widest = 0;
    for (const auto& example : tutorial::examples()) widest = std::max(widest, example.id.size());
    std::string lines;
    std::string_view chapter;
    for (const auto& example : tutorial::examples()) {
        if (example.chapter != chapter) {
            if (!lines.empty()) lines += '\n';
            chapter = example.chapter;
            lines.append(chapter).append("\n");
        }
        lines.append("  ").append(example.id).append(widest - example.id.size() + 2, ' ');
        lines.append(example.title).append("\n");
    }
    return lines;
}

}  // namespace

int listVerb(const ListOptions& options) {
    if (options.json)
        writeOut(asJson().toStdString());
    else
        writeOut(asText());
    return exitDone;
}

}  // namespace app
