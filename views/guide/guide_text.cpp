#include "guide/guide_text.h"

#include <QList>

namespace views {

namespace {

constexpr QStringView headMark = u"---";
constexpr QStringView sectionMark = u"## ";
constexpr QStringView codeMark = u"```";

void readHead(QStringView line, Guide& guide) {
    const auto colon = line.indexOf(u':');
    if (colon < 0) return;
    const auto field = line.left(colon).trimmed();
    const auto value = line.mid(colon + 1).trimmed().toString();
    if (field == u"title") guide.title = value;
    if (field == u"chapter") guide.chapter = value;
    if (field == u"summary") guide.summary = value;
}

}  // namespace

Guide guideOf(QStringView text) {
    Guide guide;
    bool first = true;
    bool inHead = false;
    bool inCode = false;
    for (auto line : text.split(u'\n')) {
        if (line.endsWith(u'\r')) line.chop(1);
        if (const bool isMark = line == headMark; isMark && (first || inHead)) {
            inHead = !inHead;
        } else if (inHead) {
            readHead(line, guide);
        } else if (!inCode && line.startsWith(sectionMark)) {
            guide.sections.push_back({line.mid(sectionMark.size()).trimmed().toString(), {}});
        } else {
            if (line.startsWith(codeMark)) inCode = !inCode;
            auto& part = guide.sections.empty() ? guide.text : guide.sections.back().text;
            part += line;
            part += u'\n';
        }
        first = false;
    }
    guide.text = guide.text.trimmed();
    for (auto& section : guide.sections) section.text = section.text.trimmed();
    return guide;
}

}  // namespace views
