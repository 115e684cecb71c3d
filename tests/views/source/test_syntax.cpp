#include <QtTest>

#include "source/syntax.h"

using views::Syntax;

namespace {

// Keywords as k, strings s, numbers n, comments c, builtins b, definitions d, decorators @, the rest a dot: one
// letter for each character.
QString painted(const QString& text, const QString& language) {
    std::vector<QString> lines;
    for (const auto& line : text.split(u'\n')) lines.push_back(line);
    const auto all = views::syntaxOf(lines, language);
    QStringList out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        QString row(lines[i].size(), u'.');
        for (const auto& span : all[i])
            for (int k = span.from; k < span.from + span.length; ++k)
                row[k] = QStringLiteral(".ksncbd@")[static_cast<int>(span.syntax)];
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
                                          << "bbb...n....n..ccc";
        QTest::newRow("Python's long strings") << "python"
                                               << "x = \"\"\"def\ndef\"\"\"\ndef f():"
                                               << "....ssssss\nssssss\nkkk.d...";
        const auto python = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << "python" << text << expected;
        };
        python("names that def and class give",
               "class A(B): pass\nasync def run(a):", "kkkkk.d.....kkkk\nkkkkk.kkk.ddd....");
        python("decorators, but no matrix product", "@a.b(1)\nx = y @z", "@@@@.n.\n........");
        python("builtins, but no attributes", "print(a.print, len(b))", "bbbbb..........bbb....");
        python("prefixes", "f(b'a', rb\"c\", e'd')", "..ssss..sssss...sss.");
        python("an f-string's expressions are code", "f'a{len(b)+1}c{{d}}'", "ssssbbb....nssssssss");
        python("an f-string over lines", "x = f'''a{1}\n{b}''' + 2", "....ssssssns\ns.ssss...n");
        python("an f-string with a brace left open", "f'{a' + b", "sssss....");
        python("no comment in a string", "'#' # '", "sss.ccc");
        python("a long string that never ends", "'''a\n\nb", "ssss\n\ns");
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
