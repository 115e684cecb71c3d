// gevent.subprocess: other processes, waited for without holding anybody up. A handle; copies are the same
// process.
//
//     green::Popen date({"date", "+%Y"}, {.out = green::Stream::Pipe});
//     const auto [out, err] = date.communicate();
//
// A process that still runs when the run ends is killed. Time that passes in processes is real: a virtual
// clock does not jump while they run.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "trace/source_location.h"

#include "hub/errors.h"
#include "hub/timeout.h"
#include "io/descriptor.h"
#include "process/process_core.h"

namespace green {

// The limit of a call expired before the process ended.
class TimeoutExpired : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};
// check_output's process failed.
class CalledProcessError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Popen {
public:
    // Looks the program up in PATH. Throws std::invalid_argument without a program, std::system_error if it
    // can't be started (ENOENT: there is none); needs a run under way (std::logic_error).
    explicit Popen(const std::vector<std::string>& args, PopenOptions options = {},
                   trace::SourceLocation where = trace::SourceLocation::current())
        : core_(new ProcessCore(args, options, where)) {}

    int pid() const { return core_->pid(); }
    // Its exit code, or minus the signal that ended it; none while it runs.
    std::optional<int> returncode() const { return core_->returncode(); }
    // The same, after others had a chance to notice its end.
    std::optional<int> poll(trace::SourceLocation where = trace::SourceLocation::current());
    // Waits for its end. Throws TimeoutExpired.
    int wait(TimeLimit limit = {}, trace::SourceLocation where = trace::SourceLocation::current());
    // Writes `input` to its stdin, reads its stdout and stderr to their ends, and waits. What is no pipe is
    // left alone. Throws TimeoutExpired.
    std::pair<std::string, std::string> communicate(const std::string& input = {}, TimeLimit limit = {},
                                                    trace::SourceLocation where = trace::SourceLocation::current());

    // The next bytes of its stdout; empty at its end. Throws std::logic_error where that is no pipe.
    std::string read(trace::SourceLocation where = trace::SourceLocation::current());
    // To its stdin. Throws std::system_error (EPIPE) if it does not read any more, std::logic_error where
    // that is no pipe.
    void write(std::string_view text, trace::SourceLocation where = trace::SourceLocation::current());
    void close_stdin() { core_->in().close(); }

    // Nothing happens to one that has ended.
    void send_signal(int number);
    void terminate();
    void kill();

    // For green::wait: its end.
    LinkTarget& core() const { return core_->end(); }
    friend bool operator==(const Popen& a, const Popen& b) { return a.core_ == b.core_; }
    friend std::string repr(const Popen& process) { return process.core_->name(); }

private:
    boost::intrusive_ptr<ProcessCore> core_;
};

// Its stdout, when it has ended; throws CalledProcessError if it failed.
std::string check_output(const std::vector<std::string>& args,
                         trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
