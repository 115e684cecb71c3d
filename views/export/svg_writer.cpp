#include "export/svg_writer.h"

#include <QSet>
#include <algorithm>
#include <cmath>

namespace views {

namespace {

// At most three decimals, none that say nothing. Not in the user's language.
QByteArray num(qreal value) {
    auto text = QByteArray::number(value, 'f', 3);
    while (text.endsWith('0')) text.chop(1);
    if (text.endsWith('.')) text.chop(1);
    return text == "-0" ? QByteArray("0") : text;
}

// XML has no way to write most control characters at all.
QByteArray escaped(const QString& text) {
    QString clean;
    clean.reserve(text.size());
    for (const QChar c : text) clean += c.unicode() < 0x20 && c != u'\n' && c != u'\t' ? QChar(u'\uFFFD') : c;
    clean.replace(QChar(u'\uFFFE'), QChar(u'\uFFFD')).replace(QChar(u'\uFFFF'), QChar(u'\uFFFD'));
    return clean.toHtmlEscaped().toUtf8();
}

QByteArray pathData(const QPainterPath& path) {
    QByteArray data;
    for (int i = 0; i < path.elementCount(); ++i) {
        const auto element = path.elementAt(i);
        switch (element.type) {
            case QPainterPath::MoveToElement: data += 'M'; break;
            case QPainterPath::LineToElement: data += 'L'; break;
            case QPainterPath::CurveToElement: data += 'C'; break;
            case QPainterPath::CurveToDataElement: data += ' '; break;
        }
        data += num(element.x) + ' ' + num(element.y);
    }
    return data;
}

class SvgWriter {
public:
    SvgWriter(const Picture& picture, const std::function<QString(const PlanSlice&)>& titleOf)
        : picture_(picture), titleOf_(titleOf) {}

    QByteArray document(QSizeF size, const QStringList& fonts) {
        QStringList families;
        for (const auto& font : fonts) families << font;  // without quotes: Qt's own viewer takes them for letters
        families << QStringLiteral("sans-serif");
        out_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
               num(size.width()) + "\" height=\"" + num(size.height()) + "\" viewBox=\"0 0 " +
               num(picture_.size.width()) + ' ' + num(picture_.size.height()) + "\" role=\"img\" font-family=\"" +
               escaped(families.join(u',')) + "\">\n<title>" + escaped(picture_.title) + "</title>\n";
        out_ += "<rect width=\"" + num(picture_.size.width()) + "\" height=\"" + num(picture_.size.height()) + '"' +
                paint("fill", palette(picture_.theme).surface) + "/>\n";
        for (const auto& part : picture_.parts) write(part);
        return out_ + "</svg>\n";
    }

private:
    void write(const PicturePart& part) {
        out_ += "<g transform=\"translate(" + num(part.at.x()) + ' ' + num(part.at.y()) + ")\">\n";
        part_ = &part;
        std::vector<bool> drawn(part.slices.size());
        for (const auto& shape : part.shapes) {
            const int slice = std::visit([](const auto& shape) { return sliceOf(shape); }, shape);
            enter(slice);
            if (slice >= 0) drawn[static_cast<std::size_t>(slice)] = true;
            std::visit([this](const auto& shape) { write(shape); }, shape);
        }
        // Slices that leave no mark of their own can still be pointed at.
        for (std::size_t i = 0; i < drawn.size(); ++i) {
            if (drawn[i]) continue;
            enter(static_cast<int>(i));
            out_ += "<rect" + geometry(part.slices[i].rect) + " fill=\"none\" pointer-events=\"all\"/>\n";
        }
        enter(-1);
        out_ += "</g>\n";
    }

    template <class Shape>
    static int sliceOf(const Shape& shape) {
        if constexpr (requires { shape.slice; }) return shape.slice;
        return -1;
    }

    // What follows belongs to that slice, or to none.
    void enter(int slice) {
        if (slice == slice_) return;
        if (slice_ >= 0) out_ += "</g>\n";
        slice_ = slice;
        if (slice < 0) return;
        const auto& planned = part_->slices[static_cast<std::size_t>(slice)];
        const auto id = sliceId(planned);
        const bool isNew = !ids_.contains(id);
        ids_.insert(id);
        out_ += QByteArray("<g data-") + (isNew ? "slice" : "continues") + "=\"" + escaped(id) + '"';
        if (planned.count > 1) out_ += " data-count=\"" + QByteArray::number(planned.count) + '"';
        out_ += "><title>" + escaped(titleOf_(planned)) + "</title>\n";
    }

    static QByteArray geometry(const QRectF& rect) {
        return " x=\"" + num(rect.x()) + "\" y=\"" + num(rect.y()) + "\" width=\"" + num(std::max(rect.width(), 0.0)) +
               "\" height=\"" + num(std::max(rect.height(), 0.0)) + '"';
    }

    static QByteArray paint(const char* what, const QColor& colour) {
        if (!colour.isValid()) return QByteArray(" ") + what + "=\"none\"";
        auto text = QByteArray(" ") + what + "=\"" + colour.name().toLatin1() + '"';
        if (colour.alpha() < 255) text += QByteArray(" ") + what + "-opacity=\"" + num(colour.alphaF()) + '"';
        return text;
    }

    QByteArray stroke(const QColor& colour, qreal width, Dash dash) const {
        auto text = paint("stroke", colour);
        if (!colour.isValid()) return text;
        if (width != 1) text += " stroke-width=\"" + num(width) + '"';
        if (dash == Dash::Dashed) text += " stroke-dasharray=\"3 2\"";
        if (dash == Dash::Dotted) text += " stroke-dasharray=\"2 3\"";
        return text;
    }

    void write(const PlanBox& box) {
        if (box.pattern) {
            if (box.fill.isValid()) out_ += "<rect" + geometry(box.rect) + paint("fill", box.fill) + "/>\n";
            pattern(*box.pattern, box.rect);
            if (!box.edge.isValid()) return;
        }
        // The outline lies inside, as on the screen.
        const qreal in = box.edge.isValid() ? box.edgeWidth / 2 : 0;
        out_ += "<rect" + geometry(box.rect.adjusted(in, in, -in, -in));
        if (box.radius > 0) out_ += " rx=\"" + num(box.radius) + '"';
        out_ += paint("fill", box.pattern ? QColor() : box.fill) + stroke(box.edge, box.edgeWidth, box.dash) + "/>\n";
    }

    // As lines: <pattern> is more than some viewers can draw.
    void pattern(Look look, const QRectF& rect) {
        const auto kind = views::pattern(look);
        // Strokes are wider than their lines: kept that far inside, none leaves the box.
        const qreal in = patternWidth(kind, picture_.patternScale) / 2;
        const auto lines = patternLines(kind, rect.adjusted(in, in, -in, -in), picture_.patternScale);
        if (lines.empty()) return;
        QByteArray data;
        for (const auto& line : lines)
            data += 'M' + num(line.x1()) + ' ' + num(line.y1()) +
                    (kind == Pattern::Dots ? QByteArray("h.01") : 'l' + num(line.dx()) + ' ' + num(line.dy()));
        out_ += "<path d=\"" + data + '"' +
                stroke(colours(look, picture_.theme).ink, patternWidth(kind, picture_.patternScale), Dash::Solid) +
                (kind == Pattern::Dots ? " stroke-linecap=\"round\"" : "") + " fill=\"none\"/>\n";
    }

    void write(const PlanLine& line) {
        out_ += "<path d=\"M" + num(line.line.x1()) + ' ' + num(line.line.y1()) + 'L' + num(line.line.x2()) + ' ' +
                num(line.line.y2()) + '"' + stroke(line.colour, line.width, line.dash) +
                (line.round ? " stroke-linecap=\"round\"" : "") + "/>\n";
    }

    void write(const PlanText& text) {
        const auto anchor = text.align & Qt::AlignHCenter ? "middle" : text.align & Qt::AlignRight ? "end" : "start";
        auto attributes = " x=\"" + num(text.at.x()) + "\" y=\"" + num(text.at.y()) + "\" font-size=\"" +
                          QByteArray::number(text.style.size) + '"';
        if (text.style.weight != 400) attributes += " font-weight=\"" + QByteArray::number(text.style.weight) + '"';
        if (text.align & (Qt::AlignHCenter | Qt::AlignRight))
            attributes += QByteArray(" text-anchor=\"") + anchor + '"';
        // Another font than the one that was measured must not make a label wider than its slice.
        if (text.slice >= 0 && text.width > 0)
            attributes += " textLength=\"" + num(text.width) + "\" lengthAdjust=\"spacingAndGlyphs\"";
        const auto content = escaped(text.text) + "</text>\n";
        // A copy below it: not every viewer can paint a stroke below its own fill.
        if (text.halo.isValid())
            out_ += "<text aria-hidden=\"true\"" + attributes + paint("fill", text.halo) + paint("stroke", text.halo) +
                    " stroke-width=\"3\" stroke-linejoin=\"round\">" + content;
        out_ += "<text" + attributes + paint("fill", text.colour) + '>' + content;
    }

    void write(const PlanGlyph& planned) {
        const auto& glyph = planned.look ? views::glyph(*planned.look) : queueGlyph();
        if (glyph.path.isEmpty()) return;
        out_ += "<path transform=\"translate(" + num(planned.box.x()) + ' ' + num(planned.box.y()) + ") scale(" +
                num(planned.box.width() / 12) + ' ' + num(planned.box.height() / 12) + ")\" d=\"" +
                pathData(glyph.path) + '"';
        if (glyph.filled)
            out_ += paint("fill", planned.colour);
        else
            out_ += paint("fill", {}) + stroke(planned.colour, 1.8, Dash::Solid) +
                    " stroke-linecap=\"round\" stroke-linejoin=\"round\"";
        out_ += "/>\n";
    }

    void write(const PlanPath& path) {
        out_ += "<path d=\"" + pathData(path.path) + '"' + paint("fill", path.fill) +
                stroke(path.stroke, path.width, Dash::Solid) + "/>\n";
    }

    // Rows of a picture are not scrolled: nothing reaches beyond what would clip it.
    void write(const PlanClip&) {}

    // One box for each run of columns of one look, and one path for all bars.
    void write(const PlanColumns& columns) {
        const auto begin = [&](std::size_t i) { return columns.x + static_cast<qreal>(i) * columns.pitch; };
        QByteArray bars;
        for (std::size_t i = 0; i < columns.columns.size(); ++i) {
            const qreal right = std::min(begin(i) + columns.pitch - columns.gap, columns.right);
            const qreal height = std::round(columns.columns[i].share * columns.tall);
            if (height <= 0 || right <= begin(i)) continue;
            bars += 'M' + num(begin(i)) + ' ' + num(columns.floor) + 'v' + num(-height) + 'h' + num(right - begin(i)) +
                    'v' + num(height) + 'z';
        }
        if (!bars.isEmpty()) out_ += "<path d=\"" + bars + '"' + paint("fill", columns.bar) + "/>\n";
        if (!columns.merged) return;
        for (std::size_t i = 0; i < columns.columns.size();) {
            const Look look = columns.columns[i].look;
            const std::size_t first = i;
            while (i < columns.columns.size() && columns.columns[i].look == look) ++i;
            if (look == Look::HubIdle) continue;
            const qreal height = level(look) >= 0.5 ? 10 : 6;
            const qreal right = std::min(begin(i), columns.right);
            if (right <= begin(first)) continue;
            const auto& ink = colours(look, picture_.theme);
            PlanBox box{{begin(first), columns.base - height, right - begin(first), height}, ink.fill, ink.edge};
            if (views::pattern(look) != Pattern::None) box.pattern = look;
            write(box);
        }
    }

    const Picture& picture_;
    const std::function<QString(const PlanSlice&)>& titleOf_;
    QByteArray out_;
    const PicturePart* part_ = nullptr;
    int slice_ = -1;
    QSet<QString> ids_;
};

}  // namespace

QByteArray svgOf(const Picture& picture, QSizeF size, const QStringList& fonts,
                 const std::function<QString(const PlanSlice& slice)>& titleOf) {
    return SvgWriter(picture, titleOf).document(size, fonts);
}

}  // namespace views
