// Servers in processes of their own, each on the first processor, and the programs that ask them, on another.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bench {

// Runs until it goes.
class Server {
public:
    // A program that prints the number of its port first.
    static std::unique_ptr<Server> program(const std::vector<std::string>& command);
    // A function of this program, in a process of its own; it is given what says where it listens.
    static std::unique_ptr<Server> function(
        const std::function<void(const std::function<void(int port)>& listening)>& serve);
    // nginx with one worker; null where it is not installed ($GREENSCOPE_NGINX may say where it is).
    static std::unique_ptr<Server> nginx();
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }
    // That it has used up to now, in nanoseconds.
    double cpu() const;

private:
    Server(pid_t process, int port, std::string folder = {});

    pid_t process_;
    int port_;
    std::string folder_;  // of its own, which goes with it
};

struct Load {
    double requests = 0;  // answered
    double failed = 0;
    double per_second = 0;
    double p99_ms = 0;
};
// What `wrk -c100` sees on kept connections; none where it is not installed.
std::optional<Load> wrk(const std::string& url);
// What `ab -n 10000 -c 100` sees, a connection for each request; likewise.
std::optional<Load> ab(const std::string& url);

}  // namespace bench
