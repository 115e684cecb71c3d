// The greenlets beside the code: who gets a pill, how long it may be, and what it tells.
#include <QFontMetricsF>
#include <QMenu>
#include <QTextBlock>
#include <algorithm>
#include <cmath>

#include "narration/words.h"
#include "palette/fitting_name.h"
#include "source/source_view.h"

namespace views {

using green::trace::Id;

namespace {

constexpr qreal pillHeight = 18;
constexpr qreal gap = SourceView::pillGap;
constexpr qreal afterCode = 8;
// A row can't hold more pills, whatever their names.
constexpr std::size_t mostPills = 64;
constexpr std::size_t mostNames = 40;

}  // namespace

Pill SourceView::pillOf(Id id) {
    const auto* greenlet = run_.moment().greenlet(id);
    const Look look = greenlet ? lookOf(*greenlet) : Look::Created;
    return {look, name(id), run_.selection() == id, false, greenlet && index_.isAtSpawn(run_.store(), *greenlet)};
}

std::vector<std::pair<Pill, Id>> SourceView::pillsFor(const std::vector<Id>& ids, qreal room) {
    const QFont font = this->font(11, QFont::Medium);
    // Whoever runs, then the selected one, then in the order of spawning.
    std::vector<Id> wanted(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), mostPills)));
    std::size_t important = 0;
    for (const Id id : {run_.selection(), run_.moment().running()}) {
        if (!std::ranges::binary_search(ids, id)) continue;
        if (important == 0 || wanted.front() != id) ++important;
        std::erase(wanted, id);
        wanted.insert(wanted.begin(), id);
    }

    const auto foldWidth = [&](std::size_t shown) {
        return shown == ids.size()
                   ? 0
                   : pillWidth({Look::Created, tr("+%1").arg(ids.size() - shown), false, true}, font) + scaled(gap);
    };
    const qreal chip = pillWidth({}, font) + scaled(gap);
    const auto fitting = [&](qreal space) {
        std::size_t fits = 0;
        for (std::size_t more = 1; more <= wanted.size(); ++more)
            if (static_cast<qreal>(more) * chip - scaled(gap) + foldWidth(more) <= space) fits = more;
        return fits;
    };
    // At least one, even where it lies on the code.
    std::size_t count = std::max<std::size_t>(1, fitting(room));
    // Where some are left out anyway, names matter more than further glyphs.
    if (count < ids.size()) {
        qreal space = room;
        for (std::size_t i = 0; i < important; ++i) space -= pillWidth(pillOf(wanted[i]), font) + scaled(gap) - chip;
        if (const auto fits = fitting(space); fits > important) count = fits;
    }
    wanted.resize(count);
    qreal used = static_cast<qreal>(count) * chip - scaled(gap) + foldWidth(count);

    // Names for those that matter most, one by one, and for the others together or not at all: half of them
    // named would look as if there were two kinds. What tells them apart is better than nothing.
    std::vector<std::pair<Pill, Id>> row;
    row.reserve(wanted.size());
    for (const Id id : wanted) row.emplace_back(pillOf(id), id);
    const auto extra = [&](const Pill& pill) { return pillWidth(pill, font) + scaled(gap) - chip; };
    const auto allFit = [&] {
        qreal all = used;
        for (const auto& [pill, id] : row) all += extra(pill);
        return all <= room;
    };
    if (!allFit())
        for (auto& [pill, id] : row) pill.text = telling(pill.text);
    if (!allFit())
        for (auto& [pill, id] : row) pill.text.clear();
    // Whoever runs, or is selected, has the whole name where that fits, or at least that.
    for (std::size_t i = 0; i < important; ++i) {
        const QString whole = name(row[i].second);
        for (const QString& wanted : {whole, telling(whole), QString()}) {
            const QString before = std::exchange(row[i].first.text, wanted);
            if (allFit()) break;
            row[i].first.text = before;
        }
    }
    std::ranges::sort(row, {}, [](const auto& entry) { return entry.second; });
    return row;
}

// At the right end, beside the code; where that leaves no room, in front of it, if it is indented.
void SourceView::planPills(const QTextBlock& block) {
    const auto line = static_cast<std::uint32_t>(block.blockNumber() + 1);
    const auto& ids = *index_.at(line);
    const QFont font = this->font(11, QFont::Medium);
    const auto place = lineRect(block);
    const qreal right = viewport()->width() - scaled(rightInset);
    const qreal room = right - std::max(textEnd(block) + scaled(afterCode), qreal(0));
    auto row = pillsFor(ids, room);
    if (row.size() < ids.size())
        row.emplace_back(Pill{Look::Created, tr("+%1").arg(ids.size() - row.size()), false, true}, Id::None);

    qreal width = -scaled(gap);
    for (const auto& [pill, id] : row) width += pillWidth(pill, font) + scaled(gap);
    const qreal top = place.top() + std::round((lineHeight() - scaled(pillHeight)) / 2);
    const auto& text = block.text();
    const auto indent = std::ranges::find_if(text, [](QChar c) { return !c.isSpace(); }) - text.begin();
    const auto* layout = block.layout();
    const qreal codeBegin = textLeft() + layout->lineAt(0).cursorToX(static_cast<int>(indent)) - layout->lineAt(0).x();
    const bool inFront = width > room && codeBegin - width - scaled(gap) >= -scaled(gap);
    qreal x = inFront ? codeBegin - width - scaled(gap) : right - width;
    for (auto& [pill, id] : row) {
        const qreal w = pillWidth(pill, font);
        pills_.push_back({QRectF(std::round(x), top, std::round(w), std::round(scaled(pillHeight))), pill, id, line});
        x += w + scaled(gap);
    }
}

QString SourceView::whereText(Id id, std::uint32_t line) {
    const auto* greenlet = run_.moment().greenlet(id);
    if (!greenlet) return name(id);
    if (!index_.isAtSpawn(run_.store(), *greenlet))
        return tr("%1: %2, line %3").arg(name(id), stateText(*greenlet)).arg(line);
    return (run_.moment().running() == id ? tr("%1 runs for the first time; spawned here, line %2")
                                          : tr("%1 has not run yet; spawned here, line %2"))
        .arg(name(id))
        .arg(line);
}

// Whoever is behind the count of a line.
QString SourceView::foldText(std::uint32_t line) {
    const auto& ids = *index_.at(line);
    std::vector<Id> shown;
    for (const auto& pill : pills_)
        if (pill.line == line && pill.id != Id::None) shown.push_back(pill.id);
    QStringList names;
    for (const Id id : ids) {
        if (static_cast<std::size_t>(names.size()) >= mostNames) break;
        if (!std::ranges::count(shown, id)) names << name(id);
    }
    const auto hidden = ids.size() - shown.size();
    const auto rest = hidden - static_cast<std::size_t>(names.size());
    const QString list = names.join(QStringLiteral(", "));
    return tr("%1 more greenlets in line %2: %3")
        .arg(hidden)
        .arg(line)
        .arg(rest == 0 ? list : tr("%1 and %2 more").arg(list).arg(rest));
}

void SourceView::popUp(std::uint32_t line, QPointF at) {
    const auto* ids = index_.at(line);
    if (!ids) return;
    auto* menu = new QMenu(this);
    menu->setObjectName("lineMenu");
    menu->setAccessibleName(tr("Greenlets in line %1").arg(line));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (std::size_t i = 0; i < std::min(ids->size(), mostNames); ++i) {
        const Id id = (*ids)[i];
        const auto* greenlet = run_.moment().greenlet(id);
        auto* action = menu->addAction(greenlet ? tr("%1: %2").arg(name(id), stateText(*greenlet)) : name(id));
        connect(action, &QAction::triggered, this, [this, id] { run_.select(id); });
    }
    if (ids->size() > mostNames) menu->addAction(tr("and %1 more").arg(ids->size() - mostNames))->setEnabled(false);
    menu->popup(viewport()->mapToGlobal(at.toPoint()));
}

QStringList SourceView::pillsAt(std::uint32_t line) {
    refreshNow();
    QStringList names;
    for (const auto& pill : pills_)
        if (pill.line == line)
            names << (pill.pill.text.isEmpty() ? QStringLiteral("(%1)").arg(name(pill.id)) : pill.pill.text);
    return names;
}

}  // namespace views
