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
        trace.add("main spawns worker as w\nmain makes queue worker of 3");
        QCOMPARE(shown(trace, "main"), "main");
        QCOMPARE(displayName(trace.store()->last(), trace.store()->event(1).object), "worker");
        QCOMPARE(displayName(trace.store()->last(), trace.store()->event(2).object), "worker");
    }

    void plainArgumentsAreShown_data() {
        QTest::addColumn<QString>("spawned");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* spawned, const char* name) { QTest::newRow(spawned) << spawned << name; };
        row("task(1)", "task(1)");
        row("\"task(-1.5e3, 'a, b', True)\"", "task(-1.5e3, 'a, b', True)");
        row("\"task('it\\\\'s')\"", "task('it\\'s')");
        row("task", "task");
        row("task(tasks)", "task");
        row("\"task(tasks, 3)\"", "task");
        row("\"task(<Queue at 0x7f>)\"", "task");
        row("\"task('abcdefghijklmnopqrstuvwxyz', 1)\"", "task");
        row("\"task('open)\"", "task");
        row("\"task(1,)\"", "task");
        row("\"steve(1)\" named \"steve\" running worker", "steve");
    }
    void plainArgumentsAreShown() {
        QFETCH(QString, spawned);
        QFETCH(QString, name);
        TraceText trace;
        trace.add("main spawns " + spawned.toStdString());
        QCOMPARE(displayName(trace.store()->last(), trace.store()->event(1).object), name);
    }

    void numbersTellApartWhoSharesAName_data() {
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QStringList>("names");
        QTest::newRow("arguments differ")
            << "main spawns task(1)\nmain spawns task(2) as b" << QStringList{"task(1)", "task(2)"};
        QTest::newRow("same arguments") << "main spawns task(1)\nmain spawns task(1) as b"
                                        << QStringList{"task(1)", "task(1)-2"};
        QTest::newRow("none") << "main spawns a running a named task\nmain spawns b running b named task\n"
                                 "main spawns c running c named task"
                              << QStringList{"task", "task-2", "task-3"};
        QTest::newRow("too long") << "main spawns \"task('abcdefghijklmnopqrstuvwxyz', 1)\"\n"
                                     "main spawns task(2) as b\nmain spawns task as c"
                                  << QStringList{"task", "task(2)", "task-2"};
        QTest::newRow("number given already") << "main spawns a named task-2\nmain spawns b named task\n"
                                                 "main spawns c named task"
                                              << QStringList{"task-2", "task", "task-3"};
        QTest::newRow("number given later") << "main spawns a named task\nmain spawns b named task\n"
                                               "main spawns c named task-2\nmain spawns d named task"
                                            << QStringList{"task", "task-2", "task-2-2", "task-3"};
    }
    // A name stays what it was when it came up: it may not depend on who comes later.
    void numbersTellApartWhoSharesAName() {
        QFETCH(QString, lines);
        QFETCH(QStringList, names);
        TraceText trace;
        trace.add(lines.toStdString());
        QCOMPARE(trace.store()->size(), static_cast<green::trace::EventNumber>(names.size()));
        for (green::trace::EventNumber end = 1; end <= trace.store()->size(); ++end) {
            const auto moment = trace.store()->moment(end);
            for (green::trace::EventNumber n = 1; n <= end; ++n)
                QCOMPARE(displayName(moment, trace.store()->event(n).object), names[static_cast<qsizetype>(n) - 1]);
        }
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

    void aRunsNamesStayAndForgetAnotherRun() {
        views::RunView run;
        auto& names = views::RunNames::of(run);
        QCOMPARE(&views::RunNames::of(run), &names);
        TraceText trace;
        trace.add("main spawns task(1) as a");
        run.setStore(trace.store());
        const auto id = trace.id("a");
        QCOMPARE(names.name(id), "task(1)");
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
