// A server greets whoever connects, and counts for them.
// Two clients do, at the same time.
#include <algorithm>
#include <green.h>
#include <string>

using namespace std::chrono_literals;

void handle(green::Socket socket,
            const green::Address&) {
    socket.sendall("Hello from a telnet!\n");
    for (int i = 0; i < 5; ++i) {
        socket.sendall(std::to_string(i) + "\n");
        green::sleep(20ms);
    }
}

void client(const char* name, green::Address server) {
    auto socket = green::create_connection(server);
    std::string text;
    for (;;) {
        auto some = socket.recv(100);
        if (some.empty()) break;
        text += some;
    }
    green::print("{} has read {} lines", name,
                 std::ranges::count(text, '\n'));
}

void program() {
    green::Address any_port("127.0.0.1", 0);
    green::StreamServer server(any_port, handle);
    server.start();
    auto address = server.address();
    green::print("connect with nc {} {}",
                 address.host(), address.port());

    green::joinall({
        green::spawn(green::named("ann"), client,
                     "ann", address),
        green::spawn(green::named("ben"), client,
                     "ben", address),
    });
    server.stop();
}
