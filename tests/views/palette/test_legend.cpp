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
    // 12 above and below, rows of 30.
    void itHasAsManyColumnsAsFit() {
        Legend legend;
        const auto heightOf = [](int rows) { return 24 + 30 * rows; };
        QCOMPARE(legend.heightForWidth(150), heightOf(12));
        // As the dock opens, and also with a scroll bar in it.
        QCOMPARE(legend.heightForWidth(276), heightOf(6));
        QCOMPARE(legend.heightForWidth(262), heightOf(6));
        QCOMPARE(legend.heightForWidth(480), heightOf(4));
        // More would tear apart what belongs together.
        QCOMPARE(legend.heightForWidth(1600), heightOf(4));
    }

    void itScrollsWhereItIsLow() {
        Legend legend;
        legend.resize(276, 120);
        legend.show();
        QVERIFY(QTest::qWaitForWindowExposed(&legend));
        auto* scroll = bar(legend);
        QVERIFY(scroll);
        QCOMPARE(scroll->maximum(), 204 - 120);
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

    void itsWordsFit() {
        for (const int width : {276, 262, 480}) {
            Legend legend;
            QFont font = legend.font();
            font.setPixelSize(12);
            const QFontMetricsF metrics(font);
            const int columns = 12 / ((legend.heightForWidth(width) - 24) / 30);
            for (const auto look : Legend::looks())
                QVERIFY2(metrics.horizontalAdvance(views::shortLabel(look)) <= (width - 16) / columns - 44,
                         qPrintable(views::shortLabel(look)));
        }
        QCOMPARE(views::shortLabel(views::Look::WaitsData), "waits: data");
        QCOMPARE(views::shortLabel(views::Look::WaitsLock), "waits: lock");
        QCOMPARE(views::shortLabel(views::Look::WaitsIo), "waits: I/O");
    }
};

QTEST_MAIN(TestLegend)
#include "test_legend.moc"
