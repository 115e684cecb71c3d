#include "local/local_core.h"

#include <memory>
#include <utility>

namespace green {

using trace::Kind;

// Called when a greenlet has ended; or destroyed with a raw one. Does not keep the local: a greenlet may make many.
class LocalCore::GreenletEnd final : public Link {
public:
    GreenletEnd(std::weak_ptr<LocalCore*> local, Id greenlet) : local_(std::move(local)), greenlet_(greenlet) {}
    ~GreenletEnd() override { drop(); }
    GreenletEnd(const GreenletEnd&) = delete;
    GreenletEnd& operator=(const GreenletEnd&) = delete;
    void called(Target&) override { drop(); }

private:
    void drop() {
        // What goes may be the last that holds the local.
        if (const auto found = local_.lock()) boost::intrusive_ptr<LocalCore>(*found)->drop(greenlet_);
    }

    std::weak_ptr<LocalCore*> local_;
    Id greenlet_;
};

LocalCore::LocalCore(std::string name, trace::SourceLocation where)
    : Target(Hub::get().new_id()), name_(std::move(name)) {
    auto& hub = Hub::get();
    if (name_.empty()) name_ = hub.next_name("local");
    hub.record({.amount = -1,
                .object = id(),
                .site = hub.site(where),
                .kind = Kind::Object,
                .reason = static_cast<std::uint8_t>(trace::ObjectKind::Local)},
               name_);
    bool is_new = false;
    mine(is_new);
}

// The record does not tell when an object goes, nor that with it goes what it holds.
LocalCore::~LocalCore() {
    alive_.reset();
    for (const auto& [id, end] : ends_) end.greenlet->remove_link(*end.link);
}

std::any& LocalCore::mine(bool& is_new) {
    auto& greenlet = Hub::get().current();
    const auto [entry, inserted] = values_.try_emplace(greenlet.id());
    is_new = inserted;
    if (inserted && greenlet.id() != Id::Main && greenlet.id() != Id::Hub) {
        auto end = std::make_shared<GreenletEnd>(alive_, greenlet.id());
        auto& known_as = *end;
        if (greenlet.raw()) {
            greenlet.keep_until_end(std::move(end));
        } else {
            greenlet.add_link(std::move(end), known_as);
            ends_.emplace(greenlet.id(), End{&greenlet, &known_as});
        }
    }
    return entry->second;
}

void LocalCore::has_stored(std::string_view text, trace::SourceLocation where) {
    auto& hub = Hub::get();
    hub.record({.object = id(), .site = hub.site(where), .kind = Kind::Store}, text);
}

void LocalCore::reset(trace::SourceLocation where) {
    auto& hub = Hub::get();
    bool is_new = false;
    const auto dropped = std::exchange(mine(is_new), {});
    if (dropped.has_value()) hub.record({.object = id(), .site = hub.site(where), .kind = Kind::Forget});
}

void LocalCore::drop(Id greenlet) {
    // What goes may use this very local.
    const auto dropped = values_.extract(greenlet);
    ends_.erase(greenlet);
    auto* hub = Hub::find();
    if (!hub || !dropped || !dropped.mapped().has_value()) return;
    hub->record({.amount = trace::raw(greenlet), .object = id(), .kind = Kind::Forget});
}

}  // namespace green
