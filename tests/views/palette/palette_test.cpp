#include "palette/palette.h"

#include <QImage>
#include <QPainter>
#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "colour_distance.h"

using namespace views;
using colour_distance::Vision;
using green::trace::GreenletState;
using green::trace::Role;
using green::trace::State;
using green::trace::WaitReason;

namespace {

constexpr std::array themes{Theme::Light, Theme::Dark, Theme::Print};
constexpr std::array states{Look::Runnable,  Look::Running, Look::Sleeps,   Look::WaitsData,
                            Look::WaitsLock, Look::WaitsIo, Look::Finished, Look::Failed};

// What an eye takes for the colour of a slice: the pattern where there is one. Sparse dots leave the
// fill its say, and on dark a runnable slice speaks through its edge.
QColor signature(Look look, Theme theme) {
    const auto& ink = colours(look, theme);
    if (look == Look::Runnable && theme == Theme::Dark) return ink.edge;
    return pattern(look) == Pattern::None || pattern(look) == Pattern::Dots ? ink.fill : ink.ink;
}

double luminance(const QColor& colour) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

}  // namespace

class PaletteTest : public QObject {
    Q_OBJECT
private slots:
    void distanceIsTheStandardOne();
    void statesAreTellableApartInEveryVision();
    void statesDifferWithoutColour();
    void textAndEdgesHaveContrast();
    void patternsFillWithoutSeams();
    void patternLinesStayInside();
    void looksFollowStates();
    void everyLookHasAWord();
};

// The measure itself, on distances that are well known.
void PaletteTest::distanceIsTheStandardOne() {
    using colour_distance::ciede2000;
    QCOMPARE(ciede2000(QColor(10, 20, 30), QColor(10, 20, 30)), 0.0);
    QVERIFY(std::abs(ciede2000(Qt::black, Qt::white) - 100) < 0.01);
    QVERIFY(std::abs(ciede2000(Qt::red, Qt::green) - 86.61) < 0.05);
    QVERIFY(std::abs(ciede2000(Qt::red, Qt::blue) - 52.88) < 0.05);
}

void PaletteTest::statesAreTellableApartInEveryVision() {
    for (const Theme theme : themes)
        for (const Vision vision : {Vision::Normal, Vision::Protanopia, Vision::Deuteranopia, Vision::Tritanopia})
            for (const Look a : states)
                for (const Look b : states) {
                    if (a >= b) continue;
                    const double distance =
                        colour_distance::ciede2000(colour_distance::seen(signature(a, theme), vision),
                                                   colour_distance::seen(signature(b, theme), vision));
                    QVERIFY2(distance >= 15, qPrintable(QString("theme %1, vision %2: %3 and %4 are %5 apart")
                                                            .arg(static_cast<int>(theme))
                                                            .arg(static_cast<int>(vision))
                                                            .arg(label(a), label(b))
                                                            .arg(distance)));
                }
}

void PaletteTest::statesDifferWithoutColour() {
    // Height and pattern alone tell the living states apart; glyphs tell all.
    std::set<std::pair<qreal, Pattern>> shapes;
    for (const Look look :
         {Look::Runnable, Look::Running, Look::Sleeps, Look::WaitsData, Look::WaitsLock, Look::WaitsIo})
        QVERIFY2(shapes.insert({level(look), pattern(look)}).second, qPrintable(label(look)));
    for (const Look a : states) {
        QVERIFY(!glyph(a).path.isEmpty());
        for (const Look b : states)
            if (a != b) QVERIFY(glyph(a).path != glyph(b).path);
    }
    QVERIFY(glyph(Look::Killed).path != glyph(Look::Finished).path);
    QVERIFY(QRectF(0, 0, 12, 12).contains(queueGlyph().path.boundingRect()));
}

void PaletteTest::textAndEdgesHaveContrast() {
    for (const Theme theme : themes) {
        const Palette& p = palette(theme);
        for (const QColor& ground : {p.window, p.surface, p.raised}) {
            QVERIFY(contrast(p.text, ground) >= 4.5);
            QVERIFY(contrast(p.text2, ground) >= 4.5);
            // Faint text is for window and surface; on raised ground it marks icons.
            QVERIFY2(contrast(p.text3, ground) >= (ground == p.raised ? 4.0 : 4.5), qPrintable(ground.name()));
            QVERIFY(contrast(p.accent, ground) >= 3);
        }
        for (const QColor& code : {p.keyword, p.string, p.number, p.comment, p.builtin, p.definition, p.error})
            QVERIFY(contrast(code, p.surface) >= 4.5);
        for (const QColor& code : {p.keyword, p.string, p.number, p.builtin, p.definition, p.error, p.text})
            QVERIFY2(contrast(code, p.errorSoft) >= 4.5, qPrintable(code.name()));
        for (const Look look : states) {
            QVERIFY2(contrast(colours(look, theme).edge, p.surface) >= 3, qPrintable(label(look)));
            if (level(look) >= 0.6)
                QVERIFY2(contrast(colours(look, theme).text, colours(look, theme).fill) >= 4.5,
                         qPrintable(label(look)));
        }
    }
}

void PaletteTest::patternsFillWithoutSeams() {
    for (const Look look : states) {
        const QBrush filled = brush(look, Theme::Light);
        if (pattern(look) == Pattern::None) {
            QCOMPARE(filled.color(), colours(look, Theme::Light).fill);
            continue;
        }
        const QImage tile = filled.textureImage();
        QVERIFY(!tile.isNull());
        // Over the seam the pattern goes on as it does inside: shifted by half a tile it is itself.
        const int half = tile.width() / 2;
        QImage wide(tile.width() * 2, tile.height(), QImage::Format_RGB32);
        QPainter painter(&wide);
        painter.fillRect(wide.rect(), filled);
        painter.end();
        if (tile.width() % 2 == 0)
            QCOMPARE(wide.copy(half, 0, tile.width(), tile.height()), wide.copy(0, 0, tile.width(), tile.height()));
        QCOMPARE(wide.copy(tile.width(), 0, tile.width(), tile.height()), tile);
        // Ink and ground are both there.
        QVERIFY(
            std::abs(tile.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixelColor(0, 0).lightnessF() -
                     colours(look, Theme::Light).fill.lightnessF()) > 0.01);
    }
    QVERIFY(brush(Look::WaitsData, Theme::Light, 2).textureImage().width() >
            brush(Look::WaitsData, Theme::Light).textureImage().width());
}

void PaletteTest::patternLinesStayInside() {
    const QRectF rect(13, 7, 40, 9);
    for (const Pattern kind : {Pattern::Diagonals, Pattern::CrossHatch, Pattern::Verticals, Pattern::Dots}) {
        const auto lines = patternLines(kind, rect);
        QVERIFY(lines.size() >= 4);
        for (const QLineF& line : lines) {
            QVERIFY(rect.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(line.p1()));
            QVERIFY(rect.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(line.p2()));
        }
    }
    QVERIFY(patternLines(Pattern::None, rect).empty());
    QVERIFY(patternLines(Pattern::Dots, QRectF()).empty());
}

void PaletteTest::looksFollowStates() {
    GreenletState greenlet;
    greenlet.state = State::Waiting;
    const std::array<std::pair<WaitReason, Look>, 23> expected{
        {{WaitReason::Sleep, Look::Sleeps},        {WaitReason::QueueGet, Look::WaitsData},
         {WaitReason::QueuePut, Look::WaitsData},  {WaitReason::JoinAll, Look::WaitsData},
         {WaitReason::Event, Look::WaitsData},     {WaitReason::Hub, Look::WaitsData},
         {WaitReason::Kill, Look::WaitsData},      {WaitReason::Lock, Look::WaitsLock},
         {WaitReason::Select, Look::WaitsIo},      {WaitReason::Io, Look::WaitsIo},
         {WaitReason::LockWait, Look::WaitsLock},  {WaitReason::PoolSpawn, Look::WaitsLock},
         {WaitReason::PoolWait, Look::WaitsLock},  {WaitReason::Thread, Look::WaitsIo},
         {WaitReason::Process, Look::WaitsIo},     {WaitReason::Receive, Look::WaitsIo},
         {WaitReason::Accept, Look::WaitsIo},      {WaitReason::Resolve, Look::WaitsIo},
         {WaitReason::Poll, Look::WaitsIo},        {WaitReason::Serve, Look::WaitsIo},
         {WaitReason::GroupJoin, Look::WaitsData}, {WaitReason::QueueJoin, Look::WaitsData},
         {WaitReason::LoopEnd, Look::WaitsData}}};
    for (const auto& [reason, look] : expected) {
        greenlet.reason = reason;
        QCOMPARE(lookOf(greenlet), look);
    }
    greenlet.state = State::Created;
    QCOMPARE(lookOf(greenlet), Look::Created);
    greenlet.state = State::Killed;
    QCOMPARE(lookOf(greenlet), Look::Killed);
    greenlet.role = Role::Hub;
    greenlet.state = State::Waiting;
    QCOMPARE(lookOf(greenlet), Look::HubIdle);
    greenlet.state = State::Running;
    QCOMPARE(lookOf(greenlet), Look::Running);
}

void PaletteTest::everyLookHasAWord() {
    std::set<QString> words;
    for (int i = 0; i < look_count; ++i) QVERIFY(words.insert(label(static_cast<Look>(i))).second);
    QVERIFY(!words.count({}));
}

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
