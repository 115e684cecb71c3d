// A server that speaks without being asked: it sends ticks
// over WebSockets, for as long as each client listens.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

void ticker(green::WebSocket socket) {
    for (int n = 1;; ++n) {
        socket.send("tick " + std::to_string(n));
        green::sleep(50ms);
    }
}

green::HttpBody application(green::HttpRequest& request,
                            green::StartResponse) {
    auto socket = request.websocket();
    auto ticks = green::spawn(ticker, socket);
    // Until the client says goodbye.
    while (socket.receive()) {
    }
    ticks.kill();
    return {};
}

void client(const char* name, int wanted, std::string url) {
    auto socket = green::WebSocket::connect(url);
    for (int n = 0; n < wanted; ++n)
        green::print("{} hears {}", name,
                     socket.receive()->data);
    socket.close();
    green::print("{} has left", name);
}

void program() {
    green::Address any_port("127.0.0.1", 0);
    green::HttpServer server(any_port, application);
    server.start();
    auto url = "ws://" + server.address().text();
    green::print("connect to {}", url);

    green::joinall({
        green::spawn(green::named("ann"), client,
                     "ann", 2, url),
        green::spawn(green::named("ben"), client,
                     "ben", 4, url),
    });
    server.stop();
}
