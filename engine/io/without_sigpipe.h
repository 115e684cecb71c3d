// Writing where nobody may read any more.
#pragma once

#include <csignal>
#include <ctime>

namespace green {

// While it lives: that who should read may be gone is an error of the call, and not a signal that ends everything.
// Of the calling thread.
class WithoutSigpipe {
public:
    WithoutSigpipe() {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, &before_);
    }
    ~WithoutSigpipe() {
        // One that came is taken before it could be delivered.
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        const timespec at_once{};
        if (!sigismember(&before_, SIGPIPE)) sigtimedwait(&pipe, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    WithoutSigpipe(const WithoutSigpipe&) = delete;
    WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;

private:
    sigset_t before_{};
};

}  // namespace green
