#include "process/process_core.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "io/nonblocking.h"
#include "loop/event_loop.h"

namespace green {

using trace::Kind;
using trace::TraceEvent;

namespace {

[[noreturn]] void refuse(int error, const std::string& what) {
    throw std::system_error(error, std::generic_category(), what);
}

struct PipeEnds {
    Descriptor read;
    Descriptor write;
};

PipeEnds make_pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) refuse(errno, "Popen: pipe");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

class FileActions {
public:
    FileActions() { posix_spawn_file_actions_init(&actions_); }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
    FileActions(const FileActions&) = delete;
    FileActions& operator=(const FileActions&) = delete;

    void duplicate(int from, int to) { posix_spawn_file_actions_adddup2(&actions_, from, to); }
    void open_nothing(int to, int flags) { posix_spawn_file_actions_addopen(&actions_, to, "/dev/null", flags, 0); }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

// Signals as a shell would leave them: the application may ignore some, or have them blocked in this thread.
class Attributes {
public:
    Attributes() {
        posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
        sigset_t ordinary;
        sigemptyset(&ordinary);
        sigaddset(&ordinary, SIGPIPE);
        sigaddset(&ordinary, SIGINT);
        posix_spawnattr_setsigdefault(&attributes_, &ordinary);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~Attributes() { posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

std::string joined(const std::vector<std::string>& args) {
    std::string text;
    for (const auto& arg : args) text += (text.empty() ? "" : " ") + arg;
    return text;
}

}  // namespace

// Watches for its end, and keeps the loop going until then. What is left when the run ends is killed.
class ProcessCore::Child {
public:
    Child(ProcessCore& process, int pid, Descriptor descriptor)
        : outside_(Hub::get()),
          pid_(pid),
          descriptor_(std::move(descriptor)),
          watcher_(Hub::get().events(), descriptor_.number(), loop::Interest::Read, 0,
                   [hold = boost::intrusive_ptr(&process)] { hold->has_ended(); }) {
        watcher_.start();
    }
    ~Child() {
        if (reaped_) return;
        ::kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    int reap() {
        int status = 0;
        waitpid(pid_, &status, 0);
        reaped_ = true;
        watcher_.stop();
        return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    }

private:
    Hub::OutsideWork outside_;
    int pid_;
    bool reaped_ = false;
    Descriptor descriptor_;
    loop::IoWatcher watcher_;
};

ProcessCore::ProcessCore(const std::vector<std::string>& args, const PopenOptions& options, trace::SourceLocation where)
    : Target(Hub::get().new_id()), name_(joined(args)) {
    if (args.empty()) throw std::invalid_argument("Popen: no program");
    auto& hub = Hub::get();
    hub.use_loop();
    start(args, options);
    end_ = OwnPart<InnerEvent>(*this, name_, false);
    hub.record({.amount = -1,
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(trace::ObjectKind::Process)},
               name_);
}

void ProcessCore::start(const std::vector<std::string>& args, const PopenOptions& options) {
    FileActions actions;
    std::vector<PipeEnds> pipes;
    const auto connect = [&](Stream stream, int number, bool written_here) -> Descriptor {
        if (stream == Stream::DevNull) actions.open_nothing(number, written_here ? O_RDONLY : O_WRONLY);
        if (stream == Stream::Stdout && number == STDERR_FILENO) actions.duplicate(STDOUT_FILENO, STDERR_FILENO);
        if (stream != Stream::Pipe) return {};
        auto& ends = pipes.emplace_back(make_pipe());
        auto& ours = written_here ? ends.write : ends.read;
        actions.duplicate((written_here ? ends.read : ends.write).number(), number);
        make_nonblocking(ours.number());
        return std::move(ours);
    };
    pipes.reserve(3);
    in_ = connect(options.in, STDIN_FILENO, true);
    out_ = connect(options.out, STDOUT_FILENO, false);
    err_ = connect(options.err, STDERR_FILENO, false);

    std::vector<char*> pointers;
    pointers.reserve(args.size() + 1);
    for (const auto& arg : args) pointers.push_back(const_cast<char*>(arg.c_str()));
    pointers.push_back(nullptr);
    const Attributes attributes;
    if (const int error = posix_spawnp(&pid_, pointers[0], actions.get(), attributes.get(), pointers.data(), environ))
        refuse(error, args[0]);
    Descriptor descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
    if (!descriptor) {
        const int error = errno;
        ::kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
        refuse(error, "Popen: pidfd_open");
    }
    const auto child = std::make_shared<Child>(*this, pid_, std::move(descriptor));
    child_ = child;
    Hub::get().hold(child);
}

// In the hub.
void ProcessCore::has_ended() {
    const boost::intrusive_ptr hold(this);
    const auto child = child_.lock();
    if (!child) return;
    returncode_ = child->reap();
    auto& hub = Hub::get();
    hub.let_go(child);
    TraceEvent event{.amount = 1, .object = id(), .kind = Kind::Set};
    end_->set(event);
    hub.record(event, std::to_string(*returncode_));
}

void ProcessCore::send_signal(int number) {
    if (!returncode_ && !child_.expired()) ::kill(pid_, number);
}

}  // namespace green
