// The session file `.gscope`: a CBOR sequence (RFC 8742) of a header, then one item for each chunk and its lines.
#pragma once

#include <QString>
#include <memory>
#include <stdexcept>

#include "trace/store.h"

namespace views {

// What is wrong with a file, for people: names the file, the place and what was expected.
class SessionFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Writes beside `path` and renames. Throws SessionFileError.
void saveSession(const green::trace::TraceStore& store, const QString& path);

struct LoadedSession {
    std::shared_ptr<green::trace::TraceStore> store;
    // Not empty: the file is damaged, and this says where and what was lost. Everything up to its last
    // whole chunk is there.
    QString damage;
};

// Throws SessionFileError where not even the header can be read.
LoadedSession loadSession(const QString& path);

}  // namespace views
