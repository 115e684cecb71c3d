// What examples are called in the window, and what the pane of chapters is made from.
#pragma once

#include <QString>
#include <vector>

#include "chapters/chapter_model.h"
#include "examples.h"

namespace app {

QString nameOf(const tutorial::Example& example);
QString idOf(const tutorial::Example& example);

// All examples, in the order of the tutorial.
std::vector<views::ChapterEntry> chapterEntries();

}  // namespace app
