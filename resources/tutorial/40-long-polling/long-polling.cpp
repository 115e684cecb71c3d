// Long polling: who asks for news has no answer until there
// are any, or until the time is up.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

green::HttpBody poll(green::HttpRequest& request,
                     green::StartResponse start_response,
                     green::Queue<std::string> news) {
    auto wait = request.parameter("wait").value_or("0");
    try {
        auto text = news.get(1ms * std::stoi(wait));
        start_response("200 OK");
        return text;
    } catch (const green::Empty&) {
        start_response("204 No Content");
        return {};
    }
}

void reader(std::string url) {
    for (auto wait : {"10000", "100"}) {
        auto answer =
            green::http_get(url + "/?wait=" + wait);
        if (answer.status == 200)
            green::print("news: {}", answer.body);
        else
            green::print("no news");
    }
}

void writer(std::string url) {
    green::sleep(100ms);
    green::http_post(url, "Hello World");
}

void program() {
    green::Queue<std::string> news("news");
    green::Address any_port("127.0.0.1", 0);
    green::HttpServer server(
        any_port, [&](green::HttpRequest& request,
                      green::StartResponse start_response) {
            if (request.method() == "GET")
                return poll(request, start_response, news);
            news.put(request.body().read());
            start_response("204 No Content");
            return green::HttpBody();
        });
    server.start();
    green::print("open {}/?wait=5000", server.url());

    green::joinall({
        green::spawn(reader, server.url()),
        green::spawn(writer, server.url()),
    });
    server.stop();
}
