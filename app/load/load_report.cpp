#include "load/load_report.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <array>

namespace app {

namespace {

constexpr std::array percents{50U, 90U, 99U, 100U};

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

QString milliseconds(std::chrono::nanoseconds time) {
    return QString::number(seconds(time) * 1000, 'f', 1) + QStringLiteral(" ms");
}

}  // namespace

std::string loadText(const LoadPlan& plan, const LoadResult& result) {
    QString text;
    const auto line = [&text](const QString& what, const QString& value) {
        text += what.leftJustified(14) + value + u'\n';
    };
    line(QStringLiteral("Address"), QString::fromStdString(plan.url));
    line(QStringLiteral("Requests"), QStringLiteral("%1, %2 at once, %3")
                                         .arg(result.answered + result.failed)
                                         .arg(plan.atOnce)
                                         .arg(plan.keepsConnections ? QStringLiteral("connections are kept")
                                                                    : QStringLiteral("a connection for each")));
    line(QStringLiteral("Time"), QString::number(seconds(result.time), 'f', 3) + QStringLiteral(" s"));
    line(QStringLiteral("Per second"), QString::number(result.perSecond(), 'f', 0));
    line(QStringLiteral("Failed"),
         result.failed == 0
             ? QStringLiteral("0")
             : QStringLiteral("%1, the first: %2").arg(result.failed).arg(QString::fromStdString(result.failure)));
    line(QStringLiteral("Status 400+"), QString::number(result.refused));
    line(QStringLiteral("Bytes"), QString::number(result.bytes));
    for (const auto percent : percents)
        line(QStringLiteral("%1 % within").arg(percent), milliseconds(result.within(percent)));
    return text.toStdString();
}

std::string loadJson(const LoadPlan& plan, const LoadResult& result) {
    QJsonObject within;
    for (const auto percent : percents) within[QString::number(percent)] = seconds(result.within(percent));
    const QJsonObject all{{QStringLiteral("url"), QString::fromStdString(plan.url)},
                          {QStringLiteral("requests"), static_cast<qint64>(plan.requests)},
                          {QStringLiteral("at_once"), static_cast<qint64>(plan.atOnce)},
                          {QStringLiteral("keeps_connections"), plan.keepsConnections},
                          {QStringLiteral("answered"), static_cast<qint64>(result.answered)},
                          {QStringLiteral("failed"), static_cast<qint64>(result.failed)},
                          {QStringLiteral("failure"), QString::fromStdString(result.failure)},
                          {QStringLiteral("refused"), static_cast<qint64>(result.refused)},
                          {QStringLiteral("bytes"), static_cast<qint64>(result.bytes)},
                          {QStringLiteral("time"), seconds(result.time)},
                          {QStringLiteral("per_second"), result.perSecond()},
                          {QStringLiteral("within"), within}};
    return QJsonDocument(all).toJson(QJsonDocument::Compact).toStdString() + '\n';
}

}  // namespace app
