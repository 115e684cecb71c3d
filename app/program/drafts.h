// Edited texts that nobody has saved yet, kept where a crash can't reach them. Can do without any folder: for tests,
// and then nothing outlives the object.
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace app {

struct Draft {
    QString text;
    // What was edited, to see whether it has changed since.
    QString original;
    bool operator==(const Draft&) const = default;
};

class Drafts {
public:
    // Keeps nothing.
    Drafts() = default;
    // In the place that the desktop has for an application's data.
    static Drafts ofUser();
    static Drafts in(const QString& folder);

    // `key` names what is edited. False: it can't be written.
    bool keep(const QString& key, const Draft& draft) const;
    // Nothing if there is none, or it can't be read.
    std::optional<Draft> find(const QString& key) const;
    void drop(const QString& key) const;

private:
    QString fileOf(const QString& key) const;

    QString folder_;
};

}  // namespace app
