// Others that do what the engine does, each in a process of its own: they measure themselves and print figures.
#pragma once

#include <string>
#include <vector>

namespace bench {

// What Go's peers.go prints; empty, and a message once, where Go was not there at build time.
std::vector<double> go(const std::string& measurement);
// What gevent's peers.py prints; empty, and a message once, where there is no gevent.
std::vector<double> gevent(const std::string& measurement);

}  // namespace bench
