#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QScrollBar>
#include <QtTest>
#include <random>

#include "greenlets/greenlets_view.h"
#include "support/random_trace.h"
#include "support/trace_text.h"

using support::TraceText;
using views::GreenletsModel;

namespace {

QString row(const QAbstractItemModel& model, int row) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) cells << model.index(row, column).data().toString();
    return cells.join(u'|');
}

QStringList table(const QAbstractItemModel& model) {
    QStringList rows;
    for (int i = 0; i < model.rowCount(); ++i) rows << row(model, i);
    return rows;
}

const char* const program =
    "main makes queue tasks of 1 at 1\n"
    "main spawns boss at 2\n"
    "main waits joinall \"1 left\" at 3\n"
    "hub resumes boss\n"
    "boss stores 1 in tasks at 4\n"
    "boss waits queue-put on tasks \"2\" until 100ms at 5\n"
    "t=100ms hub resumes boss with \"Full\" directly\n"
    "boss fails \"Full: no room\"\n"
    "boss reports \"Full: no room\"\n"
    "boss ends queueing notify\n"
    "hub resumes main directly\n"
    "main ends\n";

// 12 rows, and the rows of the last ones act at the end.
std::string tenTasks() {
    std::string lines;
    for (int i = 0; i < 10; ++i) lines += "main spawns task(" + std::to_string(i) + ") as t" + std::to_string(i) + "\n";
    lines += "main waits joinall \"10 left\" at 25\n";
    for (int i = 0; i < 10; ++i) {
        const auto name = "t" + std::to_string(i);
        lines += "hub resumes " + name + "\n" + (i < 9 ? name + " yields at 10\n" : "");
    }
    return lines;
}

green::trace::Recipe recipe() {
    green::trace::Recipe recipe;
    recipe.sources = {{"program.cpp", "…"}};
    return recipe;
}

}  // namespace

class TestGreenletsView : public QObject {
    Q_OBJECT
private slots:
    void everyWaitHasWords_data() {
        QTest::addColumn<QString>("wait");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("what");
        QTest::newRow("lock") << "lock on door"
                              << "waits: lock"
                              << "acquire() on door";
        QTest::newRow("pool") << "pool-spawn on crew work"
                              << "waits: lock"
                              << "spawn(work) on crew";
        QTest::newRow("place") << "pool-wait on crew"
                               << "waits: lock"
                               << "wait_available() on crew";
        QTest::newRow("group") << "group-join on crew"
                               << "waits: data"
                               << "join() on crew";
        QTest::newRow("event") << "event on go"
                               << "waits: data"
                               << "wait() on go";
        QTest::newRow("several") << "wait \"2 left\""
                                 << "waits: data"
                                 << "wait (2 left)";
        QTest::newRow("thread") << "thread"
                                << "waits: I/O"
                                << "get() from a thread";
        QTest::newRow("process") << "process"
                                 << "waits: I/O"
                                 << "wait() for a process";
        QTest::newRow("loop") << "loop-end"
                              << "waits: data"
                              << "wait() for the end of all";
        QTest::newRow("idle") << "idle"
                              << "waits: data"
                              << "idle()";
    }
    void everyWaitHasWords() {
        QFETCH(QString, wait);
        QFETCH(QString, state);
        QFETCH(QString, what);
        const QString lines =
            "main makes semaphore door of 0\nmain makes pool crew of 0\nmain makes event go\nmain waits " + wait;
        views::RunView run;
        run.setStore(support::trace_from_text(lines.toStdString()));
        run.setPlayhead(run.store().size());
        const GreenletsModel model(run);
        QCOMPARE(model.index(0, GreenletsModel::State).data().toString(), state);
        QCOMPARE(model.index(0, GreenletsModel::WaitsFor).data().toString(), what);
    }

    // As in its track.
    void aHubWithNothingToRunSleeps() {
        views::RunView run;
        run.setStore(
            support::trace_from_text("main waits sleep 1 for 1s\nhub idles until 1s\nt=1s hub resumes main\n"));
        GreenletsModel model(run);
        run.setPlayhead(1);
        QCOMPARE(row(model, 1), "running|hub|picks next|step 1|||");
        QSignalSpy changed(&model, &GreenletsModel::dataChanged);
        run.setPlayhead(2);
        QCOMPARE(row(model, 1), "sleeps|hub||step 1|||");
        QVERIFY(std::ranges::any_of(changed, [](const auto& all) { return all[0].toModelIndex().row() == 1; }));
    }

    void eachRowTellsStateReasonAndEnd() {
        views::RunView run;
        run.setStore(support::trace_from_text(program, recipe()));
        GreenletsModel model(run);
        QCOMPARE(table(model), (QStringList{"running|main|||||", "idle|hub|||||"}));
        run.setPlayhead(6);
        QCOMPARE(table(model),
                 (QStringList{"waits: data|main|joinall (1 left)|step 3||3|", "running|hub|picks next|step 6|||",
                              "waits: data|boss|put(2) on tasks|step 6|100 ms|5|"}));
        // Who is runnable does not wait.
        run.setPlayhead(2);
        QCOMPARE(row(model, 2), "runnable|boss||step 2|||");
        run.setPlayhead(8);
        QCOMPARE(row(model, 2), "running|boss||step 7||5|Full: no room");
        run.setPlayhead(10);
        QCOMPARE(row(model, 2), "failed|boss||step 10|||Full: no room");
    }

    void aLineOfAnotherFileNamesIt() {
        views::RunView run;
        run.setStore(support::trace_from_text("file a/other.cpp\nmain prints a at 7\n", recipe()));
        run.setPlayhead(1);
        GreenletsModel model(run);
        QCOMPARE(row(model, 0), "running|main||||other.cpp:7|");
    }

    void rowsComeAndGoWithThePlayhead() {
        views::RunView run;
        const auto store = support::store_of(support::plausible_events(11, 2000), 100);
        run.setStore(store);
        GreenletsModel model(run);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::minstd_rand random(1);
        for (int i = 0; i < 300; ++i) {
            const auto at = run.playhead();
            run.setPlayhead(random() % 8 == 0 ? random() % (store->size() + 1)
                                              : at + (random() % 3 ? 1 : (at ? -1 : 0)));
            const auto now = run.moment().greenlets();
            QCOMPARE(model.rowCount(), static_cast<int>(now.size()));
        }
        run.setStore(support::trace_from_text(program));
        QCOMPARE(model.rowCount(), 2);
    }

    // Views keep what they painted: a change that is not announced stays on the screen as it was.
    void everyChangeIsAnnounced() {
        views::RunView run;
        const auto store = support::store_of(support::plausible_events(13, 1500), 100);
        run.setStore(store);
        GreenletsModel model(run);
        QStringList known = table(model);
        connect(&model, &QAbstractItemModel::dataChanged, this, [&](const QModelIndex& from, const QModelIndex& to) {
            for (int i = from.row(); i <= to.row(); ++i) known[i] = row(model, i);
        });
        connect(&model, &QAbstractItemModel::rowsInserted, this, [&](const QModelIndex&, int from, int to) {
            for (int i = from; i <= to; ++i) known << row(model, i);
        });
        connect(&model, &QAbstractItemModel::rowsRemoved, this,
                [&](const QModelIndex&, int from, int to) { known.remove(from, to - from + 1); });
        std::minstd_rand random(2);
        for (int i = 0; i < 300; ++i) {
            const auto at = run.playhead();
            run.setPlayhead(random() % 8 == 0 ? random() % (store->size() + 1)
                                              : at + (random() % 3 ? 1 : (at ? -1 : 0)));
            QCOMPARE(known, table(model));
        }
    }

    void theSelectionGoesBothWays() {
        TraceText trace;
        trace.add(program);
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(6);
        views::GreenletsView view(run);
        view.resize(700, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));

        run.select(trace.id("boss"));
        QCOMPARE(view.currentIndex().row(), 2);
        const auto cell = view.visualRect(view.model()->index(0, GreenletsModel::Name));
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(run.selection(), green::trace::Id::Main);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(run.selection(), green::trace::Id::Hub);

        // A queue is no row.
        run.select(trace.id("tasks"));
        QVERIFY(view.selectionModel()->selectedRows().isEmpty());
        QCOMPARE(run.selection(), trace.id("tasks"));
    }

    void whoIsSelectedStaysSoWhileItIsNotThere() {
        TraceText trace;
        trace.add(program);
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(6);
        views::GreenletsView view(run);
        run.select(trace.id("boss"));
        run.setPlayhead(1);
        QCOMPARE(run.selection(), trace.id("boss"));
        run.setPlayhead(6);
        QCOMPARE(view.currentIndex().row(), 2);
    }

    // Like the first two thirds of an example: ten greenlets, and a playhead that goes from one to the next.
    void theTableFollowsWhoActs() {
        TraceText trace;
        trace.add(tenTasks());
        views::RunView run;
        run.setStore(trace.store());
        views::GreenletsView view(run);
        view.resize(470, 190);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto inSight = [&](int row) {
            const auto rect = view.visualRect(view.model()->index(row, 0));
            return view.viewport()->rect().contains(QRect(1, rect.top(), 1, rect.height()));
        };
        for (const auto n : {11, 12, 13, 30, 31, 14, 31, 2, 22}) {
            run.setPlayhead(static_cast<green::trace::EventNumber>(n));
            const auto* event = run.event();
            const auto actor = event->greenlet == green::trace::Id::Hub ? event->object : event->greenlet;
            QVERIFY2(inSight(view.greenlets().rowOf(actor)), qPrintable(QString::number(n)));
        }
        // Who scrolls away is left alone until the next step.
        view.verticalScrollBar()->setValue(0);
        QVERIFY(!inSight(11));
        run.setPlayhead(31);
        QVERIFY(inSight(11));
    }

    void columnsAreAsWideAsWhatTheyHold_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("text");
        QTest::newRow("as it opens") << 470 << 13;
        QTest::newRow("wide") << 1000 << 13;
        QTest::newRow("large text") << 1600 << 24;
        QTest::newRow("narrow") << 300 << 13;
    }
    void columnsAreAsWideAsWhatTheyHold() {
        QFETCH(int, width);
        QFETCH(int, text);
        TraceText trace;
        // The step has to have five digits somewhere.
        trace.add(tenTasks());
        std::string prints;
        for (int i = 0; i < 12000; ++i) prints += "t9 prints x\n";
        trace.add(prints + "t9 waits select \"[], [], [], 0.23\" until 1230ms at 123\nhub resumes t0\nt0 yields\n");
        views::RunView run;
        run.setStore(trace.store());
        views::GreenletsView view(run);
        view.setStyleSheet("QHeaderView::section { padding: 4px 8px; border: none; }");
        view.setTextSize(text);
        view.resize(width, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QFontMetrics metrics(view.font());
        for (const auto n : {run.store().size(), run.store().size() - 1, green::trace::EventNumber{31}}) {
            run.setPlayhead(n);
            QCoreApplication::processEvents();
            for (int column = 0; column < GreenletsModel::ColumnCount; ++column) {
                if (view.isColumnHidden(column)) continue;
                for (int row = 0; row < view.model()->rowCount(); ++row) {
                    const auto index = view.model()->index(row, column);
                    if (!view.viewport()->rect().intersects(view.visualRect(index))) continue;
                    const int icon = column == GreenletsModel::State ? view.iconSize().width() + 4 : 0;
                    QVERIFY2(
                        metrics.horizontalAdvance(index.data().toString()) + icon + 8 <= view.columnWidth(column),
                        qPrintable(
                            QStringLiteral("%1 in %2 px").arg(index.data().toString()).arg(view.columnWidth(column))));
                }
            }
        }
        using enum GreenletsModel::Column;
        const std::vector<int> order{Name, State, WaitsFor, Result, Line, Since, Until};
        for (std::size_t i = 0; i < order.size(); ++i)
            QCOMPARE(view.horizontalHeader()->logicalIndex(static_cast<int>(i)), order[i]);
        for (const auto column : {Name, State, WaitsFor, Result}) QVERIFY(!view.isColumnHidden(column));
        if (width >= 470) QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
        QCOMPARE(!view.isColumnHidden(Until), width >= 1000);
    }

    // Columns that came and went with each step would be hard to read.
    void aColumnDoesNotShrinkDuringARun() {
        TraceText trace;
        trace.add(program);
        views::RunView run;
        run.setStore(trace.store());
        views::GreenletsView view(run);
        view.resize(1000, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        run.setPlayhead(6);
        QCoreApplication::processEvents();
        const int wide = view.columnWidth(GreenletsModel::WaitsFor);
        run.setPlayhead(12);
        QCoreApplication::processEvents();
        QCOMPARE(view.columnWidth(GreenletsModel::WaitsFor), wide);
        run.setStore(support::trace_from_text("main prints a\n"));
        QCoreApplication::processEvents();
        QVERIFY(view.columnWidth(GreenletsModel::WaitsFor) < wide);
    }

    // The chip of a row, or its text, begins below the first letter of the header.
    void cellsBeginWhereTheHeadersDo() {
        TraceText trace;
        trace.add("main spawns Mmm\nmain waits join on Mmm\n");
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(2);
        views::GreenletsView view(run);
        view.setStyleSheet("QHeaderView::section { padding: 4px 8px; border: none; }");
        view.resize(700, 300);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto firstInk = [](const QImage& image, const QRect& box) {
            const QColor ground = image.pixelColor(box.left() + 1, box.center().y());
            for (int x = box.left() + 1; x < box.right(); ++x)
                for (int y = box.top() + 3; y < box.bottom() - 3; ++y)
                    if (std::abs(qGray(image.pixel(x, y)) - qGray(ground.rgb())) > 60) return x - box.left();
            return -1;
        };
        auto* header = view.horizontalHeader();
        const auto headers = header->viewport()->grab().toImage();
        const auto cells = view.viewport()->grab().toImage();
        // N, W and M have stems at their left edge.
        const int name = firstInk(headers, {header->sectionViewportPosition(GreenletsModel::Name), 0,
                                            header->sectionSize(GreenletsModel::Name), header->height()});
        const int cell = firstInk(cells, view.visualRect(view.model()->index(2, GreenletsModel::Name)));
        QVERIFY(name > 0);
        QVERIFY2(std::abs(name - cell) <= 1, qPrintable(QStringLiteral("%1 and %2").arg(name).arg(cell)));
        const int chip = firstInk(cells, view.visualRect(view.model()->index(2, GreenletsModel::State)));
        QVERIFY2(std::abs(8 - chip) <= 1, qPrintable(QString::number(chip)));
    }

    void anotherLookHasAnotherChip() {
        views::RunView run;
        run.setStore(support::trace_from_text(program));
        run.setPlayhead(6);
        GreenletsModel model(run);
        const auto chip = [&](int row) {
            return model.index(row, GreenletsModel::State)
                .data(Qt::DecorationRole)
                .value<QIcon>()
                .pixmap(18, 18)
                .toImage();
        };
        QVERIFY(chip(0) != chip(1));
        QCOMPARE(chip(0), chip(2));
    }
};

QTEST_MAIN(TestGreenletsView)
#include "test_greenlets_view.moc"
