// A program's text while it is edited: where it comes from, what has been done to it, and its draft, which is kept
// shortly after the last key press. GUI thread only.
#pragma once

#include <QObject>
#include <QTextDocument>
#include <QTimer>
#include <optional>
#include <utility>

#include "program/drafts.h"
#include "program/text_file.h"

namespace app {

class ProgramText : public QObject {
    Q_OBJECT
public:
    // Shortly after the last key press, in milliseconds.
    static constexpr int draftDelay = 400;

    // The listing of an example, `name` as its runs call it. `drafts` outlives it.
    ProgramText(const QString& example, const QString& name, const QString& listing, const Drafts& drafts,
                QObject* parent = nullptr);
    // The text of a file. Throws TextFileError.
    ProgramText(const QString& path, const Drafts& drafts, QObject* parent = nullptr);
    ~ProgramText() override;

    // Tells it from all other programs, also in later sessions: "example:bounded-queue", "file:/home/ada/a.py".
    QString key() const;
    // The one of a text that belongs to that file.
    static QString keyOfFile(const QString& path);
    // Of an example; empty for a file.
    const QString& example() const { return example_; }
    // As the program's runs call it: its file's name, without a folder.
    const QString& name() const { return name_; }
    // Where saving goes without asking; empty if nobody has chosen yet.
    const QString& path() const { return path_; }
    // Absolute; empty for an example.
    QString folder() const;

    QTextDocument& document() { return document_; }
    QString text() const;
    // The text differs from the listing, or from the file when it was last read or written.
    bool isEdited() const;
    // The draft that an earlier session left has been taken up. True once.
    bool takeRestored() { return std::exchange(restored_, false); }
    // The draft was one of another text than the listing, or the file, now is.
    bool hasOriginalChanged() const { return originalHasChanged_; }
    // The file at path() is there, and is not as it was when it was last read or written here.
    bool hasChangedOnDisk() const;

    // Back to the listing, or to what the file holds now. One step of undo. Throws TextFileError.
    void reset();
    // Writes the text. A file's text belongs to the new file afterwards; an example stays what it is. Throws
    // TextFileError.
    void save(const QString& path);
    // Writes the draft now if there is anything that is not yet in it, also where the delay is not over. False: it
    // can't be written.
    bool keepDraft();

signals:
    void editedChanged();
    // The draft can't be written.
    void draftFailed();

private:
    void begin();
    void onChanged();

    const Drafts& drafts_;
    QString example_;
    QString name_;
    QString path_;
    TextFile original_;
    QString copy_;  // of an example: what was last written to path_
    QTextDocument document_;
    QTimer delay_;
    bool pending_ = false;        // there may be something that is not in the draft
    std::optional<Draft> draft_;  // as this one knows it; none: there is none
    bool restored_ = false;
    bool originalHasChanged_ = false;  // since the draft was made
    bool edited_ = false;
};

}  // namespace app
