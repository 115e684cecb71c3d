// A window with a hand on its keyboard and mouse.
#pragma once

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QtTest>

#include "app/programs.h"
#include "window/main_window.h"
#include "window/style.h"

namespace tests {

inline void prepareGui() {
    app::prepareApplication(*qApp);
    // Tests close windows and go on.
    QApplication::setQuitOnLastWindowClosed(false);
}

class Window {
public:
    app::MainWindow main;

    // Without Python, unless given one.
    explicit Window(app::Settings settings = {}, app::Interpreter python = {}, app::Drafts drafts = {})
        : main(std::move(settings), std::move(python), std::move(drafts)) {
        main.resize(1600, 1000);  // whatever the screen
        main.show();
    }
    ~Window() { main.close(); }

    bool open(app::Program program) {
        if (!activate()) return false;
        main.openProgram(std::move(program));
        return settle();
    }
    bool open(const char* id) { return open(example(id)); }
    // As somebody opens them: in the language that was last chosen, with drafts and guide.
    bool openExample(const char* id) {
        if (!activate()) return false;
        main.openExample(QString::fromLatin1(id));
        return settle();
    }
    bool openFile(const QString& path) { return activate() && main.openFile(path) && settle(); }
    bool activate() {
        main.activateWindow();
        return QTest::qWaitForWindowActive(&main);
    }
    // Waits for the engine.
    bool settle() {
        return QTest::qWaitFor([this] { return main.session().engine() != app::Session::Engine::Running; }, 20'000);
    }
    bool waitForEnd() {
        return QTest::qWaitFor([this] { return main.session().isOver(); }, 20'000);
    }

    // To whatever has the focus, as the desktop would.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        if (!main.isActiveWindow()) {  // a dialog has just gone
            if (!activate()) qFatal("the window does not get active");
        }
        auto* target = QApplication::focusWidget() ? QApplication::focusWidget() : &main;
        QTest::keyClick(target, key, modifiers);
    }
    void press(const QKeySequence& keys) { press(keys[0].key(), keys[0].keyboardModifiers()); }
    void click(const char* name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }

    template <class Widget>
    Widget* find(const char* name) {
        auto* widget = main.findChild<Widget*>(QLatin1String(name));
        if (!widget) qFatal("no %s", name);
        return widget;
    }
    QString text(const char* label) { return find<QLabel>(label)->text(); }
    QString badge() { return text("badge"); }

    green::trace::EventNumber playhead() { return main.view().playhead(); }
    green::trace::EventNumber size() { return main.view().store().size(); }
    std::uint64_t switches() { return main.view().moment().switches(); }
};

}  // namespace tests
