// Folds events made of arbitrary bytes: whatever a file claims has happened, the state stays whole.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "trace/moment.h"

using namespace green::trace;

namespace {

// Takes values off the front of the fuzzer's bytes; zeros when they have run out.
class Bytes {
public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}

    bool empty() const { return left_ == 0; }
    std::uint8_t byte() { return number<std::uint8_t>(); }
    template <class Number>
    Number number() {
        Number value = 0;
        const auto size = left_ < sizeof value ? left_ : sizeof value;
        std::memcpy(&value, data_, size);
        data_ += size;
        left_ -= size;
        return value;
    }
    // Mostly small, as ids are; sometimes anything.
    std::uint32_t id() {
        const auto small = byte();
        return small < 0xF0 ? small % 24 : number<std::uint32_t>();
    }
    std::string_view text() {
        const auto size = byte() % 16;
        if (left_ < static_cast<std::size_t>(size)) return {};
        const std::string_view text(reinterpret_cast<const char*>(data_), static_cast<std::size_t>(size));
        data_ += size;
        left_ -= static_cast<std::size_t>(size);
        return text;
    }

private:
    const std::uint8_t* data_;
    std::size_t left_;
};

void must(bool holds) {
    if (!holds) std::abort();
}

void check(const Moment& moment) {
    must(moment.greenlets().size() >= 2);
    for (std::size_t i = 0; i < moment.greenlets().size(); ++i) {
        const auto id = moment.greenlets()[i].id;
        must(moment.greenlet_index(id) == i && moment.greenlet(id) == &moment.greenlets()[i] && !moment.object(id));
    }
    for (const auto& object : moment.objects())
        must(moment.object(object.id) == &object && !moment.greenlet(object.id));
    Nanoseconds last = INT64_MIN;
    for (const auto& timer : moment.timers()) {
        must(timer.deadline >= last);
        last = timer.deadline;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(data, size);
    Moment moment;
    Moment keyframe;
    for (EventNumber n = 1; !bytes.empty(); ++n) {
        TraceEvent event;
        event.kind = static_cast<Kind>(bytes.byte() % (kind_count + 2));
        event.flags = bytes.byte();
        event.reason = bytes.byte();
        event.job_kind = static_cast<JobKind>(bytes.byte() % 10);
        event.greenlet = Id{bytes.id()};
        event.object = Id{bytes.id()};
        event.job = JobId{bytes.id()};
        event.amount = bytes.byte() % 4 ? bytes.byte() - 2 : bytes.number<std::int64_t>();
        event.time = bytes.byte();
        moment.apply(event, bytes.text());
        must(moment.number() == n);
        if (n == 8) keyframe = moment;
    }
    check(moment);
    if (keyframe.number()) check(keyframe);
    return 0;
}
