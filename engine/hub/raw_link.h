// A function that objects of a kind can be linked to; copies are the same function.
//
//     const auto link = event.rawlink([](const green::Event& event) { … });
//     event.unlink(link);
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <concepts>
#include <memory>
#include <string>
#include <utility>

#include "hub/callable_name.h"
#include "hub/links.h"

namespace green {

template <class Handle>
class RawLink {
public:
    template <class Function>
    requires std::invocable<Function&, const Handle&> RawLink(Function function)
        : link_(std::make_shared<FunctionLink<Function>>(std::move(function))) {}

    // For the engine.
    explicit RawLink(std::shared_ptr<Link> link) : link_(std::move(link)) {}
    const std::shared_ptr<Link>& link() const { return link_; }

private:
    template <class Function>
    class FunctionLink final : public Link {
    public:
        explicit FunctionLink(Function function) : function_(std::move(function)) {}
        void called(Target& ready) override {
            using Core = typename Handle::Core;
            function_(Handle(boost::intrusive_ptr<Core>(static_cast<Core*>(&ready))));
        }
        std::string name() const override { return callable_name(function_); }

    private:
        Function function_;
    };

    std::shared_ptr<Link> link_;
};

}  // namespace green
