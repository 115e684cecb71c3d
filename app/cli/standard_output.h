// Standard output as scripts need it: unbuffered, so that it keeps its order with stderr and nothing is
// lost when a program that never ends is interrupted; and nobody is killed by a reader that has gone.
#pragma once

#include <stdexcept>
#include <string_view>

namespace app {

// The reader has gone (`| head`): there is nothing more to do, and nothing to complain about.
class BrokenPipe : public std::exception {};

// Makes a write to a closed pipe fail instead of ending the process.
void ignoreBrokenPipes();

// Throws BrokenPipe, or Problem(exitFile) where the output can't be written.
void writeOut(std::string_view text);
// Never throws: a lost warning is no reason to stop.
void writeErr(std::string_view text) noexcept;

}  // namespace app
