// A name that has to be cut keeps what tells it from others.
#include "palette/fitting_name.h"

#include <QtTest>

class FittingNameTest : public QObject {
    Q_OBJECT

private slots:
    void tellingPart_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("part");
        QTest::newRow("a text") << "go_shopping('ann')"
                                << "ann";
        QTest::newRow("the first of two") << "worker('steve', 0.1)"
                                          << "steve";
        QTest::newRow("a comma inside") << "say('a, b', 1)"
                                        << "a, b";
        QTest::newRow("a parenthesis inside") << "say('a)', 1)"
                                              << "a)";
        QTest::newRow("a number") << "task(7)"
                                  << "7";
        QTest::newRow("one of several") << "task(7)-3"
                                        << "7-3";
        QTest::newRow("no arguments") << "task()"
                                      << "task()";
        QTest::newRow("no call") << "main"
                                 << "main";
        QTest::newRow("not closed") << "task('a"
                                    << "task('a";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void tellingPart() {
        QFETCH(QString, name);
        QTEST(views::telling(name), "part");
    }

    // Each character is one wide.
    void isCutWhereItSaysLeast_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("room");
        QTest::addColumn<QString>("cut");
        QTest::newRow("fits") << "go_shopping('ann')" << 18 << "go_shopping('ann')";
        QTest::newRow("the function") << "go_shopping('ann')" << 14 << "go_sho…('ann')";
        QTest::newRow("nearly all of it") << "go_shopping('ann')" << 9 << "g…('ann')";
        QTest::newRow("no room for arguments") << "go_shopping('ann')" << 8 << "go_shop…";
        QTest::newRow("further arguments first") << "worker('steve', 0.1)" << 18 << "worker('steve'…)";
        QTest::newRow("the number stays") << "in_a_process-10" << 10 << "in_a_p…-10";
        QTest::newRow("number and argument") << "greet('ann')-2" << 12 << "gr…('ann')-2";
        QTest::newRow("the number alone") << "greet('ann')-2" << 7 << "greet-2";
        QTest::newRow("not even that") << "greet('ann')-2" << 6 << "gre…-2";
        QTest::newRow("no call") << "somebody" << 5 << "some…";
        QTest::newRow("hardly anything") << "somebody" << 1 << "…";
    }
    void isCutWhereItSaysLeast() {
        QFETCH(QString, name);
        QFETCH(int, room);
        QTEST(views::fittingName(name, room, [](const QString& text) { return static_cast<qreal>(text.size()); }),
              "cut");
    }
};

QTEST_GUILESS_MAIN(FittingNameTest)
#include "fitting_name_test.moc"
