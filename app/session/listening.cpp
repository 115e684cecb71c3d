#include "session/listening.h"

#include <algorithm>
#include <string_view>

namespace app {

namespace {

constexpr std::string_view unixPrefix = "unix:";

// "127.0.0.1:80" in place of "0.0.0.0:80".
std::string reachable(std::string address) {
    constexpr std::string_view everywhere = "0.0.0.0:";
    constexpr std::string_view everywhere6 = "[::]:";
    const auto scheme = address.find("://");
    const auto host = scheme == std::string::npos ? 0 : scheme + 3;
    if (address.compare(host, everywhere.size(), everywhere) == 0)
        address.replace(host, everywhere.size(), "127.0.0.1:");
    else if (address.compare(host, everywhere6.size(), everywhere6) == 0)
        address.replace(host, everywhere6.size(), "[::1]:");
    return address;
}

}  // namespace

bool Listening::isHttp() const { return address.starts_with("http://") || address.starts_with("https://"); }

std::string Listening::local() const { return reachable(address); }

std::string Listening::forPrograms() const {
    auto text = local();
    if (isHttp()) return text + '/';
    if (text.starts_with(unixPrefix)) return text.substr(unixPrefix.size());
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) return text;
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return host + ' ' + text.substr(colon + 1);
}

std::vector<Listening> listeningAt(const green::trace::Moment& moment) {
    std::vector<Listening> all;
    for (const auto id : moment.listening()) {
        const auto* object = moment.object(id);
        if (!object) continue;
        const bool isServers = std::ranges::any_of(moment.listening(), [&](auto other) {
            const auto* server = moment.object(other);
            return server && is_server(server->kind) && server->listener == id;
        });
        if (!isServers) all.push_back({id, is_server(object->kind) ? object->value : object->name});
    }
    // The one of the ranges is more than clang 14 understands.
    std::stable_partition(all.begin(), all.end(), [](const Listening& each) { return each.isHttp(); });
    return all;
}

}  // namespace app
