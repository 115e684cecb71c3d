#include "window/export_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace app {

namespace {

// What exportTimeline takes.
constexpr int shortestSide = 16;
constexpr int longestSide = 20'000;

QString withEnding(const QString& path, const QString& ending) {
    const QFileInfo file(path);
    const auto name = file.completeBaseName() + u'.' + ending;
    return file.path() == u"." && !path.startsWith(u"./") ? name : file.path() + u'/' + name;
}

// The label's key goes to `first`, one of several in the row.
void addRow(QFormLayout* form, const QString& text, QWidget* row, QWidget* first) {
    auto* label = new QLabel(text);
    label->setBuddy(first);
    form->addRow(label, row);
}

}  // namespace

ExportDialog::ExportDialog(const QString& path, const Visible& visible, std::function<void(const Request&)> write,
                           std::function<QString(const QString&)> choose, QWidget* parent)
    : QDialog(parent), visible_(visible), write_(std::move(write)), choose_(std::move(choose)) {
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export timeline"));
    setAccessibleName(windowTitle());
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    format_ = addCombo("exportFormat", tr("&Format"), form);
    format_->addItem(tr("PNG picture"), QStringLiteral("png"));
    format_->addItem(tr("SVG drawing"), QStringLiteral("svg"));
    format_->addItem(tr("PDF page"), QStringLiteral("pdf"));
    const auto ending = format_->findData(QFileInfo(path).suffix().toLower());
    format_->setCurrentIndex(ending < 0 ? 0 : ending);
    auto* sizeRow = makeSize();
    addRow(form, tr("&Size"), sizeRow, size_);
    axis_ = addCombo("exportAxis", tr("&Axis"), form);
    axis_->addItem(tr("Order: every step equally wide"), static_cast<int>(views::Axis::Order));
    axis_->addItem(tr("Time"), static_cast<int>(views::Axis::Time));
    axis_->setCurrentIndex(axis_->findData(static_cast<int>(visible.axis)));
    range_ = addCombo("exportRange", tr("&Range"), form);
    range_->addItem(tr("The whole run"));
    range_->addItem(tr("What is in view"));
    theme_ = addCombo("exportTheme", tr("&Theme"), form);
    theme_->addItem(tr("Print"), static_cast<int>(views::Theme::Print));
    theme_->addItem(tr("Light"), static_cast<int>(views::Theme::Light));
    theme_->addItem(tr("Dark"), static_cast<int>(views::Theme::Dark));
    auto* fileRow = makeFile(path);
    addRow(form, tr("File &name"), fileRow, file_);

    problem_ = new QLabel(this);
    problem_->setObjectName(QStringLiteral("exportProblem"));
    problem_->setAccessibleName(tr("Problem"));
    problem_->setWordWrap(true);
    problem_->setTextFormat(Qt::PlainText);
    problem_->hide();
    auto* buttons = new QDialogButtonBox(this);
    export_ = buttons->addButton(tr("&Export"), QDialogButtonBox::AcceptRole);
    export_->setObjectName(QStringLiteral("exportWrite"));
    export_->setAccessibleName(tr("Export"));
    export_->setDefault(true);
    auto* cancel = buttons->addButton(tr("&Cancel"), QDialogButtonBox::RejectRole);
    cancel->setObjectName(QStringLiteral("exportCancel"));
    cancel->setAccessibleName(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::formatChosen);
    connect(axis_, &QComboBox::currentIndexChanged, this, &ExportDialog::axisChosen);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(16);
    column->addLayout(form);
    column->addWidget(problem_);
    column->addWidget(buttons);
    setMinimumWidth(460);
}

QComboBox* ExportDialog::addCombo(const char* name, const QString& label, QFormLayout* form) {
    auto* combo = new QComboBox(this);
    combo->setObjectName(QLatin1String(name));
    auto plain = label;
    combo->setAccessibleName(plain.remove(u'&'));
    form->addRow(label, combo);
    return combo;
}

QWidget* ExportDialog::makeSize() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    size_ = new QComboBox(row);
    size_->setObjectName(QStringLiteral("exportSize"));
    size_->setAccessibleName(tr("Size"));
    size_->addItem(tr("As high as it needs"));
    size_->addItem(tr("Exactly"));
    layout->addWidget(size_, 1);
    const auto addSide = [&](const char* name, const QString& accessible, int value) {
        auto* box = new QSpinBox(row);
        box->setObjectName(QLatin1String(name));
        box->setAccessibleName(accessible);
        box->setRange(shortestSide, longestSide);
        box->setValue(value);
        box->setEnabled(false);
        connect(size_, &QComboBox::currentIndexChanged, box, [box](int index) { box->setEnabled(index == 1); });
        return box;
    };
    width_ = addSide("exportWidth", tr("Width"), 1600);
    height_ = addSide("exportHeight", tr("Height"), 900);
    layout->addWidget(width_);
    layout->addWidget(new QLabel(QStringLiteral("×"), row));
    layout->addWidget(height_);
    return row;
}

QWidget* ExportDialog::makeFile(const QString& path) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    file_ = new QLineEdit(path, row);
    file_->setObjectName(QStringLiteral("exportFile"));
    file_->setAccessibleName(tr("File name"));
    auto* browse = new QPushButton(tr("&Browse…"), row);
    browse->setObjectName(QStringLiteral("exportBrowse"));
    browse->setAccessibleName(tr("Browse for a file"));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, [this] {
        const auto chosen = choose_(file_->text());
        if (chosen.isEmpty()) return;
        file_->setText(chosen);
        // The desktop's dialog has asked already.
        mayReplace_ = chosen;
    });
    connect(file_, &QLineEdit::textChanged, this, [this] { export_->setText(tr("&Export")); });
    layout->addWidget(file_, 1);
    layout->addWidget(browse);
    return row;
}

void ExportDialog::formatChosen() { file_->setText(withEnding(file_->text(), format_->currentData().toString())); }

void ExportDialog::axisChosen() {
    // What is in view is known only on the axis in view.
    const bool same = axis_->currentData().toInt() == static_cast<int>(visible_.axis);
    range_->setEnabled(same);
    if (!same) range_->setCurrentIndex(0);
}

ExportDialog::Request ExportDialog::request() const {
    Request request;
    request.path = file_->text();
    request.options.axis = static_cast<views::Axis>(axis_->currentData().toInt());
    request.options.theme = static_cast<views::Theme>(theme_->currentData().toInt());
    if (size_->currentIndex() == 1) request.options.size = QSize(width_->value(), height_->value());
    if (range_->currentIndex() == 1) {
        request.options.from = visible_.from;
        request.options.to = visible_.to;
    }
    return request;
}

void ExportDialog::accept() {
    const auto path = file_->text();
    if (QFileInfo(path).isFile() && mayReplace_ != path) {
        mayReplace_ = path;
        export_->setText(tr("R&eplace"));
        complain(tr("%1 is there already. Press Replace to write over it.").arg(QDir::toNativeSeparators(path)));
        return;
    }
    try {
        write_(request());
    } catch (const std::exception& error) {
        complain(QString::fromUtf8(error.what()));
        return;
    }
    QDialog::accept();
}

void ExportDialog::complain(const QString& text) {
    problem_->setText(text);
    problem_->show();
}

}  // namespace app
