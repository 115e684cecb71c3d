// Files written aside and renamed, so that a failure leaves nothing half-written.
#pragma once

#include <string>
#include <string_view>

namespace app {

// Throws Problem(exitFile), which names the file and the reason.
void writeFile(const std::string& path, std::string_view text);

}  // namespace app
