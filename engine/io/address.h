// Where a socket is, or is to go: an IPv4, IPv6 or Unix address as a value. Nothing is looked up here; names are
// the resolver's business. Any thread.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace green {

class Address {
public:
    enum class Family : std::uint8_t { None, Ipv4, Ipv6, Unix };

    // No address: of a Unix socket without a name, say.
    Address() = default;
    // "127.0.0.1", "::1", "fe80::1%eth0", or "" for all interfaces of IPv4. Throws std::invalid_argument for what is
    // no numeric address: a name has to be resolved first.
    Address(std::string_view host, std::uint16_t port);
    // The same; none where the constructor would throw.
    static std::optional<Address> numeric(std::string_view host, std::uint16_t port);
    // A path; one that begins with a NUL byte is a name in Linux's abstract space. Throws std::invalid_argument
    // where it is too long for the system (107 bytes).
    static Address unix_path(std::string_view path);
    // What `text` writes: "127.0.0.1:80", "[::1]:80", ":80", "unix:/run/x", "unix:@abstract". Throws
    // std::invalid_argument.
    static Address parse(std::string_view text);
    // As the system gave it. Another family gives None.
    static Address from_system(const sockaddr* address, socklen_t size);

    Family family() const;
    explicit operator bool() const { return family() != Family::None; }
    // Without the port; empty for what is no IP address.
    std::string host() const;
    // 0 for what is no IP address.
    std::uint16_t port() const;
    // Of a Unix socket, else empty.
    std::string path() const;
    // For people: "127.0.0.1:80", "[::1]:80", "unix:/run/x"; empty for none.
    std::string text() const;

    // For system calls.
    const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&storage_); }
    socklen_t size() const { return size_; }
    // AF_INET, …; AF_UNSPEC for none.
    int system_family() const { return storage_.ss_family; }

    friend bool operator==(const Address& a, const Address& b);
    friend std::string repr(const Address& address) { return address.text(); }

private:
    sockaddr_storage storage_{};
    socklen_t size_ = 0;
};

}  // namespace green
