// The guide's pane, by real keys and clicks.
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>
#include <QtTest>

#include "guide/guide_view.h"
#include "support/keys.h"

using views::GuideView;

namespace {

const auto text =
    u"---\ntitle: Turns\n---\nfoo gives way with `sleep(0)`.\n\n## Watch\n\n- [main waits](#7) and\n- [bar "
    u"runs](#12).\n\n"
    u"## Predict\n\nWho is next?\n\n## Answer\n\nfoo is: [look](#20).\n\n## Try\n\nAnother number.\n";

struct Bench {
    GuideView view;
    QSignalSpy chosen{&view, &GuideView::momentChosen};

    Bench() {
        view.resize(380, 600);
        view.showGuide(views::guideOf(text));
        view.show();
    }
    bool ready() {
        view.setFocus(Qt::TabFocusReason);
        return QTest::qWaitForWindowActive(&view);
    }
    QString shown() const { return view.toPlainText(); }
    // The next link's number; 0 if it leads to none.
    qulonglong follow() {
        chosen.clear();
        QTest::keyClick(&view, Qt::Key_Tab);
        QTest::keyClick(&view, Qt::Key_Return);
        return chosen.isEmpty() ? 0 : chosen.front().front().toULongLong();
    }
    // In the viewport.
    QPoint placeOf(const QString& words) {
        auto found = view.document()->find(words);
        found.setPosition(found.selectionStart() + 2);
        return view.cursorRect(found).center();
    }
    void click(const QString& words) { QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, placeOf(words)); }
};

// The formats of the text, by the words that they hold.
QTextCharFormat formatOf(const GuideView& view, const QString& words) {
    return view.document()->find(words).charFormat();
}

}  // namespace

class TestGuideView : public QObject {
    Q_OBJECT
private slots:
    void theGuideIsShownWithItsAnswerFolded() {
        const Bench bench;
        for (const auto* part :
             {"Turns", "foo gives way with sleep(0).", "Watch", "Who is next?", "Show the answer", "Another number."})
            QVERIFY2(bench.shown().contains(QLatin1String(part)), part);
        QVERIFY(!bench.shown().contains("foo is: look."));
        QVERIFY(bench.view.hasAnswer());
        QVERIFY(!bench.view.isAnswerShown());
        const auto headings = [&] {
            QStringList names;
            for (auto block = bench.view.document()->begin(); block.isValid(); block = block.next())
                if (block.blockFormat().headingLevel() > 0) names += block.text();
            return names;
        };
        QCOMPARE(headings(), (QStringList{"Turns", "Watch", "Predict", "Answer", "Try"}));
        QVERIFY(formatOf(bench.view, "sleep(0)").fontFixedPitch());
    }

    void itIsReadFromItsBeginning() {
        GuideView view;
        view.showGuide(views::guideOf(text));
        view.setNotice("changed");
        view.setNotice({});
        view.resize(380, 120);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QVERIFY(view.verticalScrollBar()->maximum() > 0);
        QCOMPARE(view.verticalScrollBar()->value(), 0);
        // Whoever reads on stays there, whatever is said above.
        view.verticalScrollBar()->setValue(50);
        view.setNotice("changed");
        QCOMPARE(view.verticalScrollBar()->value(), 50);
    }

    void linksAreReachedAndFollowedByKeys() {
        Bench bench;
        QVERIFY(bench.ready());
        QCOMPARE(bench.follow(), 7U);
        QCOMPARE(bench.follow(), 12U);
        QCOMPARE(bench.follow(), 0U);  // the answer
        QVERIFY(bench.view.isAnswerShown());
        QVERIFY(bench.shown().contains("foo is: look."));
    }

    void theLinkThatHasTheFocusHasARing() {
        Bench bench;
        QVERIFY(bench.ready());
        const auto ring = [&] {
            const auto picture = bench.view.viewport()->grab().toImage();
            const auto middle = bench.placeOf("main waits");
            // Above the letters of the link.
            for (int y = middle.y(); y > middle.y() - 16; --y)
                if (picture.pixelColor(middle.x(), y) == views::palette(views::Theme::Light).accent &&
                    picture.pixelColor(middle.x() + 1, y) == picture.pixelColor(middle.x(), y) &&
                    picture.pixelColor(middle.x() + 30, y) == picture.pixelColor(middle.x(), y))
                    return true;
            return false;
        };
        QVERIFY(!ring());
        QTest::keyClick(&bench.view, Qt::Key_Tab);
        QVERIFY(ring());
        QTest::keyClick(&bench.view, Qt::Key_Tab);
        QVERIFY(!ring());
    }

    void aClickFollowsALink() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.click("bar runs");
        QCOMPARE(bench.chosen.count(), 1);
        QCOMPARE(bench.chosen.front().front().toULongLong(), 12U);
        bench.click("Who is");
        QCOMPARE(bench.chosen.count(), 1);
        bench.click("Show the answer");
        QVERIFY(bench.view.isAnswerShown());
        bench.click("look");
        QCOMPARE(bench.chosen.back().front().toULongLong(), 20U);
        bench.click("Hide the answer");
        QVERIFY(!bench.view.isAnswerShown());
    }

    void anAnswerThatIsAskedForComesInSight() {
        Bench bench;
        bench.view.resize(380, 120);
        QVERIFY(bench.ready());
        QCOMPARE(bench.view.verticalScrollBar()->value(), 0);
        bench.view.setAnswerShown(true);
        const auto place = bench.placeOf("foo is:");
        QVERIFY2(bench.view.viewport()->rect().contains(place), qPrintable(QString::number(place.y())));
        // Another guide begins at its beginning, and folded.
        bench.view.showGuide(views::guideOf(text));
        QCOMPARE(bench.view.verticalScrollBar()->value(), 0);
        QVERIFY(!bench.view.isAnswerShown());
    }

    void aGuideWithoutAQuestionHasNoAnswer() {
        Bench bench;
        bench.view.showGuide(views::guideOf(u"---\ntitle: T\n---\nText.\n"));
        QVERIFY(!bench.view.hasAnswer());
        bench.view.setAnswerShown(true);
        QVERIFY(!bench.view.isAnswerShown());
        QVERIFY(!bench.shown().contains("Show the answer"));
    }

    void upAndDownScrollAndOtherKeysAreLeftToTheWindow() {
        Bench bench;
        bench.view.resize(380, 120);
        QVERIFY(bench.ready());
        QTest::keyClick(&bench.view, Qt::Key_Down);
        QVERIFY(bench.view.verticalScrollBar()->value() > 0);
        QTest::keyClick(&bench.view, Qt::Key_Up);
        QCOMPARE(bench.view.verticalScrollBar()->value(), 0);
        const auto isOurs = [&](Qt::Key key, Qt::KeyboardModifiers held = {}) {
            return support::takesFromShortcuts(bench.view, key, held);
        };
        for (const auto key : {Qt::Key_Up, Qt::Key_Down, Qt::Key_Return}) QVERIFY(isOurs(key));
        for (const auto key : {Qt::Key_Space, Qt::Key_N, Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_PageDown})
            QVERIFY2(!isOurs(key), qPrintable(QKeySequence(key).toString()));
        QVERIFY(isOurs(Qt::Key_C, Qt::ControlModifier));
    }

    void theTextCanBeSelectedAndCopied() {
        Bench bench;
        QVERIFY(bench.ready());
        QTest::mouseDClick(bench.view.viewport(), Qt::LeftButton, {}, bench.placeOf("gives"));
        QTest::keyClick(&bench.view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), "gives");
    }

    void whyThereIsNoGuideIsSaid() {
        Bench bench;
        bench.view.setNotice("changed");
        QVERIFY(bench.shown().startsWith("changed\nTurns"));
        bench.view.setNotice({});
        QVERIFY(bench.shown().startsWith("Turns"));
        bench.view.showNothing("no guide here");
        QCOMPARE(bench.shown(), "no guide here");
        QVERIFY(!bench.view.hasAnswer());
        bench.view.showGuide(views::guideOf(text));
        QVERIFY(bench.shown().startsWith("Turns"));
    }

    void everyThemeAndSizeDressesTheText() {
        Bench bench;
        for (const auto theme : {views::Theme::Light, views::Theme::Dark}) {
            bench.view.setTheme(theme);
            QCOMPARE(formatOf(bench.view, "main waits").foreground().color(), views::palette(theme).accent);
            QCOMPARE(formatOf(bench.view, "Who is next").foreground().color(), views::palette(theme).text);
            bench.view.showGuide(views::guideOf(text));
            QCOMPARE(formatOf(bench.view, "main waits").foreground().color(), views::palette(theme).accent);
        }
        QWheelEvent turn({50, 50}, bench.view.viewport()->mapToGlobal(QPointF(50, 50)), {}, {0, 120}, Qt::NoButton,
                         Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(bench.view.viewport(), &turn);
        QCOMPARE(bench.view.textSize(), 14);
        bench.view.setTextSize(26);
        QCOMPARE(formatOf(bench.view, "Who is next").font().pixelSize(), 26);
        QCOMPARE(formatOf(bench.view, "Turns").font().pixelSize(), 32);
        QCOMPARE(formatOf(bench.view, "sleep(0)").font().pixelSize(), 26);
    }
};

QTEST_MAIN(TestGuideView)
#include "test_guide_view.moc"
