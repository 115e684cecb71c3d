#include "io/resolver.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>
#include <exception>
#include <utility>

#include "io/name_query.h"

namespace green {

namespace {

// As getaddrinfo would say it.
int code_of(int status) {
    switch (status) {
        case ARES_ENODATA: return EAI_NODATA;
        case ARES_ENOTFOUND:
        case ARES_EBADNAME:
        case ARES_ENONAME: return EAI_NONAME;
        case ARES_ESERVFAIL:
        case ARES_EREFUSED:
        case ARES_ECONNREFUSED:
        case ARES_ETIMEOUT: return EAI_AGAIN;
        case ARES_ENOMEM: return EAI_MEMORY;
        case ARES_EBADFAMILY: return EAI_FAMILY;
        default: return EAI_FAIL;
    }
}

int system_family(Address::Family family) {
    switch (family) {
        case Address::Family::Ipv4: return AF_INET;
        case Address::Family::Ipv6: return AF_INET6;
        default: return AF_UNSPEC;
    }
}

// What c-ares calls back with.
template <class Found>
struct Answer {
    NameQuery* query = nullptr;
    int status = ARES_SUCCESS;
    Found found{};

    void came(int with) {
        status = with;
        query->is_answered();
    }
    Found take() {
        if (status != ARES_SUCCESS) throw ResolveError(code_of(status));
        return std::move(found);
    }
};

void entry_came(void* argument, int status, int /*timeouts*/, ares_addrinfo* result) {
    auto& answer = *static_cast<Answer<HostEntry>*>(argument);
    auto& entry = answer.found;
    for (auto* node = result ? result->nodes : nullptr; node; node = node->ai_next)
        if (const auto address = Address::from_system(node->ai_addr, node->ai_addrlen))
            entry.addresses.push_back(address);
    for (auto* other = result ? result->cnames : nullptr; other; other = other->next) {
        if (other->alias) entry.aliases.emplace_back(other->alias);
        if (other->name) entry.name = other->name;
    }
    if (result && entry.name.empty() && result->name) entry.name = result->name;
    if (result) ares_freeaddrinfo(result);
    answer.came(status == ARES_SUCCESS && entry.addresses.empty() ? ARES_ENODATA : status);
}

void name_entry_came(void* argument, int status, int /*timeouts*/, hostent* host) {
    auto& answer = *static_cast<Answer<HostEntry>*>(argument);
    if (host && host->h_name) answer.found.name = host->h_name;
    for (char** other = host ? host->h_aliases : nullptr; other && *other; ++other)
        answer.found.aliases.emplace_back(*other);
    answer.came(status);
}

void name_came(void* argument, int status, int /*timeouts*/, char* node, char* /*service*/) {
    auto& answer = *static_cast<Answer<std::string>*>(argument);
    if (node) answer.found = node;
    answer.came(status);
}

// The addresses have the port.
HostEntry ask_for_host(const std::string& host, std::uint16_t port, const ResolveOptions& options,
                       trace::SourceLocation where) {
    // For C the name would end there.
    if (host.find('\0') != std::string::npos) throw ResolveError(EAI_NONAME);
    Answer<HostEntry> answer;
    NameQuery query(options.servers);
    answer.query = &query;
    ares_addrinfo_hints hints{};
    hints.ai_family = system_family(options.family);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NUMERICSERV | ARES_AI_CANONNAME;
    // c-ares takes "0" for no port at all.
    const auto service = std::to_string(port);
    ares_getaddrinfo(query.channel(), host.c_str(), port == 0 ? nullptr : service.c_str(), &hints, entry_came, &answer);
    query.wait(host, where);
    return answer.take();
}

}  // namespace

ResolveError::ResolveError(int code) : std::runtime_error(gai_strerror(code)), code_(code) {}

std::vector<Address> resolve(const std::string& host, std::uint16_t port, const ResolveOptions& options,
                             trace::SourceLocation where) {
    if (const auto numeric = Address::numeric(host, port)) {
        if (options.family != Address::Family::None && numeric->family() != options.family)
            throw ResolveError(EAI_ADDRFAMILY);
        return {*numeric};
    }
    return ask_for_host(host, port, options, where).addresses;
}

HostEntry resolve_entry(const std::string& host, const ResolveOptions& options, trace::SourceLocation where) {
    return ask_for_host(host, 0, options, where);
}

std::string resolve_name(const Address& address, const ResolveOptions& options, trace::SourceLocation where) {
    Answer<std::string> answer;
    NameQuery query(options.servers);
    answer.query = &query;
    ares_getnameinfo(query.channel(), address.data(), address.size(), ARES_NI_LOOKUPHOST | ARES_NI_NAMEREQD, name_came,
                     &answer);
    query.wait(address.host(), where);
    return answer.take();
}

HostEntry resolve_name_entry(const Address& address, const ResolveOptions& options, trace::SourceLocation where) {
    Answer<HostEntry> answer;
    NameQuery query(options.servers);
    answer.query = &query;
    const auto* bytes = reinterpret_cast<const unsigned char*>(address.data());
    const bool is_four = address.family() == Address::Family::Ipv4;
    if (!is_four && address.family() != Address::Family::Ipv6) throw ResolveError(EAI_FAMILY);
    bytes += is_four ? offsetof(sockaddr_in, sin_addr) : offsetof(sockaddr_in6, sin6_addr);
    ares_gethostbyaddr(query.channel(), bytes, is_four ? sizeof(in_addr) : sizeof(in6_addr), address.system_family(),
                       name_entry_came, &answer);
    query.wait(address.host(), where);
    auto entry = answer.take();
    entry.addresses = {address};
    return entry;
}

Socket create_connection(const std::string& host, std::uint16_t port, const ConnectOptions& options,
                         trace::SourceLocation where) {
    std::exception_ptr last;
    for (const auto& address : resolve(host, port, {}, where)) {
        try {
            return create_connection(address, options, where);
        } catch (const std::system_error&) {
            last = std::current_exception();
        }
    }
    std::rethrow_exception(last);
}

}  // namespace green
