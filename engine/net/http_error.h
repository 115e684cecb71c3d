// What ends a request with a certain status. Thrown by the server's own parts for what clients do wrong, and by
// applications that have nothing better to say: `throw green::HttpError(404);`
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace green {

// "Not Found" for 404; "Unknown" for a number without a name.
std::string_view http_reason(int status);

class HttpError : public std::runtime_error {
public:
    // The text goes to the client as the answer's body; without one it is the status in words.
    explicit HttpError(int status, const std::string& text = {});
    int status() const { return status_; }

private:
    int status_;
};

}  // namespace green
