// A server answers datagrams: nobody connects, and each
// message is on its own.
#include <cctype>
#include <green.h>
#include <string>

using green::Address;
using green::Socket;

std::string loud(std::string text) {
    for (char& c : text)
        c = static_cast<char>(std::toupper(c));
    return text;
}

void client(const char* name, Address server) {
    Socket socket(Address::Family::Ipv4,
                  Socket::Type::Datagram);
    for (const char* word : {"hello", "thanks"}) {
        socket.sendto(word, server);
        green::print("{} hears {}", name,
                     socket.recv(100));
    }
}

void program() {
    Address any_port("127.0.0.1", 0);
    green::DatagramServer server(
        any_port,
        [&](std::string text, const Address& from) {
            server.sendto(loud(text), from);
        });
    server.start();
    auto address = server.address();

    green::joinall({
        green::spawn(green::named("ann"), client,
                     "ann", address),
        green::spawn(green::named("ben"), client,
                     "ben", address),
    });
    server.stop();
}
