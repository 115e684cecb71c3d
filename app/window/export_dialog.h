// What the picture of a timeline should be like, and where it goes.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <functional>
#include <optional>
#include <utility>

#include "export/export_timeline.h"

class QFormLayout;

namespace app {

class ExportDialog : public QDialog {
    Q_OBJECT
public:
    struct Request {
        QString path;
        views::ExportOptions options;
    };
    // The part of the run that is in view, in the units of the axis that is in view.
    struct Visible {
        views::Axis axis = views::Axis::Order;
        std::int64_t from = 0;
        std::int64_t to = 0;
    };

    // `write` throws views::ExportError, which keeps the dialog open and is shown in it. `choose` asks
    // for a file, given a suggestion; an empty answer means that nobody chose.
    ExportDialog(const QString& path, const Visible& visible, std::function<void(const Request&)> write,
                 std::function<QString(const QString&)> choose, QWidget* parent);

    Request request() const;

public slots:
    void accept() override;

private:
    QComboBox* addCombo(const char* name, const QString& label, QFormLayout* form);
    QWidget* makeSize();
    QWidget* makeFile(const QString& path);
    void formatChosen();
    void axisChosen();
    void complain(const QString& text);

    Visible visible_;
    std::function<void(const Request&)> write_;
    std::function<QString(const QString&)> choose_;
    QComboBox* format_;
    QComboBox* axis_;
    QComboBox* range_;
    QComboBox* theme_;
    QComboBox* size_ = nullptr;
    QSpinBox* width_ = nullptr;
    QSpinBox* height_ = nullptr;
    QLineEdit* file_ = nullptr;
    QLabel* problem_;
    QPushButton* export_;
    QString mayReplace_;
};

}  // namespace app
