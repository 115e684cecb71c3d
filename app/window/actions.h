// Everything that a user can do, in one table: what it is called, its keys and its menu. The menus,
// the overlay of keys and the tests are made from it.
#pragma once

#include <QAction>
#include <QHash>
#include <QKeySequence>
#include <QList>
#include <QMainWindow>
#include <QMenu>
#include <QObject>
#include <QString>
#include <span>

namespace app {

// In the order of the menu bar; the last ones are submenus.
enum class MenuId { File, Edit, View, Run, Trace, Lesson, Window, Help, ExportAs, Theme, Clock, Signal, Server };

struct ActionSpec {
    const char* id = "";  // "step"; the action's objectName
    MenuId menu = MenuId::File;
    const char* text = "";       // in the menu, with its mnemonic
    const char* shortText = "";  // on a button; may be empty
    const char* tip = "";        // one sentence
    const char* keys = "";       // of QKeySequence::listFromString
    bool checkable = false;
    bool separator = false;  // a line above it
};

std::span<const ActionSpec> actionSpecs();

struct MenuSpec {
    MenuId menu = MenuId::File;
    const char* text = "";
    MenuId parent = MenuId::File;  // itself: stands in the menu bar
    const char* after = "";        // of a submenu: the action that it follows
};
std::span<const MenuSpec> menuSpecs();

// The keys of `action` for people: "Space", "Right or ."
QString keysText(const ActionSpec& spec);

// The table as QActions of a window.
class Actions : public QObject {
    Q_OBJECT
public:
    explicit Actions(QMainWindow& window);

    // By id, which must be in the table.
    QAction* operator[](const QByteArray& id) const;
    QMenu* menu(MenuId menu) const { return menus_.value(static_cast<int>(menu)); }
    // A single action of each group is checked.
    void makeExclusive(const QList<const char*>& ids);

private:
    QHash<QByteArray, QAction*> actions_;
    QHash<int, QMenu*> menus_;
};

}  // namespace app
