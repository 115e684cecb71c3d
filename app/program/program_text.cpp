#include "program/program_text.h"

#include <QFileInfo>
#include <QTextCursor>
#include <utility>

#include "source/document_text.h"

namespace app {

ProgramText::ProgramText(const QString& example, const QString& name, const QString& listing, const Drafts& drafts,
                         QObject* parent)
    : QObject(parent), drafts_(drafts), example_(example), name_(name) {
    original_.text = listing;
    begin();
}

ProgramText::ProgramText(const QString& path, const Drafts& drafts, QObject* parent)
    : QObject(parent), drafts_(drafts), name_(QFileInfo(path).fileName()), path_(path), original_(readProgram(path)) {
    begin();
}

ProgramText::~ProgramText() { keepDraft(); }

void ProgramText::begin() {
    document_.setPlainText(views::forDocument(original_.text));
    if (const auto draft = drafts_.find(key())) {
        originalHasChanged_ = draft->original != original_.text;
        // Of a file, what the edits began with, until somebody has decided between the two. A listing is what it is.
        if (example_.isEmpty()) original_.text = draft->original;
        QTextCursor cursor(&document_);
        cursor.select(QTextCursor::Document);
        cursor.insertText(views::forDocument(draft->text));
        edited_ = isEdited();
        restored_ = edited_;
        // As this one would write it: what of it is older does not make it worth writing again.
        draft_ = Draft{draft->text, original_.text};
        pending_ = !edited_;  // the draft is of no use any more
    }
    delay_.setSingleShot(true);
    delay_.setInterval(draftDelay);
    connect(&delay_, &QTimer::timeout, this, [this] {
        if (!keepDraft()) emit draftFailed();
    });
    connect(&document_, &QTextDocument::contentsChanged, this, &ProgramText::onChanged);
}

QString ProgramText::key() const {
    return example_.isEmpty() ? keyOfFile(path_) : QStringLiteral("example:") + example_;
}

QString ProgramText::keyOfFile(const QString& path) {
    return QStringLiteral("file:") + QFileInfo(path).absoluteFilePath();
}

QString ProgramText::folder() const { return example_.isEmpty() ? QFileInfo(path_).absolutePath() : QString(); }

QString ProgramText::text() const { return views::textOf(document_); }

bool ProgramText::isEdited() const {
    return document_.characterCount() - 1 != original_.text.size() || text() != original_.text;
}

void ProgramText::onChanged() {
    pending_ = true;
    delay_.start();
    if (isEdited() == edited_) return;
    edited_ = !edited_;
    emit editedChanged();
}

bool ProgramText::hasChangedOnDisk() const {
    if (path_.isEmpty() || !QFileInfo::exists(path_)) return false;
    try {
        return readProgram(path_).text != (example_.isEmpty() ? original_.text : copy_);
    } catch (const TextFileError&) {
        return true;  // it was a program when it was read or written
    }
}

void ProgramText::reset() {
    if (example_.isEmpty()) original_ = readProgram(path_);
    QTextCursor cursor(&document_);
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(views::forDocument(original_.text));
    cursor.endEditBlock();
    onChanged();
}

void ProgramText::save(const QString& path) {
    auto file = original_;
    file.text = text();
    writeProgram(path, file);
    if (!example_.isEmpty()) {
        path_ = path;
        copy_ = file.text;
        return;
    }
    draft_.reset();
    drafts_.drop(key());
    path_ = path;
    name_ = QFileInfo(path).fileName();
    original_ = file;
    onChanged();
}

bool ProgramText::keepDraft() {
    delay_.stop();
    if (!std::exchange(pending_, false)) return true;
    // A document also tells of new colours. Another window may have a draft of the same program.
    if (!isEdited()) {
        if (std::exchange(draft_, {})) drafts_.drop(key());
        return true;
    }
    const Draft now{text(), original_.text};
    if (draft_ == now) return true;
    if (!drafts_.keep(key(), now)) return false;
    draft_ = now;
    return true;
}

}  // namespace app
