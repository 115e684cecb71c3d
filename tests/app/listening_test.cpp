// Where a program can be reached, by its record.
#include <QtTest>
#include <string>
#include <vector>

#include "session/listening.h"
#include "support/trace_text.h"

using app::Listening;
using Lines = std::vector<std::string>;

namespace {

std::vector<Listening> listening(std::string_view text) {
    return app::listeningAt(support::trace_from_text(text)->last());
}

Lines addresses(std::string_view text) {
    Lines all;
    for (const auto& one : listening(text)) all.push_back(one.address);
    return all;
}

}  // namespace

class ListeningTest : public QObject {
    Q_OBJECT

private slots:
    void a_socket_listens_until_it_is_closed() {
        QCOMPARE(addresses("main makes socket ear"), Lines{});
        QCOMPARE(addresses("main makes socket ear\nmain opens ear bound as a:1"), Lines{});
        QCOMPARE(addresses("main makes socket ear\nmain opens ear listening as a:1"), Lines{"a:1"});
        QCOMPARE(addresses("main makes socket ear\nmain opens ear listening as a:1\nmain closes ear"), Lines{});
        QCOMPARE(addresses("main makes socket line\nmain opens line connected as \"a:1 -> b:2\""), Lines{});
    }

    void a_server_stands_for_its_socket() {
        constexpr auto started =
            "main makes http-server web\nmain makes socket ear\n"
            "main opens ear listening as a:1\nmain opens web listening as http://a:1 from ear\n";
        QCOMPARE(addresses(started), Lines{"http://a:1"});
        // Its socket alone takes nothing, but it listens.
        QCOMPARE(addresses(std::string(started) + "main closes web"), Lines{"a:1"});
    }

    void http_comes_first() {
        QCOMPARE(addresses("main makes socket one\nmain opens one listening as a:1\nmain makes server mail\n"
                           "main opens mail bound as a:2\nmain makes http-server web\n"
                           "main opens web listening as http://a:3"),
                 (Lines{"http://a:3", "a:1", "a:2"}));
    }

    void other_programs_get_it_as_they_want_it_data() {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isHttp");
        QTest::addColumn<QString>("forPrograms");
        QTest::newRow("http") << "http://127.0.0.1:80" << true << "http://127.0.0.1:80/";
        QTest::newRow("https") << "https://[::1]:80" << true << "https://[::1]:80/";
        QTest::newRow("http everywhere") << "http://0.0.0.0:80" << true << "http://127.0.0.1:80/";
        QTest::newRow("http everywhere, IPv6") << "http://[::]:80" << true << "http://[::1]:80/";
        QTest::newRow("tcp") << "127.0.0.1:5000" << false << "127.0.0.1 5000";
        QTest::newRow("tcp everywhere") << "0.0.0.0:5000" << false << "127.0.0.1 5000";
        QTest::newRow("tcp, IPv6") << "[::1]:5000" << false << "::1 5000";
        QTest::newRow("unix") << "unix:/run/x" << false << "/run/x";
        QTest::newRow("nothing known") << "" << false << "";
    }
    void other_programs_get_it_as_they_want_it() {
        QFETCH(QString, address);
        QFETCH(bool, isHttp);
        QFETCH(QString, forPrograms);
        const Listening one{.address = address.toStdString()};
        QCOMPARE(one.isHttp(), isHttp);
        QCOMPARE(QString::fromStdString(one.forPrograms()), forPrograms);
    }
};

QTEST_APPLESS_MAIN(ListeningTest)
#include "listening_test.moc"
