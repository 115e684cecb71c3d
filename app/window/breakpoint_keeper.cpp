#include "window/breakpoint_keeper.h"

#include <utility>

namespace app {

BreakpointKeeper::BreakpointKeeper(views::SourceView& source, Programs& programs, Session& session, Settings& settings,
                                   QObject* parent)
    : QObject(parent), source_(source), programs_(programs), session_(session), settings_(settings) {
    connect(&source, &views::SourceView::fileChanged, this, &BreakpointKeeper::onTextShown);
    connect(&source, &views::SourceView::breakpointsChanged, this, &BreakpointKeeper::onChanged);
    connect(&programs, &Programs::renamed, this, &BreakpointKeeper::onRenamed);
    onTextShown();
}

void BreakpointKeeper::onTextShown() {
    const auto key = programs_.shownKey();
    auto known = known_.find(key);
    if (known == known_.end()) known = known_.emplace(key, settings_.breakpoints(key)).first;
    const auto lines = known->second;
    // What changes by this is not the user's doing.
    disconnect(&source_, &views::SourceView::breakpointsChanged, this, nullptr);
    source_.setBreakpoints(lines);
    connect(&source_, &views::SourceView::breakpointsChanged, this, &BreakpointKeeper::onChanged);
    session_.setBreakpoints({source_.fileName().toStdString(), source_.breakpoints()});
}

void BreakpointKeeper::onChanged() {
    auto lines = source_.breakpoints();
    session_.setBreakpoints({source_.fileName().toStdString(), lines});
    keep(programs_.shownKey(), std::move(lines));
}

// The file that it came from is still there, with its own.
void BreakpointKeeper::onRenamed(const QString& before, const QString& now) { keep(now, known_[before]); }

void BreakpointKeeper::keep(const QString& program, std::set<std::uint32_t> lines) {
    settings_.setBreakpoints(program, lines);
    known_[program] = std::move(lines);
}

}  // namespace app
