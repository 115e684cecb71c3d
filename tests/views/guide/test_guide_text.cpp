// A guide's text, taken apart.
#include <QtTest>

#include "guide/guide_text.h"

using views::Guide;
using views::guideOf;
using views::GuideSection;

class TestGuideText : public QObject {
    Q_OBJECT
private slots:
    void headTextAndSectionsAreToldApart() {
        const auto guide = guideOf(
            u"---\ntitle: Who runs: foo\nchapter: Queues\nsummary: One "
            u"sentence.\nnothing\n---\n\nTwo\nlines.\n\nMore.\n\n"
            u"## Watch\n\nThe [queue](#7).\n\n## Predict\nWho is next?\n");
        QCOMPARE(guide.title, "Who runs: foo");
        QCOMPARE(guide.chapter, "Queues");
        QCOMPARE(guide.summary, "One sentence.");
        QCOMPARE(guide.text, "Two\nlines.\n\nMore.");
        const std::vector<GuideSection> expected{{"Watch", "The [queue](#7)."}, {"Predict", "Who is next?"}};
        QCOMPARE(guide.sections, expected);
        QVERIFY(!guide.isEmpty());
    }

    void aTextWithoutAHeadIsText() {
        const auto guide = guideOf(u"Just this.\n---\ntitle: no head\n");
        QCOMPARE(guide.title, QString());
        QCOMPARE(guide.text, "Just this.\n---\ntitle: no head");
        QVERIFY(guideOf(u"").isEmpty());
    }

    void codeHasNoSections() {
        const auto guide = guideOf(u"## Try\n\n```\n## not one\n```\n\n### deeper\n#not one\n## Last");
        QCOMPARE(guide.sections.size(), std::size_t{2});
        QCOMPARE(guide.sections[0].text, "```\n## not one\n```\n\n### deeper\n#not one");
        QCOMPARE(guide.sections[1], (GuideSection{"Last", {}}));
    }

    void linesMayEndAsOnWindows() {
        const auto guide = guideOf(u"---\r\ntitle: T\r\n---\r\ntext\r\n## Watch\r\nhere\r\n");
        QCOMPARE(guide.title, "T");
        QCOMPARE(guide.text, "text");
        QCOMPARE(guide.sections.front(), (GuideSection{"Watch", "here"}));
    }
};

QTEST_APPLESS_MAIN(TestGuideText)
#include "test_guide_text.moc"
