// What all panes have in common, and the indexes below them.
#include <QAction>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>
#include <memory>
#include <random>

#include "console/console_view.h"
#include "greenlets/greenlets_view.h"
#include "hubqueue/hub_queue_view.h"
#include "narration/sentence_view.h"
#include "palette/legend.h"
#include "pane/changes.h"
#include "pane/wait_index.h"
#include "pane/woken.h"
#include "queues/objects_view.h"
#include "source/line_index.h"
#include "source/source_view.h"
#include "support/random_trace.h"
#include "support/trace_text.h"

using green::trace::EventNumber;
using support::TraceText;

namespace {

const char* const program =
    "main makes queue tasks of 1 at 1\n"
    "main spawns boss at 2\n"
    "main spawns bob at 3\n"
    "main waits joinall \"2 left\" at 4\n"
    "hub resumes boss\n"
    "boss stores 1 in tasks at 5\n"
    "boss waits queue-put on tasks \"2\" at 5\n"
    "hub resumes bob\n"
    "bob prints hello at 6\n"
    "bob waits sleep \"0.1\" for 100ms at 7\n";

green::trace::Recipe recipe() {
    green::trace::Recipe recipe;
    recipe.sources = {{"program.cpp", "a();\nb();\nc();\nd();\ne();\nf();\ng();\n"}};
    return recipe;
}

// Every view, as a window has them.
std::vector<std::unique_ptr<QWidget>> allViews(views::RunView& run, views::Theme theme) {
    std::vector<std::unique_ptr<QWidget>> all;
    const auto add = [&](auto view) {
        view->setTheme(theme);
        view->resize(400, 240);
        all.push_back(std::move(view));
    };
    add(std::make_unique<views::SourceView>(run));
    add(std::make_unique<views::ObjectsView>(run));
    add(std::make_unique<views::GreenletsView>(run));
    add(std::make_unique<views::HubQueueView>(run));
    add(std::make_unique<views::ConsoleView>(run));
    add(std::make_unique<views::SentenceView>(run));
    add(std::make_unique<views::Legend>());
    return all;
}

int colours(const QImage& image) {
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) seen.insert(image.pixel(x, y));
    return static_cast<int>(seen.size());
}

}  // namespace

class TestPane : public QObject {
    Q_OBJECT
private slots:
    void everyViewIsNamedAndReachableByTab() {
        views::RunView run;
        run.setStore(support::trace_from_text(program, recipe()));
        QSet<QString> names;
        for (const auto& view : allViews(run, views::Theme::Light)) {
            QVERIFY2(!view->objectName().isEmpty(), view->metaObject()->className());
            QVERIFY2(!view->accessibleName().isEmpty(), view->metaObject()->className());
            names.insert(view->objectName());
            QVERIFY2(view->focusPolicy() & Qt::TabFocus, view->metaObject()->className());
        }
        QCOMPARE(names.size(), 7);
    }

    void everyViewPaintsInEveryTheme() {
        views::RunView run;
        run.setStore(support::trace_from_text(program, recipe()));
        run.setPlayhead(9);
        for (const auto theme : {views::Theme::Light, views::Theme::Dark, views::Theme::Print})
            for (const auto& view : allViews(run, theme))
                QVERIFY2(colours(view->grab().toImage()) > 5, view->metaObject()->className());
    }

    // A view must show the same however the playhead came to where it is.
    void theWayToAMomentDoesNotMatter_data() {
        QTest::addColumn<bool>("plausible");
        QTest::newRow("a run") << true;
        QTest::newRow("a damaged record") << false;
    }
    void theWayToAMomentDoesNotMatter() {
        QFETCH(bool, plausible);
        const auto store =
            support::store_of(plausible ? support::plausible_events(7, 1500) : support::arbitrary_events(7, 1500), 100);
        views::RunView run;
        run.setStore(store);
        views::ObjectsView objects(run);
        views::HubQueueView hub(run);
        views::SourceView source(run);
        objects.resize(400, 900);
        hub.resize(1200, 90);
        objects.show();
        hub.show();
        source.show();
        std::minstd_rand random(3);
        for (int step = 0; step < 200; ++step) {
            const auto at = run.playhead();
            const bool jump = random() % 8 == 0;
            const auto to = jump ? random() % (store->size() + 1) : at + (random() % 2 ? 1 : (at ? -1 : 0));
            run.setPlayhead(to);
            views::RunView fresh;
            fresh.setStore(store);
            fresh.setPlayhead(to);
            views::ObjectsView freshObjects(fresh);
            views::HubQueueView freshHub(fresh);
            views::SourceView freshSource(fresh);
            freshObjects.resize(400, 900);
            freshHub.resize(1200, 90);
            freshObjects.show();
            freshHub.show();
            freshSource.show();
            QCOMPARE(objects.plainText(), freshObjects.plainText());
            QCOMPARE(hub.plainText(), freshHub.plainText());
            QCOMPARE(source.plainText(), freshSource.plainText());
        }
    }

    void severalSignalsAreOneRefresh() {
        class Counting : public views::Pane {
        public:
            using Pane::Pane;
            QString plainText() override { return {}; }
            int refreshed = 0;

        protected:
            void refresh() override { ++refreshed; }
            void draw(QPainter&) override {}
        };
        views::RunView run;
        run.setStore(support::trace_from_text(program, recipe()));
        Counting pane(run, nullptr);
        run.setPlayhead(3);
        QCoreApplication::processEvents();
        QCOMPARE(pane.refreshed, 0);  // hidden
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        QCoreApplication::processEvents();
        const int before = pane.refreshed;
        for (EventNumber n = 4; n < 10; ++n) run.setPlayhead(n);
        run.select(green::trace::Id::Main);
        QCoreApplication::processEvents();
        QCOMPARE(pane.refreshed, before + 1);
    }

    void upAndDownGoThroughWhatCanBeChosenAndReturnChooses() {
        TraceText trace(recipe());
        trace.add(program);
        views::RunView run;
        run.setStore(trace.store());
        run.setPlayhead(4);
        views::HubQueueView hub(run);
        hub.resize(900, 90);
        hub.show();
        QVERIFY(QTest::qWaitForWindowExposed(&hub));
        QTest::keyClick(&hub, Qt::Key_Down);
        QTest::keyClick(&hub, Qt::Key_Down);
        QTest::keyClick(&hub, Qt::Key_Return);
        QCOMPARE(run.selection(), trace.id("bob"));
        QTest::keyClick(&hub, Qt::Key_Up);
        QTest::keyClick(&hub, Qt::Key_Return);
        QCOMPARE(run.selection(), trace.id("boss"));
    }

    void copyPutsTheTextOnTheClipboard() {
        views::RunView run;
        run.setStore(support::trace_from_text(program, recipe()));
        run.setPlayhead(7);
        views::ObjectsView objects(run);
        objects.resize(400, 400);
        objects.findChild<QAction*>("copyAction")->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith("tasks, Queue(maxsize=1): 1 <- 2 (boss)"));
    }

    void controlAndWheelChangeTheSizeOfTheText() {
        views::RunView run;
        views::SourceView source(run);
        source.resize(300, 200);
        const auto turn = [&](int angle, Qt::KeyboardModifiers keys) {
            QWheelEvent event({50, 50}, source.viewport()->mapToGlobal(QPointF(50, 50)), {}, {0, angle}, Qt::NoButton,
                              keys, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(source.viewport(), &event);
        };
        turn(120, Qt::NoModifier);
        QCOMPARE(source.textSize(), 13);
        turn(120, Qt::ControlModifier);
        turn(120, Qt::ControlModifier);
        QCOMPARE(source.textSize(), 15);
        turn(-120, Qt::ControlModifier);
        QCOMPARE(source.textSize(), 14);
        source.setTextSize(1000);
        QCOMPARE(source.textSize(), 48);
    }

    void changesTellWhatAStepTouchedAndAllAfterAJump() {
        const auto store = support::store_of(support::plausible_events(5, 1500));
        views::Changes changes;
        QVERIFY(!changes.take(*store, store->moment(10)));
        auto before = store->moment(10);
        for (const EventNumber n : {11, 12, 200, 199, 30}) {
            const auto now = store->moment(n);
            const auto touched = changes.take(*store, now);
            QVERIFY(touched);
            for (const auto& greenlet : now.greenlets()) {
                const auto* was = before.greenlet(greenlet.id);
                const bool told = std::ranges::binary_search(*touched, greenlet.id);
                QVERIFY2(told || (was && *was == greenlet), qPrintable(QString::number(raw(greenlet.id))));
            }
            before = now;
        }
        QVERIFY(!changes.take(*store, store->moment(1400)));
        changes.reset();
        QVERIFY(!changes.take(*store, store->moment(1400)));
    }

    void joinsAreIndexedByWhomTheyWaitFor() {
        TraceText trace;
        trace.add(
            "main spawns foo\nmain spawns bar\nmain waits joinall \"2 left\"\n"
            "hub resumes foo\nfoo waits join on bar\n");
        views::WaitIndex index;
        index.update(trace.store()->last(), std::nullopt);
        using Ids = std::vector<green::trace::Id>;
        QCOMPARE(index.toldOf(trace.id("bar")), Ids{trace.id("foo")});
        // Nobody says so, but somebody must have linked, and only main is in a joinall.
        QCOMPARE(index.toldOf(trace.id("foo")), Ids{trace.id("main")});
        QCOMPARE(index.joins().size(), std::size_t{2});
        trace.add("hub resumes bar\nbar waits wait \"2 left\"\n");
        index.update(trace.store()->last(), std::nullopt);
        QCOMPARE(index.joins().size(), std::size_t{3});
    }

    void whoWouldBeWoken() {
        TraceText trace;
        trace.add(
            "main makes semaphore door of 0\nmain makes rlock safe\nmain makes event go\nmain makes pool crew of 1\n"
            "main makes joinable-queue jobs\nmain makes simple-queue line\n"
            "main spawns a\nmain spawns b\nmain spawns c\nmain acquires safe\nmain adds c to crew\nmain yields\n"
            "hub resumes a\na waits lock on door\nhub resumes b\nb waits lock on door\nhub resumes c\n");
        using Ids = std::vector<green::trace::Id>;
        const auto woken = [&](const char* name) {
            const auto& now = trace.store()->last();
            return views::toBeWoken(*now.object(trace.id(name)), now);
        };
        QCOMPARE(woken("door"), Ids());
        trace.add("c releases door\n");
        QCOMPARE(woken("door"), Ids{trace.id("a")});
        trace.add("c releases door\nc releases door\n");
        QCOMPARE(woken("door"), (Ids{trace.id("a"), trace.id("b")}));
        trace.add("c spawns d\nc spawns e\nc waits lock on safe\nhub resumes main\n");
        QCOMPARE(woken("safe"), Ids());
        trace.add("main releases safe\n");
        QCOMPARE(woken("safe"), Ids{trace.id("c")});
        trace.add("main waits group-join on crew\nhub resumes d\nd waits pool-spawn on crew\nhub resumes e\n");
        QCOMPARE(woken("crew"), Ids());
        trace.add("e removes c from crew\n");
        QCOMPARE(woken("crew"), (Ids{green::trace::Id::Main, trace.id("d")}));
        trace.add("e spawns f\ne stores 1 in jobs\ne waits queue-join on jobs\nhub resumes f\n");
        QCOMPARE(woken("jobs"), Ids());
        trace.add("f takes 1 from jobs\nf finishes task of jobs\nf spawns g\nf waits queue-get on line\n");
        QCOMPARE(woken("jobs"), Ids{trace.id("e")});
        QCOMPARE(woken("line"), Ids());
        trace.add("hub resumes g\ng stores 1 in line\n");
        QCOMPARE(woken("line"), Ids{trace.id("f")});
    }
};

QTEST_MAIN(TestPane)
#include "test_pane.moc"
