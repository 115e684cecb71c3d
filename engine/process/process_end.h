// The end of a process that somebody else has started and watches: it shows as the process, and greenlets wait for it.
// A handle; copies are the same one. Engine's thread only.
#pragma once

#include <string>
#include <utility>
#include "trace/source_location.h"

#include "sync/linkable.h"

namespace green {

class ProcessEndCore final : public LinkableCore {
public:
    ProcessEndCore(std::string name, trace::SourceLocation where);

    bool ready() const override { return has_come_; }
    void set(int returncode, trace::SourceLocation where);
    bool wait(const TimeLimit& limit, trace::SourceLocation where);

private:
    bool has_come_ = false;
};

class ProcessEnd : public LinkableHandle<ProcessEnd, ProcessEndCore> {
public:
    // Needs a run under way (std::logic_error), and a process that has begun.
    explicit ProcessEnd(std::string name = {}, trace::SourceLocation where = trace::SourceLocation::current())
        : LinkableHandle(boost::intrusive_ptr(new ProcessEndCore(std::move(name), where))) {}
    using LinkableHandle::LinkableHandle;

    // It has ended so. Never switches.
    void set(int returncode, trace::SourceLocation where = trace::SourceLocation::current()) {
        core().set(returncode, where);
    }
    // False if its own limit expired first.
    bool wait(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current()) {
        return core().wait(limit, where);
    }
};

}  // namespace green
