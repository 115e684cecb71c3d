// Reading CBOR that somebody else wrote: each step says what it expects, nothing is allocated for bytes
// that are not there, and nothing recurses deeper than it says. Lengths must be definite.
#pragma once

#include <QByteArray>
#include <QCborStreamReader>
#include <QString>
#include <functional>
#include <stdexcept>

namespace views {

// The bytes are not what was expected there.
struct CborMismatch {
    qint64 place;      // from the beginning of what is read
    QString expected;  // "a number"
};

class CborItem {
public:
    // `size` is the number of bytes that the reader can get, in all.
    CborItem(QCborStreamReader& reader, qint64 size) : reader_(reader), size_(size) {}

    // Each throws CborMismatch, and else goes on to what follows.
    void tag(QCborTag expected);
    quint64 number();
    // Bytes, or those of a text (which are not checked to be UTF-8).
    QByteArray bytes();
    // Calls `item` for each element, which must read it.
    void array(const std::function<void()>& item);
    // Calls `value` with each key (a text), which must read the value and return true, or leave it
    // alone and return false: then it is skipped.
    void map(const std::function<bool(const QByteArray& key)>& value);
    // The same with numbers for keys.
    void numberMap(const std::function<void(quint64 key)>& value);

    // Fails here.
    [[noreturn]] void mismatch(const QString& expected) const;
    qint64 place() const { return reader_.currentOffset(); }

private:
    void enter(bool isContainer, const QString& expected);
    void leave();
    // Whether another element follows; fails where the bytes say neither.
    bool another();

    QCborStreamReader& reader_;
    qint64 size_;
};

}  // namespace views
