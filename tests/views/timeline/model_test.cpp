#include "timeline/model.h"

#include <QTest>
#include <random>

#include "long_run.h"
#include "sample_run.h"

using namespace views;
using green::trace::Id;
using green::trace::WaitReason;
using support::TraceText;

namespace {

// "runnable 2-5, running 5-8, …"; the last one is open.
QString told(const SliceTrack& slices, Axis axis = Axis::Order) {
    QStringList parts;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        if (slices[i].look == Look::HubIdle) continue;
        QString part = QStringLiteral("%1 %2-").arg(label(slices[i].look)).arg(slices[i].start(axis));
        if (i + 1 < slices.size()) part += QString::number(slices[i + 1].start(axis));
        parts << part;
    }
    return parts.join(QStringLiteral(", "));
}

QString told(const std::vector<ItemBar>& bars) {
    QStringList parts;
    for (const auto& bar : bars) {
        QString part = QStringLiteral("%1:%2-").arg(bar.text).arg(bar.from);
        if (bar.to != ItemBar::open) part += QString::number(bar.to);
        parts << part;
    }
    return parts.join(QStringLiteral(", "));
}

// What `before` must say, one slice at a time.
Shares countedBefore(const SliceTrack& slices, Axis axis, std::int64_t value, std::int64_t edge) {
    Shares shares{};
    for (std::size_t i = 0; i < slices.size() && slices[i].start(axis) <= value; ++i)
        shares[static_cast<std::size_t>(shareOf(slices[i].look))] +=
            std::min(slices.endOf(i, axis, edge), value) - slices[i].start(axis);
    return shares;
}

}  // namespace

class ModelTest : public QObject {
    Q_OBJECT
private slots:
    void tracksFollowTheRules();
    void timesFollowTheClock();
    void everyColumnHasOneRunner();
    void detailsNameTheEvent();
    void itemsLieInTheirPlaces();
    void aQueueWithoutLimitHasThePlacesThatItNeeds();
    void depthIsCounted();
    void waitingItemsAreTheFirstInLine();
    void aPutterThatGivesUpLeavesTheLine();
    void priorityItemsKeepTheirPlaces();
    void everyQueueThatStoresHasATrack();
    void timeoutsLieFromArmingToTheirEnd();
    void ofManyTimeoutsOnlyTheNumberIsKept();
    void theItemThatWasTakenEnds();
    void foldingInPiecesEqualsFoldingAtOnce();
    void theClocksJumpsAreKnown();
    void runQueueLengths();
    void causesAreFound();
    void createdAndKilled();
    void failedRunsOnUntilItsEnd();
    void twoIdlesInARowAreTwoSleeps();
    void sumsOverAnyStretchAreExact();
    void turnsAreCounted();
    void damagedRecordsAreFolded();
};

void ModelTest::tracksFollowTheRules() {
    TraceText run;
    run.add(sample::run);
    const TimelineModel model(*run.store());
    QCOMPARE(model.size(), 24U);
    QCOMPARE(model.greenlets().size(), 4U);
    QCOMPARE(model.greenlets()[0].id, Id::Hub);
    QCOMPARE(model.greenlets()[1].id, Id::Main);
    QCOMPARE(told(model.greenlet(Id::Hub)->slices),
             "running 4-5, running 8-9, running 11-14, running 15-16, running 18-19, sleeps 19-20, running 20-21, "
             "running 22-24");
    QCOMPARE(told(model.greenlet(Id::Main)->slices), "running 0-4, waits for data 4-24, running 24-");
    QCOMPARE(told(model.greenlet(run.id("boss"))->slices),
             "runnable 2-5, running 5-8, waits for data 8-14, running 14-15, finished 15-");
    QCOMPARE(told(model.greenlet(run.id("worker"))->slices),
             "runnable 3-9, running 9-11, runnable 11-16, running 16-18, sleeps 18-21, running 21-22, finished 22-");
    QCOMPARE(model.sliceCount(), 8U + 3 + 5 + 7);
}

void ModelTest::timesFollowTheClock() {
    TraceText run;
    run.add(sample::run);
    const TimelineModel model(*run.store());
    QCOMPARE(model.duration(), 100'000'000);
    // The hub sleeps from the Idle to what woke it.
    QVERIFY(told(model.greenlet(Id::Hub)->slices, Axis::Time).contains("sleeps 0-100000000, running 100000000-"));
    QVERIFY(told(model.greenlet(run.id("worker"))->slices, Axis::Time)
                .endsWith("sleeps 0-100000000, running 100000000-100000000, finished 100000000-"));
    QCOMPARE(model.timeOf(20), 0);
    QCOMPARE(model.timeOf(21), 100'000'000);
    QCOMPARE(model.eventAt(99'999'999), 20U);
    QCOMPARE(model.eventAt(100'000'000), 24U);
}

void ModelTest::everyColumnHasOneRunner() {
    const sample::LongRun run(5000);
    const TimelineModel model(run.store());
    std::vector<std::size_t> at(model.greenlets().size(), 0);
    for (std::int64_t cell = 0; cell < 5000; ++cell) {
        int runners = 0;
        for (std::size_t t = 0; t < at.size(); ++t) {
            const auto& slices = model.greenlets()[t].slices;
            const auto i = slices.find(Axis::Order, cell, at[t]);
            if (i == slices.size()) continue;
            at[t] = i;
            runners += slices[i].look == Look::Running;
        }
        QCOMPARE(runners, 1);
    }
}

void ModelTest::detailsNameTheEvent() {
    TraceText run;
    run.add(sample::run);
    const TimelineModel model(*run.store());
    const auto& boss = model.greenlet(run.id("boss"))->slices;
    QCOMPARE(boss[2].detail, 8U);
    QCOMPARE(boss[2].reason, WaitReason::QueuePut);
    const auto& worker = model.greenlet(run.id("worker"))->slices;
    QCOMPARE(worker[2].detail, 11U);
    QCOMPARE(worker[4].detail, 18U);
}

void ModelTest::itemsLieInTheirPlaces() {
    TraceText run;
    run.add(sample::run);
    const TimelineModel model(*run.store());
    QCOMPARE(model.queues().size(), 1U);
    const auto& queue = *model.queue(run.id("tasks"));
    QCOMPARE(queue.capacity(), 2);
    QVERIFY(queue.hasPlaces());
    // An item leaves with the cell in which it is taken.
    QCOMPARE(told(queue.places()[0]), "6:6-9, 13:13-");
    QCOMPARE(told(queue.places()[1]), "7:7-16");
    QCOMPARE(told(queue.waiting()), "8:8-12");
}

void ModelTest::timeoutsLieFromArmingToTheirEnd() {
    TraceText run;
    run.add(R"(main arms timeout "0.1 seconds" after 100ms
main arms timeout "0.2 seconds" after 200ms
main cancels timeout
main waits sleep 1 for 1s
t=200ms hub idles
hub resumes main with "Timeout: 0.2 seconds"
main arms timeout "0.3 seconds" after 300ms
)");
    const TimelineModel model(*run.store());
    const auto& timeouts = model.timeouts();
    // The first one is free again when the third is armed.
    QCOMPARE(timeouts.lanes().size(), 2U);
    QCOMPARE(told(timeouts.lanes()[0]), "1:1-2, 7:7-");
    QCOMPARE(told(timeouts.lanes()[1]), "2:2-5");
    QCOMPARE(timeouts.armed().itemsAfter(2), 2U);
    QCOMPARE(timeouts.armed().itemsAfter(3), 1U);
    QCOMPARE(timeouts.armed().itemsAfter(6), 0U);
    QCOMPARE(model.name(timeouts_row), "timeouts");
}

void ModelTest::ofManyTimeoutsOnlyTheNumberIsKept() {
    TraceText run;
    for (int i = 0; i < 5; ++i) run.add("main arms timeout \"1 second\" after 1s\n");
    const TimelineModel model(*run.store());
    QVERIFY(model.timeouts().lanes().empty());
    QCOMPARE(model.timeouts().armed().deepest(), 5U);
}

void ModelTest::everyQueueThatStoresHasATrack() {
    TraceText run;
    run.add(R"(main makes simple-queue a
main makes lifo-queue b of 2
main makes priority-queue c of 2
main makes joinable-queue d of 2
main makes channel e of 0
main makes event f
)");
    const TimelineModel model(*run.store());
    QCOMPARE(model.queues().size(), 4U);
    for (const char* name : {"a", "b", "c", "d"}) QVERIFY(model.queue(run.id(name)));
    QVERIFY(!model.queue(run.id("e")));
}

// Of a queue that takes another one than the front: equal ones in a priority queue.
void ModelTest::theItemThatWasTakenEnds() {
    TraceText run;
    run.add(R"(main makes priority-queue q of 3
main stores 1 in q
main stores 2 in q
main stores 0 in q place 0
main takes 1 from q place 1
main takes 0 from q
)");
    const TimelineModel model(*run.store());
    const auto& places = model.queue(run.id("q"))->places();
    QCOMPARE(told(places[0]), "2:2-4");
    QCOMPARE(told(places[1]), "3:3-");
    QCOMPARE(told(places[2]), "4:4-5");
}

// Without a limit it has as many places as it ever needed, and none once these are too many.
void ModelTest::aQueueWithoutLimitHasThePlacesThatItNeeds() {
    TraceText run;
    run.add(R"(main makes queue inbox
main stores ping in inbox
main takes ping from inbox
main stores egg in inbox
main stores pong in inbox
main takes egg from inbox
main stores ping in inbox
)");
    const TimelineModel model(*run.store());
    const auto& inbox = *model.queue(run.id("inbox"));
    QCOMPARE(inbox.places().size(), std::size_t{2});
    QCOMPARE(inbox.lines(), std::size_t{2});  // nobody ever waits for room
    QCOMPARE(told(inbox.places()[0]), "2:2-3, 4:4-5, 7:7-");
    QCOMPARE(told(inbox.places()[1]), "5:5-");

    std::string six = "main makes queue jobs\n";
    for (int i = 0; i < 6; ++i) six += "main stores " + std::to_string(i) + " in jobs\n";
    TraceText few;
    few.add(six);
    QCOMPARE(TimelineModel(*few.store()).queues()[0].places().size(), std::size_t{6});
    TraceText many;
    many.add(six + "main stores 6 in jobs\nmain takes 0 from jobs\nmain stores 7 in jobs\n");
    const TimelineModel chart(*many.store());
    QVERIFY(!chart.queues()[0].hasPlaces());
    QCOMPARE(chart.queues()[0].deepest(), 7U);
}

void ModelTest::depthIsCounted() {
    TraceText run;
    run.add(sample::run);
    const TimelineModel model(*run.store());
    const auto& queue = *model.queue(run.id("tasks"));
    QStringList depths;
    for (const auto& depth : queue.depths()) depths << QStringLiteral("%1:%2").arg(depth.event).arg(depth.items);
    QCOMPARE(depths.join(' '), "6:1 7:2 10:1 13:2 17:1");
    QCOMPARE(queue.deepest(), 2U);
    QCOMPARE(queue.deepest(Axis::Order, 0, 6), 0U);
    QCOMPARE(queue.deepest(Axis::Order, 0, 7), 1U);
    QCOMPARE(queue.deepest(Axis::Order, 10, 13), 1U);
    QCOMPARE(queue.deepest(Axis::Order, 9, 11), 2U);  // what holds when the stretch begins counts
    QCOMPARE(queue.deepest(Axis::Order, 20, 24), 1U);
}

void ModelTest::waitingItemsAreTheFirstInLine() {
    TraceText run;
    run.add(R"(main makes queue q of 1
main stores 0 in q
main spawns a
main spawns b
main waits joinall
hub resumes a
a waits queue-put on q 1
hub resumes b
b waits queue-put on q 2 queueing unlock
hub runs unlock q
hub stores 1 in q
hub stores 2 in q
)");
    const TimelineModel model(*run.store());
    QCOMPARE(told(model.queue(run.id("q"))->waiting()), "7:7-10, 9:11-12");
}

void ModelTest::aPutterThatGivesUpLeavesTheLine() {
    TraceText run;
    run.add(R"(main makes queue q of 1
main stores 0 in q
main spawns a
main waits joinall
hub resumes a
a waits queue-put on q 1 for 1s arming wake after 1s
hub idles until 1s
t=1s hub resumes a with Full
a ends
)");
    const TimelineModel model(*run.store());
    QCOMPARE(told(model.queue(run.id("q"))->waiting()), "6:6-7");
    QCOMPARE(told(model.queue(run.id("q"))->places()[0]), "2:2-");
}

void ModelTest::priorityItemsKeepTheirPlaces() {
    TraceText run;
    run.add(R"(main makes queue q of 3
main stores c in q
main stores a in q place 0
main takes a from q
main stores b in q place 0
main stores d in q
)");
    const TimelineModel model(*run.store());
    const auto& places = model.queue(run.id("q"))->places();
    // c never moves; the others take what is free.
    QCOMPARE(told(places[0]), "2:2-");
    QCOMPARE(told(places[1]), "3:3-4, 6:6-");
    QCOMPARE(told(places[2]), "5:5-");
}

void ModelTest::foldingInPiecesEqualsFoldingAtOnce() {
    TraceText run({}, 5);  // many chunks
    TimelineModel piecewise(*run.store());
    const QStringList lines = QString::fromUtf8(sample::run).split('\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        run.add(line.toStdString());
        QVERIFY(piecewise.update());
        QVERIFY(!piecewise.update());
    }
    const TimelineModel whole(*run.store());
    QCOMPARE(piecewise.size(), whole.size());
    for (const auto& track : whole.greenlets()) {
        QCOMPARE(told(piecewise.greenlet(track.id)->slices), told(track.slices));
        QCOMPARE(told(piecewise.greenlet(track.id)->slices, Axis::Time), told(track.slices, Axis::Time));
    }
    QCOMPARE(told(piecewise.queues()[0].places()[0]), told(whole.queues()[0].places()[0]));
    QCOMPARE(piecewise.jumps(), whole.jumps());
    QCOMPARE(piecewise.sliceCount(), whole.sliceCount());
}

void ModelTest::theClocksJumpsAreKnown() {
    TraceText run;
    run.add(sample::run);
    QCOMPARE(TimelineModel(*run.store()).jumps(), std::vector<std::uint32_t>{21});
}

void ModelTest::runQueueLengths() {
    const sample::LongRun run(3000);
    const TimelineModel model(run.store());
    std::uint32_t longest = 0;
    double sum = 0;
    green::trace::Moment moment;
    for (green::trace::EventNumber n = 1; n <= 3000; ++n) {
        run.store().seek(moment, n);
        const auto length = moment.callbacks().size();
        longest = std::max(longest, static_cast<std::uint32_t>(length));
        if (n > 100 && n <= 1100) sum += static_cast<double>(length);
    }
    QCOMPARE(model.meanRunQueue(100, 1100), sum / 1000);
    QCOMPARE(model.longestRunQueue(), longest);
    QCOMPARE(model.meanRunQueue(7, 7), 0.0);
    QVERIFY(model.meanRunQueue(2990, 9999) > 0);
}

void ModelTest::causesAreFound() {
    TraceText run;
    run.add(sample::run);
    const TimelineModel model(*run.store());
    // The hub resumed boss because of the worker's get.
    QCOMPARE(model.causeOf(14), 10U);
    // And main because the worker ended.
    QCOMPARE(model.causeOf(24), 22U);
    // The worker woke by its own sleep.
    QCOMPARE(model.causeOf(21), 18U);
    QCOMPARE(model.causeOf(0), 0U);
}

void ModelTest::createdAndKilled() {
    TraceText run;
    run.add(R"(main creates a
main creates b
main starts a
main discards b
main kills a
main waits join on a
hub resumes a
a ends killed
)");
    const TimelineModel model(*run.store());
    QCOMPARE(told(model.greenlet(run.id("b"))->slices), "not started 2-4, killed 4-");
    QCOMPARE(told(model.greenlet(run.id("a"))->slices),
             "not started 1-3, runnable 3-5, runnable 5-7, running 7-8, killed 8-");
}

void ModelTest::failedRunsOnUntilItsEnd() {
    TraceText run;
    run.add(R"(main spawns a
main waits join on a
hub resumes a
a fails "ValueError: no"
a ends queueing notify
hub runs notify a
)");
    const TimelineModel model(*run.store());
    QCOMPARE(told(model.greenlet(run.id("a"))->slices), "runnable 1-3, running 3-5, failed 5-");
}

void ModelTest::twoIdlesInARowAreTwoSleeps() {
    TraceText run;
    run.add(R"(main waits sleep 2 for 2s
hub idles until 1s
t=1s hub idles until 2s
t=2s hub resumes main
)");
    const TimelineModel model(*run.store());
    QCOMPARE(told(model.greenlet(Id::Hub)->slices), "sleeps 1-2, sleeps 2-3, running 3-4");
    QCOMPARE(told(model.greenlet(Id::Hub)->slices, Axis::Time),
             "sleeps 0-1000000000, sleeps 1000000000-2000000000, running 2000000000-2000000000");
}

void ModelTest::sumsOverAnyStretchAreExact() {
    const sample::LongRun run(20'000);
    const TimelineModel model(run.store());
    std::mt19937 random(7);
    for (const Axis axis : {Axis::Order, Axis::Time}) {
        const auto edge = model.extent(axis);
        for (const auto& track : model.greenlets()) {
            std::size_t hint = 0;
            for (int i = 0; i < 40; ++i) {
                const std::int64_t value = std::uniform_int_distribution<std::int64_t>(0, edge)(random);
                QCOMPARE(track.slices.before(axis, value, hint), countedBefore(track.slices, axis, value, edge));
            }
            QCOMPARE(track.slices.before(axis, edge, hint), countedBefore(track.slices, axis, edge, edge));
        }
    }
}

void ModelTest::turnsAreCounted() {
    const sample::LongRun run(4000);
    const TimelineModel model(run.store());
    const auto& slices = model.greenlets()[2].slices;
    std::uint32_t counted = 0;
    for (std::size_t i = 5; i < slices.size(); ++i) {
        QCOMPARE(slices.turns(5, i), counted);
        counted += slices[i].look == Look::Running;
    }
    QCOMPARE(slices.turns(5, slices.size()), counted);
    QVERIFY(counted > 30);
}

// Events of nobody about nothing must not bring the window down.
void ModelTest::damagedRecordsAreFolded() {
    TraceText run;
    run.add(sample::run);
    green::trace::Gate gate;
    auto store = std::make_shared<green::trace::TraceStore>();
    green::trace::Recorder recorder(gate, [&](auto chunk) { store->add(std::move(chunk)); });
    std::mt19937 random(3);
    for (int i = 0; i < 2000; ++i) {
        green::trace::TraceEvent event;
        event.kind = static_cast<green::trace::Kind>(random() % green::trace::kind_count);
        event.greenlet = static_cast<Id>(random() % 8);
        event.object = static_cast<Id>(random() % 8);
        event.reason = static_cast<std::uint8_t>(random() % 4);
        event.flags = static_cast<std::uint8_t>(random());
        event.job = static_cast<green::trace::JobId>(random() % 20);
        event.job_kind = static_cast<green::trace::JobKind>(random() % 8);
        event.amount = static_cast<std::int64_t>(random() % 9) - 2;
        event.time = i / 10;
        recorder.record(event, "x");
    }
    recorder.publish();
    store->refresh();
    const TimelineModel model(*store);
    for (const auto& track : model.greenlets())
        for (std::size_t i = 1; i < track.slices.size(); ++i) {
            QVERIFY(track.slices[i].from > track.slices[i - 1].from);
            QVERIFY(track.slices[i].time >= track.slices[i - 1].time);
        }
    for (const Axis axis : {Axis::Order, Axis::Time}) {
        TextRuler text = sample::fixedRuler();
        PlanOptions options;
        options.axis = axis;
        options.playhead = 1000;
        const auto edge = static_cast<double>(model.extent(axis));
        for (const double part : {0.01, 0.2, 1.0})
            QVERIFY(!planTimeline(model, {edge * 0.4, edge * (0.4 + part)}, {900, 500}, options, text).shapes.empty());
    }
}

QTEST_GUILESS_MAIN(ModelTest)
#include "model_test.moc"
