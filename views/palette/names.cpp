#include "palette/names.h"

#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "time/run_view.h"

namespace views {

namespace {

using green::trace::GreenletState;
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

// Numbers, texts in quotes and the constants: what a reader takes in at once. Others, such as <Queue at 0x7f>,
// say little.
bool arePlain(const QString& arguments) {
    static const QRegularExpression plain(QStringLiteral(
        R"(^(?:(?<one>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|True|False|None|true|false))"
        R"((?:, ?(?&one))*)$)"));
    return !arguments.isEmpty() && arguments.size() <= longestArguments && plain.match(arguments).hasMatch();
}

// What it is called where nobody else is called so.
QString nameAlone(const GreenletState& greenlet) {
    QString name = cut(QString::fromStdString(greenlet.name));
    if (greenlet.name != greenlet.run) return name;
    const QString arguments = QString::fromStdString(greenlet.arguments);
    return arePlain(arguments) ? name + u'(' + arguments + u')' : name;
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
    return place.number == 1 ? group.name : group.name + u'-' + QString::number(place.number);
}

void Names::update(const Moment& newest) {
    if (newest.greenlets().size() < greenletsSeen_ || newest.objects().size() < objectsSeen_) clear();
    for (; greenletsSeen_ < newest.greenlets().size(); ++greenletsSeen_) {
        const auto& greenlet = newest.greenlets()[greenletsSeen_];
        add(greenlet.id, true, nameAlone(greenlet));
    }
    for (; objectsSeen_ < newest.objects().size(); ++objectsSeen_) {
        const auto& object = newest.objects()[objectsSeen_];
        add(object.id, false, cut(QString::fromStdString(object.name)));
    }
}

void Names::add(Id id, bool isGreenlet, const QString& name) {
    Namespace& space = isGreenlet ? greenlets_ : objects_;
    auto found = space.byName.find(name);
    if (found == space.byName.end()) {
        Group group{name, 0};
        // Has somebody been given just this name, with a number behind another one?
        const qsizetype dash = name.lastIndexOf(u'-');
        const auto before = space.byName.constFind(name.left(std::max(dash, qsizetype{0})));
        const quint32 number = name.mid(dash + 1).toUInt();
        if (before != space.byName.constEnd() && number >= 2 && number <= space.groups[*before].last &&
            QString::number(number) == name.mid(dash + 1))
            group.last = 1;
        found = space.byName.insert(name, static_cast<quint32>(space.groups.size()));
        space.groups.push_back(std::move(group));
    }
    Group& group = space.groups[*found];
    ++group.last;
    while (group.last > 1 && space.byName.contains(name + u'-' + QString::number(group.last))) ++group.last;
    const std::size_t index = raw(id);
    if (index >= places_.size()) places_.resize(index + 1);
    places_[index] = {*found, group.last, isGreenlet};
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
