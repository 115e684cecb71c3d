// The tool bar: which example, where in its run, how fast, on which clock.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolBar>

#include "palette/palette.h"
#include "session/transport.h"
#include "window/actions.h"
#include "window/transport_button.h"

namespace app {

class TransportBar : public QToolBar {
    Q_OBJECT
public:
    TransportBar(Actions& actions, Transport& transport, Session& session, views::RunView& view, QWidget* parent);

    void setTheme(views::Theme theme);
    // The example that is shown; empty for none, and then `otherwise` says what is shown.
    void setExample(const QString& id, const QString& otherwise = {});
    QString example() const;
    // The example `by` places further; empty beyond the ends.
    QString neighbour(int by) const;
    void changeSpeed(int by);
    void focusStep();

    // Steps, clock and buttons as they are now.
    void refresh();

protected:
    void resizeEvent(QResizeEvent* event) override;

signals:
    void exampleChosen(const QString& id);

private:
    void addExamples();
    TransportButton* addButton(const char* action, TransportButton::Order order, const QString& widest = {});
    void addRule();
    void addSteps();
    void addSpeed();
    void addClock();
    QString widestClock() const;

    Actions& actions_;
    Transport& transport_;
    Session& session_;
    views::RunView& view_;
    QComboBox* examples_ = nullptr;
    TransportButton* play_ = nullptr;
    QSpinBox* step_ = nullptr;
    QLineEdit* typed_ = nullptr;  // of step_
    QLabel* of_ = nullptr;
    QVector<TransportButton*> words_;
    QAction* speedLabel_ = nullptr;
    QComboBox* speed_ = nullptr;
    TransportButton* clock_ = nullptr;
    bool tight_ = false;
    int fullWidth_ = 0;
    views::Theme theme_ = views::Theme::Light;
};

}  // namespace app
