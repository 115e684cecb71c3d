#include "io/nonblocking.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "io/wait_io.h"
#include "io/without_sigpipe.h"

namespace green {

namespace {

[[noreturn]] void fail(int error, const char* call) { throw std::system_error(error, std::generic_category(), call); }

}  // namespace

bool make_nonblocking(int descriptor) {
    const int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0) fail(errno, "make_nonblocking");
    if (flags & O_NONBLOCK) return false;
    if (fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) < 0) fail(errno, "make_nonblocking");
    return true;
}

std::string nb_read(int descriptor, std::size_t most, trace::SourceLocation where) {
    std::string text(most, '\0');
    for (;;) {
        const auto count = ::read(descriptor, text.data(), most);
        if (count >= 0) {
            text.resize(static_cast<std::size_t>(count));
            text.shrink_to_fit();
            return text;
        }
        if (errno == EAGAIN)
            wait_read(descriptor, {}, where);
        else if (errno != EINTR)
            fail(errno, "read");
    }
}

std::size_t nb_write(int descriptor, std::string_view text, trace::SourceLocation where) {
    for (;;) {
        ssize_t count = 0;
        int error = 0;
        {
            const WithoutSigpipe without;
            count = ::write(descriptor, text.data(), text.size());
            error = errno;
        }
        if (count >= 0) return static_cast<std::size_t>(count);
        if (error == EAGAIN)
            wait_write(descriptor, {}, where);
        else if (error != EINTR)
            fail(error, "write");
    }
}

}  // namespace green
