#include "io/socket.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

#include "io/nonblocking.h"

namespace green {

using trace::Kind;
using trace::SocketState;
using trace::WaitReason;

namespace {

[[noreturn]] void fail(int error, const std::string& call) {
    throw std::system_error(error, std::generic_category(), call);
}

// What the system call returns; none where it would block.
template <class Call>
std::optional<std::size_t> attempt(const char* name, Call&& call) {
    for (;;) {
        const auto result = call();
        if (result >= 0) return static_cast<std::size_t>(result);
        if (errno == EAGAIN) return std::nullopt;
        if (errno != EINTR) fail(errno, name);
    }
}

int system_family(Address::Family family) {
    switch (family) {
        case Address::Family::Ipv4: return AF_INET;
        case Address::Family::Ipv6: return AF_INET6;
        case Address::Family::Unix: return AF_UNIX;
        case Address::Family::None: break;
    }
    return AF_UNSPEC;
}

int system_type(Socket::Type type) {
    return (type == Socket::Type::Datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
}

Descriptor open_socket(Address::Family family, Socket::Type type) {
    Descriptor descriptor(::socket(system_family(family), system_type(type), 0));
    if (!descriptor) fail(errno, "socket");
    return descriptor;
}

// Where the system writes an address.
struct Sender {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage); }
    Address address() const { return Address::from_system(reinterpret_cast<const sockaddr*>(&storage), size); }
};

Address address_by(int (*ask)(int, sockaddr*, socklen_t*), int descriptor, const char* call) {
    Sender asked;
    if (ask(descriptor, asked.data(), &asked.size) != 0) fail(errno, call);
    return asked.address();
}

// Its memory is not cleared first: a program that reads with a large buffer should not pay for what does not come.
template <class Read>
std::string read_text(std::size_t most, Read&& read) {
    constexpr std::size_t small = 4096;
    if (most <= small) {
        std::array<char, small> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): see above
        return {buffer.data(), read(std::span(buffer.data(), most))};
    }
    const std::unique_ptr<char[]> buffer(new char[most]);
    return {buffer.get(), read(std::span(buffer.get(), most))};
}

std::optional<std::size_t> try_receive(SocketCore& core, std::span<char> buffer, int flags,
                                       trace::SourceLocation where) {
    const auto count =
        attempt("recv", [&] { return ::recv(core.open_descriptor("recv"), buffer.data(), buffer.size(), flags); });
    if (count) core.record_bytes(Kind::Receive, {buffer.data(), std::min(*count, buffer.size())}, where);
    return count;
}

std::optional<std::pair<std::size_t, Address>> try_receive_from(SocketCore& core, std::span<char> buffer, int flags,
                                                                trace::SourceLocation where) {
    Sender sender;
    const auto count = attempt("recvfrom", [&] {
        sender.size = sizeof sender.storage;
        return ::recvfrom(core.open_descriptor("recvfrom"), buffer.data(), buffer.size(), flags, sender.data(),
                          &sender.size);
    });
    if (!count) return std::nullopt;
    core.record_bytes(Kind::Receive, {buffer.data(), std::min(*count, buffer.size())}, where);
    return std::pair(*count, sender.address());
}

std::optional<std::size_t> try_to_send(SocketCore& core, std::string_view data, int flags, const Address& to,
                                       trace::SourceLocation where) {
    const auto count = attempt("send", [&] {
        return ::sendto(core.open_descriptor("send"), data.data(), data.size(), flags | MSG_NOSIGNAL,
                        to ? to.data() : nullptr, to ? to.size() : 0);
    });
    if (count) core.record_bytes(Kind::Send, data.substr(0, *count), where);
    return count;
}

// As gevent's send: tries, waits once, and tries again.
std::size_t send_some(SocketCore& core, std::string_view data, int flags, const Address& to,
                      trace::SourceLocation where) {
    if (const auto count = try_to_send(core, data, flags, to, where)) return *count;
    core.wait_write(WaitReason::Send, where);
    return try_to_send(core, data, flags, to, where).value_or(0);
}

std::optional<std::pair<Socket, Address>> accept_one(SocketCore& core, trace::SourceLocation where) {
    Sender client;
    const auto number = attempt("accept", [&] {
        client.size = sizeof client.storage;
        return ::accept4(core.open_descriptor("accept"), client.data(), &client.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    });
    if (!number) return std::nullopt;
    Socket socket(boost::intrusive_ptr(new SocketCore(Descriptor(static_cast<int>(*number)), core.family(),
                                                      core.is_datagram(), {}, core.id(), where)));
    return std::pair(std::move(socket), client.address());
}

// What is left of several pieces, as the system wants them.
class Pieces {
public:
    explicit Pieces(std::span<const std::string_view> pieces) {
        for (const auto piece : pieces)
            if (!piece.empty()) left_.push_back({const_cast<char*>(piece.data()), piece.size()});
    }

    bool empty() const { return first_ == left_.size(); }
    std::string_view front() const { return {static_cast<const char*>(left_[first_].iov_base), left_[first_].iov_len}; }
    msghdr message() {
        constexpr std::size_t at_once = 64;
        msghdr message{};
        message.msg_iov = &left_[first_];
        message.msg_iovlen = std::min(at_once, left_.size() - first_);
        return message;
    }
    // Calls `tell` with each part that went.
    template <class Tell>
    void take(std::size_t count, Tell&& tell) {
        while (count > 0) {
            const auto taken = std::min(count, front().size());
            tell(front().substr(0, taken));
            count -= taken;
            auto& piece = left_[first_];
            piece.iov_base = static_cast<char*>(piece.iov_base) + taken;
            piece.iov_len -= taken;
            if (piece.iov_len == 0) ++first_;
        }
    }

private:
    std::vector<iovec> left_;
    std::size_t first_ = 0;
};

}  // namespace

// The handle may go while its greenlet waits: what is used after that is the core, which is held.

// --- making ------------------------------------------------------------------------------------------

Socket::Socket(Family family, Type type, std::string name, trace::SourceLocation where)
    : core_(new SocketCore(open_socket(family, type), family, type == Type::Datagram, std::move(name), trace::Id::None,
                           where)) {}

Socket Socket::adopt(Descriptor descriptor, std::string name, trace::SourceLocation where) {
    const int number = descriptor.number();
    const auto local = address_by(getsockname, number, "getsockname");
    make_nonblocking(number);
    int type = 0;
    int listens = 0;
    socklen_t size = sizeof type;
    if (getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &size) != 0) fail(errno, "getsockopt");
    size = sizeof listens;
    getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size);
    Sender peer;
    const bool is_connected = getpeername(number, peer.data(), &peer.size) == 0;
    Socket socket(boost::intrusive_ptr(new SocketCore(std::move(descriptor), local.family(), type == SOCK_DGRAM,
                                                      std::move(name), trace::Id::None, where)));
    if (is_connected)
        socket.core_->has_opened(SocketState::Connected, where);
    else if (listens)
        socket.core_->has_opened(SocketState::Listening, where);
    else if (local.port() != 0 || !local.path().empty())
        socket.core_->has_opened(SocketState::Bound, where);
    return socket;
}

std::pair<Socket, Socket> socketpair(Socket::Type type, trace::SourceLocation where) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, system_type(type), 0, ends) != 0) fail(errno, "socketpair");
    Descriptor one(ends[0]);
    Descriptor other(ends[1]);
    const auto made = [&](Descriptor& end) {
        return Socket(boost::intrusive_ptr(new SocketCore(std::move(end), Address::Family::Unix,
                                                          type == Socket::Type::Datagram, {}, trace::Id::None, where)));
    };
    auto first = made(one);
    return {std::move(first), made(other)};
}

Socket create_connection(const Address& address, const ConnectOptions& options, trace::SourceLocation where) {
    Socket socket(address.family(), Socket::Type::Stream, {}, where);
    socket.set_timeout(options.timeout);
    if (options.source) socket.bind(options.source, where);
    socket.connect(address, where);
    return socket;
}

Socket create_listener(const Address& address, int backlog, trace::SourceLocation where) {
    Socket socket(address.family(), Socket::Type::Stream, {}, where);
    if (address.family() != Address::Family::Unix) socket.set_option(SOL_SOCKET, SO_REUSEADDR, 1);
    socket.bind(address, where);
    socket.listen(backlog, where);
    return socket;
}

// --- connections -------------------------------------------------------------------------------------

void Socket::connect(const Address& address, trace::SourceLocation where) {
    const auto core = core_;
    SocketCore::Limit limit(*core);
    const auto refuse = [&](int error) { fail(error, "connect to " + address.text()); };
    for (;;) {
        const int descriptor = core->open_descriptor("connect");
        if (::connect(descriptor, address.data(), address.size()) == 0 || errno == EISCONN) break;
        const int error = errno;
        // A Unix socket whose backlog is full says EAGAIN, and there is nothing that could be waited for.
        if (error != EINPROGRESS && error != EALREADY && error != EINTR) refuse(error);
        if (core->timeout() && core->timeout()->count() == 0) refuse(error);
        core->wait_write(WaitReason::Connect, limit, where);
        int failed = 0;
        socklen_t size = sizeof failed;
        getsockopt(core->open_descriptor("connect"), SOL_SOCKET, SO_ERROR, &failed, &size);
        if (failed != 0) refuse(failed);
    }
    core->has_opened(SocketState::Connected, where);
}

void Socket::bind(const Address& address, trace::SourceLocation where) {
    if (::bind(core_->open_descriptor("bind"), address.data(), address.size()) != 0)
        fail(errno, "bind to " + address.text());
    core_->has_opened(SocketState::Bound, where);
}

void Socket::listen(int backlog, trace::SourceLocation where) {
    if (::listen(core_->open_descriptor("listen"), backlog) != 0) fail(errno, "listen");
    core_->has_opened(SocketState::Listening, where);
}

std::pair<Socket, Address> Socket::accept(trace::SourceLocation where) {
    const auto core = core_;
    for (;;) {
        if (auto accepted = accept_one(*core, where)) return std::move(*accepted);
        core->wait_read(WaitReason::Accept, where);
    }
}

std::optional<std::pair<Socket, Address>> Socket::try_accept(trace::SourceLocation where) {
    return accept_one(*core_, where);
}

// --- reading -----------------------------------------------------------------------------------------

std::size_t Socket::recv_into(std::span<char> buffer, int flags, trace::SourceLocation where) {
    const auto core = core_;
    for (;;) {
        if (const auto count = try_receive(*core, buffer, flags, where)) return *count;
        core->wait_read(WaitReason::Receive, where);
    }
}

std::pair<std::size_t, Address> Socket::recvfrom_into(std::span<char> buffer, int flags, trace::SourceLocation where) {
    const auto core = core_;
    for (;;) {
        if (const auto received = try_receive_from(*core, buffer, flags, where)) return *received;
        core->wait_read(WaitReason::Receive, where);
    }
}

std::string Socket::recv(std::size_t most, int flags, trace::SourceLocation where) {
    return read_text(most, [&](std::span<char> buffer) { return recv_into(buffer, flags, where); });
}

std::pair<std::string, Address> Socket::recvfrom(std::size_t most, int flags, trace::SourceLocation where) {
    Address from;
    auto text = read_text(most, [&](std::span<char> buffer) {
        const auto received = recvfrom_into(buffer, flags, where);
        from = received.second;
        return received.first;
    });
    return {std::move(text), from};
}

std::optional<std::size_t> Socket::try_recv_into(std::span<char> buffer, trace::SourceLocation where) {
    return try_receive(*core_, buffer, 0, where);
}

std::optional<std::pair<std::size_t, Address>> Socket::try_recvfrom_into(std::span<char> buffer,
                                                                         trace::SourceLocation where) {
    return try_receive_from(*core_, buffer, 0, where);
}

// --- writing -----------------------------------------------------------------------------------------

std::size_t Socket::send(std::string_view data, int flags, trace::SourceLocation where) {
    const auto core = core_;
    return send_some(*core, data, flags, {}, where);
}

std::size_t Socket::sendto(std::string_view data, const Address& to, int flags, trace::SourceLocation where) {
    const auto core = core_;
    return send_some(*core, data, flags, to, where);
}

std::optional<std::size_t> Socket::try_send(std::string_view data, trace::SourceLocation where) {
    return try_to_send(*core_, data, 0, {}, where);
}

void Socket::sendall(std::string_view data, int flags, trace::SourceLocation where) {
    const auto core = core_;
    SocketCore::Limit limit(*core);
    while (!data.empty()) {
        if (const auto count = try_to_send(*core, data, flags, {}, where))
            data.remove_prefix(*count);
        else
            core->wait_write(WaitReason::Send, limit, where);
    }
}

void Socket::sendall(std::span<const std::string_view> pieces, trace::SourceLocation where) {
    const auto core = core_;
    SocketCore::Limit limit(*core);
    Pieces left(pieces);
    while (!left.empty()) {
        const auto message = left.message();
        const auto count =
            attempt("sendmsg", [&] { return ::sendmsg(core->open_descriptor("sendmsg"), &message, MSG_NOSIGNAL); });
        if (count)
            left.take(*count, [&](std::string_view sent) { core->record_bytes(Kind::Send, sent, where); });
        else
            core->wait_write(WaitReason::Send, limit, where);
    }
}

// --- ending ------------------------------------------------------------------------------------------

void Socket::shutdown(Direction direction) {
    const int descriptor = core_->open_descriptor("shutdown");
    if (direction != Direction::Write) core_->cancel_reading();
    if (direction != Direction::Read) core_->cancel_writing();
    const int how = direction == Direction::Read ? SHUT_RD : direction == Direction::Write ? SHUT_WR : SHUT_RDWR;
    if (::shutdown(descriptor, how) != 0) fail(errno, "shutdown");
}

void Socket::close(trace::SourceLocation where) {
    if (!core_) return;
    const auto core = core_;
    core->close(where);
}

Descriptor Socket::detach(trace::SourceLocation where) { return core_->detach(where); }

Socket Socket::dup(trace::SourceLocation where) const {
    Descriptor copy(fcntl(core_->open_descriptor("dup"), F_DUPFD_CLOEXEC, 0));
    if (!copy) fail(errno, "dup");
    return adopt(std::move(copy), {}, where);
}

// --- the rest ----------------------------------------------------------------------------------------

void Socket::wait_read(trace::SourceLocation where) {
    core_->open_descriptor("wait");
    core_->wait_read(WaitReason::Receive, where);
}

void Socket::wait_write(trace::SourceLocation where) {
    core_->open_descriptor("wait");
    core_->wait_write(WaitReason::Send, where);
}

void Socket::set_timeout(std::optional<std::chrono::nanoseconds> timeout) {
    if (timeout && timeout->count() < 0) throw ValueError("Timeout value out of range");
    core_->set_timeout(timeout);
}

std::optional<std::chrono::nanoseconds> Socket::timeout() const { return core_->timeout(); }

void Socket::set_option(int level, int option, int value) {
    if (setsockopt(core_->open_descriptor("setsockopt"), level, option, &value, sizeof value) != 0)
        fail(errno, "setsockopt");
}

int Socket::option(int level, int option) const {
    int value = 0;
    socklen_t size = sizeof value;
    if (getsockopt(core_->open_descriptor("getsockopt"), level, option, &value, &size) != 0) fail(errno, "getsockopt");
    return value;
}

void Socket::set_option(int level, int option, std::span<const char> value) {
    if (setsockopt(core_->open_descriptor("setsockopt"), level, option, value.data(),
                   static_cast<socklen_t>(value.size())) != 0)
        fail(errno, "setsockopt");
}

std::string Socket::option(int level, int option, std::size_t most) const {
    std::string value(most, '\0');
    auto size = static_cast<socklen_t>(most);
    if (getsockopt(core_->open_descriptor("getsockopt"), level, option, value.data(), &size) != 0)
        fail(errno, "getsockopt");
    value.resize(size);
    return value;
}

void Socket::set_nodelay(bool on) { set_option(IPPROTO_TCP, TCP_NODELAY, on ? 1 : 0); }

Address Socket::local_address() const {
    return address_by(getsockname, core_->open_descriptor("getsockname"), "getsockname");
}

Address Socket::peer_address() const {
    return address_by(getpeername, core_->open_descriptor("getpeername"), "getpeername");
}

}  // namespace green
