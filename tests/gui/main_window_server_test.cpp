// A program that listens, in the window: its address, and what can be done with it.
#include <QClipboard>
#include <QMenu>
#include <QProgressBar>
#include <QToolButton>
#include <QtTest>

#include "console/console_view.h"
#include "gui/bench.h"
#include "queues/objects_view.h"
#include "window/server_actions.h"

using tests::Window;

namespace {

constexpr Qt::KeyboardModifiers control = Qt::ControlModifier | Qt::AltModifier;

// A program that listens without HTTP, for ever.
app::Program listening() {
    return tests::program([] {
        green::StreamServer server(green::Address("127.0.0.1", 0), [](green::Socket, const green::Address&) {});
        server.serve_forever();
    });
}

}  // namespace

class MainWindowServerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void nothingIsShownWhileNothingListens();
    void theAddressIsShownAndCopied();
    void tcpIsCopiedForNc();
    void theBrowserGetsTheAddress();
    void whatIsSelectedIsMeant();
    void aLoadIsSentAndTold();
    void aLoadIsStopped();
    void aLoadEndsWithTheRun();

private:
    // Runs it until it listens; returns where.
    static QString runServer(Window& window, app::Program program = tests::serving()) {
        window.main.server().setBrowser([](const QUrl&) { return false; });
        window.main.server().setLoadProgram(QStringLiteral(GREENSCOPE_PROGRAM));
        if (!window.open(std::move(program))) return {};
        window.main.transport().runOn();
        const bool listens = QTest::qWaitFor([&] { return window.main.server().chosen(); }, 20'000);
        return listens ? QString::fromStdString(window.main.server().chosen()->address) : QString();
    }
};

void MainWindowServerTest::nothingIsShownWhileNothingListens() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    QVERIFY(!window.find<QWidget>("serverStatus")->isVisible());
    for (const auto* id : {"copy-address", "open-address", "send-load"})
        QVERIFY(!window.find<QAction>(id)->isEnabled());
}

void MainWindowServerTest::theAddressIsShownAndCopied() {
    Window window;
    const auto address = runServer(window);
    QVERIFY2(address.startsWith("http://127.0.0.1:"), qPrintable(address));
    auto* shown = window.find<QToolButton>("statusAddress");
    QVERIFY(shown->isVisible());
    QCOMPARE(shown->text(), "Listens on " + address);
    QCOMPARE(shown->menu(), window.find<QMenu>("menu-server"));
    QVERIFY(!window.find<QProgressBar>("loadProgress")->isVisible());
    window.press(Qt::Key_A, control);
    QCOMPARE(QGuiApplication::clipboard()->text(), address + "/");
    QCOMPARE(window.main.messages().text(), "Copied: " + address + "/");
    // Nobody is there any more.
    window.press(Qt::Key_F5, Qt::ShiftModifier);
    QVERIFY(window.waitForEnd());
    QTRY_VERIFY(!shown->isVisible());
    QVERIFY(!window.find<QAction>("copy-address")->isEnabled());
}

void MainWindowServerTest::tcpIsCopiedForNc() {
    Window window;
    const auto address = runServer(window, listening());
    QCOMPARE(window.find<QToolButton>("statusAddress")->text(), "Listens on " + address);
    QVERIFY(!window.find<QAction>("open-address")->isEnabled());
    QVERIFY(!window.find<QAction>("send-load")->isEnabled());
    window.press(Qt::Key_A, control);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString(address).replace(u':', u' '));
}

void MainWindowServerTest::theBrowserGetsTheAddress() {
    Window window;
    const auto address = runServer(window);
    QList<QUrl> opened;
    window.main.server().setBrowser([&](const QUrl& url) {
        opened += url;
        return opened.size() == 1;
    });
    window.press(Qt::Key_B, control);
    QCOMPARE(opened, QList{QUrl(address + "/")});
    QCOMPARE(window.main.messages().text(), QString());
    window.press(Qt::Key_B, control);
    QCOMPARE(window.main.messages().text(), "No browser could be opened. The address is " + address + "/");
    // One that is paused does not answer.
    window.main.server().setBrowser([](const QUrl&) { return true; });
    window.press(Qt::Key_Space);
    QTRY_VERIFY(!window.main.transport().isPlaying());
    window.press(Qt::Key_B, control);
    QCOMPARE(window.main.messages().text(), QString("The run is paused: the page comes once it goes on."));
}

void MainWindowServerTest::whatIsSelectedIsMeant() {
    Window window;
    const auto first = runServer(
        window, tests::program([] {
            green::StreamServer tcp(green::Address("127.0.0.1", 0), [](green::Socket, const green::Address&) {});
            tcp.start();
            green::HttpServer web(green::Address("127.0.0.1", 0),
                                  [](green::HttpRequest&, green::StartResponse) { return green::HttpBody(); });
            web.serve_forever();
        }));
    QTRY_COMPARE(window.main.server().listening().size(), std::size_t{2});
    auto* shown = window.find<QToolButton>("statusAddress");
    QVERIFY2(shown->text().startsWith("Listens on http://") && shown->text().endsWith(" and 1 more"),
             qPrintable(shown->text()));
    const auto tcp = window.main.server().listening()[1];
    window.main.view().select(tcp.id);
    QCOMPARE(shown->text(), "Listens on " + QString::fromStdString(tcp.address) + " and 1 more");
    window.press(Qt::Key_A, control);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(tcp.forPrograms()));
    // A browser can't do anything with that one.
    QVERIFY(window.find<QAction>("open-address")->isEnabled());
}

void MainWindowServerTest::aLoadIsSentAndTold() {
    Window window;
    const auto address = runServer(window);
    auto* console = window.find<views::ConsoleView>("consoleView");
    auto* action = window.find<QAction>("send-load");
    QCOMPARE(action->text(), QString("Send &load"));
    window.press(Qt::Key_L, control);
    QCOMPARE(action->text(), QString("Stop the &load"));
    QVERIFY(window.find<QProgressBar>("loadProgress")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!window.main.server().load().isRunning(), 100'000);
    QVERIFY2(console->plainText().startsWith("Load: ") && console->plainText().contains("per second: 10,000 in"),
             qPrintable(console->plainText()));
    QCOMPARE(action->text(), QString("Send &load"));
    QVERIFY(!window.find<QProgressBar>("loadProgress")->isVisible());
    // The record has them all.
    const auto requests = [&] {
        return window.main.view().store().last().object(window.main.server().chosen()->id)->requests;
    };
    QTRY_COMPARE_WITH_TIMEOUT(requests(), std::uint64_t{10'000}, 60'000);
}

void MainWindowServerTest::aLoadIsStopped() {
    Window window;
    runServer(window);
    window.press(Qt::Key_L, control);
    auto& load = window.main.server().load();
    QVERIFY(load.isRunning());
    QTest::mouseClick(window.find<QToolButton>("loadStop"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!load.isRunning(), 20'000);
    QVERIFY(window.find<views::ConsoleView>("consoleView")->plainText().startsWith("Load: "));
}

void MainWindowServerTest::aLoadEndsWithTheRun() {
    Window window;
    runServer(window);
    window.press(Qt::Key_L, control);
    QVERIFY(window.main.server().load().isRunning());
    QVERIFY(window.open("bounded-queue"));
    QTRY_VERIFY_WITH_TIMEOUT(!window.main.server().load().isRunning(), 20'000);
    // It is nothing to the other run.
    QCOMPARE(window.find<views::ConsoleView>("consoleView")->plainText(), QString());
}

QTEST_MAIN(MainWindowServerTest)
#include "main_window_server_test.moc"
