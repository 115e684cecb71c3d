#include "io/name_query.h"

#include <netdb.h>
#include <sys/time.h>

#include <utility>

#include "io/resolver.h"

namespace green {

using trace::Flag;
using trace::Kind;

NameQuery::NameQuery(const std::string& servers)
    : hub_(Hub::get()),
      outside_(hub_),
      waiter_(hub_),
      timer_(0, true, trace::JobKind::Function, [this] { go_on(ARES_SOCKET_BAD, ARES_SOCKET_BAD); }) {
    hub_.use_loop();
    ares_options options{};
    options.sock_state_cb_data = this;
    options.sock_state_cb = [](void* self, ares_socket_t descriptor, int reads, int writes) {
        static_cast<NameQuery*>(self)->interest(descriptor, reads != 0, writes != 0);
    };
    if (ares_init_options(&channel_, &options, ARES_OPT_SOCK_STATE_CB) != ARES_SUCCESS) throw ResolveError(EAI_FAIL);
    if (servers.empty() || ares_set_servers_ports_csv(channel_, servers.c_str()) == ARES_SUCCESS) return;
    ares_destroy(channel_);
    throw ResolveError(EAI_FAIL);
}

NameQuery::~NameQuery() {
    // No site: looking that up may end the run, which is not for a destructor.
    hub_.cancel_timer(timer_, {});
    ares_destroy(channel_);
}

void NameQuery::wait(std::string_view what, trace::SourceLocation where) {
    if (answered_) return;
    arm_timer();
    waiter_.wait({.reason = trace::WaitReason::Resolve, .arguments = what}, where);
}

void NameQuery::interest(int descriptor, bool reads, bool writes) {
    auto& watched = watched_[descriptor];
    watch(watched.read, descriptor, loop::Interest::Read, reads);
    watch(watched.write, descriptor, loop::Interest::Write, writes);
    if (!reads && !writes) watched_.erase(descriptor);
}

void NameQuery::watch(std::unique_ptr<loop::IoWatcher>& watcher, int descriptor, loop::Interest interest, bool wanted) {
    if (wanted == (watcher != nullptr)) return;
    if (!wanted) {
        watcher->stop();
        over_.push_back(std::move(watcher));
        return;
    }
    const bool reads = interest == loop::Interest::Read;
    watcher = std::make_unique<loop::IoWatcher>(hub_.events(), descriptor, interest, 0, [this, descriptor, reads] {
        go_on(reads ? descriptor : ARES_SOCKET_BAD, reads ? ARES_SOCKET_BAD : descriptor);
    });
    watcher->start();
}

void NameQuery::go_on(int readable, int writable) {
    ares_process_fd(channel_, readable, writable);
    hub_.cancel_timer(timer_, {});
    // The greenlet goes on here, behind all of c-ares: it will destroy this.
    if (answered_)
        waiter_.wake();
    else
        arm_timer();
}

// c-ares asks again, or another server, when an answer takes too long.
void NameQuery::arm_timer() {
    timeval left{};
    if (!ares_timeout(channel_, nullptr, &left)) return;
    constexpr Nanoseconds second = 1'000'000'000;
    constexpr Nanoseconds microsecond = 1'000;
    hub_.start_timer(timer_, left.tv_sec * second + left.tv_usec * microsecond, Hub::Refresh::Always);
    hub_.record({.amount = timer_.deadline(),
                 .object = hub_.current().id(),
                 .job = timer_.job(),
                 .kind = Kind::Callback,
                 .job_kind = trace::JobKind::Function,
                 .flags = static_cast<std::uint8_t>(Flag::Arms)});
}

}  // namespace green
