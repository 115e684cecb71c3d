#include <QtTest>

#include "source/syntax.h"

using views::Syntax;

namespace {

// Keywords as k, strings s, numbers n, comments c, the rest a dot: one letter for each character.
QString painted(const QString& text, const QString& language) {
    std::vector<QString> lines;
    for (const auto& line : text.split(u'\n')) lines.push_back(line);
    const auto all = views::syntaxOf(lines, language);
    QStringList out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        QString row(lines[i].size(), u'.');
        for (const auto& span : all[i])
            for (int k = span.from; k < span.from + span.length; ++k)
                row[k] = QStringLiteral(".ksnc")[static_cast<int>(span.syntax)];
        out << row;
    }
    return out.join(u'\n');
}

}  // namespace

class TestSyntax : public QObject {
    Q_OBJECT
private slots:
    void colours_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("words and numbers") << "cpp"
                                           << "int four4 = 0.5s;"
                                           << "kkk.........nnnn.";
        QTest::newRow("a string with quotes") << "cpp"
                                              << "f(\"a\\\"b\", 'c');"
                                              << "..ssssss..sss..";
        QTest::newRow("an open string ends with its line") << "cpp"
                                                           << "f(\"ab\nint"
                                                           << "..sss\nkkk";
        QTest::newRow("a comment to the end") << "cpp"
                                              << "f(); // int"
                                              << ".....cccccc";
        QTest::newRow("a comment over lines") << "cpp"
                                              << "a /* b\nint c */ int"
                                              << "..cccc\ncccccccc.kkk";
        QTest::newRow("a raw string over lines") << "cpp"
                                                 << "R\"x(a\n\")\" )x\" int"
                                                 << "sssss\nsssssss.kkk";
        QTest::newRow("an include") << "cpp"
                                    << "#include <green.h>"
                                    << "kkkkkkkkksssssssss";
        QTest::newRow("no C++ in Python") << "python"
                                          << "int = 1 // 2  # x"
                                          << "......n....n..ccc";
        QTest::newRow("Python's long strings") << "python"
                                               << "x = \"\"\"def\ndef\"\"\"\ndef f():"
                                               << "....ssssss\nssssss\nkkk.....";
    }
    void colours() {
        QFETCH(QString, language);
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(painted(text, language), expected);
    }
};

QTEST_APPLESS_MAIN(TestSyntax)
#include "test_syntax.moc"
