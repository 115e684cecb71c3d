// Gestures as the platform delivers them, and what exactly they do.
#include "timeline/timeline_view.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>

#include "sample_run.h"

using namespace views;
using green::trace::EventNumber;
using green::trace::Id;
using support::TraceText;

namespace {

void wheel(QWidget& widget, QPoint at, QPoint angle, Qt::KeyboardModifiers modifiers = {}) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

// Main spawns so many greenlets; each then has a turn and ends, or waits for ever.
std::string turnsOf(int count, bool ends = true) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "main spawns g" + std::to_string(i) + "\n";
    text += "main waits hub\n";
    for (int i = 0; i < count; ++i) {
        const std::string name = "g" + std::to_string(i);
        text += "hub resumes " + name + "\n" + name + " prints x\n" + name + (ends ? " ends\n" : " waits hub\n");
    }
    return text;
}

// Whether all of that track can be seen.
bool isInView(TimelineView& view, Id id) {
    const auto& plan = view.plan();
    for (const auto& row : plan.rows) {
        if (row.id != id) continue;
        const double top =
            row.kind == RowKind::Hub ? plan.tracks.top() : plan.rows.front().y + plan.rows.front().height;
        return row.y >= top && row.y + row.height <= plan.tracks.bottom();
    }
    return false;
}

}  // namespace

class ViewTest : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();

    void ctrlWheelZoomsAtThePointer();
    void wheelPans();
    void shiftWheelScrollsTheTracks();
    void touchPadsMoveBothWays();
    void dragPans();
    void clickMovesThePlayhead();
    void aClickThatTremblesIsStillAClick();
    void dragInTheRulerScrubs();
    void dragInTheMinimapScrubsTheWholeRun();
    void clickOnAHeaderSelects();
    void keysZoomPanAndFit();
    void arrowsChooseTracks();
    void keysOfOthersAreLeftAlone();
    void thePlayheadStaysInView();
    void zoomKeysKeepThePlayheadInPlace();
    void resizingKeepsThePlayheadInView();
    void aLongRunOpensAtItsBeginning();
    void tracksShrinkBeforeTheyScroll();
    void tracksThatDoNotLiveInViewAreFolded();
    void theActorStaysInView();
    void mainStaysBelowTheHub();
    void whoIsScrolledToStandsInTheMiddle();
    void handsScrollWhatNobodyMoves();
    void headersAreThoseOfARunThatEndsAtThePlayhead();
    void itemsTellWhoPutAndTookThem();
    void axesSwitchAndKeepThePlace();
    void hoverTells();
    void focusCanBeSeen();
    void growingRunsGrow();
    void anotherRunBeginsAnew();
    void themeChangesThePicture();
    void screenReadersSeeTheTracks();
    void everythingHasAName();

private:
    std::unique_ptr<TraceText> trace_;
    std::unique_ptr<RunView> run_;
    std::unique_ptr<TimelineView> view_;
};

void ViewTest::init() {
    trace_ = std::make_unique<TraceText>();
    trace_->add(sample::run);
    run_ = std::make_unique<RunView>();
    run_->setStore(trace_->store());
    view_ = std::make_unique<TimelineView>(*run_);
    view_->resize(sample::size().toSize());  // 480 pixels of tracks
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    QCOMPARE(view_->range().width(), 480.0);
    view_->range().show(0, 24);  // 20 pixels a step
}

void ViewTest::cleanup() {
    view_.reset();
    run_.reset();
    trace_.reset();
}

void ViewTest::ctrlWheelZoomsAtThePointer() {
    wheel(*view_, {153 + 240, 100}, {0, 120}, Qt::ControlModifier);
    QCOMPARE(view_->range().begin(), 12 - 12 / 1.25);
    QCOMPARE(view_->range().end(), 12 + 12 / 1.25);
    wheel(*view_, {153 + 240, 100}, {0, -120}, Qt::ControlModifier);
    QCOMPARE(view_->range().begin(), 0.0);
    QCOMPARE(view_->range().end(), 24.0);
}

void ViewTest::wheelPans() {
    view_->range().show(2, 14);  // 40 pixels a step
    wheel(*view_, {400, 100}, {0, -120});
    QCOMPARE(view_->range().begin(), 2 + 96 / 40.0);
    wheel(*view_, {400, 100}, {0, 120});
    QCOMPARE(view_->range().begin(), 2.0);
    wheel(*view_, {400, 100}, {-120, 0});  // sideways
    QCOMPARE(view_->range().begin(), 2 + 96 / 40.0);
}

void ViewTest::shiftWheelScrollsTheTracks() {
    auto* bar = view_->findChild<QScrollBar*>();
    QVERIFY(!bar->isVisible());
    view_->resize(view_->width(), 200);  // 148 for tracks that need 222 at least
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->maximum(), 222 - (200 - 52));
    wheel(*view_, {400, 130}, {0, -120}, Qt::ShiftModifier);
    QCOMPARE(bar->value(), 28);
    QCOMPARE(view_->plan().rows[0].y, 44.0);  // the hub stays
    QCOMPARE(view_->plan().rows[1].name, "boss");
    QCOMPARE(view_->plan().rows[1].y, 76.0);
    wheel(*view_, {400, 130}, {0, 120}, Qt::ShiftModifier);
    QCOMPARE(bar->value(), 0);
}

void ViewTest::touchPadsMoveBothWays() {
    view_->resize(view_->width(), 200);
    view_->range().show(2, 14);
    const double step = 1 / view_->range().scale().perPixel;
    QWheelEvent event({400, 130}, view_->mapToGlobal(QPointF(400, 130)), {-80, -30}, {-160, -60}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(view_.get(), &event);
    QCOMPARE(view_->range().begin(), 2 + 80 / step);
    QCOMPARE(view_->findChild<QScrollBar*>()->value(), 30);
}

void ViewTest::dragPans() {
    view_->range().show(6, 18);  // 40 pixels a step
    run_->setPlayhead(10);
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, {400, 100});
    QTest::mouseMove(view_.get(), {440, 100});
    QTest::mouseMove(view_.get(), {480, 100});
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, {480, 100});
    QCOMPARE(view_->range().begin(), 4.0);
    QCOMPARE(run_->playhead(), 10U);
}

void ViewTest::clickMovesThePlayhead() {
    QSignalSpy requests(view_.get(), &TimelineView::playheadRequested);
    // Into the cell of step 8: [7, 8) is 293 to 313.
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {300, 140});
    QCOMPARE(run_->playhead(), 8U);
    QCOMPARE(requests.count(), 1);
    QCOMPARE(requests[0][0].value<EventNumber>(), 8U);
    // Beyond the end is the end.
    view_->range().show(0, 40);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {630, 140});
    QCOMPARE(run_->playhead(), 24U);
}

void ViewTest::aClickThatTremblesIsStillAClick() {
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, {300, 140});
    QTest::mouseMove(view_.get(), {303, 141});
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, {303, 141});
    QCOMPARE(run_->playhead(), 8U);
    QCOMPARE(view_->range().begin(), 0.0);
}

void ViewTest::dragInTheRulerScrubs() {
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, {160, 30});
    QCOMPARE(run_->playhead(), 1U);
    QTest::mouseMove(view_.get(), {260, 30});
    QCOMPARE(run_->playhead(), 6U);
    QTest::mouseMove(view_.get(), {360, 200});  // the hand may leave the ruler
    QCOMPARE(run_->playhead(), 11U);
    QTest::mouseMove(view_.get(), {100, 30});
    QCOMPARE(run_->playhead(), 0U);
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, {100, 30});
    QTest::mouseMove(view_.get(), {360, 30});
    QCOMPARE(run_->playhead(), 0U);
}

void ViewTest::dragInTheMinimapScrubsTheWholeRun() {
    view_->range().show(0, 12);
    const int y = static_cast<int>(view_->plan().minimap.center().y());
    // 24 steps over 472 pixels, from 157 on.
    QTest::mousePress(view_.get(), Qt::LeftButton, {}, {157 + 236, y});
    QCOMPARE(run_->playhead(), 12U);
    QTest::mouseMove(view_.get(), {157 + 472, y});
    QCOMPARE(run_->playhead(), 24U);
    QTest::mouseRelease(view_.get(), Qt::LeftButton, {}, {157 + 472, y});
    QVERIFY(view_->range().begin() > 0);  // it went along
    QVERIFY(view_->range().end() >= 24);
}

void ViewTest::clickOnAHeaderSelects() {
    QSignalSpy requests(view_.get(), &TimelineView::selectionRequested);
    const Id boss = trace_->id("boss");
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {60, 140});
    QCOMPARE(run_->selection(), boss);
    QCOMPARE(requests.count(), 1);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {60, 250});
    QCOMPARE(run_->selection(), trace_->id("tasks"));
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {60, 250});  // again: nobody
    QCOMPARE(run_->selection(), Id::None);
    QCOMPARE(run_->playhead(), 0U);
}

void ViewTest::keysZoomPanAndFit() {
    auto& range = view_->range();
    range.show(6, 18);
    QTest::keyClick(view_.get(), Qt::Key_D);
    QCOMPARE(range.begin(), 6 + 12 * 0.15);
    QTest::keyClick(view_.get(), Qt::Key_A);
    QCOMPARE(range.begin(), 6.0);
    QTest::keyClick(view_.get(), Qt::Key_W);
    QCOMPARE(range.begin(), 12 - 6 / 1.5);
    QTest::keyClick(view_.get(), Qt::Key_S);
    QCOMPARE(range.begin(), 6.0);
    QTest::keyClick(view_.get(), Qt::Key_Plus);
    QCOMPARE(range.end(), 12 + 6 / 1.5);
    QTest::keyClick(view_.get(), Qt::Key_Minus);
    QCOMPARE(range.end(), 18.0);
    QTest::keyClick(view_.get(), Qt::Key_F);
    QVERIFY(range.fitted());
    QCOMPARE(range.begin(), 0.0);
    QVERIFY(range.end() >= 24);
}

void ViewTest::arrowsChooseTracks() {
    QTest::keyClick(view_.get(), Qt::Key_Down);
    QCOMPARE(run_->selection(), Id::Hub);
    QTest::keyClick(view_.get(), Qt::Key_Down);
    QCOMPARE(run_->selection(), Id::Main);
    QTest::keyClick(view_.get(), Qt::Key_Up);
    QTest::keyClick(view_.get(), Qt::Key_Up);
    QCOMPARE(run_->selection(), Id::Hub);
    // What is chosen comes into view.
    view_->resize(view_->width(), 200);
    run_->select(Id::None);
    QTest::keyClick(view_.get(), Qt::Key_Up);
    QCOMPARE(run_->selection(), trace_->id("tasks"));
    const auto& rows = view_->plan().rows;
    QCOMPARE(rows.back().id, trace_->id("tasks"));
    QVERIFY(rows.back().y + rows.back().height <= 148);
}

void ViewTest::keysOfOthersAreLeftAlone() {
    for (const auto key : {Qt::Key_Right, Qt::Key_Space, Qt::Key_Home}) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QApplication::sendEvent(view_.get(), &event);
        QVERIFY(!event.isAccepted());
    }
    QKeyEvent save(QEvent::KeyPress, Qt::Key_S, Qt::ControlModifier);
    QApplication::sendEvent(view_.get(), &save);
    QVERIFY(!save.isAccepted());
}

void ViewTest::thePlayheadStaysInView() {
    view_->range().show(0, 12);
    run_->setPlayhead(11);
    QCOMPARE(view_->range().begin(), 0.0);
    run_->setPlayhead(15);
    QCOMPARE(view_->range().scale().toPixel(15), 320.0);
    run_->setPlayhead(0);
    QCOMPARE(view_->range().begin(), 0.0);
}

void ViewTest::zoomKeysKeepThePlayheadInPlace() {
    auto& range = view_->range();
    run_->setPlayhead(20);
    const auto place = [&] { return range.scale().toPixel(20); };
    QCOMPARE(place(), 400.0);
    for (const auto key : {Qt::Key_W, Qt::Key_Plus, Qt::Key_S, Qt::Key_Minus}) {
        QTest::keyClick(view_.get(), key);
        QCOMPARE(place(), 400.0);
    }
    view_->zoomIn();
    QCOMPARE(place(), 400.0);
    QVERIFY(range.begin() > 0);
    view_->zoomOut();
    QCOMPARE(place(), 400.0);
    // Where it can't be seen the middle stays.
    range.show(0, 12);
    view_->zoomIn();
    QCOMPARE(range.begin(), 2.0);
    QCOMPARE(range.end(), 10.0);
}

void ViewTest::resizingKeepsThePlayheadInView() {
    auto& range = view_->range();
    run_->setPlayhead(20);
    view_->resize(153 + 240, view_->height());  // 12 steps
    QVERIFY(range.begin() <= 20 && range.end() >= 20);
    QCOMPARE(range.scale().pixels(1), 20.0);
    // What was out of view stays out of view: it was left on purpose.
    range.show(0, 12);
    view_->resize(153 + 120, view_->height());
    QCOMPARE(range.begin(), 0.0);
}

void ViewTest::aLongRunOpensAtItsBeginning() {
    TraceText trace;
    trace.add(turnsOf(30));
    RunView run;
    run.setStore(trace.store());
    // As a window does it: the run comes, the playhead is put somewhere, and only then the view gets its size.
    QWidget window;
    TimelineView view(run, &window);
    run.setPlayhead(5);
    view.resize(sample::size().toSize());
    window.resize(view.size());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QCOMPARE(view.range().begin(), 0.0);
    QVERIFY(view.range().end() > 5);
    // A playhead further on is in view nevertheless.
    QWidget second;
    TimelineView other(run, &second);
    run.setPlayhead(90);
    other.resize(sample::size().toSize());
    second.resize(other.size());
    second.show();
    QVERIFY(QTest::qWaitForWindowExposed(&second));
    QVERIFY(other.range().begin() <= 90 && other.range().end() >= 90);
    QVERIFY(isInView(other, run.event()->greenlet));
    // Another run in a view that had gone on: its beginning.
    run.setStore(trace_->store());
    QCOMPARE(other.range().begin(), 0.0);
}

void ViewTest::tracksShrinkBeforeTheyScroll() {
    const auto* bar = view_->findChild<QScrollBar*>();
    for (const auto& row : view_->plan().rows)
        if (row.kind == RowKind::Greenlet) QCOMPARE(row.height, 48.0);
    TraceText twelve;
    twelve.add(turnsOf(11));
    run_->setStore(twelve.store());
    view_->resize(view_->width(), 44 + 32 + 12 * 34 + 52);
    QCOMPARE(view_->plan().rows.size(), 13U);
    for (const auto& row : view_->plan().rows)
        if (row.kind == RowKind::Greenlet) QCOMPARE(row.height, 34.0);
    QVERIFY(!bar->isVisible());
    // Name and state have one line then, glyphs and labels lie within their track.
    run_->setPlayhead(13);
    const auto& rows = view_->plan().rows;
    for (const auto& row : rows) {
        const auto inRow = [&row](qreal y) { return y > row.y && y < row.y + row.height; };
        QSet<qreal> lines;
        for (const auto& text : sample::shapesOf<PlanText>(view_->plan()))
            if (text.at.x() < 153 && inRow(text.at.y())) lines << text.at.y();
        QCOMPARE(lines.size(), 1);
        for (const auto& text : sample::shapesOf<PlanText>(view_->plan()))
            if (text.at.x() > 153 && inRow(text.at.y())) QVERIFY(inRow(text.at.y() - text.style.size * 0.8));
    }
    // They don't get lower than can be read: the rest scrolls.
    TraceText many;
    many.add(turnsOf(30));
    run_->setStore(many.store());
    for (const auto& row : view_->plan().rows)
        if (row.kind == RowKind::Greenlet) QCOMPARE(row.height, 28.0);
    QVERIFY(bar->isVisible());
    // With more room they grow back.
    run_->setStore(trace_->store());
    QCOMPARE(view_->plan().rows[1].height, 48.0);
}

void ViewTest::tracksThatDoNotLiveInViewAreFolded() {
    const auto* bar = view_->findChild<QScrollBar*>();
    TraceText trace;
    trace.add(turnsOf(60));
    run_->setStore(trace.store());
    view_->resize(view_->width(), 500);
    auto& range = view_->range();
    const auto headers = [this] {
        QStringList names;
        for (const auto& row : view_->plan().rows)
            if (row.kind == RowKind::Greenlet) names << row.name;
        return names;
    };
    const auto folded = [this] {
        for (const auto& text : sample::shapesOf<PlanText>(view_->plan()))
            if (text.at.x() < 153 && (text.text.contains("ended") || text.text.contains("later"))) return text.text;
        return QString();
    };
    // g20 has its turn in steps 122 to 124: its end is just to be seen.
    range.show(124, 133);
    QCOMPARE(headers().mid(0, 4), (QStringList{"main", "g20", "g21", "g22"}));
    QVERIFY(bar->maximum() > 0);
    range.show(0, 9);
    QCOMPARE(headers(), (QStringList{"main", "g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"}));
    QCOMPARE(folded(), "51 later");
    QCOMPARE(bar->maximum(), 0);
    // The room that the bar would take stays free: what is in view decides on the bar.
    QVERIFY(bar->isVisible());
    range.show(235, 241);
    QCOMPARE(headers(), (QStringList{"main", "g57", "g58", "g59"}));
    QCOMPARE(folded(), "57 ended");
    // Whoever is selected has a row.
    run_->select(trace.id("g3"));
    QCOMPARE(headers(), (QStringList{"main", "g3", "g57", "g58", "g59"}));
    QCOMPARE(folded(), "56 ended");
    run_->select(Id::None);
    // By time too. All of it happens in one instant.
    view_->setAxis(Axis::Time);
    QCOMPARE(folded(), "");
    view_->setAxis(Axis::Order);
    // Who acts at the playhead lives.
    for (const EventNumber n : {62, 100, 241, 3}) {
        run_->setPlayhead(n);
        QVERIFY2(isInView(*view_, run_->event()->greenlet), qPrintable(QString::number(n)));
    }
    // With room for all, all have a row again.
    view_->resize(view_->width(), 44 + 32 + 61 * 28 + 52);
    QCOMPARE(headers().size(), 61);
    QCOMPARE(folded(), "");
}

void ViewTest::theActorStaysInView() {
    TraceText trace;
    trace.add(turnsOf(30));
    run_->setStore(trace.store());
    const auto size = trace.store()->size();
    for (EventNumber n = 1; n <= size; ++n) {
        run_->setPlayhead(n);
        QVERIFY2(isInView(*view_, run_->event()->greenlet), qPrintable(QString::number(n)));
    }
    for (EventNumber n = size; n-- > 1;) {
        run_->setPlayhead(n);
        QVERIFY2(isInView(*view_, run_->event()->greenlet), qPrintable(QString::number(n)));
    }
    // So does the one that the hub hands over to.
    run_->setPlayhead(32 + 3 * 25);
    QVERIFY(run_->event()->greenlet == Id::Hub && run_->event()->object == trace.id("g25"));
    QVERIFY(isInView(*view_, trace.id("g25")));
    // And as the tracks get less room.
    view_->resize(view_->width(), 250);
    QVERIFY(isInView(*view_, trace.id("g25")));
}

// Whoever waits for all of the others can be seen beside any of them.
void ViewTest::mainStaysBelowTheHub() {
    TraceText trace;
    trace.add(turnsOf(30, false));
    run_->setStore(trace.store());
    run_->setPlayhead(32 + 3 * 15);
    QVERIFY(view_->findChild<QScrollBar*>()->value() > 0);
    const auto& rows = view_->plan().rows;
    QCOMPARE(rows[0].id, Id::Hub);
    QCOMPARE(rows[0].y, 44.0);
    QCOMPARE(rows[1].id, Id::Main);
    QCOMPARE(rows[1].y, 76.0);
    // The others pass below it: none is drawn over it, and a click on it means it.
    QVERIFY(rows[2].y + rows[2].height > 104);
    QCOMPARE(view_->plan().rowAt(90)->id, Id::Main);
    for (const auto& shape : view_->plan().shapes)
        if (const auto* clip = std::get_if<PlanClip>(&shape); clip && !clip->rect.isNull())
            QVERIFY(clip->rect.top() >= 104);
    // Where no more than two others would fit, it goes with them.
    view_->resize(view_->width(), 44 + 32 + 4 * 28 - 1 + 52);
    QVERIFY(view_->findChild<QScrollBar*>()->value() > 0);
    QVERIFY(view_->plan().rows[1].id != Id::Main);
    view_->resize(view_->width(), 44 + 32 + 4 * 28 + 52);
    QCOMPARE(view_->plan().rows[1].id, Id::Main);
}

void ViewTest::whoIsScrolledToStandsInTheMiddle() {
    TraceText trace;
    trace.add(turnsOf(30, false));
    run_->setStore(trace.store());
    for (const EventNumber far : {EventNumber{1}, trace.store()->size()}) {
        run_->setPlayhead(far);
        run_->setPlayhead(32 + 3 * 15);
        const auto& rows = view_->plan().rows;
        const auto row = std::ranges::find(rows, trace.id("g15"), &PlanRow::id);
        QVERIFY(row != rows.end());
        // Between main's track and the minimap.
        QVERIFY(std::abs(row->y + 14 - (104 + 334) / 2.0) <= 1);
    }
    // The next one is in view already: nothing moves.
    const int before = view_->findChild<QScrollBar*>()->value();
    run_->setPlayhead(32 + 3 * 16);
    QCOMPARE(view_->findChild<QScrollBar*>()->value(), before);
}

void ViewTest::handsScrollWhatNobodyMoves() {
    TraceText trace;
    trace.add(turnsOf(30, false));
    run_->setStore(trace.store());
    run_->setPlayhead(33 + 3 * 25);
    auto* bar = view_->findChild<QScrollBar*>();
    QVERIFY(bar->value() > 0);
    bar->setValue(0);
    run_->select(trace.id("g3"));
    view_->setTheme(Theme::Dark);
    view_->resize(view_->width() + 10, view_->height());
    QCOMPARE(bar->value(), 0);
    // Who clicks among the tracks has them where they are.
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {300, 140});
    QVERIFY(run_->playhead() < 33 + 3 * 25);
    const int before = bar->value();
    run_->setPlayhead(33 + 3 * 25);
    QVERIFY(bar->value() > before);
    const int shown = bar->value();
    view_->range().show(33, 63);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {300, 140});
    QVERIFY(!isInView(*view_, run_->event()->greenlet));
    QCOMPARE(bar->value(), shown);
}

void ViewTest::headersAreThoseOfARunThatEndsAtThePlayhead() {
    for (const char* text : {sample::run,
                             "main spawns a\nmain arms timeout 0.7 after 700ms\nmain waits sleep 1 for 1s\n"
                             "hub resumes a\na waits sleep 0.5 for 500ms\nhub idles until 500ms\n"
                             "t=500ms hub resumes a\na ends queueing notify\nhub runs notify a\n"
                             "hub idles until 700ms\nt=700ms hub runs timeout\nhub idles until 1s\n"
                             "t=1s hub resumes main\n"}) {
        const auto whole = support::trace_from_text(text);
        const QStringList lines = QString(text).split('\n', Qt::SkipEmptyParts);
        TextRuler ruler = sample::fixedRuler();
        const TimelineModel model(*whole);
        for (EventNumber n = 0; n <= whole->size(); ++n) {
            const auto part =
                support::trace_from_text(lines.mid(0, static_cast<qsizetype>(n)).join('\n').toStdString());
            const TimelineModel partial(*part);
            PlanOptions options;
            options.playhead = n;
            const auto told = [&](const TimelineModel& of, Id id) {
                const auto plan = planTimeline(of, {0, 24}, sample::size(), options, ruler);
                for (const auto& row : plan.rows)
                    if (row.id == id) return row.doing;
                return QString();
            };
            for (const auto& track : partial.greenlets()) QCOMPARE(told(model, track.id), told(partial, track.id));
            // The hub's is the table's, which knows that it sleeps only from the Idle on.
            const auto moment = whole->moment(n);
            const bool idles = n > 0 && whole->event(n).kind == green::trace::Kind::Idle;
            const bool runs = moment.greenlet(Id::Hub)->state == green::trace::State::Running;
            QCOMPARE(told(model, Id::Hub), idles ? "sleeps" : runs ? "picks next" : "");
        }
    }
}

void ViewTest::itemsTellWhoPutAndTookThem() {
    const auto row = view_->plan().rows.back();
    QCOMPARE(row.name, "tasks");
    // Item 1 lies in the lowest place in steps 7 to 9, item 2 above it, 3 waits on top from step 9 on.
    const auto at = [&](int step, double share) {
        return view_->detailsAt({153 + step * 20.0 - 10, row.y + row.height * share});
    };
    QCOMPARE(at(8, 0.8), "Item 1 in tasks\nPut by boss at step 6\nTaken by worker at step 10");
    QCOMPARE(at(10, 0.5), "Item 2 in tasks\nPut by boss at step 7\nTaken by worker at step 17");
    QCOMPARE(at(10, 0.2), "Item 3 waits for room in tasks\nboss wants to put it since step 8\nPut at step 13");
    // The hub puts it for boss, who waited; nobody takes it.
    QCOMPARE(at(20, 0.8), "Item 3 in tasks\nPut by boss at step 13\nStill there");
    // Beside the items the queue itself is told.
    QCOMPARE(at(2, 0.5), "tasks\n0 of 2 after step 2");
    QCOMPARE(at(20, 0.2), "tasks\n1 of 2 after step 20");
}

void ViewTest::axesSwitchAndKeepThePlace() {
    QSignalSpy changes(view_.get(), &TimelineView::axisChanged);
    run_->setPlayhead(22);
    view_->setAxis(Axis::Time);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(view_->plan().axis, Axis::Time);
    QVERIFY(view_->range().begin() <= 100e6 && view_->range().end() >= 100e6);
    // A click on Time means the last step of that instant.
    const double x = 153 + view_->range().scale().toPixel(50e6);
    QTest::mouseClick(view_.get(), Qt::LeftButton, {}, {static_cast<int>(x), 100});
    QCOMPARE(run_->playhead(), 20U);
    view_->setAxis(Axis::Time);  // it is already
    QCOMPARE(changes.count(), 1);
    view_->setAxis(Axis::Order);
    QVERIFY(view_->range().begin() <= 20 && view_->range().end() >= 20);
}

void ViewTest::hoverTells() {
    run_->setPlayhead(8);
    QCOMPARE(view_->detailsAt({330, 140}).section('\n', 0, 1), "boss\nwaits for data: put(3)");
    QCOMPARE(view_->detailsAt({60, 140}), "boss\nwaits: put(3)");
    QCOMPARE(view_->detailsAt({60, 20}), "");
    QHelpEvent help(QEvent::ToolTip, {330, 140}, view_->mapToGlobal(QPoint(330, 140)));
    QApplication::sendEvent(view_.get(), &help);
    QVERIFY(QToolTip::text().contains("put(3)"));
    QToolTip::hideText();
    // The slice under the pointer is framed.
    const QImage before = view_->grab().toImage();
    QTest::mouseMove(view_.get(), {330, 140});
    const QImage after = view_->grab().toImage();
    QVERIFY(before != after);
    QCOMPARE(after.pixelColor(400, 163), palette(Theme::Light).text);
}

void ViewTest::focusCanBeSeen() {
    view_->clearFocus();
    const QColor without = view_->grab().toImage().pixelColor(1, 200);
    view_->activateWindow();
    view_->setFocus();
    QTRY_VERIFY(view_->hasFocus());
    QCOMPARE(view_->grab().toImage().pixelColor(1, 200), palette(Theme::Light).accent);
    QVERIFY(without != palette(Theme::Light).accent);
}

void ViewTest::growingRunsGrow() {
    trace_->publish("main prints more\nmain prints still");
    run_->refresh(true);
    QCOMPARE(view_->model().size(), 26U);
    QCOMPARE(view_->range().extent(), 26.0);
    QCOMPARE(run_->playhead(), 26U);
    view_->range().show(0, 26);
    QCOMPARE(view_->plan().slices.size(), view_->model().sliceCount());
}

void ViewTest::anotherRunBeginsAnew() {
    run_->setPlayhead(20);
    TraceText other;
    other.add("main prints alone");
    run_->setStore(other.store());
    QCOMPARE(view_->model().size(), 1U);
    QCOMPARE(view_->range().begin(), 0.0);
    QCOMPARE(view_->plan().rows.size(), 2U);
    view_.reset();
}

void ViewTest::themeChangesThePicture() {
    view_->setTheme(Theme::Dark);
    run_->setPlayhead(24);
    QCOMPARE(view_->grab().toImage().pixelColor(160, 90), views::colours(Look::Running, Theme::Dark).fill);
    QCOMPARE(view_->plan().theme, Theme::Dark);
}

void ViewTest::screenReadersSeeTheTracks() {
    run_->setPlayhead(8);
    auto* timeline = QAccessible::queryAccessibleInterface(view_.get());
    QVERIFY(timeline);
    QCOMPARE(timeline->role(), QAccessible::List);
    QCOMPARE(timeline->text(QAccessible::Name), "Timeline");
    QCOMPARE(timeline->text(QAccessible::Value), "Step 8 of 24");
    QCOMPARE(timeline->childCount(), 5);
    QStringList told;
    for (int i = 0; i < timeline->childCount(); ++i) {
        auto* track = timeline->child(i);
        QVERIFY(track && track->isValid());
        QCOMPARE(timeline->indexOfChild(track), i);
        QCOMPARE(track->parent(), timeline);
        told << track->text(QAccessible::Name) + ": " + track->text(QAccessible::Value);
    }
    QCOMPARE(told, (QStringList{"hub: picks next, since step 8", "main: waits: joinall (2 left), since step 4",
                                "boss: waits: put(3), since step 8", "worker: runnable, since step 3",
                                "tasks: 2 of 2, full"}));
    run_->setPlayhead(20);
    QCOMPARE(timeline->child(2)->text(QAccessible::Value), "finished, since step 15");
    run_->select(trace_->id("boss"));
    QVERIFY(timeline->child(2)->state().selected);
    QVERIFY(!timeline->child(3)->state().selected);
    const QPoint middle = timeline->child(2)->rect().center();
    QCOMPARE(timeline->childAt(middle.x(), middle.y()), timeline->child(2));
}

void ViewTest::everythingHasAName() {
    QCOMPARE(view_->objectName(), "timeline");
    QVERIFY(!view_->accessibleName().isEmpty());
    for (auto* child : view_->findChildren<QWidget*>()) QVERIFY(!child->objectName().isEmpty());
    QVERIFY(view_->sizeHint().height() >= 286);
    QVERIFY(view_->minimumSizeHint().height() < 250);
}

QTEST_MAIN(ViewTest)
#include "view_test.moc"
