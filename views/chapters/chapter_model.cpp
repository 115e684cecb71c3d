#include "chapters/chapter_model.h"

#include <algorithm>
#include <utility>

namespace views {

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
        auto words = entry.programs;
        words << entry.name << entry.id << entry.title << entry.chapter << entry.summary;
        example->setData(words.join(u'\n'), WordsRole);
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
    invalidateFilter();
}

// A chapter stays as long as one of its examples does.
bool ChapterFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const auto index = sourceModel()->index(row, 0, parent);
    if (!parent.isValid()) return words_.isEmpty();
    const auto text = index.data(ChapterModel::WordsRole).toString();
    return std::ranges::all_of(words_, [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

}  // namespace views
