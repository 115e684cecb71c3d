// A pool of two listens to sockets, and turns the third
// caller away.
#include <green.h>
#include <string>
#include <sys/socket.h>
#include <vector>

using namespace std::chrono_literals;

void serve(int socket) {
    for (;;) {
        auto text = green::nb_read(socket, 100);
        if (text.empty()) break;
        green::print("heard {}", text);
    }
    green::print("a caller has gone");
}

struct SocketPool {
    explicit SocketPool(int size) : pool(size, "SocketPool.pool") {}

    void add_handler(int socket) {
        if (pool.full()) {
            throw green::RuntimeError(
                "at maximum pool size");
        }
        green::make_nonblocking(socket);
        pool.spawn(serve, socket);
    }

    void shutdown() {
        pool.kill();
    }

    green::Pool pool;
};

struct SocketPair {
    SocketPair() {
        int ends[2];
        socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
        ours = green::Descriptor(ends[0]);
        caller = green::Descriptor(ends[1]);
    }
    green::Descriptor ours, caller;
};

void program() {
    SocketPool listeners(2);
    std::vector<SocketPair> lines(3);
    for (const auto& line : lines) {
        try {
            listeners.add_handler(line.ours.number());
            green::print("a caller has a listener");
        } catch (const green::RuntimeError& error) {
            green::print("a caller is turned away: {}",
                         error.what());
        }
    }

    for (int i : {0, 1}) {
        green::nb_write(lines[i].caller.number(),
                        "hello");
        green::sleep(10ms);
    }
    lines[0].caller.close();
    green::sleep(10ms);

    listeners.shutdown();
    green::print("free places: {}",
                 listeners.pool.free_count());
}
