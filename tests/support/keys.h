// What a widget does with keys that are the window's as well.
#pragma once

#include <QCoreApplication>
#include <QKeyEvent>
#include <QWidget>

namespace support {

// Whether the widget has a key for itself that would be a shortcut of the window.
inline bool takesFromShortcuts(QWidget& widget, Qt::Key key, Qt::KeyboardModifiers held = {}) {
    const bool hasLetter = key < Qt::Key_Escape;
    QKeyEvent asked(QEvent::ShortcutOverride, key, held, hasLetter ? QString(QChar(key)) : QString());
    asked.ignore();
    QCoreApplication::sendEvent(&widget, &asked);
    return asked.isAccepted();
}

}  // namespace support
