#include "window/program_pane.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "window/style.h"

namespace app {

ProgramPane::ProgramPane(views::RunView& view) {
    setObjectName(QStringLiteral("programPane"));
    setAccessibleName(tr("Program"));
    tabs_ = new QTabBar(this);
    tabs_->setObjectName(QStringLiteral("languageTabs"));
    tabs_->setAccessibleName(tr("Language"));
    tabs_->setDocumentMode(true);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setFocusPolicy(Qt::TabFocus);
    tabs_->addTab(tr("Python"));
    tabs_->addTab(QStringLiteral("C++"));
    connect(tabs_, &QTabBar::currentChanged, this, [this] { emit languageChosen(language()); });

    notice_ = new QFrame(this);
    notice_->setObjectName(QStringLiteral("programNotice"));
    noticeText_ = new QLabel(notice_);
    noticeText_->setObjectName(QStringLiteral("noticeText"));
    noticeText_->setWordWrap(true);
    noticeText_->setTextFormat(Qt::PlainText);
    runAgain_ = new QPushButton(tr("Run again"), notice_);
    runAgain_->setObjectName(QStringLiteral("noticeButton"));
    runAgain_->setAccessibleName(runAgain_->text());
    runAgain_->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout(notice_);
    row->setContentsMargins(inset, 4, 6, 4);
    row->setSpacing(8);
    row->addWidget(noticeText_, 1);
    row->addWidget(runAgain_);
    connect(runAgain_, &QPushButton::clicked, this, &ProgramPane::runWanted);

    source_ = new views::SourceView(view, this);
    find_ = new FindBar(*source_, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(tabs_);
    column->addWidget(source_, 1);
    // Below: what somebody writes must not jump when it appears.
    column->addWidget(notice_);
    column->addWidget(find_);
    hideLanguages();
    setNotice({});
}

void ProgramPane::showLanguages(Language current) {
    const QSignalBlocker quiet(tabs_);
    tabs_->setCurrentIndex(current == Language::Python ? 0 : 1);
    tabs_->show();
}

void ProgramPane::hideLanguages() { tabs_->hide(); }

Language ProgramPane::language() const { return tabs_->currentIndex() == 0 ? Language::Python : Language::Cpp; }

int ProgramPane::wholeHeight() const {
    return (tabs_->isHidden() ? 0 : tabs_->sizeHint().height()) + source_->wholeHeight();
}

void ProgramPane::setNotice(const QString& text, bool offerRun) {
    noticeText_->setText(text);
    noticeText_->setAccessibleName(text);
    runAgain_->setVisible(offerRun);
    notice_->setVisible(!text.isEmpty());
}

void ProgramPane::setTheme(views::Theme theme) {
    source_->setTheme(theme);
    find_->setTheme(theme);
}

}  // namespace app
