// A chat for browsers: who is in a room hears at once what
// is said there. ann and ben are talking already.
#include <green.h>
#include <charconv>
#include <map>
#include <string>
#include <vector>

#include "net/json.h"
#include "pages/chat-room.h"

using namespace std::chrono_literals;
using green::escape_html;
using green::HttpBody;
using green::HttpRequest;
using green::StartResponse;
using green::write_form;

struct Message {
    std::string name;
    std::string text;
};

struct Room {
    std::vector<Message> messages;
    // Set and cleared again for each message: that wakes
    // all who wait.
    green::Event news;
};

// One value of the query. No answer without it.
std::string needed(HttpRequest& request,
                   const char* name) {
    auto value = request.parameter(name).value_or("");
    if (value.empty() || value.size() > 200)
        throw green::HttpError(400);
    return value;
}

HttpBody page(StartResponse start_response,
              std::string html) {
    start_response(
        "200 OK",
        {{"Content-Type", "text/html; charset=utf-8"},
         {"Content-Security-Policy",
          "default-src 'self'"}});
    return html;
}

HttpBody part_of_page(StartResponse start_response,
                      const char* type,
                      std::string_view text) {
    start_response("200 OK", {{"Content-Type", type}});
    return std::string(text);
}

class Chat {
public:
    HttpBody operator()(HttpRequest& request,
                        StartResponse start_response) {
        auto path = request.path();
        if (path == "/")
            return page(start_response,
                        std::string(pages::choose_html));
        if (path == "/rooms")
            return choose_room(request, start_response);
        if (path == "/room")
            return enter(request, start_response);
        if (path == "/put" && request.method() == "POST")
            return put(request, start_response);
        if (path == "/poll")
            return poll(request, start_response);
        if (path == "/style.css")
            return part_of_page(start_response, "text/css",
                                pages::style_css);
        if (path == "/room.js")
            return part_of_page(start_response,
                                "text/javascript",
                                pages::room_js);
        throw green::HttpError(404);
    }

private:
    HttpBody choose_room(HttpRequest& request,
                         StartResponse start_response) {
        auto name = needed(request, "name");
        std::string list;
        for (const auto& [room, _] : rooms) {
            auto query = write_form(
                {{"room", room}, {"name", name}});
            list += fmt::format(
                "<li><a href=\"/room?{}\">{}</a></li>\n",
                escape_html(query), escape_html(room));
        }
        return page(
            start_response,
            fmt::format(
                fmt::runtime(pages::rooms_html),
                fmt::arg("name", escape_html(name)),
                fmt::arg("rooms", list)));
    }

    HttpBody enter(HttpRequest& request,
                   StartResponse start_response) {
        auto name = needed(request, "name");
        auto title = needed(request, "room");
        const auto& messages = room_of(request).messages;
        auto next = messages.size();
        std::string backlog;
        for (auto n = next < 25 ? 0 : next - 25; n < next; ++n)
            backlog += fmt::format(
                "<li><b>{}</b> {}</li>\n",
                escape_html(messages[n].name),
                escape_html(messages[n].text));
        auto me = write_form({{"name", name}});
        auto here = write_form(
            {{"room", title}, {"name", name}});
        return page(
            start_response,
            fmt::format(
                fmt::runtime(pages::room_html),
                fmt::arg("room", escape_html(title)),
                fmt::arg("name", escape_html(name)),
                fmt::arg("me", escape_html(me)),
                fmt::arg("here", escape_html(here)),
                fmt::arg("messages", backlog),
                fmt::arg("next", next)));
    }

    HttpBody put(HttpRequest& request,
                 StartResponse start_response) {
        auto& room = room_of(request);
        auto name = needed(request, "name");
        auto text = green::form_value(
            request.body().read(), "message");
        if (!text || text->empty())
            throw green::HttpError(400);
        room.messages.push_back({name, *text});
        room.news.set();
        room.news.clear();
        start_response("204 No Content");
        return {};
    }

    // What was said since message number "since"; where that
    // is nothing, the answer waits.
    HttpBody poll(HttpRequest& request,
                  StartResponse start_response) {
        auto& [messages, news] = room_of(request);
        auto text = needed(request, "since");
        std::size_t since = 0;
        std::from_chars(text.data(),
                        text.data() + text.size(), since);
        if (since >= messages.size()) news.wait(10s);

        green::json::array said;
        for (auto n = since; n < messages.size(); ++n)
            said.push_back({{"name", messages[n].name},
                            {"text", messages[n].text}});
        start_response(
            "200 OK", {{"Content-Type", "application/json"},
                       {"Cache-Control", "no-store"}});
        return green::json::serialize(green::json::object{
            {"next", messages.size()}, {"messages", said}});
    }

    Room& room_of(HttpRequest& request) {
        auto found = rooms.find(needed(request, "room"));
        if (found == rooms.end()) throw green::HttpError(404);
        return found->second;
    }

    std::map<std::string, Room> rooms{
        {"kitchen", {{}, green::Event("kitchen")}},
        {"garden", {{}, green::Event("garden")}},
    };
};

// Who asks what a browser asks, but needs none.
class Guest {
public:
    Guest(std::string name, std::string url)
        : name(name), url(url) {
        here = write_form(
            {{"room", "kitchen"}, {"name", name}});
    }

    void say(std::string text) {
        green::http_post(url + "/put?" + here,
                         write_form({{"message", text}}));
    }

    // Until another one has said something.
    void listen() {
        for (bool heard = false; !heard;) {
            auto answer = green::http_get(fmt::format(
                "{}/poll?{}&since={}", url, here, next));
            auto news = green::parse_json(answer.body);
            next = news.at("next").to_number<int>();
            for (auto& said : news.at("messages").as_array()) {
                std::string who(said.at("name").as_string());
                std::string what(said.at("text").as_string());
                if (who == name) continue;
                green::print("{} hears {}: {}", name, who,
                             what);
                heard = true;
            }
        }
    }

private:
    std::string name;
    std::string url;
    std::string here;
    int next = 0;
};

void ann(std::string url) {
    Guest me("ann", url);
    me.say("Hello! Is anybody here?");
    me.listen();
    me.say("I am learning HTML. 1 < 2 & 2 < 3, right?");
    me.listen();
}

void ben(std::string url) {
    Guest me("ben", url);
    me.listen();
    green::sleep(100ms);
    me.say("Yes, me. What are you doing?");
    me.listen();
    me.say("<b>Right.</b>");
}

void program() {
    green::Pool connections({}, "connections");
    green::HttpServer server(
        green::Address("127.0.0.1", 0), Chat(),
        {.connections = {.spawn = connections,
                         .handler_name = "http"},
         .limits = {.body = 20'000, .idle_time = 2min}});
    server.start();
    green::print("open {}", server.url());

    green::joinall({green::spawn(ann, server.url()),
                    green::spawn(ben, server.url())});
    // Browsers keep their connections. When the last has
    // gone, the chat is over.
    connections.join();
    server.stop();
}
