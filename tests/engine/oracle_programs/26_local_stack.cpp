// A request stack and a proxy on top of a greenlet local.
#include "python.h"

namespace oracle_26 {

struct Request {
    std::string path;
    friend std::string repr(const Request& request) { return "<Request " + request.path + ">"; }
};

struct Application {
    green::LocalStack<Request> requests{"requests"};
    green::LocalProxy<Request> request = requests.proxy("outside of a request");

    void handle(const std::string& path, const std::string& inner) {
        requests.push({path});
        green::sleep();
        python::print("handling", request->path);
        if (!inner.empty()) {
            handle(inner, {});
            python::print("back in", request->path);
        }
        green::sleep();
        python::print("leaving", requests.pop()->path);
    }
};

void handle(Application& application, const std::string& path, const std::string& inner) {
    application.handle(path, inner);
}

void program() {
    const Application application;
    green::joinall({green::spawn(handle, application, std::string("/a"), std::string("/a/part")),
                    green::spawn(handle, application, std::string("/b"), std::string())});
    try {
        python::print(application.request->path);
    } catch (const green::RuntimeError& error) {
        python::print("main is", error.what());
    }
}

}  // namespace oracle_26
