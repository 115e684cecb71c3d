#include "oracle_recording.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace oracle {

QJsonObject parsed(const QByteArray& json) {
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) qFatal("not JSON: %s", qPrintable(error.errorString()));
    return document.object();
}

QJsonObject recording(const QString& path, const QString& number) {
    const QDir folder(path);
    const auto found = folder.entryList({number + "-*.json"});
    if (found.size() != 1) qFatal("%lld recordings of %s", static_cast<long long>(found.size()), qPrintable(number));
    QFile file(folder.filePath(found.front()));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    return parsed(file.readAll());
}

namespace {

QByteArray text_of(const QJsonValue& value) {
    const auto text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return text.mid(1, text.size() - 2);
}

// Where two lists part, with what came before; empty if they are equal.
QByteArray first_difference(const QString& key, const QJsonArray& is, const QJsonArray& expected) {
    constexpr int before = 6;
    for (int i = 0; i < std::max(is.size(), expected.size()); ++i) {
        const auto ours = i < is.size() ? text_of(is[i]) : QByteArray("(nothing)");
        const auto theirs = i < expected.size() ? text_of(expected[i]) : QByteArray("(nothing)");
        if (ours == theirs) continue;
        QByteArray text = "\n  " + key.toUtf8() + "[" + QByteArray::number(i) + "] of " +
                          QByteArray::number(expected.size()) + ": is " + ours + ", gevent has " + theirs + "\n  after";
        for (int j = std::max(0, i - before); j < i; ++j) text += " " + text_of(expected[j]);
        return text;
    }
    return {};
}

}  // namespace

QByteArray difference(const QJsonObject& is, const QJsonObject& expected) {
    QByteArray text;
    for (const auto* key : {"stdout", "switches", "ticks", "errors"})
        text += first_difference(key, is[key].toArray(), expected[key].toArray());
    const auto ours = is["greenlets"].toObject();
    const auto theirs = expected["greenlets"].toObject();
    auto ids = theirs.keys() + ours.keys();
    ids.removeDuplicates();
    for (const auto& id : ids)
        if (ours[id] != theirs[id])
            text += "\n  " + id.toUtf8() + ": is " + text_of(ours[id]) + ", gevent has " + text_of(theirs[id]);
    return text;
}

}  // namespace oracle
