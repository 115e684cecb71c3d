#include "cli/range.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "cli/problem.h"
#include "narration/words.h"

namespace app {

using green::trace::EventNumber;
using green::trace::TraceStore;

namespace {

constexpr int shortestSide = 16;
constexpr int longestSide = 20'000;

// The whole of `text` as a number.
template <class Number>
bool parseNumber(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

// The event, which must be in the run.
EventNumber eventOf(const Place& place, const TraceStore& store) {
    const auto number = static_cast<EventNumber>(place.value);
    if (number < 1 || number > store.size())
        throw Problem(exitUsage,
                      "no step " + place.text + " in this run: it has #1 to #" + std::to_string(store.size()));
    return number;
}

std::int64_t timeOf(const Place& place, const TraceStore& store) {
    const auto last = store.last().time();
    if (place.value > last)
        throw Problem(exitUsage,
                      "nothing at " + place.text + ": this run ends at " + views::timeText(last).toStdString());
    return place.value;
}

}  // namespace

QSize parseSize(const std::string& text) {
    const auto cross = text.find('x');
    int width = 0;
    int height = 0;
    const auto good = [](int side) { return side >= shortestSide && side <= longestSide; };
    if (cross == std::string::npos || !parseNumber(std::string_view(text).substr(0, cross), width) ||
        !parseNumber(std::string_view(text).substr(cross + 1), height) || !good(width) || !good(height))
        throw Problem(exitUsage,
                      "bad size \"" + text + "\": accepted is WIDTHxHEIGHT, each 16 to 20000, as in 1600x900");
    return {width, height};
}

Place parsePlace(const std::string& option, const std::string& text) {
    Place place;
    place.text = text;
    const std::string_view view = text;
    if (view.starts_with('#') && parseNumber(view.substr(1), place.value) && place.value > 0) return place;
    place.isTime = true;
    constexpr std::array<std::pair<std::string_view, double>, 4> units{
        {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}}};
    for (const auto& [unit, nanoseconds] : units) {
        double number = 0;
        if (!view.ends_with(unit) || !parseNumber(view.substr(0, view.size() - unit.size()), number)) continue;
        const double value = number * nanoseconds;
        if (!(value >= 0) || value > 9e18) break;
        place.value = std::llround(value);
        return place;
    }
    throw Problem(exitUsage, "bad " + option + " \"" + text +
                                 "\": accepted is a step, as in '#12', or a time, as in 1.5s, 200ms, 10us, 7ns");
}

std::int64_t beginAt(const Place& place, views::Axis axis, const TraceStore& store) {
    if (place.isTime) {
        const auto time = timeOf(place, store);
        if (axis == views::Axis::Time) return time;
        return time == 0 ? 0 : static_cast<std::int64_t>(store.last_at(time - 1));
    }
    const auto number = eventOf(place, store);
    return axis == views::Axis::Order ? static_cast<std::int64_t>(number) - 1 : store.event(number).time;
}

std::int64_t endAt(const Place& place, views::Axis axis, const TraceStore& store) {
    if (place.isTime) {
        const auto time = timeOf(place, store);
        return axis == views::Axis::Time ? time : static_cast<std::int64_t>(store.last_at(time));
    }
    const auto number = eventOf(place, store);
    return axis == views::Axis::Order ? static_cast<std::int64_t>(number) : store.event(number).time;
}

}  // namespace app
