#include "program/text_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>
#include <QStringDecoder>

namespace app {

namespace {

struct TextFiles {
    Q_DECLARE_TR_FUNCTIONS(TextFiles)
};

constexpr char byteOrderMark[] = "\xEF\xBB\xBF";

[[noreturn]] void refuse(const QString& message) { throw TextFileError(message.toStdString()); }

// Where the first byte is that can't be UTF-8: `bytes` is known not to be.
qsizetype firstWrong(const QByteArray& bytes) {
    qsizetype good = 0;
    qsizetype bad = bytes.size();
    const auto decodes = [&](qsizetype length) {
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString text = decoder.decode(QByteArrayView(bytes).first(length));
        return text.isNull() || !decoder.hasError();
    };
    // The beginning of a character looks wrong where it is cut; that is a few bytes off at most.
    while (bad - good > 1) {
        const auto middle = good + (bad - good) / 2;
        (decodes(middle) ? good : bad) = middle;
    }
    while (good > 0 && (bytes[good] & 0xC0) == 0x80 && !decodes(good)) --good;
    return good;
}

QString decoded(const QByteArray& bytes, const QString& name) {
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(bytes);
    if (!decoder.hasError()) return text;
    const auto at = firstWrong(bytes);
    refuse(TextFiles::tr("%1, line %2: this is not UTF-8 (byte 0x%3). A Python program in UTF-8 was expected.")
               .arg(name)
               .arg(bytes.first(at).count('\n') + 1)
               .arg(static_cast<unsigned char>(bytes[at]), 2, 16, QLatin1Char('0')));
}

}  // namespace

TextFile readProgram(const QString& path) {
    const auto name = QDir::toNativeSeparators(path);
    const QFileInfo info(path);
    if (!info.exists()) refuse(TextFiles::tr("%1: there is no such file. A Python program was expected.").arg(name));
    if (info.isDir()) refuse(TextFiles::tr("%1 is a folder. A file with a Python program was expected.").arg(name));
    const auto tooLarge = [&](qint64 size) {
        refuse(TextFiles::tr("%1 has %2: programs of up to %3 can be opened.")
                   .arg(name, QLocale().formattedDataSize(size), QLocale().formattedDataSize(largestProgram)));
    };
    if (info.size() > largestProgram) tooLarge(info.size());
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) refuse(TextFiles::tr("%1 can't be read: %2").arg(name, file.errorString()));
    // A pipe or a device tells no size, and may never end.
    QByteArray bytes = file.read(largestProgram + 1);
    if (file.error() != QFileDevice::NoError)
        refuse(TextFiles::tr("%1 can't be read: %2").arg(name, file.errorString()));
    if (bytes.size() > largestProgram) tooLarge(bytes.size());
    TextFile program;
    program.hasByteOrderMark = bytes.startsWith(byteOrderMark);
    if (program.hasByteOrderMark) bytes.remove(0, sizeof byteOrderMark - 1);
    program.hasCarriageReturns = bytes.contains("\r\n");
    bytes.replace("\r\n", "\n");
    bytes.replace('\r', '\n');
    program.text = decoded(bytes, name);
    return program;
}

void writeProgram(const QString& path, const TextFile& program) {
    auto bytes = program.text.toUtf8();
    if (program.hasCarriageReturns) bytes.replace("\n", "\r\n");
    if (program.hasByteOrderMark) bytes.prepend(byteOrderMark);
    QSaveFile file(path);
    // Where the folder may not be written to, the file itself still may.
    file.setDirectWriteFallback(true);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        refuse(TextFiles::tr("%1 can't be written: %2").arg(QDir::toNativeSeparators(path), file.errorString()));
}

}  // namespace app
