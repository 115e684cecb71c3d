// link, link_value and link_exception, on success and on failure.
#include "python.h"

namespace oracle_55 {

std::string good() { return "fine"; }
void bad() { throw python::ValueError("broken"); }

auto note(const std::string& word) {
    return [=](const green::Greenlet& source) {
        const auto value = source.successful() ? source.value<std::string>() : "None";
        python::print(word, "<-", value, python::exception_text(source));
    };
}

void watch(green::Greenlet g, const std::string& name) {
    g.link_exception(note("link_exception"));
    g.link(note("link"));
    g.link_value(note("link_value"));
    g.join();
    python::print(name, "joined");
}

void program() {
    watch(green::spawn(good), "good");
    watch(green::spawn(bad), "bad");
}

}  // namespace oracle_55
