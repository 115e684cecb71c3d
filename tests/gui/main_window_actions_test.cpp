// The table of actions: every one has a key and a menu entry and does what it is asked; and what the
// window is made of has names for those who can't see it.
#include <QAccessible>
#include <QDialog>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QtTest>
#include <algorithm>
#include <csignal>
#include <map>

#include "gui/bench.h"
#include "window/actions.h"
#include "window/server_actions.h"

using tests::Window;

class MainWindowActionsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { tests::prepareGui(); }
    void everyActionStandsInAMenu();
    void noTwoActionsShareAKey();
    void everyKeyTriggersItsAction_data();
    void everyKeyTriggersItsAction();
    void everyActionTriggersInEveryState();
    void signalsGoToTheRun();
    void mnemonicsDifferInAMenu();
    void everythingHasAnAccessibleName();
};

namespace {

// All menus below a menu bar, with their submenus.
QList<QMenu*> menusOf(QMainWindow& window) {
    QList<QMenu*> menus;
    QList<QAction*> open = window.menuBar()->actions();
    while (!open.isEmpty()) {
        auto* menu = open.takeFirst()->menu();
        if (!menu) continue;
        menus += menu;
        open += menu->actions();
    }
    return menus;
}

// Nothing leaves this process.
void toNowhere(Window& window) {
    window.main.server().setBrowser([](const QUrl&) { return true; });
    window.main.server().setLoadProgram(QStringLiteral("/bin/false"));
}

void closeDialogs() {
    for (auto* widget : QApplication::topLevelWidgets())
        if (auto* dialog = qobject_cast<QDialog*>(widget)) dialog->close();
}

app::FileChooser nobody() {
    const auto none = [](QWidget*, const QString&, const QString&, const QString&) { return QString(); };
    return {none, none};
}

}  // namespace

void MainWindowActionsTest::everyActionStandsInAMenu() {
    Window window;
    QSet<QString> inMenus;
    for (const auto* menu : menusOf(window.main))
        for (const auto* action : menu->actions()) inMenus += action->objectName();
    for (const auto& spec : app::actionSpecs()) {
        const auto* action = window.find<QAction>(spec.id);
        QVERIFY2(inMenus.contains(QLatin1String(spec.id)), spec.id);
        QVERIFY2(!action->shortcuts().isEmpty(), spec.id);
        for (const auto& key : action->shortcuts())
            QVERIFY2(!key.isEmpty() && key.count() == 1 && key[0].key() != Qt::Key_unknown, spec.id);
        QVERIFY2(!action->toolTip().isEmpty(), spec.id);
    }
}

void MainWindowActionsTest::noTwoActionsShareAKey() {
    Window window;
    std::map<QString, QString> owners;
    const auto actions = window.main.findChildren<QAction*>();
    for (const auto* action : actions) {
        if (action->shortcutContext() != Qt::WindowShortcut) continue;
        for (const auto& key : action->shortcuts()) {
            const auto text = key.toString(QKeySequence::PortableText);
            const auto [other, isNew] = owners.emplace(text, action->objectName());
            QVERIFY2(isNew, qPrintable(text + u' ' + other->second + u' ' + action->objectName()));
        }
    }
    // What a pane does with a key while it has the focus must not hide what the window does with it.
    for (const auto* action : actions)
        if (action->shortcutContext() != Qt::WindowShortcut)
            for (const auto& key : action->shortcuts())
                QVERIFY2(!owners.contains(key.toString(QKeySequence::PortableText)), qPrintable(action->objectName()));
    QVERIFY(owners.size() >= app::actionSpecs().size());
}

void MainWindowActionsTest::everyKeyTriggersItsAction_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QKeySequence>("key");
    for (const auto& spec : app::actionSpecs())
        for (const auto& key : QKeySequence::listFromString(QString::fromUtf8(spec.keys)))
            QTest::addRow("%s by %s", spec.id, qPrintable(key.toString(QKeySequence::PortableText)))
                << QString::fromUtf8(spec.id) << key;
}

void MainWindowActionsTest::everyKeyTriggersItsAction() {
    QFETCH(QString, id);
    QFETCH(QKeySequence, key);
    Window window;
    window.main.files().setChooser(nobody());
    toNowhere(window);
    auto* action = window.find<QAction>(id.toUtf8().constData());
    if (std::ranges::find(app::actionSpecs(), id.toStdString(), &app::ActionSpec::id)->menu == app::MenuId::Server) {
        QVERIFY(window.open(tests::serving()));
        window.main.transport().runOn();
        QTRY_VERIFY(action->isEnabled());
    } else {
        QVERIFY(window.open("bounded-queue"));
        window.main.transport().goTo(30);
        QVERIFY(window.settle());
        window.main.view().setPlayhead(20);  // so that every direction is open
    }
    QVERIFY(action->isEnabled());
    QSignalSpy triggered(action, &QAction::triggered);
    window.press(key);
    QCOMPARE(triggered.count(), 1);
    closeDialogs();
}

// In whatever order and state, nothing falls over, and the window can be closed afterwards.
void MainWindowActionsTest::everyActionTriggersInEveryState() {
    Window window;
    window.main.files().setChooser(nobody());
    toNowhere(window);
    QVERIFY(QTest::qWaitForWindowActive(&window.main));
    const auto triggerAll = [&window] {
        for (const auto& spec : app::actionSpecs()) {
            if (std::string_view(spec.id) == "quit") continue;
            window.find<QAction>(spec.id)->trigger();
            QApplication::processEvents();
            closeDialogs();
        }
    };
    triggerAll();  // empty
    QVERIFY(window.open("bounded-queue"));
    triggerAll();
    QVERIFY(window.open(tests::endless()));
    window.main.transport().runOn();
    triggerAll();
    window.main.session().showRecording(tests::record(tests::example("sync-async")));
    triggerAll();
    window.find<QAction>("quit")->trigger();
    QVERIFY(!window.main.isVisible());
}

// Sent from the menu they reach the program, and only while there is a run to get them.
void MainWindowActionsTest::signalsGoToTheRun() {
    Window window;
    const auto enabled = [&window] { return window.find<QAction>("signal-usr1")->isEnabled(); };
    QVERIFY(!enabled());
    QVERIFY(window.open(tests::program([] {
        green::Event told("told");
        const auto handler = green::signal_handler(SIGUSR1, [told]() mutable { told.set(); });
        told.wait();
    })));
    QVERIFY(enabled());
    window.press(Qt::Key_U, Qt::ControlModifier | Qt::AltModifier);
    QCOMPARE(window.text("messageText"), "SIGUSR1 is sent. The run is held: it gets it once it goes on.");
    window.main.transport().runOn();
    QVERIFY(window.waitForEnd());
    QCOMPARE(window.main.session().result().ending, green::RunResult::Ending::Done);
    QVERIFY(!enabled());
    const auto& store = window.main.view().store();
    int arrived = 0;
    for (green::trace::EventNumber n = 1; n <= store.size(); ++n)
        arrived += store.event(n).kind == green::trace::Kind::Signal && store.text(n) == "SIGUSR1";
    QCOMPARE(arrived, 1);
    window.main.session().showRecording(tests::record(tests::example("sync-async")));
    QVERIFY(!enabled());
}

void MainWindowActionsTest::mnemonicsDifferInAMenu() {
    Window window;
    auto menus = menusOf(window.main);
    const auto check = [](const QList<QAction*>& actions) {
        QSet<QKeySequence> taken;
        for (const auto* action : actions) {
            const auto key = QKeySequence::mnemonic(action->text());
            if (action->isSeparator()) continue;
            if (key.isEmpty() || taken.contains(key)) return action->text();
            taken += key;
        }
        return QString();
    };
    QCOMPARE(check(window.main.menuBar()->actions()), QString());
    for (const auto* menu : menus) QCOMPARE(check(menu->actions()), QString());
}

void MainWindowActionsTest::everythingHasAnAccessibleName() {
    Window window;
    QVERIFY(window.open("bounded-queue"));
    window.press(Qt::Key_E, Qt::ControlModifier);  // the dialog as well
    int looked = 0;
    for (auto* widget : window.main.findChildren<QWidget*>()) {
        // Qt's own parts speak through what they are part of.
        if (widget->objectName().startsWith(QStringLiteral("qt_")) || widget->objectName() == u"ScrollLeftButton" ||
            widget->objectName() == u"ScrollRightButton")
            continue;
        if (widget->focusPolicy() == Qt::NoFocus && !qobject_cast<QAbstractButton*>(widget)) continue;
        const QByteArrayView kind(widget->metaObject()->className());
        if (kind == "QComboBoxListView" || kind == "QTableCornerButton") continue;
        if (qobject_cast<QMenu*>(widget) && widget->objectName().isEmpty()) continue;
        // One that the window keeps for later.
        if (const auto* tabs = qobject_cast<QTabBar*>(widget); tabs && tabs->count() == 0) continue;
        auto* accessible = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(accessible);
        const auto what = QStringLiteral("%1 %2 in %3")
                              .arg(QLatin1String(widget->metaObject()->className()), widget->objectName(),
                                   widget->parentWidget() ? widget->parentWidget()->objectName() : QString());
        QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(), qPrintable(what));
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(what));
        ++looked;
    }
    QVERIFY(looked > 30);
    closeDialogs();
}

QTEST_MAIN(MainWindowActionsTest)
#include "main_window_actions_test.moc"
