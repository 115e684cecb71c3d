// Names and addresses, looked up without holding anybody up: /etc/hosts first, then the system's name servers.
// Engine's thread only.
//
//     for (const green::Address& address : green::resolve("example.org", 80)) …
//     green::Socket socket = green::create_connection("example.org", 80);
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>
#include "trace/source_location.h"

#include "io/address.h"
#include "io/socket.h"

namespace green {

// A name that has no address, or no name server that answers. Python's gaierror.
class ResolveError : public std::runtime_error {
public:
    // EAI_NONAME, EAI_AGAIN, …
    explicit ResolveError(int code);
    int code() const { return code_; }

private:
    int code_;
};

struct ResolveOptions {
    // None: IPv4 and IPv6.
    Address::Family family = Address::Family::None;
    // Instead of the system's name servers: "127.0.0.1:5353", several with commas.
    std::string servers = {};
};

// The addresses of a host, in the order in which they should be tried; at least one. What is numeric (or empty: all
// interfaces) is not looked up. Throws ResolveError.
std::vector<Address> resolve(const std::string& host, std::uint16_t port, const ResolveOptions& options = {},
                             trace::SourceLocation where = trace::SourceLocation::current());
// The name of an IP address. Throws ResolveError.
std::string resolve_name(const Address& address, const ResolveOptions& options = {},
                         trace::SourceLocation where = trace::SourceLocation::current());

// All that is known of a host: what it is really called, its other names, and its addresses.
struct HostEntry {
    std::string name;
    std::vector<std::string> aliases;
    std::vector<Address> addresses;
};
// As `resolve`, of a name that is not numeric.
HostEntry resolve_entry(const std::string& host, const ResolveOptions& options = {},
                        trace::SourceLocation where = trace::SourceLocation::current());
// As `resolve_name`.
HostEntry resolve_name_entry(const Address& address, const ResolveOptions& options = {},
                             trace::SourceLocation where = trace::SourceLocation::current());

// A stream socket that is connected to the first of the host's addresses where somebody answers. Throws ResolveError,
// or what the last attempt threw. The timeout is that of each attempt.
Socket create_connection(const std::string& host, std::uint16_t port, const ConnectOptions& options = {},
                         trace::SourceLocation where = trace::SourceLocation::current());

}  // namespace green
