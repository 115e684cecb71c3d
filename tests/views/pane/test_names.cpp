#include <QtTest>

#include "palette/names.h"
#include "support/trace_text.h"
#include "time/run_view.h"

using support::TraceText;
using views::displayName;

namespace {

QString shown(const TraceText& trace, std::string_view handle) {
    return displayName(trace.store()->last(), trace.id(handle));
}

}  // namespace

class TestNames : public QObject {
    Q_OBJECT
private slots:
    void aNameOfItsOwnIsShownAsItIs() {
        TraceText trace;
        trace.add("main spawns worker(1) as w\nmain makes queue worker of 3");
        QCOMPARE(shown(trace, "main"), "main");
        QCOMPARE(displayName(trace.store()->last(), trace.store()->event(1).object), "worker");
        QCOMPARE(displayName(trace.store()->last(), trace.store()->event(2).object), "worker");
    }

    void argumentsTellApartWhoSharesAName() {
        TraceText trace;
        trace.add("main spawns task(1) as a\nmain spawns task(2) as b");
        QCOMPARE(shown(trace, "a"), "task(1)");
        QCOMPARE(shown(trace, "b"), "task(2)");
    }

    void numbersDoWhereArgumentsDoNot_data() {
        QTest::addColumn<QString>("lines");
        QTest::newRow("same arguments") << "main spawns task(1) as a\nmain spawns task(1) as b";
        QTest::newRow("none") << "main spawns task as a\nmain spawns task as b";
        QTest::newRow("too long") << "main spawns \"task('abcdefghijklmnopqrstuvwxyz', 1)\" as a\n"
                                     "main spawns task(2) as b";
    }
    void numbersDoWhereArgumentsDoNot() {
        QFETCH(QString, lines);
        TraceText trace;
        trace.add(lines.toStdString());
        QCOMPARE(shown(trace, "a"), "task-1");
        QCOMPARE(shown(trace, "b"), "task-2");
    }

    void aNameAsLongAsALineIsCutInTheMiddle() {
        TraceText trace;
        trace.add("main spawns foo named " + std::string(50, 'a') + std::string(50, 'b'));
        QCOMPARE(shown(trace, "foo"), QString(20, u'a') + u'…' + QString(19, u'b'));
    }

    void nobodyHasNoName() {
        TraceText trace;
        QCOMPARE(displayName(trace.store()->last(), green::trace::Id{77}), "");
        QCOMPARE(displayName(trace.store()->last(), green::trace::Id::None), "");
    }

    // Names must not change while the playhead moves, only with what the run adds.
    void aRunsNamesFollowItsEndAndForgetAnotherRun() {
        views::RunView run;
        auto& names = views::RunNames::of(run);
        QCOMPARE(&views::RunNames::of(run), &names);
        TraceText trace;
        trace.add("main spawns task(1) as a");
        run.setStore(trace.store());
        const auto id = trace.id("a");
        QCOMPARE(names.name(id), "task");
        trace.add("main spawns task(2) as b");
        run.setPlayhead(1);
        QCOMPARE(names.name(id), "task(1)");

        TraceText other;
        other.add("main spawns foo as a");
        run.setStore(other.store());
        QCOMPARE(names.name(id), "foo");
    }
};

QTEST_MAIN(TestNames)
#include "test_names.moc"
