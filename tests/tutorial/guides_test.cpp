// The examples' guides: each has its parts, in order, of a length to be read beside the program, and each link to a
// moment leads to the event that moments.txt names beside it. And the tutorial as a whole: its chapters are in order,
// and the README lists each example where it belongs.
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "examples.h"
#include "running.h"

namespace {

QString path_of_guide(const std::string& id) {
    const QDir folder(QStringLiteral(GREENSCOPE_TUTORIAL_DIR));
    for (const auto& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        if (name.mid(name.indexOf('-') + 1).toStdString() == id) return folder.filePath(name + "/guide.md");
    return {};
}

QString qstring(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

// Without its head.
QString guide_of(const std::string& id) {
    QFile file(path_of_guide(id));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const auto text = QString::fromUtf8(file.readAll());
    const auto end_of_head = text.indexOf(QStringLiteral("\n---\n"));
    return end_of_head < 0 ? QString() : text.mid(end_of_head + 5);
}

QStringList headings_of(const QString& guide) {
    static const QRegularExpression heading("^#+ .*$", QRegularExpression::MultilineOption);
    QStringList found;
    for (auto match = heading.globalMatch(guide); match.hasNext();) found << match.next().captured(0);
    return found;
}

QList<quint64> moments_in(const QString& text) {
    static const QRegularExpression link("\\[[^\\]]+\\]\\(#(\\d+)\\)");
    QList<quint64> found;
    for (auto match = link.globalMatch(text); match.hasNext();) found << match.next().captured(1).toULongLong();
    return found;
}

// "race #6 ann yield", "queue-nowait #9 main put tasks": a row of moments.txt. Ports are the system's choice.
QString told(const QString& id, const green::trace::TraceStore& store, quint64 moment) {
    const auto& event = store.event(moment);
    const auto& end = store.last();
    auto words = QStringList{id, QString("#%1").arg(moment), qstring(end.greenlet(event.greenlet)->name),
                             qstring(name(event.kind))};
    constexpr qsizetype longest_name = 20;
    if (const auto* other = end.greenlet(event.object)) words << qstring(other->name).left(longest_name).trimmed();
    static const QRegularExpression port(":\\d+");
    if (const auto* object = end.object(event.object))
        words << qstring(object->name).replace(port, ":*").left(longest_name).trimmed();
    return words.join(' ');
}

QStringList rows_of_moments(const QString& id) {
    QFile file(QStringLiteral(GREENSCOPE_MOMENTS));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s: %s", GREENSCOPE_MOMENTS, qPrintable(file.errorString()));
    return QString::fromUtf8(file.readAll()).split('\n').filter(QRegularExpression('^' + id + " "));
}

QString section(const QString& guide, const QString& heading) {
    const auto begin = guide.indexOf(heading + '\n');
    if (begin < 0) return {};
    const auto end = guide.indexOf(QStringLiteral("\n## "), begin + heading.size());
    return guide.mid(begin + heading.size(), end < 0 ? -1 : end - begin - heading.size()).trimmed();
}

// "- one\n- another, that goes\n  on"
QStringList items_in(const QString& list) { return (u'\n' + list).split(QStringLiteral("\n- "), Qt::SkipEmptyParts); }

const QStringList headings{"## Watch", "## Predict", "## Answer", "## Try"};

// The README's table of the tutorial: a chapter, and its examples in backquotes.
QList<std::pair<QString, QStringList>> chapters_of_readme() {
    QFile file(QStringLiteral(GREENSCOPE_README));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s: %s", GREENSCOPE_README, qPrintable(file.errorString()));
    static const QRegularExpression row("^\\| ([^|]+) \\| ((?:`[a-z-]+`(?:, )?)+) \\|$",
                                        QRegularExpression::MultilineOption);
    QList<std::pair<QString, QStringList>> chapters;
    for (auto found = row.globalMatch(QString::fromUtf8(file.readAll())); found.hasNext();) {
        const auto match = found.next();
        chapters.append({match.captured(1), match.captured(2).remove('`').split(QStringLiteral(", "))});
    }
    return chapters;
}

}  // namespace

class GuidesTest : public QObject {
    Q_OBJECT

private slots:
    void hasItsParts_data() { rows(); }
    void hasItsParts();
    void itsLinksLeadToMoments_data() { rows(); }
    void itsLinksLeadToMoments();
    void isListedInItsChapter();
    void fitsNarrowPanes_data() { rows(); }
    void fitsNarrowPanes();

private:
    static void rows();
};

void GuidesTest::rows() {
    QTest::addColumn<std::string>("id");
    for (const auto& example : tutorial::examples())
        QTest::newRow(std::string(example.id).c_str()) << std::string(example.id);
}

void GuidesTest::hasItsParts() {
    QFETCH(std::string, id);
    const auto guide = guide_of(id);
    QCOMPARE(headings_of(guide), headings);
    QVERIFY2(!guide.left(guide.indexOf(headings.front())).trimmed().isEmpty(), "it does not say what is shown");
    for (const auto& heading : headings) QVERIFY2(!section(guide, heading).isEmpty(), qPrintable(heading));
    QVERIFY(section(guide, headings[1]).contains('?'));
    const auto words = guide.split(QRegularExpression("\\s+"), Qt::SkipEmptyParts).size();
    QVERIFY2(words >= 100 && words <= 270, qPrintable(QString("%1 words").arg(words)));
}

void GuidesTest::itsLinksLeadToMoments() {
    QFETCH(std::string, id);
    const auto guide = guide_of(id);
    const auto watched = items_in(section(guide, headings[0]));
    QVERIFY2(!watched.isEmpty() && watched.size() <= 4, qPrintable(QString("%1 things to watch").arg(watched.size())));
    QVERIFY2(!moments_in(watched.join('\n')).isEmpty(), "nothing to watch is shown");
    QVERIFY2(!moments_in(section(guide, headings[2])).isEmpty(), "the answer shows no moment");
    const auto run = running::run(tutorial::find(id)->program);
    // Each "(#" is a link that was understood, and each link leads to what it is about.
    QCOMPARE(moments_in(guide).size(), guide.count(QStringLiteral("(#")));
    const auto events = run.store->size();
    QStringList moments;
    for (const auto moment : moments_in(guide)) {
        QVERIFY2(moment >= 1 && moment <= events, qPrintable(QString("#%1 of %2 events").arg(moment).arg(events)));
        moments << told(QString::fromStdString(id), *run.store, moment);
    }
    moments.removeDuplicates();
    QCOMPARE(moments.join('\n'), rows_of_moments(QString::fromStdString(id)).join('\n'));
}

// All of them, and nothing else, in this order.
void GuidesTest::isListedInItsChapter() {
    QList<std::pair<QString, QStringList>> chapters;
    for (const auto& example : tutorial::examples()) {
        const auto chapter = qstring(example.chapter);
        if (chapters.isEmpty() || chapters.back().first != chapter) chapters.append({chapter, {}});
        chapters.back().second.append(qstring(example.id));
    }
    QCOMPARE(chapters_of_readme(), chapters);
}

void GuidesTest::fitsNarrowPanes() {
    QFETCH(std::string, id);
    const auto& example = *tutorial::find(id);
    for (const auto source : {example.source, example.pythonSource})
        for (const auto& line : qstring(source).split('\n')) QVERIFY2(line.size() <= 72, qPrintable(line));
}

QTEST_APPLESS_MAIN(GuidesTest)
#include "guides_test.moc"
