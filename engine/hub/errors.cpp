#include "hub/errors.h"

#include <cxxabi.h>
#include <dlfcn.h>

#include <cstdlib>
#include <memory>

namespace green {

namespace {

std::string demangled(const char* symbol) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(symbol, nullptr, nullptr, &status),
                                                           &std::free);
    return status == 0 ? std::string(name.get()) : std::string(symbol);
}

// The first place at which `is_end(i)` holds outside of all brackets, or the end.
template <class IsEnd>
std::size_t find_outside_brackets(std::string_view name, IsEnd&& is_end) {
    int depth = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (depth == 0 && is_end(i)) return i;
        const char c = name[i];
        if (c == '<' || c == '(' || c == '{') ++depth;
        if (c == '>' || c == ')' || c == '}') --depth;
    }
    return name.size();
}

// What follows the last "::", without a call's parameters.
std::string last_part(std::string_view name) {
    for (;;) {
        const auto end = find_outside_brackets(name, [&](std::size_t i) { return name.substr(i, 2) == "::"; });
        if (end == name.size()) break;
        name.remove_prefix(end + 2);
    }
    const auto call = find_outside_brackets(name, [&](std::size_t i) { return i > 0 && name[i] == '('; });
    std::string part(name.substr(0, call));
    // What returns or is made of a std::string carries a tag.
    if (const auto tag = part.find("[abi:"); tag != std::string::npos) part.erase(tag, part.find(']', tag) + 1 - tag);
    return part;
}

}  // namespace

std::string short_type_name(const std::type_info& type) {
    std::string full = demangled(type.name());
    if (full.find("{lambda(") != std::string::npos && full.ends_with('}')) return "<lambda>";
    if (full.starts_with("std::")) return full;
    auto name = last_part(full);
    // clang's way to name one.
    return name.starts_with("$_") ? "<lambda>" : name;
}

std::string function_name(const void* address) {
    // Finding it takes longer than spawning a greenlet, and the same function is spawned again and again.
    struct Known {
        const void* address = nullptr;
        std::string name{};
    };
    thread_local Known latest;
    if (latest.address == address) return latest.name;
    Dl_info info{};
    if (dladdr(address, &info) == 0 || !info.dli_sname || info.dli_saddr != address) return {};
    latest = {address, last_part(demangled(info.dli_sname))};
    return latest.name;
}

std::string type_name(const std::exception_ptr& error) {
    if (!error) return {};
    try {
        std::rethrow_exception(error);
    } catch (const Described& exception) {
        return exception.described_type();
    } catch (...) {
        return short_type_name(*abi::__cxa_current_exception_type());
    }
}

std::string message_of(const std::exception_ptr& error) {
    if (!error) return {};
    try {
        std::rethrow_exception(error);
    } catch (const Described& exception) {
        return exception.described_message();
    } catch (const BaseException& exception) {
        return exception.message();
    } catch (const std::exception& exception) {
        // Of a class that says nothing of its own.
        return exception.what() == std::string_view(std::exception().what()) ? "" : exception.what();
    } catch (const std::string& text) {
        return text;
    } catch (const char* text) {
        return text;
    } catch (...) {
        return {};
    }
}

std::string describe(const std::exception_ptr& error) {
    std::string text = type_name(error);
    if (const auto message = message_of(error); !message.empty()) text += ": " + message;
    return text;
}

}  // namespace green
