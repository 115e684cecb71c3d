#include "sync/channel.h"

#include <utility>

namespace green {

using trace::Kind;

ChannelCore::ChannelCore(std::string name, trace::SourceLocation where)
    : ExchangeCore({trace::ObjectKind::Channel, "Channel"}, 0, std::move(name), where) {}

void ChannelCore::taken(std::string_view item, trace::SourceLocation where) {
    record({.kind = Kind::Get}, false, item, where);
}

Waiter* ChannelCore::getter_for_hub() { return getters().empty() ? nullptr : &take_first(getters()); }
Waiter* ChannelCore::putter_for_hub() { return putters().empty() ? nullptr : &take_first(putters()); }

void ChannelCore::given_by_hub(Waiter& getter, std::string_view item, trace::SourceLocation where) {
    record({.amount = -1, .kind = Kind::Put}, false, item, where);
    getter.wake();
}

void ChannelCore::taken_by_hub(Waiter& putter, std::string_view item, trace::SourceLocation where) {
    record_put_for_waiter(-1, item);
    taken(item, where);
    putter.wake_soon();
}

// The getter has gone on before its putter does.
void ChannelCore::match() {
    while (!putters().empty() && !getters().empty()) {
        auto& getter = take_first(getters());
        auto& putter = take_first(putters());
        record_put_for_waiter(-1, hand_over(putter, getter));
        getter.wake();
        putter.wake();
    }
}

}  // namespace green
