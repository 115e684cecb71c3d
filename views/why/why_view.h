// "Why isn't boss running?": the chain from a greenlet to what would let it run.
#pragma once

#include <QTextDocument>
#include <memory>

#include "pane/pane.h"
#include "why/why_chain.h"

namespace views {

class WhyView : public Pane {
    Q_OBJECT
public:
    explicit WhyView(RunView& run, QWidget* parent = nullptr);

    // The question, then a line for each link: "boss waits in put(10) on tasks (line 23, since step 45)".
    QString plainText() override;

protected:
    void refresh() override;
    void draw(QPainter& painter) override;

private:
    struct Block {
        WhyLink link;
        std::unique_ptr<QTextDocument> text;
        std::unique_ptr<QTextDocument> detail;  // null if there is none
        qreal top = 0;                          // of the content
        qreal height = 0;
    };

    std::unique_ptr<QTextDocument> document(const QString& html, const QFont& font, qreal width) const;
    void drawDocument(QPainter& painter, const QTextDocument& text, qreal x, qreal y, const QColor& colour) const;
    // The selected one; with nothing selected, the one that the newest event is about.
    green::trace::Id subject() const;
    void plan();

    QString question_;
    std::unique_ptr<QTextDocument> title_;
    std::vector<Block> blocks_;
    green::trace::EventNumber again_ = 0;
    QString againText_;
    std::unique_ptr<QTextDocument> againDocument_;
    qreal againIndent_ = 0;
    QRectF againRect_;
};

}  // namespace views
