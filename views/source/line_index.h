// Which greenlets stand at which line of the program, kept up to date event by event. One that has called nothing
// yet stands where it was spawned.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "trace/store.h"

namespace views {

class LineIndex {
public:
    // The name of the program's file. A site belongs to it if the last part of its file's name is the same.
    void setFile(std::string_view name);
    // `changed` as Changes::take has it. `linesBegun`: so many of the store's lines have begun.
    void update(const green::trace::TraceStore& store, const green::trace::Moment& moment,
                const std::optional<std::vector<green::trace::Id>>& changed, green::trace::LineNumber linesBegun);

    // Those that have not ended, in the order of their ids; null if none.
    const std::vector<green::trace::Id>* at(std::uint32_t line) const;
    // Where it stands: where lines are recorded, the line that it has begun, unless it has called something since (a
    // function that it called may have returned); else that of its last call, else of its spawn; 0 if that is not in
    // the program.
    std::uint32_t lineOf(const green::trace::TraceStore& store, const green::trace::GreenletState& greenlet) const;
    // There is no line of its own yet.
    bool isAtSpawn(const green::trace::TraceStore& store, const green::trace::GreenletState& greenlet) const;
    // The line of `site` if it is in the program, else 0.
    std::uint32_t lineOf(const green::trace::TraceStore& store, green::trace::Site site) const;
    // The line of the program at which a stack stands: of its innermost function that is in it; 0 if none is.
    std::uint32_t lineOf(const green::trace::LineStore& lines, green::trace::LineNumber innermost) const;
    // Of line n alone.
    std::uint32_t lineAt(const green::trace::LineStore& lines, green::trace::LineNumber n) const;
    const std::map<std::uint32_t, std::vector<green::trace::Id>>& lines() const { return lines_; }

private:
    void look(const green::trace::TraceStore& store, const green::trace::Moment& moment, green::trace::Id id);
    void move(green::trace::Id id, std::uint32_t line);

    std::string file_;
    green::trace::LineNumber begun_ = 0;
    std::map<std::uint32_t, std::vector<green::trace::Id>> lines_;
    std::vector<std::uint32_t> lineOf_;           // by id; 0: none
    mutable std::map<std::uint32_t, bool> ours_;  // by the site's file
};

}  // namespace views
