#include "export/picture.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "export/picture_frame.h"
#include "timeline/labels.h"
#include "timeline/rows.h"

namespace views {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(views::Picture)
};

constexpr qreal side = 40;  // margins left and right
constexpr qreal top = 36;
constexpr qreal bottom = 32;
constexpr qreal belowHead = 20;
constexpr qreal betweenSystems = 28;
constexpr qreal aboveLegend = 34;
constexpr qreal leastStep = 17;     // while there is room
constexpr qreal narrowestPlan = 4;  // narrower steps are merged by the timeline
constexpr qreal naturalWidth = 1600;

// On paper headers have the picture's margin; where they have a ground of their own, they need one.
TimelineMeasures measuresFor(Theme theme) {
    auto measures = TimelineMeasures::picture();
    if (theme == Theme::Print) return measures;
    measures.inset = 12;
    measures.header += measures.inset;
    return measures;
}

class PicturePlanner {
public:
    PicturePlanner(const TimelineModel& model, const ExportOptions& options, TextRuler& text, qreal tallest)
        : model_(model),
          options_(options),
          text_(text),
          measures_(measuresFor(options.theme)),
          tallest_(tallest),
          range_(pictureRange(model, options)),
          legendEntries_(legendEntries(model, range_, options.axis, false, options.theme)),
          tracksHeight_(timelineHeight(model, measures_)) {
        title_ = options.title;
        if (title_.isEmpty()) title_ = QString::fromStdString(model.store().recipe().title);
        if (title_.isEmpty()) title_ = QString::fromStdString(model.store().recipe().id);
        if (title_.isEmpty()) title_ = Text::tr("A run");
    }

    Picture plan() {
        if (options_.size)
            fit(*options_.size);
        else
            fitNaturally();
        return compose();
    }

private:
    // How the run is laid out.
    struct Layout {
        qreal width = naturalWidth;
        qreal height = 0;
        int systems = 1;
        qreal system = 0;  // the height of one
    };

    double length() const { return range_.units.end - range_.units.begin; }
    qreal room(qreal width) const { return width - 2 * side - measures_.header; }

    // How many systems let each step have its least width.
    int systemsWanted(qreal width) const {
        if (options_.axis == Axis::Time) return 1;
        return static_cast<int>(
            std::min(std::ceil(length() / std::max(std::floor(room(width) / leastStep), 1.0)), 1e6));
    }

    QStringList lines() const {
        QStringList lines{pictureSummary(model_, range_, options_.axis)};
        if (!note_.isEmpty()) lines << note_;
        return lines;
    }

    // Everything but the systems.
    qreal frame(qreal width) {
        const auto head = planHead(title_, lines(), width - 2 * side, options_.theme, text_);
        const auto legend = planLegend(legendEntries_, width - 2 * side, options_.theme, text_);
        return top + head.height + belowHead + (legend.height > 0 ? aboveLegend + legend.height : 0) + bottom;
    }

    qreal heightOf(qreal width, int systems) {
        return frame(width) + systems * tracksHeight_ + (systems - 1) * betweenSystems;
    }

    int systemsThatFit(qreal width, qreal height) {
        return static_cast<int>(
            std::floor((height - frame(width) + betweenSystems) / (tracksHeight_ + betweenSystems)));
    }

    void fitNaturally() {
        if (options_.axis == Axis::Order) {
            constexpr qreal widestStep = 56;
            constexpr qreal narrowest = 960;
            layout_.width =
                std::clamp(std::ceil(2 * side + measures_.header + length() * widestStep), narrowest, naturalWidth);
        }
        setSystems(tallest_);
        cutTracks(tallest_);
        layout_.height =
            std::ceil(frame(layout_.width) + layout_.systems * layout_.system + (layout_.systems - 1) * betweenSystems);
    }

    // Looks for the largest scale at which everything has room: the narrowest width of our own that
    // is as high as needed once it has the shape of `size`.
    void fit(QSize size) {
        const qreal shape = static_cast<qreal>(size.height()) / size.width();
        constexpr qreal narrowest = 700;
        constexpr qreal grow = 1.03;
        // Labels of 12 are 7 then; what needs more room has narrower steps and fewer tracks.
        const qreal smallPrint = std::max(narrowest, size.width() / 0.6);
        qreal width = narrowest;
        while (width < smallPrint && heightOf(width, systemsWanted(width)) > width * shape) width *= grow;
        // At least the ruler, the hub and one track, however flat the picture is.
        const qreal least = measures_.ruler + measures_.hub + measures_.track;
        while (frame(width) + least > width * shape) width *= grow;
        layout_.width = width;
        layout_.height = width * shape;
        setSystems(layout_.height);
        cutTracks(layout_.height);
    }

    // As many as wanted and possible. A run that is too long to show each step even so is shown from
    // afar: a few systems then tell more than many that look alike.
    void setSystems(qreal height) {
        constexpr int mostDense = 3;
        layout_.systems =
            std::clamp(systemsWanted(layout_.width), 1, std::max(1, systemsThatFit(layout_.width, height)));
        if (options_.axis == Axis::Time || room(layout_.width) / unitsEach() >= narrowestPlan) return;
        layout_.systems = std::min(layout_.systems, mostDense);
        legendEntries_ = legendEntries(model_, range_, options_.axis, true, options_.theme);
        note_ = Text::tr(
            "Too many steps to show each: a greenlet's lower band is what it mostly did, the bars above how "
            "often it ran; the hub's bars are the length of its queue.");
    }

    // Steps are never cut in two by the end of a system.
    double unitsEach() const {
        const double each = length() / layout_.systems;
        return options_.axis == Axis::Order ? std::max(std::ceil(each), 1.0) : each;
    }

    // Where one system is higher than the picture may be, shows the first tracks.
    void cutTracks(qreal height) {
        layout_.system = tracksHeight_;
        if (heightOf(layout_.width, 1) <= height) return;
        const auto tracks = model_.greenlets().size() + model_.queues().size();
        const auto merged = note_;
        const auto say = [&](std::size_t shown) {
            note_ = Text::tr("The first %1 of %2 tracks.").arg(number(shown), number(tracks));
            if (!merged.isEmpty()) note_ += u' ' + merged;
        };
        say(tracks);  // it takes room itself
        const qreal left = height - frame(layout_.width) - measures_.ruler - measures_.hub;
        const auto fitting = static_cast<std::size_t>(std::max(std::floor(left / measures_.track), 1.0));
        // The hub is one of them; queues come last and are higher.
        const auto greenlets = std::min(fitting, model_.greenlets().size() - 1);
        layout_.system = measures_.ruler + measures_.hub + static_cast<qreal>(greenlets) * measures_.track;
        say(greenlets + 1);
    }

    Picture compose() {
        const qreal width = layout_.width - 2 * side;
        const double each = unitsEach();
        Picture picture;
        picture.size = {layout_.width, layout_.height};
        picture.theme = options_.theme;
        picture.patternScale = measures_.patternScale;
        picture.title = title_;
        auto head = planHead(title_, lines(), width, options_.theme, text_);
        qreal y = top + head.height + belowHead;
        picture.parts.push_back({{side, top}, std::move(head.shapes), {}});

        PlanOptions plan;
        plan.theme = options_.theme;
        plan.axis = options_.axis;
        plan.measures = measures_;
        plan.explainClock = false;
        for (int i = 0; i < layout_.systems; ++i) {
            const double begin = range_.units.begin + i * each;
            if (begin >= range_.units.end) break;
            // The last one may be shorter; its steps are as wide as all others.
            const double end = std::min(begin + each, range_.units.end);
            const qreal wide = measures_.header + room(layout_.width) * (end - begin) / each;
            auto system = planTimeline(model_, {begin, end}, {wide, layout_.system}, plan, text_);
            picture.parts.push_back({{side, std::round(y)}, std::move(system.shapes), std::move(system.slices)});
            y += layout_.system + betweenSystems;
        }

        auto legend = planLegend(legendEntries_, width, options_.theme, text_);
        const qreal legendTop = std::floor(layout_.height - bottom - legend.height);
        picture.parts.push_back({{side, legendTop}, std::move(legend.shapes), {}});
        return picture;
    }

    const TimelineModel& model_;
    const ExportOptions& options_;
    TextRuler& text_;
    const TimelineMeasures measures_;
    qreal tallest_;
    PictureRange range_;
    std::vector<LegendEntry> legendEntries_;
    qreal tracksHeight_;
    QString title_;
    QString note_;
    Layout layout_;
};

}  // namespace

Picture planPicture(const TimelineModel& model, const ExportOptions& options, TextRuler& text, qreal tallest) {
    return PicturePlanner(model, options, text, tallest).plan();
}

QFont pictureFont() {
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Inter Variable"), QStringLiteral("Noto Sans"),
                      QStringLiteral("DejaVu Sans"), QStringLiteral("Liberation Sans")});
    font.setStyleHint(QFont::SansSerif);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

}  // namespace views
