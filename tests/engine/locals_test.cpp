// Values for each greenlet: R18.
#include <memory>
#include <string>
#include <vector>

#include "running.h"

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;
using green::Local;
using green::LocalStack;
using running::run;

namespace {

struct Request {
    std::string path;
    friend std::string repr(const Request& request) { return request.path; }
};

const green::trace::ObjectState& object(const green::trace::Moment& moment, std::string_view name) {
    for (const auto& object : moment.objects())
        if (object.name == name) return object;
    throw std::out_of_range("no object " + std::string(name));
}

}  // namespace

class LocalsTest : public QObject {
    Q_OBJECT

private slots:
    void each_greenlet_has_its_own() {
        const auto result = run([] {
            Local<std::string> user("user");
            user.set("main");
            const auto work = [=](const std::string& name) mutable {
                green::print("{}", user.has_value());
                try {
                    user.get();
                } catch (const green::AttributeError& error) {
                    green::print("{}", error.what());
                }
                user.set(name);
                green::sleep();
                green::print("{} {}", *user, user->size());
                user.reset();
                green::print("{}", user.has_value());
            };
            green::joinall({green::spawn(work, "ann"), green::spawn(work, "robert")});
            green::print("{}", *user);
        });
        const std::string none = "'user' has no value in this greenlet";
        QCOMPARE(result.lines(), (Lines{"false", none, "false", none, "ann 3", "false", "robert 6", "false", "main"}));
    }

    void a_first_touch_makes_what_each_begins_with() {
        const auto result = run([] {
            Local<int> count([] {
                green::print("made");
                return 10;
            });
            const auto work = [=]() mutable {
                count.update([](int& n) { ++n; });
                green::print("{}", *count);
            };
            green::spawn_raw(work);
            green::spawn(work).join();
            green::print("{}", *count);
        });
        QCOMPARE(result.lines(), (Lines{"made", "made", "11", "made", "11", "10"}));
    }

    // It goes with a link, one notification after the end; with a raw greenlet's end at once, for that has no links.
    void a_value_goes_with_its_greenlet() {
        const auto result = run([] {
            const auto watched = [](const std::string& name) {
                return std::shared_ptr<int>(new int(0), [=](int* value) {
                    green::print("{} is gone", name);
                    delete value;
                });
            };
            Local<std::shared_ptr<int>> local;
            green::spawn([=]() mutable { local.set(watched("a greenlet's")); });
            green::spawn_raw([=]() mutable { local.set(watched("a raw one's")); });
            green::spawn([=]() mutable {
                local.set(watched("the first"));
                local.set(watched("the second"));
                green::print("replaced");
            });
            green::sleep();
            green::print("main");
            green::sleep();
        });
        QCOMPARE(result.lines(), (Lines{"a raw one's is gone", "the first is gone", "replaced", "main",
                                        "a greenlet's is gone", "the second is gone"}));
    }

    void a_stack_and_its_proxy() {
        const auto result = run([] {
            LocalStack<Request> requests("requests");
            const auto request = requests.proxy("outside of a request");
            green::print("{}", static_cast<bool>(request));
            requests.push({"/a"});
            requests.push({"/b"});
            green::print("{} {}", request->path, (*request).path);
            green::spawn([=] {
                try {
                    green::print("{}", request->path);
                } catch (const green::RuntimeError& error) {
                    green::print("{}", error.what());
                }
            }).join();
            green::print("{}", requests.pop()->path);
            green::print("{}", request->path);
            requests.pop();
            green::print("{} {}", requests.pop().has_value(), requests.top() == nullptr);
        });
        QCOMPARE(result.lines(), (Lines{"false", "/b /b", "outside of a request", "/b", "/a", "false true"}));
    }

    // What the window draws.
    void values_are_recorded() {
        const auto result = run([] {
            Local<int> number("number");
            number.set(1);
            green::spawn([=]() mutable {
                number.set(2);
                green::sleep(1ms);
            });
            green::sleep();
            green::print("both");
            green::sleep(5ms);
        });
        const auto& store = *result.store;
        for (green::trace::EventNumber n = 1; n <= store.size(); ++n) {
            if (store.event(n).kind != green::trace::Kind::Print) continue;
            const auto moment = store.moment(n);
            const auto& locals = object(moment, "number").locals;
            QCOMPARE(locals.size(), std::size_t{2});
            QCOMPARE(locals[0].value, std::string("1"));
            QCOMPARE(locals[1].value, std::string("2"));
        }
        QCOMPARE(object(store.last(), "number").locals.size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(LocalsTest)
#include "locals_test.moc"
