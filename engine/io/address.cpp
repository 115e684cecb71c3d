#include "io/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <charconv>
#include <cstddef>
#include <cstring>
#include <stdexcept>

namespace green {

namespace {

constexpr std::string_view unix_prefix = "unix:";

template <class Structure>
Structure read(const sockaddr_storage& storage) {
    Structure structure{};
    std::memcpy(&structure, &storage, sizeof structure);
    return structure;
}

[[noreturn]] void refuse(std::string_view text) {
    throw std::invalid_argument("not a numeric address: '" + std::string(text) + "'");
}

// "%eth0", or "%2".
std::optional<std::uint32_t> scope_number(const std::string& scope) {
    if (const auto index = if_nametoindex(scope.c_str()); index != 0) return index;
    std::uint32_t number = 0;
    const auto* end = scope.data() + scope.size();
    const auto [rest, error] = std::from_chars(scope.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

std::uint16_t port_number(std::string_view digits, std::string_view whole) {
    std::uint16_t port = 0;
    const auto* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, port);
    if (error != std::errc() || rest != end) refuse(whole);
    return port;
}

}  // namespace

Address::Address(std::string_view host, std::uint16_t port) {
    const auto address = numeric(host, port);
    if (!address) refuse(host);
    *this = *address;
}

std::optional<Address> Address::numeric(std::string_view host, std::uint16_t port) {
    Address address;
    // A NUL inside would end the text early for the system.
    if (host.find('\0') != std::string_view::npos) return std::nullopt;
    sockaddr_in four{};
    if (host.empty() || inet_pton(AF_INET, std::string(host).c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        std::memcpy(&address.storage_, &four, sizeof four);
        address.size_ = sizeof four;
        return address;
    }
    sockaddr_in6 six{};
    const auto percent = host.find('%');
    if (inet_pton(AF_INET6, std::string(host.substr(0, percent)).c_str(), &six.sin6_addr) != 1) return std::nullopt;
    if (percent != std::string_view::npos) {
        const auto scope = scope_number(std::string(host.substr(percent + 1)));
        if (!scope) return std::nullopt;
        six.sin6_scope_id = *scope;
    }
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    std::memcpy(&address.storage_, &six, sizeof six);
    address.size_ = sizeof six;
    return address;
}

Address Address::unix_path(std::string_view path) {
    sockaddr_un local{};
    if (path.size() >= sizeof local.sun_path)
        throw std::invalid_argument("the path of a Unix socket is too long: '" + std::string(path) + "'");
    local.sun_family = AF_UNIX;
    std::memcpy(local.sun_path, path.data(), path.size());
    // A name in the abstract space ends where its size says, a path with a NUL.
    const bool is_path = !path.empty() && path.front() != '\0';
    Address address;
    address.size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + (is_path ? 1 : 0));
    std::memcpy(&address.storage_, &local, sizeof local);
    return address;
}

Address Address::parse(std::string_view text) {
    if (text.starts_with(unix_prefix)) {
        std::string path(text.substr(unix_prefix.size()));
        if (path.starts_with('@')) path.front() = '\0';
        return unix_path(path);
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) refuse(text);
    auto host = text.substr(0, colon);
    const bool in_brackets = host.starts_with('[') && host.ends_with(']');
    if (in_brackets) host = host.substr(1, host.size() - 2);
    // "::1" alone has no port.
    if (in_brackets != (host.find(':') != std::string_view::npos)) refuse(text);
    return {host, port_number(text.substr(colon + 1), text)};
}

Address Address::from_system(const sockaddr* system, socklen_t size) {
    Address address;
    if (size < sizeof system->sa_family || size > sizeof address.storage_) return address;
    const auto family = system->sa_family;
    const bool is_known = (family == AF_INET && size >= sizeof(sockaddr_in)) ||
                          (family == AF_INET6 && size >= sizeof(sockaddr_in6)) || family == AF_UNIX;
    if (!is_known) return address;
    std::memcpy(&address.storage_, system, size);
    address.size_ = size;
    return address;
}

Address::Family Address::family() const {
    switch (storage_.ss_family) {
        case AF_INET: return Family::Ipv4;
        case AF_INET6: return Family::Ipv6;
        case AF_UNIX: return Family::Unix;
        default: return Family::None;
    }
}

std::string Address::host() const {
    char text[INET6_ADDRSTRLEN] = {};
    if (family() == Family::Ipv4) {
        const auto four = read<sockaddr_in>(storage_);
        return inet_ntop(AF_INET, &four.sin_addr, text, sizeof text);
    }
    if (family() != Family::Ipv6) return {};
    const auto six = read<sockaddr_in6>(storage_);
    std::string host = inet_ntop(AF_INET6, &six.sin6_addr, text, sizeof text);
    if (six.sin6_scope_id == 0) return host;
    char scope[IF_NAMESIZE] = {};
    return host + '%' + (if_indextoname(six.sin6_scope_id, scope) ? scope : std::to_string(six.sin6_scope_id));
}

std::uint16_t Address::port() const {
    switch (family()) {
        case Family::Ipv4: return ntohs(read<sockaddr_in>(storage_).sin_port);
        case Family::Ipv6: return ntohs(read<sockaddr_in6>(storage_).sin6_port);
        default: return 0;
    }
}

std::string Address::path() const {
    constexpr auto head = offsetof(sockaddr_un, sun_path);
    if (family() != Family::Unix || size_ <= head) return {};
    const auto local = read<sockaddr_un>(storage_);
    const std::string_view path(local.sun_path, size_ - head);
    return std::string(path.front() == '\0' ? path : path.substr(0, path.find('\0')));
}

std::string Address::text() const {
    switch (family()) {
        case Family::Ipv4: return fmt::format("{}:{}", host(), port());
        case Family::Ipv6: return fmt::format("[{}]:{}", host(), port());
        case Family::Unix: {
            auto name = path();
            if (name.starts_with('\0')) name.front() = '@';
            return std::string(unix_prefix) + name;
        }
        case Family::None: break;
    }
    return {};
}

bool operator==(const Address& a, const Address& b) {
    if (a.family() != b.family()) return false;
    switch (a.family()) {
        case Address::Family::Ipv4: {
            const auto one = read<sockaddr_in>(a.storage_);
            const auto other = read<sockaddr_in>(b.storage_);
            return one.sin_addr.s_addr == other.sin_addr.s_addr && one.sin_port == other.sin_port;
        }
        case Address::Family::Ipv6: {
            const auto one = read<sockaddr_in6>(a.storage_);
            const auto other = read<sockaddr_in6>(b.storage_);
            return std::memcmp(&one.sin6_addr, &other.sin6_addr, sizeof one.sin6_addr) == 0 &&
                   one.sin6_port == other.sin6_port && one.sin6_scope_id == other.sin6_scope_id;
        }
        case Address::Family::Unix: return a.path() == b.path();
        case Address::Family::None: break;
    }
    return true;
}

}  // namespace green
