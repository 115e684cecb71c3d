// Addresses as values: text both ways, and what the system makes of them.
#include <netinet/in.h>
#include <sys/un.h>

#include <stdexcept>
#include <string>

#include "io/address.h"
#include "running.h"

using green::Address;
using Family = Address::Family;

class AddressesTest : public QObject {
    Q_OBJECT

private slots:
    void textBothWays_data();
    void textBothWays();
    void whatIsNoAddressIsRefused_data();
    void whatIsNoAddressIsRefused();
    void theyHaveParts();
    void theyCanBeCompared();
    void asTheSystemGivesThem();
    void theScopeOfALinkLocalAddress();
};

void AddressesTest::textBothWays_data() {
    QTest::addColumn<std::string>("text");
    for (const char* text : {"127.0.0.1:80", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:8080", "[::]:0",
                             "[2001:db8::7]:443", "[::ffff:1.2.3.4]:1", "unix:/run/x.sock", "unix:@name", "unix:"})
        QTest::newRow(text) << std::string(text);
}

void AddressesTest::textBothWays() {
    QFETCH(std::string, text);
    QCOMPARE(Address::parse(text).text(), text);
}

void AddressesTest::whatIsNoAddressIsRefused_data() {
    QTest::addColumn<std::string>("text");
    for (const char* text :
         {"", "127.0.0.1", "localhost:80", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:80x", "::1",
          "::1:80", "[::1]", "[127.0.0.1]:80", "[::1:80", "127.0.0:80", "[::1%no-such-interface]:80"})
        QTest::newRow(text) << std::string(text);
    QTest::newRow("a NUL") << std::string("127.0.0.1\0:80", 13);
    QTest::newRow("a path that is too long") << "unix:" + std::string(108, 'x');
}

void AddressesTest::whatIsNoAddressIsRefused() {
    QFETCH(std::string, text);
    QVERIFY_EXCEPTION_THROWN(Address::parse(text), std::invalid_argument);
}

void AddressesTest::theyHaveParts() {
    const Address six("::1", 80);
    QCOMPARE(six.host(), std::string("::1"));
    QCOMPARE(int{six.port()}, 80);
    QVERIFY(six.family() == Family::Ipv6 && six.path().empty());
    QCOMPARE(Address("", 80).text(), std::string("0.0.0.0:80"));
    const auto local = Address::unix_path("/run/x");
    QVERIFY(local.family() == Family::Unix && local.host().empty() && local.port() == 0);
    QCOMPARE(local.path(), std::string("/run/x"));
    const Address none;
    QVERIFY(!none && none.family() == Family::None && none.text().empty());
    QVERIFY(!Address::numeric("localhost", 80));
    QVERIFY_EXCEPTION_THROWN(Address("localhost", 80), std::invalid_argument);
}

void AddressesTest::theyCanBeCompared() {
    QVERIFY(Address("127.0.0.1", 80) == Address("127.0.0.1", 80));
    QVERIFY(!(Address("127.0.0.1", 80) == Address("127.0.0.1", 81)));
    QVERIFY(!(Address("127.0.0.1", 80) == Address("127.0.0.2", 80)));
    QVERIFY(Address("::1", 80) == Address("0:0::1", 80));
    QVERIFY(!(Address("::1", 80) == Address("127.0.0.1", 80)));
    QVERIFY(Address::unix_path("a") == Address::unix_path("a"));
    QVERIFY(!(Address::unix_path("a") == Address::unix_path(std::string("\0a", 2))));
    QVERIFY(Address() == Address());
}

void AddressesTest::asTheSystemGivesThem() {
    for (const char* text : {"127.0.0.1:80", "[::1]:8080", "unix:/run/x.sock", "unix:@name", "unix:"}) {
        const auto address = Address::parse(text);
        QCOMPARE(Address::from_system(address.data(), address.size()).text(), std::string(text));
    }
    // The longest path leaves no room for a NUL in what the system hands out.
    sockaddr_un full{};
    full.sun_family = AF_UNIX;
    std::fill(std::begin(full.sun_path), std::end(full.sun_path), 'x');
    QCOMPARE(Address::from_system(reinterpret_cast<const sockaddr*>(&full), sizeof full).path(), std::string(108, 'x'));
    // Cut short, or of a family that is none of ours.
    sockaddr_in four{};
    four.sin_family = AF_INET;
    QVERIFY(!Address::from_system(reinterpret_cast<const sockaddr*>(&four), 4));
    QVERIFY(!Address::from_system(reinterpret_cast<const sockaddr*>(&four), 0));
    four.sin_family = AF_NETLINK;
    QVERIFY(!Address::from_system(reinterpret_cast<const sockaddr*>(&four), sizeof four));
}

void AddressesTest::theScopeOfALinkLocalAddress() {
    const Address local("fe80::1%1", 80);
    QVERIFY(local == Address(local.host(), 80));
    QVERIFY(!(local == Address("fe80::1", 80)));
    QVERIFY(local.host().starts_with("fe80::1%"));
}

QTEST_APPLESS_MAIN(AddressesTest)
#include "addresses_test.moc"
