// Texts of programs in files: what is read is checked, what is written replaces the whole file or nothing.
#pragma once

#include <QString>
#include <stdexcept>

namespace app {

// what() is for people, and names the file.
class TextFileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The lines of a text end in "\n" alone; how the file has it is kept for when it is written again.
struct TextFile {
    QString text;
    bool hasByteOrderMark = false;
    bool hasCarriageReturns = false;
    bool operator==(const TextFile&) const = default;
};

inline constexpr qint64 largestProgram = 10LL << 20;

// Throws TextFileError for what is no program: nothing there, a folder, more than largestProgram bytes, not UTF-8.
TextFile readProgram(const QString& path);
// Throws TextFileError.
void writeProgram(const QString& path, const TextFile& file);

}  // namespace app
