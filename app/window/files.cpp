#include "window/files.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include "export/export_timeline.h"
#include "file/session_file.h"

namespace app {

namespace {

QString fileFilter(const QString& ending) {
    if (ending == u"py") return Files::tr("Python programs (*.py)");
    if (ending == u"gscope") return Files::tr("Recordings (*.gscope)");
    return Files::tr("%1 files (*.%2)").arg(ending.toUpper(), ending);
}

QString named(QString path, const QString& ending) {
    if (QFileInfo(path).suffix().isEmpty()) path += u'.' + ending;
    return path;
}

}  // namespace

FileChooser FileChooser::ofDesktop() {
    return {[](QWidget* parent, const QString& title, const QString& suggestion, const QString& filter) {
                return QFileDialog::getOpenFileName(parent, title, suggestion, filter);
            },
            [](QWidget* parent, const QString& title, const QString& suggestion, const QString& filter) {
                return QFileDialog::getSaveFileName(parent, title, suggestion, filter);
            }};
}

Files::Files(Session& session, views::RunView& view, MessageBar& messages, Settings& settings, QWidget& window)
    : QObject(&window), session_(session), view_(view), messages_(messages), settings_(settings), window_(window) {}

void Files::attempt(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& error) {
        messages_.show(MessageBar::Kind::Problem, QString::fromUtf8(error.what()));
    }
}

void Files::remember(const QString& path) { settings_.setFolder(QFileInfo(path).absolutePath()); }

QString Files::suggestion(const QString& ending) const {
    auto name = QString::fromStdString(view_.store().recipe().id);
    if (name.isEmpty()) name = QStringLiteral("run");
    return QDir(settings_.folder()).filePath(QFileInfo(name).fileName() + u'.' + ending);
}

void Files::open() {
    const auto filter = QStringList{tr("Programs and recordings (*.py *.gscope)"), fileFilter(QStringLiteral("py")),
                                    fileFilter(QStringLiteral("gscope")), tr("All files (*)")}
                            .join(QStringLiteral(";;"));
    const auto path = chooser_.open(&window_, tr("Open"), settings_.folder(), filter);
    if (path.isEmpty()) return;
    if (isRecording(path)) {
        open(path);
        return;
    }
    remember(path);
    emit programChosen(path);
}

bool Files::isRecording(const QString& path) { return path.endsWith(u".gscope", Qt::CaseInsensitive); }

QString Files::askWhereToSave(const QString& title, const QString& name) {
    const auto ending = QFileInfo(name).suffix();
    const auto path = chooser_.save(&window_, title, QDir(settings_.folder()).filePath(name), fileFilter(ending));
    if (path.isEmpty()) return {};
    remember(path);
    return named(path, ending);
}

bool Files::open(const QString& path) {
    bool done = false;
    attempt([&] {
        const auto loaded = views::loadSession(path);
        // Nothing to show, so what is shown stays.
        if (loaded.store->size() == 0 && !loaded.damage.isEmpty())
            throw views::SessionFileError(loaded.damage.toStdString());
        show(loaded, path);
        done = true;
    });
    return done;
}

void Files::show(const views::LoadedSession& loaded, const QString& path) {
    remember(path);
    session_.showRecording(loaded.store);
    // As a live run opens: before its first switch.
    const auto& store = view_.store();
    const auto first = store.find_forward(
        0, [](const green::trace::TraceEvent& event) { return event.has(green::trace::Flag::Switch); });
    view_.setPlayhead(first > 0 ? first - 1 : store.size());
    emit opened(path);
    if (!loaded.damage.isEmpty()) messages_.show(MessageBar::Kind::Problem, loaded.damage);
}

void Files::save() {
    auto path = chooser_.save(&window_, tr("Save recording"), suggestion(QStringLiteral("gscope")),
                              fileFilter(QStringLiteral("gscope")));
    if (path.isEmpty()) return;
    path = named(path, QStringLiteral("gscope"));
    attempt([&] {
        views::saveSession(view_.store(), path);
        remember(path);
        messages_.show(MessageBar::Kind::News, tr("Saved %1").arg(QDir::toNativeSeparators(path)));
    });
}

void Files::write(const ExportDialog::Request& request) {
    views::exportTimeline(view_.store(), request.path, request.options);
    remember(request.path);
    messages_.show(MessageBar::Kind::News, tr("Wrote %1").arg(QDir::toNativeSeparators(request.path)));
}

void Files::exportPicture(const ExportDialog::Visible& visible) {
    auto* dialog = new ExportDialog(
        suggestion(QStringLiteral("png")), visible, [this](const ExportDialog::Request& request) { write(request); },
        [this](const QString& path) {
            return chooser_.save(&window_, tr("Export timeline"), path, fileFilter(QFileInfo(path).suffix().toLower()));
        },
        &window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void Files::exportAs(const QString& ending, views::Axis axis) {
    const auto path = chooser_.save(&window_, tr("Export timeline"), suggestion(ending), fileFilter(ending));
    if (path.isEmpty()) return;
    ExportDialog::Request request;
    request.path = named(path, ending);
    request.options.axis = axis;
    attempt([&] { write(request); });
}

void Files::copyPicture(views::Axis axis) {
    attempt([&] {
        views::ExportOptions options;
        options.axis = axis;
        QApplication::clipboard()->setImage(views::timelinePicture(view_.store(), options));
        messages_.show(MessageBar::Kind::News, tr("The picture of the timeline is on the clipboard"));
    });
}

}  // namespace app
