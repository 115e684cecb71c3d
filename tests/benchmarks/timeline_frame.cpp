// A frame of the timeline: plan, paint and flush, 1600 by 900 pixels in software, with a million slices in
// view; against a widget of that size that paints nothing but its ground.
#include <QApplication>
#include <QPainter>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <vector>

#include "benchmarks/report.h"
#include "time/run_view.h"
#include "timeline/timeline_view.h"
#include "views/timeline/long_run.h"

namespace {

using namespace views;

constexpr int frames = 300;

struct Timing {
    double median = 0;  // ms
    double worst = 0;
};

template <class Frame>
Timing timed(Frame&& frame) {
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) times.push_back(bench::nanoseconds([&] { frame(i); }) / 1e6);
    return {bench::median(times), *std::ranges::max_element(times)};
}

class Blank : public QWidget {
protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), palette().window());
    }
};

void present(QWidget& widget) {
    widget.resize(1600, 900);
    widget.show();
    QApplication::processEvents();
}

Timing blankFrames() {
    Blank blank;
    present(blank);
    return timed([&](int) { blank.repaint(); });
}

// Each frame shows another part of the run: nothing can be kept from the one before.
Timing shown(TimelineView& view, Axis axis, double part) {
    view.setAxis(axis);
    auto& range = view.range();
    const double whole = range.extent();
    return timed([&](int i) {
        const double begin = whole * (part < 1 ? 1 - part : 0.01) * i / frames;
        range.show(begin, begin + whole * std::min(part, 0.99));
        view.repaint();
    });
}

void report(const char* what, const Timing& timing, const Timing& blank) {
    bench::print({what, timing.median, "ms", "blank frame", blank.median, 6});
    bench::print({"  its worst of 300", timing.worst, "ms", "a frame at 60 Hz", 16, 1});
}

}  // namespace

// An argument is the number of events; 870,000 make a million slices.
int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const std::uint64_t events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 870'000;
    const sample::LongRun made(events, 13);

    std::unique_ptr<TimelineModel> model;
    const double folding = bench::nanoseconds([&] { model = std::make_unique<TimelineModel>(made.store()); });
    green::trace::Moment moment;
    const double moments = bench::nanoseconds([&] {
        for (green::trace::EventNumber n = 1; n <= made.store().size(); ++n)
            moment.apply(made.store().event(n), made.store().text(n));
    });
    const auto size = static_cast<double>(model->size());
    std::printf("%zu slices of %.0f events in %zu tracks\n", model->sliceCount(), size, model->greenlets().size());
    model.reset();

    RunView run;
    run.setStore(made.shared());
    TimelineView view(run);
    present(view);
    run.setPlayhead(made.store().size() / 2);
    shown(view, Axis::Order, 1);  // fonts and patterns are made once
    const Timing blank = blankFrames();
    report("frame, a million slices, order", shown(view, Axis::Order, 1), blank);
    report("frame, a million slices, time", shown(view, Axis::Time, 1), blank);
    report("frame, a tenth of them", shown(view, Axis::Order, 0.1), blank);
    report("frame, 4 pixels a step: most boxes", shown(view, Axis::Order, 361 / size), blank);
    report("frame, 16 pixels a step", shown(view, Axis::Order, 90 / size), blank);
    bench::print({"folding one event into slices", folding / size, "ns", "Moment alone", moments / size, 0});
    return 0;
}
