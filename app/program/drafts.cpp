#include "program/drafts.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

namespace app {

namespace {

constexpr QLatin1StringView keyField("program");
constexpr QLatin1StringView textField("text");
constexpr QLatin1StringView originalField("original");

}  // namespace

Drafts Drafts::ofUser() {
    const auto data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return data.isEmpty() ? Drafts() : in(QDir(data).filePath(QStringLiteral("greenscope/drafts")));
}

Drafts Drafts::in(const QString& folder) {
    Drafts drafts;
    drafts.folder_ = folder;
    return drafts;
}

QString Drafts::fileOf(const QString& key) const {
    const auto name = QCryptographicHash::hash(key.toUtf8(), QCryptographicHash::Sha1).toHex();
    return QDir(folder_).filePath(QString::fromLatin1(name) + QStringLiteral(".json"));
}

bool Drafts::keep(const QString& key, const Draft& draft) const {
    if (folder_.isEmpty()) return true;
    if (!QDir().mkpath(folder_)) return false;
    const QJsonObject object{{keyField, key}, {textField, draft.text}, {originalField, draft.original}};
    const auto bytes = QJsonDocument(object).toJson();
    QSaveFile file(fileOf(key));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

std::optional<Draft> Drafts::find(const QString& key) const {
    if (folder_.isEmpty()) return std::nullopt;
    QFile file(fileOf(key));
    if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
    const auto object = QJsonDocument::fromJson(file.readAll()).object();
    if (object[keyField].toString() != key || !object[textField].isString()) return std::nullopt;
    return Draft{object[textField].toString(), object[originalField].toString()};
}

void Drafts::drop(const QString& key) const {
    if (!folder_.isEmpty()) QFile::remove(fileOf(key));
}

}  // namespace app
