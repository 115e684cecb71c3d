#include "benchmarks/peers/servers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bench {

namespace {

void stay_on_first_processor() {
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    sched_setaffinity(0, sizeof first, &first);
}

struct Child {
    pid_t process = -1;
    int port = 0;
};

// `run` is given a descriptor to which the port is to be written, and never returns.
template <class Run>
Child start(Run&& run) {
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) return {};
    Child child;
    child.process = fork();
    if (child.process == 0) {
        close(ends[0]);
        stay_on_first_processor();
        run(ends[1]);
        _exit(1);
    }
    close(ends[1]);
    std::string text;
    for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) text += c;
    close(ends[0]);
    child.port = std::atoi(text.c_str());
    return child;
}

void execute(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
}

int free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool is_bound = bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                          getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    close(socket);
    return is_bound ? ntohs(address.sin_port) : 0;
}

bool answers(int port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    const bool does = connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(socket);
    return does;
}

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string text;
    if (pipe)
        for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) text += static_cast<char>(c);
    return text;
}

// The number behind that word; 0 if there is none.
double number_after(const std::string& text, const std::string& word, std::string* unit = nullptr) {
    const auto at = text.find(word);
    if (at == std::string::npos) return 0;
    std::istringstream rest(text.substr(at + word.size()));
    double number = 0;
    rest >> number;
    if (unit) rest >> *unit;
    return number;
}

}  // namespace

Server::Server(pid_t process, int port, std::string folder)
    : process_(process), port_(port), folder_(std::move(folder)) {}

Server::~Server() {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
}

std::unique_ptr<Server> Server::program(const std::vector<std::string>& command) {
    const auto child = start([&](int out) {
        dup2(out, STDOUT_FILENO);
        execute(command);
    });
    std::unique_ptr<Server> server(new Server(child.process, child.port));
    return child.port != 0 ? std::move(server) : nullptr;
}

std::unique_ptr<Server> Server::function(
    const std::function<void(const std::function<void(int port)>& listening)>& serve) {
    const auto child = start([&](int out) {
        serve([out](int port) {
            const auto text = std::to_string(port) + "\n";
            if (write(out, text.data(), text.size()) < 0) _exit(1);
        });
    });
    std::unique_ptr<Server> server(new Server(child.process, child.port));
    return child.port != 0 ? std::move(server) : nullptr;
}

std::unique_ptr<Server> Server::nginx() {
    const char* named = std::getenv("GREENSCOPE_NGINX");
    const std::string program = named ? named : "nginx";
    if (output_of("'" + program + "' -v 2>&1").find("nginx version") == std::string::npos) return nullptr;
    std::string folder = (std::filesystem::temp_directory_path() / "greenscope-nginx-XXXXXX").string();
    if (!mkdtemp(folder.data())) return nullptr;
    const int port = free_port();
    std::ofstream(folder + "/nginx.conf")
        << "daemon off; master_process off; worker_processes 1; pid " << folder << "/pid; error_log /dev/null;\n"
        << "events { worker_connections 1024; }\n"
        << "http { access_log off; keepalive_requests 1000000000; default_type text/plain;\n"
        << "client_body_temp_path " << folder << "; proxy_temp_path " << folder << "; fastcgi_temp_path " << folder
        << "; uwsgi_temp_path " << folder << "; scgi_temp_path " << folder << ";\n"
        << "server { listen 127.0.0.1:" << port << "; location / { return 200 'Hello World'; } } }\n";
    const auto child = start([&](int out) {
        close(out);
        execute({program, "-c", folder + "/nginx.conf", "-p", folder});
    });
    std::unique_ptr<Server> server(new Server(child.process, port, folder));
    for (int i = 0; i < 100 && !answers(port); ++i) usleep(20'000);
    return server;
}

double Server::cpu() const {
    clockid_t clock = 0;
    timespec time{};
    if (clock_getcpuclockid(process_, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
    return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

std::optional<Load> wrk(const std::string& url) {
    const auto text = output_of("taskset -c 1 wrk -t1 -c100 -d2s --latency " + url + " 2>/dev/null");
    if (text.find("Requests/sec") == std::string::npos) return std::nullopt;
    Load load;
    load.per_second = number_after(text, "Requests/sec:");
    std::string unit;
    load.p99_ms = number_after(text, "99%", &unit);
    if (unit == "us") load.p99_ms /= 1000;
    if (unit == "s") load.p99_ms *= 1000;
    if (const auto at = text.find(" requests in"); at != std::string::npos) {
        const auto line = text.rfind('\n', at) + 1;
        load.requests = std::atof(text.c_str() + line);
    }
    load.failed = number_after(text, "Non-2xx or 3xx responses:") + number_after(text, "connect") +
                  number_after(text, ", read") + number_after(text, ", write") + number_after(text, ", timeout");
    return load;
}

std::optional<Load> ab(const std::string& url) {
    const auto text = output_of("taskset -c 1 ab -q -n 10000 -c 100 " + url + " 2>/dev/null");
    if (text.find("Requests per second") == std::string::npos) return std::nullopt;
    Load load;
    load.per_second = number_after(text, "Requests per second:");
    load.requests = number_after(text, "Complete requests:");
    load.failed = number_after(text, "Failed requests:") + number_after(text, "Non-2xx responses:");
    load.p99_ms = number_after(text, "99%");
    return load;
}

}  // namespace bench
