// Opens session files made of arbitrary bytes. The first byte says how much of the way the fuzzer is
// helped: a checksum that fits can't be found by chance, so it may hand in just the inside of an item.
#include <sys/mman.h>
#include <QCborStreamWriter>
#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <cstddef>
#include <cstdint>

#include "file/checksum.h"
#include "file/session_file.h"
#include "support/random_trace.h"

namespace {

// A file in memory: a fuzzer ends without clearing up.
class MemoryFile {
public:
    QString path() const { return QStringLiteral("/proc/self/fd/%1").arg(descriptor_); }
    void write(const QByteArray& bytes) const {
        QFile file(path());
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate)) file.write(bytes);
    }

private:
    int descriptor_ = memfd_create("fuzz.gscope", 0);
};

// A file without events is its header alone.
QByteArray a_header() {
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("empty.gscope"));
    views::saveSession(*support::store_of({}), path);
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray item(const char* name, const QByteArray& inside, bool isFirst) {
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    if (isFirst) writer.append(QCborKnownTags::Signature);
    writer.startArray(3);
    writer.append(QLatin1String(name));
    writer.append(static_cast<quint64>(views::checksum(inside)));
    writer.append(QCborKnownTags::EncodedCbor);
    writer.append(inside);
    writer.endArray();
    return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const MemoryFile file;
    static const QByteArray header = a_header();
    if (size == 0) return 0;
    const QByteArray bytes(reinterpret_cast<const char*>(data + 1), static_cast<qsizetype>(size - 1));
    switch (data[0] % 4) {
        case 0: file.write(bytes); break;
        case 1: file.write(item("greenscope", bytes, true)); break;
        case 2: file.write(header + item("chunk", bytes, false)); break;
        default: file.write(header + item("lines", bytes, false));
    }
    try {
        const auto loaded = views::loadSession(file.path());
        // What opens can be walked through.
        auto& store = *loaded.store;
        for (green::trace::EventNumber n = 1; n <= store.size(); ++n)
            (void)(store.text(n).size() + store.file(n).size());
        (void)store.moment(store.size() / 2);
        for (green::trace::LineNumber n = 0; n < store.lines().size(); ++n)
            (void)(store.lines().stack(n).size() + store.lines().text(n).variables.size() +
                   store.lines().file(n).size());
    } catch (const views::SessionFileError&) {
        // The proper answer to most of it.
    }
    return 0;
}
