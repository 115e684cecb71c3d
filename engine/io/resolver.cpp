#include "io/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <exception>
#include <utility>

#include "io/name_query.h"

namespace green {

namespace {

// As getaddrinfo would say it.
int code_of(int status) {
    switch (status) {
        case ARES_ENODATA:
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

using Addresses = std::vector<Address>;

void addresses_came(void* argument, int status, int /*timeouts*/, ares_addrinfo* result) {
    auto& answer = *static_cast<Answer<Addresses>*>(argument);
    for (auto* node = result ? result->nodes : nullptr; node; node = node->ai_next)
        if (const auto address = Address::from_system(node->ai_addr, node->ai_addrlen)) answer.found.push_back(address);
    if (result) ares_freeaddrinfo(result);
    answer.came(status == ARES_SUCCESS && answer.found.empty() ? ARES_ENODATA : status);
}

void name_came(void* argument, int status, int /*timeouts*/, char* node, char* /*service*/) {
    auto& answer = *static_cast<Answer<std::string>*>(argument);
    if (node) answer.found = node;
    answer.came(status);
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
    // For C the name would end there.
    if (host.find('\0') != std::string::npos) throw ResolveError(EAI_NONAME);
    Answer<Addresses> answer;
    NameQuery query(options.servers);
    answer.query = &query;
    ares_addrinfo_hints hints{};
    hints.ai_family = system_family(options.family);
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NUMERICSERV;
    ares_getaddrinfo(query.channel(), host.c_str(), std::to_string(port).c_str(), &hints, addresses_came, &answer);
    query.wait(host, where);
    return answer.take();
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
