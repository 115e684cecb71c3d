// Both ends of a connection within one run: the fuzzer's bytes go in at one, in pieces, and what is at the other gets
// them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>

#include "green.h"
#include "run.h"

namespace fuzz {

// Sends `bytes`, at most `piece` at once, to what `serve` does with the other end; returns what that has sent.
inline std::string talk(std::string_view bytes, std::size_t piece, const std::function<void(green::Socket)>& serve) {
    std::string answer;
    green::trace::Gate gate;
    green::RunOptions options;
    bool has_failed = false;
    options.err = [&](std::string_view) { has_failed = true; };
    const auto result = green::run(
        [&] {
            auto [mine, other] = green::socketpair();
            auto serving = green::spawn([&serve, socket = other]() mutable {
                serve(socket);
                socket.close();
            });
            try {
                while (!bytes.empty()) {
                    const auto count = std::min(std::max<std::size_t>(piece, 1), bytes.size());
                    mine.sendall(bytes.substr(0, count));
                    bytes.remove_prefix(count);
                    green::sleep();
                }
                mine.shutdown(green::Socket::Direction::Write);
                for (auto text = mine.recv(65536); !text.empty(); text = mine.recv(65536)) answer += text;
            } catch (const std::system_error&) {
                // It wants no more.
            }
            // Else who waits for the rest would wait for as long as that takes.
            mine.close();
            serving.join();
        },
        gate, std::move(options));
    if (has_failed || result.ending != green::RunResult::Ending::Done) std::abort();
    return answer;
}

}  // namespace fuzz
