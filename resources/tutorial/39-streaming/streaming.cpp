// An answer that is sent while it is still being made: the
// client has each piece when it is there.
#include <green.h>
#include <string>

using namespace std::chrono_literals;

green::HttpBody application(
    green::HttpRequest&,
    green::StartResponse start_response) {
    auto write = start_response(
        "200 OK", {{"Content-Type", "text/plain"}});
    for (int n = 1; n < 5; ++n) {
        green::print("the server has made line {}", n);
        write(fmt::format("line {}\n", n));
        green::sleep(50ms);
    }
    return {};
}

void client(green::Address server) {
    auto socket = green::create_connection(server);
    socket.sendall("GET / HTTP/1.1\r\nHost: here\r\n"
                   "Connection: close\r\n\r\n");
    std::string text;
    for (;;) {
        auto more = socket.recv(1000);
        if (more.empty()) break;
        text += more;
        // What is whole is shown, be it one line or two.
        while (text.find('\n') != std::string::npos) {
            auto line = text.substr(0, text.find('\n'));
            text.erase(0, line.size() + 1);
            if (line.starts_with("line"))
                green::print("the client has {}", line);
        }
    }
}

void program() {
    green::Address any_port("127.0.0.1", 0);
    green::HttpServer server(any_port, application);
    server.start();
    green::print("open {}", server.url());

    green::spawn(client, server.address()).join();
    server.stop();
}
