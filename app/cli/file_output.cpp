#include "cli/file_output.h"

#include <QSaveFile>
#include <QString>

#include "cli/problem.h"

namespace app {

void writeFile(const std::string& path, std::string_view text) {
    QSaveFile file(QString::fromLocal8Bit(path));
    const auto size = static_cast<qint64>(text.size());
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), size) != size || !file.commit())
        throw Problem(exitFile, path + ": can't be written: " + file.errorString().toStdString());
}

}  // namespace app
