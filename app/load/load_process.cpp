#include "load/load_process.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <csignal>
#include <utility>

namespace app {

namespace {

// "12,041 requests per second: 10,000 in 0.83 s, 100 at once; half of them within 7.9 ms, 99 % within 15.0 ms."
QString summary(const QJsonObject& result) {
    const QLocale locale;
    const auto count = [&](const char* name) { return locale.toString(result[QLatin1String(name)].toInteger()); };
    const auto within = [&](const char* percent) {
        const auto seconds = result[QLatin1String("within")].toObject()[QLatin1String(percent)].toDouble();
        return locale.toString(seconds * 1000, 'f', 1);
    };
    QString line = LoadProcess::tr(
                       "%1 requests per second: %2 in %3 s, %4 at once; half of them within %5 ms, 99 % "
                       "within %6 ms.")
                       .arg(locale.toString(result[QLatin1String("per_second")].toDouble(), 'f', 0), count("answered"),
                            locale.toString(result[QLatin1String("time")].toDouble(), 'f', 2), count("at_once"),
                            within("50"), within("99"));
    if (result[QLatin1String("failed")].toInteger() > 0)
        line += u' ' + LoadProcess::tr("%1 failed, the first with: %2.")
                           .arg(count("failed"), result[QLatin1String("failure")].toString());
    if (result[QLatin1String("refused")].toInteger() > 0)
        line += u' ' + LoadProcess::tr("%1 were answered with a status of 400 or more.").arg(count("refused"));
    return line;
}

}  // namespace

LoadProcess::LoadProcess(QString program, QObject* parent) : QObject(parent), program_(std::move(program)) {
    connect(&process_, &QProcess::readyReadStandardError, this, &LoadProcess::readProgress);
    connect(&process_, &QProcess::finished, this, &LoadProcess::finish);
    connect(&process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) emit ended(process_.errorString(), true);
    });
}

LoadProcess::~LoadProcess() {
    process_.disconnect(this);
    process_.kill();
    process_.waitForFinished();
}

void LoadProcess::start(const QString& url, quint64 requests, unsigned atOnce) {
    if (isRunning()) return;
    requests_ = requests;
    done_ = 0;
    lastWords_.clear();
    cancelled_ = false;
    process_.start(program_, {QStringLiteral("load"), url, QStringLiteral("-n"), QString::number(requests),
                              QStringLiteral("-c"), QString::number(atOnce), QStringLiteral("--json")});
    emit progressed();
}

// As Ctrl-C in a terminal: it still tells what it has done.
void LoadProcess::cancel() {
    // The second one would end it before it has told.
    if (std::exchange(cancelled_, true)) return;
    if (process_.processId() != 0) ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
}

void LoadProcess::readProgress() {
    process_.setReadChannel(QProcess::StandardError);
    while (process_.canReadLine()) {
        const auto line = QString::fromUtf8(process_.readLine()).trimmed();
        bool isNumber = false;
        const auto done = line.section(QStringLiteral(" of "), 0, 0).toULongLong(&isNumber);
        if (isNumber)
            done_ = done;
        else if (!line.isEmpty())
            lastWords_ = line;
    }
    emit progressed();
}

void LoadProcess::finish() {
    readProgress();
    const auto result = QJsonDocument::fromJson(process_.readAllStandardOutput()).object();
    if (!result.isEmpty())
        emit ended(summary(result), false);
    else if (cancelled_)
        emit ended(tr("stopped before anything was answered."), false);
    else
        emit ended(lastWords_.isEmpty() ? tr("the process has ended without a word") : lastWords_, true);
}

}  // namespace app
