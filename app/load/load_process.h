// A load that goes on in another process: this program, run as "greenscope load". GUI thread only.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>

namespace app {

class LoadProcess : public QObject {
    Q_OBJECT
public:
    // `program` is the greenscope to run.
    explicit LoadProcess(QString program, QObject* parent = nullptr);
    // Ends what goes on, and says nothing of it.
    ~LoadProcess() override;

    // From the next start on.
    void setProgram(const QString& path) { program_ = path; }

    // Sends `requests` to the HTTP server there, `atOnce` at a time. Does nothing while another goes on.
    void start(const QString& url, quint64 requests, unsigned atOnce);
    // Ends it early: `ended` tells what was done until then.
    void cancel();
    bool isRunning() const { return process_.state() != QProcess::NotRunning; }

    quint64 requests() const { return requests_; }
    quint64 done() const { return done_; }

signals:
    // Some more have been done; also at the beginning.
    void progressed();
    // In one line, for people. Failed: there is no result, and this is why.
    void ended(const QString& line, bool failed);

private:
    void readProgress();
    void finish();

    QString program_;
    QProcess process_;
    QString lastWords_;  // on stderr, besides the progress
    bool cancelled_ = false;
    quint64 requests_ = 0;
    quint64 done_ = 0;
};

}  // namespace app
