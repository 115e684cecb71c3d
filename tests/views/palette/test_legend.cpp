#include <QScrollBar>
#include <QtTest>

#include "palette/legend.h"

using views::Legend;

namespace {

QScrollBar* bar(Legend& legend) {
    for (auto* found : legend.findChildren<QScrollBar*>())
        if (found->orientation() == Qt::Vertical) return found;
    return nullptr;
}

}  // namespace

class TestLegend : public QObject {
    Q_OBJECT
private slots:
    // 12 above and below, rows of 28.
    void itHasAsManyColumnsAsFit() {
        Legend legend;
        const auto heightOf = [](int rows) { return 24 + 28 * rows; };
        QCOMPARE(legend.heightForWidth(150), heightOf(14));
        // As the dock opens, and also with a scroll bar in it.
        QCOMPARE(legend.heightForWidth(276), heightOf(7));
        QCOMPARE(legend.heightForWidth(262), heightOf(7));
        QCOMPARE(legend.heightForWidth(480), heightOf(5));
        // More would tear apart what belongs together.
        QCOMPARE(legend.heightForWidth(1600), heightOf(5));
    }

    void itScrollsWhereItIsLow() {
        Legend legend;
        legend.resize(276, 120);
        legend.show();
        QVERIFY(QTest::qWaitForWindowExposed(&legend));
        auto* scroll = bar(legend);
        QVERIFY(scroll);
        QCOMPARE(scroll->maximum(), 220 - 120);
        const auto before = legend.grab().toImage();
        QTest::keyClick(&legend, Qt::Key_Down);
        QVERIFY(scroll->value() > 0);
        QVERIFY(legend.grab().toImage() != before);
        QTest::keyClick(&legend, Qt::Key_PageDown);
        QCOMPARE(scroll->value(), scroll->maximum());
        QTest::keyClick(&legend, Qt::Key_PageUp);
        QCOMPARE(scroll->value(), 0);
        legend.resize(276, 220);
        QCOMPARE(scroll->maximum(), 0);
    }

    // A timer's two ends have a sample each, which differ.
    void aTimersEndsAreToldApart() {
        QCOMPARE(Legend::words().mid(Legend::words().size() - 2), (QStringList{"timer fires", "cancelled"}));
        const auto sample = [](bool fires) {
            QImage image(36, 20, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            views::drawTimerSample(painter, image.rect(), fires, views::Theme::Light);
            return image;
        };
        // A solid end at the right.
        QVERIFY(sample(true).pixelColor(34, 10).lightness() < 60);
        QVERIFY(sample(false).pixelColor(14, 10) == sample(true).pixelColor(14, 10));
        QVERIFY(sample(false) != sample(true));
    }

    void itsWordsFit() {
        for (const int width : {276, 262, 480}) {
            Legend legend;
            QFont font = legend.font();
            font.setPixelSize(12);
            const QFontMetricsF metrics(font);
            const int rows = (legend.heightForWidth(width) - 24) / 28;
            const int columns = (14 + rows - 1) / rows;
            for (const QString& word : Legend::words())
                QVERIFY2(metrics.horizontalAdvance(word) <= (width - 16) / columns - 44, qPrintable(word));
        }
        QCOMPARE(views::shortLabel(views::Look::WaitsData), "waits: data");
        QCOMPARE(views::shortLabel(views::Look::WaitsLock), "waits: lock");
        QCOMPARE(views::shortLabel(views::Look::WaitsIo), "waits: I/O");
    }
};

QTEST_MAIN(TestLegend)
#include "test_legend.moc"
