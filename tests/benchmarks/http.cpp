// A server that says hello, beside gevent's pywsgi, Go's net/http and nginx: under wrk, which keeps its connections,
// and under ab, which makes one for each request. Server and client each have a processor to themselves.
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "benchmarks/peers/servers.h"
#include "benchmarks/report.h"
#include "green.h"
#include "run.h"

namespace {

enum class Trace { Off, On };

void serve(Trace trace, const std::function<void(int)>& listening) {
    green::trace::Gate gate;
    green::RunOptions options;
    options.clock = green::trace::ClockKind::Real;
    // As much as a run keeps at the least: what was recorded last.
    std::shared_ptr<const green::trace::Chunk> last;
    if (trace == Trace::On)
        options.sink = [&](std::shared_ptr<const green::trace::Chunk> chunk) { last = std::move(chunk); };
    green::run(
        [&] {
            green::HttpServer server(green::Address("127.0.0.1", 0),
                                     [](green::HttpRequest&, const green::StartResponse& start_response) {
                                         start_response("200 OK", {{"Content-Type", "text/plain"}});
                                         return "Hello World";
                                     });
            server.start();
            listening(server.address().port());
            server.serve_forever();
        },
        gate, std::move(options));
}

using Start = std::function<std::unique_ptr<bench::Server>()>;
using Ask = std::function<std::optional<bench::Load>(const std::string&)>;

struct Figures {
    double us_per_request = 0;
    double cpu_us = 0;
    double p99_ms = 0;
};

struct Contestant {
    const char* name;
    Start start;
    double target_time;  // the largest ratio of ours to it that is good, under wrk; 0: none is set
    double target_cpu;
    double target_cpu_ab;
    std::vector<Figures> rounds{};
};

// None where the server or the client is not there.
std::optional<Figures> measure(const Contestant& contestant, const Ask& ask) {
    const auto server = contestant.start();
    if (!server) return std::nullopt;
    // The first connections make what later ones find.
    if (!ask(server->url())) return std::nullopt;
    const auto before = server->cpu();
    const auto load = ask(server->url());
    if (!load || load->requests == 0) return std::nullopt;
    if (load->failed > 0) std::printf("%s: %.0f requests failed\n", contestant.name, load->failed);
    return Figures{1e6 / load->per_second, (server->cpu() - before) / load->requests / 1000, load->p99_ms};
}

Figures median(const std::vector<Figures>& rounds) {
    const auto of = [&](double Figures::*figure) {
        std::vector<double> values;
        for (const auto& round : rounds) values.push_back(round.*figure);
        return bench::median(values);
    };
    return {of(&Figures::us_per_request), of(&Figures::cpu_us), of(&Figures::p99_ms)};
}

// All take turns, so that what else goes on meets all of them.
void compare(const std::string& what, const Ask& ask, std::vector<Contestant> contestants, bool with_ab) {
    constexpr int rounds = 3;
    for (int round = 0; round < rounds; ++round)
        for (auto& contestant : contestants)
            if (const auto figures = measure(contestant, ask)) contestant.rounds.push_back(*figures);
    for (const auto& ours : contestants) {
        if (!std::string_view(ours.name).starts_with("trace") || ours.rounds.empty()) continue;
        const auto own = median(ours.rounds);
        for (const auto& peer : contestants) {
            if (&peer == &ours || peer.rounds.empty()) continue;
            const auto theirs = median(peer.rounds);
            const auto name = what + ", " + ours.name;
            const auto title = name + ": time";
            bench::print(
                {title, own.us_per_request, "us", peer.name, theirs.us_per_request, with_ab ? 0 : peer.target_time});
            bench::print({"  … server's processor", own.cpu_us, "us", peer.name, theirs.cpu_us,
                          with_ab ? peer.target_cpu_ab : peer.target_cpu});
            bench::print({"  … p99", own.p99_ms, "ms", peer.name, theirs.p99_ms});
        }
    }
}

}  // namespace

int main() {
    const auto own = [](Trace trace) {
        return [trace] { return bench::Server::function([trace](const auto& listening) { serve(trace, listening); }); };
    };
    std::vector<Contestant> contestants{
        {"trace off", own(Trace::Off), 0, 0, 0},
        {"trace on", own(Trace::On), 0, 0, 0},
        {"nginx", bench::Server::nginx, 1, 1, 0},
        {"gevent pywsgi",
         [] {
             return bench::Server::program({"/usr/bin/python3", GREENSCOPE_GEVENT_PEERS, "http"});
         },
         0, 0, 0.1},
    };
    if (const std::string go = GREENSCOPE_GO_PEERS; !go.empty())
        contestants.push_back({"Go", [go] { return bench::Server::program({go, "http"}); }, 0.4, 0, 0});
    for (const auto& contestant : contestants)
        if (!contestant.start()) std::printf("%s is not installed: left out\n", contestant.name);
    compare("hello, wrk -c100", bench::wrk, contestants, false);
    compare("hello, ab -n 10000 -c 100", bench::ab, contestants, true);
}
