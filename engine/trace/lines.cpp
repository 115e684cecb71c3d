#include "trace/lines.h"

#include <algorithm>

namespace green::trace {

namespace {

constexpr char separator = '\x1f';
constexpr std::size_t lines_in_block = 4096;
constexpr std::size_t bytes_in_block = std::size_t{1} << 20;

std::string_view take_field(std::string_view& text) {
    const auto end = std::min(text.find(separator), text.size());
    const auto field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return field;
}

}  // namespace

LineText line_text(std::string_view text) {
    LineText parts{take_field(text)};
    while (!text.empty()) {
        const auto name = take_field(text);
        parts.variables.push_back({name, take_field(text)});
    }
    return parts;
}

std::string to_text(const LineText& text) {
    std::string joined(text.function);
    for (const auto& variable : text.variables) {
        joined += separator;
        joined += variable.name;
        joined += separator;
        joined += variable.value;
    }
    return joined;
}

std::uint16_t LineRecorder::number_of(const char* file) {
    const auto found = std::ranges::find(files_, file);
    if (found == files_.end()) {
        files_.push_back(file);
        block_.files.emplace_back(file);
        return static_cast<std::uint16_t>(files_.size() - 1);
    }
    return static_cast<std::uint16_t>(found - files_.begin());
}

void LineRecorder::add(Line line, const char* file, std::string_view text) {
    if (!keeps()) return;
    line.file = number_of(file);
    // Most lines change no variable that the one before them showed.
    const bool is_same =
        !block_.lines.empty() &&
        std::string_view(block_.texts).substr(block_.lines.back().text, block_.lines.back().length) == text;
    line.text = is_same ? block_.lines.back().text : block_.texts.size();
    line.length = static_cast<std::uint32_t>(text.size());
    if (!is_same) block_.texts += text;
    block_.lines.push_back(line);
    ++lines_;
    bytes_ += is_same ? 0 : text.size();
    full_ = lines_ >= most_lines || bytes_ >= most_bytes;
    if (full_ || block_.lines.size() >= lines_in_block || block_.texts.size() >= bytes_in_block) publish();
}

void LineRecorder::publish() {
    if (!feed_ || block_.lines.empty()) return;
    block_.is_last = full_;
    feed_->add(std::exchange(block_, {}));
}

}  // namespace green::trace
