// Recordings of real gevent, and how a run differs from one.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

namespace oracle {

// Ends the test program for what is no JSON.
QJsonObject parsed(const QByteArray& json);
// That of the program with that number, from the folder of all. Ends the test program if there is none.
QJsonObject recording(const QString& folder, const QString& number);
// What is different, a line for each; empty if nothing is.
QByteArray difference(const QJsonObject& is, const QJsonObject& expected);

}  // namespace oracle
