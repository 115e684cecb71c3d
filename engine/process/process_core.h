// A process and its pipes. Its end is noticed through a descriptor (pidfd), so that nothing depends on SIGCHLD,
// which belongs to the application. Engine's thread only.
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "trace/source_location.h"

#include "hub/hub.h"
#include "io/descriptor.h"
#include "sync/event.h"

namespace green {

// What becomes of a stream: shared with this process, a pipe to it, nothing; or, for stderr, the same as stdout.
enum class Stream { Inherit, Pipe, DevNull, Stdout };

struct PopenOptions {
    Stream in = Stream::Inherit;
    Stream out = Stream::Inherit;
    Stream err = Stream::Inherit;
};

class ProcessCore final : public Target {
public:
    // See Popen.
    ProcessCore(const std::vector<std::string>& args, const PopenOptions& options, trace::SourceLocation where);

    const std::string& name() const { return name_; }
    int pid() const { return pid_; }
    std::optional<int> returncode() const { return returncode_; }
    InnerEvent& end() { return *end_; }
    // Our ends of its pipes; none for what is no pipe.
    Descriptor& in() { return in_; }
    Descriptor& out() { return out_; }
    Descriptor& err() { return err_; }
    void send_signal(int number);

    // Its event has jobs, it has none of its own.
    void run(const Callback&) override {}

private:
    class Child;

    void start(const std::vector<std::string>& args, const PopenOptions& options);
    void has_ended();

    std::string name_;
    int pid_ = -1;
    std::optional<int> returncode_;
    OwnPart<InnerEvent> end_;
    Descriptor in_;
    Descriptor out_;
    Descriptor err_;
    std::weak_ptr<Child> child_;  // while it runs; the hub has it
};

}  // namespace green
