#include "signals.h"

#include <bit>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace green {

void Signals::send(int number) { post(number, true); }

void Signals::raise(int number) { post(number, false); }

void Signals::post(int number, bool from_outside) {
    if (number < 1 || number > highest) throw std::out_of_range("no signal has the number " + std::to_string(number));
    if (from_outside) from_outside_ = true;
    pending_.fetch_or(std::uint64_t{1} << (number - 1));
    const std::lock_guard lock(mutex_);
    if (listener_) listener_();
}

int Signals::take() {
    const auto pending = pending_.load();
    if (pending == 0) return 0;
    const int lowest = std::countr_zero(pending);
    pending_.fetch_and(~(std::uint64_t{1} << lowest));
    return lowest + 1;
}

void Signals::on_send(std::function<void()> listener) {
    const std::lock_guard lock(mutex_);
    listener_ = std::move(listener);
    if (listener_ && any()) listener_();
}

std::string signal_name(int number) {
    const char* name = sigabbrev_np(number);
    return name ? "SIG" + std::string(name) : "signal " + std::to_string(number);
}

}  // namespace green
