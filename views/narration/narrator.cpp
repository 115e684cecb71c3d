#include "narration/narrator.h"

#include <QTextDocumentFragment>

#include "narration/teller.h"

namespace views {

using green::trace::EventNumber;
using green::trace::TraceStore;

QString Narrator::sentence(const TraceStore& store, EventNumber n) {
    if (n > store.size()) return {};
    if (n == 0) return Teller::beginning();
    store.seek(moment_, n - 1);
    Scene scene{store, moment_, store.event(n), store.text(n), {}, {}, {}, 0};
    lookBefore(scene, moment_);
    store.seek(moment_, n);
    return Teller(scene, names_).tell();
}

void Narrator::reset() {
    moment_ = {};
    names_.clear();
}

QString sentence(const TraceStore& store, EventNumber n) { return Narrator().sentence(store, n); }

QString plainSentence(const QString& richText) { return QTextDocumentFragment::fromHtml(richText).toPlainText(); }

}  // namespace views
