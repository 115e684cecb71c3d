// A client asks over ZeroMQ and a server answers,
// nine times.
#include <green.h>

using green::ZmqSocket;
using green::ZmqType;

void serve(ZmqSocket socket) {
    for (int request = 1; request < 10; ++request) {
        // Others run here, until somebody has asked.
        socket.recv();
        green::print("Switched to server for {}",
                     request);
        socket.send("World");
    }
}

void ask(ZmqSocket socket) {
    for (int request = 1; request < 10; ++request) {
        socket.send("Hello");
        green::print("Switched to client for {}",
                     request);
        // Others run here, until the answer is there.
        socket.recv();
    }
}

void program() {
    green::ZmqContext context;
    auto server = context.socket(ZmqType::Rep, "server");
    auto client = context.socket(ZmqType::Req, "client");
    server.bind("tcp://127.0.0.1:*");
    client.connect(server.last_endpoint());

    green::joinall({
        green::spawn(serve, server),
        green::spawn(ask, client),
    });
}
