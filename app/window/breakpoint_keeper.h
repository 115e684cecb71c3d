// Keeps the breakpoints of each program: from its text to the session, and in the settings from one time to the next.
#pragma once

#include <QObject>
#include <map>
#include <set>

#include "session/session.h"
#include "settings/settings.h"
#include "source/source_view.h"
#include "window/programs.h"

namespace app {

class BreakpointKeeper : public QObject {
    Q_OBJECT
public:
    // All outlive it.
    BreakpointKeeper(views::SourceView& source, Programs& programs, Session& session, Settings& settings,
                     QObject* parent);

private:
    void onTextShown();
    void onChanged();
    void onRenamed(const QString& before, const QString& now);
    void keep(const QString& program, std::set<std::uint32_t> lines);

    views::SourceView& source_;
    Programs& programs_;
    Session& session_;
    Settings& settings_;
    std::map<QString, std::set<std::uint32_t>> known_;  // by the program's key
};

}  // namespace app
