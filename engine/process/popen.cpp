#include "process/popen.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

#include "hub/greenlet.h"
#include "hub/wait.h"
#include "io/wait_io.h"
#include "io/without_sigpipe.h"

namespace green {

namespace {

const Descriptor& pipe_of(const Descriptor& descriptor, const char* what) {
    if (!descriptor) throw std::logic_error(std::string(what) + " is not a pipe, or is closed");
    return descriptor;
}

std::string read_some(const Descriptor& from, trace::SourceLocation where) {
    std::array<char, 65536> buffer{};
    for (;;) {
        const auto count = ::read(from.number(), buffer.data(), buffer.size());
        if (count >= 0) return {buffer.data(), static_cast<std::size_t>(count)};
        if (errno == EAGAIN)
            wait_read(from.number(), {}, where);
        else if (errno != EINTR)
            throw std::system_error(errno, std::generic_category(), "read");
    }
}

std::string read_all(Descriptor& from, trace::SourceLocation where) {
    std::string all;
    for (auto some = read_some(from, where); !some.empty(); some = read_some(from, where)) all += some;
    from.close();
    return all;
}

void write_all(const Descriptor& to, std::string_view text, trace::SourceLocation where) {
    while (!text.empty()) {
        ssize_t count = 0;
        int error = 0;
        {
            const WithoutSigpipe without;
            count = ::write(to.number(), text.data(), text.size());
            error = errno;
        }
        if (count >= 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (error == EAGAIN)
            wait_write(to.number(), {}, where);
        else if (error != EINTR)
            throw std::system_error(error, std::generic_category(), "write");
    }
}

}  // namespace

// The handle may go while its greenlet waits: what is used after that is the core, which is held.

std::optional<int> Popen::poll(trace::SourceLocation where) {
    const auto core = core_;
    if (!core->returncode()) sleep_ns(std::chrono::nanoseconds(1), where);
    return core->returncode();
}

int Popen::wait(TimeLimit limit, trace::SourceLocation where) {
    const auto core = core_;
    if (!core->returncode() && !core->end().wait(trace::WaitReason::Process, limit, where))
        throw TimeoutExpired("Command '" + core->name() + "' timed out");
    return *core->returncode();
}

std::pair<std::string, std::string> Popen::communicate(const std::string& input, TimeLimit limit,
                                                       trace::SourceLocation where) {
    Popen self(*this);
    const auto& core = self.core_;
    const TimeLimit::Running running(limit, where);
    const auto reader = [&](Descriptor& from, const char* name) {
        return from ? detail::spawn({name, "read", {}, where},
                                    [core, &from, where] {
                                        auto text = read_all(from, where);
                                        auto shown = to_repr(text);
                                        return Value{std::move(text), std::move(shown)};
                                    },
                                    {})
                    : Greenlet();
    };
    auto out = reader(core->out(), "stdout");
    auto err = reader(core->err(), "stderr");
    try {
        if (core->in()) {
            try {
                write_all(core->in(), input, where);
            } catch (const std::system_error& error) {
                // It need not read all of it.
                if (error.code().value() != EPIPE) throw;
            }
            core->in().close();
        }
        std::pair<std::string, std::string> read;
        if (out != Greenlet()) read.first = out.get<std::string>({}, where);
        if (err != Greenlet()) read.second = err.get<std::string>({}, where);
        self.wait({}, where);
        return read;
    } catch (const Timeout& expired) {
        for (auto& greenlet : {out, err})
            if (greenlet != Greenlet()) Greenlet(greenlet).kill();
        if (!running.owns(expired)) throw;
        throw TimeoutExpired("Command '" + core->name() + "' timed out");
    }
}

std::string Popen::read(trace::SourceLocation where) {
    const auto core = core_;
    return read_some(pipe_of(core->out(), "stdout"), where);
}

void Popen::write(std::string_view text, trace::SourceLocation where) {
    const auto core = core_;
    write_all(pipe_of(core->in(), "stdin"), text, where);
}

void Popen::send_signal(int number) { core_->send_signal(number); }
void Popen::terminate() { send_signal(SIGTERM); }
void Popen::kill() { send_signal(SIGKILL); }

std::string check_output(const std::vector<std::string>& args, trace::SourceLocation where) {
    Popen process(args, {.out = Stream::Pipe}, where);
    auto out = process.communicate({}, {}, where).first;
    if (const int code = *process.returncode(); code != 0)
        throw CalledProcessError("Command '" + repr(process) + "' returned non-zero exit status " +
                                 std::to_string(code));
    return out;
}

}  // namespace green
