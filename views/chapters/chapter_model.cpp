#include "chapters/chapter_model.h"

#include <algorithm>
#include <utility>

namespace views {

namespace {

// How well a text has a word: as a word of its own, at the beginning of one, or inside of one.
enum class Fit { Whole, Begins, Inside, None };

Fit fitOf(const QString& word, const QString& text) {
    auto best = Fit::None;
    for (auto at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        const auto end = at + word.size();
        const bool begins = at == 0 || !text[at - 1].isLetterOrNumber();
        const bool ends = end == text.size() || !text[end].isLetterOrNumber();
        best = std::min(best, begins && ends ? Fit::Whole : begins ? Fit::Begins : Fit::Inside);
    }
    return best;
}

// What is called so, then what speaks of it; what merely has the letters comes last.
std::optional<int> distanceOf(const QString& word, const QString& head, const QString& text) {
    const auto called = fitOf(word, head);
    const auto said = fitOf(word, text);
    if (called == Fit::Whole) return 0;
    if (called == Fit::Begins) return 1;
    if (said == Fit::Whole) return 2;
    if (said == Fit::Begins) return 3;
    if (called == Fit::Inside) return 4;
    if (said == Fit::Inside) return 5;
    return std::nullopt;
}

}  // namespace

ChapterModel::ChapterModel(const std::vector<ChapterEntry>& entries, QObject* parent)
    : QStandardItemModel(parent), count_(static_cast<int>(entries.size())) {
    for (const auto& entry : entries) {
        auto chapters = findItems(entry.chapter);
        if (chapters.isEmpty()) {
            chapters = {new QStandardItem(entry.chapter)};
            chapters.front()->setFlags(Qt::ItemIsEnabled);
            appendRow(chapters.front());
        }
        auto* example = new QStandardItem(entry.name);
        example->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren);
        example->setData(entry.id, IdRole);
        example->setData(entry.title, TitleRole);
        example->setData(entry.summary, Qt::AccessibleDescriptionRole);
        example->setData(QVariant::fromValue(Progress::Unseen), ProgressRole);
        example->setData(QStringList{entry.name, entry.id, entry.title, entry.chapter}.join(u'\n'), HeadRole);
        example->setData((QStringList{entry.summary} + entry.programs).join(u'\n'), TextRole);
        chapters.front()->appendRow(example);
        describe(example);
    }
    for (int row = 0; row < rowCount(); ++row) describeChapter(QStandardItemModel::item(row));
}

QStandardItem* ChapterModel::item(const QString& id) const {
    const auto index = indexOf(id);
    return index.isValid() ? itemFromIndex(index) : nullptr;
}

QModelIndex ChapterModel::indexOf(const QString& id) const {
    if (id.isEmpty()) return {};
    for (int chapter = 0; chapter < rowCount(); ++chapter) {
        const auto parent = index(chapter, 0);
        for (int row = 0; row < rowCount(parent); ++row)
            if (const auto example = index(row, 0, parent); example.data(IdRole).toString() == id) return example;
    }
    return {};
}

void ChapterModel::setProgress(const QString& id, Progress progress) {
    auto* example = item(id);
    if (!example || this->progress(id) == progress) return;
    example->setData(QVariant::fromValue(progress), ProgressRole);
    describe(example);
    describeChapter(example->parent());
}

Progress ChapterModel::progress(const QString& id) const { return indexOf(id).data(ProgressRole).value<Progress>(); }

int ChapterModel::walked() const {
    int sum = 0;
    for (int chapter = 0; chapter < rowCount(); ++chapter) sum += index(chapter, 0).data(WalkedRole).toInt();
    return sum;
}

void ChapterModel::setOpen(const QString& id) {
    if (id == open_) return;
    const auto before = std::exchange(open_, id);
    for (auto* example : {item(before), item(id)}) {
        if (!example) continue;
        example->setData(example->data(IdRole).toString() == id, OpenRole);
        describe(example);
    }
}

void ChapterModel::describe(QStandardItem* example) const {
    const auto state = progressText(example->data(ProgressRole).value<Progress>());
    const auto title = example->data(TitleRole).toString();
    const bool isOpen = example->data(OpenRole).toBool();
    example->setData((isOpen ? tr("%1: %2 (%3; it is shown)") : tr("%1: %2 (%3)")).arg(example->text(), title, state),
                     Qt::AccessibleTextRole);
    example->setToolTip(tr("%1\n%2\n%3")
                            .arg(title, example->data(Qt::AccessibleDescriptionRole).toString(),
                                 isOpen ? tr("Shown now; %1").arg(state) : state));
}

void ChapterModel::describeChapter(QStandardItem* chapter) const {
    int walked = 0;
    for (int row = 0; row < chapter->rowCount(); ++row)
        walked += chapter->child(row)->data(ProgressRole).value<Progress>() == Progress::Walked;
    chapter->setData(walked, WalkedRole);
    chapter->setData(chapter->rowCount(), CountRole);
    chapter->setData(tr("%1: %2 of %3 walked to their end").arg(chapter->text()).arg(walked).arg(chapter->rowCount()),
                     Qt::AccessibleTextRole);
}

ChapterFilter::ChapterFilter(ChapterModel& model, QObject* parent) : QSortFilterProxyModel(parent) {
    setRecursiveFilteringEnabled(true);
    setSourceModel(&model);
}

void ChapterFilter::setWords(const QString& words) {
    words_ = words.simplified().split(u' ', Qt::SkipEmptyParts);
    measure();
    // Nothing is looked for: the tutorial's own order.
    sort(words_.isEmpty() ? -1 : 0);
    invalidate();
}

void ChapterFilter::measure() {
    distances_.clear();
    for (int chapter = 0; chapter < sourceModel()->rowCount(); ++chapter) {
        const auto parent = sourceModel()->index(chapter, 0);
        auto& distances = distances_.emplace_back();
        for (int row = 0; row < sourceModel()->rowCount(parent); ++row) {
            const auto example = sourceModel()->index(row, 0, parent);
            const auto head = example.data(ChapterModel::HeadRole).toString();
            const auto text = example.data(ChapterModel::TextRole).toString();
            std::optional<int> sum = 0;
            for (const auto& word : words_) {
                const auto distance = distanceOf(word, head, text);
                sum = sum && distance ? std::optional(*sum + *distance) : std::nullopt;
            }
            distances.push_back(sum);
        }
    }
}

std::optional<int> ChapterFilter::distance(const QModelIndex& index) const {
    const auto parent = index.parent();
    const auto& examples = distances_[static_cast<std::size_t>(parent.isValid() ? parent.row() : index.row())];
    if (parent.isValid()) return examples[static_cast<std::size_t>(index.row())];
    const auto name = index.data().toString();
    // What is called so itself comes before one that only has such an example.
    if (std::ranges::all_of(words_, [&](const QString& word) { return fitOf(word, name) <= Fit::Begins; })) return -1;
    std::optional<int> best;
    for (const auto& example : examples)
        if (example && (!best || *example < *best)) best = example;
    return best;
}

// A chapter stays as long as one of its examples does.
bool ChapterFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (words_.isEmpty()) return true;
    return parent.isValid() && distance(sourceModel()->index(row, 0, parent));
}

// Only those that are left are compared.
bool ChapterFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto leftDistance = distance(left);
    const auto rightDistance = distance(right);
    return leftDistance != rightDistance ? leftDistance < rightDistance : left.row() < right.row();
}

}  // namespace views
