#include <QAbstractItemModelTester>
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

green::trace::Recipe recipe() {
    green::trace::Recipe recipe;
    recipe.sources = {{"program.cpp", "…"}};
    return recipe;
}

}  // namespace

class TestGreenletsView : public QObject {
    Q_OBJECT
private slots:
    void eachRowTellsStateReasonAndEnd() {
        views::RunView run;
        run.setStore(support::trace_from_text(program, recipe()));
        GreenletsModel model(run);
        QCOMPARE(table(model), (QStringList{"running|main|||||", "idle|hub|||||"}));
        run.setPlayhead(6);
        QCOMPARE(table(model),
                 (QStringList{"waits for data|main|joinall (1 left)|step 3||3|", "running|hub|picks next|step 6|||",
                              "waits for data|boss|put(2) on tasks|step 6|100 ms|5|"}));
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
