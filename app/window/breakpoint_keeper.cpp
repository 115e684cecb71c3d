#include "window/breakpoint_keeper.h"

namespace app {

BreakpointKeeper::BreakpointKeeper(views::SourceView& source, Session& session, Settings& settings, QObject* parent)
    : QObject(parent), source_(source), session_(session), settings_(settings) {
    connect(&source, &views::SourceView::fileChanged, this, &BreakpointKeeper::onTextShown);
    connect(&source, &views::SourceView::breakpointsChanged, this, &BreakpointKeeper::onChanged);
    onTextShown();
}

void BreakpointKeeper::onTextShown() {
    const auto name = source_.fileName();
    auto known = known_.find(name);
    if (known == known_.end()) known = known_.emplace(name, settings_.breakpoints(name)).first;
    const auto lines = known->second;
    // What changes by this is not the user's doing.
    disconnect(&source_, &views::SourceView::breakpointsChanged, this, nullptr);
    source_.setBreakpoints(lines);
    connect(&source_, &views::SourceView::breakpointsChanged, this, &BreakpointKeeper::onChanged);
    session_.setBreakpoints({name.toStdString(), source_.breakpoints()});
}

void BreakpointKeeper::onChanged() {
    const auto name = source_.fileName();
    auto lines = source_.breakpoints();
    session_.setBreakpoints({name.toStdString(), lines});
    settings_.setBreakpoints(name, lines);
    known_[name] = std::move(lines);
}

}  // namespace app
