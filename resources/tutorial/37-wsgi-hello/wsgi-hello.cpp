// The smallest web server: an application that gives every
// request the same answer. Two clients ask it.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

green::HttpBody application(
    green::HttpRequest& request,
    green::StartResponse start_response) {
    green::print("somebody asks for {}", request.path());
    start_response("200 OK",
                   {{"Content-Type", "text/html"}});
    return "<b>Hello Cruel World!</b>";
}

void client(std::string url,
            std::chrono::milliseconds pause) {
    green::sleep(pause);
    auto answer = green::http_get(url);
    green::print("{} {}: {}", answer.status,
                 answer["Content-Type"], answer.body);
}

void program() {
    green::Address any_port("127.0.0.1", 0);
    green::HttpServer server(any_port, application);
    server.start();
    green::print("open {}", server.url());

    green::joinall({
        green::spawn(green::named("ann"), client,
                     server.url() + "/ann", 0ms),
        green::spawn(green::named("ben"), client,
                     server.url() + "/ben", 50ms),
    });
    server.stop();
}
