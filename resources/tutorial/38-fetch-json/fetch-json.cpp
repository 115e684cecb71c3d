// What takes three requests one after the other takes one
// at the same time: fetching JSON from a slow server.
#include <green.h>
#include <string>
#include <vector>

#include "net/json.h"

using namespace std::chrono_literals;

// Answers with its clock, but waits before, in ms.
green::HttpBody time_server(
    green::HttpRequest& request,
    green::StartResponse start_response) {
    auto wait = request.parameter("wait").value_or("0");
    green::sleep(1ms * std::stoi(wait));
    start_response("200 OK", {{"Content-Type",
                               "application/json"}});
    auto now = green::Clock::now().time_since_epoch();
    return green::json::serialize(
        green::json::object{{"ms", now / 1ms}});
}

void fetch(int delay, std::string url) {
    auto answer = green::http_get(
        fmt::format("{}/?wait={}", url, delay));
    auto time = green::parse_json(answer.body);
    green::print("fetched after {} ms, at {:.1f} s", delay,
                 time.at("ms").to_number<double>() / 1000);
}

void program() {
    green::Address any_port("127.0.0.1", 0);
    green::HttpServer server(any_port, time_server);
    server.start();
    green::print("open {}/?wait=500", server.url());

    green::print("Synchronous:");
    for (int delay : {300, 200, 100})
        fetch(delay, server.url());

    green::print("Asynchronous:");
    std::vector<green::Greenlet> fetchers;
    for (int delay : {300, 200, 100})
        fetchers.push_back(
            green::spawn(fetch, delay, server.url()));
    green::joinall(fetchers);
    server.stop();
}
