// The examples, chapter by chapter, with how far a learner has come with each and which one is open; and what is left
// of them when words are searched for.
#pragma once

#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QStringList>
#include <optional>
#include <vector>

#include "chapters/progress.h"

namespace views {

struct ChapterEntry {
    QString id;       // "bounded-queue"
    QString name;     // "Bounded queue"
    QString title;    // "A queue of three holds the boss back"
    QString chapter;  // "Queues"
    QString summary;
    QStringList programs;  // their texts
};

// Two levels: chapters in the order in which they first come, and in each its examples.
class ChapterModel : public QStandardItemModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole + 1,
        TitleRole,
        ProgressRole,
        OpenRole,
        WalkedRole,
        CountRole,
        HeadRole,
        TextRole
    };

    explicit ChapterModel(const std::vector<ChapterEntry>& entries, QObject* parent = nullptr);

    // Of the examples there are; others are nobody's.
    void setProgress(const QString& id, Progress progress);
    Progress progress(const QString& id) const;
    // How many are walked to their end, and how many there are.
    int walked() const;
    int count() const { return count_; }

    // Empty: none of them is open.
    void setOpen(const QString& id);
    QString open() const { return open_; }
    QModelIndex indexOf(const QString& id) const;

private:
    QStandardItem* item(const QString& id) const;
    // What its row says to those who don't see its signs.
    void describe(QStandardItem* example) const;
    void describeChapter(QStandardItem* chapter) const;

    QString open_;
    int count_ = 0;
};

// What is left when all of some words must be in an example's name, title, chapter, summary or programs; first comes
// what is called so, then what only speaks of it, and last what has the words as parts of others.
class ChapterFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit ChapterFilter(ChapterModel& model, QObject* parent = nullptr);

    void setWords(const QString& words);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    // How far an example, or the best of a chapter, is from what is looked for; none if it lacks a word.
    std::optional<int> distance(const QModelIndex& index) const;
    void measure();

    QStringList words_;
    std::vector<std::vector<std::optional<int>>> distances_;  // of each chapter's examples
};

}  // namespace views
