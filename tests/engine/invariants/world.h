// The objects of a program made by chance, each with a model of what it should hold.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "ledger.h"
#include "trace/moment.h"

namespace invariants {

class Chance {
public:
    explicit Chance(std::uint64_t seed) : random_(seed) {}
    std::size_t below(std::size_t end) { return random_() % end; }
    bool of_hundred(std::size_t chance) { return below(100) < chance; }
    Limit limit();
    Chance fork() { return Chance(random_()); }

private:
    std::mt19937_64 random_;  // the same numbers everywhere, unlike the library's distributions
};

struct World;

class Object {
public:
    explicit Object(std::string name) : name_(std::move(name)) {}
    virtual ~Object() = default;
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;

    const std::string& name() const { return name_; }
    // Something that can be done with it. May raise what is thrown in from outside.
    virtual void act(World& world, Chance& chance) = 0;
    // Nothing can happen any more: whoever still waits, waits rightly.
    virtual void check_at_rest(Ledger& ledger) = 0;
    // What the record says of it then.
    virtual void check_record(Ledger& ledger, const green::trace::ObjectState& recorded) = 0;

private:
    std::string name_;
};

struct World {
    explicit World(std::uint64_t seed);

    Ledger ledger;
    Chance chance;
    std::vector<std::unique_ptr<Object>> objects;
    std::vector<green::Greenlet> greenlets;
    int items = 0;  // that were put anywhere, for numbers that come once
};

// By kind; each a few.
std::unique_ptr<Object> some_queue(Chance& chance, const std::string& name);
std::unique_ptr<Object> some_lock(Chance& chance, const std::string& name);
std::unique_ptr<Object> some_pool(Chance& chance, const std::string& name);
std::unique_ptr<Object> some_signal(Chance& chance, const std::string& name);

}  // namespace invariants
