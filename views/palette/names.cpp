#include "palette/names.h"

#include "time/run_view.h"

namespace views {

namespace {

using green::trace::Id;
using green::trace::Moment;

// Longer ones would push everything else out of a track's header.
constexpr qsizetype longestArguments = 24;
constexpr qsizetype longestName = 40;

QString cut(const QString& name) {
    if (name.size() <= longestName) return name;
    const qsizetype half = (longestName - 1) / 2;
    return name.left(longestName - 1 - half) + u'…' + name.right(half);
}

}  // namespace

QString displayName(const Moment& moment, Id id) {
    Names names;
    return names.of(moment, id);
}

void Names::clear() { *this = {}; }

QString Names::of(const Moment& newest, Id id) {
    update(newest);
    const std::size_t index = raw(id);
    if (index >= places_.size() || places_[index].number == 0) return {};
    const Place& place = places_[index];
    const Group& group = (place.greenlet ? greenlets_ : objects_).groups[place.group];
    if (group.size == 1) return group.name;
    if (!group.apart) return group.name + u'-' + QString::number(place.number);
    const auto* greenlet = newest.greenlet(id);
    return group.name + u'(' + QString::fromStdString(greenlet ? greenlet->arguments : std::string()) + u')';
}

void Names::update(const Moment& newest) {
    if (newest.greenlets().size() < greenletsSeen_ || newest.objects().size() < objectsSeen_) clear();
    for (; greenletsSeen_ < newest.greenlets().size(); ++greenletsSeen_) {
        const auto& greenlet = newest.greenlets()[greenletsSeen_];
        add(greenlet.id, true, greenlet.name, greenlet.arguments);
    }
    for (; objectsSeen_ < newest.objects().size(); ++objectsSeen_) {
        const auto& object = newest.objects()[objectsSeen_];
        add(object.id, false, object.name, {});
    }
}

void Names::add(Id id, bool isGreenlet, const std::string& text, const std::string& argumentText) {
    Namespace& space = isGreenlet ? greenlets_ : objects_;
    const QString name = cut(QString::fromStdString(text));
    auto found = space.byName.find(name);
    if (found == space.byName.end()) {
        found = space.byName.insert(name, static_cast<quint32>(space.groups.size()));
        space.groups.push_back({});
        space.groups.back().name = name;
    }
    Group& group = space.groups[*found];
    ++group.size;
    if (group.apart) {
        const QString arguments = QString::fromStdString(argumentText);
        const auto before = group.arguments.size();
        group.arguments.insert(arguments);
        group.apart = !arguments.isEmpty() && arguments.size() <= longestArguments && group.arguments.size() > before;
        if (!group.apart) group.arguments.clear();
    }
    const std::size_t index = raw(id);
    if (index >= places_.size()) places_.resize(index + 1);
    places_[index] = {*found, group.size, isGreenlet};
}

RunNames::RunNames(RunView& run) : QObject(&run), run_(run) {
    connect(&run, &RunView::storeChanged, this, [this] { names_.clear(); });
}

RunNames& RunNames::of(RunView& run) {
    if (auto* names = run.findChild<RunNames*>(QString(), Qt::FindDirectChildrenOnly)) return *names;
    return *new RunNames(run);
}

QString RunNames::name(Id id) { return names_.of(run_.store().last(), id); }

}  // namespace views
