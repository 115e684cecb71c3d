// What the files about TLS share of OpenSSL. They alone include it.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/tls_context.h"

namespace green {

namespace detail {

template <auto free>
struct Free {
    template <class T>
    void operator()(T* thing) const {
        free(thing);
    }
};

}  // namespace detail

struct TlsContext::Core {
    std::unique_ptr<SSL_CTX, detail::Free<SSL_CTX_free>> native;
    Side side = Side::Client;
    std::string protocols{};  // as they go over the wire: each with its length before it
    std::function<std::optional<TlsContext>(const std::string&)> choose{};
};

// What a connection's app data points to: OpenSSL calls back with addresses inside of these.
using ContextsInUse = std::vector<TlsContext>;

// What OpenSSL complained about last, in its words; its list of complaints is empty then.
std::string take_tls_complaint();
[[noreturn]] void fail_tls(const std::string& what);

}  // namespace green
