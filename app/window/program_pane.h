// The source pane: the program's text, with the languages that it is written in as tabs above it, what there is to
// say about it, and the bar that finds words.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>

#include "palette/palette.h"
#include "source/source_view.h"
#include "window/find_bar.h"

namespace app {

enum class Language { Python, Cpp };

class ProgramPane : public QWidget {
    Q_OBJECT
public:
    explicit ProgramPane(views::RunView& view);

    views::SourceView& source() { return *source_; }
    const views::SourceView& source() const { return *source_; }
    FindBar& findBar() { return *find_; }

    // The tabs, with that one in front; emits nothing.
    void showLanguages(Language current);
    void hideLanguages();
    Language language() const;
    // With the whole text in sight.
    int wholeHeight() const;

    // A line below the text that stays, perhaps with a button to run it again. Empty text: takes it away.
    void setNotice(const QString& text, bool offerRun = false);
    // Of the program.
    void setTextSize(int pixels) { source_->setTextSize(pixels); }
    int textSize() const { return source_->textSize(); }
    void setTheme(views::Theme theme);

signals:
    // By the user.
    void languageChosen(Language language);
    void runWanted();

private:
    QTabBar* tabs_;
    QFrame* notice_;
    QLabel* noticeText_;
    QPushButton* runAgain_;
    views::SourceView* source_;
    FindBar* find_;
};

}  // namespace app
