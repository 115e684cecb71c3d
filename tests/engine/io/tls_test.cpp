// Encrypted connections: between greenlets of one run, and with OpenSSL's own programs on the other side.
#include <fcntl.h>
#include <sys/socket.h>

#include <QTemporaryDir>

#include <cerrno>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "hub/hub.h"
#include "io/test_certificate.h"
#include "io/tls_socket.h"
#include "net/stream_server.h"
#include "running.h"

using namespace std::chrono_literals;
using green::Address;
using green::Socket;
using green::TlsContext;
using green::TlsError;
using green::TlsSocket;
using running::run;
using Lines = std::vector<std::string>;
using Side = TlsContext::Side;

namespace {

using support::Certificate;
using support::certificate;

const Address any_port("127.0.0.1", 0);

TlsContext server_context(const Certificate& own = certificate()) {
    TlsContext context(Side::Server);
    context.use_certificate(own.certificate, own.key);
    return context;
}

TlsContext client_context() {
    TlsContext context(Side::Client);
    context.trust(certificate().certificate);
    return context;
}

void echo(TlsSocket client, const Address&) {
    for (auto text = client.recv(1000); !text.empty(); text = client.recv(1000)) client.sendall(text);
}

green::StreamServer started(const TlsContext& context, std::function<void(TlsSocket, const Address&)> handler = echo) {
    green::StreamServer server(any_port, green::with_tls(context, std::move(handler)));
    server.start();
    return server;
}

TlsSocket connect_to(const green::StreamServer& server, const TlsContext& context = client_context(),
                     const std::string& name = "localhost") {
    return TlsSocket::client(green::create_connection(server.address()), context, name);
}

std::string ask(TlsSocket& socket, const std::string& text) {
    socket.sendall(text);
    return socket.recv(1000);
}

std::string complaint(const std::function<void()>& call) {
    try {
        call();
    } catch (const TlsError& error) {
        return error.what();
    } catch (const std::system_error& error) {
        return error.code().value() == ETIMEDOUT ? "timed out" : std::generic_category().message(error.code().value());
    }
    return "done";
}

std::size_t open_descriptors() {
    std::size_t count = 0;
    for (int number = 0; number < 4096; ++number)
        if (fcntl(number, F_GETFD) >= 0) ++count;
    return count;
}

// For the programs of others.
struct Files {
    Files() {
        std::ofstream(certificate_path()) << certificate().certificate;
        std::ofstream(key_path()) << certificate().key;
    }
    std::string certificate_path() const { return folder.filePath("certificate.pem").toStdString(); }
    std::string key_path() const { return folder.filePath("key.pem").toStdString(); }
    QTemporaryDir folder;
};

}  // namespace

class TlsTest : public QObject {
    Q_OBJECT

private slots:
    void both_sides_of_one_run() {
        const auto result = run([] {
            auto server = started(server_context());
            auto one = connect_to(server);
            auto other = connect_to(server, client_context(), "127.0.0.1");
            green::print("{}", ask(one, "a"));
            green::print("{}", ask(other, "b"));
            green::print("{} {}", one.version(), one.cipher().starts_with("TLS_"));
            green::print("{}", *one.peer_subject());
            one.close();
            green::print("{}", one.closed());
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"a", "b", "TLSv1.3 true", "CN=localhost", "true"}));
    }

    void much_goes_both_ways_at_once() {
        const auto result = run([] {
            const std::string much(3'000'000, 'x');
            auto server = started(server_context(), [&](TlsSocket client, const Address&) {
                auto writer = green::spawn([client, &much]() mutable { client.sendall(much); });
                std::size_t total = 0;
                while (total < much.size()) total += client.recv(100'000).size();
                writer.join();
                green::print("server {}", total);
            });
            auto client = connect_to(server);
            auto writer = green::spawn([client, &much]() mutable { client.sendall(much); });
            std::size_t total = 0;
            for (auto text = client.recv(100'000); !text.empty(); text = client.recv(100'000)) total += text.size();
            writer.join();
            green::print("client {}", total);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"server 3000000", "client 3000000"}));
    }

    void pieces_are_sent_one_after_the_other() {
        const auto result = run([] {
            auto server = started(server_context(), [](TlsSocket client, const Address&) {
                const std::string large(40'000, 'l');
                const std::vector<std::string_view> pieces{
                    "head", "", large, "tail", std::string_view(large).substr(0, 16'000), "end"};
                client.sendall(pieces);
            });
            auto client = connect_to(server);
            std::string all;
            for (auto text = client.recv(100'000); !text.empty(); text = client.recv(100'000)) all += text;
            green::print("{} {} {}", all.size(), all.substr(0, 5), all.substr(all.size() - 4));
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"56011 headl lend"}));
    }

    // --- who is trusted ---

    void a_server_that_nobody_vouches_for() {
        const auto result = run([] {
            auto server = started(server_context());
            green::print("{}", complaint([&] { connect_to(server, TlsContext(Side::Client)); }));
            green::print("{}", complaint([&] { connect_to(server, client_context(), "example.org"); }));
            green::print("{}", complaint([&] { connect_to(server, client_context(), "127.0.0.2"); }));
            TlsContext careless(Side::Client);
            careless.set_verify(TlsContext::Verify::None);
            auto client = connect_to(server, careless, "example.org");
            green::print("{}", ask(client, "x"));
        });
        QCOMPARE(result.lines(), (Lines{"handshake: certificate verify failed: self-signed certificate",
                                        "handshake: certificate verify failed: hostname mismatch",
                                        "handshake: certificate verify failed: IP address mismatch", "x"}));
    }

    void a_server_that_asks_for_a_certificate() {
        const auto result = run([] {
            auto context = server_context();
            context.trust(certificate().certificate);
            context.set_verify(TlsContext::Verify::Required);
            auto server = started(context, [](TlsSocket client, const Address&) {
                client.sendall(client.peer_subject().value_or("nobody"));
            });
            auto known = client_context();
            known.use_certificate(certificate().certificate, certificate().key);
            green::print("{}", connect_to(server, known).recv(100));
            // Under TLS 1.3 a client learns of it when it reads.
            const auto refused = complaint([&] { connect_to(server).recv(1); });
            green::print("{}", refused.find("certificate required") != std::string::npos ||
                                   refused == "Connection reset by peer");
        });
        QCOMPARE(result.lines(), (Lines{"CN=localhost", "true"}));
        QVERIFY(result.err.find("peer did not return a certificate") != std::string::npos);
    }

    void a_server_of_several_names() {
        const auto result = run([] {
            const Certificate second("second.test");
            auto context = server_context();
            context.choose_by_name([other = server_context(second)](const std::string& name) {
                return name == "second.test" ? std::optional(other) : std::nullopt;
            });
            auto server =
                started(context, [](TlsSocket client, const Address&) { client.sendall(client.server_name()); });
            auto trusting = client_context();
            trusting.trust(second.certificate);
            for (const char* name : {"localhost", "second.test"}) {
                auto client = connect_to(server, trusting, name);
                green::print("{}", *client.peer_subject());
                green::print("{}", client.recv(100));
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"CN=localhost", "localhost", "CN=second.test", "second.test"}));
    }

    void protocols_are_agreed_on() {
        const auto result = run([] {
            auto context = server_context();
            context.set_protocols({"http/1.1", "chat"});
            auto server = started(context);
            auto client = client_context();
            client.set_protocols({"chat", "other"});
            green::print("{}", connect_to(server, client).protocol());
            client.set_protocols({"other"});
            green::print("'{}'", connect_to(server, client).protocol());
            green::print("'{}'", connect_to(server).protocol());
            green::print("{}", complaint([&] { client.set_protocols({""}); }) != "done");
        });
        QCOMPARE(result.lines(), (Lines{"chat", "''", "''", "true"}));
    }

    void certificates_that_are_none() {
        TlsContext context(Side::Server);
        QVERIFY(
            complaint([&] { context.use_certificate("nonsense", certificate().key); }).starts_with("certificate: "));
        QVERIFY(complaint([&] {
                    context.use_certificate(certificate().certificate, "nonsense");
                }).starts_with("private key: "));
        QCOMPARE(complaint([&] { context.use_certificate(certificate().certificate, Certificate("other").key); }),
                 std::string("private key: key values mismatch"));
        QVERIFY(complaint([&] { context.trust("nonsense"); }).starts_with("certificate: "));
        QVERIFY(complaint([&] { context.use_certificate_files("/nowhere", "/nowhere"); }).starts_with("/nowhere: "));
        QVERIFY(complaint([&] { context.trust_file("/nowhere"); }).starts_with("/nowhere: "));
    }

    // --- limits and ends ---

    void timeouts() {
        const auto result = run([] {
            auto silent = green::create_listener(any_port);
            auto plain = green::create_connection(silent.local_address());
            plain.set_timeout(2ms);
            green::print("{}", complaint([&] { TlsSocket::client(plain, client_context(), "localhost"); }));
            green::print("{}", plain.closed());
            auto server = started(server_context());
            auto client = connect_to(server);
            client.set_timeout(2ms);
            green::print("{}", complaint([&] { client.recv(1); }));
            client.set_timeout({});
            green::print("{}", ask(client, "goes on"));
        });
        QCOMPARE(result.lines(), (Lines{"timed out", "true", "timed out", "goes on"}));
    }

    void an_end_with_and_without_a_word() {
        const auto result = run([] {
            auto server = started(server_context(), [](TlsSocket client, const Address&) {
                client.sendall("x");
                if (client.recv(1) == "w") return;
                Socket(client.socket()).close();
            });
            for (const char* how : {"w", "-"}) {
                auto client = connect_to(server);
                green::print("{}", ask(client, how));
                green::print("'{}'", client.recv(1));
                green::print("'{}'", client.recv(1));
            }
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"x", "''", "''", "x", "''", "''"}));
    }

    void what_goes_on_unencrypted() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            auto serving = green::spawn([one = one] {
                auto secret = TlsSocket::server(one, server_context());
                secret.sendall("secret");
                auto plain = secret.unwrap();
                plain.sendall("plain");
                green::print("{}", secret.closed());
            });
            auto secret = TlsSocket::client(other, client_context(), "localhost");
            green::print("{}", secret.recv(100));
            green::print("'{}'", secret.recv(100));
            auto plain = secret.unwrap();
            green::print("{}", plain.recv(100));
            green::print("{}", complaint([&] { secret.close(); }));
            green::print("{}", complaint([&] { secret.recv(1); }));
            green::print("{}", complaint([&] { secret.sendall("x"); }));
            serving.join();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(),
                 (Lines{"secret", "''", "true", "plain", "done", "Bad file descriptor", "Bad file descriptor"}));
    }

    // Who has said that nothing more comes may still read.
    void one_side_has_ended() {
        const auto result = run([] {
            auto server = started(server_context(), [](TlsSocket client, const Address&) {
                while (!client.recv(100).empty()) {
                }
                green::print("{}", complaint([&] { client.sendall("late"); }));
            });
            auto client = connect_to(server);
            client.sendall("x");
            const auto ending = complaint([&] { client.unwrap(); });
            green::print("{}", ending.find("application data after close notify") != std::string::npos);
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"done", "true"}));
    }

    void closing_throws_out_who_waits() {
        const auto result = run([] {
            auto server = started(server_context());
            auto client = connect_to(server);
            auto reader = green::spawn([client]() mutable {
                try {
                    client.recv(1);
                } catch (const green::ClosedInAnotherGreenlet& error) {
                    green::print("{}", error.what());
                }
            });
            green::sleep();
            client.close();
            reader.join();
            green::print("{}", complaint([&] { client.recv(1); }));
            green::print("{}", complaint([&] { client.sendall("x"); }));
        });
        QCOMPARE(result.lines(), (Lines{"File descriptor was closed in another greenlet", "Bad file descriptor",
                                        "Bad file descriptor"}));
    }

    void others_who_misbehave() {
        const auto result = run([] {
            auto server = started(server_context(), [](TlsSocket client, const Address& from) {
                try {
                    echo(client, from);
                } catch (const std::system_error&) {
                } catch (const TlsError&) {
                }
            });
            // Speaks no TLS, leaves in the middle of the handshake, says nothing.
            auto rude = green::create_connection(server.address());
            rude.sendall("GET / HTTP/1.0\r\n\r\n");
            const auto end = complaint([&] { rude.recv(1000); });
            green::print("{}", end == "done" || end == "Connection reset by peer");
            auto early = green::create_connection(server.address());
            early.sendall(std::string("\x16\x03\x01\x02\x00\x01", 6));
            early.close();
            auto silent = green::create_connection(server.address());
            // Is reset, or sends rubbish, once hands were shaken.
            const linger at_once{.l_onoff = 1, .l_linger = 0};
            auto reset = connect_to(server);
            ask(reset, "x");
            Socket below(reset.socket());
            below.set_option(SOL_SOCKET, SO_LINGER, {reinterpret_cast<const char*>(&at_once), sizeof at_once});
            below.close();
            auto rubbish = connect_to(server);
            Socket(rubbish.socket()).sendall("rubbish, and more of it");
            green::print("{}", complaint([&] { rubbish.recv(1); }) != "done");
            auto polite = connect_to(server);
            green::print("{}", ask(polite, "still here"));
        });
        QCOMPARE(result.lines(), (Lines{"true", "true", "still here"}));
        QVERIFY(result.err.find("TlsError: handshake: http request") != std::string::npos);
        QVERIFY(result.err.find("TlsError: handshake: the other side closed the connection") != std::string::npos);
    }

    void the_wrong_context() {
        const auto result = run([] {
            auto [one, other] = green::socketpair();
            try {
                TlsSocket::client(one, server_context(), "localhost");
            } catch (const green::ValueError& error) {
                green::print("{}", error.what());
            }
            try {
                TlsSocket::server(one, client_context());
            } catch (const green::ValueError& error) {
                green::print("{}", error.what());
            }
        });
        QCOMPARE(result.lines(), (Lines{"the context is that of a server", "the context is that of a client"}));
    }

    // --- others' programs ---

    void a_client_of_openssls() {
        const Files files;
        const auto result = run([&] {
            TlsContext context(Side::Server);
            context.use_certificate_files(files.certificate_path(), files.key_path());
            context.set_protocols({"http/1.1"});
            auto server = started(context, [](TlsSocket client, const Address&) {
                green::print("{} {}", client.server_name(), client.protocol());
                client.sendall("<" + client.recv(100) + ">\n");
            });
            green::Popen client(
                {"openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", files.certificate_path(),
                 "-servername", "localhost", "-alpn", "http/1.1", "-connect", server.address().text()},
                {.in = green::Stream::Pipe, .out = green::Stream::Pipe, .err = green::Stream::DevNull});
            client.write("hello");
            std::string answer;
            for (auto text = client.read(); !text.empty(); text = client.read()) answer += text;
            green::write(answer);
            client.wait();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.lines(), (Lines{"localhost http/1.1", "<hello>"}));
    }

    void a_server_of_openssls() {
        const Files files;
        const auto result = run([&] {
            // A port that is free; nobody else is likely to take it in between.
            const auto address = green::create_listener(any_port).local_address();
            green::Popen server(
                {"openssl", "s_server", "-rev", "-cert", files.certificate_path(), "-key", files.key_path(), "-accept",
                 std::to_string(address.port())},
                {.in = green::Stream::DevNull, .out = green::Stream::Pipe, .err = green::Stream::DevNull});
            std::string said;
            while (said.find("ACCEPT") == std::string::npos) said += server.read();
            auto context = client_context();
            auto client = TlsSocket::client(green::create_connection(address), context, "localhost");
            green::print("{}", ask(client, "hello\n"));
            client.close();
            server.kill();
            server.wait();
        });
        QCOMPARE(result.err, std::string());
        QCOMPARE(result.out, std::string("olleh\n\n"));
    }

    // --- the record, and what is left ---

    void the_record_has_what_is_not_encrypted() {
        using green::trace::Kind;
        using green::trace::WaitReason;
        const auto result = run([] {
            auto server = started(server_context());
            auto client = connect_to(server);
            ask(client, "hello");
        });
        bool sent = false;
        bool shook_hands = false;
        for (green::trace::EventNumber n = 1; n <= result.store->size(); ++n) {
            const auto& event = result.store->event(n);
            sent |= event.kind == Kind::Send && result.store->text(n) == "hello";
            shook_hands |= event.kind == Kind::Wait && event.wait_reason() == WaitReason::Handshake;
        }
        QVERIFY(sent && shook_hands);
    }

    void everything_comes_back() {
        const auto before = open_descriptors();
        {
            green::trace::Gate gate;
            green::Hub hub(gate, {});
            hub.run_main([] {
                auto server = started(server_context());
                auto client = connect_to(server);
                green::spawn([client]() mutable { client.recv(1); });
                auto silent = green::create_listener(any_port);
                green::spawn([&] {
                    TlsSocket::client(green::create_connection(silent.local_address()), client_context(), "localhost");
                });
                green::sleep(1ms);
            });
            QVERIFY(hub.leftovers() == green::Hub::Leftovers());
        }
        QCOMPARE(open_descriptors(), before);
    }
};

QTEST_APPLESS_MAIN(TlsTest)
#include "tls_test.moc"
