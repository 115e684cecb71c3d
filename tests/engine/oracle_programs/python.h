// Python's ways that the recorded programs use: how it prints values, `finally`, and its exceptions.
#pragma once

#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "green.h"

namespace python {

// print(a, b, …): the parts as str() gives them, with spaces between.
inline std::string str(const std::string& text) { return text; }
inline std::string str(const char* text) { return text; }
template <class T>
std::string str(const T& value) {
    return green::to_repr(value);
}
template <class... Parts>
void print(const Parts&... parts) {
    std::string line;
    ((line += (line.empty() ? "" : " ") + str(parts)), ...);
    green::write(line + "\n");
}

// What `finally:` does.
class Finally {
public:
    explicit Finally(std::function<void()> action) : action_(std::move(action)) {}
    ~Finally() { action_(); }
    Finally(const Finally&) = delete;
    Finally& operator=(const Finally&) = delete;

private:
    std::function<void()> action_;
};

// A list of texts that are shown as they are: "[None, 3]".
inline std::string list(const std::vector<std::string>& items) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : ", ") + item;
    return "[" + text + "]";
}
// [g.value for g in greenlets], and so on.
inline std::string values(std::span<const green::Greenlet> greenlets) {
    std::vector<std::string> items;
    for (const auto& greenlet : greenlets) items.push_back(greenlet.value_repr());
    return list(items);
}
inline std::vector<bool> ready(std::span<const green::Greenlet> greenlets) {
    std::vector<bool> flags;
    for (const auto& greenlet : greenlets) flags.push_back(greenlet.ready());
    return flags;
}

// str(greenlet.exception)
inline std::string exception_text(const green::Greenlet& greenlet) {
    return greenlet.exception() ? green::message_of(greenlet.exception()) : "None";
}
// repr(greenlet.exception)
inline std::string exception_repr(const green::Greenlet& greenlet) {
    const auto error = greenlet.exception();
    return error ? green::type_name(error) + "(" + green::quoted(green::message_of(error)) + ")" : "None";
}

struct Exception : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct ValueError : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct LookupError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace python
