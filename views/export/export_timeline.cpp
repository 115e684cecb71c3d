#include "export/export_timeline.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <algorithm>
#include <cmath>

#include "export/picture.h"
#include "export/svg_writer.h"
#include "timeline/draw.h"

namespace views {

using green::trace::TraceStore;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(views::Export)
};

constexpr int leastSide = 16;
constexpr int mostSide = 20'000;
constexpr qint64 mostPixels = 100'000'000;
// Pictures without a given size: many programs refuse to read larger PNGs, and pages of a PDF end at 14,400.
constexpr qreal mostNaturalPixels = 32'000'000;
constexpr qreal tallestPixels = 5'000;
constexpr qreal tallestVector = 14'000;

ExportError error(const QString& text) { return ExportError(text.toStdString()); }

ExportError fileError(const QString& path, const QString& what) {
    return error(Text::tr("%1: %2").arg(QDir::toNativeSeparators(path), what));
}

void checkSize(const std::optional<QSize>& size) {
    if (!size) return;
    const auto fits = [](int side) { return side >= leastSide && side <= mostSide; };
    if (!fits(size->width()) || !fits(size->height()))
        throw error(Text::tr("no size %1x%2: expected %3 to %4 a side")
                        .arg(size->width())
                        .arg(size->height())
                        .arg(leastSide)
                        .arg(mostSide));
}

void draw(const Picture& picture, QPainter& painter) {
    TimelinePainter drawer(pictureFont());
    for (const auto& part : picture.parts) {
        painter.save();
        painter.translate(part.at);
        drawer.draw(part.shapes, picture.theme, picture.patternScale, painter);
        painter.restore();
    }
}

QImage imageOf(const Picture& picture, const ExportOptions& options) {
    QSize size;
    if (options.size) {
        size = *options.size;
    } else {
        const qreal area = picture.size.width() * picture.size.height();
        const qreal scale = std::min(std::clamp(options.scale, 0.1, 8.0), std::sqrt(mostNaturalPixels / area));
        size = (picture.size * scale).toSize().boundedTo({mostSide, mostSide});
    }
    if (qint64{size.width()} * size.height() > mostPixels)
        throw error(Text::tr("no size %1x%2: expected at most %3 pixels in all")
                        .arg(size.width())
                        .arg(size.height())
                        .arg(mostPixels));
    QImage image(size, QImage::Format_RGB32);
    if (image.isNull()) throw error(Text::tr("no memory for %1x%2 pixels").arg(size.width()).arg(size.height()));
    const qreal scale = size.width() / picture.size.width();
    constexpr qreal dotsPerMeter = 96 / 0.0254;
    image.setDotsPerMeterX(static_cast<int>(std::lround(dotsPerMeter * scale)));
    image.setDotsPerMeterY(static_cast<int>(std::lround(dotsPerMeter * scale)));
    image.setText(QStringLiteral("Title"), picture.title);
    image.setText(QStringLiteral("Software"), QStringLiteral("Greenscope"));
    image.fill(palette(picture.theme).surface);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(scale, size.height() / picture.size.height());
    draw(picture, painter);
    return image;
}

QByteArray png(const QImage& image) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG"))
        throw error(Text::tr("no PNG could be made of %1x%2 pixels").arg(image.width()).arg(image.height()));
    return bytes;
}

QByteArray pdf(const Picture& picture, QSizeF size) {
    constexpr int resolution = 1200;  // what lengths and the places of letters are rounded to
    constexpr qreal pointsPerInch = 72;
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(picture.title);
        writer.setCreator(QStringLiteral("Greenscope"));
        writer.setResolution(resolution);
        writer.setPageMargins({});
        writer.setPageSize(QPageSize(size, QPageSize::Point, {}, QPageSize::ExactMatch));
        QPainter painter(&writer);
        const qreal scale = size.width() / picture.size.width() * resolution / pointsPerInch;
        painter.scale(scale, scale);
        painter.fillRect(QRectF(QPointF(0, 0), picture.size), palette(picture.theme).surface);
        draw(picture, painter);
    }
    return bytes;
}

void write(const QString& path, const QByteArray& bytes) {
    // The new file takes the old one's place: that must not be a device.
    const QFileInfo info(path);
    if (info.exists() && !info.isFile()) throw fileError(path, Text::tr("can't be written: it is no file"));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw fileError(path, Text::tr("can't be written: %1").arg(file.errorString()));
}

}  // namespace

void exportTimeline(const TraceStore& store, const QString& path, const ExportOptions& options) {
    const auto ending = QFileInfo(path).suffix().toLower();
    const bool isPng = ending == QLatin1String("png");
    if (!isPng && ending != QLatin1String("svg") && ending != QLatin1String("pdf"))
        throw fileError(path, Text::tr("unknown ending: expected .png, .svg or .pdf"));
    checkSize(options.size);
    const TimelineModel model(store);
    TextRuler text(pictureFont());
    const auto picture = planPicture(model, options, text, isPng ? tallestPixels : tallestVector);
    const auto size = options.size ? QSizeF(*options.size) : picture.size;
    if (isPng)
        write(path, png(imageOf(picture, options)));
    else if (ending == QLatin1String("svg"))
        write(path, svgOf(picture, size, pictureFont().families(),
                          [&model](const PlanSlice& slice) { return sliceTitle(model, slice); }));
    else
        write(path, pdf(picture, size));
}

QImage timelinePicture(const TraceStore& store, const ExportOptions& options) {
    checkSize(options.size);
    const TimelineModel model(store);
    TextRuler text(pictureFont());
    return imageOf(planPicture(model, options, text, tallestPixels), options);
}

}  // namespace views
