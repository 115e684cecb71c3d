// The guide of the open example, to be read beside its code. Its links lead to moments of the run. The section "Answer"
// is folded until somebody asks for it.
//
// Keys: Tab goes from link to link, and out behind the last one, Return follows one, up and down scroll. Left, right
// and space stay free for stepping and playing.
#pragma once

#include <QTextBrowser>
#include <vector>

#include "guide/guide_text.h"
#include "palette/palette.h"
#include "pane/text_size.h"
#include "trace/ids.h"

namespace views {

class GuideView : public QTextBrowser {
    Q_OBJECT
public:
    explicit GuideView(QWidget* parent = nullptr);

    // From its beginning, with the answer folded.
    void showGuide(const Guide& guide);
    // There is no guide: why.
    void showNothing(const QString& why);
    // A line above the text, as long as the same guide is shown; empty: none.
    void setNotice(const QString& notice);

    bool hasAnswer() const;
    bool isAnswerShown() const { return answerShown_; }
    // Brings it in sight, too. Does nothing where there is none.
    void setAnswerShown(bool shown);

    void setTheme(Theme theme);
    // As Pane has them.
    void setTextSize(int pixels);
    int textSize() const { return textSize_; }

signals:
    // Somebody follows a link to the moment after this event.
    void momentChosen(green::trace::EventNumber number);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void rebuild();
    QString markdown() const;
    // The text, in the theme's colours and its size.
    void dress();
    QTextCharFormat dressed(QTextCharFormat format, int heading, bool quiet) const;
    void applyTheme();
    void follow(const QUrl& link);
    // The lines of the link that Tab has come to, in the viewport.
    std::vector<QRectF> focusedLink() const;
    qreal scaled(qreal pixels) const { return pixels * textSize_ / usualTextSize; }

    Guide guide_;
    QString nothing_;
    QString notice_;
    bool answerShown_ = false;
    bool byKeyboard_ = false;  // who points at things needs no ring
    Theme theme_ = Theme::Light;
    int textSize_ = usualTextSize;
};

}  // namespace views
