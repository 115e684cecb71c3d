#include <array>

#include "palette/palette.h"

namespace views {

namespace {

constexpr QRgb black = 0;

QColor faded(QRgb colour, int alpha) {
    QColor with_alpha(colour);
    with_alpha.setAlpha(alpha);
    return with_alpha;
}

Palette lightPalette() {
    Palette p;
    p.window = 0xF1F3F2, p.surface = 0xFFFFFF, p.raised = 0xF8F9F9, p.field = 0xFFFFFF;
    p.line = 0xDDE2E0, p.lineStrong = 0xB9C2BF;
    p.text = 0x18211F, p.text2 = 0x55625E, p.text3 = 0x65716D;
    p.accent = 0x1F66C7, p.accentSoft = 0xE6EFFB, p.hover = 0xE6EAE8, p.pressed = 0xD9DFDC;
    p.future = faded(0xFFFFFF, 148), p.band = faded(0x18211F, 15);
    p.keyword = 0x1D4F91, p.string = 0x5A6B12, p.number = 0x8A4413, p.comment = 0x67746F;
    p.builtin = 0x0B6470, p.definition = 0x6B3FA0;
    p.error = 0xB3261E, p.errorSoft = 0xFDECEA;
    return p;
}

Palette darkPalette() {
    Palette p;
    p.window = 0x262928, p.surface = 0x1E1E1E, p.raised = 0x2C2F2E, p.field = 0x191B1A;
    p.line = 0x3A3F3D, p.lineStrong = 0x58605D;
    p.text = 0xE8ECEA, p.text2 = 0xA9B3AF, p.text3 = 0x8B9692;
    p.accent = 0x6FADFF, p.accentSoft = 0x26364A, p.hover = 0x363A39, p.pressed = 0x424746;
    p.future = faded(0x1E1E1E, 148), p.band = faded(0xE8ECEA, 18);
    p.keyword = 0x8CBBF2, p.string = 0xBFCB7A, p.number = 0xE0A27A, p.comment = 0x8E9A96;
    p.builtin = 0x7CCFDB, p.definition = 0xC9A6F0;
    p.error = 0xFF9B90, p.errorSoft = 0x47211E;
    return p;
}

// Light colours on white, darker text: for paper.
Palette printPalette() {
    Palette p = lightPalette();
    p.window = 0xFFFFFF, p.raised = 0xFFFFFF;
    p.line = 0xD5DAD8, p.lineStrong = 0x9AA4A0;
    p.text = black, p.text2 = 0x444B49, p.text3 = 0x444B49;
    return p;
}

using Table = std::array<LookColours, look_count>;

LookColours& at(Table& table, Look look) { return table[static_cast<std::size_t>(look)]; }

Table lightTable(const Palette& p) {
    Table t;
    at(t, Look::Created) = {p.surface, p.text2, p.text2, p.text2};
    at(t, Look::Runnable) = {0xF9DA8E, 0xF2B51D, 0x966C00, 0x3B2C00};
    at(t, Look::Running) = {0x0B6E60, faded(0xFFFFFF, 71), 0x064A40, 0xFFFFFF};
    at(t, Look::Sleeps) = {0xBFE9FF, 0x2C5A70, 0x45788F, 0x2C5A70};
    at(t, Look::WaitsData) = {0xF8ECFC, 0xC158E0, 0x8A2FA8, 0x8A2FA8};
    at(t, Look::WaitsLock) = {0xFCEBE3, 0xC64300, 0x9B3500, 0x9B3500};
    at(t, Look::WaitsIo) = {0xE6EBF8, 0x0A2A8C, 0x0A2A8C, 0x0A2A8C};
    at(t, Look::Finished) = {0x949494, 0x949494, 0x6B7572, 0x6B7572};
    at(t, Look::Killed) = {0x949494, 0xFFFFFF, 0x6B7572, 0x6B7572};
    at(t, Look::Failed) = {black, black, black, 0xFFFFFF};
    at(t, Look::HubIdle) = {p.surface, p.lineStrong, p.lineStrong, p.text2};
    at(t, Look::QueueItem) = {0xE7ECF0, 0x75838F, 0x75838F, p.text};
    at(t, Look::ItemWaits) = {0xF8ECFC, 0xC158E0, 0x8A2FA8, p.text};
    return t;
}

Table darkTable(const Palette& p) {
    Table t;
    at(t, Look::Created) = {p.surface, p.text2, p.text2, p.text2};
    at(t, Look::Runnable) = {0x5C5312, 0xFFE000, 0xFFE000, 0xFFF3A6};
    at(t, Look::Running) = {0x71E2A3, faded(0x06281A, 64), 0xB4F3CF, 0x06281A};
    at(t, Look::Sleeps) = {0xACBBCC, 0x1D2834, 0xD3DDE8, 0x1D2834};
    at(t, Look::WaitsData) = {0x2E2030, 0x9A4E98, 0xC983C7, 0xC983C7};
    at(t, Look::WaitsLock) = {0x3A231B, 0xFF6D42, 0xFF8A66, 0xFF8A66};
    at(t, Look::WaitsIo) = {0x1B2A42, 0x3F8CFF, 0x6FA8FF, 0x6FA8FF};
    at(t, Look::Finished) = {0x7E7E7E, 0x7E7E7E, 0x9AA39F, 0x9AA39F};
    at(t, Look::Killed) = {0x7E7E7E, 0x1E1E1E, 0x9AA39F, 0x9AA39F};
    at(t, Look::Failed) = {0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0x1E1E1E};
    at(t, Look::HubIdle) = {p.surface, p.lineStrong, p.lineStrong, p.text2};
    at(t, Look::QueueItem) = {0x343B42, 0x8A98A6, 0x8A98A6, p.text};
    at(t, Look::ItemWaits) = {0x2E2030, 0x9A4E98, 0xC983C7, p.text};
    return t;
}

}  // namespace

const Palette& palette(Theme theme) {
    static const Palette light = lightPalette();
    static const Palette dark = darkPalette();
    static const Palette print = printPalette();
    return theme == Theme::Dark ? dark : theme == Theme::Print ? print : light;
}

const LookColours& colours(Look look, Theme theme) {
    static const Table light = lightTable(palette(Theme::Light));
    static const Table dark = darkTable(palette(Theme::Dark));
    static const Table print = lightTable(palette(Theme::Print));
    const Table& table = theme == Theme::Dark ? dark : theme == Theme::Print ? print : light;
    return table[static_cast<std::size_t>(look)];
}

}  // namespace views
