// A guide's text, taken apart: what its head says, and its sections. What is inside of a section stays Markdown.
#pragma once

#include <QString>
#include <QStringView>
#include <vector>

namespace views {

struct GuideSection {
    QString name;  // "Watch"
    QString text;  // Markdown
    bool operator==(const GuideSection&) const = default;
};

struct Guide {
    QString title;
    QString chapter;
    QString summary;
    QString text;  // before the first section; Markdown
    std::vector<GuideSection> sections;

    bool isEmpty() const { return title.isEmpty() && text.isEmpty() && sections.empty(); }
};

// Of a text that begins with lines "title: …" between two lines "---", and whose sections begin with "## Name". Takes
// whatever it gets: what a head does not say stays empty.
Guide guideOf(QStringView text);

}  // namespace views
