// The headline: what just happened, in one sentence.
#pragma once

#include <QTextDocument>
#include <QWidget>

#include "narration/narrator.h"
#include "palette/palette.h"
#include "time/run_view.h"

namespace views {

// As high as two lines, always, so that nothing below it moves; a longer sentence is set smaller.
class SentenceView : public QWidget {
    Q_OBJECT
public:
    explicit SentenceView(RunView& run, QWidget* parent = nullptr);

    void setTheme(Theme theme);
    static constexpr int usualTextSize = 22;  // pixels
    // Of the sentence.
    void setTextSize(int pixels);
    int textSize() const { return textSize_; }

    // The sentence shown, with and without mark-up.
    QString richText();
    QString plainText();
    // As it is broken.
    QStringList shownLines();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void schedule();
    void refresh();
    void fit();
    int linesAt(int width);
    void balance();
    int lineHeight() const;

    RunView& run_;
    Narrator narrator_;
    QTextDocument document_;
    QString sentence_;
    Theme theme_ = Theme::Light;
    int textSize_ = usualTextSize;
    bool stale_ = true;
};

}  // namespace views
