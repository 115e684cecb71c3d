// Names of hosts: what /etc/hosts says, and a name server that runs as a greenlet of the same program.
#include <netdb.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hub/hub.h"
#include "io/resolver.h"
#include "running.h"

using namespace std::chrono_literals;
using green::Address;
using green::Socket;
using running::run;
using Family = Address::Family;
using Lines = std::vector<std::string>;

namespace {

int code_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const green::ResolveError& error) {
        return error.code();
    }
    return 0;
}

// A name server that knows names in "test.", and how to answer.
class NameServer {
public:
    static constexpr char no_such_name = 3;
    static constexpr char refuses = 5;

    NameServer() : socket_(Family::Ipv4, Socket::Type::Datagram) { socket_.bind(Address("127.0.0.1", 0)); }

    green::ResolveOptions options(Family family = Family::Ipv4) const {
        return {.family = family, .servers = socket_.local_address().text()};
    }
    void knows(const std::string& name, const std::string& four_bytes) { known_[name] = four_bytes; }
    void answers_with(char code) { code_ = code; }
    int asked() const { return asked_; }
    // Answers that many questions.
    void run(int questions) {
        for (int i = 0; i < questions; ++i) {
            const auto [question, from] = socket_.recvfrom(512);
            ++asked_;
            socket_.sendto(answer(question), from);
        }
    }

private:
    static constexpr std::size_t header = 12;

    static std::string name_in(std::string_view question) {
        std::string name;
        for (std::size_t at = header; question[at] != 0; at += 1 + static_cast<std::size_t>(question[at]))
            name += std::string(question.substr(at + 1, static_cast<std::size_t>(question[at]))) + '.';
        return name;
    }
    std::string answer(const std::string& question) const {
        const auto name = name_in(question);
        const auto asks_until = header + name.size() + 1 + 4;
        const bool asks_for_ipv4 = question[asks_until - 3] == 1;
        const auto found = known_.find(name);
        const bool has_answer = code_ == 0 && found != known_.end() && asks_for_ipv4;
        const char code = code_ != 0 ? code_ : found == known_.end() ? no_such_name : '\0';
        std::string text = question.substr(0, asks_until);
        text[2] = static_cast<char>(0x81);  // an answer
        text[3] = static_cast<char>(0x80 | code);
        text[7] = has_answer ? 1 : 0;
        text[9] = text[11] = 0;
        if (has_answer) {
            // The name is that of the question; IPv4, of the internet; good for a minute; four bytes.
            constexpr std::string_view head("\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04", 12);
            text += std::string(head) + found->second;
        }
        return text;
    }

    Socket socket_;
    std::map<std::string, std::string> known_;
    char code_ = 0;
    int asked_ = 0;
};

constexpr std::string_view seven("\x0a\0\0\x07", 4);

}  // namespace

class ResolverTest : public QObject {
    Q_OBJECT

private slots:
    void what_is_numeric_is_not_looked_up() {
        const auto result = run([] {
            green::spawn([] { green::print("another"); });
            green::print("{}", green::resolve("127.0.0.1", 80)[0].text());
            green::print("{}", green::resolve("::1", 80)[0].text());
            green::print("{}", green::resolve("", 80)[0].text());
            green::print("{}", code_of([] { green::resolve("::1", 80, {.family = Family::Ipv4}); }) == EAI_ADDRFAMILY);
        });
        QCOMPARE(result.lines(), (Lines{"127.0.0.1:80", "[::1]:80", "0.0.0.0:80", "true"}));
    }

    void what_the_hosts_file_says() {
        const auto result = run([] {
            const auto found = green::resolve("localhost", 80, {.family = Family::Ipv4});
            green::print("{} {}", found.size(), found[0].text());
            green::print("{}", green::resolve_name(Address("127.0.0.1", 80)));
            green::print("{}", green::resolve("localhost", 0, {.family = Family::Ipv4})[0].text());
            const auto entry = green::resolve_entry("localhost", {.family = Family::Ipv4});
            green::print("{} {}", entry.name, entry.addresses[0].host());
            const auto reverse = green::resolve_name_entry(Address("127.0.0.1", 0));
            green::print("{} {}", reverse.name, reverse.addresses[0].host());
            green::print("{}", code_of([] { green::resolve_name_entry(Address::unix_path("/x")); }) == EAI_FAMILY);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"1 127.0.0.1:80", "localhost", "127.0.0.1:0", "localhost 127.0.0.1",
                                        "localhost 127.0.0.1", "true"}));
    }

    void a_name_server_is_asked_while_others_run() {
        const auto result = run([] {
            NameServer server;
            server.knows("seven.test.", std::string(seven));
            auto serving = green::spawn([&] { server.run(1); });
            green::spawn([] { green::print("another"); });
            green::print("{}", green::resolve("seven.test", 80, server.options())[0].text());
            serving.join();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"another", "10.0.0.7:80"}));
        // The record says what main waits for.
        bool said = false;
        for (green::trace::EventNumber n = 1; n <= result.store->size(); ++n)
            said |= result.store->event(n).kind == green::trace::Kind::Wait &&
                    result.store->event(n).wait_reason() == green::trace::WaitReason::Resolve &&
                    result.store->text(n) == "seven.test";
        QVERIFY(said);
    }

    void several_questions_at_a_time() {
        const auto result = run([] {
            NameServer server;
            std::vector<green::Greenlet> asking;
            std::vector<std::string> answers(20);
            for (int i = 0; i < 20; ++i)
                server.knows("host" + std::to_string(i) + ".test.", {10, 0, 1, static_cast<char>(i)});
            auto serving = green::spawn([&] { server.run(20); });
            for (int i = 0; i < 20; ++i)
                asking.push_back(green::spawn([&, i] {
                    const auto name = "host" + std::to_string(i) + ".test";
                    answers[static_cast<std::size_t>(i)] = green::resolve(name, 1, server.options())[0].host();
                }));
            green::joinall(asking);
            serving.join();
            green::print("{} {}", answers.front(), answers.back());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"10.0.1.0 10.0.1.19"}));
    }

    void names_without_an_address() {
        const auto result = run([] {
            NameServer server;
            server.knows("seven.test.", std::string(seven));
            auto serving = green::spawn([&] { server.run(100); });
            green::print("{}", code_of([&] { green::resolve("nobody.test", 80, server.options()); }) == EAI_NONAME);
            // It has one, but not of that kind.
            green::print(
                "{}", code_of([&] { green::resolve("seven.test", 80, server.options(Family::Ipv6)); }) == EAI_NODATA);
            server.answers_with(NameServer::refuses);
            green::print("{}", code_of([&] { green::resolve("seven.test", 80, server.options()); }) == EAI_AGAIN);
            green::print("{}", code_of([&] { green::resolve(std::string("a\0b", 3), 80); }) == EAI_NONAME);
            green::print("{}", code_of([&] { green::resolve("a..b", 80, server.options()); }) == EAI_NONAME);
            serving.kill();
            try {
                throw green::ResolveError(EAI_NONAME);
            } catch (const green::ResolveError& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true", "true", "true", "true", "true", "Name or service not known"}));
    }

    void nobody_answers_and_somebody_gives_up() {
        green::trace::Gate gate;
        green::Hub hub(gate, {});
        bool expired = false;
        hub.run_main([&] {
            const NameServer silent;
            expired = !green::within(green::Timeout(1ms, green::silent),
                                     [&] { green::resolve("seven.test", 80, silent.options()); });
            // And one that is still asked when the run ends.
            green::spawn([options = silent.options()] { green::resolve("seven.test", 80, options); });
            green::sleep(1ms);
        });
        QVERIFY(expired);
        QVERIFY(hub.leftovers() == green::Hub::Leftovers());
    }

    void a_connection_by_name() {
        const auto result = run([] {
            // On one of the addresses that "localhost" may have nobody listens.
            auto listener = green::create_listener(Address("127.0.0.1", 0));
            auto client = green::create_connection("localhost", listener.local_address().port());
            green::print("{}", client.peer_address() == listener.local_address());
            const auto gone = listener.local_address();
            listener.close();
            try {
                green::create_connection("localhost", gone.port());
            } catch (const std::system_error& error) {
                green::print("{}", error.code().value() == ECONNREFUSED);
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"true", "true"}));
    }
};

QTEST_APPLESS_MAIN(ResolverTest)
#include "resolver_test.moc"
