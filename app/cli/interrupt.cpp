#include "cli/interrupt.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "cli/problem.h"

namespace app {

namespace {

constexpr int graceMilliseconds = 500;

sigset_t interruptSignal() {
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    return interrupt;
}

}  // namespace

Interrupt::Interrupt(std::function<void()> stop) : stop_(std::move(stop)) {
    // Blocked everywhere, the signal waits in the descriptor: a handler could not take the gate's lock.
    const auto interrupt = interruptSignal();
    pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
    signals_ = signalfd(-1, &interrupt, SFD_CLOEXEC);
    end_ = eventfd(0, EFD_CLOEXEC);
    watcher_ = std::thread([this] { watch(); });
}

Interrupt::~Interrupt() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(end_, &one, sizeof one);
    watcher_.join();
    ::close(signals_);
    ::close(end_);
    const auto interrupt = interruptSignal();
    pthread_sigmask(SIG_UNBLOCK, &interrupt, nullptr);
}

bool Interrupt::waitForSignal(int milliseconds) {
    pollfd sources[] = {{signals_, POLLIN, 0}, {end_, POLLIN, 0}};
    ::poll(sources, 2, milliseconds);
    if (sources[1].revents) return false;
    signalfd_siginfo signal{};
    if (sources[0].revents) [[maybe_unused]]
        const auto taken = ::read(signals_, &signal, sizeof signal);
    return true;
}

void Interrupt::watch() {
    if (!waitForSignal(-1)) return;
    happened_ = true;
    stop_();
    if (waitForSignal(graceMilliseconds)) std::_Exit(exitInterrupted);
}

}  // namespace app
