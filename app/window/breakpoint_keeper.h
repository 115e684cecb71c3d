// Keeps the breakpoints of each program: from its text to the session, and in the settings from one time to the next.
#pragma once

#include <QObject>
#include <map>
#include <set>

#include "session/session.h"
#include "settings/settings.h"
#include "source/source_view.h"

namespace app {

class BreakpointKeeper : public QObject {
    Q_OBJECT
public:
    // All outlive it.
    BreakpointKeeper(views::SourceView& source, Session& session, Settings& settings, QObject* parent);

private:
    void onTextShown();
    void onChanged();

    views::SourceView& source_;
    Session& session_;
    Settings& settings_;
    std::map<QString, std::set<std::uint32_t>> known_;  // by the program's name
};

}  // namespace app
