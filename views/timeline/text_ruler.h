// How wide texts are. Measuring is slow and the same few labels come in every frame, so widths are
// remembered; planning takes the ruler as an argument so that tests can bring one of their own.
#pragma once

#include <QFont>
#include <QHash>
#include <QString>
#include <functional>
#include <vector>

namespace views {

struct TextStyle {
    int size = 12;  // pixels
    int weight = 400;
    bool operator==(const TextStyle&) const = default;
};

class TextRuler {
public:
    using Measure = std::function<qreal(const QString& text, TextStyle style)>;

    // By the metrics of `base` at the style's size and weight. Needs a QGuiApplication.
    explicit TextRuler(const QFont& base = {}) : base_(base) {}
    explicit TextRuler(Measure measure) : measure_(std::move(measure)) {}

    qreal width(const QString& text, TextStyle style);
    // The first text that is at most `room` wide; empty if none is.
    QString fitting(const QStringList& texts, qreal room, TextStyle style);

    const QFont& base() const { return base_; }

private:
    struct Widths {
        TextStyle style;
        QHash<QString, qreal> known;
    };
    Widths& widths(TextStyle style);

    QFont base_;
    Measure measure_;  // empty: the metrics of base_
    std::vector<Widths> all_;
};

// `base` at that size and weight.
QFont fontOf(const QFont& base, TextStyle style);

}  // namespace views
