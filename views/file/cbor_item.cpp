#include "file/cbor_item.h"

#include <QCoreApplication>

namespace views {

namespace {

constexpr int deepestSkip = 16;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(views::CborItem)
};

}  // namespace

void CborItem::mismatch(const QString& expected) const { throw CborMismatch{place(), expected}; }

void CborItem::tag(QCborTag expected) {
    if (!reader_.isTag() || reader_.toTag() != expected)
        mismatch(Text::tr("the tag %1").arg(static_cast<quint64>(expected)));
    reader_.next();
}

quint64 CborItem::number() {
    if (!reader_.isUnsignedInteger()) mismatch(Text::tr("a number"));
    const auto number = reader_.toUnsignedInteger();
    reader_.next();
    return number;
}

QByteArray CborItem::bytes() {
    if (!reader_.isByteArray() && !reader_.isString()) mismatch(Text::tr("text or bytes"));
    if (!reader_.isLengthKnown()) mismatch(Text::tr("text or bytes of a known length"));
    // The length comes from the file: believe it only as far as there are bytes.
    const auto length = reader_.currentStringChunkSize();
    if (length < 0 || length > size_ - place()) mismatch(Text::tr("%1 bytes").arg(length));
    QByteArray bytes(length, Qt::Uninitialized);
    const auto read = reader_.readStringChunk(bytes.data(), length);
    char none = 0;
    if (read.status != QCborStreamReader::Ok || read.data != length ||
        reader_.readStringChunk(&none, 0).status != QCborStreamReader::EndOfString)
        mismatch(Text::tr("%1 bytes").arg(length));
    return bytes;
}

void CborItem::enter(bool isContainer, const QString& expected) {
    if (!isContainer || !reader_.isLengthKnown() || !reader_.enterContainer()) mismatch(expected);
}

bool CborItem::another() {
    if (reader_.lastError() != QCborError::NoError) mismatch(Text::tr("the next element"));
    return reader_.hasNext();
}

void CborItem::leave() {
    if (!reader_.leaveContainer()) mismatch(Text::tr("the end of a list"));
}

void CborItem::array(const std::function<void()>& item) {
    enter(reader_.isArray(), Text::tr("a list"));
    while (another()) item();
    leave();
}

void CborItem::map(const std::function<bool(const QByteArray& key)>& value) {
    enter(reader_.isMap(), Text::tr("a table"));
    while (another()) {
        const auto key = bytes();
        if (!value(key) && !reader_.next(deepestSkip)) mismatch(Text::tr("a value"));
    }
    leave();
}

void CborItem::numberMap(const std::function<void(quint64 key)>& value) {
    enter(reader_.isMap(), Text::tr("a table"));
    while (another()) {
        const auto key = number();
        value(key);
    }
    leave();
}

}  // namespace views
