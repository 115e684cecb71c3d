#include "colour_distance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace colour_distance {

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

double linear(double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); }
double encoded(double value) {
    value = std::clamp(value, 0.0, 1.0);
    return value <= 0.0031308 ? value * 12.92 : 1.055 * std::pow(value, 1 / 2.4) - 0.055;
}

Triple times(const Matrix& m, const Triple& v) {
    Triple product{};
    for (std::size_t row = 0; row < 3; ++row) product[row] = m[row][0] * v[0] + m[row][1] * v[1] + m[row][2] * v[2];
    return product;
}

Triple linearOf(const QColor& colour) {
    return {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
}

struct Lab {
    double l, a, b;
};

Lab labOf(const QColor& colour) {
    constexpr Matrix to_xyz{
        {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    constexpr Triple white{0.95047, 1.0, 1.08883};
    const Triple xyz = times(to_xyz, linearOf(colour));
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double x = f(xyz[0] / white[0]);
    const double y = f(xyz[1] / white[1]);
    const double z = f(xyz[2] / white[2]);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

double hue(double a, double b) {
    if (a == 0 && b == 0) return 0;
    const double angle = std::atan2(b, a) * 180 / std::numbers::pi;
    return angle < 0 ? angle + 360 : angle;
}

}  // namespace

QColor seen(const QColor& colour, Vision vision) {
    constexpr Matrix protanopia{
        {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
    constexpr Matrix deuteranopia{
        {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
    constexpr Matrix tritanopia{
        {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};
    if (vision == Vision::Normal) return colour;
    const auto& matrix = vision == Vision::Protanopia     ? protanopia
                         : vision == Vision::Deuteranopia ? deuteranopia
                                                          : tritanopia;
    const Triple v = times(matrix, linearOf(colour));
    return QColor::fromRgbF(static_cast<float>(encoded(v[0])), static_cast<float>(encoded(v[1])),
                            static_cast<float>(encoded(v[2])));
}

double ciede2000(const QColor& first, const QColor& second) {
    const Lab p = labOf(first);
    const Lab q = labOf(second);
    const auto seventh = [](double c) { return std::sqrt(std::pow(c, 7) / (std::pow(c, 7) + std::pow(25.0, 7))); };
    const double mean = (std::hypot(p.a, p.b) + std::hypot(q.a, q.b)) / 2;
    const double g = 0.5 * (1 - seventh(mean));
    const double a1 = p.a * (1 + g);
    const double a2 = q.a * (1 + g);
    const double c1 = std::hypot(a1, p.b);
    const double c2 = std::hypot(a2, q.b);
    const double h1 = hue(a1, p.b);
    const double h2 = hue(a2, q.b);

    double dh = h2 - h1;
    double h = (h1 + h2) / 2;
    if (c1 * c2 == 0) {
        dh = 0;
        h = h1 + h2;
    } else if (std::abs(h1 - h2) > 180) {
        dh += h2 <= h1 ? 360 : -360;
        h += h1 + h2 < 360 ? 180 : -180;
    }
    const double dl = q.l - p.l;
    const double dc = c2 - c1;
    const double dbig = 2 * std::sqrt(c1 * c2) * std::sin(radians(dh / 2));
    const double l = (p.l + q.l) / 2;
    const double c = (c1 + c2) / 2;

    const double t = 1 - 0.17 * std::cos(radians(h - 30)) + 0.24 * std::cos(radians(2 * h)) +
                     0.32 * std::cos(radians(3 * h + 6)) - 0.20 * std::cos(radians(4 * h - 63));
    const double turn = 30 * std::exp(-std::pow((h - 275) / 25, 2));
    const double sl = 1 + 0.015 * std::pow(l - 50, 2) / std::sqrt(20 + std::pow(l - 50, 2));
    const double sc = 1 + 0.045 * c;
    const double sh = 1 + 0.015 * c * t;
    const double rt = -2 * seventh(c) * std::sin(radians(2 * turn));
    return std::sqrt(std::pow(dl / sl, 2) + std::pow(dc / sc, 2) + std::pow(dbig / sh, 2) +
                     rt * (dc / sc) * (dbig / sh));
}

}  // namespace colour_distance
