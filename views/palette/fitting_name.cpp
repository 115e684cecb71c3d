#include "palette/fitting_name.h"

#include <QRegularExpression>

namespace views {

namespace {

constexpr QChar ellipsis(0x2026);

struct Parts {
    QString function;
    QString arguments;  // in parentheses; empty where it is not shown as a call
    QString first;      // the same, of the first argument alone
    QString number;     // "-2"
};

Parts partsOf(const QString& name) {
    static const QRegularExpression form(
        QStringLiteral(R"(^([^()]+?)(\(((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^,'"])*)(,.*)?\))?(-\d+)?$)"));
    const auto match = form.match(name);
    if (!match.hasMatch()) return {name, {}, {}, {}};
    Parts parts{match.captured(1), match.captured(2), {}, match.captured(5)};
    if (!parts.arguments.isEmpty())
        parts.first = match.captured(4).isEmpty() ? parts.arguments : u'(' + match.captured(3) + ellipsis + u')';
    return parts;
}

}  // namespace

QString telling(const QString& name) {
    const Parts parts = partsOf(name);
    if (parts.arguments.isEmpty()) return name;
    QString first = parts.first.mid(1).chopped(1);
    if (first.endsWith(ellipsis)) first.chop(1);
    if (first.size() > 2 && first.front() == first.back() && (first.front() == u'\'' || first.front() == u'"'))
        first = first.mid(1).chopped(1);
    return first.isEmpty() ? name : first + parts.number;
}

QString fittingName(const QString& name, qreal room, const std::function<qreal(const QString&)>& width) {
    if (width(name) <= room) return name;
    const Parts parts = partsOf(name);
    for (const QString& end : {parts.first + parts.number, parts.number}) {
        if (end.isEmpty()) continue;
        if (QString whole = parts.function + end; width(whole) <= room) return whole;
        for (auto kept = parts.function.size() - 1; kept > 0; --kept)
            if (QString cut = parts.function.left(kept) + ellipsis + end; width(cut) <= room) return cut;
    }
    QString cut = name;
    while (!cut.isEmpty() && width(cut + ellipsis) > room) cut.chop(1);
    return cut + ellipsis;
}

}  // namespace views
