// Copies of a list share what neither has changed, and never see each other's changes.
#include <QTest>
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "trace/shared_list.h"

using List = green::trace::SharedList<std::string, 4>;

namespace {

List list_of(int count) {
    List list;
    for (int i = 0; i < count; ++i) list.push_back(std::to_string(i));
    return list;
}

bool same(const List& list, const std::vector<std::string>& expected) {
    return list.size() == expected.size() && std::equal(list.begin(), list.end(), expected.begin());
}

}  // namespace

class SharedListTest : public QObject {
    Q_OBJECT

private slots:
    void reads_like_a_vector() {
        const auto list = list_of(11);
        QCOMPARE(list.size(), std::size_t{11});
        QCOMPARE(list.front(), "0");
        QCOMPARE(list.back(), "10");
        QCOMPARE(list[7], "7");
        QCOMPARE(list.end() - list.begin(), std::ptrdiff_t{11});
        QCOMPARE(*(list.begin() + 5), "5");
        QCOMPARE(list.begin()[6], "6");
        QCOMPARE(std::ranges::find(list, "9") - list.begin(), std::ptrdiff_t{9});
        QVERIFY(List().empty());
        QVERIFY(List().begin() == List().begin());
    }

    void a_copy_keeps_its_values_and_shares_the_rest() {
        auto list = list_of(10);
        const auto copy = list;
        QVERIFY(&list[0] == &copy[0]);
        list.edit(1) = "new";
        list.push_back("ten");
        QCOMPARE(copy[1], "1");
        QCOMPARE(copy.size(), std::size_t{10});
        QCOMPARE(list[1], "new");
        QVERIFY(&list[0] != &copy[0]);
        QVERIFY(&list[4] == &copy[4]);
        QVERIFY(&list[8] != &copy[8]);
    }

    void equality_is_that_of_the_values() {
        auto list = list_of(9);
        auto copy = list;
        QVERIFY(list == copy);
        copy.edit(8) = "8";
        QVERIFY(list == copy);
        copy.edit(8) = "other";
        QVERIFY(!(list == copy));
        QVERIFY(!(list_of(8) == list_of(9)));
        QVERIFY(list_of(9) == list);
    }

    void behaves_as_so_many_vectors() {
        std::mt19937 random(1);
        std::vector<List> lists(1);
        std::vector<std::vector<std::string>> vectors(1);
        for (int step = 0; step < 3'000; ++step) {
            const auto which = random() % lists.size();
            switch (random() % 4) {
                case 0:
                case 1:
                    lists[which].push_back(std::to_string(step));
                    vectors[which].push_back(std::to_string(step));
                    break;
                case 2:
                    if (vectors[which].empty()) break;
                    {
                        const auto at = random() % vectors[which].size();
                        lists[which].edit(at) += "x";
                        vectors[which][at] += "x";
                    }
                    break;
                default: {
                    const auto from = random() % lists.size();
                    if (lists.size() < 6) {
                        lists.push_back(lists[from]);
                        vectors.push_back(vectors[from]);
                    } else {
                        lists[which] = lists[from];
                        vectors[which] = vectors[from];
                    }
                }
            }
            for (std::size_t i = 0; i < lists.size(); ++i) QVERIFY(same(lists[i], vectors[i]));
        }
    }
};

QTEST_APPLESS_MAIN(SharedListTest)
#include "test_shared_list.moc"
