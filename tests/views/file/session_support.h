// What the tests of session files share.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QTest>

#include "trace/store.h"

namespace support {

inline QByteArray contents(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("can't read %s", qPrintable(path));
    return file.readAll();
}

inline void write(const QString& path, const QByteArray& bytes) {
    // Some file systems wait for the disk where a file is cut to nothing and written anew.
    QFile::remove(path);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("can't write %s", qPrintable(path));
}

// Empty if the first events of `whole`, as many as `part` has, are all of `part`; else where they differ.
inline QString prefixDifference(const green::trace::TraceStore& part, const green::trace::TraceStore& whole) {
    if (part.recipe() != whole.recipe()) return "recipe";
    if (part.size() > whole.size()) return "more events than there were";
    for (green::trace::EventNumber n = 1; n <= part.size(); ++n) {
        auto left = part.event(n);
        auto right = whole.event(n);
        left.text = right.text = 0;  // where a text lies is the chunk's own affair
        if (left != right) return QString("event %1").arg(n);
        if (part.text(n) != whole.text(n)) return QString("text of event %1").arg(n);
        if (part.file(n) != whole.file(n)) return QString("file of event %1").arg(n);
    }
    if (part.last() != whole.moment(part.size())) return "moment";
    return {};
}

}  // namespace support
