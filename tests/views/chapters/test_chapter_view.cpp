// The pane of chapters, by real keys and clicks.
#include <QAbstractItemModelTester>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

#include "chapters/chapter_view.h"
#include "support/keys.h"

using views::ChapterView;
using views::Progress;

namespace {

std::vector<views::ChapterEntry> entries() {
    return {
        {"turns", "Turns", "Two take turns", "Greenlets", "foo and bar.", {"sleep(0)"}},
        {"race", "Race", "A counter gets lost", "Greenlets", "Shared state.", {"counter += 1"}},
        {"bounded", "Bounded", "A full queue", "Queues", "A boss and workers.", {"Queue(maxsize=3)", "green::Queue"}}};
}

struct Bench {
    ChapterView view{entries()};
    QSignalSpy chosen{&view, &ChapterView::chosen};
    QSignalSpy left{&view, &ChapterView::left};

    Bench() {
        view.resize(380, 400);
        view.show();
    }
    bool ready() { return QTest::qWaitForWindowActive(&view); }
    QLineEdit* words() { return view.findChild<QLineEdit*>("chapterWords"); }
    QTreeView* rows() { return view.findChild<QTreeView*>("chapterRows"); }
    QModelIndex row(int chapter, int example = -1) {
        const auto parent = rows()->model()->index(chapter, 0);
        return example < 0 ? parent : rows()->model()->index(example, 0, parent);
    }
    void click(const QModelIndex& index) {
        QTest::mouseClick(rows()->viewport(), Qt::LeftButton, {}, rows()->visualRect(index).center());
    }
    // What has been chosen since the last call.
    QStringList choices() {
        QStringList ids;
        for (const auto& signal : chosen) ids += signal.front().toString();
        chosen.clear();
        return ids;
    }
    // The names of the examples that are left.
    QStringList names() {
        QStringList all;
        for (int chapter = 0; chapter < rows()->model()->rowCount(); ++chapter)
            for (int example = 0; example < rows()->model()->rowCount(row(chapter)); ++example)
                all += row(chapter, example).data().toString();
        return all;
    }
    bool seen(const char* label) { return view.findChild<QLabel*>(QLatin1String(label))->isVisible(); }
};

}  // namespace

class TestChapterView : public QObject {
    Q_OBJECT
private slots:
    void chaptersHaveTheirExamplesInOrder() {
        Bench bench;
        const QAbstractItemModelTester whole(&bench.view.chapters());
        const QAbstractItemModelTester filtered(bench.rows()->model());
        QCOMPARE(bench.view.plainText(),
                 "Greenlets: 0 of 2 walked to their end\n"
                 "    Turns: Two take turns (not opened yet)\n"
                 "    Race: A counter gets lost (not opened yet)\n"
                 "Queues: 0 of 1 walked to their end\n"
                 "    Bounded: A full queue (not opened yet)");
    }

    void progressIsCountedAndTold() {
        Bench bench;
        auto& model = bench.view.chapters();
        model.setProgress("race", Progress::Walked);
        model.setProgress("turns", Progress::Opened);
        model.setProgress("nobody", Progress::Walked);
        bench.view.setOpen("turns");
        QCOMPARE(bench.view.plainText().section('\n', 0, 2),
                 "Greenlets: 1 of 2 walked to their end\n"
                 "    Turns: Two take turns (opened; it is shown)\n"
                 "    Race: A counter gets lost (walked to its end)");
        QCOMPARE(model.walked(), 1);
        QCOMPARE(model.count(), 3);
        QCOMPARE(model.progress("race"), Progress::Walked);
        model.setProgress("race", Progress::Unseen);
        QCOMPARE(model.walked(), 0);
    }

    void everyProgressHasAGlyphOfItsOwn() {
        std::vector<QImage> pictures;
        for (const auto progress : {Progress::Unseen, Progress::Opened, Progress::Walked}) {
            QImage picture(24, 24, QImage::Format_Grayscale8);
            picture.fill(Qt::white);
            QPainter painter(&picture);
            painter.scale(2, 2);
            painter.fillPath(views::progressGlyph(progress), Qt::black);
            painter.end();
            for (const auto& other : pictures) QVERIFY(other != picture);
            pictures.push_back(picture);
            QVERIFY(!views::progressText(progress).isEmpty());
        }
    }

    void wordsAreLookedForEverywhere_data() {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QStringList>("left");
        QTest::newRow("nothing") << "" << QStringList{"Turns", "Race", "Bounded"};
        QTest::newRow("name") << "rac" << QStringList{"Race"};
        QTest::newRow("id") << "bounded" << QStringList{"Bounded"};
        QTest::newRow("title") << "FULL" << QStringList{"Bounded"};
        QTest::newRow("summary") << "shared state" << QStringList{"Race"};
        QTest::newRow("chapter") << "greenlets" << QStringList{"Turns", "Race"};
        QTest::newRow("Python") << "maxsize=3" << QStringList{"Bounded"};
        QTest::newRow("C++") << "green::q" << QStringList{"Bounded"};
        QTest::newRow("all words") << "greenlets  counter" << QStringList{"Race"};
        QTest::newRow("nowhere") << "greenlets maxsize" << QStringList();
    }
    void wordsAreLookedForEverywhere() {
        QFETCH(QString, words);
        QFETCH(QStringList, left);
        Bench bench;
        QVERIFY(bench.ready());
        bench.view.search();
        QTest::keyClicks(bench.words(), words);
        QCOMPARE(bench.names(), left);
        QCOMPARE(bench.seen("chapterNothing"), left.isEmpty());
        QTest::keyClick(bench.words(), Qt::Key_Return);
        if (words.isEmpty()) return;  // the row that has been left last, and here there is none
        QCOMPARE(bench.choices(), left.isEmpty() ? QStringList() : QStringList{left.front().toLower()});
    }

    // Titles and chapters first, whole words before their parts; without words the tutorial's order is back.
    void whatIsCalledSoComesFirst() {
        ChapterView view({{"poll", "Polling", "Waiting on a clock", "Start", "", {"tick = 1"}},
                          {"text", "Threads", "Turns", "Start", "", {"lock = None"}},
                          {"locks", "Holder", "Two holders", "Locks and more", "", {}},
                          {"race", "Race", "A lock helps", "Locks and more", "", {}},
                          {"last", "Last", "blocks", "End", "", {}}});
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        const auto order = [&view] {
            QStringList names;
            for (const auto& line : view.plainText().split(u'\n')) names += line.section(u':', 0, 0).trimmed();
            return names;
        };
        const QStringList tutorial{"Start", "Polling", "Threads", "Locks and more", "Holder", "Race", "End", "Last"};
        QCOMPARE(order(), tutorial);
        view.search();
        auto* words = view.findChild<QLineEdit*>("chapterWords");
        QTest::keyClicks(words, "lock");
        QCOMPARE(order(),
                 (QStringList{"Locks and more", "Race", "Holder", "Start", "Threads", "Polling", "End", "Last"}));
        QSignalSpy chosen(&view, &ChapterView::chosen);
        QTest::keyClick(words, Qt::Key_Return);
        QCOMPARE(chosen.front().front().toString(), "race");
        QTest::keyClick(words, Qt::Key_Escape);
        QCOMPARE(order(), tutorial);
    }

    void escapeClearsTheWordsAndThenLeaves() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.view.search();
        QTest::keyClicks(bench.words(), "race");
        QTest::keyClick(bench.words(), Qt::Key_Escape);
        QCOMPARE(bench.words()->text(), QString());
        QCOMPARE(bench.names().size(), 3);
        QCOMPARE(bench.left.count(), 0);
        QTest::keyClick(bench.words(), Qt::Key_Escape);
        QCOMPARE(bench.left.count(), 1);
        QTest::keyClick(bench.words(), Qt::Key_Down);
        QVERIFY(bench.rows()->hasFocus());
        QTest::keyClick(bench.rows(), Qt::Key_Escape);
        QCOMPARE(bench.left.count(), 2);
    }

    void keysGoThroughTheRowsAndOpenOne() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.view.setOpen("turns");
        bench.view.setFocus();
        QVERIFY(bench.rows()->hasFocus());
        QTest::keyClick(bench.rows(), Qt::Key_Down);
        QTest::keyClick(bench.rows(), Qt::Key_Return);
        QCOMPARE(bench.choices(), QStringList{"race"});
        QTest::keyClick(bench.rows(), Qt::Key_Down);
        QTest::keyClick(bench.rows(), Qt::Key_Return);  // a chapter
        QVERIFY(!bench.rows()->isExpanded(bench.row(1)));
        QTest::keyClick(bench.rows(), Qt::Key_Return);
        QVERIFY(bench.rows()->isExpanded(bench.row(1)));
        QTest::keyClick(bench.rows(), Qt::Key_Down);
        QTest::keyClick(bench.rows(), Qt::Key_Enter);
        QCOMPARE(bench.choices(), QStringList{"bounded"});
        for (const auto key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Space, Qt::Key_N})
            QVERIFY2(!support::takesFromShortcuts(*bench.rows(), key), qPrintable(QKeySequence(key).toString()));
        for (const auto key : {Qt::Key_Up, Qt::Key_Down, Qt::Key_Return})
            QVERIFY2(support::takesFromShortcuts(*bench.rows(), key), qPrintable(QKeySequence(key).toString()));
    }

    void aClickOpensAnExampleOrFoldsAChapter() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.click(bench.row(0, 1));
        QCOMPARE(bench.choices(), QStringList{"race"});
        bench.click(bench.row(0));
        QVERIFY(!bench.rows()->isExpanded(bench.row(0)));
        bench.click(bench.row(0));
        QVERIFY(bench.rows()->isExpanded(bench.row(0)));
        QCOMPARE(bench.choices(), QStringList());
    }

    void theOpenOneComesInSight() {
        auto many = entries();
        for (int i = 0; i < 60; ++i) {
            const auto name = QStringLiteral("n%1").arg(i);
            many.push_back({name, name, name, "Many", name, {}});
        }
        ChapterView view(many);
        view.resize(300, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setOpen("n59");
        auto* rows = view.findChild<QTreeView*>("chapterRows");
        QCOMPARE(rows->currentIndex().data().toString(), "n59");
        QVERIFY(rows->viewport()->rect().contains(rows->visualRect(rows->currentIndex()).center()));
        // What is found stands at the top, below its chapter.
        auto* words = view.findChild<QLineEdit*>("chapterWords");
        QTest::keyClicks(words, "n5");
        QCOMPARE(rows->verticalScrollBar()->value(), 0);
        words->clear();
        QVERIFY(rows->viewport()->rect().contains(rows->visualRect(rows->currentIndex()).center()));
        view.setOpen({});
        QCOMPARE(view.chapters().open(), QString());
        // Also where the pane was hidden meanwhile.
        ChapterView hidden(many);
        hidden.setOpen("n59");
        hidden.resize(300, 200);
        hidden.show();
        rows = hidden.findChild<QTreeView*>("chapterRows");
        QTRY_VERIFY(rows->viewport()->rect().contains(rows->visualRect(rows->currentIndex()).center()));
    }

    void aNoticeStandsBelow() {
        Bench bench;
        QVERIFY(bench.ready());
        QVERIFY(!bench.seen("chapterNotice"));
        bench.view.setNotice("a file of yours is open");
        QVERIFY(bench.seen("chapterNotice"));
        bench.view.setNotice({});
        QVERIFY(!bench.seen("chapterNotice"));
    }

    void everyThemeAndSizePaints() {
        Bench bench;
        QVERIFY(bench.ready());
        bench.view.setOpen("turns");
        QImage before;
        for (const auto theme : {views::Theme::Light, views::Theme::Dark}) {
            bench.view.setTheme(theme);
            const auto picture = bench.view.grab().toImage();
            QVERIFY(picture != before);
            before = picture;
            const auto row = bench.rows()->visualRect(bench.row(0, 0));
            const auto middle = bench.rows()->viewport()->mapTo(&bench.view, QPoint(row.right() - 2, row.center().y()));
            QCOMPARE(picture.pixelColor(middle), views::palette(theme).accentSoft);
        }
        // The row that Return would open can be told from the others while somebody types.
        bench.view.search();
        QTest::keyClicks(bench.words(), "e");
        const auto ground = [&](int example) {
            const auto row = bench.rows()->visualRect(bench.row(0, example));
            return bench.rows()->viewport()->grab().toImage().pixelColor(row.right() - 2, row.center().y());
        };
        QCOMPARE(bench.names().front(), "Turns");
        bench.view.setOpen({});
        QCOMPARE(ground(0), views::palette(views::Theme::Dark).hover);
        QCOMPARE(ground(1), views::palette(views::Theme::Dark).surface);
        bench.words()->clear();
        const int height = bench.rows()->visualRect(bench.row(0, 0)).height();
        bench.view.setTextSize(26);
        QCOMPARE(bench.rows()->visualRect(bench.row(0, 0)).height(), 2 * height);
    }
};

QTEST_MAIN(TestChapterView)
#include "test_chapter_view.moc"
