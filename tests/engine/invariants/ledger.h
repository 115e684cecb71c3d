// What a program that was made by chance keeps of itself while it runs, to be compared with what the engine
// says: who is in which call, who waits in which line, and what does not add up.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "green.h"

namespace invariants {

using green::Id;
using Limit = std::optional<std::chrono::milliseconds>;

// Those who had to wait, in the order of their coming.
using Line = std::vector<Id>;

struct Waiting {
    std::string object;  // by name; empty: none, or a greenlet
    Limit limit;
    Line* line = nullptr;
};

struct Ledger {
    std::map<Id, Waiting> calls;  // that are under way
    std::vector<std::string> problems;

    void check(bool holds, const std::string& otherwise) {
        if (!holds) problems.push_back(otherwise);
    }
};

// One blocking call, for as long as it takes.
class Call {
public:
    // `line`: the one that it will have to wait in; null if it need not wait.
    Call(Ledger& ledger, Waiting waiting);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    // It got what it came for: if it waited, it is its turn.
    void served();
    // It says that its time is up.
    void expired();

private:
    Ledger& ledger_;
    Waiting waiting_;
    Id me_;
    std::chrono::nanoseconds begin_;
};

}  // namespace invariants
