#include "net/stream_server.h"

#include <array>
#include <memory>
#include <utility>

#include "context/context.h"
#include "sync/with.h"

namespace green {

namespace {

class StreamServerCore final : public ServerCore {
public:
    template <class Where>
    StreamServerCore(Where&& listens, StreamServer::Handler handler, ServerOptions options, trace::SourceLocation where)
        : ServerCore("StreamServer", std::forward<Where>(listens), std::move(options), where),
          handler_(std::make_shared<StreamServer::Handler>(std::move(handler))) {}

private:
    Socket open(const Address& address, const ServerOptions& options, trace::SourceLocation where) override {
        return create_listener(address, options.backlog, where);
    }
    std::optional<Task> take(Socket& socket, trace::SourceLocation where) override {
        auto accepted = socket.try_accept(where);
        if (!accepted) return std::nullopt;
        auto& [client, from] = *accepted;
        Task task;
        if (Hub::get().recorder().keeps()) task.arguments = repr(client) + ", " + repr(from);
        task.drop = [client = client, where]() mutable { client.close(where); };
        task.handle = [handler = handler_, client = std::move(client), from = from, where]() mutable {
            try {
                (*handler)(client, from);
            } catch (const context::Unwind&) {
                throw;
            } catch (...) {
                client.close(where);
                throw;
            }
            client.close(where);
        };
        return task;
    }

    std::shared_ptr<StreamServer::Handler> handler_;  // with the greenlets too, which may be there for longer
};

class DatagramServerCore final : public ServerCore {
public:
    template <class Where>
    DatagramServerCore(Where&& receives, DatagramServer::Handler handler, ServerOptions options,
                       trace::SourceLocation where)
        : ServerCore("DatagramServer", std::forward<Where>(receives), std::move(options), where),
          handler_(std::make_shared<DatagramServer::Handler>(std::move(handler))) {}

private:
    Socket open(const Address& address, const ServerOptions&, trace::SourceLocation where) override {
        Socket socket(address.family(), Socket::Type::Datagram, {}, where);
        socket.set_option(SOL_SOCKET, SO_REUSEADDR, 1);
        socket.bind(address, where);
        return socket;
    }
    std::optional<Task> take(Socket& socket, trace::SourceLocation where) override {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): 64 KiB for each datagram
        std::array<char, DatagramServer::max_datagram> buffer;
        auto received = socket.try_recvfrom_into(buffer, where);
        if (!received) return std::nullopt;
        std::string data(buffer.data(), received->first);
        Task task;
        if (Hub::get().recorder().keeps()) task.arguments = to_repr(data) + ", " + repr(received->second);
        task.drop = [] {};
        task.handle = [handler = handler_, data = std::move(data), from = received->second]() mutable {
            (*handler)(std::move(data), from);
        };
        return task;
    }

    std::shared_ptr<DatagramServer::Handler> handler_;
};

}  // namespace

StreamServer::StreamServer(const Address& address, Handler handler, ServerOptions options, trace::SourceLocation where)
    : core_(new StreamServerCore(address, std::move(handler), std::move(options), where)) {}

StreamServer::StreamServer(const Socket& listener, Handler handler, ServerOptions options, trace::SourceLocation where)
    : core_(new StreamServerCore(listener, std::move(handler), std::move(options), where)) {}

DatagramServer::DatagramServer(const Address& address, Handler handler, ServerOptions options,
                               trace::SourceLocation where)
    : core_(new DatagramServerCore(address, std::move(handler), std::move(options), where)),
      sending_(1, core_->name() + ".sendto", where) {}

DatagramServer::DatagramServer(const Socket& socket, Handler handler, ServerOptions options,
                               trace::SourceLocation where)
    : core_(new DatagramServerCore(socket, std::move(handler), std::move(options), where)),
      sending_(1, core_->name() + ".sendto", where) {}

std::size_t DatagramServer::sendto(std::string_view data, const Address& to, trace::SourceLocation where) {
    // The handle may go while its greenlet waits.
    const auto core = core_;
    const With holding(sending_, where);
    return Socket(core->socket()).sendto(data, to, 0, where);
}

}  // namespace green
