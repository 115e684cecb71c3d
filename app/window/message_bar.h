// News that must not stop anybody: one line above the panes, with what can be done about it.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <functional>
#include <vector>

#include "palette/palette.h"

class QHBoxLayout;
class QPushButton;

namespace app {

class MessageBar : public QFrame {
    Q_OBJECT
public:
    enum class Kind { News, Problem };
    struct Choice {
        QString text;
        std::function<void()> chosen;  // the bar closes first
    };

    explicit MessageBar(QWidget* parent);

    // Takes the place of what was there. News goes again by itself; a problem stays until it is closed.
    void show(Kind kind, const QString& text, std::vector<Choice> choices = {});
    QString text() const;
    void setTheme(views::Theme theme);

private:
    void paintIcon();

    QLabel* icon_;
    QLabel* text_;
    QHBoxLayout* row_;
    QToolButton* close_;
    QTimer* timeout_;
    std::vector<QPushButton*> buttons_;
    Kind kind_ = Kind::News;
    views::Theme theme_ = views::Theme::Light;
};

}  // namespace app
