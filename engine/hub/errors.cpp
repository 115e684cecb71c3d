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

// What follows the last "::" that is in no bracket; a call's parameters are cut off.
std::string last_part(std::string_view name) {
    std::size_t begin = 0;
    int depth = 0;
    std::size_t end = name.size();
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (c == '(' && depth == 0 && i > begin && name.substr(i, 11) != "(anonymous ") {
            end = i;
            break;
        }
        if (c == '<' || c == '(' || c == '{') ++depth;
        if (c == '>' || c == ')' || c == '}') --depth;
        if (depth == 0 && name.substr(i, 2) == "::") begin = i + 2;
    }
    return std::string(name.substr(begin, end - begin));
}

}  // namespace

std::string short_type_name(const std::type_info& type) {
    const std::string full = demangled(type.name());
    if (full.find("{lambda(") != std::string::npos && full.ends_with('}')) return "<lambda>";
    if (full.starts_with("std::")) return full;
    return last_part(full);
}

std::string function_name(const void* address) {
    Dl_info info{};
    if (dladdr(address, &info) == 0 || !info.dli_sname || info.dli_saddr != address) return {};
    return last_part(demangled(info.dli_sname));
}

std::string type_name(const std::exception_ptr& error) {
    if (!error) return {};
    try {
        std::rethrow_exception(error);
    } catch (...) {
        return short_type_name(*abi::__cxa_current_exception_type());
    }
}

std::string message_of(const std::exception_ptr& error) {
    if (!error) return {};
    try {
        std::rethrow_exception(error);
    } catch (const BaseException& exception) {
        return exception.message();
    } catch (const std::exception& exception) {
        return exception.what();
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
