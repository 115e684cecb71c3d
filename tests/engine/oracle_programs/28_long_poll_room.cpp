// A chat room in which everybody polls a queue of their own, each with their own patience.
#include <map>
#include <memory>

#include "python.h"

namespace oracle_28 {

using namespace std::chrono_literals;

struct User {
    std::string name;
    std::chrono::milliseconds patience;
    green::Queue<std::string> queue{};

    std::string poll() {
        try {
            return queue.get(patience);
        } catch (const green::Empty&) {
            return "None";
        }
    }
};

struct Room {
    std::vector<User> users;
    std::vector<std::string> messages;

    void add(const std::string& message) {
        for (auto& user : users) user.queue.put_nowait(message);
        messages.push_back(message);
    }
};

using SharedRoom = std::shared_ptr<Room>;

void client(const SharedRoom& room, User user, int polls) {
    room->users.push_back(user);
    python::print(user.name, "joins, backlog", room->messages);
    for (int n = 0; n < polls; ++n) python::print(user.name, "poll", n, "->", user.poll());
}

void writer(const SharedRoom& room) {
    green::sleep(20ms);
    room->add("ann: hello");
    room->add("ann: anyone here?");
    green::sleep(200ms);
    room->add("ann: bye");
}

void program() {
    const auto room = std::make_shared<Room>();
    const User ann{"ann", 80ms};
    const User bob{"bob", 130ms};
    const User late{"late", 300ms};
    green::joinall({
        green::spawn(client, room, ann, 3),
        green::spawn(client, room, bob, 4),
        green::spawn(writer, room),
        green::spawn_later(50ms, client, room, late, 1),
    });
    python::print(room->messages.size(), "messages");
}

}  // namespace oracle_28
