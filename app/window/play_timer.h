// Real time for the transport, while it plays.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "session/transport.h"

namespace app {

class PlayTimer : public QObject {
    Q_OBJECT
public:
    explicit PlayTimer(Transport& transport, QObject* parent = nullptr);

private:
    QTimer frame_;
    QElapsedTimer since_;
};

}  // namespace app
