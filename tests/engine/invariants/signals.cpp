// Events and results: whoever waits is woken, in the order of coming.
#include <stdexcept>

#include "world.h"

namespace invariants {

namespace {

class EventObject final : public Object {
public:
    explicit EventObject(const std::string& name) : Object(name), event_(name) {}

    void act(World& world, Chance& chance) override {
        switch (chance.below(5)) {
            case 0:
                event_.set();
                is_set_ = true;
                break;
            case 1:
                event_.clear();
                is_set_ = false;
                break;
            default: wait(world, chance.limit());
        }
        world.ledger.check(event_.is_set() == is_set_, name() + ": is set or not");
    }

    void check_at_rest(Ledger& ledger) override {
        ledger.check(line_.empty() || !is_set_, name() + ": somebody waits though it is set");
    }

    void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) override {
        ledger.check((recorded.count > 0) == is_set_, name() + ": the record has it set or not");
        ledger.check(recorded.waiters.size() == line_.size() + late_.size(),
                     name() + ": the record has others waiting");
    }

private:
    // Who finds it set may let others go first, without a limit, and is forgotten if all of those leave: as in
    // gevent.
    void wait(World& world, const Limit& limit) {
        const bool waits = !is_set_;
        Call call(world.ledger, {name(), waits ? limit : Limit(), waits ? &line_ : &late_});
        if (!(limit ? event_.wait(*limit) : event_.wait()))
            call.expired();
        else if (waits)
            call.served();
    }

    green::Event event_;
    bool is_set_ = false;
    Line line_;
    Line late_;
};

struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class ResultObject final : public Object {
public:
    explicit ResultObject(const std::string& name) : Object(name), result_(name) {}

    void act(World& world, Chance& chance) override {
        switch (chance.below(8)) {
            case 0:
                value_ = ++world.items;
                result_.set(*value_);
                break;
            case 1:
                result_.set_exception(Refused("no"));
                refused_ = true;
                break;
            case 2: wait(world, chance.limit()); break;
            default: get(world, chance.limit());
        }
        world.ledger.check(result_.ready() == is_ready(), name() + ": is ready or not");
    }

    void check_at_rest(Ledger& ledger) override {
        ledger.check(line_.empty() || !is_ready(), name() + ": somebody waits though it is ready");
    }

    void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) override {
        ledger.check((recorded.count > 0) == is_ready(), name() + ": the record has it ready or not");
        if (value_) ledger.check(recorded.value == std::to_string(*value_), name() + ": the record has another value");
        ledger.check(recorded.waiters.size() == line_.size() + late_.size(),
                     name() + ": the record has others waiting");
    }

private:
    bool is_ready() const { return value_ || refused_; }

    void get(World& world, const Limit& limit) {
        Call call(world.ledger, {name(), limit, is_ready() ? nullptr : &line_});
        const auto own = limit ? green::Timeout(*limit) : green::Timeout();
        try {
            const int value = limit ? result_.get(own) : result_.get();
            world.ledger.check(value == value_, name() + ": a value that nobody set");
            call.served();
        } catch (const Refused&) {
            world.ledger.check(refused_ && !value_, name() + ": an error though there is a value");
            call.served();
        } catch (const green::Timeout& expired) {
            if (expired != own) throw;
            call.expired();
        }
    }

    void wait(World& world, const Limit& limit) {
        Call call(world.ledger, {name(), is_ready() ? Limit() : limit, is_ready() ? &late_ : &line_});
        const auto value = limit ? result_.wait(*limit) : result_.wait();
        world.ledger.check(!value || is_ready(), name() + ": a value that nobody set");
        if (!is_ready()) call.expired();
    }

    green::AsyncResult<int> result_;
    std::optional<int> value_;
    bool refused_ = false;
    Line line_;
    Line late_;
};

}  // namespace

std::unique_ptr<Object> some_signal(Chance& chance, const std::string& name) {
    if (chance.of_hundred(50)) return std::make_unique<EventObject>(name);
    return std::make_unique<ResultObject>(name);
}

}  // namespace invariants
