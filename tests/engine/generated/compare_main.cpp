// generated_compare FILE: which of the recorded programs in FILE the engine runs differently. What
// tests/oracle/generated/corpus.py looks for new ones with.
#include <cstdio>
#include <exception>

#include "comparison.h"

int main(int count, char** arguments) {
    if (count != 2) return 2;
    bool any = false;
    try {
        for (const auto& entry : generated::read_corpus(arguments[1])) {
            // So that one which crashes is known.
            std::printf("%s", entry.name.c_str());
            std::fflush(stdout);
            const auto found = generated::difference(entry);
            any = any || !found.empty();
            std::printf("%s%s\n", found.empty() ? " is the same" : ": differs", found.c_str());
        }
    } catch (const std::exception& error) {
        std::printf("\n%s\n", error.what());
        return 3;
    }
    return any ? 1 : 0;
}
