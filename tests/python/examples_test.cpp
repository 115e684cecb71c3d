// The tutorial's examples: the Python and the C++ version do the same, event by event. (Those in which other
// processes have a part do not even do that twice.)
#include <QTest>

#include "examples.h"
#include "running_python.h"

using namespace green::trace;

namespace {

// All that is the same in both languages: not the lines, not what only a C++ program tells, a greenlet's own name,
// and not what only Python does, the stack above an error on stderr.
std::vector<std::string> events(const TraceStore& store) {
    std::vector<std::string> texts;
    for (EventNumber n = 1; n <= store.size(); ++n) {
        const auto& event = store.event(n);
        std::string text = std::to_string(n) + ' ' + std::string(name(event.kind)) + ' ' +
                           std::to_string(raw(event.greenlet)) + "->" + std::to_string(raw(event.object)) + " t" +
                           std::to_string(event.time) + " a" + std::to_string(event.amount) + " r" +
                           std::to_string(event.reason) + " j" + std::to_string(raw(event.job)) + ' ' +
                           std::string(name(event.job_kind)) + " f" + std::to_string(event.flags);
        if (event.kind == Kind::Create || event.kind == Kind::Spawn) {
            const auto birth = spawn_text(store.text(n));
            text += ' ' + std::string(birth.run);
        } else if (event.kind != Kind::Report || event.object != Id::None) {
            text += ' ' + std::string(store.text(n));
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

}  // namespace

class ExamplesTest : public QObject {
    Q_OBJECT

private slots:
    void areTheSameInBothLanguages_data();
    void areTheSameInBothLanguages();
};

void ExamplesTest::areTheSameInBothLanguages_data() {
    QTest::addColumn<std::string>("id");
    for (const auto& example : tutorial::examples())
        if (example.repeatable) QTest::newRow(std::string(example.id).c_str()) << std::string(example.id);
}

void ExamplesTest::areTheSameInBothLanguages() {
    QFETCH(std::string, id);
    const auto& example = *tutorial::find(id);
    const auto cpp = running::run(example.program);
    const auto python = running::run_python(std::string(example.pythonSource));
    QCOMPARE(python.result.error, std::string());
    QCOMPARE(python.out, cpp.out);
    const auto expected = events(*cpp.store);
    const auto is = events(*python.store);
    for (std::size_t i = 0; i < std::min(is.size(), expected.size()); ++i) QCOMPARE(is[i], expected[i]);
    QCOMPARE(is.size(), expected.size());
}

QTEST_APPLESS_MAIN(ExamplesTest)
#include "examples_test.moc"
