#include "window/example_names.h"

namespace app {

namespace {

QString text(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}  // namespace

QString idOf(const tutorial::Example& example) { return text(example.id); }

QString nameOf(const tutorial::Example& example) { return text(example.name); }

std::vector<views::ChapterEntry> chapterEntries() {
    std::vector<views::ChapterEntry> entries;
    for (const auto& example : tutorial::examples())
        entries.push_back({idOf(example),
                           nameOf(example),
                           text(example.title),
                           text(example.chapter),
                           text(example.summary),
                           {text(example.pythonSource), text(example.source)}});
    return entries;
}

}  // namespace app
