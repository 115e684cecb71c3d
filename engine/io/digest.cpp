#include "io/digest.h"

#include <openssl/evp.h>

#include "io/tls_library.h"

namespace green {

std::string base64(std::string_view bytes) {
    // OpenSSL writes a NUL behind it.
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string sha1(std::string_view text) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha1(),
                   nullptr) != 1)
        fail_tls("SHA-1");
    digest.resize(size);
    return digest;
}

}  // namespace green
