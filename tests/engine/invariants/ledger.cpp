#include "ledger.h"

#include <utility>

namespace invariants {

namespace {

std::chrono::nanoseconds now() { return green::Clock::now().time_since_epoch(); }

}  // namespace

Call::Call(Ledger& ledger, Waiting waiting)
    : ledger_(ledger), waiting_(std::move(waiting)), me_(green::getcurrent().core().id()), begin_(now()) {
    ledger_.calls[me_] = waiting_;
    if (waiting_.line) waiting_.line->push_back(me_);
}

Call::~Call() {
    ledger_.calls.erase(me_);
    if (waiting_.line) std::erase(*waiting_.line, me_);
}

void Call::served() {
    if (waiting_.line) ledger_.check(waiting_.line->front() == me_, waiting_.object + ": served out of turn");
}

void Call::expired() {
    ledger_.check(waiting_.limit.has_value(), waiting_.object + ": a call without a limit has expired");
    if (waiting_.limit) ledger_.check(now() - begin_ >= *waiting_.limit, waiting_.object + ": expired too early");
}

}  // namespace invariants
